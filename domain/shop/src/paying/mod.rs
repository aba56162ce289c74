//! Paying in the window of a payment provider: to the window, back from it, and what is done when nobody knows
//! how it ended.
//!
//! Before the provider is asked for the money, the payment's stream says so ([`AttemptCommand::Ask`]). From then
//! on the money may have been taken, whatever becomes of the request: until the provider's word is known,
//! the order is neither given up nor asked to pay again.

mod back;
mod compare;
mod day;
mod deliveries;
mod in_window;
mod notices;
mod refund;
mod refund_account;
mod refused;
mod settle;
mod window;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::order::{Order, OrderDraft, PaymentMethod};
use domain::payment::{Attempt, AttemptCommand, Means, Payment, PaymentCommand};
use domain::{AttemptId, OrderId, ProviderId, StoreId};
use store::Done;

use crate::ports::paying::{Opened, PaymentProvider};
use crate::{Caller, Shop, ShopError};

pub use back::Came;
pub use compare::Differs;
pub use day::DayCompared;
pub use refused::Remedy as RefundRemedy;
pub use settle::Settled;

/// The payment providers that the shop has contracts with, in the order in which shoppers are offered them.
#[derive(Clone, Default)]
pub struct Providers {
    all: Vec<Arc<dyn PaymentProvider>>,
    /// Contracts by which nobody is to pay any more; what they hold can still be looked at and paid back.
    withheld: BTreeSet<(StoreId, &'static str)>,
}

impl Providers {
    /// These.
    #[must_use]
    pub fn new(all: impl IntoIterator<Item = Arc<dyn PaymentProvider>>) -> Self {
        Self {
            all: all.into_iter().collect(),
            withheld: BTreeSet::new(),
        }
    }

    /// The same, of which shoppers are not offered these: a store's contract with the provider of this name.
    #[must_use]
    pub fn withholding(self, withheld: BTreeSet<(StoreId, &'static str)>) -> Self {
        Self { withheld, ..self }
    }

    /// The one of this name.
    #[must_use]
    pub fn get(&self, name: &ProviderId) -> Option<&dyn PaymentProvider> {
        self.all().find(|it| it.name() == name.as_str())
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &dyn PaymentProvider> {
        self.all.iter().map(AsRef::as_ref)
    }
}

/// A way to pay that a store offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// In whose window.
    pub provider: ProviderId,
    /// How.
    pub means: Means,
}

/// An attempt with what it is for.
pub(crate) struct Under {
    pub(crate) draft: OrderDraft,
    pub(crate) payment: Payment,
    pub(crate) attempt: Attempt,
}

impl Shop {
    /// The same shop with payment providers.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers, ..self }
    }

    /// How shoppers of a store can pay in windows.
    #[must_use]
    pub fn offered(&self, store: &StoreId) -> Vec<Offered> {
        let mut offered = Vec::new();
        let withheld = &self.providers.withheld;
        let all = self.providers.all();
        for provider in all.filter(|it| !withheld.contains(&(store.clone(), it.name()))) {
            let Ok(name) = ProviderId::new(provider.name()) else {
                continue;
            };
            offered.extend(provider.means(store).iter().map(|means| Offered {
                provider: name.clone(),
                means: *means,
            }));
        }
        offered
    }

    /// Whether nobody is to pay by a store's contract with this provider any more.
    pub(crate) fn is_withheld(&self, store: &StoreId, provider: &ProviderId) -> bool {
        let mut withheld = self.providers.withheld.iter();
        withheld.any(|(of, name)| of == store && *name == provider.as_str())
    }

    pub(crate) fn provider(&self, name: &ProviderId) -> Result<&dyn PaymentProvider, ShopError> {
        let found = self.providers.get(name);
        found.ok_or_else(|| ShopError::NoProvider(name.clone()))
    }

    /// An attempt of ours; none for what is not.
    pub(crate) async fn under(&self, attempt: &AttemptId) -> Result<Option<Under>, ShopError> {
        let Some(order) = attempt.order() else {
            return Ok(None);
        };
        let payment = self.payment_of(&order).await?;
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let known = payment.attempts().get(attempt).cloned();
        Ok(known
            .zip(state.draft().cloned())
            .map(|(attempt, draft)| Under {
                draft,
                payment,
                attempt,
            }))
    }

    /// The payment of an order as the ledger has it.
    ///
    /// # Errors
    /// The books cannot be reached.
    pub async fn payment_of(&self, order: &OrderId) -> Result<Payment, ShopError> {
        let id = order.payment();
        Ok(self.ledger.state::<Payment>(id.as_str()).await?.state)
    }

    pub(crate) async fn tell_attempt(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        command: AttemptCommand,
    ) -> Result<Done<Payment>, ShopError> {
        let order = attempt.order();
        let order = order.ok_or_else(|| ShopError::bug("an attempt of no order"))?;
        let meta = caller.meta(self.now()).caused_by(attempt.as_str());
        let attempt = attempt.clone();
        let command = PaymentCommand::Attempt { attempt, command };
        let id = order.payment();
        Ok(self
            .ledger
            .execute::<Payment>(id.as_str(), command, &meta)
            .await?)
    }
}

impl Under {
    /// The attempt as its provider is asked about it.
    pub(crate) fn opened(&self, id: &AttemptId) -> Opened {
        opened(&self.draft, &self.payment, (id, &self.attempt))
    }
}

/// An attempt as its provider is asked about it.
fn opened(draft: &OrderDraft, payment: &Payment, (id, attempt): (&AttemptId, &Attempt)) -> Opened {
    Opened {
        store: draft.store.clone(),
        attempt: id.clone(),
        means: attempt.means,
        amount: payment.due(),
        key: attempt.key.clone(),
        payer: draft.order.to_string(),
        opened_at: attempt.opened_at,
        asked_at: attempt.asked_at(),
        deposit_until: draft.deposit_deadline,
        transaction: attempt.transaction().map(str::to_owned),
    }
}

/// The provider and the means that an order is to be paid by; none for those that are paid otherwise.
pub(crate) fn window_of(draft: &OrderDraft) -> Option<(&ProviderId, Means)> {
    match &draft.method {
        PaymentMethod::Window { provider, means } => Some((provider, *means)),
        PaymentMethod::VirtualAccount { .. } | PaymentMethod::Recorded => None,
    }
}
