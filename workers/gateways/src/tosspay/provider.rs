//! TossPay as one of the shop's payment providers. The shop executes: what it never executes is never taken.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::StoreId;
use domain::payment::{Approval, Means};
use shop::ports::GatewayError;
use shop::ports::paying::{
    Booked, Brought, Heard, Known, NoticeRequest, Opened as Attempt, Opening, PayBack,
    PaymentProvider, Returned, Taken, Unheard, Window, WindowAsk,
};
use uuid::Uuid;

use super::asks::{Opened, Refund};
use super::wire::{PayStatus, Status};
use super::{Client, NAME};
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

/// Names the refunds: TossPay's numbers of them are shorter than ours.
const REFUNDS: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4374_8f73_7370_6179_2121);

/// TossPay, with a contract for each store that has one.
pub struct TossPay(Contracts<Client>);

impl TossPay {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }

    async fn status(&self, of: &Attempt) -> Result<Option<Status>, GatewayError> {
        Ok(self.0.of(&of.store)?.status(token(of)?).await?)
    }

    /// Whether a refund was made that was not answered as one: by what TossPay holds now beside what it held.
    async fn went_back(
        &self,
        ask: &PayBack,
        number: String,
        why: String,
    ) -> Result<String, GatewayError> {
        let status = self.status(&ask.of).await?;
        let moving = |status: &Status| status.pay_status == PayStatus::RefundProgress;
        let held = status.filter(|status| !moving(status));
        match held.map(|status| status.refundable_amount) {
            Some(left) if left == ask.held - ask.amount => Ok(number),
            // More went back on TossPay's own pages than the shop knows of.
            Some(left) if left < ask.amount => Err(GatewayError::Declined("LESS_HELD".to_owned())),
            _ => Err(GatewayError::Unknown(why)),
        }
    }
}

fn token(of: &Attempt) -> Result<&str, GatewayError> {
    let token = of.key.as_deref();
    token.ok_or_else(|| GatewayError::Declined("no-token".to_owned()))
}

/// A refund's number with TossPay: the same for each asking.
fn number(name: &str) -> String {
    Uuid::new_v5(&REFUNDS, name.as_bytes()).simple().to_string()
}

fn taken(of: &Attempt, status: &Status) -> Taken {
    Taken::Money(Approval {
        transaction: status.pay_token.clone(),
        amount: status.amount,
        issuer: status
            .card
            .as_ref()
            .map(|card| card.card_company_code.to_string()),
        at: status.paid_ts.unwrap_or(of.opened_at),
    })
}

fn known(of: &Attempt, status: &Status) -> Known {
    if status.was_paid() {
        return Known::Taken {
            taken: taken(of, status),
            returned: status.paid_back(),
        };
    }
    match &status.pay_status {
        PayStatus::Cancel => Known::Ended(status.pay_status.word().to_owned()),
        _ => Known::Nothing,
    }
}

#[async_trait]
impl PaymentProvider for TossPay {
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
        let opened = Opened {
            order: ask.attempt.to_string(),
            goods: ask.goods.clone(),
            amount: ask.amount,
            tax_free: ask.tax_free,
            return_url: ask.back.clone(),
            cancel_url: ask.closed.clone(),
            callback: None,
            expires: None,
        };
        let created = self.0.of(&ask.store)?.create(&opened).await?;
        Ok(Window {
            key: Some(created.pay_token),
            opening: Opening::Redirect(created.checkout_page),
        })
    }

    fn read(&self, of: &Attempt, back: &Brought) -> Returned {
        if back.get("orderNo") != of.attempt.as_str() {
            return Returned::Foreign("another order");
        }
        match PayStatus::from(back.get("status").to_owned()) {
            PayStatus::Approved => Returned::Agreed,
            PayStatus::Cancel => Returned::Closed,
            PayStatus::Unknown(_) => Returned::Foreign("no status"),
            other => Returned::Failed(other.word().to_owned()),
        }
    }

    async fn approve(&self, of: &Attempt, _: &Brought) -> Result<Taken, GatewayError> {
        let client = self.0.of(&of.store)?;
        let done = client.execute(token(of)?, of.attempt.as_str()).await?;
        Ok(Taken::Money(Approval {
            transaction: done.pay_token,
            amount: done.amount,
            issuer: None,
            at: done.approval_time.unwrap_or(of.opened_at),
        }))
    }

    async fn look(&self, of: &Attempt, _: Option<&Brought>) -> Result<Known, GatewayError> {
        let status = self.status(of).await?;
        Ok(status.map_or(Known::Nothing, |status| known(of, &status)))
    }

    async fn undo(&self, of: &Attempt, _: Option<&Brought>) -> Result<(), GatewayError> {
        let Some(status) = self.status(of).await? else {
            return Ok(());
        };
        match &status.pay_status {
            // Its bank is being asked: wait for what it says.
            PayStatus::Progress | PayStatus::RefundProgress => {
                Err(GatewayError::Unknown("money is on its way".to_owned()))
            }
            _ if status.was_paid() && status.refundable_amount.is_positive() => {
                let refund = Refund {
                    pay_token: status.pay_token.clone(),
                    refund_no: number(&format!("undo {}", of.attempt)),
                    amount: status.refundable_amount,
                    tax_free: status.amount_tax_free.min(status.refundable_amount),
                    reason: "not wanted".to_owned(),
                };
                self.0.of(&of.store)?.refund(&refund).await?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError> {
        let refund = Refund {
            pay_token: token(&ask.of)?.to_owned(),
            refund_no: number(ask.refund.as_str()),
            amount: ask.amount,
            tax_free: ask.tax_free,
            reason: "refund".to_owned(),
        };
        // Money may have gone back on its own pages: a part that is gone is not paid once more.
        let known = self.status(&ask.of).await?;
        let known = known.filter(|it| it.pay_status != PayStatus::RefundProgress);
        match known.map(|status| status.refundable_amount) {
            Some(left) if left == ask.held - ask.amount => return Ok(refund.refund_no),
            Some(left) if left != ask.held => {
                return Err(GatewayError::Declined("remainder".to_owned()));
            }
            _ => {}
        }
        match self.0.of(&ask.of.store)?.refund(&refund).await {
            Ok(back) => Ok(back.transaction_id.unwrap_or(back.refund_no)),
            Err(CallError::Unknown(why)) => self.went_back(ask, refund.refund_no, why).await,
            Err(failed) => Err(failed.into()),
        }
    }

    async fn hear(&self, _: &NoticeRequest) -> Result<Heard, Unheard> {
        Err(Unheard::Foreign("it was given no address to tell"))
    }

    async fn day(&self, _: &StoreId, _: NaiveDate) -> Result<Option<Vec<Booked>>, GatewayError> {
        Ok(None)
    }
}
