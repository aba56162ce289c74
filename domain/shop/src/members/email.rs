//! Another mail address: asked for by who knows the password, and counted from when its owner says so.

use domain::MemberId;
use domain::PersonalRef;
use domain::member::{Member, MemberCommand};
use store::accounts::{NewAddress, Password, Purpose, Token};

use super::AccountRefusal;
use super::person::Email;
use crate::mail_address::{is_plain, plain};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// A member wants another mail address. A letter with a key goes to it, and one that tells of it to the
    /// old one. Says nothing of whether the address is another member's: its owner learns that.
    pub async fn ask_email_change(
        &self,
        caller: &Caller,
        member: MemberId,
        email: &str,
        password: &Password,
        origin: &str,
    ) -> Result<(), ShopError> {
        let email = plain(email);
        if !is_plain(&email) {
            return Err(AccountRefusal::BadEmail.into());
        }
        self.prove(member, password, origin).await?;
        let before = self.member(member).await?;
        let kept = self.keep_mail(member, &Email { email }).await?;
        let ask = MemberCommand::AskEmailChange {
            email: kept.clone(),
            at: self.now(),
        };
        let asked = self.ask_member(caller, member, ask).await;
        if matches!(&asked, Err(ShopError::Member(_))) {
            self.ports.vault.forget(&kept).await?;
        }
        asked?;
        // What was asked for before, and not proven, is nobody's business any more.
        if let Some(never_proven) = before.pending_email() {
            self.ports.vault.forget(never_proven).await?;
        }
        Ok(())
    }

    /// Makes the address that a key went to the member's. Whoever holds the key reads what is sent there.
    pub async fn change_email(
        &self,
        caller: &Caller,
        token: &Token,
    ) -> Result<MemberId, ShopError> {
        let (accounts, now) = (self.accounts()?, self.now());
        let owner = accounts.owner(token, Purpose::Email, now).await?;
        let state = self.member(owner.ok_or(AccountRefusal::BadKey)?).await?;
        // None, if the password was changed since: whoever asked may not have been the member.
        let pending = self.address_in(state.pending_email()).await?;
        let email = self.mail_fingerprint(&pending.ok_or(AccountRefusal::BadKey)?);
        match accounts.change_address(token, &email, now).await? {
            NewAddress::Of(member) => {
                self.settle_email(caller, member).await?;
                Ok(member)
            }
            NewAddress::BadKey => Err(AccountRefusal::BadKey.into()),
            NewAddress::Taken => Err(AccountRefusal::AddressTaken.into()),
        }
    }

    /// Records that the account has the address that was asked for, where a crash left that to be done.
    /// Idempotent; also called when the member logs in.
    pub async fn settle_email(&self, caller: &Caller, member: MemberId) -> Result<(), ShopError> {
        let state = self.member(member).await?;
        let Some(pending) = self.address_in(state.pending_email()).await? else {
            return Ok(());
        };
        let fingerprint = self.mail_fingerprint(&pending);
        if !self.accounts()?.has_address(member, &fingerprint).await? {
            return Ok(());
        }
        let change = MemberCommand::ChangeEmail { at: self.now() };
        self.ask_member(caller, member, change).await?;
        // Consents move to the new address; then the old one is forgotten.
        self.settle_consents(member).await
    }

    /// The mail address that a member wants and has not proven.
    pub async fn pending_email_of(&self, member: &Member) -> Result<Option<String>, ShopError> {
        self.address_in(member.pending_email()).await
    }

    async fn address_in(&self, email: Option<&PersonalRef>) -> Result<Option<String>, ShopError> {
        let kept: Option<Email> = self.kept(email).await?;
        Ok(kept.map(|kept| kept.email))
    }
}
