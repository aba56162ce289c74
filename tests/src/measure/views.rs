//! The stock framework's way of filling a read model: an event at a time, each view read and
//! written back.

use std::sync::Arc;
use std::time::Instant;

use cqrs_es::persist::GenericQuery;
use cqrs_es::{EventEnvelope, View};
use postgres_es::PostgresViewRepository;
use serde::{Deserialize, Serialize};

use super::plain::{Plain, plain_events};
use super::slip::{Slip, fill_slips};
use crate::pg::Database;

/// Few, because they take their time.
const SLIPS: i64 = 100;
const NOTES: i64 = 20;

/// What the stock framework keeps of a slip.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct SlipView {
    notes: i64,
}

impl View<Slip> for SlipView {
    fn update(&mut self, _: &EventEnvelope<Slip>) {
        self.notes += 1;
    }
}

/// Events a second of the stock `QueryReplay` into its own views.
#[expect(clippy::cast_precision_loss, reason = "a count of events")]
pub async fn stock_rebuild(database: &Database) -> f64 {
    let stock = Plain::open(database, 4).await;
    let client = database.client().await;
    fill_slips(&client, plain_events(), SLIPS, NOTES).await;
    client
        .batch_execute(
            "CREATE TABLE stock_slips (view_id text PRIMARY KEY,
                 version bigint CHECK (version >= 0) NOT NULL, payload json NOT NULL)",
        )
        .await
        .expect("the table is made");
    let views = PostgresViewRepository::<SlipView, Slip>::new("stock_slips", stock.pool().clone());
    let began = Instant::now();
    stock
        .replay::<Slip, _>(GenericQuery::new(Arc::new(views)))
        .replay_all()
        .await
        .expect("the server answers");
    let rate = (SLIPS * NOTES) as f64 / began.elapsed().as_secs_f64();
    let kept = "SELECT sum((payload->>'notes')::int8)::int8 FROM stock_slips";
    let notes: i64 = client
        .query_one(kept, &[])
        .await
        .expect("the server answers")
        .get(0);
    assert!(notes == SLIPS * NOTES, "the stock replay kept {notes}");
    rate
}
