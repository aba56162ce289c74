//! Letters about orders: from an occasion to a sent letter, once.

use async_trait::async_trait;
use letters::kinds::{
    ChangeLate, ClaimAnswered, DepositExpired, OrderCancelled, OrderDelivered, OrderPaid,
    OrderReceived, OrderRefunded, OrderShipped, OrderToPay, RefundAccountAsked,
};
use letters::{Language, Letter, Theme, Written, render};
use serde::{Deserialize, Serialize};
use shop::ports::post::Address;
use shop::{StoreSettings, mail_address};
use store::post::{Medium, NewDelivery};

use super::facts::Facts;
use super::send::{Outgoing, send_letter};
use super::{About, Occasion};
use crate::jobs::{Job, JobContext, JobError};

/// Writes and sends the letter of an occasion.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriteLetter(pub Occasion);

#[async_trait]
impl Job for WriteLetter {
    const NAME: &'static str = "write-letter";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let Self(occasion) = self;
        let key = occasion.letter_key();
        let template = name(&occasion.about);
        let delivery = NewDelivery {
            key: &key,
            medium: Medium::Email,
            template,
            store: occasion.store.as_str(),
            subject: Some(occasion.order.as_str()),
            address: None,
        };
        let skip = async |reason| {
            let skipped = context.post.deliveries.skip(&delivery, reason).await;
            skipped.map_err(JobError::again)
        };
        let facts = match Facts::gather(context, occasion).await? {
            Ok(facts) => facts,
            Err(silence) => return skip(silence.reason()).await,
        };
        let address = facts.recipient.email.trim();
        if address.is_empty() {
            return skip("no_address").await;
        }
        // Orders of before may hold what the form lets in no more.
        if !mail_address::is_plain(address) {
            return skip("odd_address").await;
        }
        let written = write(&facts, occasion, context)?;
        let outgoing = Outgoing {
            key: &key,
            template,
            store: occasion.store.as_str(),
            settings: &facts.settings,
            subject: Some(occasion.order.as_str()),
            to: Address {
                name: facts.recipient.orderer.clone(),
                address: address.to_owned(),
            },
            written,
        };
        send_letter(context, outgoing).await
    }
}

/// The letter's name.
fn name(about: &About) -> &'static str {
    match about {
        About::Received => OrderReceived::NAME,
        About::ToPay => OrderToPay::NAME,
        About::Paid => OrderPaid::NAME,
        About::Shipped { .. } => OrderShipped::NAME,
        About::Delivered { .. } => OrderDelivered::NAME,
        About::Cancelled { .. } => OrderCancelled::NAME,
        About::ChangeLate { .. } => ChangeLate::NAME,
        About::ClaimAnswered { .. } => ClaimAnswered::NAME,
        About::Refunded { .. } => OrderRefunded::NAME,
        About::AccountAsked { .. } => RefundAccountAsked::NAME,
        About::Expired => DepositExpired::NAME,
    }
}

/// A store's theme and language.
pub(super) fn theme(settings: &StoreSettings, home: &str) -> (Theme, Language) {
    let post = &settings.post;
    let theme = Theme {
        name: settings.name.clone(),
        home: home.to_owned(),
        colour: post.colour.clone(),
        imprint: post.imprint.clone(),
        contact: post.contact.clone(),
    };
    (theme, Language::of(&post.language))
}

fn write(facts: &Facts, occasion: &Occasion, context: &JobContext) -> Result<Written, JobError> {
    let home = context.shop.settings().links.home(&occasion.store);
    let (theme, language) = theme(&facts.settings, home);
    let at = occasion.at;
    let written = match &occasion.about {
        About::Received => render(&facts.received()?, &theme, language),
        About::ToPay => render(&facts.to_pay(), &theme, language),
        About::Paid => render(&facts.paid(at), &theme, language),
        About::Shipped { parcel } => render(&facts.shipped(*parcel, at)?, &theme, language),
        About::Delivered { parcel } => render(&facts.delivered(*parcel, at)?, &theme, language),
        About::Cancelled { refund } => {
            render(&facts.cancelled(refund.as_ref(), at), &theme, language)
        }
        About::ChangeLate { edit } => render(&facts.change_late(edit), &theme, language),
        About::ClaimAnswered { claim, accepted } => {
            render(&facts.answered(claim, *accepted), &theme, language)
        }
        About::Refunded { claim, plan } => {
            render(&facts.refunded(claim, plan, at), &theme, language)
        }
        About::AccountAsked { refused } => render(&facts.account_asked(*refused), &theme, language),
        About::Expired => render(&facts.expired(home), &theme, language),
    };
    written.map_err(JobError::never)
}
