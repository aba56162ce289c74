//! Logging in: the same answer, in the same time, whether a mail address is known or not.

use std::fmt;

use domain::MemberId;
use domain::member::{MemberCommand, Standing};
use store::accounts::{Often, Password, Purpose, Token};

use super::AccountRefusal;
use crate::mail_address::plain;
use crate::{Caller, Shop, ShopError};

/// What somebody says to get in.
pub struct Credentials<'a> {
    /// As typed.
    pub email: &'a str,
    /// As typed.
    pub password: &'a Password,
    /// The network address they come from.
    pub origin: &'a str,
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// Somebody who proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoggedIn {
    /// Who.
    pub member: MemberId,
    /// The generation that the session begins with ([`Shop::session_holds`]).
    pub generation: i32,
    /// `Active`; or `Unverified` or `Dormant`, which get no session yet.
    pub standing: Standing,
}

impl Shop {
    /// Checks mail address and password. Nothing but the check: a session is the page's.
    pub async fn log_in(
        &self,
        caller: &Caller,
        with: &Credentials<'_>,
    ) -> Result<LoggedIn, ShopError> {
        let (accounts, email) = (self.accounts()?, plain(with.email));
        let realm = self.realm(&caller.store);
        let attempt = self.attempt("email", &email, with.origin);
        self.count(&attempt).await?;
        let account = accounts.find(realm, &attempt.account).await?;
        let hashed = account.as_ref().map(|account| &account.password);
        let fits = accounts.hasher().fits(with.password, hashed).await?;
        let Some(account) = account.filter(|_| fits) else {
            return Err(AccountRefusal::Wrong.into());
        };
        let standing = self.member(account.member).await?.standing();
        if matches!(standing, Standing::New | Standing::Withdrawn) {
            return Err(AccountRefusal::Wrong.into());
        }
        accounts.succeeded(&attempt).await?;
        if standing == Standing::Active {
            self.settle_email(caller, account.member).await?;
            self.saw(caller, account.member).await?;
        }
        Ok(LoggedIn {
            member: account.member,
            generation: account.generation,
            standing,
        })
    }

    /// Proves a mail address with the key from the letter and the password it was joined with: who
    /// joined with somebody else's address does not get in by that person's click.
    pub async fn verify_email(
        &self,
        caller: &Caller,
        token: &Token,
        password: &Password,
        origin: &str,
    ) -> Result<LoggedIn, ShopError> {
        let accounts = self.accounts()?;
        let owner = accounts.owner(token, Purpose::Verify, self.now()).await?;
        let member = owner.ok_or(AccountRefusal::BadKey)?;
        let generation = self.prove(member, password, origin).await?;
        let verify = MemberCommand::VerifyEmail { at: self.now() };
        self.ask_member(caller, member, verify).await?;
        let spent = accounts.spend(token, Purpose::Verify, self.now()).await?;
        spent.ok_or(AccountRefusal::BadKey)?;
        self.saw(caller, member).await?;
        Ok(LoggedIn {
            member,
            generation,
            standing: Standing::Active,
        })
    }

    /// Whether a key from a letter is still good; it stays so.
    pub async fn key_is_good(&self, token: &Token, purpose: Purpose) -> Result<bool, ShopError> {
        let owner = self.accounts()?.owner(token, purpose, self.now()).await?;
        Ok(owner.is_some())
    }

    /// The letter that proves the mail address once more. Says nothing of whether there is anybody.
    ///
    /// # Errors
    /// [`AccountRefusal::TooManyLetters`] from one network address.
    pub async fn ask_verification(
        &self,
        caller: &Caller,
        email: &str,
        origin: &str,
    ) -> Result<(), ShopError> {
        self.count_at(origin, Often::Letter).await?;
        let ask = |at| MemberCommand::AskVerification { at };
        self.evenly(self.ask_by_mail(caller, email, ask(self.now())))
            .await
    }

    /// A member proves again who they are, before something that cannot be undone. Gives the
    /// generation of the account.
    pub async fn prove(
        &self,
        member: MemberId,
        password: &Password,
        origin: &str,
    ) -> Result<i32, ShopError> {
        let accounts = self.accounts()?;
        let attempt = self.attempt("member", &member.to_string(), origin);
        self.count(&attempt).await?;
        let account = accounts.of(member).await?;
        let hashed = account.as_ref().map(|account| &account.password);
        let fits = accounts.hasher().fits(password, hashed).await?;
        let account = account.filter(|_| fits).ok_or(AccountRefusal::Wrong)?;
        accounts.succeeded(&attempt).await?;
        Ok(account.generation)
    }

    /// Notes that a member is here, once a day; who may not act is let be.
    pub async fn saw(&self, caller: &Caller, member: MemberId) -> Result<(), ShopError> {
        let see = MemberCommand::See { at: self.now() };
        match self.ask_member(caller, member, see).await {
            Ok(_) | Err(ShopError::Member(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Asks something of whoever has a mail address, if there is somebody.
    pub(super) async fn ask_by_mail(
        &self,
        caller: &Caller,
        email: &str,
        ask: MemberCommand,
    ) -> Result<(), ShopError> {
        let fingerprint = self.mail_fingerprint(email);
        let realm = self.realm(&caller.store);
        let Some(account) = self.accounts()?.find(realm, &fingerprint).await? else {
            return Ok(());
        };
        match self.ask_member(caller, account.member, ask).await {
            Ok(_) | Err(ShopError::Member(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
