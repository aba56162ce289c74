//! KG Inicis as one of the shop's payment providers: the window on a PC for browsers there, the window on telephones
//! for those; what came back says which of them it was.

mod known;
mod notice;
mod opening;
mod reading;
mod refund;
mod request;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::StoreId;
use domain::payment::Means;
use shop::ports::GatewayError;
use shop::ports::deliveries::DeliveryAsk;
use shop::ports::paying::{
    Booked, Brought, Heard, Known, NoticeRequest, Opened, PayBack, PaymentProvider, Returned,
    Taken, Unheard, Window, WindowAsk,
};

use self::request::Request;
use super::client::NAME;
use super::{Client, papers};
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

const MEANS: [Means; 3] = [Means::Card, Means::Transfer, Means::VirtualAccount];

/// Inicis, with a contract for each store that has one.
pub struct Inicis(Contracts<Client>);

impl Inicis {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }
}

#[async_trait]
impl PaymentProvider for Inicis {
    fn name(&self) -> &'static str {
        NAME
    }

    fn means(&self, store: &StoreId) -> &[Means] {
        if self.0.has(store) { &MEANS } else { &[] }
    }

    fn wants_deliveries(&self) -> bool {
        true
    }

    async fn register_delivery(&self, ask: &DeliveryAsk) -> Result<(), GatewayError> {
        papers::register_delivery(self.0.of(&ask.of.store)?, ask).await
    }

    async fn open(&self, ask: &WindowAsk) -> Result<Window, GatewayError> {
        let opening = opening::opening(self.0.of(&ask.store)?, ask)?;
        Ok(Window { key: None, opening })
    }

    fn read(&self, of: &Opened, back: &Brought) -> Returned {
        match self.0.of(&of.store) {
            Ok(client) => reading::returned(client, of, back),
            Err(_) => Returned::Foreign("no contract"),
        }
    }

    async fn approve(&self, of: &Opened, back: &Brought) -> Result<Taken, GatewayError> {
        let client = self.0.of(&of.store)?;
        let declined = |_| GatewayError::Declined("foreign".to_owned());
        let request = Request::of(client, of, back).map_err(declined)?;
        let why = match request.approve(client).await {
            Ok(approval) => match known::taken(of, approval) {
                Some(taken) => return Ok(taken),
                None => "another way to pay was approved".to_owned(),
            },
            Err(CallError::Differs(why)) => why,
            Err(failed) => return Err(failed.into()),
        };
        tracing::error!(attempt = %of.attempt, why, "attempt {}: what Inicis approved is not what was asked for: {why}", of.attempt);
        // Not the provider's word on the attempt: whatever it says, the money may still be there.
        let unsure = |failed: CallError| GatewayError::Unknown(failed.to_string());
        request.net_cancel(client).await.map_err(unsure)?;
        Err(GatewayError::Declined("differs".to_owned()))
    }

    async fn look(&self, of: &Opened, _: Option<&Brought>) -> Result<Known, GatewayError> {
        match self.0.of(&of.store)?.find_order(of.attempt.as_str()).await {
            Ok(found) => known::known(of, &found),
            // Its codes are not published: a no is taken for "no such payment", and the net cancel makes sure.
            Err(CallError::Refused { .. }) => Ok(Known::Nothing),
            Err(failed) => Err(failed.into()),
        }
    }

    async fn undo(&self, of: &Opened, back: Option<&Brought>) -> Result<(), GatewayError> {
        let client = self.0.of(&of.store)?;
        // Once the transaction is known it is more than some minutes old: too late for a net cancel.
        let request = back
            .filter(|_| of.transaction.is_none())
            .and_then(|back| Request::of(client, of, back).ok());
        if let Some(request) = request {
            match request.net_cancel(client).await {
                Ok(()) => return Ok(()),
                Err(CallError::Refused { code, .. }) => {
                    tracing::warn!(attempt = %of.attempt, code, "attempt {}: Inicis refuses the net cancel: {code}", of.attempt);
                }
                Err(failed) => return Err(failed.into()),
            }
        }
        match client.find_order(of.attempt.as_str()).await {
            Ok(found) => refund::take_back(client, &found).await,
            Err(CallError::Refused { .. }) if of.transaction.is_none() => Ok(()),
            Err(failed) => Err(failed.into()),
        }
    }

    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError> {
        refund::pay_back(self.0.of(&ask.of.store)?, ask).await
    }

    async fn hear(&self, request: &NoticeRequest) -> Result<Heard, Unheard> {
        notice::hear(&self.0, request).await
    }

    /// Inicis has no documented call for it.
    async fn day(&self, _: &StoreId, _: NaiveDate) -> Result<Option<Vec<Booked>>, GatewayError> {
        Ok(None)
    }
}
