//! An order's claims in words, as its page lists them; and what else can be done with it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::order::{Claim, GivenBack, Order, OrderDraft};
use domain::pricing::QuoteLine;
use domain::{ClaimId, OrderId};
use letters::Language;
use projections::orders::{ClaimKind, ClaimView, OrderView, ParcelView};

use super::discounted;
use super::photos::{Place, boxes};
use shop::images::SentPhoto;

use crate::frame::Company;
use crate::pages::{ClaimRow, ExchangeCosts, OrderLink};
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

/// The claims, newest first. `path` is the order page's address, `page_of` that of another order's; none of one that
/// was given up unpaid, or paid back.
#[must_use]
pub fn claims(
    faces: &Faces<'_>,
    view: &OrderView,
    notes: &Notes,
    company: &Company,
    path: &str,
    page_of: &dyn Fn(&OrderId) -> Option<String>,
    now: DateTime<Utc>,
) -> Vec<ClaimRow> {
    let Some(draft) = view.order().draft() else {
        return vec![];
    };
    let mut claims = view.claims();
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.note.at));
    let row = |claim: &ClaimView<'_>| {
        let row = row(faces, draft, claim, notes, company, path);
        let costs = costs(view.order(), claim, page_of, now);
        // Nothing is sent for what was not paid in time: nobody is asked to send goods.
        let late = costs.as_ref().is_some_and(|costs| costs.late);
        ClaimRow {
            pieces: came(faces, view.order(), claim),
            wanted: wanted(faces, view.order(), claim),
            less: less(view.order(), claim),
            elsewhere: elsewhere(faces.lang(), claim, page_of),
            later: is_later(view.order(), claim),
            next: row.next.filter(|_| !late),
            costs,
            ..row
        }
    };
    claims.iter().map(row).collect()
}

/// The pieces in words: what came back may be another option than was ordered.
fn came(faces: &Faces<'_>, order: &Order, claim: &ClaimView<'_>) -> Vec<String> {
    let parts = claim.pieces().into_iter();
    let lines = parts.flat_map(|part| order.lines_came(claim.id, part));
    lines.map(|it| word(faces, &it)).collect()
}

fn word(faces: &Faces<'_>, (line, pieces): &(QuoteLine, u32)) -> String {
    format!("{} × {pieces}", faces.full_name(line))
}

/// What an exchange sends, in words, where that is something else.
fn wanted(faces: &Faces<'_>, order: &Order, claim: &ClaimView<'_>) -> Vec<String> {
    let wanted = order
        .deals()
        .get(claim.id)
        .map_or(&[][..], |deal| &deal.wanted);
    let asks = |line: u32| wanted.iter().any(|it| it.line == line);
    let parts = claim.pieces().into_iter().filter(|part| asks(part.line));
    let sent = parts.flat_map(|part| order.lines_sent(Some(claim.id), part));
    sent.map(|it| word(faces, &it)).collect()
}

/// Whether another option is wanted and its price not agreed on yet.
fn is_later(order: &Order, claim: &ClaimView<'_>) -> bool {
    let deal = order.deals().get(claim.id);
    let open = claim.state.is_some_and(Claim::is_open);
    open && deal.is_some_and(|deal| !deal.wanted.is_empty() && deal.terms.is_none())
}

/// What goes back once an exchange is sent; afterwards it is a refund of its own.
fn less(order: &Order, claim: &ClaimView<'_>) -> Option<i64> {
    let open = claim.state.is_some_and(Claim::is_open);
    let less = order.less_with(claim.id)?.0;
    (open && less > 0).then_some(less)
}

/// What went back by orders that had been paid for what came back, now that something cheaper is sent for it.
fn elsewhere(
    lang: Language,
    claim: &ClaimView<'_>,
    page_of: &dyn Fn(&OrderId) -> Option<String>,
) -> Vec<OrderLink> {
    let Some(Claim::Swapped(swap)) = claim.state else {
        return vec![];
    };
    let link = |back: &GivenBack| {
        Some(OrderLink {
            text: say(lang, "claim-less-elsewhere"),
            href: page_of(&back.order)?,
        })
    };
    // One order may give back for several lines.
    let mut links: Vec<OrderLink> = swap.given_back.iter().filter_map(link).collect();
    links.dedup();
    links
}

fn costs(
    order: &Order,
    claim: &ClaimView<'_>,
    page_of: &dyn Fn(&OrderId) -> Option<String>,
    now: DateTime<Utc>,
) -> Option<ExchangeCosts> {
    let deal = order.deals().get(claim.id)?;
    let supplement = deal.terms.as_ref()?.supplement.as_ref()?;
    let open = claim.state.is_some_and(Claim::is_open);
    // What was paid for an exchange that came to nothing goes back.
    let sent = matches!(claim.state, Some(Claim::Swapped(_)));
    let page = page_of(&supplement.order);
    (open || deal.paid).then(|| ExchangeCosts {
        amount: supplement.quote.total.0,
        paid: deal.paid && page.is_some(),
        late: page.is_none() || (!deal.paid && supplement.deposit_deadline < now),
        back: !open && !sent,
        href: page.unwrap_or_default(),
    })
}

/// What goes out in a parcel, in words: for an exchange what was wanted.
pub(in crate::view) fn contents(
    faces: &Faces<'_>,
    order: &Order,
    parcel: &ParcelView<'_>,
) -> Vec<String> {
    let parts = parcel.lines.iter();
    let sent = parts.flat_map(|part| order.lines_sent(parcel.replaces, *part));
    sent.map(|it| word(faces, &it)).collect()
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
        Some(Claim::Requested(asked))
            if asked.is_open() && claim.note.kind == ClaimKind::Exchange =>
        {
            asked.carriage.0
        }
        _ => 0,
    };
    let open = matches!(claim.state, Some(Claim::Requested(asked)) if asked.is_open());
    ClaimRow {
        kind: say(lang, kind(claim.note.kind)),
        code: standing.into(),
        standing: say(lang, &format!("claim-{standing}")),
        next: next(lang, standing, company),
        pieces: vec![],
        wanted: vec![],
        costs: None,
        less: None,
        elsewhere: vec![],
        later: false,
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
    let known = domain::order::ClaimReason::from_word(word).is_some()
        || [
            "shopper",
            "exchange",
            "no-exchange",
            "edited",
            "area",
            "with-first",
        ]
        .contains(&word);
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
