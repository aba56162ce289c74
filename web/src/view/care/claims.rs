//! An order's claims in words, as its page lists them; and what else can be done with it.

use std::collections::HashMap;

use domain::ClaimId;
use domain::order::{Claim, OrderDraft};
use letters::Language;
use projections::orders::{ClaimKind, ClaimView, OrderView};

use super::photos::{Place, boxes};
use super::{discounted, pieces};
use shop::images::SentPhoto;

use crate::frame::Company;
use crate::pages::ClaimRow;
use crate::say::{say, say_with};
use crate::view::faces::Faces;

/// What was written about claims, from the vault.
#[derive(Default)]
pub struct Notes {
    /// What the shopper told, by claim.
    pub told: HashMap<ClaimId, String>,
    /// The photos of the shopper, by claim.
    pub photos: HashMap<ClaimId, Vec<SentPhoto>>,
    /// What staff wrote back, by claim.
    pub answers: HashMap<ClaimId, String>,
}

/// The claims, newest first. `path` is the order page's address.
#[must_use]
pub fn claims(
    faces: &Faces<'_>,
    view: &OrderView,
    notes: &Notes,
    company: &Company,
    path: &str,
) -> Vec<ClaimRow> {
    let Some(draft) = view.order().draft() else {
        return vec![];
    };
    let mut claims = view.claims();
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.note.at));
    let row = |claim: &ClaimView<'_>| row(faces, draft, claim, notes, company, path);
    claims.iter().map(row).collect()
}

fn row(
    faces: &Faces<'_>,
    draft: &OrderDraft,
    claim: &ClaimView<'_>,
    notes: &Notes,
    company: &Company,
    path: &str,
) -> ClaimRow {
    let (lang, standing) = (faces.lang(), claim.standing());
    let carriage = match claim.state {
        Some(Claim::Swapped(swap)) => swap.carriage.0,
        Some(Claim::Requested(asked)) if claim.note.kind == ClaimKind::Exchange => asked.carriage.0,
        _ => 0,
    };
    let open = matches!(claim.state, Some(Claim::Requested(asked)) if asked.is_open());
    ClaimRow {
        kind: say(lang, kind(claim.note.kind)),
        code: standing.into(),
        standing: say(lang, &format!("claim-{standing}")),
        next: next(lang, standing, company),
        pieces: pieces(faces, draft, &claim.pieces()),
        reason: reason(lang, claim),
        amount: claim.plan.map(|plan| plan.amount.0),
        discount: claim.plan.map_or(0, |plan| discounted(draft, &plan.lines)),
        carriage: (carriage > 0).then_some(carriage),
        told: notes.told.get(claim.id).cloned(),
        photos: notes
            .photos
            .get(claim.id)
            .map_or_else(Vec::new, |photos| boxes(photos, Place::Order(path))),
        answer: answer(lang, claim, notes),
        at: claim.note.at,
        withdraw: open.then(|| {
            let claim = crate::helpers::url(claim.id.as_str());
            format!("{path}/claims/{claim}/withdraw")
        }),
    }
}

pub(super) fn kind(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Cancel => "claim-kind-cancel",
        ClaimKind::Return => "claim-kind-return",
        ClaimKind::Exchange => "claim-kind-exchange",
        ClaimKind::Grant => "claim-kind-grant",
    }
}

fn next(lang: Language, standing: &str, company: &Company) -> Option<String> {
    match standing {
        "requested" => Some(say(lang, "claim-requested-next")),
        "accepted" => {
            let facts = [
                ("company", company.company.clone().into()),
                ("address", company.address.clone().into()),
            ];
            Some(say_with(lang, "claim-accepted-next", &facts))
        }
        "received" => Some(say(lang, "claim-received-next")),
        _ => None,
    }
}

/// Why, in the shopper's words; what staff noted for themselves is only that the shop had a reason.
fn reason(lang: Language, claim: &ClaimView<'_>) -> Option<String> {
    let word = claim.note.reason.as_str();
    if word.is_empty() {
        return None;
    }
    let known = domain::order::ClaimReason::from_word(word).is_some() || word == "shopper";
    let word = if known { word } else { "other" };
    Some(say(lang, &format!("reason-{word}")))
}

/// What staff said when they said no: the word's sentence, and what they wrote beside it.
fn answer(lang: Language, claim: &ClaimView<'_>, notes: &Notes) -> Option<String> {
    let word = claim.note.rejected_for.as_deref()?;
    let known = ["used", "late", "no-fault", "made-to-order"].contains(&word);
    let said = say(
        lang,
        &format!("rejected-{}", if known { word } else { "other" }),
    );
    Some(match notes.answers.get(claim.id) {
        Some(written) => format!("{said} {written}"),
        None => said,
    })
}
