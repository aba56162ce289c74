//! What an edit of an order would come to, as a table.

use anyhow::Result;
use domain::Won;
use domain::order::OrderDraft;
use domain::pricing::Charge;
use serde_json::json;
use shop::edit::EditPreview;

use crate::say::say;
use crate::table;

/// Prints it, for people or as JSON.
pub fn print(preview: &EditPreview, draft: &OrderDraft, json: bool) -> Result<()> {
    if json {
        return print_json(preview);
    }
    let mut table = table::table(["", "SKU", "name", "pieces", "won"]);
    let mut row = |sign: &str, sku: &str, name: &str, pieces: String, won: Won| {
        table.add_row([sign, sku, name, &pieces, &won.to_string()]);
    };
    if let Some(removed) = &preview.removed {
        for part in &removed.refund.lines {
            if let Some(line) = draft.quote.lines.get(part.line as usize) {
                let (sku, pieces) = (line.sku.as_str(), part.quantity.to_string());
                row("leaves", sku, &line.name, pieces, -part.amount);
            }
        }
        if !removed.refund.charges.is_zero() {
            row(
                "leaves",
                "",
                "charges",
                String::new(),
                -removed.refund.charges,
            );
        }
        for gift in &removed.gifts_lost {
            let pieces = gift.quantity.to_string();
            row("leaves", gift.sku.as_str(), &gift.name, pieces, Won::ZERO);
        }
    }
    // What is not paid yet makes room for another order: that one is told whole.
    for added in preview.added.iter().chain(&preview.replacement) {
        for line in &added.lines {
            let (sku, pieces) = (line.sku.as_str(), line.quantity.to_string());
            row("comes", sku, &line.name, pieces, line.net);
        }
        for gift in &added.gifts {
            let pieces = gift.quantity.to_string();
            row("comes", gift.sku.as_str(), &gift.name, pieces, Won::ZERO);
        }
        for charge in &added.charges {
            row(
                "comes",
                &charge.code,
                &charge.name,
                String::new(),
                charge.amount,
            );
        }
    }
    if preview.give_back().is_positive() {
        let charge = "도서산간 추가 배송비";
        row(
            "leaves",
            Charge::REMOTE,
            charge,
            String::new(),
            -preview.give_back(),
        );
    }
    table::figures_from(&mut table, 3);
    say!("{table}")?;
    sums(preview, draft)
}

/// What it comes to, and how it is settled.
fn sums(preview: &EditPreview, draft: &OrderDraft) -> Result<()> {
    if preview.replacement.is_some() {
        let before = draft.quote.total;
        say!("not paid yet: another order takes its place, of which this is all; before {before}")?;
    }
    say!(
        "to pay {}   to pay back {}",
        preview.to_pay,
        preview.to_pay_back
    )?;
    say!(
        "settle it with --pay {} --pay-back {}",
        preview.to_pay.0,
        preview.to_pay_back.0
    )?;
    Ok(())
}

fn print_json(preview: &EditPreview) -> Result<()> {
    let refund = preview.removed.as_ref().map(|it| &it.refund);
    let told = json!({
        "to_pay": preview.to_pay,
        "to_pay_back": preview.to_pay_back,
        "refund": refund,
        "added": preview.added,
        "replacement": preview.replacement,
        "surcharge": preview.surcharge,
        "surcharge_back": preview.give_back(),
        "gifts_lost": preview.gifts_lost(),
    });
    say!("{}", serde_json::to_string_pretty(&told)?)?;
    Ok(())
}
