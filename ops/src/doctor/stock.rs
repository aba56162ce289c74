//! Stock is never negative, its books balance, each stock by itself, no hold outlives its order, and what came back is
//! booked.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use cqrs_es::Aggregate;
use domain::HoldId;
use domain::stock::{Stock, StockEvent, StockId};
use sqlx::PgPool;
use store::{EventLog, Recorded, StreamKey};

use super::{Checked, Finding, PATIENCE, complaints};

/// Streams that are folded at once.
const AT_ONCE: usize = 64;

/// The same pieces left twice for one order.
const TAKEN_TWICE: &str = "
    SELECT aggregate_id, 'taken ' || count(*) || ' times for ' || (payload->'StockTaken'->>'hold')
    FROM events WHERE aggregate_type = 'stock' AND event_type = 'StockTaken'
    GROUP BY aggregate_id, payload->'StockTaken'->>'hold' HAVING count(*) > 1 LIMIT $1";

/// Claims of which the order says that the stocks have their pieces, and the stocks have fewer or more of them. Gifts
/// come on top of what a claim names; what an order still waited for never left. Staff who counted may book what is
/// missing under the claim's name.
const BOOKED: &str = r"
    WITH claimed AS (
        SELECT aggregate_id AS id, payload->event_type->>'claim' AS claim,
               (SELECT sum((line->>'quantity')::bigint)
                  FROM json_array_elements(coalesce(payload->event_type->'lines',
                                                    payload->event_type->'refund'->'lines')) AS line) AS pieces
          FROM events
         WHERE aggregate_type = 'order'
           AND event_type IN ('LinesCancelled', 'ReturnReceived', 'ExchangeReceived')
    ), booked AS (
        SELECT regexp_replace(payload->event_type->>'reference', '/[^/]*$', '') AS name,
               sum(coalesce(payload->event_type->>'quantity', payload->event_type->>'delta')::bigint) AS pieces,
               bool_or(event_type = 'ShortageCancelled') AS waited
          FROM events
         WHERE aggregate_type = 'stock' AND event_type IN ('StockReturned', 'ShortageCancelled', 'StockAdjusted')
           AND payload->event_type->>'reference' !~ '/gift[0-9]+$'
         GROUP BY 1
    )
    SELECT claimed.id, format('claim %s is of %s piece(s), and the stocks took %s back; whoever counted books the rest: '
                              'jangbu stock adjust SKU --by PIECES --note %s/%s/counted --reason WHY',
                              claim, claimed.pieces, coalesce(booked.pieces, 0), claimed.id, claim)
      FROM claimed
      JOIN events said ON said.aggregate_type = 'order' AND said.event_type = 'ClaimRestocked'
       AND said.aggregate_id = claimed.id AND said.payload->'ClaimRestocked'->>'claim' = claim
      LEFT JOIN booked ON booked.name = claimed.id || '/' || claim
     WHERE coalesce(booked.pieces, 0) <> claimed.pieces AND NOT coalesce(waited, false)
     LIMIT $1";

/// Holds whose orders are over, or never came to be. Those of exchanges and edits are named after the order, too; an
/// exchange sends what it holds also where the rest of its order is over.
const ORPHANS: &str = "
    SELECT hold, coalesce(max(event_type), 'never placed')
    FROM unnest($1::text[]) AS hold
    LEFT JOIN events ON aggregate_type = 'order' AND aggregate_id = split_part(hold, '/', 1)
    GROUP BY hold
    HAVING count(*) FILTER (WHERE event_type = 'OrderPlaced') = 0
        OR bool_or(event_type IN ('OrderCancelled', 'OrderExpired')
                   AND recorded_at < now() - make_interval(secs => $2))";

pub(super) async fn check(pool: &PgPool, log: &dyn EventLog) -> Result<Checked> {
    let stocks: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT aggregate_id FROM events WHERE aggregate_type = 'stock' ORDER BY 1",
    )
    .fetch_all(pool)
    .await?;
    let mut broken = complaints(pool, 2, TAKEN_TWICE).await?;
    broken.extend(both_kinds(&stocks));
    let booked = complaints(pool, 2, BOOKED).await?;
    let mut holds = BTreeSet::new();
    for stocks in stocks.chunks(AT_ONCE) {
        let streams: Vec<_> = stocks
            .iter()
            .map(|stock| (StreamKey::new("stock", stock), 0))
            .collect();
        let mut events = BTreeMap::<String, Vec<Recorded>>::new();
        for event in log.load(&streams).await? {
            events.entry(event.id.clone()).or_default().push(event);
        }
        for (name, events) in events {
            broken.extend(fold(&read(&name), &events, &mut holds)?);
        }
    }
    broken.extend(orphans(pool, &holds).await?);
    let sentence = format!(
        "{} SKU(s): received + adjusted = on hand + held + sold + written off; what came back is on the shelf",
        stocks.len()
    );
    for finding in &mut broken {
        finding.subject = read(&finding.subject);
    }
    broken.extend(booked);
    Ok(Checked { sentence, broken })
}

/// A stream's name as people read it.
fn read(name: &str) -> String {
    StockId::read(name).map_or_else(|_| name.to_owned(), |id| id.to_string())
}

/// A log counts stock for all stores together or for each apart: of both kinds, one is hidden.
fn both_kinds(stocks: &[String]) -> Option<Finding> {
    let ids = stocks.iter().filter_map(|name| StockId::read(name).ok());
    let (own, shared): (Vec<_>, Vec<_>) = ids.partition(|id| id.store().is_some());
    let (own, shared) = (own.first()?, shared.first()?);
    let what = format!("{own} belongs to one store, {shared} to all: one of them is not sold from");
    Some(Finding::new(2, own.to_string(), what))
}

/// Pieces of one SKU that an order holds; an order has one hold for all its SKUs.
type Held = (HoldId, String);

/// Folds one SKU's stream; old holds still in force go to `holds`.
fn fold(sku: &str, events: &[Recorded], holds: &mut BTreeSet<Held>) -> Result<Option<Finding>> {
    let mut stock = Stock::default();
    let old = chrono::Utc::now() - PATIENCE;
    for recorded in events {
        let event: StockEvent = serde_json::from_str(&recorded.payload)
            .with_context(|| format!("stock {sku} #{} cannot be read", recorded.sequence))?;
        let held = match &event {
            StockEvent::StockHeld { hold, .. } if recorded.recorded_at < old => Some(hold.clone()),
            _ => None,
        };
        stock.apply(event);
        holds.extend(held.map(|hold| (hold, sku.to_owned())));
        if !stock.balanced() {
            let what = format!(
                "after event {}: received {} + adjusted {} ≠ on hand {} + held {} + sold {} + written off {}, or below zero",
                recorded.sequence,
                stock.received(),
                stock.adjusted(),
                stock.on_hand(),
                stock.held(),
                stock.sold(),
                stock.written_off()
            );
            return Ok(Some(Finding::new(2, sku, what)));
        }
    }
    holds.retain(|(hold, of)| of != sku || stock.holds(hold));
    Ok(None)
}

async fn orphans(pool: &PgPool, holds: &BTreeSet<Held>) -> Result<Vec<Finding>> {
    let names: BTreeSet<&str> = holds.iter().map(|(hold, _)| hold.as_str()).collect();
    let rows: Vec<(String, String)> = sqlx::query_as(ORPHANS)
        .bind(Vec::from_iter(names))
        .bind(PATIENCE.as_seconds_f64())
        .fetch_all(pool)
        .await?;
    let over: BTreeMap<String, String> = rows.into_iter().collect();
    Ok(holds
        .iter()
        .filter_map(|(hold, sku)| {
            let order = over.get(hold.as_str())?;
            let what = format!("pieces are held for order {hold}, which is over ({order})");
            Some(Finding::new(2, sku, what))
        })
        .collect())
}
