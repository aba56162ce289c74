//! What a member ordered.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Duration;
use projections::Page;
use projections::orders::{self, OrderRow};
use serde::Deserialize;

use crate::check::line;
use crate::error::WebError;
use crate::handlers::paging::{number, page_or_last};
use crate::insider::Insider;
use crate::pages::members::HistoryRow;
use crate::state::Web;
use crate::view;
use crate::view::faces::Faces;

/// Orders on a page.
const PER_PAGE: u32 = 10;
/// The longest search, characters.
const LONGEST: usize = 50;

/// What the address asks for. Anything unreadable counts as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    days: String,
    name: String,
    page: String,
}

/// `GET /members/orders`
pub async fn show(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    who: Insider,
) -> Result<Response, WebError> {
    let days = asked.days.parse().ok();
    let days = days.filter(|days| view::members::PERIODS.contains(days));
    let search: String = line(&asked.name).chars().take(LONGEST).collect();
    let state = view::members::state_named(&asked.state);
    let history = orders::History {
        statuses: state.map_or_else(Vec::new, view::members::statuses),
        from: days.map(|days| web.shop.now() - Duration::days(days)),
        until: None,
        search: Some(search.clone()),
        page: number(&asked.page),
        per_page: PER_PAGE,
    };
    let read = |page| {
        let history = orders::History {
            page,
            ..history.clone()
        };
        ordered_by(&web, &who, history)
    };
    let found = page_or_last(history.page, read).await?;
    let faces = faces(&web, &who, &found).await?;
    let page = view::members::history(&web, &faces, &found, state, days, search);
    web.door(&who.visitor, StatusCode::OK, &page).await
}

async fn ordered_by(
    web: &Web,
    who: &Insider,
    history: orders::History,
) -> Result<Page<OrderRow>, WebError> {
    let store = who.visitor.store();
    Ok(orders::of_member(&web.pool, store, who.id, &history).await?)
}

/// The last orders of a member.
pub(super) async fn last(web: &Web, who: &Insider, most: u32) -> Result<Vec<HistoryRow>, WebError> {
    let history = orders::History {
        page: 1,
        per_page: most,
        ..orders::History::default()
    };
    let found = ordered_by(web, who, history).await?;
    let faces = faces(web, who, &found).await?;
    let rows = found.items.iter();
    Ok(rows
        .filter_map(|row| view::members::history_row(web, &faces, row))
        .collect())
}

/// What the catalogue says of each order's first product.
async fn faces<'a>(
    web: &'a Web,
    who: &'a Insider,
    found: &Page<OrderRow>,
) -> Result<Faces<'a>, WebError> {
    let products = found.items.iter().filter_map(|row| row.product.as_deref());
    web.faces(&who.visitor, products).await
}
