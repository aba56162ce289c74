//! The list of products.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use projections::catalogue::{self, Facets, ListQuery, Sort};

use super::html;
use crate::error::WebError;
use crate::frame::Frame;
use crate::pages::{Help, Home};
use crate::state::Web;
use crate::view::catalogue::window;
use crate::view::list::{self, home};
use crate::view::list_address::ListAddress;
use crate::view::list_filters::filters;
use crate::visitor::Visitor;

/// Words that are offered instead, and products.
const GUESSES: usize = 3;
const OFFERED: u32 = 4;

/// `GET /`
pub async fn show(
    State(web): State<Web>,
    Query(pairs): Query<Vec<(String, String)>>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let asked = ListAddress::read(&pairs);
    let pieces = web.pieces(&visitor).await?;
    let page = read(&web, &visitor, &asked);
    // All that a list asks the tables would else lie in every handler's own memory.
    let body = Box::pin(web.shared(&visitor, asked.path(), pieces, page)).await?;
    Ok(html(body))
}

async fn read(
    web: &Web,
    visitor: &Visitor,
    asked: &ListAddress,
) -> Result<(Frame, Home), WebError> {
    let now = web.shop.now();
    let categories = web.categories(&visitor.seen.site).await;
    let asked = &known(web, asked, now, visitor.store()).await;
    let query = asked.query(visitor.store(), now);
    let (found, these) = tokio::join!(catalogue::list(&web.pool, &query), web.facets(&query));
    let found = found?;
    if query.page > found.pages {
        return Err(WebError::Moved(asked.on(found.pages).path()));
    }
    // Categories that have goods are all in the navigation.
    let known = |id: &str| categories.iter().any(|known| known.id == id);
    let category = asked.category.as_deref();
    let nothing = found.total == 0;
    if nothing && category.is_some_and(|id| !known(id)) {
        return Err(WebError::NotFound);
    }
    let reader = web.reader(visitor);
    let hero = if asked.is_first_page() {
        let popular = popular(visitor.store(), now);
        window(reader, &catalogue::list(&web.pool, &popular).await?.items)
    } else {
        None
    };
    let helped = nothing && !asked.search.is_empty() && asked.filters() == 0;
    let help = if helped {
        Some(help(web, visitor, asked, now).await?)
    } else {
        None
    };
    let counted = these.is_some();
    let offers = match these {
        Some(these) => these,
        None => all_goods(web, visitor.store(), now).await,
    };
    let filters = filters(reader.lang, asked, &offers, counted);
    let page = home(reader, asked, &found, &categories, filters, (hero, help));
    let frame = web.frame_at(&visitor.seen, category, 0).await?;
    let query = asked.search.clone();
    Ok((Frame { query, ..frame }, page))
}

/// The whole store's goods, summed up.
async fn all_goods(web: &Web, store: &str, now: DateTime<Utc>) -> Arc<Facets> {
    let all = ListQuery::new(store, now);
    web.facets(&all).await.unwrap_or_default()
}

/// What is asked, without badges that nothing in the store has.
async fn known(web: &Web, asked: &ListAddress, now: DateTime<Utc>, store: &str) -> ListAddress {
    if asked.badges.is_empty() {
        return asked.clone();
    }
    asked.of_badges(&all_goods(web, store, now).await.badges())
}

fn popular(store: &str, now: DateTime<Utc>) -> ListQuery {
    ListQuery {
        sort: Sort::Popular,
        ..ListQuery::new(store, now)
    }
}

/// Nothing has these words: words that are near, and what they find or else what is asked for most.
async fn help(
    web: &Web,
    visitor: &Visitor,
    asked: &ListAddress,
    now: DateTime<Utc>,
) -> Result<Help, WebError> {
    let store = visitor.store();
    let guesses = catalogue::nearest(&web.pool, store, &asked.search, now, GUESSES).await?;
    let query = match guesses.first() {
        Some(words) => list::searched(words).query(store, now),
        None => popular(store, now),
    };
    let query = ListQuery {
        per_page: OFFERED,
        ..query
    };
    let products = catalogue::list(&web.pool, &query).await?.items;
    Ok(list::help(web.reader(visitor), &guesses, &products))
}
