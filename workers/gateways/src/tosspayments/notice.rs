//! What Toss Payments calls the shop about. Answer 2xx at once when it is written down; anything else, and it
//! comes again after 1, 4, 16 … minutes, seven times.
//!
//! Neither kind is signed. A deposit notice names the secret of its payment; a change names only which payment
//! to ask for: of its body nothing else is believed, so nothing else is read.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::wire::{Payment, Status};
use crate::paying::lenient::{text, time};
use crate::paying::secret::Secret;

/// A call from Toss Payments.
#[derive(Debug, Clone)]
pub enum Notice {
    /// Money came into a virtual account, or a bank took it back.
    Deposit(Deposit),
    /// A payment changed: ask for it.
    Changed(Changed),
    /// Something that this shop does not use; its kind.
    Other(String),
}

/// A deposit notice (`DEPOSIT_CALLBACK`).
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deposit {
    /// The shop's number of the order.
    pub order_id: String,
    /// `DONE`; `WAITING_FOR_DEPOSIT` when the bank took it back; `CANCELED` or `PARTIAL_CANCELED`.
    pub status: Status,
    /// The move's id.
    #[serde(default, deserialize_with = "text")]
    pub transaction_key: Option<String>,
    /// When it was sent.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<DateTime<Utc>>,
    secret: Secret,
}

impl Deposit {
    /// Whether it is of this payment: order and secret, as they were stored when the account was issued.
    #[must_use]
    pub fn is_of(&self, order: &str, secret: &Secret) -> bool {
        self.order_id == order && secret.is(self.secret.text())
    }

    /// Whether it fits a payment that was just asked for.
    #[must_use]
    pub fn is_about(&self, payment: &Payment) -> bool {
        let secret = payment.secret.as_ref();
        secret.is_some_and(|secret| self.is_of(&payment.order_id, secret))
    }
}

impl fmt::Debug for Deposit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deposit({}, {:?})", self.order_id, self.status)
    }
}

/// Which payment changed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// Theirs: to be asked for with [`super::Client::payment`].
    pub payment_key: String,
    /// The shop's number of the order.
    pub order_id: String,
}

/// A body that is no notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a notice of Toss Payments")]
pub struct NoNotice;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    #[serde(default, deserialize_with = "text")]
    event_type: Option<String>,
    #[serde(default)]
    data: serde_json::Value,
}

/// Reads a notice: flat without a kind for deposits, in an envelope for the rest.
///
/// # Errors
/// It is neither.
pub fn read(body: &[u8]) -> Result<Notice, NoNotice> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| NoNotice)?;
    match envelope.event_type.as_deref() {
        None | Some("DEPOSIT_CALLBACK") => {
            let flat = serde_json::from_slice(body).ok();
            let inner = || serde_json::from_value(envelope.data).ok();
            flat.or_else(inner).map(Notice::Deposit).ok_or(NoNotice)
        }
        Some("PAYMENT_STATUS_CHANGED") => {
            let changed = serde_json::from_value(envelope.data);
            changed.map(Notice::Changed).map_err(|_| NoNotice)
        }
        Some(other) => Ok(Notice::Other(crate::texting::code(other))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAT: &str = r#"{"createdAt":"2026-08-01T11:05:01.000","secret":"ps_demo_secret_0001","status":"DONE",
        "transactionKey":"DEMO000000000000000000000000TX01","orderId":"ORD-20260801-000126"}"#;

    #[test]
    fn a_deposit_comes_flat_and_names_its_secret() {
        let Ok(Notice::Deposit(deposit)) = read(FLAT.as_bytes()) else {
            panic!("no deposit");
        };
        assert_eq!(deposit.status, Status::Done);
        assert_eq!(deposit.created_at, "2026-08-01T02:05:01Z".parse().ok());
        let secret = Secret::new("ps_demo_secret_0001");
        assert!(deposit.is_of("ORD-20260801-000126", &secret));
        assert!(!deposit.is_of("ORD-20260801-000127", &secret));
        assert!(!deposit.is_of("ORD-20260801-000126", &Secret::new("ps_demo_secret_0002")));
        assert!(!format!("{deposit:?}").contains("ps_demo"));
    }

    #[test]
    fn a_bank_may_take_a_deposit_back() {
        let said = FLAT.replace("DONE", "WAITING_FOR_DEPOSIT");
        let Ok(Notice::Deposit(deposit)) = read(said.as_bytes()) else {
            panic!("no deposit");
        };
        assert_eq!(deposit.status, Status::WaitingForDeposit);
    }

    #[test]
    fn a_change_comes_in_an_envelope_and_only_says_whom_to_ask_for() {
        let said = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-08-01T09:31:07.000000",
            "data":{"paymentKey":"tdemo1","orderId":"ORD-20260801-000125","status":"DONE","totalAmount":1}}"#;
        let Ok(Notice::Changed(changed)) = read(said.as_bytes()) else {
            panic!("no change");
        };
        assert_eq!(changed.payment_key, "tdemo1");
        assert_eq!(changed.order_id, "ORD-20260801-000125");
    }

    #[test]
    fn what_is_not_used_is_named_and_what_is_no_notice_refused() {
        let other = read(br#"{"eventType":"BILLING_DELETED","data":{}}"#);
        assert!(matches!(other, Ok(Notice::Other(kind)) if kind == "BILLING_DELETED"));
        for odd in ["", "[]", "{}", r#"{"eventType":"PAYMENT_STATUS_CHANGED"}"#] {
            assert!(read(odd.as_bytes()).is_err(), "{odd}");
        }
    }
}
