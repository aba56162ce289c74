//! Withdrawing: nobody logs in any more, and who it was is erased. Orders stay, and with them what
//! the law says must be kept of orders, until its time is over.

use domain::MemberId;
use domain::member::{MemberCommand, Standing};
use domain::personal::Retention;
use store::Cursor;

use super::{mail_subject, subject};
use crate::review::subject_of_member;
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Ends a membership, for good. The reason is a word: `member`, `staff`, …
    pub async fn withdraw(
        &self,
        caller: &Caller,
        member: MemberId,
        reason: &str,
    ) -> Result<Option<Cursor>, ShopError> {
        let leave = MemberCommand::Withdraw {
            reason: reason.to_owned(),
            at: self.now(),
        };
        let cursor = self.ask_member(caller, member, leave).await?.cursor;
        self.finish_withdrawal(caller, member).await?;
        Ok(cursor)
    }

    /// What follows from what a member's events say, wherever a crash left it: consents in the book,
    /// data apart or back, data erased. Idempotent; called by the members' process.
    pub async fn settle_member(&self, caller: &Caller, member: MemberId) -> Result<(), ShopError> {
        match self.member(member).await?.standing() {
            Standing::Withdrawn => self.finish_withdrawal(caller, member).await,
            Standing::Dormant => self.fall_asleep(caller, member).await.map(drop),
            Standing::Active => {
                self.bring_back(member).await?;
                self.settle_consents(member).await
            }
            Standing::New | Standing::Unverified => self.settle_consents(member).await,
        }
    }

    /// What follows from a withdrawal. Idempotent: called again it erases what a restored backup
    /// brought back. Also called by the withdrawals' process.
    pub async fn finish_withdrawal(
        &self,
        caller: &Caller,
        member: MemberId,
    ) -> Result<(), ShopError> {
        if self.member(member).await?.standing() != Standing::Withdrawn {
            return Ok(());
        }
        self.accounts()?.remove(member).await?;
        let class = Retention::UntilWithdrawal;
        // The book of consents is told while the addresses can still be read.
        self.bring_back(member).await?;
        self.settle_consents(member).await?;
        // The keys first: the event may say only what is true already.
        for subject in [
            subject(member),
            mail_subject(member),
            subject_of_member(member),
        ] {
            self.ports.vault.erase(&subject, class).await?;
        }
        let erased = MemberCommand::RecordErasure {
            class,
            at: self.now(),
        };
        self.ask_member(caller, member, erased).await?;
        Ok(())
    }
}
