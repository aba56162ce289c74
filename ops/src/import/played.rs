//! What of the plan the ledger holds already.
//!
//! Aggregates remember only their newest keys, enough for a command that is repeated at once. An
//! import may be repeated after months, so it asks the log itself, in bulk: which orders came to
//! their end, which claims were paid back, which credits were recorded; and, for what is not
//! finished, which movements of stock were made.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::{Context, Result};
use domain::stock::StockId;
use domain::{OrderId, Sku, Won};
use serde::Deserialize;
use store::{EventLog, Recorded, StreamKey};

use super::books::{self, Books, claim};
use super::feed;
use super::plan::{Document, GivingBack, Plan};

/// Documents asked after at once.
const DOCUMENTS: usize = 1_000;
/// Streams of stock read at once: some have thousands of events.
const STOCKS: usize = 50;

/// What was played before.
#[derive(Debug, Default)]
pub struct Played {
    /// Orders that came to their end.
    orders: HashSet<OrderId>,
    /// Claims that were paid back: order and claim.
    claims: HashSet<(String, String)>,
    /// Documents whose credit was recorded.
    credits: HashSet<String>,
    /// Movements of stock that matter still, by hold or reference.
    moves: HashMap<Sku, HashSet<String>>,
    /// Whether a sale, return or credit is left to do. Of corrections only [`Played::has_moved`]
    /// tells.
    pub unfinished: bool,
    /// The largest order of the plan that came to its end: number and total.
    pub largest: Option<(OrderId, Won)>,
}

/// Orders that were paid or delivered, each with that event's name.
type Ended = HashSet<(String, String)>;

/// What an event is about: whichever of these it names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Keys {
    claim: Option<String>,
    hold: Option<String>,
    reference: Option<String>,
}

impl Played {
    /// Asks the log about every document of the plan. `opening` are the SKUs that it needs.
    ///
    /// # Errors
    /// The file or the log cannot be read.
    pub async fn ask(
        log: &dyn EventLog,
        books: &Books,
        plan: Plan,
        opening: &[Sku],
    ) -> Result<Self> {
        let mut played = Self::default();
        let mut doubtful = BTreeSet::new();
        let mut documents = feed::documents(plan);
        let mut chunk = Vec::with_capacity(DOCUMENTS);
        while documents.recv_many(&mut chunk, DOCUMENTS).await > 0 {
            let asked = chunk.drain(..).collect::<Result<Vec<_>>>()?;
            let ended = played.ask_ends(log, &asked).await?;
            for document in &asked {
                played.judge(document, &ended, &mut doubtful);
            }
        }
        if played.unfinished {
            doubtful.extend(opening.iter().cloned());
        }
        let doubtful: Vec<Sku> = doubtful.into_iter().collect();
        for skus in doubtful.chunks(STOCKS) {
            played.ask_moves(log, books, skus).await?;
        }
        Ok(played)
    }

    /// Whether the order came to its end.
    pub fn has_order(&self, order: &OrderId) -> bool {
        self.orders.contains(order)
    }

    /// Whether the document's claim on the order was paid back.
    pub fn has_claim(&self, order: &OrderId, invoice: &str) -> bool {
        self.claims.contains(&(order.to_string(), claim(invoice)))
    }

    /// Whether the document's credit was recorded.
    pub fn has_credit(&self, invoice: &str) -> bool {
        self.credits.contains(&books::document(invoice))
    }

    /// Whether pieces moved under this hold or reference.
    pub fn has_moved(&self, sku: &Sku, key: &str) -> bool {
        self.moves.get(sku).is_some_and(|keys| keys.contains(key))
    }

    /// Loads the streams of some documents; answers the orders that were paid and delivered, by
    /// the name of that event.
    async fn ask_ends(&mut self, log: &dyn EventLog, documents: &[Document]) -> Result<Ended> {
        let mut ended = HashSet::new();
        for event in log.load(&streams(documents)).await? {
            match event.event_type.as_str() {
                "OrderPaid" | "ParcelDelivered" => drop(ended.insert((event.id, event.event_type))),
                "OrderRefunded" => {
                    let claim = keys(&event)?.claim.unwrap_or_default();
                    self.claims.insert((event.id, claim));
                }
                "CreditRecorded" => drop(self.credits.insert(event.id)),
                _ => {}
            }
        }
        Ok(ended)
    }

    /// Notes whether the document is finished, and which stock is in doubt because it is not.
    fn judge(&mut self, document: &Document, ended: &Ended, doubtful: &mut BTreeSet<Sku>) {
        doubtful.extend(
            document
                .corrections
                .iter()
                .map(|correction| correction.sku.clone()),
        );
        if let Some(sale) = &document.sale {
            let end = if sale.goods.is_empty() {
                "OrderPaid"
            } else {
                "ParcelDelivered"
            };
            if ended.contains(&(sale.order.to_string(), end.to_owned())) {
                self.orders.insert(sale.order.clone());
                let largest = self.largest.as_ref().map_or(Won::MIN, |(_, total)| *total);
                if sale.total() > largest {
                    self.largest = Some((sale.order.clone(), sale.total()));
                }
            } else {
                self.unfinished = true;
                doubtful.extend(sale.goods.iter().map(|goods| goods.sku.clone()));
            }
        }
        let Some(back) = &document.giving_back else {
            return;
        };
        let invoice = &document.head.invoice;
        for part in &back.parts {
            if !self.has_claim(&part.order, invoice) {
                self.unfinished = true;
                doubtful.extend(part.lines.iter().map(|line| line.sku.clone()));
            }
        }
        if back.has_credit() && !self.has_credit(invoice) {
            self.unfinished = true;
            doubtful.extend(back.unmatched.iter().map(|goods| goods.sku.clone()));
        }
    }

    async fn ask_moves(&mut self, log: &dyn EventLog, books: &Books, skus: &[Sku]) -> Result<()> {
        let streams: Vec<_> = skus
            .iter()
            .map(|sku| (StreamKey::new("stock", books.stock_of(sku).as_str()), 0))
            .collect();
        for event in log.load(&streams).await? {
            let Keys {
                hold, reference, ..
            } = keys(&event)?;
            let open =
                |hold: &String| OrderId::new(hold).is_ok_and(|order| !self.orders.contains(&order));
            if let Some(key) = hold.filter(open).or(reference) {
                self.moves
                    .entry(Sku::new(StockId::read(&event.id)?.sku())?)
                    .or_default()
                    .insert(key);
            }
        }
        Ok(())
    }
}

/// The streams that tell of some documents' ends.
fn streams(documents: &[Document]) -> Vec<(StreamKey, i64)> {
    let mut streams = BTreeSet::new();
    for document in documents {
        let back = document.giving_back.as_ref();
        let returned = back
            .into_iter()
            .flat_map(|back| &back.parts)
            .map(|part| &part.order);
        for order in document.sale.iter().map(|sale| &sale.order).chain(returned) {
            // The first event, what was placed, is long and tells of no end.
            streams.insert((StreamKey::new("order", order.as_str()), 1));
        }
        if back.is_some_and(GivingBack::has_credit) {
            let credit = books::document(&document.head.invoice);
            streams.insert((StreamKey::new("credit", credit), 0));
        }
    }
    streams.into_iter().collect()
}

fn keys(event: &Recorded) -> Result<Keys> {
    let named: HashMap<&str, Keys> = serde_json::from_str(&event.payload)
        .with_context(|| format!("{} {} event {}", event.kind, event.id, event.sequence))?;
    Ok(named.into_values().next().unwrap_or_default())
}
