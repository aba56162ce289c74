//! Handing a finished letter over: once, as far as anybody can know.

use std::time::Duration;

use letters::Written;
use shop::StoreSettings;
use shop::ports::post::{Address, Mail, Picture, SendError};
use store::post::{Attempt, Claim, IN_DOUBT, Medium, NewDelivery};

use crate::jobs::{JobContext, JobError};

/// Tries whose answers may be lost before a letter is given up: a server that never answers in time may
/// have taken each of them.
const DOUBTS: i32 = 3;
/// What a sender may take at most. Every sender's own limits end earlier (`Patience::whole` of SMTP, 30
/// seconds of SES), because they know how far the letter came; here its answer just counts as unknown.
pub const DEADLINE: Duration = Duration::from_mins(2);

/// A letter that is ready to go.
pub(super) struct Outgoing<'a> {
    /// The idempotency key.
    pub(super) key: &'a str,
    /// The letter's name.
    pub(super) template: &'static str,
    pub(super) store: &'a str,
    pub(super) settings: &'a StoreSettings,
    /// The stream it is about.
    pub(super) subject: Option<&'a str>,
    pub(super) to: Address,
    pub(super) written: Written,
}

/// Sends a letter, unless it was sent or its address is suppressed.
///
/// The book is written before the letter is handed over. If an earlier try ended without an answer it
/// is handed over again: its Message-ID is the same, and a letter twice is better than none.
pub(super) async fn send_letter(
    context: &JobContext,
    outgoing: Outgoing<'_>,
) -> Result<(), JobError> {
    let (shop, post) = (&context.shop, &context.post);
    let address = shop.mail_fingerprint(&outgoing.to.address);
    let delivery = NewDelivery {
        key: outgoing.key,
        medium: Medium::Email,
        template: outgoing.template,
        store: outgoing.store,
        subject: outgoing.subject,
        address: Some(&address),
    };
    let suppressed = post.suppressions.find(Medium::Email, &address).await;
    if suppressed.map_err(JobError::again)?.is_some() {
        let skipped = post.deliveries.skip(&delivery, "suppressed").await;
        return skipped.map_err(JobError::again);
    }
    let claimed = post.deliveries.claim(&delivery, shop.now()).await;
    let (claim, attempt) = claimed.map_err(JobError::again)?;
    if claim == Claim::Settled {
        return Ok(());
    }
    if claim == Claim::Uncertain && attempt.doubts() >= DOUBTS {
        tracing::error!(key = outgoing.key, "letter {} stays in doubt", outgoing.key);
        let given_up = post
            .deliveries
            .failed(outgoing.key, attempt, IN_DOUBT)
            .await;
        return given_up.map_err(JobError::again);
    }
    context.still_ours().await?;
    let mail = mail(context, outgoing);
    let answer = tokio::time::timeout(DEADLINE, post.mailer.send(&mail)).await;
    let late = |_| {
        Err(SendError::Unknown(
            "no answer within two minutes".to_owned(),
        ))
    };
    note(context, &mail.key, attempt, answer.unwrap_or_else(late)).await
}

/// Writes the answer down, and says whether to try again.
async fn note(
    context: &JobContext,
    key: &str,
    attempt: Attempt,
    answer: Result<String, SendError>,
) -> Result<(), JobError> {
    let (book, provider) = (&context.post.deliveries, context.post.mailer.name());
    match answer {
        Ok(id) => book.sent(key, provider, &id).await.map_err(JobError::again),
        Err(SendError::Refused(why)) => {
            tracing::warn!(key, "letter {key} is refused: {why}");
            book.failed(key, attempt, &why)
                .await
                .map_err(JobError::again)
        }
        Err(error @ SendError::Unknown(_)) => Err(JobError::again(error)),
        Err(error @ (SendError::NotSent(_) | SendError::Misconfigured(_))) => {
            let noted = book.waits(key, attempt, &error.to_string()).await;
            noted.map_err(JobError::again)?;
            Err(JobError::again(error))
        }
    }
}

fn mail(context: &JobContext, outgoing: Outgoing<'_>) -> Mail {
    let Outgoing {
        key,
        template,
        store,
        settings,
        to,
        written,
        ..
    } = outgoing;
    let post = &settings.post;
    let named = |address: &str| Address {
        name: settings.name.clone(),
        address: address.to_owned(),
    };
    let pictures = written.pictures.into_iter().map(|picture| Picture {
        id: picture.id,
        mime: picture.mime,
        bytes: picture.bytes,
    });
    Mail {
        key: key.to_owned(),
        template,
        store: store.to_owned(),
        from: named(&post.sender),
        to,
        reply_to: post.reply_to.as_deref().map(named),
        subject: written.subject,
        html: written.html,
        text: written.text,
        pictures: pictures.collect(),
        at: context.shop.now(),
    }
}
