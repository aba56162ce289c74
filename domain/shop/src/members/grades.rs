//! Grades: what purchases of twelve months come to.

use chrono::NaiveDate;
use domain::member::{GradeReason, Member, MemberCommand, MemberEvent};
use domain::{GradeId, MemberId, Won};

use super::{Grade, happened};
use crate::{Caller, Shop, ShopError};

/// What a member bought, and when it counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchases {
    /// Won paid and not paid back.
    pub won: Won,
    /// The first day that counts, KST.
    pub from: NaiveDate,
    /// The first day that does not count any more, KST.
    pub until: NaiveDate,
}

impl Shop {
    /// A member's grade: the lowest until their first evaluation.
    pub fn grade_of(&self, member: &Member) -> Option<&Grade> {
        self.settings.members.grade_of(member.grade())
    }

    /// The grade of whoever calls, for prices: none for guests, staff and processes.
    pub async fn grade_of_caller(&self, caller: &Caller) -> Result<Option<GradeId>, ShopError> {
        let Some(member) = caller.member() else {
            return Ok(None);
        };
        let member = self.member(member).await?;
        Ok(self.grade_of(&member).map(|grade| grade.id.clone()))
    }

    /// Gives a member the grade that purchases come to. Answers whether it is another one.
    pub async fn evaluate_grade(
        &self,
        caller: &Caller,
        member: MemberId,
        bought: Purchases,
    ) -> Result<bool, ShopError> {
        let Some(grade) = self.settings.members.grade_for(bought.won) else {
            return Ok(false);
        };
        let present = self.member(member).await?;
        if self
            .grade_of(&present)
            .is_some_and(|has| has.id == grade.id)
        {
            return Ok(false);
        }
        let id = grade.id.clone();
        self.set_grade(caller, member, id, GradeReason::Evaluated, bought)
            .await
    }

    /// Gives a member a grade.
    pub async fn set_grade(
        &self,
        caller: &Caller,
        member: MemberId,
        grade: GradeId,
        why: GradeReason,
        bought: Purchases,
    ) -> Result<bool, ShopError> {
        let set = MemberCommand::SetGrade {
            grade,
            why,
            won: bought.won,
            from: bought.from,
            until: bought.until,
            at: self.now(),
        };
        let done = self.ask_member(caller, member, set).await?;
        Ok(happened(&done, |event| {
            matches!(event, MemberEvent::GradeChanged { .. })
        }))
    }
}
