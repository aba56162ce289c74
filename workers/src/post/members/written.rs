//! The letters themselves.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::GradeId;
use letters::kinds::{
    AlreadyMember, ChangeEmail, DormancyNotice, EmailLeaving, GradeChanged, MemberJoined,
    ResetPassword, VerifyEmail,
};
use letters::{Language, RenderError, Theme, Written, render};
use shop::Shop;
use store::accounts::Token;

use super::{MemberAbout, MemberOccasion};

/// What a letter to a member is made of. Holds personal data: for a letter, and nowhere else.
pub(super) struct Writer<'a> {
    pub(super) shop: &'a Shop,
    pub(super) occasion: &'a MemberOccasion,
    pub(super) name: &'a str,
    pub(super) theme: Theme,
    pub(super) language: Language,
}

type Letter = Result<Written, RenderError>;

impl Writer<'_> {
    pub(super) fn verify(&self, token: &Token, expires_at: DateTime<Utc>) -> Letter {
        let letter = VerifyEmail {
            name: self.name.to_owned(),
            href: self.page(&format!("/members/verify/{}", token.expose())),
            expires_at,
        };
        render(&letter, &self.theme, self.language)
    }

    pub(super) fn reset(&self, token: &Token, expires_at: DateTime<Utc>) -> Letter {
        let letter = ResetPassword {
            name: self.name.to_owned(),
            requested_at: self.occasion.at,
            href: self.page(&format!("/members/reset/{}", token.expose())),
            expires_at,
        };
        render(&letter, &self.theme, self.language)
    }

    pub(super) fn change_email(&self, token: &Token, expires_at: DateTime<Utc>) -> Letter {
        let letter = ChangeEmail {
            name: self.name.to_owned(),
            requested_at: self.occasion.at,
            href: self.page(&format!("/members/email/{}", token.expose())),
            expires_at,
        };
        render(&letter, &self.theme, self.language)
    }

    pub(super) fn without_key(&self) -> Letter {
        let (name, at) = (self.name.to_owned(), self.occasion.at);
        let (theme, language) = (&self.theme, self.language);
        match &self.occasion.about {
            MemberAbout::Already => {
                let letter = AlreadyMember {
                    name,
                    tried_at: at,
                    href: self.page("/members/login"),
                };
                render(&letter, theme, language)
            }
            MemberAbout::Grade { before, grade } => {
                render(&self.grade(name, before.as_ref(), grade), theme, language)
            }
            MemberAbout::Dormancy {
                dormant_on,
                last_seen,
            } => {
                let letter = DormancyNotice {
                    name,
                    last_seen: *last_seen,
                    dormant_on: *dormant_on,
                    items: self.kept_apart(),
                    href: self.page("/members/login"),
                };
                render(&letter, theme, language)
            }
            MemberAbout::EmailLeaving => {
                let letter = EmailLeaving {
                    name,
                    requested_at: at,
                    href: self.page("/members/profile"),
                };
                render(&letter, theme, language)
            }
            MemberAbout::Joined
            | MemberAbout::Verify
            | MemberAbout::Reset
            | MemberAbout::EmailChange { .. } => {
                let letter = MemberJoined {
                    name,
                    joined_at: at,
                    benefits: vec![],
                    href: self.page("/"),
                };
                render(&letter, theme, language)
            }
        }
    }

    fn grade(&self, name: String, before: Option<&GradeId>, grade: &GradeId) -> GradeChanged {
        let settings = &self.shop.settings().members;
        let called = |id: Option<&GradeId>| {
            let found = settings.grade_of(id);
            found.map_or_else(String::new, |grade| {
                grade.name.in_language(self.language.code()).to_owned()
            })
        };
        let discount = settings.grade(grade).map_or(0, |grade| grade.discount);
        let benefit = match self.language {
            Language::Ko => format!("상품 금액 {discount}% 할인"),
            Language::En => format!("{discount} % off all goods"),
        };
        GradeChanged {
            name,
            from: called(before),
            to: called(Some(grade)),
            up: settings.is_higher(grade, before),
            since: self.occasion.at.with_timezone(&Seoul).date_naive(),
            benefits: (discount > 0).then_some(benefit).into_iter().collect(),
            href: self.page("/members"),
        }
    }

    fn kept_apart(&self) -> Vec<String> {
        let items = match self.language {
            Language::Ko => ["이름", "휴대전화 번호", "배송지"],
            Language::En => ["name", "telephone number", "addresses"],
        };
        items.map(str::to_owned).to_vec()
    }

    fn page(&self, path: &str) -> String {
        self.shop.settings().links.page(&self.occasion.store, path)
    }
}
