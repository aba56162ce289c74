//! Prints an order as it stands in the log.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use comfy_table::Table;
use domain::order::{Claim, EditOutcome, EditState, LineQuantity, Order, OrderDraft};
use domain::payment::{CashReceipt, ReceiptStage, RefundState};
use domain::{ClaimId, OrderId};
use shop::Shop;
use shop::audit::{Moment, Snapshot};

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
    if let Some(next) = order.replaced_by() {
        say!("replaced  by {next}: it was changed before it was paid")?;
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
    print_payment(snapshot, draft)?;
    print_parcels(snapshot, order)?;
    for (id, edit) in order.edits() {
        say!("edit      {id}: {}", edited(edit))?;
    }
    for (id, claim) in order.claims() {
        say!("claim     {id}: {}", told(claim))?;
        for line in agreed(order, id) {
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

fn print_payment(snapshot: &Snapshot, draft: &OrderDraft) -> Result<()> {
    let payment = &snapshot.payment;
    if let Some(account) = payment.account() {
        say!(
            "account   bank {} {} until {}",
            account.bank,
            account.number,
            kst(draft.deposit_deadline)
        )?;
    }
    say!(
        "captured  {}   refunded {}",
        snapshot.captured,
        snapshot.refunded
    )?;
    for (refund, state) in payment.refunds() {
        match state {
            RefundState::Refused(amount) => say!(
                "refund    {refund} of {amount} is refused by its provider: jangbu order settle-refund"
            )?,
            RefundState::Requested(amount) => say!("refund    {refund} of {amount} is asked for")?,
            RefundState::Done(_) => {}
        }
    }
    for (id, receipt) in payment.receipts() {
        say!("receipt   {id}: {}", receipt_told(receipt))?;
    }
    if payment.awaits_refund_account() {
        say!(
            "refund    {} wait(s) for the shopper to name an account{}",
            payment.refunds_asked(),
            payment
                .refund_account_refused()
                .map_or_else(String::new, |code| format!(
                    "; the last one was refused: {code}"
                ))
        )?;
    } else if payment.refund_account().is_some() {
        say!("refund    to an account that was named")?;
    }
    Ok(())
}

/// How far a cash receipt came; never for whom it is.
fn receipt_told(receipt: &CashReceipt) -> String {
    let (kind, amount, left) = (receipt.wish.kind.as_str(), receipt.amount, receipt.left);
    match &receipt.stage {
        ReceiptStage::Asked => format!("{kind} of {amount}, asked for"),
        ReceiptStage::Issued { approval, .. } if left == amount => {
            format!("{kind} of {amount}, approval {approval}")
        }
        ReceiptStage::Issued { approval, .. } => {
            format!("{kind} of {amount}, of which {left} is left, approval {approval}")
        }
        ReceiptStage::Refused(code) => format!("{kind} of {amount}, refused: {code}"),
        ReceiptStage::Cancelled => format!("{kind} of {amount}, taken back"),
    }
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

fn edited(edit: &EditState) -> String {
    let outcome = match edit.outcome {
        Some(EditOutcome::Done) => "done",
        Some(EditOutcome::Dropped) => "dropped",
        Some(EditOutcome::TooLate) => "too late: it was sent or cancelled meanwhile",
        None => "waits to be paid",
    };
    let plan = &edit.plan;
    let leaving =
        (!plan.cancel.is_empty()).then(|| format!("{} piece(s) leave", pieces(&plan.cancel)));
    let to = plan
        .recipient
        .as_ref()
        .map(|_| "another address".to_owned());
    let added = plan.supplement.as_ref();
    let added = added.map(|draft| format!("order {} adds {}", draft.order, draft.quote.total));
    let parts: Vec<String> = added.into_iter().chain(leaving).chain(to).collect();
    format!("{}, {outcome}", parts.join(", "))
}

/// What an exchange sends, and what it costs.
fn agreed(order: &Order, claim: &ClaimId) -> Vec<String> {
    let Some(deal) = order.deals().get(claim) else {
        return vec![];
    };
    let asks = |line: u32| deal.wanted.iter().any(|it| it.line == line);
    let out = order.replacement(claim).into_iter();
    let out = out.filter(|it| asks(it.line)).map(|it| {
        let more = it.difference;
        format!(
            "line {}: {} × {}, {more} more",
            it.line + 1,
            it.sku,
            it.quantity
        )
    });
    let terms = deal.terms.as_ref();
    let costs = terms.and_then(|terms| Some((terms.supplement.as_ref()?, terms.to_pay())));
    let costs = costs.map(|(draft, due)| {
        let over =
            matches!(order.claims().get(claim), Some(Claim::Requested(asked)) if !asked.is_open());
        let paid = match (deal.paid, over) {
            (true, _) => "paid",
            (false, true) => "not paid, and not to be paid any more",
            (false, false) => "to be paid",
        };
        format!("order {} of {due}, {paid}", draft.order)
    });
    out.chain(costs).collect()
}

fn told(claim: &Claim) -> String {
    match claim {
        Claim::Requested(asked) => {
            let (pieces, wish) = (pieces(&asked.lines), asked.wish.as_str());
            let (answer, carriage) = (asked.answer.as_str(), asked.carriage);
            format!("{wish} of {pieces} piece(s) {answer}, carriage {carriage}")
        }
        Claim::Swapped(swap) => {
            let pieces = pieces(&swap.lines);
            match swap.parcel {
                Some(parcel) => format!("{pieces} piece(s) replaced by parcel {parcel}"),
                None => format!("{pieces} piece(s) came back, to be replaced"),
            }
        }
        Claim::Owed(plan, _) => format!("{} owed", plan.amount),
        Claim::Refunded(plan, _, refund) => format!("{} paid back ({refund})", plan.amount),
    }
}

fn pieces(lines: &[LineQuantity]) -> u32 {
    lines.iter().map(|part| part.quantity).sum()
}

/// A time as Korean clocks showed it.
pub fn kst(time: DateTime<Utc>) -> String {
    time.with_timezone(&Seoul)
        .format("%Y-%m-%d %H:%M:%S KST")
        .to_string()
}
