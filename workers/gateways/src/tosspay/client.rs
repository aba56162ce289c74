//! The shop's way to TossPay: one method for each call.

use std::time::Duration;

use chrono_tz::Asia::Seoul;
use domain::Won;
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::read;
use super::asks::{MOST, Opened, Refund, Split, description, is_order, reason};
use super::notice::Callback;
use super::requests::{Create, Named, RefundAsk};
use super::wire::{Created, Executed, Refunded, Status};
use super::{BASE, NAME};
use crate::calls::counted;
use crate::paying::answer::about;
use crate::paying::call::CallError;
use crate::paying::opening::Opening;
use crate::paying::secret::Secret;
use crate::texting::{Answer, BadAddress, Door};

/// How the shop is known there.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's address. Browsers are sent to pages of this address only.
    pub base: String,
    /// The merchant's key: it travels in each body.
    pub api_key: Secret,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Settings {
    /// With TossPay's own address and its recommended patience: a bank may take ten seconds to fill the wallet
    /// up, and who gives up earlier cancels what TossPay approves.
    pub fn new(api_key: Secret) -> Self {
        Self {
            base: BASE.to_owned(),
            api_key,
            deadline: Duration::from_secs(15),
        }
    }
}

/// The way to TossPay.
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

    /// Opens a payment. Store the token with the attempt before the browser leaves.
    ///
    /// # Errors
    /// `NotSent` for an order number or an amount that they would not take; `Unknown` also when the order has
    /// a payment already, and when they name a page of another address: nobody is sent there.
    pub async fn create(&self, opened: &Opened) -> Result<Created, CallError> {
        let wrong = |why: &str| Err(CallError::NotSent(why.to_owned()));
        if !is_order(&opened.order) {
            return wrong("an order number that they do not take");
        }
        let tax_free = Won::ZERO..=opened.amount;
        if !opened.amount.is_positive()
            || opened.amount > MOST
            || !tax_free.contains(&opened.tax_free)
        {
            return wrong("an amount that cannot be paid");
        }
        let expires = opened.expires.map(|at| {
            let at = at.with_timezone(&Seoul);
            at.format("%Y-%m-%d %H:%M:%S").to_string()
        });
        let body = Create {
            api_key: self.key(),
            order_no: &opened.order,
            product_desc: description(&opened.goods),
            ret_url: &opened.return_url,
            ret_cancel_url: &opened.cancel_url,
            auto_execute: opened.callback.is_some(),
            result_callback: opened.callback.as_deref(),
            callback_version: opened.callback.is_some().then_some("V2"),
            amount: opened.amount,
            split: Split::of(opened.amount, opened.tax_free),
            expired_time: expires,
        };
        let created: Created = self.post("ready", "/api/v2/payments", &body).await?;
        if self.is_theirs(&created.checkout_page) {
            return Ok(created);
        }
        Err(CallError::Unknown("a page of another address".to_owned()))
    }

    /// Where the browser is sent: a page of its own, since frames are not allowed.
    #[must_use]
    pub fn opening(created: &Created) -> Opening {
        Opening::Redirect(created.checkout_page.clone())
    }

    /// Takes the money of a payment that the shopper agreed to, where the shop executes.
    ///
    /// # Errors
    /// `Unknown` also when it was executed before: ask with [`Client::status`], and never again blindly.
    pub async fn execute(&self, pay_token: &str, order: &str) -> Result<Executed, CallError> {
        let body = self.named(Some(pay_token), Some(order));
        let done: Executed = self.post("approve", "/api/v2/execute", &body).await?;
        about(done, |done| {
            done.pay_token == pay_token && done.order_no == order
        })
    }

    /// Pays back all of a payment or part of it. Asked again with the same number, it answers as at first.
    ///
    /// # Errors
    /// The call's.
    pub async fn refund(&self, refund: &Refund) -> Result<Refunded, CallError> {
        let number = refund.refund_no.len();
        let tax_free = Won::ZERO..=refund.amount;
        if !(1..=36).contains(&number)
            || !refund.amount.is_positive()
            || !tax_free.contains(&refund.tax_free)
        {
            return Err(CallError::NotSent("no refund of theirs".to_owned()));
        }
        let body = RefundAsk {
            api_key: self.key(),
            pay_token: &refund.pay_token,
            refund_no: &refund.refund_no,
            idempotent: true,
            reason: reason(&refund.reason),
            amount: refund.amount,
            split: Split::of(refund.amount, refund.tax_free),
        };
        let back: Refunded = self.post("refund", "/api/v2/refunds", &body).await?;
        about(back, |back| back.refund_no == refund.refund_no)
    }

    /// How a payment stands; `None` when they know none.
    ///
    /// # Errors
    /// The call's.
    pub async fn status(&self, pay_token: &str) -> Result<Option<Status>, CallError> {
        let body = self.named(Some(pay_token), None);
        self.find(body, |found| found.pay_token == pay_token).await
    }

    /// How the payment of an order stands; `None` when they know none.
    ///
    /// # Errors
    /// The call's.
    pub async fn status_of_order(&self, order: &str) -> Result<Option<Status>, CallError> {
        let body = self.named(None, Some(order));
        self.find(body, |found| found.order_no == order).await
    }

    /// Asks for what a callback names. `None`: they know no such payment, or another order or amount; the
    /// caller is somebody else.
    ///
    /// # Errors
    /// The call's: then do not answer 200, and it comes again.
    pub async fn believe(&self, callback: &Callback) -> Result<Option<Status>, CallError> {
        let status = self.status(&callback.pay_token).await?;
        let told = |status: &Status| {
            status.is_of(&callback.pay_token, &callback.order_no, callback.amount)
                && status.was_paid()
        };
        Ok(status.filter(told))
    }

    pub(super) fn key(&self) -> &str {
        self.settings.api_key.text()
    }

    pub(super) fn named<'a>(
        &'a self,
        pay_token: Option<&'a str>,
        order_no: Option<&'a str>,
    ) -> Named<'a> {
        Named {
            api_key: self.key(),
            pay_token,
            order_no,
        }
    }

    async fn find(
        &self,
        body: Named<'_>,
        is: impl FnOnce(&Status) -> bool,
    ) -> Result<Option<Status>, CallError> {
        match self.post("status", "/api/v2/status", &body).await {
            Ok(found) => about(found, is).map(Some),
            Err(CallError::Refused { code, .. }) if code == "TRANSACTION_NOT_FOUND" => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        call: &'static str,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, CallError> {
        let request = self.door.ask(Method::POST, path).json(body);
        let work = async { read(&Answer::to(request).await?) };
        counted(NAME, call, work).await
    }

    /// Whether a page is of the settings' own address.
    fn is_theirs(&self, page: &str) -> bool {
        let (Ok(page), Ok(base)) = (Url::parse(page), Url::parse(&self.settings.base)) else {
            return false;
        };
        let plain = page.username().is_empty() && page.password().is_none();
        plain && page.origin() == base.origin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_to_their_own_pages_only() {
        let client = Client::new(Settings::new(Secret::new("sk_test_demo"))).unwrap();
        assert!(client.is_theirs("https://pay.toss.im/payfront/auth?payToken=x"));
        for foreign in [
            "https://pay.toss.im.evil.test/auth",
            "https://evil.test#pay.toss.im",
            "https://pay.toss.im@evil.test/",
            "https://user@pay.toss.im/",
            "http://pay.toss.im/auth",
            "https://pay.toss.im:8443/auth",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!client.is_theirs(foreign), "{foreign}");
        }
    }
}
