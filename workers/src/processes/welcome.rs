//! Who has proven their mail address is a member, and gets what the shop gives to new ones.

use async_trait::async_trait;
use domain::Meta;
use domain::member::MemberEvent;
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Begins, Outcome, Process, Reading, event};
use crate::coupons::WelcomeMember;

/// Adds the jobs that give coupons to new members.
pub struct WelcomeMembers;

#[async_trait]
impl Process for WelcomeMembers {
    fn name(&self) -> &'static str {
        "welcome-members"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["member"]
    }

    fn begins(&self) -> Begins {
        Begins::WhereOthersStand
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        Ok(match event(recorded)? {
            MemberEvent::EmailVerified { .. } => {
                let member = recorded.id.parse();
                let welcome = WelcomeMember {
                    store: meta.store.clone(),
                    member: member.map_err(|_| "its stream is no member".to_owned())?,
                };
                Reading::Enqueue(vec![welcome.job()])
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, _: &Shop, _: &Caller, _: &str) -> Result<Outcome, ShopError> {
        // It has no subjects: what follows is jobs.
        Ok(Outcome::Done)
    }
}
