//! Prints an order as it stands in the log.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use comfy_table::Table;
use domain::OrderId;
use domain::order::{EditOutcome, EditState, LineQuantity, Order, OrderDraft};
use shop::Shop;
use shop::audit::{Moment, Snapshot};

use super::{show_claims, show_money};
use crate::say::say;
use crate::table;

/// Prints an order from its events, for people or as JSON.
pub async fn show(shop: &Shop, order: &OrderId, json: bool) -> Result<()> {
    let trail = shop
        .trail(order)
        .await?
        .with_context(|| format!("there is no order {order}"))?;
    let snapshot = trail
        .at(Moment::Latest)?
        .context("the order has no events")?;
    print(&snapshot, json)
}

/// Prints an order as it stood.
pub fn print(snapshot: &Snapshot, json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(snapshot)?)?;
        return Ok(());
    }
    let order = &snapshot.order;
    let Some(draft) = order.draft() else {
        say!("{} after {} event(s)", snapshot.status, snapshot.version)?;
        return Ok(());
    };
    say!(
        "order     {}  ({}, after {} event(s))",
        draft.order,
        snapshot.status,
        snapshot.version
    )?;
    say!(
        "placed    {}  in {} through {}",
        kst(draft.placed_at),
        draft.store,
        draft.channel
    )?;
    if let Some(supplement) = &draft.supplement {
        say!("added to  {}  (edit {})", supplement.to, supplement.edit)?;
    }
    if let Some(before) = &draft.replaces {
        say!("replaces  {}  (edit {})", before.order, before.edit)?;
    }
    if let Some(next) = order.goes_on_as() {
        say!("replaced  by {next}: all of it was changed")?;
    }
    if let Some(at) = order.recipient_erased() {
        say!("erased    who ordered and where it went, at {}", kst(at))?;
    }
    say!("{}", lines(order, draft))?;
    let quote = &draft.quote;
    say!(
        "goods {} − discount {} + charges {} = total {} (VAT {})",
        quote.goods,
        quote.discount,
        quote.shipping,
        quote.total,
        quote.vat
    )?;
    show_money::print(snapshot, draft)?;
    print_parcels(snapshot, order)?;
    for (id, edit) in order.edits() {
        say!("edit      {id}: {}", edited(edit))?;
    }
    for (id, claim) in order.claims() {
        say!("claim     {id}: {}", show_claims::told(order, id, claim))?;
        for line in show_claims::agreed(order, id) {
            say!("          {line}")?;
        }
    }
    Ok(())
}

fn print_parcels(snapshot: &Snapshot, order: &Order) -> Result<()> {
    for (number, parcel) in (1..).zip(order.parcels()) {
        let state = if parcel.delivered {
            "delivered"
        } else {
            "on its way"
        };
        say!(
            "parcel {number}  {} {} {state}",
            parcel.carrier,
            parcel.invoice
        )?;
        if let Some(told) = snapshot.payment.delivery(number) {
            let invoice = &told.invoice;
            match &told.refused {
                None => say!("  escrow  was told of {} {invoice}", told.carrier)?,
                Some(code) => say!("  escrow  does not take {} {invoice}: {code}", told.carrier)?,
            }
        }
    }
    Ok(())
}

fn lines(order: &Order, draft: &OrderDraft) -> Table {
    let mut table = table::table([
        "",
        "SKU",
        "name",
        "price",
        "ordered",
        "cancelled",
        "shipped",
        "returned",
        "net",
    ]);
    for (number, (quoted, line)) in (1..).zip(draft.quote.lines.iter().zip(order.lines())) {
        let name = match &quoted.option {
            Some(option) => format!("{} ({option})", quoted.name),
            None => quoted.name.clone(),
        };
        table.add_row([
            number.to_string(),
            quoted.sku.to_string(),
            name,
            quoted.unit_price.to_string(),
            line.ordered.to_string(),
            line.cancelled.to_string(),
            line.shipped.to_string(),
            line.returned.to_string(),
            quoted.net.to_string(),
        ]);
    }
    for gift in &draft.quote.gifts {
        let (sku, pieces) = (gift.sku.to_string(), gift.quantity.to_string());
        table.add_row([
            "+".to_owned(),
            sku,
            gift.name.clone(),
            "gift".to_owned(),
            pieces,
        ]);
    }
    table
}

/// How an edit ended, in a word.
pub(super) fn ended(edit: &EditState) -> &'static str {
    match edit.outcome {
        Some(EditOutcome::Done) => "done",
        Some(EditOutcome::Dropped) => "dropped",
        Some(EditOutcome::TooLate) if edit.plan.replacement.is_some() => {
            "too late: it was paid or given up meanwhile"
        }
        Some(EditOutcome::TooLate) => "too late: it was sent or cancelled meanwhile",
        None if edit.plan.replacement.is_some() => "under way",
        None => "waits to be paid",
    }
}

fn edited(edit: &EditState) -> String {
    let outcome = ended(edit);
    let plan = &edit.plan;
    let leaving =
        (!plan.cancel.is_empty()).then(|| format!("{} piece(s) leave", pieces(&plan.cancel)));
    let to = plan
        .recipient
        .as_ref()
        .map(|_| "another address".to_owned());
    let added = plan.supplement.as_ref();
    let added = added.map(|draft| format!("order {} adds {}", draft.order, draft.quote.total));
    let instead = plan.replacement.as_ref();
    let instead =
        instead.map(|draft| format!("order {} of {} instead", draft.order, draft.quote.total));
    let parts = added.into_iter().chain(instead).chain(leaving).chain(to);
    let parts: Vec<String> = parts.collect();
    format!("{}, {outcome}", parts.join(", "))
}

/// How many they are.
fn pieces(lines: &[LineQuantity]) -> u32 {
    lines.iter().map(|part| part.quantity).sum()
}

/// A time as Korean clocks showed it.
pub fn kst(time: DateTime<Utc>) -> String {
    time.with_timezone(&Seoul)
        .format("%Y-%m-%d %H:%M:%S KST")
        .to_string()
}
