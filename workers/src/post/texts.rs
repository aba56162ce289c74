//! One message to one person: its words, and its way out.

use letters::messages::{Composed, TemplateCodes};
use shop::ports::post::{TextBody, TextMessage};
use shop::{Shop, StoreSettings};

use super::Post;
use super::gate::{self, Sending, Verdict};
use super::hand_over::hand_over;
use super::outgoing::Outgoing;
use crate::jobs::JobError;

/// Where a message goes, and whom it comes from.
#[derive(Clone, Copy)]
pub struct Route<'a> {
    /// The idempotency key: `order-paid:20261123-CBG1HK3TM8`.
    pub key: &'a str,
    /// The store's id.
    pub store: &'a str,
    pub settings: &'a StoreSettings,
    /// The recipient's number, as [`super::phone::mobile`] writes it.
    pub to: &'a str,
    /// The approved templates' codes.
    pub codes: &'a TemplateCodes,
}

/// A finished message: by Alimtalk where the store's template is approved, otherwise by its short
/// words.
pub fn message_for(composed: &Composed, route: &Route<'_>) -> TextMessage {
    let fallback = (composed.subject.clone(), composed.fallback.clone());
    let body = match route.codes.of(route.store, composed.name) {
        Some(code) => TextBody::Alimtalk {
            template: code.to_owned(),
            variables: composed.used(),
            text: composed.text.clone(),
            fallback: Some(fallback),
        },
        None => TextBody::Plain {
            subject: fallback.0,
            text: fallback.1,
        },
    };
    TextMessage {
        key: route.key.to_owned(),
        template: composed.name.to_owned(),
        store: route.store.to_owned(),
        to: route.to.to_owned(),
        from: route.settings.post.phone.clone(),
        body,
        advertising: false,
    }
}

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The provider took it or refused it, now or earlier; the delivery says which.
    HandedOver,
    /// It is not to be sent: why.
    Skipped(&'static str),
    /// Advertising at night: ask again then.
    Later(chrono::DateTime<chrono::Utc>),
}

/// Sends one message, once, whatever happened to earlier attempts: gate, claim, finding out what a
/// lost answer left, sending, recording. `subject` is the stream that it is about.
///
/// # Errors
/// It is in doubt or was not taken: worth another try.
pub async fn send_text(
    post: &Post,
    shop: &Shop,
    pool: &sqlx::PgPool,
    message: TextMessage,
    subject: Option<&str>,
) -> Result<Ended, JobError> {
    let now = shop.now();
    let medium = message.medium().map_err(JobError::never)?;
    let address = shop.personal_data().fingerprint("phone", &message.to);
    let sending = Sending {
        medium,
        advertising: message.advertising,
    };
    let store = shop
        .settings()
        .stores
        .iter()
        .find(|(id, _)| id.as_str() == message.store);
    let (_, store) = store.ok_or_else(|| JobError::never("there is no such store"))?;
    gate::check_message(store, &message).map_err(JobError::never)?;
    let one = Outgoing {
        message,
        medium,
        address,
        subject: subject.map(str::to_owned),
    };
    let asked = std::slice::from_ref(&one.address);
    let standings = gate::standings(pool, sending, asked).await;
    let standings = standings.map_err(JobError::again)?;
    let standing = standings.get(&one.address).copied().unwrap_or_default();
    match gate::judge(sending, &standing, now) {
        Verdict::Send => {}
        Verdict::Later(at) => return Ok(Ended::Later(at)),
        Verdict::Never(reason) => {
            let skipped = [(one.delivery(), reason.as_str())];
            let written = post.deliveries.skip_many(&skipped).await;
            written.map_err(JobError::again)?;
            return Ok(Ended::Skipped(reason.as_str()));
        }
    }
    hand_over(post, shop, std::slice::from_ref(&one)).await?;
    Ok(Ended::HandedOver)
}
