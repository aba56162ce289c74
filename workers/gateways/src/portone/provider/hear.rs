//! What PortOne tells by itself: believed by its signature, and even then only a hint. Of deposits, too, it is
//! the payment that counts.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use domain::payment::Deposit;
use domain::{AttemptId, NoticeId, Won};
use shop::ports::paying::{Answer, Deposited, Heard, NoticeRequest, Unheard};

use super::found;
use super::known::account;
use super::refund::taken_away;
use crate::paying::private::Private;
use crate::portone::Client;
use crate::portone::sign::NotBelieved;
use crate::portone::webhook::{self, Kind, Subject, Webhook};
use crate::portone::wire::Payment;

/// Reads a webhook of whichever store's it is.
pub(super) async fn hear(
    clients: impl Iterator<Item = &Client>,
    notice: &NoticeRequest,
) -> Result<Heard, Unheard> {
    let headers = headers(notice);
    for client in clients {
        match webhook::read(client.webhook_secret(), &headers, &notice.body, notice.at) {
            Ok(told) if is_of(client, &told) => return heard(client, told).await,
            Err(NotBelieved::Unreadable) => return Err(Unheard::Unreadable("no webhook")),
            // Perhaps another store's.
            Ok(_) | Err(_) => {}
        }
    }
    Err(Unheard::Foreign("no signature of ours"))
}

/// Names and values that can be no header's are left out: what is missing is not believed.
fn headers(notice: &NoticeRequest) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in &notice.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    headers
}

fn is_of(client: &Client, told: &Webhook) -> bool {
    let subject = told.subject.as_ref();
    subject.is_none_or(|subject| subject.store == client.store())
}

async fn heard(client: &Client, told: Webhook) -> Result<Heard, Unheard> {
    let attempt = told.subject.as_ref();
    let attempt = attempt.and_then(|about| AttemptId::new(about.payment.clone()).ok());
    // That a window was opened says nothing of money.
    let attempts = attempt.filter(|_| told.kind != Kind::Ready);
    let deposit = match (&told.subject, told.kind) {
        (Some(about), Kind::Paid) => paid(client, about, deposited).await?,
        (Some(about), Kind::Cancelled) => paid(client, about, reversed).await?,
        _ => None,
    };
    Ok(Heard {
        attempts: attempts.into_iter().collect(),
        deposit,
        answer: Answer::TAKEN,
    })
}

async fn paid(
    client: &Client,
    about: &Subject,
    read: fn(&Payment) -> Option<Deposited>,
) -> Result<Option<Deposited>, Unheard> {
    let payment = found(client, &about.payment).await;
    let payment = payment.map_err(|_| Unheard::Unreadable("nobody can be asked"))?;
    let payment = payment.ok_or(Unheard::Foreign("no payment of ours"))?;
    Ok(read(&payment))
}

/// The deposit at a payment's account, the same however often it is told.
fn deposited(payment: &Payment) -> Option<Deposited> {
    payment.paid_at?;
    // Told late: its bank took it back since then, and that is told by itself.
    if taken_away(payment).is_some() {
        return None;
    }
    moved(
        payment,
        &payment.transaction_id,
        payment.amount.total,
        false,
    )
}

/// The deposit that went away again: all of it, and nobody here had asked for that.
fn reversed(payment: &Payment) -> Option<Deposited> {
    payment.paid_at?;
    let away = taken_away(payment)?;
    moved(payment, &away.id, away.total_amount, true)
}

fn moved(payment: &Payment, id: &str, amount: Won, reversed: bool) -> Option<Deposited> {
    let number = account(payment)?.account_number.as_ref();
    Some(Deposited {
        attempt: AttemptId::new(payment.id.clone()).ok()?,
        deposit: Deposit {
            notice: NoticeId::new(id).ok()?,
            // The payment's id says which issue it is: it is the shop's own.
            issue: None,
            account: number.map(Private::text)?.to_owned(),
            amount,
            at: payment.paid_at?,
        },
        reversed,
    })
}
