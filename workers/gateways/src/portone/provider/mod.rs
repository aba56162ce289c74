//! PortOne as one of the shop's payment providers.
//!
//! Its window takes the money, or issues the account, by itself: nothing is approved, and what became of a
//! payment is what PortOne says of it. A cancel carries the number of the refund in its reason, and is known
//! by it however its answer was lost.

mod hear;
mod known;
mod moved;
mod refund;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::StoreId;
use domain::payment::Means;
use shop::ports::GatewayError;
use shop::ports::paying::{
    Booked, Brought, Heard, Known, NoticeRequest, Opened, Opening, PayBack, PaymentProvider,
    Returned, Taken, Unheard, Window, WindowAsk,
};

use self::known::known;
use super::wire::Payment;
use super::{Client, NAME, OpenAsk, PayMethod, read_return};
use crate::paying::buyer::Buyer;
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

/// What PortOne answers about a payment whose window was never opened.
const NOT_FOUND: &str = "PAYMENT_NOT_FOUND";
/// Types by which PortOne says that it did not look at what was asked, or is still at it.
const NOT_SAID: [&str; 3] = [
    "UNAUTHORIZED",
    "FORBIDDEN",
    "IDEMPOTENCY_OUTSTANDING_REQUEST",
];

/// PortOne, with a contract for each store that has one.
pub struct PortOne(Contracts<Client>);

impl PortOne {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }

    /// The payment of an attempt; none where its window was never opened.
    async fn payment(&self, of: &Opened) -> Result<Option<Payment>, GatewayError> {
        found(self.0.of(&of.store)?, of.attempt.as_str()).await
    }
}

async fn found(client: &Client, payment: &str) -> Result<Option<Payment>, GatewayError> {
    match client.payment(payment).await {
        Err(CallError::Refused { code, .. }) if code == NOT_FOUND => Ok(None),
        found => found.map(Some).map_err(meant),
    }
}

/// What a failed call means for the shop: a key that is wrong is no answer about the money.
fn meant(failed: CallError) -> GatewayError {
    match failed {
        CallError::Refused { code, .. } if NOT_SAID.contains(&code.as_str()) => {
            GatewayError::Unknown(code)
        }
        failed => failed.into(),
    }
}

fn asked(ask: &WindowAsk) -> OpenAsk {
    let account = ask.means == Means::VirtualAccount;
    OpenAsk {
        payment: ask.attempt.to_string(),
        order_name: ask.goods.clone(),
        total: ask.amount,
        tax_free: ask.tax_free,
        vat: ask.vat,
        method: PayMethod::of(ask.means),
        wallet: None,
        deposit_until: account.then_some(ask.deposit_until),
        escrow: ask.escrow,
        buyer: Some(Buyer {
            name: ask.payer.name.as_str().into(),
            phone: ask.payer.phone.as_str().into(),
            email: ask.payer.email.as_str().into(),
        }),
        redirect_url: ask.back.clone(),
        notice_urls: vec![ask.notices.clone()],
    }
}

#[async_trait]
impl PaymentProvider for PortOne {
    fn name(&self) -> &'static str {
        NAME
    }

    fn means(&self, store: &StoreId) -> &[Means] {
        self.0.of(store).map_or(&[], Client::means)
    }

    fn takes_in_window(&self) -> bool {
        true
    }

    async fn open(&self, ask: &WindowAsk) -> Result<Window, GatewayError> {
        let client = self.0.of(&ask.store)?;
        let said = client.pre_register(ask.attempt.as_str(), ask.amount, ask.tax_free);
        said.await.map_err(meant)?;
        let window = client.open(&asked(ask));
        Ok(Window {
            key: None,
            opening: Opening::Script {
                sdk: window.script,
                run: NAME,
                fields: vec![("request".to_owned(), window.request.to_string())],
                origins: window.origins,
            },
        })
    }

    fn read(&self, of: &Opened, back: &Brought) -> Returned {
        match read_return(back) {
            None => Returned::Foreign("no payment"),
            Some(said) if said.payment != of.attempt.as_str() => {
                Returned::Foreign("another payment")
            }
            Some(said) => said.failure.map_or(Returned::Agreed, Returned::Failed),
        }
    }

    /// Takes nothing: asks whether the window did.
    async fn approve(&self, of: &Opened, _: &Brought) -> Result<Taken, GatewayError> {
        let client = self.0.of(&of.store)?;
        let declined = |code: &str| Err(GatewayError::Declined(code.to_owned()));
        let Some(payment) = self.payment(of).await? else {
            return declined(NOT_FOUND);
        };
        match known(client, of, &payment)? {
            Known::Taken { taken, returned } if returned.is_zero() => Ok(taken),
            Known::Taken { .. } | Known::PartlyReturned => {
                Err(GatewayError::Unknown("it went back".to_owned()))
            }
            Known::Ended(code) => declined(&code),
            Known::Nothing => declined("not-paid"),
        }
    }

    async fn look(&self, of: &Opened, _: Option<&Brought>) -> Result<Known, GatewayError> {
        let client = self.0.of(&of.store)?;
        let found = self.payment(of).await?;
        found.map_or(Ok(Known::Nothing), |payment| known(client, of, &payment))
    }

    async fn undo(&self, of: &Opened, _: Option<&Brought>) -> Result<(), GatewayError> {
        match self.payment(of).await? {
            Some(payment) => refund::undo(self.0.of(&of.store)?, of, &payment).await,
            None => Ok(()),
        }
    }

    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError> {
        refund::pay_back(self.0.of(&ask.of.store)?, ask).await
    }

    async fn hear(&self, notice: &NoticeRequest) -> Result<Heard, Unheard> {
        hear::hear(self.0.all(), notice).await
    }

    async fn day(
        &self,
        store: &StoreId,
        day: NaiveDate,
    ) -> Result<Option<Vec<Booked>>, GatewayError> {
        let changed = self.0.of(store)?.payments_since(day).await;
        let changed = changed.map_err(meant)?;
        Ok(Some(moved::on(day, &changed)))
    }
}
