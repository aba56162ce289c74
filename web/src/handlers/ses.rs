//! The door through which Amazon SES tells what became of letters.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use shop::mail_address;
use shop::ports::sns::SnsAddress;
use store::post::{Deliveries, DeliveryState, Notice, Notices};

use crate::layers::LARGEST_MESSAGE;
use crate::ses::{self, Last, News, PROVIDER, Word};
use crate::sns::{Kind, Message};
use crate::state::{SesDoor, Web};

/// Why a message was not taken. Never says what it holds.
enum No {
    /// It never will be.
    Refused(String),
    /// SNS sends it again.
    Again(String),
}

impl From<sqlx::Error> for No {
    fn from(error: sqlx::Error) -> Self {
        Self::Again(format!("the delivery book does not answer: {error}"))
    }
}

/// `POST /webhooks/ses`
///
/// 200 once what it says is in the books, also for what we do not keep; SNS sends everything else
/// again for a while.
pub async fn notice(State(web): State<Web>, request: Request) -> Response {
    let Some(door) = &web.ses else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(body) = to_bytes(request.into_body(), LARGEST_MESSAGE).await else {
        return say(StatusCode::PAYLOAD_TOO_LARGE, "TOO LARGE");
    };
    let Ok(message) = serde_json::from_slice::<Message>(&body) else {
        tracing::warn!("a message of SNS cannot be read");
        return say(StatusCode::BAD_REQUEST, "UNREADABLE");
    };
    // A stranger's id goes into no log.
    match attend(&web, door, &message).await {
        Ok(()) => say(StatusCode::OK, "OK"),
        Err(No::Refused(why)) => {
            tracing::warn!(%why, "a message of SNS was refused: {why}");
            say(StatusCode::FORBIDDEN, "FORBIDDEN")
        }
        Err(No::Again(why)) => {
            tracing::error!(%why, "a message of SNS could not be handled yet: {why}");
            say(StatusCode::SERVICE_UNAVAILABLE, "AGAIN")
        }
    }
}

/// Nothing is fetched, read or done before the step that allows it.
async fn attend(web: &Web, door: &SesDoor, message: &Message) -> Result<(), No> {
    if !door.topics.contains(&message.topic_arn) {
        return Err(No::Refused("its topic is not ours".to_owned()));
    }
    let address = SnsAddress::certificate(&message.certificate);
    let address =
        address.ok_or_else(|| No::Refused("its certificate lies elsewhere".to_owned()))?;
    let pem = door.certificates.certificate(&address).await;
    let pem = pem.map_err(|error| No::Again(format!("its certificate: {error}")))?;
    let believed = message.verify(&pem, web.shop.now());
    believed.map_err(|doubt| No::Refused(doubt.to_string()))?;
    match message.kind {
        Kind::Notification => {
            if let Some(news) = ses::read(&message.text) {
                return act(web, message, &news).await;
            }
            let id = &message.id;
            tracing::info!(id, "message {id} of SNS tells of no letter");
            Ok(())
        }
        Kind::SubscriptionConfirmation => confirm(door, message).await,
        Kind::UnsubscribeConfirmation => {
            let topic = &message.topic_arn;
            tracing::warn!(
                topic,
                "the subscription of {topic} was ended: bounces are not told any more"
            );
            Ok(())
        }
    }
}

async fn confirm(door: &SesDoor, message: &Message) -> Result<(), No> {
    let address = message
        .confirmation
        .as_deref()
        .and_then(SnsAddress::confirmation);
    let address =
        address.ok_or_else(|| No::Refused("it is to be confirmed elsewhere".to_owned()))?;
    let confirmed = door.certificates.confirm(&address).await;
    confirmed.map_err(|error| No::Again(format!("confirming the subscription: {error}")))?;
    let topic = &message.topic_arn;
    tracing::info!(topic, "subscribed to {topic}");
    Ok(())
}

async fn act(web: &Web, message: &Message, news: &News) -> Result<(), No> {
    let deliveries = Deliveries::new(web.pool.clone());
    let letter = &news.letter;
    if let Some(key) = &news.key {
        deliveries.identify(key, PROVIDER, letter).await?;
    }
    match &news.word {
        Word::Delivered => {
            let state = DeliveryState::Delivered;
            deliveries
                .settle(PROVIDER, letter, state, "delivered")
                .await?;
        }
        Word::Rejected => {
            let state = DeliveryState::Failed;
            deliveries
                .settle(PROVIDER, letter, state, "rejected by SES")
                .await?;
        }
        Word::Returned { reason } => deliveries.remark(PROVIDER, letter, reason).await?,
        Word::Bounced(last) => {
            end(web, message, news, last, DeliveryState::Bounced, "bounce").await?;
        }
        Word::Complained(last) => {
            end(
                web,
                message,
                news,
                last,
                DeliveryState::Complained,
                "complaint",
            )
            .await?;
        }
        Word::Other => {}
    }
    Ok(())
}

async fn end(
    web: &Web,
    message: &Message,
    news: &News,
    last: &Last,
    state: DeliveryState,
    suppression: &str,
) -> Result<(), No> {
    // Others may send through the same account: their readers are not ours to judge.
    let senders = web.shop.settings().stores.values();
    let mut senders = senders.map(|store| mail_address::plain(&store.post.sender));
    let ours = senders.any(|sender| sender == news.source);
    let named = last.addresses.iter().filter(|_| ours);
    let addresses: Vec<_> = named
        .map(|address| web.shop.mail_fingerprint(address))
        .collect();
    let id = if last.id.is_empty() {
        &message.id
    } else {
        &last.id
    };
    let notice = Notice {
        id,
        provider: PROVIDER,
        letter: &news.letter,
        state,
        reason: &last.reason,
        suppression,
        addresses: &addresses,
    };
    let handled = Notices::new(web.pool.clone()).handle(&notice).await?;
    tracing::info!(id, ?handled, "{suppression} {id}: {handled:?}");
    Ok(())
}

fn say(status: StatusCode, word: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain")], word).into_response()
}
