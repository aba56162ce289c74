//! Joining: one mail address, one member, however many try at once.

use domain::member::{ConsentKind, Member, MemberCommand, Standing};
use domain::personal::Retention;
use domain::{MemberId, PersonalRef};
use serde::Serialize;
use store::accounts::{NewAccount, Often, Password, Reserved};
use store::{Cursor, Done};
use uuid::Uuid;

use super::person::Email;
use super::secrets::NewPassword;
use super::{AccountRefusal, Profile, mail_subject, subject};
use crate::mail_address::{is_plain, plain};
use crate::{Caller, Shop, ShopError};

/// Names the members that are derived from a form.
const JOINS: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4a6f_8a69_6e69_6e67_2121);

/// How often one form may make a member anew whose members before have left.
const MOST_RETURNS: usize = 16;

/// The form of who wants to join.
#[derive(Debug, Clone)]
pub struct JoinForm {
    /// Made with the form: sending it twice is one member.
    pub key: Uuid,
    /// The mail address, as typed.
    pub email: String,
    /// The password.
    pub password: Password,
    /// Name and telephone number.
    pub profile: Profile,
    /// What they agree to beyond membership.
    pub consents: Vec<ConsentKind>,
    /// The language to write in: `ko`, `en`.
    pub language: String,
    /// The network address they come from.
    pub origin: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Joined {
    /// A member, whose mail address is to be proven by the letter that is on its way.
    Member {
        /// Their id.
        member: MemberId,
        /// The place in the log for pages to wait for; none if they had joined before.
        cursor: Option<Cursor>,
    },
    /// The mail address is a member's already. Whoever typed it is not told; the member is.
    Taken,
}

impl Shop {
    /// Makes somebody a member. Sending the same form again answers the same.
    ///
    /// The page must not tell [`Joined::Taken`] apart: it says that a letter is on its way, which is
    /// true of both.
    ///
    /// # Errors
    /// [`AccountRefusal::TooManyLetters`] from one network address; a mail address or a password that
    /// cannot be one.
    pub async fn join(&self, caller: &Caller, form: &JoinForm) -> Result<Joined, ShopError> {
        let email = plain(&form.email);
        if !is_plain(&email) {
            return Err(AccountRefusal::BadEmail.into());
        }
        let known = [email.as_str(), form.profile.name.as_str()];
        let password = NewPassword::check(form.password.clone(), &known)?;
        self.count_at(&form.origin, Often::Letter).await?;
        self.evenly(self.join_as(caller, form, email, password))
            .await
    }

    async fn join_as(
        &self,
        caller: &Caller,
        form: &JoinForm,
        email: String,
        password: NewPassword,
    ) -> Result<Joined, ShopError> {
        let (accounts, now) = (self.accounts()?, self.now());
        let fingerprint = self.mail_fingerprint(&email);
        let realm = self.realm(&caller.store);
        let hashed = accounts.hasher().hash(password.as_typed()).await?;
        let Some(member) = self.to_be(realm, &fingerprint, form.key).await? else {
            return Ok(Joined::Taken);
        };
        let new = NewAccount {
            member,
            realm,
            email: &fingerprint,
            password: &hashed,
        };
        match self.reserve(caller, &new).await? {
            Reserved::Ours(account) if account.password == hashed => {}
            // Sent again: only by who knows the password it was sent with first.
            Reserved::Ours(account) => {
                let fits = accounts
                    .hasher()
                    .fits(&form.password, Some(&account.password));
                if !fits.await? {
                    return Ok(Joined::Taken);
                }
            }
            Reserved::Taken(account) => {
                let there = self.member(account.member).await?.standing() != Standing::New;
                if there {
                    accounts.joined(account.member).await?;
                    let again = MemberCommand::JoinAgain { at: now };
                    self.ask_member(caller, account.member, again).await?;
                }
                if there || !accounts.take_over(account.member, &new, now).await? {
                    return Ok(Joined::Taken);
                }
            }
        }
        self.make_member(caller, form, new.member, email).await
    }

    /// The member that a form makes. Sent again it is the same one; but one who has left since, or has
    /// another mail address by now, is not made again: that is the next one. None if the form has made too
    /// many.
    async fn to_be(
        &self,
        realm: &str,
        email: &[u8],
        key: Uuid,
    ) -> Result<Option<MemberId>, ShopError> {
        let mut member = derive(realm, email, key);
        for _ in 0..MOST_RETURNS {
            let over = match self.member(member).await?.standing() {
                Standing::New => false,
                Standing::Withdrawn => true,
                _ => !self.accounts()?.has_address(member, email).await?,
            };
            if !over {
                return Ok(Some(member));
            }
            member = derive(realm, email, member.0);
        }
        Ok(None)
    }

    /// Takes the account of the mail address, also where a crash left it with somebody who has withdrawn.
    async fn reserve(&self, caller: &Caller, new: &NewAccount<'_>) -> Result<Reserved, ShopError> {
        let accounts = self.accounts()?;
        let reserved = accounts.reserve(new, self.now()).await?;
        if let Reserved::Taken(account) = &reserved {
            let standing = self.member(account.member).await?.standing();
            if standing == Standing::Withdrawn {
                self.finish_withdrawal(caller, account.member).await?;
                return Ok(accounts.reserve(new, self.now()).await?);
            }
        }
        Ok(reserved)
    }

    /// Puts the person into the vault and the fact into the ledger.
    async fn make_member(
        &self,
        caller: &Caller,
        form: &JoinForm,
        member: MemberId,
        email: String,
    ) -> Result<Joined, ShopError> {
        let mut cursor = None;
        let standing = self.member(member).await?.standing();
        if standing == Standing::Withdrawn {
            // They left while the form was on its way: the account must not stay with nobody.
            self.accounts()?.remove(member).await?;
            return Ok(Joined::Taken);
        }
        if standing == Standing::New {
            let email = Email { email };
            let email = self.keep_as(&mail_subject(member), &email).await?;
            let profile = self.keep(member, &form.profile).await?;
            let joined = self.record(caller, form, member, &email, &profile).await;
            if !joined.as_ref().is_ok_and(|done| !done.events.is_empty()) {
                // The same form came twice at once: the other one's data counts.
                self.ports.vault.forget(&email).await?;
                self.ports.vault.forget(&profile).await?;
            }
            cursor = joined?.cursor;
        }
        if !self.accounts()?.joined(member).await? {
            // It took so long that somebody else was given the address.
            self.withdraw(caller, member, "superseded").await?;
            return Ok(Joined::Taken);
        }
        for kind in ConsentKind::ALL {
            if form.consents.contains(&kind) {
                self.agree(caller, member, kind).await?;
            }
        }
        self.settle_consents(member).await?;
        Ok(Joined::Member { member, cursor })
    }

    async fn record(
        &self,
        caller: &Caller,
        form: &JoinForm,
        member: MemberId,
        email: &PersonalRef,
        profile: &PersonalRef,
    ) -> Result<Done<Member>, ShopError> {
        let at = self.now();
        let join = MemberCommand::Join {
            store: caller.store.clone(),
            language: form.language.clone(),
            email: email.clone(),
            profile: profile.clone(),
            at,
        };
        let (id, meta) = (member.to_string(), caller.meta(at));
        Ok(self.ledger.create::<Member>(&id, join, &meta).await?)
    }

    /// Keeps something of a member until they withdraw.
    pub(super) async fn keep(
        &self,
        member: MemberId,
        data: &impl Serialize,
    ) -> Result<PersonalRef, ShopError> {
        self.keep_as(&subject(member), data).await
    }

    /// Keeps a mail address of a member until they withdraw.
    pub(super) async fn keep_mail(
        &self,
        member: MemberId,
        email: &Email,
    ) -> Result<PersonalRef, ShopError> {
        self.keep_as(&mail_subject(member), email).await
    }

    async fn keep_as(
        &self,
        subject: &str,
        data: &impl Serialize,
    ) -> Result<PersonalRef, ShopError> {
        let data = serde_json::to_value(data).map_err(ShopError::bug)?;
        let class = Retention::UntilWithdrawal;
        Ok(self.ports.vault.put(subject, class, &data).await?)
    }
}

/// The same form for the same address names the same member.
fn derive(realm: &str, email: &[u8], key: Uuid) -> MemberId {
    let name = [email, key.as_bytes(), realm.as_bytes()].concat();
    MemberId(Uuid::new_v5(&JOINS, &name))
}
