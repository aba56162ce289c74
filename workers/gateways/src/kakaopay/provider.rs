//! KakaoPay as one of the shop's payment providers.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::payment::{Approval, Means};
use domain::{Channel, StoreId, Won};
use shop::ports::GatewayError;
use shop::ports::paying::{
    Booked, Brought, Heard, Known, NoticeRequest, Opened, Opening, PayBack, PaymentProvider,
    Returned, Taken, Unheard, Window, WindowAsk,
};

use super::asks::{ApproveAsk, CancelAsk, ReadyAsk};
use super::status::Standing;
use super::wire::{Amount, Order};
use super::{Client, Device, NAME, PgToken, sign};
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

/// The code of an approval that was given before: how is asked.
const APPROVED_BEFORE: &str = "-702";
/// Letters of a name of goods at most.
const LONGEST_NAME: usize = 100;

/// KakaoPay, with a contract for each store that has one.
pub struct KakaoPay(Contracts<Client>);

impl KakaoPay {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }

    async fn order(&self, of: &Opened) -> Result<Order, GatewayError> {
        let tid = tid(of)?;
        Ok(self.0.of(&of.store)?.order(tid).await?)
    }

    async fn cancel(
        &self,
        of: &Opened,
        (amount, tax_free): (Won, Won),
        left: &Amount,
    ) -> Result<String, GatewayError> {
        let vat = sign::vat_back((amount, tax_free), (left.total, left.vat));
        let ask = CancelAsk {
            tid: tid(of)?.to_owned(),
            cancel_amount: amount,
            cancel_tax_free_amount: tax_free,
            cancel_vat_amount: vat,
            cancel_available_amount: left.total,
        };
        Ok(self.0.of(&of.store)?.cancel(&ask).await?.aid)
    }
}

fn tid(of: &Opened) -> Result<&str, GatewayError> {
    let tid = of.key.as_deref();
    tid.ok_or_else(|| GatewayError::Declined("no-tid".to_owned()))
}

/// What the browser brought, if it is one token.
fn token(back: &Brought) -> Option<PgToken> {
    let mut tokens = back.0.iter().filter(|(name, _)| name == "pg_token");
    let (_, token) = tokens.next()?;
    let token = PgToken::read(token)?;
    tokens.next().is_none().then_some(token)
}

/// What an order's answer says of the money.
fn known(of: &Opened, order: &Order) -> Result<Known, GatewayError> {
    let taken = || {
        Taken::Money(Approval {
            transaction: order.tid.clone(),
            amount: order.amount.total,
            issuer: None,
            at: order.approved_at.unwrap_or(of.opened_at),
        })
    };
    Ok(match order.status.standing() {
        Standing::Open => Known::Nothing,
        Standing::Failed => Known::Ended(order.status.word().to_owned()),
        Standing::Paid | Standing::PartlyCancelled | Standing::Cancelled => Known::Taken {
            taken: taken(),
            returned: order.canceled_amount.total,
        },
        Standing::Unclear => {
            let why = "a status that is not known here".to_owned();
            return Err(GatewayError::Unknown(why));
        }
    })
}

/// The id of this refund, if what is left says that it was paid: its answer may have been lost.
fn given_back(order: &Order, ask: &PayBack) -> Option<String> {
    let paid = order.cancel_available_amount.total == ask.held - ask.amount;
    let last = order.payment_action_details.last();
    paid.then(|| last.map_or(order.tid.clone(), |action| action.aid.clone()))
}

#[async_trait]
impl PaymentProvider for KakaoPay {
    fn name(&self) -> &'static str {
        NAME
    }

    fn means(&self, store: &StoreId) -> &[Means] {
        if self.0.has(store) {
            &[Means::Wallet]
        } else {
            &[]
        }
    }

    async fn open(&self, ask: &WindowAsk) -> Result<Window, GatewayError> {
        let ready = ReadyAsk {
            partner_order_id: ask.attempt.to_string(),
            partner_user_id: ask.payer.id.clone(),
            item_name: ask.goods.chars().take(LONGEST_NAME).collect(),
            quantity: ask.pieces,
            total_amount: ask.amount,
            tax_free_amount: ask.tax_free,
            vat_amount: ask.vat,
            approval_url: ask.back.clone(),
            cancel_url: ask.closed.clone(),
            fail_url: format!("{}?failed=1", ask.back),
            payment_method_type: None,
            install_month: None,
        };
        let ready = self.0.of(&ask.store)?.ready(&ready).await?;
        let device = match ask.channel {
            Channel::Mobile => Device::MobileWeb,
            _ => Device::Pc,
        };
        let opening = Opening::Redirect(ready.window(device).to_owned());
        Ok(Window {
            key: Some(ready.tid),
            opening,
        })
    }

    fn read(&self, _: &Opened, back: &Brought) -> Returned {
        match token(back) {
            Some(_) => Returned::Agreed,
            None if back.get("failed").is_empty() => Returned::Foreign("no token"),
            None => Returned::Failed("window".to_owned()),
        }
    }

    async fn approve(&self, of: &Opened, back: &Brought) -> Result<Taken, GatewayError> {
        let token = token(back).ok_or_else(|| GatewayError::Declined("no-token".to_owned()))?;
        let ask = ApproveAsk {
            tid: tid(of)?.to_owned(),
            partner_order_id: of.attempt.to_string(),
            partner_user_id: of.payer.clone(),
            pg_token: token,
            total_amount: of.amount,
        };
        let approved = match self.0.of(&of.store)?.approve(&ask).await {
            Err(CallError::Refused { code, .. }) if code == APPROVED_BEFORE => {
                return Err(GatewayError::Unknown("approved before".to_owned()));
            }
            approved => approved?,
        };
        Ok(Taken::Money(Approval {
            transaction: approved.tid,
            amount: approved.amount.total,
            issuer: approved
                .card_info
                .and_then(|card| card.kakaopay_issuer_corp_code),
            at: approved.approved_at.unwrap_or(of.opened_at),
        }))
    }

    async fn look(&self, of: &Opened, _: Option<&Brought>) -> Result<Known, GatewayError> {
        known(of, &self.order(of).await?)
    }

    async fn undo(&self, of: &Opened, _: Option<&Brought>) -> Result<(), GatewayError> {
        let order = self.order(of).await?;
        let left = order.cancel_available_amount;
        // What was never approved is never taken: only the shop's approval takes it.
        if matches!(known(of, &order)?, Known::Taken { .. }) && left.total > Won::ZERO {
            self.cancel(of, (left.total, left.tax_free), &left).await?;
        }
        Ok(())
    }

    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError> {
        let order = self.order(&ask.of).await?;
        if let Some(done) = given_back(&order, ask) {
            return Ok(done);
        }
        if order.cancel_available_amount.total != ask.held {
            return Err(GatewayError::Declined("remainder".to_owned()));
        }
        let amounts = (ask.amount, ask.tax_free);
        match self
            .cancel(&ask.of, amounts, &order.cancel_available_amount)
            .await
        {
            // Perhaps because somebody else gave it back this very moment.
            Err(GatewayError::Declined(code)) => {
                let order = self.order(&ask.of).await?;
                given_back(&order, ask).ok_or(GatewayError::Declined(code))
            }
            done => done,
        }
    }

    async fn hear(&self, _: &NoticeRequest) -> Result<Heard, Unheard> {
        Err(Unheard::Foreign("it tells nothing by itself"))
    }

    async fn day(&self, _: &StoreId, _: NaiveDate) -> Result<Option<Vec<Booked>>, GatewayError> {
        Ok(None)
    }
}
