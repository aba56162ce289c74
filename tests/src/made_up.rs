//! Made-up shop histories: as many orders as asked for, each through the domain's own rules,
//! many under way at once. For benches and for tests of whoever reads the log.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Cursor;

use chrono::{DateTime, TimeDelta, Utc};
use cqrs_es::DomainEvent;
use domain::cart::{Cart, CartCommand};
use domain::order::{LineQuantity, Order, OrderCommand, OrderDraft, PaymentMethod};
use domain::payment::{Deposit, Payment, PaymentCommand};
use domain::pricing::{Basket, BasketLine, Charge, ChargeKind, PricingRules, Tax, price};
use domain::product::{Listing, Product, ProductCommand, Variant};
use domain::stock::{ReleaseReason, StockEvent};
use domain::{
    Actor, CartId, Channel, CheckoutKey, ClaimId, Decide, Meta, NoticeId, OrderId, ProductId,
    Reference, RefundId, Sku, StoreId, Won,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use store::{Commit, NewEvent, StreamKey};
use uuid::Uuid;

/// What is made up.
#[derive(Debug, Clone, Copy)]
pub struct Mix {
    /// Orders placed.
    pub orders: usize,
    /// Products, with one to three options each.
    pub products: usize,
    /// Orders under way at once: how far the events of one order lie apart.
    pub window: usize,
    /// The same seed makes up the same history.
    pub seed: u64,
}

impl Default for Mix {
    fn default() -> Self {
        Self {
            orders: 100,
            products: 20,
            window: 10,
            seed: 1,
        }
    }
}

/// The whole history, commit by commit, in the order in which it happened.
pub fn history(mix: Mix) -> impl Iterator<Item = Commit> {
    let mut shop = MadeUp::new(mix);
    let mut waiting: Vec<Commit> = shop.open();
    waiting.reverse();
    std::iter::from_fn(move || {
        while waiting.is_empty() {
            if !shop.step() {
                return None;
            }
            waiting.extend(shop.out.drain(..).rev());
        }
        waiting.pop()
    })
}

struct MadeUp {
    mix: Mix,
    random: StdRng,
    now: DateTime<Utc>,
    skus: Vec<(ProductId, Sku, Won)>,
    versions: HashMap<StreamKey, i64>,
    journeys: Vec<Journey>,
    begun: usize,
    out: Vec<Commit>,
}

/// One order under way.
struct Journey {
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

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a made-up id")
}

impl MadeUp {
    fn new(mix: Mix) -> Self {
        Self {
            mix,
            random: StdRng::seed_from_u64(mix.seed),
            now: "2026-01-01T00:00:00Z".parse().expect("a literal time"),
            skus: Vec::new(),
            versions: HashMap::new(),
            journeys: Vec::new(),
            begun: 0,
            out: Vec::new(),
        }
    }

    /// Lists the products and fills the shelves.
    fn open(&mut self) -> Vec<Commit> {
        for number in 0..self.mix.products {
            let options = self.random.random_range(1..=3);
            let variants: Vec<Variant> = (0..options)
                .map(|option| Variant {
                    sku: id(&format!("SKU-{number:04}-{option}")),
                    option: (options > 1).then(|| format!("{}kg", option + 1)),
                    price: Won(self.random.random_range(10..500) * 100),
                    list_price: None,
                })
                .collect();
            let product: ProductId = id(&format!("product-{number:04}"));
            let listing = Listing {
                product: product.clone(),
                store: id("demo"),
                name: format!("곡물 {number}호"),
                category: id(&format!("category-{}", number % 7)),
                category_name: format!("갈래 {}", number % 7),
                summary: "갓 도정한 햇곡물".to_owned(),
                description: "한 알 한 알 고른 곡물입니다.\n\n서늘한 곳에 두세요.".to_owned(),
                badges: vec!["new".to_owned()],
                picture: "grain".to_owned(),
                tax: if number % 2 == 0 {
                    Tax::TaxFree
                } else {
                    Tax::Taxable
                },
                facts: vec![],
                variants: variants.clone(),
            };
            let listed = ProductCommand::List {
                listing: Box::new(listing),
            };
            self.decide(&mut Product::default(), product.as_str(), listed);
            for variant in variants {
                let reference = Reference::new("delivery-1").expect("a made-up id");
                self.stock(
                    &variant.sku,
                    StockEvent::StockReceived {
                        quantity: 10_000_000,
                        reference,
                    },
                );
                self.skus
                    .push((product.clone(), variant.sku, variant.price));
            }
        }
        std::mem::take(&mut self.out)
    }

    /// One step of one order; `false` when all are over.
    fn step(&mut self) -> bool {
        while self.journeys.len() < self.mix.window.max(1) && self.begun < self.mix.orders {
            let journey = self.begin();
            self.journeys.push(journey);
        }
        if self.journeys.is_empty() {
            return false;
        }
        self.now += TimeDelta::milliseconds(self.random.random_range(1..30_000));
        let place = self.random.random_range(0..self.journeys.len());
        let mut journey = self.journeys.swap_remove(place);
        if self.go_on(&mut journey) {
            self.journeys.push(journey);
        }
        true
    }

    fn begin(&mut self) -> Journey {
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
            customer: None,
            country: "KR".to_owned(),
            recipient: None,
            quote: price(&PricingRules::as_recorded(), &basket)
                .expect("a made-up basket has a price"),
            method: PaymentMethod::VirtualAccount {
                bank: "088".to_owned(),
            },
            deposit_deadline: self.now + TimeDelta::days(3),
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
        };
        if self.random.random_bool(0.5) {
            vec![charge]
        } else {
            vec![]
        }
    }

    /// The next step of an order; `false` after its last.
    fn go_on(&mut self, journey: &mut Journey) -> bool {
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
        let reason = "changed_mind".to_owned();
        let request = OrderCommand::RequestReturn {
            claim: claim.clone(),
            lines,
            reason,
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

    fn decide<A: Decide<Error: std::fmt::Debug>>(
        &mut self,
        state: &mut A,
        stream: &str,
        command: A::Command,
    ) {
        let events = state.decide(command).expect("a made-up command is sound");
        for event in &events {
            state.apply(event.clone());
        }
        self.commit(A::TYPE, stream, &events);
    }

    fn stock(&mut self, sku: &Sku, event: StockEvent) {
        self.commit("stock", sku.as_str(), &[event]);
    }

    fn commit<E: DomainEvent + serde::Serialize>(
        &mut self,
        kind: &'static str,
        stream: &str,
        events: &[E],
    ) {
        let stream = StreamKey::new(kind, stream);
        let version = self.versions.entry(stream.clone()).or_default();
        let expected = *version;
        *version += i64::try_from(events.len()).unwrap_or(0);
        let meta = Meta::new(
            StoreId::new("demo").expect("a made-up id"),
            Actor::Guest,
            Channel::Pc,
            self.now,
        );
        let metadata = serde_json::to_string(&meta.to_map()).expect("metadata is JSON");
        let new = |event: &E| NewEvent {
            event_id: Uuid::from_u128(self.random.random()),
            event_type: event.event_type().into(),
            event_version: event.event_version().into(),
            payload: serde_json::to_string(event).expect("an event is JSON"),
            metadata: metadata.clone(),
        };
        let events = events.iter().map(new).collect();
        self.out.push(Commit {
            stream,
            expected,
            events,
        });
    }
}

/// Writes a history straight into the log's table, each commit as a transaction of its own
/// of a bygone epoch; gives the number of events. Much faster than the ledger.
pub async fn copy_in(
    client: &tokio_postgres::Client,
    commits: impl Iterator<Item = Commit>,
) -> usize {
    use futures::SinkExt;
    let sql = "COPY events (epoch, xid, aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata, event_id) FROM STDIN";
    let sink = client.copy_in(sql).await.expect("the log takes a copy");
    let mut sink = std::pin::pin!(sink);
    let escape = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\t', "\\t")
    };
    let (mut text, mut count) = (String::new(), 0);
    for (xid, commit) in (1..).zip(commits) {
        for (event, sequence) in commit.events.iter().zip(commit.expected + 1..) {
            count += 1;
            writeln!(
                text,
                "0\t{xid}\t{}\t{}\t{sequence}\t{}\t{}\t{}\t{}\t{}",
                commit.stream.kind,
                commit.stream.id,
                event.event_type,
                event.event_version,
                escape(&event.payload),
                escape(&event.metadata),
                event.event_id,
            )
            .expect("a String takes all");
        }
        if text.len() > 1 << 20 {
            sink.send(Cursor::new(std::mem::take(&mut text).into_bytes()))
                .await
                .expect("the log takes a copy");
        }
    }
    sink.send(Cursor::new(text.into_bytes()))
        .await
        .expect("the log takes a copy");
    sink.finish().await.expect("the log takes a copy");
    count
}
