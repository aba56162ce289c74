//! What PortOne tells of itself: signed, repeated until it is acknowledged with 2xx, and only a hint.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::is_payment_id;
use super::sign::{NotBelieved, WebhookSecret, verify};
use crate::paying::words::words;

words! {
    /// What a webhook is about.
    Kind {
        /// The window was opened.
        Ready = "Transaction.Ready",
        /// Paid: by card and the like, or deposited on a virtual account.
        Paid = "Transaction.Paid",
        /// A virtual account waits for its deposit.
        VirtualAccountIssued = "Transaction.VirtualAccountIssued",
        /// A part went back.
        PartialCancelled = "Transaction.PartialCancelled",
        /// All went back.
        Cancelled = "Transaction.Cancelled",
        /// The payment failed.
        Failed = "Transaction.Failed",
        /// It was approved, and is not settled yet.
        PayPending = "Transaction.PayPending",
        /// A cancel was taken, and is not done yet.
        CancelPending = "Transaction.CancelPending",
        /// Somebody disputes it.
        DisputeCreated = "Transaction.DisputeCreated",
        /// The dispute is over.
        DisputeResolved = "Transaction.DisputeResolved",
        /// It waits to be confirmed by the shop.
        Confirm = "Transaction.Confirm",
    }
}

/// Something that PortOne told, believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The same over repetitions: what has been seen is acknowledged again and not done again.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// When it happened; the same over repetitions.
    pub at: Option<DateTime<Utc>>,
    /// Of which payment. `None` for what is about no payment (billing keys).
    pub subject: Option<Subject>,
}

/// Which payment a webhook is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The shop's id of it; it can stand in an address.
    pub payment: String,
    /// PortOne's id of the attempt.
    pub transaction: String,
    /// The store.
    pub store: String,
    /// PortOne's id of the cancel, where it is about one.
    pub cancellation: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    data: Data,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    #[serde(rename = "paymentId")]
    payment: Option<String>,
    #[serde(rename = "transactionId")]
    transaction: Option<String>,
    #[serde(rename = "storeId")]
    store: Option<String>,
    #[serde(rename = "cancellationId")]
    cancellation: Option<String>,
}

/// Reads a webhook whose signature is right and whose time is near. The body must be the bytes that came.
///
/// What it says is not to be acted upon before the payment was asked for and compared.
///
/// # Errors
/// See [`NotBelieved`].
pub fn read(
    secret: &WebhookSecret,
    headers: &HeaderMap,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<Webhook, NotBelieved> {
    let header = |name: &str| {
        let mut values = headers.get_all(name).iter();
        let value = values.next().and_then(|value| value.to_str().ok());
        let only = value.filter(|value| !value.is_empty() && values.next().is_none());
        only.ok_or(NotBelieved::MissingHeader)
    };
    let id = header("webhook-id")?;
    let (timestamp, signatures) = (header("webhook-timestamp")?, header("webhook-signature")?);
    verify(secret, id, timestamp, signatures, body, now)?;
    let told: Told = serde_json::from_slice(body).map_err(|_| NotBelieved::Unreadable)?;
    let at = DateTime::parse_from_rfc3339(&told.timestamp).ok();
    let data = told.data;
    let subject = match data.payment {
        Some(payment) if is_payment_id(&payment) => Some(Subject {
            payment,
            transaction: data.transaction.unwrap_or_default(),
            store: data.store.unwrap_or_default(),
            cancellation: data.cancellation,
        }),
        Some(_) => return Err(NotBelieved::Unreadable),
        None => None,
    };
    Ok(Webhook {
        id: id.to_owned(),
        kind: told.kind,
        at: at.map(|at| at.to_utc()),
        subject,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sign::signature;
    use super::*;

    const BODY: &str = r#"{"type":"Transaction.Paid","timestamp":"2026-08-01T00:00:00.000Z","data":{"paymentId":"ORD-20260801-000123","storeId":"store-demo","transactionId":"tx-demo-1"}}"#;

    fn secret() -> WebhookSecret {
        WebhookSecret::read("whsec_cG9ydG9uZS1kZW1vLXNlY3JldC0zMmJ5dGVzLXh5eiE=").unwrap()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_785_542_400, 0).unwrap()
    }

    fn headers(body: &str) -> HeaderMap {
        let signed = signature(&secret(), "wh_1", "1785542400", body.as_bytes());
        let mut headers = HeaderMap::new();
        headers.insert("webhook-id", "wh_1".parse().unwrap());
        headers.insert("webhook-timestamp", "1785542400".parse().unwrap());
        headers.insert("webhook-signature", signed.parse().unwrap());
        headers
    }

    fn heard(body: &str) -> Result<Webhook, NotBelieved> {
        read(&secret(), &headers(body), body.as_bytes(), now())
    }

    #[test]
    fn a_payment_that_was_paid() {
        let webhook = heard(BODY).unwrap();
        assert_eq!((webhook.id.as_str(), webhook.kind), ("wh_1", Kind::Paid));
        assert_eq!(webhook.at, Some(now()));
        let subject = webhook.subject.unwrap();
        assert_eq!(subject.payment, "ORD-20260801-000123");
        assert_eq!(
            (subject.transaction.as_str(), subject.cancellation),
            ("tx-demo-1", None)
        );
    }

    #[test]
    fn a_kind_of_tomorrow_is_kept_and_a_billing_key_is_about_no_payment() {
        let body =
            r#"{"type":"BillingKey.Issued","timestamp":"x","data":{"billingKey":"b"},"more":1}"#;
        let webhook = heard(body).unwrap();
        assert_eq!(webhook.kind, Kind::Unknown("BillingKey.Issued".to_owned()));
        assert_eq!((webhook.subject, webhook.at), (None, None));
    }

    #[test]
    fn a_header_that_is_missing_or_twice_there_is_noticed() {
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            let mut without = headers(BODY);
            without.remove(name);
            let missing = Err(NotBelieved::MissingHeader);
            assert_eq!(read(&secret(), &without, BODY.as_bytes(), now()), missing);
            let mut twice = headers(BODY);
            twice.append(name, "1".parse().unwrap());
            assert_eq!(read(&secret(), &twice, BODY.as_bytes(), now()), missing);
        }
    }

    #[test]
    fn what_cannot_be_a_payments_id_leads_nowhere() {
        for id in [
            "../users",
            "a/b",
            "a?storeId=b",
            "%2e%2e",
            "",
            &"x".repeat(41),
        ] {
            let body = format!(r#"{{"type":"Transaction.Paid","data":{{"paymentId":"{id}"}}}}"#);
            assert_eq!(heard(&body), Err(NotBelieved::Unreadable), "{id}");
        }
        assert_eq!(heard("{"), Err(NotBelieved::Unreadable));
    }
}
