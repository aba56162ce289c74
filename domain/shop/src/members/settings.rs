//! What the shop has agreed on about its members.

use std::time::Duration as StdDuration;

use chrono::Duration;
use domain::pricing::Names;
use domain::{GradeId, StoreId, Won};
use store::accounts::Guard;

/// What members are to the stores of an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberSettings {
    /// Whether all stores have the same members.
    pub membership: Membership,
    /// Grades, the lowest first; everybody begins with the first. Never empty.
    pub grades: Vec<Grade>,
    /// When accounts sleep.
    pub dormancy: Dormancy,
    /// How many tries to log in are too many.
    pub guard: Guard,
    /// The version of the words by which members agree to advertising: `2026-01`.
    pub consent_text: String,
    /// How long a key in a letter that proves a mail address is good.
    pub verify_within: Duration,
    /// How long a key in a letter that resets a password is good.
    pub reset_within: Duration,
    /// What asking about a mail address takes, whether it is known or not.
    pub evenly: StdDuration,
}

/// Whether all stores have the same members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Who joined in one may log in in all.
    Shared,
    /// Each store has its own.
    Separate,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its id.
    pub id: GradeId,
    /// Its name, as members read it.
    pub name: Names,
    /// Won paid and not paid back within twelve months that reach it.
    pub from: Won,
    /// What members of it save on goods, percent.
    pub discount: u32,
}

/// When accounts that nobody uses sleep (휴면). Since 2023-09-15 no law says when: the shop does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dormancy {
    /// What is done with them.
    pub mode: Sleep,
    /// Days without a visit.
    pub inactive_days: u32,
    /// Days before it that the member is told.
    pub notice_days_before: u32,
}

/// What is done with accounts that nobody uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sleep {
    /// Nothing.
    None,
    /// Their personal data is kept apart until they come back.
    Separate,
    /// They are withdrawn and their personal data erased.
    Destroy,
}

impl Default for MemberSettings {
    fn default() -> Self {
        Self {
            membership: Membership::Shared,
            grades: made_up_grades(),
            dormancy: Dormancy {
                mode: Sleep::Separate,
                inactive_days: 365,
                notice_days_before: 30,
            },
            guard: Guard::default(),
            consent_text: "2026-01".to_owned(),
            verify_within: Duration::hours(24),
            reset_within: Duration::hours(1),
            evenly: StdDuration::from_millis(400),
        }
    }
}

fn made_up_grades() -> Vec<Grade> {
    let grade = |id: &str, (ko, en): (&str, &str), from, discount| {
        Some(Grade {
            id: GradeId::new(id).ok()?,
            name: Names::new(ko, en),
            from: Won(from),
            discount,
        })
    };
    let all = [
        grade("sprout", ("새싹", "Sprout"), 0, 0),
        grade("leaf", ("잎새", "Leaf"), 300_000, 1),
        grade("fruit", ("열매", "Fruit"), 1_000_000, 3),
    ];
    all.into_iter().flatten().collect()
}

impl MemberSettings {
    /// Whose members a store's are: empty for those of all stores.
    pub fn realm<'a>(&self, store: &'a StoreId) -> &'a str {
        match self.membership {
            Membership::Shared => "",
            Membership::Separate => store.as_str(),
        }
    }

    /// A grade by its id.
    pub fn grade(&self, id: &GradeId) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.id == *id)
    }

    /// The grade of a member to whom this one was given; whoever has none, or one that there is no
    /// more, has the first.
    pub fn grade_of(&self, given: Option<&GradeId>) -> Option<&Grade> {
        given
            .and_then(|id| self.grade(id))
            .or_else(|| self.grades.first())
    }

    /// The grade that so many won come to.
    pub fn grade_for(&self, won: Won) -> Option<&Grade> {
        let reached = |grade: &&Grade| grade.from <= won;
        let highest = self.grades.iter().rev().find(reached);
        highest.or_else(|| self.grades.first())
    }

    /// The grade above one.
    pub fn next_grade(&self, id: &GradeId) -> Option<&Grade> {
        let place = self.grades.iter().position(|grade| grade.id == *id)?;
        self.grades.get(place + 1)
    }

    /// Whether one grade is higher than another.
    pub fn is_higher(&self, grade: &GradeId, than: Option<&GradeId>) -> bool {
        let place = |id: &GradeId| self.grades.iter().position(|grade| grade.id == *id);
        place(grade) > than.and_then(place)
    }
}
