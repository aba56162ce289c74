//! Messages about orders: from an occasion to a sent message, once.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use letters::messages::{
    ChangeLate, ClaimAnswered, Composed, Delivered, DepositExpired, Message, OrderCancelled,
    OrderChanged, OrderPaid, OrderReceived, OrderShipped, OrderToPay, RefundAccountAsked, Refunded,
    WordsError,
};
use serde::{Deserialize, Serialize};
use shop::banks;
use shop::ports::post::Medium;
use store::post::NewDelivery;

use super::facts::Facts;
use super::texts::{Route, message_for, send_text};
use super::{About, Occasion, phone};
use crate::jobs::{Job, JobContext, JobError};

/// Writes and sends the message of an occasion.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriteMessage(pub Occasion);

#[async_trait]
impl Job for WriteMessage {
    const NAME: &'static str = "write-message";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let Self(occasion) = self;
        let facts = match Facts::gather(context, occasion).await? {
            Ok(facts) => facts,
            Err(silence) => return self.skip(context, silence.reason()).await,
        };
        let Some(to) = phone::mobile(&facts.recipient.orderer_phone) else {
            return self.skip(context, "no_mobile").await;
        };
        let composed = compose(&facts, &occasion.about)?.map_err(JobError::never)?;
        let key = occasion.message_key();
        let route = Route {
            key: &key,
            store: occasion.store.as_str(),
            settings: &facts.settings,
            to: &to,
            codes: &context.post.codes,
        };
        let message = message_for(&composed, &route);
        context.still_ours().await?;
        let (post, order) = (&context.post, Some(occasion.order.as_str()));
        let sent = send_text(post, &context.shop, &context.pool, message, order);
        // Informational messages know no night: they leave, or are skipped and the book says why.
        sent.await.map(drop)
    }
}

impl WriteMessage {
    async fn skip(&self, context: &JobContext, reason: &str) -> Result<(), JobError> {
        let Self(occasion) = self;
        let key = occasion.message_key();
        let delivery = NewDelivery {
            key: &key,
            medium: Medium::Sms,
            template: name(&occasion.about),
            store: occasion.store.as_str(),
            subject: Some(occasion.order.as_str()),
            address: None,
        };
        let skipped = context.post.deliveries.skip(&delivery, reason).await;
        skipped.map_err(JobError::again)
    }
}

/// The message's name.
fn name(about: &About) -> &'static str {
    match about {
        About::Received => OrderReceived::TEMPLATE.name,
        About::ToPay => OrderToPay::TEMPLATE.name,
        About::Paid => OrderPaid::TEMPLATE.name,
        About::Shipped { .. } => OrderShipped::TEMPLATE.name,
        About::Delivered { .. } => Delivered::TEMPLATE.name,
        About::Cancelled { .. } => OrderCancelled::TEMPLATE.name,
        About::ChangeLate { .. } => ChangeLate::TEMPLATE.name,
        About::ClaimAnswered { .. } => ClaimAnswered::TEMPLATE.name,
        About::Refunded { .. } => Refunded::TEMPLATE.name,
        About::AccountAsked { .. } => RefundAccountAsked::TEMPLATE.name,
        About::Expired => DepositExpired::TEMPLATE.name,
    }
}

type Words = Result<Composed, WordsError>;

#[expect(clippy::too_many_lines, reason = "a message for each occasion")]
fn compose(facts: &Facts, about: &About) -> Result<Words, JobError> {
    let (store, order) = (facts.settings.name.clone(), facts.draft.order.to_string());
    let (goods, link) = (facts.draft.quote.title(), facts.href.clone());
    let total = facts.draft.quote.total;
    Ok(match about {
        About::Received => account(facts, store, order, goods)?,
        About::ToPay => OrderToPay {
            store,
            order,
            goods,
            amount: won(total),
            deadline: clock(facts.draft.deposit_deadline),
            link,
        }
        .compose(),
        About::Paid => OrderPaid {
            store,
            order,
            goods,
            amount: won(facts.order.paid()),
            link,
        }
        .compose(),
        About::Shipped { parcel } => {
            let parcel = facts.parcel(*parcel)?;
            OrderShipped {
                store,
                order,
                goods,
                carrier: parcel.carrier,
                invoice: parcel.invoice,
                // Who has no page of the carrier's follows the order's own.
                link: parcel.tracking.unwrap_or(link),
            }
            .compose()
        }
        About::Delivered { parcel } => {
            let parcel = facts.parcel(*parcel)?;
            Delivered {
                store,
                order,
                carrier: parcel.carrier,
                invoice: parcel.invoice,
            }
            .compose()
        }
        About::Cancelled { refund } => OrderCancelled {
            store,
            order,
            amount: refund
                .as_ref()
                .map_or_else(|| "결제 전".to_owned(), |plan| won(plan.amount)),
            extent: if facts.is_cancelled_whole() {
                "취소"
            } else {
                "일부 취소"
            }
            .to_owned(),
        }
        .compose(),
        About::ChangeLate { edit } => ChangeLate {
            store,
            order,
            why: if facts.change_late(edit).paid {
                "결제가 먼저 확인됨"
            } else {
                "이미 보내기 시작했거나 주문이 달라짐"
            }
            .to_owned(),
            link,
        }
        .compose(),
        About::ClaimAnswered { claim, accepted } => ClaimAnswered {
            store,
            order,
            kind: if facts.is_exchange(claim) {
                "교환"
            } else {
                "반품"
            }
            .to_owned(),
            outcome: if *accepted {
                "접수됨"
            } else {
                "받을 수 없음"
            }
            .to_owned(),
            link,
        }
        .compose(),
        About::Refunded { plan, .. } => Refunded {
            store,
            order,
            amount: won(plan.amount),
        }
        .compose(),
        About::AccountAsked { refused } => RefundAccountAsked {
            store,
            order,
            why: if *refused {
                "알려 주신 계좌로 보낼 수 없음"
            } else {
                "환불받으실 계좌를 모름"
            }
            .to_owned(),
            amount: won(facts.payment.refunds_asked()),
            link,
        }
        .compose(),
        About::Expired => DepositExpired {
            store,
            order,
            amount: won(total),
            contact: facts.settings.post.contact.clone(),
        }
        .compose(),
    })
}

fn account(facts: &Facts, store: String, order: String, goods: String) -> Result<Words, JobError> {
    let Some(account) = facts.payment.account() else {
        return Err(JobError::again("its account is not there yet"));
    };
    let bank = banks::name(&account.bank).to_owned();
    let (amount, account) = (won(facts.payment.due()), account.number.clone());
    let deadline = clock(facts.draft.deposit_deadline);
    // The one before has an account, too.
    if facts.draft.replaces.is_some() {
        let changed = OrderChanged {
            store,
            order,
            amount,
            bank,
            account,
            deadline,
        };
        return Ok(changed.compose());
    }
    let received = OrderReceived {
        store,
        order,
        goods,
        amount,
        bank,
        account,
        deadline,
    };
    Ok(received.compose())
}

fn won(amount: Won) -> String {
    amount.to_string()
}

/// `11월 26일 23:59`, in Korea.
fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Seoul)
        .format("%-m월 %-d일 %H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_told_as_korean_clocks_show_it() {
        let at = "2026-11-26T14:59:59Z".parse().unwrap();
        assert_eq!(clock(at), "11월 26일 23:59");
    }
}
