//! Accounts that nobody uses (휴면): told of it, put to sleep, woken.

use chrono::{Days, Duration};
use chrono_tz::Asia::Seoul;
use domain::MemberId;
use domain::member::{MemberCommand, MemberEvent, Standing};
use domain::personal::Retention;
use store::accounts::AccountsError;
use store::vault::apart;

use super::{Sleep, happened, subject};
use crate::{Caller, Shop, ShopError};

const CLASS: Retention = Retention::UntilWithdrawal;

impl Shop {
    /// Tells a member that the account is about to sleep, if they were not seen for long enough.
    /// Answers whether they are told by this.
    pub async fn notice_dormancy(
        &self,
        caller: &Caller,
        member: MemberId,
    ) -> Result<bool, ShopError> {
        let policy = self.settings.members.dormancy;
        if policy.mode == Sleep::None {
            return Ok(false);
        }
        let now = self.now();
        let unseen = policy
            .inactive_days
            .saturating_sub(policy.notice_days_before);
        let today = now.with_timezone(&Seoul).date_naive();
        let notice = MemberCommand::NoticeDormancy {
            unseen_since: now - Duration::days(unseen.into()),
            dormant_on: today + Days::new(policy.notice_days_before.into()),
            at: now,
        };
        let done = self.ask_member(caller, member, notice).await?;
        Ok(happened(&done, |event| {
            matches!(event, MemberEvent::DormancyNoticed { .. })
        }))
    }

    /// Puts an account to sleep whose member was told and did not come; or, as the policy says,
    /// withdraws it. Answers whether it sleeps now, or is gone. Idempotent.
    pub async fn fall_asleep(&self, caller: &Caller, member: MemberId) -> Result<bool, ShopError> {
        let mode = self.settings.members.dormancy.mode;
        if mode == Sleep::None {
            return Ok(false);
        }
        let asleep = MemberCommand::FallAsleep { at: self.now() };
        self.ask_member(caller, member, asleep).await?;
        if self.member(member).await?.standing() != Standing::Dormant {
            return Ok(false);
        }
        if mode == Sleep::Destroy {
            self.withdraw(caller, member, "dormant").await?;
            return Ok(true);
        }
        let accounts = self.accounts()?;
        accounts.end_sessions(member).await?;
        let apart = apart::set_apart(accounts.pool(), &subject(member), CLASS).await;
        apart.map_err(AccountsError::from)?;
        Ok(true)
    }

    /// Wakes an account whose member came back and said so.
    pub async fn reactivate(&self, caller: &Caller, member: MemberId) -> Result<(), ShopError> {
        // The data first: whoever is awake can be read.
        if self.member(member).await?.standing() == Standing::Dormant {
            self.bring_back(member).await?;
        }
        let wake = MemberCommand::Reactivate { at: self.now() };
        self.ask_member(caller, member, wake).await?;
        // Somebody may just have been putting it to sleep.
        self.bring_back(member).await
    }

    pub(super) async fn bring_back(&self, member: MemberId) -> Result<(), ShopError> {
        let pool = self.accounts()?.pool();
        let back = apart::bring_back(pool, &subject(member), CLASS).await;
        back.map_err(AccountsError::from)?;
        Ok(())
    }
}
