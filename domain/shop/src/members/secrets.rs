//! New passwords: what makes one good, changing it, and setting one by letter.

use domain::MemberId;
use domain::member::{MemberCommand, PasswordWay, Standing};
use store::accounts::{Often, Password, Purpose, Token};

use super::{AccountRefusal, LoggedIn};
use crate::{Caller, Shop, ShopError};

/// Letters of the shortest password.
pub const LEAST_LETTERS: usize = 8;
/// Letters of the longest; more are not looked at by anybody who guesses either.
pub const MOST_LETTERS: usize = 128;

/// A password that may be somebody's from now on.
#[derive(Debug, Clone)]
pub struct NewPassword(Password);

impl NewPassword {
    /// Long enough, and not among those that are guessed first. `known` is what a guesser knows of
    /// the person: mail address, name.
    pub fn check(typed: Password, known: &[&str]) -> Result<Self, AccountRefusal> {
        let letters = typed.expose().chars().count();
        if letters < LEAST_LETTERS {
            let least = LEAST_LETTERS;
            return Err(AccountRefusal::TooShort { least });
        }
        if letters > MOST_LETTERS {
            let most = MOST_LETTERS;
            return Err(AccountRefusal::TooLong { most });
        }
        // Two of four: about a hundred million tries. Online guessing ends after ten.
        if zxcvbn::zxcvbn(typed.expose(), known).score() < zxcvbn::Score::Two {
            return Err(AccountRefusal::Guessable);
        }
        Ok(Self(typed))
    }

    pub(super) fn as_typed(&self) -> &Password {
        &self.0
    }
}

impl Shop {
    /// Somebody has forgotten a password. Says nothing of whether there is anybody; a member gets a
    /// letter, one a minute at most.
    ///
    /// # Errors
    /// [`AccountRefusal::TooManyLetters`] from one network address.
    pub async fn ask_reset(
        &self,
        caller: &Caller,
        email: &str,
        origin: &str,
    ) -> Result<(), ShopError> {
        self.count_at(origin, Often::Letter).await?;
        let ask = MemberCommand::AskReset { at: self.now() };
        self.evenly(self.ask_by_mail(caller, email, ask)).await
    }

    /// Sets a new password with the key from the letter, which proves the mail address as well. All
    /// sessions end.
    pub async fn reset_password(
        &self,
        caller: &Caller,
        token: &Token,
        new: Password,
    ) -> Result<LoggedIn, ShopError> {
        let accounts = self.accounts()?;
        let owner = accounts.owner(token, Purpose::Reset, self.now()).await?;
        let member = owner.ok_or(AccountRefusal::BadKey)?;
        let new = NewPassword::check(new, &[])?;
        let hashed = accounts.hasher().hash(new.as_typed()).await?;
        let set = accounts.reset_password(token, &hashed, self.now()).await?;
        set.ok_or(AccountRefusal::BadKey)?;
        let at = self.now();
        self.record_password(caller, member, PasswordWay::Reset)
            .await?;
        self.ask_member(caller, member, MemberCommand::VerifyEmail { at })
            .await?;
        let standing = self.member(member).await?.standing();
        if standing == Standing::Active {
            self.saw(caller, member).await?;
        }
        let account = accounts.of(member).await?.ok_or(AccountRefusal::BadKey)?;
        Ok(LoggedIn {
            member,
            generation: account.generation,
            standing,
        })
    }

    /// Ends all sessions of a member, wherever they are.
    pub async fn end_sessions(&self, member: MemberId) -> Result<(), ShopError> {
        Ok(self.accounts()?.end_sessions(member).await?)
    }

    /// Changes a password by who knows the old one. All sessions end; gives the generation with which
    /// this one goes on.
    pub async fn change_password(
        &self,
        caller: &Caller,
        member: MemberId,
        old: &Password,
        new: Password,
        origin: &str,
    ) -> Result<i32, ShopError> {
        let accounts = self.accounts()?;
        let new = NewPassword::check(new, &[])?;
        self.prove(member, old, origin).await?;
        let account = accounts.of(member).await?.ok_or(AccountRefusal::Wrong)?;
        let hashed = accounts.hasher().hash(new.as_typed()).await?;
        let set = accounts.set_password(member, &account.password, &hashed);
        let generation = set.await?.ok_or(AccountRefusal::Wrong)?;
        self.record_password(caller, member, PasswordWay::Changed)
            .await?;
        Ok(generation)
    }

    /// Another password counts. Who asked for another mail address with the old one may not have been the
    /// member: that ends with it.
    async fn record_password(
        &self,
        caller: &Caller,
        member: MemberId,
        way: PasswordWay,
    ) -> Result<(), ShopError> {
        let before = self.member(member).await?;
        let at = self.now();
        self.ask_member(caller, member, MemberCommand::RecordPassword { way, at })
            .await?;
        if let Some(never_proven) = before.pending_email() {
            self.ports.vault.forget(never_proven).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str) -> Result<(), AccountRefusal> {
        let known = ["hong@shop.example", "홍길동"];
        NewPassword::check(Password::new(typed), &known).map(drop)
    }

    #[test]
    fn a_password_is_long_enough_and_not_one_that_is_guessed_first() {
        assert_eq!(
            check("짧다짧다"),
            Err(AccountRefusal::TooShort { least: 8 })
        );
        let long = "가".repeat(129);
        assert_eq!(check(&long), Err(AccountRefusal::TooLong { most: 128 }));
        for guessed in [
            "password1",
            "12345678",
            "qwer1234",
            "hong@shop.example",
            "aaaaaaaaaa",
        ] {
            assert_eq!(check(guessed), Err(AccountRefusal::Guessable), "{guessed}");
        }
        for good in [
            "correct horse battery",
            "t4Kx!92bQz",
            "수박씨를 뱉는 다람쥐",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }
}
