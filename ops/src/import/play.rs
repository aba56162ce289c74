//! Plays the plan: many invoices at once, each step of each in its order.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use domain::OrderId;
use domain::stock::StockCommand;
use futures::{TryStreamExt, stream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::books::{self, Books, reference};
use super::plan::{Document, Plan};
use super::played::Played;
use super::{feed, giving_back, sale};

/// Invoices in hand at once. The lanes behind the ledger put what they ask for into few writes.
const AT_ONCE: usize = 256;

/// Plays every document that was not played before. Calls `told` with each document's rows as it is
/// done, in file order. Answers the events that this took.
///
/// # Errors
/// A rule refuses, or the file or the log cannot be read. What was played stays played.
pub async fn play(books: &Books, plan: Plan, played: Played, told: impl Fn(u64)) -> Result<u64> {
    let played = Arc::new(played);
    let mut open = Open::default();
    let documents = stream::unfold(feed::documents(plan), async |mut documents| {
        Some((documents.recv().await?, documents))
    });
    documents
        .map_ok(|document| {
            let awaited = open.enter(&document);
            let work = play_one(books.clone(), document, played.clone(), awaited);
            in_hand(work)
        })
        .try_buffered(AT_ONCE)
        .try_fold(0, async |events, (new, rows)| {
            told(rows);
            Ok(events + new)
        })
        .await
}

/// Does work on a task of its own. Dropped before its end (the import is stopped, or another
/// document failed), it takes the task with it: nobody writes on while the database closes.
async fn in_hand<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    AbortOnDropHandle::new(tokio::spawn(work)).await?
}

/// Orders in hand, each with a token that is cancelled when it came to its end.
#[derive(Default)]
struct Open {
    orders: HashMap<OrderId, CancellationToken>,
    sweep: usize,
}

/// What a document waits for, and what waits for it.
struct Awaited {
    before: Vec<CancellationToken>,
    own: Option<CancellationToken>,
}

impl Open {
    /// Takes a document in hand: a cancellation waits for the orders it takes something back from.
    fn enter(&mut self, document: &Document) -> Awaited {
        self.sweep += 1;
        if self.sweep.is_multiple_of(AT_ONCE) {
            self.orders.retain(|_, ended| !ended.is_cancelled());
        }
        let back = document.giving_back.iter().flat_map(|back| &back.parts);
        let before = back
            .filter_map(|part| self.orders.get(&part.order).cloned())
            .collect();
        let own = document.sale.as_ref().map(|sale| {
            let ended = CancellationToken::new();
            self.orders.insert(sale.order.clone(), ended.clone());
            ended
        });
        Awaited { before, own }
    }
}

async fn play_one(
    books: Books,
    document: Document,
    played: Arc<Played>,
    awaited: Awaited,
) -> Result<(u64, u64)> {
    let _ended = awaited.own.map(CancellationToken::drop_guard);
    for order in awaited.before {
        order.cancelled().await;
    }
    let mut events = 0;
    if let Some(sale) = &document.sale {
        events += sale::play(&books, &document.head, sale, &played).await?;
    }
    if let Some(back) = &document.giving_back {
        events += giving_back::play(&books, &document.head, back, &played).await?;
    }
    events += correct(&books, &document, &played).await?;
    Ok((events, document.rows))
}

/// Notes about the stock. Pieces are found or lost, whatever was sold.
async fn correct(books: &Books, document: &Document, played: &Played) -> Result<u64> {
    let head = &document.head;
    let meta = books.meta(head.at, &books::document(&head.invoice));
    let mut events = 0;
    for (place, correction) in document.corrections.iter().enumerate() {
        let reference = reference(&head.invoice, place)?;
        if !played.has_moved(&correction.sku, reference.as_str()) {
            let adjust = StockCommand::Adjust {
                delta: correction.delta,
                reason: correction.reason.to_owned(),
                reference,
            };
            events += books.move_pieces(&correction.sku, adjust, &meta).await?;
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    /// Long enough for anything that is going to happen.
    const LONG: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn work_in_hand_stops_when_nobody_waits_for_it_any_more() {
        let ended = CancellationToken::new();
        let guard = ended.clone().drop_guard();
        let (tell, mut begun) = tokio::sync::mpsc::channel(1);
        let work = in_hand(async move {
            let _guard = guard;
            tell.send(()).await?;
            std::future::pending::<Result<()>>().await
        });
        tokio::select! {
            _ = work => panic!("it has no end"),
            begun = begun.recv() => assert!(begun.is_some()),
        }
        assert!(timeout(LONG, ended.cancelled()).await.is_ok());
    }
}
