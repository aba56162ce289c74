//! A whole day of a provider's books beside ours: what is nowhere in our books is found as well.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::payment::{Attempt, Compared, Difference, Means, Payment, PaymentCommand};
use domain::{AttemptId, OrderId, ProviderId, StoreId, Won};

use crate::ports::paying::Booked;
use crate::{Caller, Shop, ShopError};

/// What came of comparing a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayCompared {
    /// Attempts that were compared.
    pub compared: usize,
    /// Rows of the day's list; none where the provider has no such list.
    pub listed: Option<usize>,
    /// Where both say something else, by attempt.
    pub differ: BTreeMap<AttemptId, Difference>,
    /// Numbers in the list that were never ours: the merchant id takes money for somebody else, too.
    pub foreign: BTreeSet<String>,
}

/// A day of one provider.
struct Day<'a> {
    caller: &'a Caller,
    provider: &'a ProviderId,
    /// What the provider's list says of each of our numbers.
    listed: BTreeMap<AttemptId, Vec<Booked>>,
    seen: DayCompared,
}

impl Shop {
    /// Compares what moved on a day (KST) with what a provider holds, and writes down what differs and what
    /// agrees again. `orders` are those whose money moved through the provider on that day by our books; those
    /// in the provider's own list come on top.
    ///
    /// # Errors
    /// The provider or the books cannot be reached; it is safe to do it again.
    pub async fn compare_day(
        &self,
        caller: &Caller,
        provider: &ProviderId,
        day: NaiveDate,
        orders: impl IntoIterator<Item = OrderId>,
    ) -> Result<DayCompared, ShopError> {
        let list = self.provider(provider)?.day(&caller.store, day).await?;
        let mut of_day = Day {
            caller,
            provider,
            listed: BTreeMap::new(),
            seen: DayCompared {
                listed: list.as_ref().map(Vec::len),
                ..DayCompared::default()
            },
        };
        let mut orders: BTreeSet<OrderId> = orders.into_iter().collect();
        for row in list.into_iter().flatten() {
            match AttemptId::new(row.attempt.clone()).map(|id| (id.order(), id)) {
                Ok((Some(order), attempt)) => {
                    orders.insert(order);
                    of_day.listed.entry(attempt).or_default().push(row);
                }
                _ => {
                    of_day.seen.foreign.insert(row.attempt);
                }
            }
        }
        for order in orders {
            self.compare_order(&mut of_day, &order).await?;
        }
        Ok(of_day.seen)
    }

    async fn compare_order(&self, day: &mut Day<'_>, order: &OrderId) -> Result<(), ShopError> {
        let payment = self.payment_of(order).await?;
        let of_provider = |(_, it): &(&AttemptId, &Attempt)| it.provider == *day.provider;
        let known = payment.attempts().iter().filter(of_provider);
        let known: BTreeMap<AttemptId, Means> =
            known.map(|(id, it)| (id.clone(), it.means)).collect();
        let listed = day
            .listed
            .keys()
            .filter(|it| it.order().as_ref() == Some(order));
        let unknown: Vec<AttemptId> = listed
            .filter(|it| !known.contains_key(it))
            .cloned()
            .collect();
        for (attempt, means) in known {
            let found = match means {
                Means::VirtualAccount => day.deposits(&payment, &attempt),
                _ => match self.under(&attempt).await? {
                    Some(under) => self.held_of(&under, &attempt).await?,
                    None => None,
                },
            };
            if let Some(found) = found {
                self.note_compared(day, attempt, found).await?;
            }
        }
        for attempt in unknown {
            let theirs = day.listed_of(&attempt).map(|row| row.amount).sum();
            let ours = Won::ZERO;
            self.note_compared(day, attempt, Difference { ours, theirs })
                .await?;
        }
        Ok(())
    }

    async fn note_compared(
        &self,
        day: &mut Day<'_>,
        attempt: AttemptId,
        found: Difference,
    ) -> Result<(), ShopError> {
        day.seen.compared += 1;
        let order = attempt.order();
        let order = order.ok_or_else(|| ShopError::bug("an attempt of no order"))?;
        let provider = day.provider.clone();
        let at = self.now();
        if !found.agrees() {
            let Difference { ours, theirs } = found;
            tracing::error!(
                %attempt, %provider, %ours, %theirs,
                "attempt {attempt}: we say that {provider} holds {ours}, it says {theirs}"
            );
            day.seen.differ.insert(attempt.clone(), found);
        }
        let compared = Compared {
            provider,
            attempt,
            found,
            at,
        };
        let meta = day.caller.meta(at);
        let compare = PaymentCommand::Compare { compared };
        self.ledger
            .execute::<Payment>(order.payment().as_str(), compare, &meta)
            .await?;
        Ok(())
    }

    /// Stores and providers whose days can be compared.
    #[must_use]
    pub fn contracts(&self) -> Vec<(StoreId, ProviderId)> {
        let stores = self.settings.stores.keys();
        let of_store = |store: &StoreId| {
            let all = self.providers.all();
            let offered = all
                .filter(|it| !it.means(store).is_empty())
                .filter_map(|it| ProviderId::new(it.name()).ok());
            let providers: BTreeSet<ProviderId> = offered.collect();
            let store = store.clone();
            providers.into_iter().map(move |it| (store.clone(), it))
        };
        stores.flat_map(of_store).collect()
    }
}

impl Day<'_> {
    fn listed_of(&self, attempt: &AttemptId) -> impl Iterator<Item = &Booked> {
        self.listed.get(attempt).into_iter().flatten()
    }

    /// What came to an account that day; providers are not asked what an account holds, so only a list tells.
    /// Deposits that fit nothing wait for staff already.
    fn deposits(&self, payment: &Payment, attempt: &AttemptId) -> Option<Difference> {
        let came = self.listed_of(attempt).map(|row| row.amount);
        let came: Won = came.filter(|amount| amount.is_positive()).sum();
        if came.is_zero() || payment.is_reversed() || !payment.unmatched().is_empty() {
            return None;
        }
        Some(Difference {
            ours: payment.held_by(attempt),
            theirs: came - (payment.captured() - payment.with_provider()),
        })
    }
}
