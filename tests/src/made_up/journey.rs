//! One order's way, from the cart to the end that fate has for it.

use chrono::TimeDelta;
use domain::cart::{Cart, CartCommand};
use domain::order::{
    ClaimReason, ClaimRequest, LineQuantity, Order, OrderCommand, OrderDraft, PaymentMethod, Terms,
    Wish,
};
use domain::payment::{Deposit, Payment, PaymentCommand, TaxFree};
use domain::pricing::{Basket, BasketLine, Charge, ChargeKind, PricingRules, Tax, price};
use domain::stock::{ReleaseReason, StockEvent};
use domain::{CartId, Channel, CheckoutKey, ClaimId, NoticeId, OrderId, Reference, RefundId, Won};
use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use super::{MadeUp, id};

/// One order under way.
pub(super) struct Journey {
    step: u8,
    fate: Fate,
    cart_id: CartId,
    cart: Cart,
    order: Order,
    payment: Payment,
    draft: Box<OrderDraft>,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Kept,
    Returned,
    Cancelled,
    Expired,
    PaidWrongly,
}

impl MadeUp {
    #[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
    pub(super) fn begin(&mut self) -> Journey {
        self.begun += 1;
        let lines = self.random.random_range(1..=3).min(self.skus.len());
        let chosen: Vec<_> = self
            .skus
            .choose_multiple(&mut self.random, lines)
            .cloned()
            .collect();
        let lines = chosen
            .into_iter()
            .map(|(product, sku, unit_price)| BasketLine {
                category: id(&format!("category-{}", unit_price.0 % 7)),
                name: format!("곡물 {product}"),
                product,
                sku,
                option: Some("1kg".to_owned()),
                unit_price,
                quantity: self.random.random_range(1..=4),
                tax: Tax::Taxable,
            });
        let basket = Basket {
            lines: lines.collect(),
            charges: self.shipping(),
            ..Basket::default()
        };
        let cart_id = CartId(Uuid::from_u128(self.random.random()));
        let key: CheckoutKey = id(&format!("attempt-{}", self.begun));
        let order = OrderId::derive(cart_id, &key, self.now);
        let draft = OrderDraft {
            order,
            store: id("demo"),
            channel: if self.random.random_bool(0.4) {
                Channel::Pc
            } else {
                Channel::Mobile
            },
            cart: Some(cart_id),
            member: None,
            customer: None,
            country: "KR".to_owned(),
            recipient: None,
            quote: price(&PricingRules::as_recorded(), &basket)
                .expect("a made-up basket has a price"),
            coupon: None,
            method: PaymentMethod::VirtualAccount {
                bank: "088".to_owned(),
            },
            deposit_deadline: self.now + TimeDelta::days(3),
            escrow: false,
            cash_receipt: None,
            consents: vec![],
            supplement: None,
            replaces: None,
            placed_at: self.now,
        };
        let fate = match self.random.random_range(0..100) {
            0..=4 => Fate::Returned,
            5..=7 => Fate::Cancelled,
            8..=9 => Fate::Expired,
            10 => Fate::PaidWrongly,
            _ => Fate::Kept,
        };
        Journey {
            step: 0,
            fate,
            cart_id,
            cart: Cart::default(),
            order: Order::default(),
            payment: Payment::default(),
            draft: Box::new(draft),
        }
    }

    fn shipping(&mut self) -> Vec<Charge> {
        let charge = Charge {
            code: Charge::SHIPPING.to_owned(),
            name: "배송비".to_owned(),
            kind: ChargeKind::Shipping,
            amount: Won(3_000),
            tax: Tax::Taxable,
        };
        if self.random.random_bool(0.5) {
            vec![charge]
        } else {
            vec![]
        }
    }

    /// The next step of an order; `false` after its last.
    pub(super) fn go_on(&mut self, journey: &mut Journey) -> bool {
        journey.step += 1;
        match journey.step {
            1 => self.fill(journey),
            2 => self.check_out(journey),
            3 => return self.pay(journey),
            4 => {
                self.order(journey, OrderCommand::Prepare { at: self.now });
            }
            5 => return self.ship(journey),
            6 => {
                self.order(
                    journey,
                    OrderCommand::Deliver {
                        parcel: 1,
                        at: self.now,
                    },
                );
            }
            _ => {
                match journey.fate {
                    Fate::Returned => self.give_back(journey),
                    _ => self.order(journey, OrderCommand::Confirm { at: self.now }),
                }
                return false;
            }
        }
        true
    }

    fn fill(&mut self, journey: &mut Journey) {
        for line in journey.draft.quote.lines.clone() {
            let add = CartCommand::Add {
                product: line.product,
                sku: line.sku,
                quantity: line.quantity,
                price: line.unit_price,
            };
            self.decide(&mut journey.cart, &journey.cart_id.to_string(), add);
        }
    }

    fn check_out(&mut self, journey: &mut Journey) {
        let (order, cart) = (journey.draft.order.clone(), journey.cart_id.to_string());
        let key: CheckoutKey = id(&format!("key-{order}"));
        let begin = CartCommand::BeginCheckout {
            key: key.clone(),
            draft: journey.draft.clone(),
            orders_before: 0,
            at: self.now,
        };
        self.decide(&mut journey.cart, &cart, begin);
        for line in journey.draft.quote.lines.clone() {
            let until = journey.draft.deposit_deadline;
            self.stock(
                &line.sku,
                StockEvent::StockHeld {
                    hold: order.hold(),
                    quantity: line.quantity,
                    until,
                },
            );
        }
        self.order(
            journey,
            OrderCommand::Place {
                draft: journey.draft.clone(),
            },
        );
        let amount = journey.draft.quote.total;
        self.payment(
            journey,
            PaymentCommand::Request {
                order: order.clone(),
                amount,
                at: self.now,
            },
        );
        let issue = PaymentCommand::IssueAccount {
            bank: "088".to_owned(),
            account: format!("5621{:010}", self.begun),
            issue: format!("StdpayVBNKtestshop01{order}"),
            deadline: journey.draft.deposit_deadline,
        };
        self.payment(journey, issue);
        self.decide(
            &mut journey.cart,
            &cart,
            CartCommand::FinishCheckout { key },
        );
    }

    fn pay(&mut self, journey: &mut Journey) -> bool {
        let order = journey.draft.order.clone();
        if journey.fate == Fate::Expired {
            let at = journey.draft.deposit_deadline;
            self.payment(journey, PaymentCommand::Expire { at });
            self.order(journey, OrderCommand::Expire { at });
            for line in journey.draft.quote.lines.clone() {
                let (hold, reason) = (order.hold(), ReleaseReason::Cancelled);
                self.stock(
                    &line.sku,
                    StockEvent::HoldReleased {
                        hold,
                        quantity: line.quantity,
                        reason,
                    },
                );
            }
            return false;
        }
        let account = journey
            .payment
            .account()
            .map(|account| account.number.clone())
            .unwrap_or_default();
        let mut deposit = Deposit {
            notice: NoticeId::new(format!("n-{order}")).expect("a made-up id"),
            issue: None,
            account,
            amount: journey.draft.quote.total,
            at: self.now,
        };
        if journey.fate == Fate::PaidWrongly {
            deposit.amount = Won(deposit.amount.0 + 1);
            self.payment(journey, PaymentCommand::NoteDeposit { deposit });
            return false;
        }
        self.payment(journey, PaymentCommand::NoteDeposit { deposit });
        let (payment, amount) = (order.payment(), journey.draft.quote.total);
        self.order(
            journey,
            OrderCommand::Pay {
                payment,
                amount,
                at: self.now,
            },
        );
        for line in journey.draft.quote.lines.clone() {
            let taken = StockEvent::StockTaken {
                hold: order.hold(),
                quantity: line.quantity,
                held: true,
            };
            self.stock(&line.sku, taken);
        }
        true
    }

    fn ship(&mut self, journey: &mut Journey) -> bool {
        if journey.fate == Fate::Cancelled {
            let claim: ClaimId = id(&format!("{}-c1", journey.draft.order));
            let cancel = OrderCommand::Cancel {
                claim: claim.clone(),
                lines: None,
                keep: Won::ZERO,
                reason: "shopper".to_owned(),
                at: self.now,
            };
            self.order(journey, cancel);
            self.refund(journey, claim);
            return false;
        }
        let invoice = format!("{:012}", 688_000_000_000_u64 + self.begun as u64);
        self.order(
            journey,
            OrderCommand::Ship {
                carrier: "cj".to_owned(),
                invoice,
                lines: None,
                at: self.now,
            },
        );
        true
    }

    fn give_back(&mut self, journey: &mut Journey) {
        let claim: ClaimId = id(&format!("{}-r1", journey.draft.order));
        let lines = vec![LineQuantity {
            line: 0,
            quantity: 1,
        }];
        let request = OrderCommand::RequestClaim {
            claim: claim.clone(),
            request: Box::new(ClaimRequest {
                wish: Wish::Return,
                lines,
                reason: ClaimReason::Damaged,
                note: None,
                photos: vec![],
                wanted: vec![],
            }),
            terms: Terms::STANDARD,
            at: self.now,
        };
        self.order(journey, request);
        let (lines, resellable) = (vec![], self.random.random_bool(0.8));
        let receive = OrderCommand::ReceiveReturn {
            claim: claim.clone(),
            lines,
            resellable,
            at: self.now,
        };
        self.order(journey, receive);
        let sku = journey.draft.quote.lines[0].sku.clone();
        let reference = Reference::new(claim.as_str()).expect("a made-up id");
        self.stock(
            &sku,
            StockEvent::StockReturned {
                quantity: 1,
                resellable,
                reference,
            },
        );
        self.refund(journey, claim);
    }

    fn refund(&mut self, journey: &mut Journey, claim: ClaimId) {
        let refund: RefundId = id(&format!("{claim}-refund"));
        let amount = journey.order.promised();
        let at = self.now;
        self.payment(
            journey,
            PaymentCommand::RequestRefund {
                tax_free: TaxFree::default(),
                refund: refund.clone(),
                amount,
                at,
            },
        );
        let reference = format!("{:020}", self.begun);
        self.payment(
            journey,
            PaymentCommand::RecordRefund {
                refund: refund.clone(),
                reference,
                at,
            },
        );
        self.order(journey, OrderCommand::RecordRefund { claim, refund, at });
    }

    fn order(&mut self, journey: &mut Journey, command: OrderCommand) {
        let order = journey.draft.order.to_string();
        self.decide(&mut journey.order, &order, command);
    }

    fn payment(&mut self, journey: &mut Journey, command: PaymentCommand) {
        let payment = journey.draft.order.payment().to_string();
        self.decide(&mut journey.payment, &payment, command);
    }
}
