//! A day of a provider's books beside ours.

use chrono::{Duration, NaiveDate};
use domain::payment::Difference;
use domain::{AttemptId, OrderId, ProviderId, Won};
use shop::paying::DayCompared;
use shop::ports::paying::Opened;
use tests::shop::{process, store_id};

use crate::bank::Which;
use crate::street::{PATIENCE, PRICE, Street};

/// What Korean clocks are ahead.
const KST: Duration = Duration::hours(9);

impl Street {
    /// Compares today, with these orders as those that our tables name.
    async fn compare(&self, orders: &[&OrderId]) -> DayCompared {
        let provider = ProviderId::new(self.name()).unwrap();
        let orders = orders.iter().map(|it| (*it).clone());
        let (caller, today) = (process(), self.today());
        let compared = self.shop.compare_day(&caller, &provider, today, orders);
        compared.await.unwrap()
    }

    fn today(&self) -> NaiveDate {
        (self.shop.now() + KST).date_naive()
    }

    /// The provider takes the money for the first window, and the shop does not hear of it.
    async fn take_unheard(&self, order: &OrderId) {
        let brought = self.window(order, "approve").await;
        let payment = self.payment(order).await;
        let (id, attempt) = payment.attempts().iter().next().unwrap();
        let opened = Opened {
            store: store_id(),
            attempt: id.clone(),
            means: attempt.means,
            amount: payment.due(),
            key: attempt.key.clone(),
            payer: order.to_string(),
            opened_at: attempt.opened_at,
            deposit_until: attempt.until,
            transaction: None,
            asked_at: Some(self.shop.now()),
        };
        let provider = self.bank.provider(PATIENCE);
        provider.approve(&opened, &brought).await.unwrap();
    }
}

#[tokio::test]
async fn a_day_on_which_all_went_well_differs_in_nothing() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let (paid, left) = (street.order("key-1").await, street.order("key-2").await);
        street.visit(&paid, "approve").await;
        street.visit(&left, "close").await;
        let seen = street.compare(&[&paid, &left]).await;
        assert!(seen.differ.is_empty(), "{which:?}: {seen:?}");
        assert_eq!(seen.compared, 2, "{which:?}");
        assert!(street.payment(&paid).await.differences().is_empty());
    }
}

#[tokio::test]
async fn money_that_the_shop_never_heard_of_is_found_and_forgotten_once_it_is_settled() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        street.take_unheard(&order).await;
        let seen = street.compare(&[&order]).await;
        let attempt = AttemptId::of(&order, 1);
        let (ours, theirs) = (Won(0), PRICE);
        let found = Difference { ours, theirs };
        assert_eq!(seen.differ.get(&attempt), Some(&found), "{which:?}");
        let payment = street.payment(&order).await;
        assert_eq!(payment.differences()[&attempt].found, found);
        // When its time is over the provider is asked, and the order is paid after all.
        street.settle_closing(&order).await;
        assert_eq!(street.payment(&order).await.captured(), PRICE, "{which:?}");
        assert!(street.compare(&[&order]).await.differ.is_empty());
        let payment = street.payment(&order).await;
        assert!(payment.differences().is_empty(), "{which:?}");
    }
}

#[tokio::test]
async fn a_provider_s_own_list_finds_what_no_table_of_ours_names() {
    let street = Street::open(Which::TossPayments).await;
    let order = street.order("key-1").await;
    street.take_unheard(&order).await;
    let seen = street.compare(&[]).await;
    assert_eq!(seen.listed, Some(1));
    assert_eq!(seen.differ.len(), 1);
}

#[tokio::test]
async fn a_refund_that_went_by_the_provider_s_own_desk_is_found() {
    let street = Street::open(Which::TossPayments).await;
    let order = street.order("key-1").await;
    street.visit(&order, "approve").await;
    let attempt = AttemptId::of(&order, 1);
    let payment = street.payment(&order).await;
    let opened = Opened {
        store: store_id(),
        attempt: attempt.clone(),
        means: Which::TossPayments.means(),
        amount: payment.due(),
        key: None,
        payer: order.to_string(),
        opened_at: street.shop.now(),
        asked_at: None,
        deposit_until: street.shop.now(),
        transaction: payment.attempts()[&attempt]
            .transaction()
            .map(str::to_owned),
    };
    let desk = street.bank.provider(PATIENCE);
    desk.undo(&opened, None).await.unwrap();
    let seen = street.compare(&[]).await;
    let found = Difference {
        ours: PRICE,
        theirs: Won(0),
    };
    assert_eq!(seen.differ.get(&attempt), Some(&found));
    let again = street.shop.compare_books(&order).await.unwrap();
    assert_eq!(again.len(), 1);
}
