//! Consents to advertising: said by the member, and written into the book that senders ask.
//!
//! The member's stream is what was said; the book (`store::post::Consents`) is what follows for an
//! address. [`Shop::settle_consents`] brings the one into the other and may be repeated.

use chrono::{DateTime, Utc};
use domain::member::{ConsentKind, MemberCommand, MemberEvent};
use domain::{MemberId, PersonalRef};
use store::Cursor;
use store::accounts::AccountsError;
use store::post::{Consents, Medium, NewWord, Said};

use super::Profile;
use super::person::plain_phone;
use crate::{Caller, Shop, ShopError};

/// One entry of a member's history of consents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentNote {
    /// By which way.
    pub kind: ConsentKind,
    /// Given, with the version of the words; or taken back.
    pub given: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Shop {
    /// A member agrees to advertising, in the words of today.
    pub async fn give_consent(
        &self,
        caller: &Caller,
        member: MemberId,
        kind: ConsentKind,
    ) -> Result<Option<Cursor>, ShopError> {
        let cursor = self.agree(caller, member, kind).await?;
        self.settle_consents(member).await?;
        Ok(cursor)
    }

    pub(super) async fn agree(
        &self,
        caller: &Caller,
        member: MemberId,
        kind: ConsentKind,
    ) -> Result<Option<Cursor>, ShopError> {
        let give = MemberCommand::GiveConsent {
            kind,
            text: self.settings.members.consent_text.clone(),
            at: self.now(),
        };
        Ok(self.ask_member(caller, member, give).await?.cursor)
    }

    /// A member takes it back.
    pub async fn withdraw_consent(
        &self,
        caller: &Caller,
        member: MemberId,
        kind: ConsentKind,
    ) -> Result<Option<Cursor>, ShopError> {
        let at = self.now();
        let withdraw = MemberCommand::WithdrawConsent { kind, at };
        let cursor = self.ask_member(caller, member, withdraw).await?.cursor;
        self.settle_consents(member).await?;
        Ok(cursor)
    }

    /// What a member said about advertising, the oldest first.
    pub async fn consent_history(&self, member: MemberId) -> Result<Vec<ConsentNote>, ShopError> {
        let events = self.member_events(member).await?;
        let note = |event| match event {
            MemberEvent::ConsentGiven { kind, text, at } => Some(ConsentNote {
                kind,
                given: Some(text),
                at,
            }),
            MemberEvent::ConsentWithdrawn { kind, at } => Some(ConsentNote {
                kind,
                given: None,
                at,
            }),
            _ => None,
        };
        Ok(events.into_iter().filter_map(note).collect())
    }

    /// Writes all that a member said into the book that senders ask. What was said of an old number
    /// ends when the number does, and is said of the new one from then on. Idempotent.
    pub async fn settle_consents(&self, member: MemberId) -> Result<(), ShopError> {
        let events = self.member_events(member).await?;
        let mut teller = Teller::default();
        for event in events {
            self.tell(&mut teller, event).await?;
        }
        let book = Consents::new(self.accounts()?.pool().clone());
        let written = book.record(&teller.words).await;
        written.map_err(AccountsError::from)?;
        for old in teller.superseded {
            self.ports.vault.forget(&old).await?;
        }
        Ok(())
    }

    async fn tell(&self, teller: &mut Teller, event: MemberEvent) -> Result<(), ShopError> {
        match event {
            MemberEvent::MemberJoined { email, profile, .. } => {
                let kept = self.kept::<super::person::Email>(Some(&email)).await?;
                teller.mail = kept.map(|kept| self.mail_fingerprint(&kept.email));
                teller.email = Some(email);
                teller.phone = self.phone_in(&profile).await?;
                teller.profile = Some(profile);
            }
            MemberEvent::EmailChanged { email, at } => {
                let kept = self.kept::<super::person::Email>(Some(&email)).await?;
                let mail = kept.map(|kept| self.mail_fingerprint(&kept.email));
                teller.move_mail(mail, at);
                teller.superseded.extend(teller.email.replace(email));
            }
            MemberEvent::ProfileChanged { profile, at } => {
                let phone = self.phone_in(&profile).await?;
                teller.move_to(phone, at);
                teller.superseded.extend(teller.profile.replace(profile));
            }
            MemberEvent::ConsentGiven { kind, at, .. } => teller.given(kind, at),
            MemberEvent::ConsentWithdrawn { kind, at } => teller.withdrawn(kind, at),
            MemberEvent::MemberWithdrew { at, .. } => {
                for kind in teller.stand.clone() {
                    teller.withdrawn(kind, at);
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn phone_in(&self, profile: &PersonalRef) -> Result<Option<Vec<u8>>, ShopError> {
        let profile: Option<Profile> = self.kept(Some(profile)).await?;
        let phone = profile.map(|profile| plain_phone(&profile.phone));
        let phone = phone.filter(|phone| !phone.is_empty());
        Ok(phone.map(|phone| self.ports.vault.fingerprint("phone", &phone)))
    }

    async fn member_events(&self, member: MemberId) -> Result<Vec<MemberEvent>, ShopError> {
        let history = self.ledger.history("member", &member.to_string()).await?;
        let read = |recorded: store::Recorded| serde_json::from_str(&recorded.payload);
        let events: Result<_, _> = history.into_iter().map(read).collect();
        events.map_err(ShopError::bug)
    }
}

/// Tells the book what a member's events say.
#[derive(Default)]
struct Teller {
    mail: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    email: Option<PersonalRef>,
    profile: Option<PersonalRef>,
    stand: Vec<ConsentKind>,
    words: Vec<NewWord>,
    superseded: Vec<PersonalRef>,
}

impl Teller {
    fn given(&mut self, kind: ConsentKind, at: DateTime<Utc>) {
        self.say(kind, true, at);
        if !self.stand.contains(&kind) {
            self.stand.push(kind);
        }
    }

    fn withdrawn(&mut self, kind: ConsentKind, at: DateTime<Utc>) {
        self.say(kind, false, at);
        self.stand.retain(|stands| *stands != kind);
    }

    /// The old number is nobody's consent any more; the new one is.
    fn move_to(&mut self, phone: Option<Vec<u8>>, at: DateTime<Utc>) {
        if self.phone == phone {
            return;
        }
        let stand = self.stand.clone();
        let of_phone = stand.iter().filter(|kind| **kind != ConsentKind::Mail);
        for kind in of_phone.clone() {
            self.say(*kind, false, at);
        }
        self.phone = phone;
        for kind in of_phone {
            self.say(*kind, true, at);
        }
    }

    /// The same for mail.
    fn move_mail(&mut self, mail: Option<Vec<u8>>, at: DateTime<Utc>) {
        if self.mail == mail {
            return;
        }
        let stands = self.stand.contains(&ConsentKind::Mail);
        if stands {
            self.say(ConsentKind::Mail, false, at);
        }
        self.mail = mail;
        if stands {
            self.say(ConsentKind::Mail, true, at);
        }
    }

    fn say(&mut self, kind: ConsentKind, yes: bool, at: DateTime<Utc>) {
        let (medium, address, said) = match (kind, yes) {
            (ConsentKind::Mail, true) => (Medium::Email, &self.mail, Said::Given),
            (ConsentKind::Mail, false) => (Medium::Email, &self.mail, Said::Withdrawn),
            (ConsentKind::Sms, true) => (Medium::Sms, &self.phone, Said::Given),
            (ConsentKind::Sms, false) => (Medium::Sms, &self.phone, Said::Withdrawn),
            (ConsentKind::Night, true) => (Medium::Sms, &self.phone, Said::NightGiven),
            (ConsentKind::Night, false) => (Medium::Sms, &self.phone, Said::NightWithdrawn),
        };
        // An address that is erased was told of before it was.
        self.words.extend(address.clone().map(|address| NewWord {
            medium,
            address,
            said,
            at,
            source: "member".to_owned(),
        }));
    }
}
