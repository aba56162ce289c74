//! The shop's way to Toss Payments: one method for each call.

use std::time::Duration;

use domain::Won;
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::read;
use super::asks::{AccountAsk, Cancel, Confirm, is_key, is_order};
use super::window::{self, Call, WindowAsk};
use super::wire::Payment;
use super::{BASE, NAME, SDK, sign};
use crate::calls::counted;
use crate::paying::answer::about;
use crate::paying::call::CallError;
use crate::paying::secret::Secret;
use crate::texting::{Answer, BadAddress, Door};

/// How the shop is known there.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's address.
    pub base: String,
    /// The SDK that opens the window.
    pub sdk: String,
    /// The browser's key (`…_ck_…`); no secret.
    pub client_key: String,
    /// The server's key (`…_sk_…`).
    pub secret_key: Secret,
    /// What a few of their notices are signed with (`보안 키`), where the shop has it.
    pub security_key: Option<Secret>,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Settings {
    /// With their own address and a minute for each call: a card company may take half of it.
    pub fn new(client_key: &str, secret_key: Secret) -> Self {
        Self {
            base: BASE.to_owned(),
            sdk: SDK.to_owned(),
            client_key: client_key.to_owned(),
            secret_key,
            security_key: None,
            deadline: Duration::from_mins(1),
        }
    }
}

/// The way to Toss Payments.
#[derive(Debug, Clone)]
pub struct Client {
    settings: Settings,
    door: Door,
}

impl Client {
    /// # Errors
    /// The address is not one that may be sent to.
    pub fn new(settings: Settings) -> Result<Self, BadAddress> {
        let door = Door::new(&settings.base, settings.deadline)?;
        Ok(Self { settings, door })
    }

    /// What a few of their notices are signed with, where the shop has it.
    #[must_use]
    pub fn security_key(&self) -> Option<&str> {
        self.settings.security_key.as_ref().map(Secret::text)
    }

    /// How a page opens the window. No call is made.
    ///
    /// # Errors
    /// `NotSent` for an order number or an amount that they would not take.
    pub fn open(&self, ask: &WindowAsk) -> Result<Call, CallError> {
        window::call(&self.settings.sdk, &self.settings.client_key, ask)
    }

    /// Confirms what the shopper agreed to: a card is charged, a virtual account issued. Give the amount that
    /// was stored, not the browser's; `key` is the attempt's own, so that asking again does nothing twice.
    ///
    /// # Errors
    /// `Unknown` also when they say that it was confirmed before: ask with [`Client::payment_of_order`].
    pub async fn confirm(
        &self,
        payment_key: &str,
        order: &str,
        amount: Won,
        key: &str,
    ) -> Result<Payment, CallError> {
        key_of(payment_key)?;
        let body = Confirm {
            payment_key: payment_key.to_owned(),
            order_id: order.to_owned(),
            amount,
        };
        let path = "/v1/payments/confirm";
        let paid: Payment = self.post("approve", path, &body, key).await?;
        about(paid, |paid| {
            paid.payment_key == payment_key && paid.order_id == order
        })
    }

    /// A payment by its key; `None` when they know none.
    ///
    /// # Errors
    /// `NotSent` for a key that can be none: it came with a browser.
    pub async fn payment(&self, payment_key: &str) -> Result<Option<Payment>, CallError> {
        key_of(payment_key)?;
        let path = format!("/v1/payments/{payment_key}");
        self.find(&path, |found| found.payment_key == payment_key)
            .await
    }

    /// The payment of an order; `None` when they know none.
    ///
    /// # Errors
    /// The call's.
    pub async fn payment_of_order(&self, order: &str) -> Result<Option<Payment>, CallError> {
        if !is_order(order) {
            return Err(CallError::NotSent("no order number of theirs".to_owned()));
        }
        let path = format!("/v1/payments/orders/{order}");
        self.find(&path, |found| found.order_id == order).await
    }

    /// Pays back all of a payment or part of it, or closes an account that waits. `key` is the refund's own.
    ///
    /// # Errors
    /// `Unknown` also when they say that all was paid back before.
    pub async fn cancel(
        &self,
        payment_key: &str,
        ask: &Cancel,
        key: &str,
    ) -> Result<Payment, CallError> {
        key_of(payment_key)?;
        let path = format!("/v1/payments/{payment_key}/cancel");
        let back: Payment = self.post("refund", &path, ask, key).await?;
        about(back, |back| back.payment_key == payment_key)
    }

    /// Issues a virtual account without a window.
    ///
    /// # Errors
    /// The call's.
    pub async fn issue_account(&self, ask: &AccountAsk, key: &str) -> Result<Payment, CallError> {
        let path = "/v1/virtual-accounts";
        let issued: Payment = self.post("issue", path, ask, key).await?;
        about(issued, |issued| issued.order_id == ask.order_id)
    }

    async fn find(
        &self,
        path: &str,
        is: impl FnOnce(&Payment) -> bool,
    ) -> Result<Option<Payment>, CallError> {
        match self.get("status", path).await {
            Ok(found) => about(found, is).map(Some),
            Err(CallError::Refused { code, .. }) if code == "NOT_FOUND_PAYMENT" => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        call: &'static str,
        path: &str,
    ) -> Result<T, CallError> {
        let request = self.door.ask(Method::GET, path);
        counted(NAME, call, self.send(request)).await
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        call: &'static str,
        path: &str,
        body: &impl Serialize,
        key: &str,
    ) -> Result<T, CallError> {
        let request = self.door.ask(Method::POST, path).json(body);
        let request = request.header("idempotency-key", key);
        counted(NAME, call, self.send(request)).await
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, CallError> {
        let header = sign::basic(self.settings.secret_key.text());
        read(&Answer::to(request.header("authorization", header)).await?)
    }
}

pub(super) fn key_of(key: &str) -> Result<(), CallError> {
    if is_key(key) {
        return Ok(());
    }
    Err(CallError::NotSent("no key of theirs".to_owned()))
}
