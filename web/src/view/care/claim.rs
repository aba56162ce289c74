//! The form that asks for a return or an exchange.

use chrono::{DateTime, Utc};
use domain::order::{ClaimReason, Fault, LineQuantity, Order, Preview, Terms, Wish};
use domain::pricing::QuoteLine;
use domain::product::Variant;
use domain::{ProductId, Sku};
use letters::Language;
use shop::exchange::ExchangePreview;

use super::photos::{Attached, Place, field};
use super::{return_box, rows};
use crate::helpers::{date, money};
use crate::pages::{Choice, ClaimForm, ClaimPage, Notice, RefundTo, SwapField};
use crate::say::{say, say_with};
use crate::view::faces::Faces;

/// What was chosen so far.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    pub wish: Wish,
    pub reason: Option<ClaimReason>,
    pub lines: Vec<LineQuantity>,
    /// Another option that an exchange is to send, line by line.
    pub wanted: Vec<(u32, Sku)>,
    /// Other options to choose from, known before anything is written: they are shown again where that fails.
    pub swaps: Vec<Swaps>,
    /// What an exchange would come to.
    pub exchange: ExchangePreview,
    pub form: ClaimForm,
    pub photos: Attached,
    pub refund_to: RefundTo,
}

/// Other options that a line may be exchanged for.
#[derive(Debug, Clone)]
pub struct Swaps {
    pub line: u32,
    pub product: ProductId,
    pub options: Vec<Variant>,
}

/// The form; none for an order that was never placed. `path` is the order page's address.
#[must_use]
pub fn claim(
    faces: &Faces<'_>,
    order: &Order,
    path: &str,
    chosen: Chosen,
    preview: Option<&Preview>,
    (terms, now): (Terms, DateTime<Utc>),
    notice: Option<Notice>,
) -> Option<ClaimPage> {
    let (draft, lang) = (order.draft()?, faces.lang());
    let wish = |of: Wish, key: &str| Choice {
        value: of.as_str().into(),
        text: say(lang, key),
        chosen: chosen.wish == of,
    };
    let reason = |of: ClaimReason| Choice {
        value: of.as_str().into(),
        text: say(lang, &format!("reason-{}", of.as_str())),
        chosen: chosen.reason == Some(of),
    };
    let most = |line| order.returnable(line, Fault::Shops, terms, now);
    let exchange = chosen.wish == Wish::Exchange;
    let costs = chosen.exchange;
    let mut rows = rows(faces, draft, &chosen.lines, most, |line| {
        let notes = [
            mixed(faces, order, line),
            until(lang, order, line, terms, now),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        (!notes.is_empty()).then(|| notes.join(" · "))
    });
    for swap in chosen.swaps.iter().filter(|it| !it.options.is_empty()) {
        let field = format!("q{}", swap.line);
        if let Some(row) = rows.iter_mut().find(|row| row.field == field) {
            row.swap = Some(swap_field(faces, swap, &chosen.wanted));
        }
    }
    Some(ClaimPage {
        number: draft.order.to_string(),
        back: path.to_owned(),
        action: format!("{path}/return"),
        wishes: vec![
            wish(Wish::Return, "wish-return"),
            wish(Wish::Exchange, "wish-exchange"),
        ],
        reasons: ClaimReason::ALL.into_iter().map(reason).collect(),
        rows,
        preview: preview.map(|preview| return_box(faces, order, preview)),
        carriage: preview.map_or(0, |preview| preview.carriage.0),
        dearer: costs.dearer.0,
        cheaper: costs.cheaper.0,
        to_pay: (costs.carriage + costs.dearer).0,
        exchange,
        days: terms.days.max(7),
        fee: terms.carriage.0,
        photos: field(chosen.photos, Place::Order(path)),
        form: chosen.form,
        refund_to: chosen.refund_to,
        notice,
    })
}

/// The same once more, or another option at today's price.
fn swap_field(faces: &Faces<'_>, swap: &Swaps, wanted: &[(u32, Sku)]) -> SwapField {
    let wanted = wanted.iter().find(|(line, _)| *line == swap.line);
    let same = Choice {
        value: String::new(),
        text: say(faces.lang(), "claim-option-same"),
        chosen: wanted.is_none(),
    };
    let other = |variant: &Variant| {
        let (product, sku) = (swap.product.as_str(), variant.sku.as_str());
        let option = faces.option(product, sku, variant.option.as_deref());
        Choice {
            value: sku.to_owned(),
            text: format!(
                "{} · {}",
                option.unwrap_or_default(),
                money(variant.price.0, faces.lang())
            ),
            chosen: wanted.is_some_and(|(_, wanted)| *wanted == variant.sku),
        }
    };
    let others = swap.options.iter().map(other);
    SwapField {
        field: format!("w{}", swap.line),
        options: [same].into_iter().chain(others).collect(),
    }
}

/// Of a line of which a part was exchanged for another option: which pieces come back first.
fn mixed(faces: &Faces<'_>, order: &Order, line: u32) -> Option<String> {
    let part = LineQuantity {
        line,
        quantity: order.free(line),
    };
    let kinds = order.lines_kept(part);
    let word = |(line, pieces): &(QuoteLine, u32)| {
        let option = faces.option(
            line.product.as_str(),
            line.sku.as_str(),
            line.option.as_deref(),
        );
        format!(
            "{} × {pieces}",
            option.unwrap_or_else(|| faces.full_name(line))
        )
    };
    let words: Vec<String> = kinds.iter().map(word).collect();
    let facts = [("pieces", words.join(" → ").into())];
    (words.len() > 1).then(|| say_with(faces.lang(), "pieces-mixed", &facts))
}

/// Until when a mind may be changed about a line that arrived.
fn until(
    lang: Language,
    order: &Order,
    line: u32,
    terms: Terms,
    now: DateTime<Utc>,
) -> Option<String> {
    let until = order.returnable_until(line, Fault::Shoppers, terms, now)?;
    if order.returnable(line, Fault::Shoppers, terms, now) == 0 {
        return Some(say(lang, "claim-late"));
    }
    let facts = [("time", date(until, lang).into())];
    Some(say_with(lang, "claim-until", &facts))
}
