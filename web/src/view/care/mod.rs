//! The pages after buying, from what orders, questions and reviews say.

pub mod account;
pub mod cancel;
pub mod change;
pub mod claim;
pub mod claims;
pub mod inquiry;
pub mod photos;
pub mod receipt;
pub mod reviews;

use domain::Won;
use domain::order::{LineQuantity, Order, OrderDraft, Preview, RefundLine};
use letters::Language;

use super::faces::Faces;
use crate::helpers::money;
use crate::pages::{PieceRow, PreviewBox};
use crate::say::{say, say_with};

/// Lines to choose from: those of which `most` says that something is left.
pub(super) fn rows(
    faces: &Faces<'_>,
    draft: &OrderDraft,
    chosen: &[LineQuantity],
    most: impl Fn(u32) -> u32,
    note: impl Fn(u32) -> Option<String>,
) -> Vec<PieceRow> {
    let lines = (0..).zip(&draft.quote.lines);
    lines
        .filter_map(|(number, line)| {
            let most = most(number);
            let chosen = chosen.iter().find(|part| part.line == number);
            let shown = faces.line(line);
            (most > 0).then_some(PieceRow {
                field: format!("q{number}"),
                name: shown.name,
                option: shown.option,
                picture: shown.picture,
                most,
                chosen: chosen.map_or(0, |part| part.quantity),
                note: note(number),
                swap: None,
            })
        })
        .collect()
}

/// What a return comes to, with what else follows from it.
pub(super) fn return_box(faces: &Faces<'_>, order: &Order, preview: &Preview) -> PreviewBox {
    let charged = order.charged_for(&preview.refund.pieces());
    preview_box(faces, order, preview, charged)
}

/// What a cancellation or return comes to, with what else follows from it. `charged`: won that were paid besides for
/// other options than were ordered.
pub(super) fn preview_box(
    faces: &Faces<'_>,
    order: &Order,
    preview: &Preview,
    charged: Won,
) -> PreviewBox {
    let lang = faces.lang();
    let mut notes = vec![];
    if charged.is_positive() {
        let facts = [("amount", money(charged.0, lang).into())];
        notes.push(say_with(lang, "preview-difference", &facts));
    }
    let goods: i64 = preview.refund.lines.iter().map(|line| line.amount.0).sum();
    let gifts: Vec<String> = preview
        .gifts_lost
        .iter()
        .map(|gift| format!("{} × {}", faces.gift_name(gift), gift.quantity))
        .collect();
    if !gifts.is_empty() {
        notes.push(say_with(
            lang,
            "preview-gifts",
            &[("gifts", gifts.join(", ").into())],
        ));
    }
    let discount = order
        .draft()
        .map_or(0, |draft| discounted(draft, &preview.refund.lines));
    let charges = preview.refund.charges.0;
    // What is below zero beyond the carriage went back before, for an option that cost less.
    let before = (charges + preview.carriage.0).min(0);
    PreviewBox {
        gross: goods + discount,
        discount,
        goods,
        charges: charges - before,
        before: -before,
        amount: preview.refund.amount.0,
        notes: notes
            .into_iter()
            .chain(kept(lang, order, preview))
            .collect(),
    }
}

/// The share of the order's discounts that lies on these pieces, won: it was not paid, and does not go back.
pub(super) fn discounted(draft: &OrderDraft, lines: &[RefundLine]) -> i64 {
    let share = |part: &RefundLine| {
        let line = draft.quote.lines.get(part.line as usize)?;
        Some(line.unit_price.0 * i64::from(part.quantity) - part.amount.0)
    };
    lines.iter().filter_map(share).sum::<i64>().max(0)
}

/// What stays although something is cancelled.
fn kept(lang: Language, order: &Order, preview: &Preview) -> Vec<String> {
    let Some(draft) = order.draft().filter(|_| !preview.ends) else {
        return vec![];
    };
    let unsent = order.lines().iter().any(|line| line.to_ship() > 0);
    let free = draft.quote.shipping.0 == 0;
    let mut notes = vec![];
    if unsent && preview.carriage.0 == 0 {
        let word = if free {
            "preview-free-kept"
        } else {
            "preview-carriage-kept"
        };
        notes.push(say(lang, word));
        if !draft.quote.gifts.is_empty() {
            notes.push(say(lang, "preview-gifts-kept"));
        }
    }
    notes
}
