//! The shop's side: one method per call.

use reqwest::Method as Verb;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::asks::{ApproveAsk, CancelAsk, ReadyAsk};
use super::codec::read;
use super::wire::{Approved, Cancelled, Order, Ready};
use super::{Device, NAME, Settings, sign};
use crate::calls::counted;
use crate::paying::answer::about;
use crate::paying::call::CallError;
use crate::texting::{Answer, BadAddress, Door};

/// KakaoPay, seen from the shop.
#[derive(Debug, Clone)]
pub struct Client {
    settings: Settings,
    door: Door,
}

/// A request's fields with the merchant's.
#[derive(Serialize)]
struct Fields<'a, T> {
    cid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cid_secret: Option<&'a str>,
    #[serde(flatten)]
    ask: &'a T,
}

#[derive(Serialize)]
struct OrderAsk<'a> {
    tid: &'a str,
}

impl Client {
    /// # Errors
    /// The address is not one that may be sent to.
    pub fn new(settings: Settings) -> Result<Self, BadAddress> {
        let door = Door::new(&settings.base, settings.deadline)?;
        Ok(Self { settings, door })
    }

    /// Asks for a payment. Its `tid` is to be kept with the order before the shopper leaves.
    ///
    /// # Errors
    /// See [`CallError`]. A payment whose answer was lost is never approved: it can be asked for again.
    pub async fn ready(&self, ask: &ReadyAsk) -> Result<Ready, CallError> {
        let ready: Ready = self.call("ready", ask).await?;
        let windows = [Device::Pc, Device::MobileWeb, Device::App];
        let known = windows
            .iter()
            .all(|device| self.settings.is_window(ready.window(*device)));
        if !known || ready.tid.is_empty() {
            return Err(CallError::Unknown("a window somewhere else".to_owned()));
        }
        Ok(ready)
    }

    /// Approves a payment: from here on it is money. Only its identity is checked; that the amount is the
    /// order's is the caller's to see.
    ///
    /// # Errors
    /// See [`CallError`]. What is unknown is asked with [`Client::order`]; approving again is not safe.
    pub async fn approve(&self, ask: &ApproveAsk) -> Result<Approved, CallError> {
        let approved: Approved = self.call("approve", ask).await?;
        about(approved, |approved| {
            approved.tid == ask.tid
                && approved.cid == self.settings.cid
                && approved.partner_order_id == ask.partner_order_id
                && approved.partner_user_id == ask.partner_user_id
        })
    }

    /// Gives money back, all or a part.
    ///
    /// # Errors
    /// See [`CallError`]. Another remainder than the one that was said is refused, so that a repetition
    /// does nothing; what is unknown is asked with [`Client::order`].
    pub async fn cancel(&self, ask: &CancelAsk) -> Result<Cancelled, CallError> {
        let cancelled: Cancelled = self.call("cancel", ask).await?;
        about(cancelled, |cancelled| cancelled.tid == ask.tid)
    }

    /// Asks what became of a payment.
    ///
    /// # Errors
    /// See [`CallError`]; asking again is safe.
    pub async fn order(&self, tid: &str) -> Result<Order, CallError> {
        let order: Order = self.call("order", &OrderAsk { tid }).await?;
        about(order, |order| order.tid == tid)
    }

    async fn call<A: Serialize + Sync, T: DeserializeOwned>(
        &self,
        call: &'static str,
        ask: &A,
    ) -> Result<T, CallError> {
        let Settings {
            generation,
            key,
            cid,
            cid_secret,
            ..
        } = &self.settings;
        let fields = Fields {
            cid,
            cid_secret: cid_secret.as_deref(),
            ask,
        };
        let request = self.door.ask(Verb::POST, &generation.path(call));
        let request = request.header("authorization", sign::authorization(*generation, key));
        let request = generation.body(request, &fields);
        counted(NAME, call, async { read(&Answer::to(request).await?) }).await
    }
}
