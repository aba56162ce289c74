//! Accounts that are issued in a window, whatever comes first: the browser's return, the deposit, its notices once
//! more, a cancellation of a part, one of the whole, the end of the time to pay. And once the deposit is there: the bank takes it
//! back, while pieces are cancelled. Every order of them ends alike: nothing is held that somebody does not know of.

use domain::order::Status;
use domain::payment::PaymentStatus;
use domain::{AttemptId, OrderId, ProviderId, Won};
use shop::amend::Cancellation;
use shop::paying::Settled;
use shop::ports::RefundAccount;
use shop::ports::paying::Brought;
use tests::seen::stock;
use tests::shop::{process, shopper, store_id};

use crate::bank::Which;
use crate::permuted::{answered, permutations, piece};
use crate::street::{PRICE, Street};

/// What may happen, once each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The browser comes back, twice at once.
    Return,
    /// Somebody pays into the account, if there is one by then; the provider tells it twice at once.
    Deposit,
    /// Everything that was told is told once more.
    Again,
    /// A piece is cancelled.
    Part,
    /// All is cancelled.
    Whole,
    /// The time to pay is over.
    Expire,
    /// The bank takes the deposit back.
    Reverse,
}

const BEFORE: [Step; 6] = [
    Step::Return,
    Step::Deposit,
    Step::Again,
    Step::Part,
    Step::Whole,
    Step::Expire,
];

const AFTER: [Step; 4] = [Step::Reverse, Step::Again, Step::Part, Step::Whole];

impl Street {
    /// Whether it could be done: a closed account takes nothing, and nothing is taken back of what went back.
    async fn deposit_step(&self, step: Step, order: &OrderId, brought: &Brought) -> bool {
        match step {
            Step::Return => {
                let back = || self.try_back(order, 1, brought);
                let (one, other) = futures::join!(back(), back());
                answered(one);
                answered(other);
            }
            Step::Deposit => {
                let known = self.door().came().len();
                let attempt = AttemptId::of(order, 1);
                if !self.bank.takes_deposit(attempt.as_str(), PRICE) {
                    return false;
                }
                self.told_since(known).await;
                self.again().await;
            }
            Step::Again => self.again().await,
            Step::Part => answered(self.shop.cancel(&shopper(), order, piece()).await),
            Step::Whole => {
                let whole = Cancellation::whole("shopper");
                answered(self.shop.cancel(&shopper(), order, whole).await);
            }
            Step::Expire => {
                self.world.clock.advance(chrono::Duration::days(8));
                answered(self.shop.expire(&process(), order).await);
            }
            Step::Reverse => {
                let known = self.door().came().len();
                if !self.bank.reverse(AttemptId::of(order, 1).as_str()) {
                    return false;
                }
                self.told_since(known).await;
            }
        }
        true
    }

    /// Waits until the provider has told something more.
    async fn told_since(&self, known: usize) {
        for _ in 0..400 {
            if self.door().came().len() > known {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("nothing is told");
    }

    /// The newest of what was told is told twice more, at once.
    async fn again(&self) {
        let came = self.door().came();
        let (provider, store) = (ProviderId::new(self.name()).unwrap(), store_id());
        for notice in came.iter().rev().take(2) {
            let mut notice = notice.clone();
            notice.at = self.shop.now();
            let told = || self.shop.provider_told(&provider, &store, &notice);
            let (one, other) = futures::join!(told(), told());
            for told in [one, other] {
                // Who signs the time may be too old by now; nobody is believed for being loud.
                answered(told);
            }
        }
    }

    /// The shopper names an account, asks once more for what was refused, and the processes end what was begun.
    async fn end_deposit(&self, order: &OrderId) {
        let account = RefundAccount {
            bank: "088".to_owned(),
            number: "110123456789".to_owned(),
            holder: "김장부".to_owned(),
        };
        self.settle(order).await;
        answered(self.shop.cancel(&shopper(), order, piece()).await);
        let whole = Cancellation::whole("shopper");
        answered(self.shop.cancel(&shopper(), order, whole).await);
        answered(
            self.shop
                .give_refund_account(&shopper(), order, &account)
                .await,
        );
        let finished = self.shop.finish_cancellation(&process(), order).await;
        answered(finished);
        self.settle_claims(order).await;
        let settled = self.shop.settle_attempts(&process(), order, false).await;
        assert_eq!(settled.unwrap(), Settled::All);
    }

    /// All is over; what came too late is known, and is all that the provider still has.
    async fn assert_over(&self, which: Which, steps: &[Step], order: &OrderId) {
        let payment = self.payment(order).await;
        let status = self.status(order).await;
        let over = matches!(status, Status::Cancelled | Status::Expired);
        assert!(over, "{which:?} {steps:?}: {status:?}");
        let late = payment.unmatched().values();
        let late = late.filter(|it| it.paid_back.is_none() && !it.reversed);
        let late: Won = late.map(|it| it.amount).sum();
        let held = match payment.status() {
            PaymentStatus::Captured if !payment.is_reversed() => {
                payment.captured() - payment.refunded()
            }
            _ => Won(0),
        };
        assert_eq!(held, Won(0), "{which:?} {steps:?}: {payment:?}");
        assert!(!payment.approval_open(), "{which:?} {steps:?}");
        let theirs = self.bank.balance(AttemptId::of(order, 1).as_str());
        assert_eq!(theirs, late, "{which:?} {steps:?}: {payment:?}");
    }
}

async fn every_order_ends_alike(which: Which) {
    let street = Street::with_accounts(which).await;
    for (number, steps) in permutations(&BEFORE).into_iter().enumerate() {
        let order = street.order(&format!("key-{number}")).await;
        let brought = street.window(&order, "approve").await;
        for step in &steps {
            street.deposit_step(*step, &order, &brought).await;
        }
        street.end_deposit(&order).await;
        street.assert_over(which, &steps, &order).await;
    }
    for (number, steps) in permutations(&AFTER).into_iter().enumerate() {
        let order = street.order(&format!("paid-{number}")).await;
        let brought = street.window(&order, "approve").await;
        for step in [Step::Return, Step::Deposit].iter().chain(&steps) {
            let done = street.deposit_step(*step, &order, &brought).await;
            assert!(done, "{which:?} {steps:?}: {step:?}");
        }
        street.end_deposit(&order).await;
        street.assert_over(which, &steps, &order).await;
    }
    let shelf = stock(&street.shop, "rice").await;
    assert_eq!(shelf.available(street.shop.now()), 10_000, "{which:?}");
}

#[tokio::test]
async fn every_order_around_a_deposit_ends_alike_with_toss_payments() {
    every_order_ends_alike(Which::TossPayments).await;
}

#[tokio::test]
async fn every_order_around_a_deposit_ends_alike_with_portone() {
    every_order_ends_alike(Which::PortOne).await;
}

#[tokio::test]
async fn every_order_around_a_deposit_ends_alike_with_inicis_on_a_pc() {
    every_order_ends_alike(Which::InicisOnPc).await;
}

#[tokio::test]
async fn every_order_around_a_deposit_ends_alike_with_inicis_on_telephones() {
    every_order_ends_alike(Which::InicisOnTelephones).await;
}
