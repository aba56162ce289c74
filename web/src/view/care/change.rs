//! The form that changes an order.

use domain::cart::CartItem;
use domain::order::{Line, Order, OrderDraft};
use domain::pricing::Charge;
use domain::product::{Listing, Variant};
use letters::Language;
use shop::Recipient;
use shop::edit::{Edit, EditPreview};

use crate::check;
use crate::helpers::money;
use crate::pages::members::PlaceForm;
use crate::pages::{ChangePart, ChangeSums, PieceRow};
use crate::say::{say, say_with};
use crate::view::faces::Faces;

/// Pieces of one line at most, in this form.
pub const MOST: u32 = 99;

/// Another option of a product of the order.
pub struct Other {
    pub listing: Listing,
    pub variant: Variant,
}

/// What was ordered, each line with the pieces that it is to have.
#[must_use]
pub fn rows(faces: &Faces<'_>, order: &Order, what: &Edit) -> Vec<PieceRow> {
    let Some(draft) = order.draft() else {
        return vec![];
    };
    let lines = (0..).zip(draft.quote.lines.iter().zip(order.lines()));
    lines
        .map(|(number, (quoted, line)): (u32, _)| {
            let shown = faces.line(quoted);
            let wanted = what.lines.iter().find(|part| part.line == number);
            PieceRow {
                field: format!("q{number}"),
                name: shown.name,
                option: shown.option,
                picture: shown.picture,
                most: MOST.max(line.to_ship()),
                chosen: wanted.map_or_else(|| Line::to_ship(line), |part| part.quantity),
                note: None,
                swap: None,
            }
        })
        .collect()
}

/// Other options, with the pieces that are to come.
#[must_use]
pub fn others(faces: &Faces<'_>, others: &[Other], add: &[CartItem]) -> Vec<PieceRow> {
    let row = |Other { listing, variant }: &Other| {
        let product = listing.product.as_str();
        let wanted = add.iter().find(|item| item.sku == variant.sku);
        PieceRow {
            field: format!("a:{}", variant.sku),
            name: faces.name(product, &listing.name).to_owned(),
            option: faces.option(product, variant.sku.as_str(), variant.option.as_deref()),
            picture: faces.picture(product, &listing.name, listing.category.as_str()),
            most: MOST,
            chosen: wanted.map_or(0, |item| item.quantity),
            note: Some(money(variant.price.0, faces.lang())),
            swap: None,
        }
    };
    others.iter().map(row).collect()
}

/// Where it goes now, as the form has it.
#[must_use]
pub fn place(recipient: &Recipient) -> PlaceForm {
    let (memo, memo_text) = check::memo_fields(&recipient.memo);
    PlaceForm {
        name: recipient.name.clone(),
        phone: recipient.phone.clone(),
        postcode: recipient.postcode.clone(),
        address: recipient.address.clone(),
        detail: recipient.detail.clone(),
        memo,
        memo_text,
        ..PlaceForm::default()
    }
}

/// What a change comes to, part by part.
#[must_use]
pub fn sums(faces: &Faces<'_>, draft: &OrderDraft, preview: &EditPreview) -> ChangeSums {
    let lang = faces.lang();
    let mut parts = vec![];
    let mut part = |text: String, amount: i64| parts.push(ChangePart { text, amount });
    if let Some(removed) = &preview.removed {
        for leaving in &removed.refund.lines {
            if let Some(line) = draft.quote.lines.get(leaving.line as usize) {
                let text = format!("{} × {}", faces.full_name(line), leaving.quantity);
                part(text, -leaving.amount.0);
            }
        }
        if !removed.refund.charges.is_zero() {
            part(carriage(lang), -removed.refund.charges.0);
        }
    }
    if preview.give_back().is_positive() {
        part(say(lang, "change-remote"), -preview.give_back().0);
    }
    if let Some(added) = &preview.added {
        for line in &added.lines {
            let text = format!("{} × {}", faces.full_name(line), line.quantity);
            part(text, line.net.0);
        }
        for charge in &added.charges {
            part(charged(lang, charge), charge.amount.0);
        }
    }
    if let Some(whole) = &preview.replacement {
        for line in &whole.lines {
            let text = format!("{} × {}", faces.full_name(line), line.quantity);
            part(text, line.net.0);
        }
        for charge in &whole.charges {
            part(charged(lang, charge), charge.amount.0);
        }
    }
    let gifts: Vec<String> = preview
        .gifts_lost()
        .iter()
        .map(|gift| format!("{} × {}", faces.gift_name(gift), gift.quantity))
        .collect();
    let lost = (!gifts.is_empty())
        .then(|| say_with(lang, "preview-gifts", &[("gifts", gifts.join(", ").into())]));
    ChangeSums {
        pay: preview.to_pay.0,
        back: preview.to_pay_back.0,
        before: preview.replacement.as_ref().map(|_| draft.quote.total.0),
        parts,
        notes: lost.into_iter().collect(),
    }
}

fn carriage(lang: Language) -> String {
    crate::say::say(lang, "preview-charges")
}

fn charged(lang: Language, charge: &Charge) -> String {
    if charge.code == Charge::REMOTE {
        crate::say::say(lang, "change-remote")
    } else {
        carriage(lang)
    }
}
