//! Toss Payments as one of the shop's payment providers.

mod hear;
mod known;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::payment::Means;
use domain::{StoreId, Won};
use shop::ports::GatewayError;
use shop::ports::paying::{
    Booked, Brought, Heard, Known, NoticeRequest, Opened, Opening, PayBack, PaymentProvider,
    RefundAccount, Returned, Taken, Unheard, Window, WindowAsk,
};
use uuid::Uuid;

use self::known::{known, taken};
use super::asks::{self, Cancel};
use super::codes::{bank, is_about_account};
use super::window::{Means as Word, NotPaid, WindowAsk as Ask};
use super::wire::{Payment, Status};
use super::{Client, NAME};
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

const MEANS: [Means; 3] = [Means::Card, Means::Transfer, Means::VirtualAccount];

/// Toss Payments, with a contract for each store that has one.
pub struct TossPayments(Contracts<Client>);

impl TossPayments {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }

    async fn payment(&self, of: &Opened) -> Result<Option<Payment>, GatewayError> {
        let client = self.0.of(&of.store)?;
        Ok(client.payment_of_order(of.attempt.as_str()).await?)
    }
}

fn refused(code: &str) -> GatewayError {
    GatewayError::AccountRefused(code.to_owned())
}

/// Names the keys of refunds to accounts.
const REFUNDS: Uuid = Uuid::from_u128(0x546f_7373_2052_6566_8b20_6163_636f_756e);

/// The refund's own key; one for each account that it is tried with and after each refusal, because they answer a
/// repeated key as they did the first time, also where they refused.
fn refund_key(ask: &PayBack) -> String {
    let own = match ask.refusals {
        0 => ask.refund.to_string(),
        refusals => format!("{}.{refusals}", ask.refund),
    };
    // A header carries plain letters; staff may name a claim in any.
    let own = if own.is_ascii() {
        own
    } else {
        Uuid::new_v5(&REFUNDS, own.as_bytes()).simple().to_string()
    };
    let Some(to) = &ask.account else {
        return own;
    };
    let text = format!("{}|{}|{}", to.bank, to.number, to.holder);
    let account = Uuid::new_v5(&REFUNDS, text.as_bytes());
    format!("{own}-{}", account.simple())
}

/// Where a deposit goes back to, in their codes.
fn account(of: &RefundAccount) -> Option<asks::RefundAccount> {
    Some(asks::RefundAccount {
        bank: bank(&of.bank)?.to_owned(),
        account_number: of.number.clone(),
        holder_name: of.holder.clone(),
    })
}

fn word(means: Means) -> Word {
    match means {
        Means::Card | Means::Wallet => Word::Card,
        Means::Transfer => Word::Transfer,
        Means::VirtualAccount => Word::VirtualAccount,
    }
}

#[async_trait]
impl PaymentProvider for TossPayments {
    fn name(&self) -> &'static str {
        NAME
    }

    fn means(&self, store: &StoreId) -> &[Means] {
        if self.0.has(store) { &MEANS } else { &[] }
    }

    async fn open(&self, ask: &WindowAsk) -> Result<Window, GatewayError> {
        let name = (!ask.payer.name.is_empty()).then(|| ask.payer.name.clone());
        let window = Ask {
            means: word(ask.means),
            order: ask.attempt.to_string(),
            order_name: ask.goods.clone(),
            amount: ask.amount,
            tax_free: ask.tax_free,
            customer_key: None,
            customer_name: name,
            success_url: ask.back.clone(),
            fail_url: format!("{}?failed=1", ask.back),
            deposit_until: Some(ask.deposit_until),
            cash_receipt: None,
            use_escrow: ask.escrow,
        };
        let call = self.0.of(&ask.store)?.open(&window)?;
        Ok(Window {
            key: None,
            opening: Opening::Script {
                sdk: call.sdk,
                run: NAME,
                fields: call.fields,
                origins: call.origins,
            },
        })
    }

    fn read(&self, of: &Opened, back: &Brought) -> Returned {
        if !back.get("failed").is_empty() {
            let failed = NotPaid {
                code: back.get("code").to_owned(),
                order_id: None,
            };
            return if failed.is_closed() {
                Returned::Closed
            } else {
                Returned::Failed(failed.safe_code())
            };
        }
        let same = back.get("orderId") == of.attempt.as_str()
            && back.get("amount") == of.amount.0.to_string();
        match back.get("paymentKey") {
            "" => Returned::Foreign("no payment key"),
            _ if same => Returned::Agreed,
            _ => Returned::Foreign("another order or amount"),
        }
    }

    async fn approve(&self, of: &Opened, back: &Brought) -> Result<Taken, GatewayError> {
        let (key, order) = (back.get("paymentKey"), of.attempt.as_str());
        let client = self.0.of(&of.store)?;
        let paid = client.confirm(key, order, of.amount, order).await?;
        match paid.status {
            Status::Done | Status::WaitingForDeposit => taken(of, &paid),
            _ => Err(GatewayError::Unknown("confirmed, and not paid".to_owned())),
        }
    }

    async fn look(&self, of: &Opened, _: Option<&Brought>) -> Result<Known, GatewayError> {
        let found = self.payment(of).await?;
        found.map_or(Ok(Known::Nothing), |payment| known(of, &payment))
    }

    async fn undo(&self, of: &Opened, _: Option<&Brought>) -> Result<(), GatewayError> {
        let Some(payment) = self.payment(of).await? else {
            return Ok(());
        };
        let holds = matches!(
            payment.status,
            Status::Done | Status::PartialCanceled | Status::WaitingForDeposit
        );
        // What was not confirmed ends by itself.
        if holds {
            let ask = Cancel {
                cancel_reason: "not wanted".to_owned(),
                ..Cancel::default()
            };
            let key = format!("undo-{}", of.attempt);
            let client = self.0.of(&of.store)?;
            client.cancel(&payment.payment_key, &ask, &key).await?;
        }
        Ok(())
    }

    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError> {
        let declined = |why: &str| GatewayError::Declined(why.to_owned());
        let key = ask.of.transaction.as_deref();
        let key = key.ok_or_else(|| declined("no-payment-key"))?;
        let to = match &ask.account {
            Some(named) => Some(account(named).ok_or_else(|| refused("bank"))?),
            None if ask.of.means == Means::VirtualAccount => return Err(refused("none")),
            None => None,
        };
        let cancel = Cancel {
            cancel_reason: "refund".to_owned(),
            cancel_amount: Some(ask.amount),
            tax_free_amount: Some(ask.tax_free),
            refund_receive_account: to,
        };
        let client = self.0.of(&ask.of.store)?;
        // Money may have gone back on its own pages: a part that is gone is not paid once more.
        if let Some(known) = client.payment(key).await? {
            if known.balance_amount == ask.held - ask.amount {
                let last = known.cancels.last();
                return Ok(last.map_or(known.payment_key, |one| one.transaction_key.clone()));
            }
            if known.balance_amount != ask.held {
                return Err(declined("remainder"));
            }
        }
        let back = client.cancel(key, &cancel, &refund_key(ask)).await;
        let back = back.map_err(|error| match error {
            CallError::Refused { code, .. } if is_about_account(&code) => refused(&code),
            error => error.into(),
        })?;
        let last = back.cancels.last();
        Ok(last.map_or(back.payment_key, |one| one.transaction_key.clone()))
    }

    async fn hear(&self, request: &NoticeRequest) -> Result<Heard, Unheard> {
        hear::hear(&self.0, request).await
    }

    async fn day(
        &self,
        store: &StoreId,
        day: NaiveDate,
    ) -> Result<Option<Vec<Booked>>, GatewayError> {
        let rows = self.0.of(store)?.transactions_of(day).await?;
        let moved = rows.into_iter().filter_map(|row| {
            let back = match row.status {
                Status::Done => false,
                Status::Canceled | Status::PartialCanceled => true,
                _ => return None,
            };
            let amount = Won(row.amount.0.abs());
            Some(Booked {
                transaction: row.payment_key,
                attempt: row.order_id,
                amount: if back { Won(-amount.0) } else { amount },
                at: row.transaction_at?,
            })
        });
        Ok(Some(moved.collect()))
    }
}
