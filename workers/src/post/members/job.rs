//! The job that writes to a member and sends it.

use async_trait::async_trait;
use chrono::Duration;
use domain::member::{Member, Standing};
use letters::Language;
use letters::kinds::{
    AlreadyMember, ChangeEmail, DormancyNotice, EmailLeaving, GradeChanged, MemberJoined,
    ResetPassword, VerifyEmail,
};
use letters::{Letter, Written};
use serde::{Deserialize, Serialize};
use shop::ports::post::Address;
use store::accounts::{Purpose, Token};
use store::post::{Medium, NewDelivery};

use super::written::Writer;
use super::{MemberAbout, MemberOccasion};
use crate::jobs::{Job, JobContext, JobError};
use crate::post::letter::theme;
use crate::post::send::{Outgoing, send_letter};

/// Nobody wants to hear of something older.
const FRESH: Duration = Duration::days(7);

/// Writes and sends the letter of an occasion.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriteMemberLetter(pub MemberOccasion);

#[async_trait]
impl Job for WriteMemberLetter {
    const NAME: &'static str = "write-member-letter";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let Self(occasion) = self;
        let shop = &context.shop;
        let (key, member) = (occasion.key(), occasion.member.to_string());
        let template = name(&occasion.about);
        let state = shop.member(occasion.member).await;
        let state = state.map_err(JobError::again)?;
        let address = match occasion.about {
            MemberAbout::EmailChange { .. } => shop.pending_email_of(&state).await,
            _ => shop.email_of(&state).await,
        };
        let address = address.map_err(JobError::again)?;
        let address = match silence(context, occasion, &state) {
            Some(reason) => Err(reason),
            None => address.ok_or("nobody_known"),
        };
        let address = match address {
            Ok(address) => address,
            Err(reason) => {
                let delivery = NewDelivery {
                    key: &key,
                    medium: Medium::Email,
                    template,
                    store: occasion.store.as_str(),
                    subject: Some(&member),
                    address: None,
                };
                let skipped = context.post.deliveries.skip(&delivery, reason).await;
                return skipped.map_err(JobError::again);
            }
        };
        let settings = shop.settings().stores.get(&occasion.store).cloned();
        let no_store = || JobError::never(format!("there is no store {}", occasion.store));
        let settings = settings.ok_or_else(no_store)?;
        let profile = shop.profile_of(&state).await.map_err(JobError::again)?;
        let name = profile.unwrap_or_default().name;
        let home = shop.settings().links.home(&occasion.store);
        let writer = Writer {
            shop,
            occasion,
            name: &name,
            theme: theme(&settings, home).0,
            language: Language::of(state.language()),
        };
        let Some(written) = write(context, &writer, &address).await? else {
            return Ok(());
        };
        let outgoing = Outgoing {
            key: &key,
            template,
            store: occasion.store.as_str(),
            settings: &settings,
            subject: Some(&member),
            to: Address {
                name: name.clone(),
                address,
            },
            written,
        };
        send_letter(context, outgoing).await
    }
}

/// The letter's name.
fn name(about: &MemberAbout) -> &'static str {
    match about {
        MemberAbout::Verify => VerifyEmail::NAME,
        MemberAbout::Joined => MemberJoined::NAME,
        MemberAbout::Already => AlreadyMember::NAME,
        MemberAbout::Reset => ResetPassword::NAME,
        MemberAbout::EmailChange { .. } => ChangeEmail::NAME,
        MemberAbout::EmailLeaving => EmailLeaving::NAME,
        MemberAbout::Grade { .. } => GradeChanged::NAME,
        MemberAbout::Dormancy { .. } => DormancyNotice::NAME,
    }
}

/// Why there is nothing to write any more: a last word in the book of deliveries.
fn silence(
    context: &JobContext,
    occasion: &MemberOccasion,
    member: &Member,
) -> Option<&'static str> {
    let settings = &context.shop.settings().members;
    // A key that somebody asked for yesterday would be good from now on.
    let fresh = match occasion.about {
        MemberAbout::Verify | MemberAbout::EmailChange { .. } => settings.verify_within,
        MemberAbout::Reset => settings.reset_within,
        _ => FRESH,
    };
    if context.shop.now() - occasion.recorded_at > fresh {
        return Some("too_old");
    }
    let verified = member.standing() != Standing::Unverified;
    match (&occasion.about, member.standing()) {
        (_, Standing::New | Standing::Withdrawn) => Some("nobody_known"),
        (MemberAbout::Verify, _) if verified => Some("verified_already"),
        (MemberAbout::EmailChange { email }, _) if member.pending_email() != Some(email) => {
            Some("asked_for_another")
        }
        // Who came meanwhile stays awake.
        (MemberAbout::Dormancy { dormant_on, .. }, _)
            if member.dormant_on() != Some(*dormant_on) =>
        {
            Some("seen_meanwhile")
        }
        _ => None,
    }
}

/// Writes it; none if the account went away meanwhile.
async fn write(
    context: &JobContext,
    writer: &Writer<'_>,
    address: &str,
) -> Result<Option<Written>, JobError> {
    let settings = &context.shop.settings().members;
    let now = context.shop.now();
    let written = match writer.occasion.about {
        MemberAbout::Verify => {
            let until = now + settings.verify_within;
            let Some(token) = key(context, writer, Purpose::Verify, until).await? else {
                return Ok(None);
            };
            writer.verify(&token, until)
        }
        MemberAbout::Reset => {
            let until = now + settings.reset_within;
            let Some(token) = key(context, writer, Purpose::Reset, until).await? else {
                return Ok(None);
            };
            writer.reset(&token, until)
        }
        MemberAbout::EmailChange { .. } => {
            let until = now + settings.verify_within;
            let accounts = context.shop.accounts().map_err(JobError::again)?;
            let to = context.shop.mail_fingerprint(address);
            let made = accounts.issue_for_address(writer.occasion.member, &to, until);
            let Some(token) = made.await.map_err(JobError::again)? else {
                return Ok(None);
            };
            writer.change_email(&token, until)
        }
        _ => writer.without_key(),
    };
    written.map(Some).map_err(JobError::never)
}

async fn key(
    context: &JobContext,
    writer: &Writer<'_>,
    purpose: Purpose,
    until: chrono::DateTime<chrono::Utc>,
) -> Result<Option<Token>, JobError> {
    let accounts = context.shop.accounts().map_err(JobError::again)?;
    let made = accounts.issue(writer.occasion.member, purpose, until).await;
    made.map_err(JobError::again)
}
