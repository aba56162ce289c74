//! Whatever comes first: the browser's return, the provider's answer, notices, a cancellation of a part, one of the
//! whole, the end of the time to pay. Every order of them ends alike: nothing is held, by nobody.

use std::fmt;

use domain::order::{LineQuantity, Status};
use domain::{AttemptId, ClaimId, OrderId, ProviderId, Won};
use gateways::paying::fault::Fault;
use shop::ShopError;
use shop::amend::Cancellation;
use shop::paying::Settled;
use shop::ports::paying::Brought;
use tests::seen::stock;
use tests::shop::{process, shopper, store_id};

use crate::bank::{Call, Which};
use crate::street::Street;

/// What may happen, once each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The browser comes back, twice at once, and the answer to the approval is lost.
    Return,
    /// What became of the approval is found out.
    Answer,
    /// Someone says that something happened to the payment.
    Notice,
    /// A piece is cancelled.
    Part,
    /// All is cancelled.
    Whole,
    /// The time to pay is over.
    Expire,
}

const STEPS: [Step; 6] = [
    Step::Return,
    Step::Answer,
    Step::Notice,
    Step::Part,
    Step::Whole,
    Step::Expire,
];

/// All orders of these.
pub fn permutations<T: Copy>(of: &[T]) -> Vec<Vec<T>> {
    if of.is_empty() {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for (place, first) in of.iter().enumerate() {
        let rest: Vec<T> = [&of[..place], &of[place + 1..]].concat();
        all.extend(permutations(&rest).into_iter().map(|mut tail| {
            tail.insert(0, *first);
            tail
        }));
    }
    all
}

pub fn piece() -> Cancellation {
    Cancellation {
        claim: ClaimId::new("piece").unwrap(),
        lines: Some(vec![LineQuantity {
            line: 0,
            quantity: 1,
        }]),
        reason: "shopper".to_owned(),
    }
}

/// A refusal is an answer, and so is "not now"; anything else is a defect.
pub fn answered<T: fmt::Debug>(told: Result<T, ShopError>) {
    if let Err(ShopError::Bug(what)) = told {
        panic!("{what}");
    }
}

impl Street {
    async fn take(&self, step: Step, order: &OrderId, brought: &Brought) {
        match step {
            Step::Return => {
                self.bank.fail(Call::Approve, Fault::DoneThenError, 1);
                let back = || self.try_back(order, 1, brought);
                let (one, other) = futures::join!(back(), back());
                answered(one);
                answered(other);
                self.bank.recover();
            }
            Step::Answer => {
                self.world.clock.advance(chrono::Duration::seconds(30));
                answered(self.shop.settle_attempts(&process(), order, false).await);
            }
            Step::Notice => self.hint(order).await,
            Step::Part => answered(self.shop.cancel(&shopper(), order, piece()).await),
            Step::Whole => {
                let whole = Cancellation::whole("shopper");
                answered(self.shop.cancel(&shopper(), order, whole).await);
            }
            Step::Expire => {
                self.world.clock.advance(chrono::Duration::minutes(31));
                answered(self.shop.expire(&process(), order).await);
            }
        }
    }

    /// The provider tells twice at once that something happened; where it does.
    async fn hint(&self, order: &OrderId) {
        let attempt = AttemptId::of(order, 1);
        let Some(notice) = self.bank.notice(attempt.as_str(), self.shop.now()) else {
            return;
        };
        let (provider, store) = (ProviderId::new(self.name()).unwrap(), store_id());
        let told = || self.shop.provider_told(&provider, &store, &notice);
        let (one, other) = futures::join!(told(), told());
        for told in [one, other] {
            answered(told.map(|believed| believed.expect("a notice of its own")));
        }
    }

    /// Everything that was begun is ended by the processes, and the shopper asks once more for what was refused.
    async fn end(&self, order: &OrderId) {
        self.settle(order).await;
        answered(self.shop.cancel(&shopper(), order, piece()).await);
        let whole = Cancellation::whole("shopper");
        answered(self.shop.cancel(&shopper(), order, whole).await);
        self.shop
            .finish_cancellation(&process(), order)
            .await
            .unwrap();
        self.settle_claims(order).await;
        let settled = self.shop.settle_attempts(&process(), order, false).await;
        assert_eq!(settled.unwrap(), Settled::All);
    }
}

async fn every_order_ends_alike(which: Which) {
    let street = Street::open(which).await;
    for (number, steps) in permutations(&STEPS).into_iter().enumerate() {
        let order = street.order(&format!("key-{number}")).await;
        let brought = street.window(&order, "approve").await;
        for step in &steps {
            street.take(*step, &order, &brought).await;
        }
        street.end(&order).await;
        let (status, payment) = (street.status(&order).await, street.payment(&order).await);
        let over = matches!(status, Status::Cancelled | Status::Expired);
        assert!(over, "{which:?} {steps:?}: {status:?}");
        assert_eq!(payment.with_provider(), Won(0), "{which:?} {steps:?}");
        assert!(!payment.approval_open(), "{which:?} {steps:?}");
        assert_eq!(payment.next_refund(), None, "{which:?} {steps:?}");
        street.assert_books_agree(&order).await;
    }
    let now = street.shop.now();
    let shelf = stock(&street.shop, "rice").await;
    assert_eq!(shelf.available(now), 10_000, "{which:?}");
}

#[tokio::test]
async fn every_order_of_what_may_happen_ends_alike_with_kakaopay() {
    every_order_ends_alike(Which::KakaoPay).await;
}

#[tokio::test]
async fn every_order_of_what_may_happen_ends_alike_with_tosspay() {
    every_order_ends_alike(Which::TossPay).await;
}

#[tokio::test]
async fn every_order_of_what_may_happen_ends_alike_with_toss_payments() {
    every_order_ends_alike(Which::TossPayments).await;
}

#[tokio::test]
async fn every_order_of_what_may_happen_ends_alike_with_portone() {
    every_order_ends_alike(Which::PortOne).await;
}

#[tokio::test]
async fn every_order_of_what_may_happen_ends_alike_with_inicis_on_a_pc() {
    every_order_ends_alike(Which::InicisOnPc).await;
}

#[tokio::test]
async fn every_order_of_what_may_happen_ends_alike_with_inicis_on_telephones() {
    every_order_ends_alike(Which::InicisOnTelephones).await;
}
