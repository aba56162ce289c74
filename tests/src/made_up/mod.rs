//! Made-up shop histories: as many orders as asked for, each through the domain's own rules,
//! many under way at once. For benches and for tests of whoever reads the log.

mod copy;
mod journey;
mod shelves;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use cqrs_es::DomainEvent;
use domain::pricing::Tax;
use domain::product::{Listing, Product, ProductCommand, Variant};
use domain::stock::StockEvent;
use domain::{Actor, Channel, Decide, Meta, ProductId, Reference, Sku, StoreId, Won};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use store::{Commit, NewEvent, StreamKey};
use uuid::Uuid;

pub use copy::copy_in;
use journey::Journey;
pub use shelves::shelves;

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
                    option: (options > 1).then(|| format!("{}kg", option + 1)),
                    ..Variant::new(
                        id(&format!("SKU-{number:04}-{option}")),
                        Won(self.random.random_range(10..500) * 100),
                    )
                })
                .collect();
            let product: ProductId = id(&format!("product-{number:04}"));
            let tax = if number % 2 == 0 {
                Tax::TaxFree
            } else {
                Tax::Taxable
            };
            let category = (
                id(&format!("category-{}", number % 7)),
                format!("갈래 {}", number % 7),
            );
            let listing = Listing {
                summary: "갓 도정한 햇곡물".to_owned(),
                description: "한 알 한 알 고른 곡물입니다.\n\n서늘한 곳에 두세요.".to_owned(),
                badges: vec!["new".to_owned()],
                picture: "grain".to_owned(),
                ..Listing::new(
                    product.clone(),
                    id("demo"),
                    format!("곡물 {number}호"),
                    category,
                    tax,
                    variants.clone(),
                )
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
            event_type: event.event_type(),
            event_version: event.event_version(),
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
