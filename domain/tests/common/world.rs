//! One order with its payment and its stock, and the messages that reach them.

use std::collections::BTreeMap;

use domain::ids::{NoticeId, Reference, Sku};
use domain::money::Won;
use domain::order::{Goods, Order, OrderCommand, Status};
use domain::payment::{Deposit, Payment, PaymentCommand, PaymentEvent, PaymentStatus, TaxFree};
use domain::stock::{ReleaseReason, Stock, StockCommand};

use super::hour;
use super::orders::*;
use super::story::decide;

/// What may be said of an order, by whom it concerns, at any time and any number of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    Deposit,
    Expiry,
    Cancel,
    PartialCancel,
    Grant,
    Ship,
}

impl Message {
    pub const ALL: [Self; 6] = [
        Self::Deposit,
        Self::Expiry,
        Self::Cancel,
        Self::PartialCancel,
        Self::Grant,
        Self::Ship,
    ];
}

#[derive(Debug, Clone, PartialEq)]
pub struct World {
    pub order: Order,
    pub payment: Payment,
    pub stock: BTreeMap<Sku, Stock>,
    /// Deposits that fitted nothing, in won.
    pub unmatched: Won,
}

impl World {
    /// The sample order, waiting for its deposit, its pieces held.
    pub fn with_a_placed_order() -> Self {
        let mut world = Self {
            order: Order::default(),
            payment: Payment::default(),
            stock: BTreeMap::new(),
            unmatched: Won::ZERO,
        };
        for line in &draft().quote.lines {
            let stock = world.stock.entry(line.sku.clone()).or_default();
            let reference = Reference::new("note").unwrap();
            decide(
                stock,
                StockCommand::Receive {
                    quantity: 5,
                    reference,
                },
            )
            .unwrap();
            let hold = StockCommand::Hold {
                hold: order_id().hold(),
                quantity: line.quantity,
                until: hour(60),
                now: hour(0),
            };
            decide(stock, hold).unwrap();
        }
        decide(&mut world.order, place()).unwrap();
        let request = PaymentCommand::Request {
            order: order_id(),
            amount: TOTAL,
            at: hour(0),
        };
        let issue = PaymentCommand::IssueAccount {
            bank: "004".to_owned(),
            account: "562".to_owned(),
            issue: "tid".to_owned(),
            deadline: hour(48),
        };
        decide(&mut world.payment, request).unwrap();
        decide(&mut world.payment, issue).unwrap();
        world
    }

    /// Refusals are answers too: whoever sent the message may send it again.
    pub fn deliver(&mut self, message: Message) {
        match message {
            Message::Deposit => self.deposit(),
            Message::Expiry => self.expire(),
            Message::Cancel => self.cancel(None),
            Message::PartialCancel => self.cancel(Some(1)),
            Message::Grant => {
                let _ = decide(&mut self.order, grant("grant", 500));
            }
            Message::Ship => {
                let _ = decide(&mut self.order, ship("12345678", None));
            }
        }
        self.pay_back();
    }

    /// Sends all of them again and again until a whole round changes nothing.
    pub fn deliver_until_quiet(&mut self, messages: &[Message]) {
        for _ in 0..20 {
            let before = self.clone();
            for &message in messages {
                self.deliver(message);
            }
            if *self == before {
                return;
            }
        }
        panic!("never quiet: {self:?}");
    }

    fn deposit(&mut self) {
        let deposit = Deposit {
            notice: NoticeId::new("notice").unwrap(),
            issue: None,
            account: "562".to_owned(),
            amount: TOTAL,
            at: hour(1),
        };
        let note = PaymentCommand::NoteDeposit { deposit };
        for event in decide(&mut self.payment, note).unwrap() {
            if let PaymentEvent::DepositUnmatched { amount, .. } = event {
                self.unmatched += amount;
            }
        }
        self.settle_paid();
    }

    fn settle_paid(&mut self) {
        if self.payment.status() != PaymentStatus::Captured {
            return;
        }
        // A captured payment always pays its order: the payment alone decides who came first.
        decide(&mut self.order, pay()).unwrap();
        for line in &draft().quote.lines {
            let (hold, quantity) = (order_id().hold(), line.quantity);
            self.on_stock(&line.sku, StockCommand::Take { hold, quantity });
        }
    }

    fn expire(&mut self) {
        if decide(&mut self.payment, PaymentCommand::Expire { at: hour(50) }).is_ok() {
            decide(&mut self.order, OrderCommand::Expire { at: hour(50) }).unwrap();
            self.release();
        }
    }

    /// The whole order, or these many bags of rice.
    fn cancel(&mut self, rice: Option<u32>) {
        let give_up = PaymentCommand::Cancel {
            reason: "shopper".to_owned(),
            at: hour(2),
        };
        let pending = self.order.status() == Status::PendingDeposit;
        let unpaid = pending && rice.is_none() && decide(&mut self.payment, give_up).is_ok();
        let (id, lines) = match rice {
            Some(bags) => ("part", Some(vec![pieces(0, bags)])),
            None => ("whole", None),
        };
        let cancelled = decide(&mut self.order, cancel(id, lines));
        if unpaid {
            cancelled.unwrap();
            self.release();
        }
    }

    fn release(&mut self) {
        for line in &draft().quote.lines {
            let (hold, reason) = (order_id().hold(), ReleaseReason::Cancelled);
            self.on_stock(&line.sku, StockCommand::Release { hold, reason });
        }
    }

    /// Every claim's pieces go back on the shelf and its money to the shopper.
    fn pay_back(&mut self) {
        let claims: Vec<_> = self
            .order
            .open_claims()
            .map(|(id, plan, goods)| (id.clone(), plan.clone(), goods))
            .collect();
        for (claim, plan, goods) in claims {
            for part in plan.lines.iter().filter(|_| goods != Goods::None) {
                let sku = draft().quote.lines[part.line as usize].sku.clone();
                let back = StockCommand::Return {
                    hold: order_id().hold(),
                    quantity: part.quantity,
                    resellable: goods != Goods::WrittenOff,
                    reference: Reference::new(format!("{claim}/{}", part.line)).unwrap(),
                };
                self.on_stock(&sku, back);
            }
            let (id, at) = (refund(claim.as_str()), hour(5));
            if plan.amount.is_positive() {
                let (refund, amount) = (id.clone(), plan.amount);
                let ask = PaymentCommand::RequestRefund {
                    refund,
                    amount,
                    tax_free: TaxFree::default(),
                    at,
                };
                decide(&mut self.payment, ask).unwrap();
                let (refund, reference) = (id.clone(), "bank".to_owned());
                let record = PaymentCommand::RecordRefund {
                    refund,
                    reference,
                    at,
                };
                decide(&mut self.payment, record).unwrap();
            }
            let record = OrderCommand::RecordRefund {
                claim,
                refund: id,
                at,
            };
            decide(&mut self.order, record).unwrap();
        }
    }

    fn on_stock(&mut self, sku: &Sku, command: StockCommand) {
        decide(self.stock.get_mut(sku).unwrap(), command).unwrap();
    }

    /// Order, payment and stock tell the same story.
    #[track_caller]
    pub fn books_agree(&self) {
        assert_eq!(self.order.paid(), self.payment.captured());
        assert_eq!(self.order.refunded(), self.payment.refunded());
        assert!(self.payment.refunded() <= self.payment.captured());
        assert!(self.order.promised() <= self.order.paid());
        assert!(self.stock.values().all(Stock::balanced));
        let kept: u32 = self
            .order
            .lines()
            .iter()
            .map(|line| line.ordered - line.settled())
            .sum();
        let sold = if self.order.payment().is_some() {
            i64::from(kept)
        } else {
            0
        };
        assert_eq!(self.sold(), sold);
    }

    pub fn sold(&self) -> i64 {
        self.stock.values().map(Stock::sold).sum()
    }

    pub fn held(&self) -> i64 {
        self.stock.values().map(Stock::held).sum()
    }

    /// Pieces that the order keeps.
    pub fn ordered(&self) -> i64 {
        let kept = self
            .order
            .lines()
            .iter()
            .map(|line| i64::from(line.ordered - line.settled()));
        kept.sum()
    }
}
