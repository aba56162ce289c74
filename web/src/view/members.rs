//! Members' pages, from what the shop and its tables say.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use chrono_tz::Asia::Seoul;
use domain::member::{ConsentKind, Member};
use domain::{OrderId, Won};
use letters::Language;
use projections::Page;
use projections::orders::{ClaimKind, OrderRow};
use shop::members::{self, ConsentNote, SavedPlace};

use crate::check;
use crate::helpers::url;
use crate::pages::members::{
    Account, ConsentNoted, ConsentRow, Consents, History, HistoryRow, NextGrade, PlaceForm,
    PlaceRow,
};
use crate::pages::{Choice, Notice, Pager};
use crate::say::{say, say_with};
use crate::state::Web;
use crate::view::faces::Faces;

/// States that a history may be filtered by, each with the statuses that it stands for.
const STATES: [(&str, &[&str]); 8] = [
    ("pending_deposit", &["pending_deposit"]),
    ("paid", &["paid"]),
    ("preparing", &["preparing"]),
    ("shipped", &["shipped", "partly_shipped"]),
    ("delivered", &["delivered"]),
    ("confirmed", &["confirmed"]),
    ("cancelled", &["cancelled", "expired"]),
    ("refunded", &["refunded"]),
];

/// Days that a history may be filtered by.
pub const PERIODS: [i64; 3] = [30, 90, 365];

/// A state of the filter.
#[must_use]
pub fn state_named(name: &str) -> Option<&'static str> {
    let mut states = STATES.iter();
    states
        .find(|(state, _)| *state == name)
        .map(|(state, _)| *state)
}

/// The statuses that it stands for.
#[must_use]
pub fn statuses(state: &str) -> Vec<String> {
    let found = STATES.iter().find(|(name, _)| *name == state);
    let all = found.map_or(&[][..], |(_, statuses)| statuses);
    all.iter().map(|&status| status.to_owned()).collect()
}

/// The days that count for a grade by now, today among them.
#[must_use]
pub fn twelve_months(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    let until = now.with_timezone(&Seoul).date_naive() + Days::new(1);
    (until - Months::new(12), until)
}

/// The account's first page, without its lists. `won` is what was bought within twelve months.
#[must_use]
pub fn account(
    web: &Web,
    lang: Language,
    member: &Member,
    profile: Option<members::Profile>,
    won: i64,
    notice: Option<Notice>,
) -> Account {
    let settings = &web.shop.settings().members;
    let grade = web.shop.grade_of(member);
    let above = grade.and_then(|grade| settings.next_grade(&grade.id));
    let next = above.map(|above| NextGrade {
        name: above.name.in_language(lang.code()).to_owned(),
        missing: (above.from - Won(won)).0.max(0),
        from: above.from.0,
        discount: above.discount,
    });
    Account {
        notice,
        name: profile.unwrap_or_default().name,
        joined_at: member.joined().unwrap_or_default(),
        grade: grade.map_or_else(String::new, |grade| {
            grade.name.in_language(lang.code()).to_owned()
        }),
        discount: grade.map_or(0, |grade| grade.discount),
        bought: won.max(0),
        next,
        orders: vec![],
        inquiries: vec![],
        reviews: vec![],
    }
}

/// An address of the book.
#[must_use]
pub fn place_row(saved: &SavedPlace) -> PlaceRow {
    let place = &saved.place;
    let whole = if place.detail.is_empty() {
        place.address.clone()
    } else {
        format!("{}, {}", place.address, place.detail)
    };
    PlaceRow {
        id: saved.id.to_string(),
        first: saved.first,
        label: place.label.clone(),
        name: place.name.clone(),
        phone: place.phone.clone(),
        postcode: place.postcode.clone(),
        address: whole,
        memo: place.memo.clone(),
    }
}

/// An address of the book, to be corrected.
#[must_use]
pub fn place_form(saved: &SavedPlace) -> PlaceForm {
    let place = saved.place.clone();
    let (memo, memo_text) = check::memo_fields(&place.memo);
    PlaceForm {
        id: saved.id.to_string(),
        label: place.label,
        name: place.name,
        phone: place.phone,
        postcode: place.postcode,
        address: place.address,
        detail: place.detail,
        memo,
        memo_text,
    }
}

/// What a member agreed to.
#[must_use]
pub fn consents(
    member: &Member,
    profile: Option<&members::Profile>,
    history: Vec<ConsentNote>,
    notice: Option<Notice>,
) -> Consents {
    let numbered = profile.is_some_and(|profile| !profile.phone.is_empty());
    let row = |kind: ConsentKind| ConsentRow {
        kind: kind.as_str().to_owned(),
        since: member.consent(kind).map(|consent| consent.at),
        possible: match kind {
            ConsentKind::Mail => true,
            ConsentKind::Sms => numbered,
            ConsentKind::Night => member.consent(ConsentKind::Sms).is_some(),
        },
    };
    let noted = |note: ConsentNote| ConsentNoted {
        kind: note.kind.as_str().to_owned(),
        given: note.given.is_some(),
        text: note.given.unwrap_or_default(),
        at: note.at,
    };
    Consents {
        notice,
        rows: ConsentKind::ALL.map(row).to_vec(),
        history: history.into_iter().rev().map(noted).collect(),
    }
}

/// An order in a list; none if its number is malformed.
#[must_use]
pub fn history_row(web: &Web, faces: &Faces<'_>, row: &OrderRow) -> Option<HistoryRow> {
    let (order, lang) = (OrderId::new(&row.order).ok()?, faces.lang());
    let product = row.product.as_deref();
    Some(HistoryRow {
        href: web.tokens.path(&order),
        number: row.order.clone(),
        state: standing(lang, row),
        code: row.status.clone(),
        picture: product.map(|product| faces.picture(product, &row.title, "")),
        title: product
            .map_or(row.title.as_str(), |product| {
                faces.name(product, &row.title)
            })
            .to_owned(),
        more: (row.lines - 1).max(0),
        total: row.total,
        refunded: row.refunded,
        placed_at: row.placed_at,
    })
}

/// How far an order is; what is open about it says more than that it arrived.
fn standing(lang: Language, row: &OrderRow) -> String {
    match row.open_claim {
        Some(ClaimKind::Return) => say(lang, "state-returning"),
        Some(ClaimKind::Exchange) => say(lang, "state-exchanging"),
        Some(ClaimKind::Cancel | ClaimKind::Grant) | None => {
            say(lang, &format!("state-{}", row.status))
        }
    }
}

/// A page of a member's orders.
#[must_use]
pub fn history(
    web: &Web,
    faces: &Faces<'_>,
    found: &Page<OrderRow>,
    state: Option<&str>,
    days: Option<i64>,
    search: String,
) -> History {
    let (lang, rows) = (faces.lang(), found.items.iter());
    let href = |page: u32| {
        let (state, days) = (
            state.unwrap_or_default(),
            days.map_or_else(String::new, |it| it.to_string()),
        );
        let name = url(&search);
        format!("/members/orders?state={state}&days={days}&name={name}&page={page}")
    };
    History {
        orders: rows
            .filter_map(|row| history_row(web, faces, row))
            .collect(),
        total: found.total,
        states: states(lang, state),
        periods: periods(lang, days),
        filtered: state.is_some() || days.is_some() || !search.is_empty(),
        pager: Pager::around(found.page, found.pages, href),
        search,
    }
}

fn states(lang: Language, chosen: Option<&str>) -> Vec<Choice> {
    let all = Choice {
        value: String::new(),
        text: say(lang, "account-all-states"),
        chosen: chosen.is_none(),
    };
    let each = STATES.iter().map(|(state, _)| Choice {
        value: (*state).to_owned(),
        text: say(lang, &format!("state-{state}")),
        chosen: chosen == Some(state),
    });
    [all].into_iter().chain(each).collect()
}

fn periods(lang: Language, chosen: Option<i64>) -> Vec<Choice> {
    let all = Choice {
        value: String::new(),
        text: say(lang, "account-all-time"),
        chosen: chosen.is_none(),
    };
    let each = PERIODS.iter().map(|days| Choice {
        value: days.to_string(),
        text: say_with(lang, "account-days", &[("days", (*days).into())]),
        chosen: chosen == Some(*days),
    });
    [all].into_iter().chain(each).collect()
}
