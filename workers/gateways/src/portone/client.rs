//! The shop's side: one method per call.

use chrono::{DateTime, Utc};
use domain::Won;
use domain::payment::Means;
use reqwest::{Method as Verb, RequestBuilder};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::asks::{CancelAsk, CashReceiptAsk, Logistics};
use super::codec::read;
use super::opening::{self, OpenAsk, Opening};
use super::papers::{CashReceipt, CashReceiptCancelled, LogisticsTold};
use super::sign::WebhookSecret;
use super::wire::{Cancellation, Payment, time};
use super::{NAME, Settings, is_payment_id};
use crate::calls::counted;
use crate::paying::answer::about;
use crate::paying::call::CallError;
use crate::texting::{Answer, BadAddress, Door};

/// PortOne, seen from the shop.
#[derive(Debug, Clone)]
pub struct Client {
    settings: Settings,
    means: Vec<Means>,
    door: Door,
}

/// A request's fields with the store's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a, T> {
    store_id: &'a str,
    #[serde(flatten)]
    ask: &'a T,
}

#[derive(Deserialize)]
struct Cancelled {
    cancellation: Cancellation,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Closed {
    #[serde(default, deserialize_with = "time")]
    closed_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issued {
    cash_receipt: CashReceipt,
}

impl Client {
    /// # Errors
    /// The address is not one that may be sent to.
    pub fn new(settings: Settings) -> Result<Self, BadAddress> {
        let door = Door::new(&settings.base, settings.deadline)?;
        let means = Means::ALL.into_iter();
        let means = means.filter(|means| settings.channels.contains_key(means));
        Ok(Self {
            means: means.collect(),
            settings,
            door,
        })
    }

    /// How can be paid: there is a channel for it.
    #[must_use]
    pub fn means(&self) -> &[Means] {
        &self.means
    }

    /// The key of the channel for those who pay so.
    #[must_use]
    pub fn channel(&self, means: Means) -> Option<&str> {
        self.settings.channels.get(&means).map(String::as_str)
    }

    /// The store's id.
    #[must_use]
    pub fn store(&self) -> &str {
        &self.settings.store
    }

    /// What its webhooks are signed with.
    #[must_use]
    pub const fn webhook_secret(&self) -> &WebhookSecret {
        &self.settings.webhook
    }

    /// Says a payment's amount before its window is opened: a browser that says another is refused. Saying
    /// the same again changes nothing.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn pre_register(
        &self,
        payment: &str,
        total: Won,
        tax_free: Won,
    ) -> Result<(), CallError> {
        let path = path(payment, "/pre-register")?;
        let ask = json!({ "totalAmount": total, "taxFreeAmount": tax_free, "currency": "KRW" });
        let _: IgnoredAny = self.post("pre_register", &path, &ask).await?;
        Ok(())
    }

    /// How a page opens the window. Nothing is called. What the shop does not offer goes by the channel for cards;
    /// without a channel PortOne's script refuses.
    #[must_use]
    pub fn open(&self, ask: &OpenAsk) -> Opening {
        let means = ask.method.means().unwrap_or(Means::Card);
        let channel = self.channel(means).unwrap_or_default();
        let request = opening::request(ask, &self.settings.store, channel);
        Opening {
            origins: opening::origins(&self.settings.sdk, &self.settings.sites),
            script: self.settings.sdk.clone(),
            request,
        }
    }

    /// Asks what became of a payment. What is paid must be compared with the order: total, currency, store.
    ///
    /// # Errors
    /// See [`CallError`]; asking again is safe. `PAYMENT_NOT_FOUND`: its window was never opened.
    pub async fn payment(&self, payment: &str) -> Result<Payment, CallError> {
        let path = self.with_store(&path(payment, "")?);
        let found: Payment = self.call("status", Verb::GET, &path, None::<&()>).await?;
        about(found, |found| {
            found.id == payment && found.store_id == self.settings.store
        })
    }

    /// Gives money back, all or a part. An answer of `REQUESTED` is not done yet: a webhook or
    /// [`Client::payment`] tells the end of it.
    ///
    /// # Errors
    /// See [`CallError`]. Another remainder than the one that was said is refused
    /// (`CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN`), so that a repetition does nothing.
    pub async fn cancel(&self, payment: &str, ask: &CancelAsk) -> Result<Cancellation, CallError> {
        let path = path(payment, "/cancel")?;
        let store_id = &self.settings.store;
        let mut request = self.request(Verb::POST, &path);
        request = request.json(&Fields { store_id, ask });
        if let Some(key) = &ask.key {
            request = request.header("idempotency-key", key);
        }
        let cancelled: Cancelled = self.send("cancel", request).await?;
        Ok(cancelled.cancellation)
    }

    /// Closes a virtual account that still waits: no deposit comes after it. When it was closed.
    ///
    /// # Errors
    /// See [`CallError`]. `PAYMENT_NOT_WAITING_FOR_DEPOSIT`: it was paid, or is closed already.
    pub async fn close_virtual_account(
        &self,
        payment: &str,
    ) -> Result<Option<DateTime<Utc>>, CallError> {
        let path = self.with_store(&path(payment, "/virtual-account/close")?);
        let closed: Closed = self.call("close", Verb::POST, &path, None::<&()>).await?;
        Ok(closed.closed_at)
    }

    /// Tells the parcel of an escrow payment. Telling it again replaces it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn register_logistics(
        &self,
        payment: &str,
        parcel: &Logistics,
    ) -> Result<LogisticsTold, CallError> {
        let path = path(payment, "/escrow/logistics")?;
        let ask = json!({ "logistics": parcel });
        self.post("logistics", &path, &ask).await
    }

    /// Issues a cash receipt.
    ///
    /// # Errors
    /// See [`CallError`]. `CASH_RECEIPT_ALREADY_ISSUED`: there is one for this payment.
    pub async fn issue_cash_receipt(&self, ask: &CashReceiptAsk) -> Result<CashReceipt, CallError> {
        path(&ask.payment, "")?;
        let cash = [Means::VirtualAccount, Means::Transfer, Means::Card];
        let channel = cash.into_iter().find_map(|means| self.channel(means));
        let body = json!({
            "paymentId": ask.payment, "channelKey": channel, "type": ask.kind,
            "orderName": ask.order_name, "currency": "KRW",
            "amount": { "total": ask.total, "taxFree": ask.tax_free, "vat": ask.vat },
            "customer": { "identityNumber": ask.identity },
        });
        let issued: Issued = self.post("cash_receipt", "/cash-receipts", &body).await?;
        Ok(issued.cash_receipt)
    }

    /// Takes a payment's cash receipt back.
    ///
    /// # Errors
    /// See [`CallError`]. `CASH_RECEIPT_NOT_ISSUED`: there is none (any more).
    pub async fn cancel_cash_receipt(
        &self,
        payment: &str,
    ) -> Result<CashReceiptCancelled, CallError> {
        let path = self.with_store(&path(payment, "/cash-receipt/cancel")?);
        let none = None::<&()>;
        self.call("cash_receipt_cancel", Verb::POST, &path, none)
            .await
    }

    /// Has the payment's last webhook sent once more.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn resend_webhook(&self, payment: &str) -> Result<(), CallError> {
        let path = path(payment, "/resend-webhook")?;
        let _: IgnoredAny = self.post("resend", &path, &json!({})).await?;
        Ok(())
    }

    async fn post<A: Serialize + Sync, T: DeserializeOwned>(
        &self,
        call: &'static str,
        path: &str,
        ask: &A,
    ) -> Result<T, CallError> {
        let store_id = &self.settings.store;
        let fields = Fields { store_id, ask };
        self.call(call, Verb::POST, path, Some(&fields)).await
    }

    pub(super) async fn call<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        call: &'static str,
        verb: Verb,
        path: &str,
        body: Option<&B>,
    ) -> Result<T, CallError> {
        let mut request = self.request(verb, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.send(call, request).await
    }

    fn request(&self, verb: Verb, path: &str) -> RequestBuilder {
        let key = format!("PortOne {}", self.settings.secret.text());
        self.door.ask(verb, path).header("authorization", key)
    }

    async fn send<T: DeserializeOwned>(
        &self,
        call: &'static str,
        request: RequestBuilder,
    ) -> Result<T, CallError> {
        counted(NAME, call, async { read(&Answer::to(request).await?) }).await
    }

    fn with_store(&self, path: &str) -> String {
        format!("{path}?storeId={}", self.settings.store)
    }
}

/// The address of a payment. An id that could lead somewhere else leads nowhere.
fn path(payment: &str, rest: &str) -> Result<String, CallError> {
    if is_payment_id(payment) {
        Ok(format!("/payments/{payment}{rest}"))
    } else {
        Err(CallError::NotSent("this can be no payment's id".to_owned()))
    }
}
