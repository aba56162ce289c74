//! The list of products.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::CategoryId;
use projections::catalogue::{self, ListQuery, Sort};
use serde::Deserialize;

use super::html;
use crate::error::WebError;
use crate::frame::Frame;
use crate::pages::Home;
use crate::state::Web;
use crate::view::catalogue::{SORTS, has_window, home, list_path, window};
use crate::visitor::Visitor;

/// The longest search, characters.
const LONGEST_SEARCH: usize = 50;
/// Nobody pages further.
const LAST_PAGE: u32 = 1_000;

/// What the address asks for. Anything unreadable counts as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    category: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    page: Option<String>,
}

impl Asked {
    fn read(self, store: &str) -> (ListQuery, &'static str) {
        let wanted = self.sort.unwrap_or_default();
        let (sort, _, meaning) = SORTS
            .iter()
            .find(|(name, ..)| *name == wanted)
            .copied()
            .unwrap_or((SORTS[0].0, "", Sort::Newest));
        let words = self.q.unwrap_or_default();
        let words = words.split(|sign: char| sign.is_whitespace() || sign.is_control());
        let search = words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let page = self.page.and_then(|page| page.parse().ok()).unwrap_or(1);
        let query = ListQuery {
            category: self.category.filter(|id| CategoryId::new(id).is_ok()),
            search: search.chars().take(LONGEST_SEARCH).collect(),
            sort: meaning,
            page: page.clamp(1, LAST_PAGE),
            ..ListQuery::new(store)
        };
        (query, sort)
    }
}

/// `GET /`
pub async fn show(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let (query, sort) = asked.read(web.store());
    let address = list_path(query.category.as_deref(), &query.search, sort, query.page);
    let pieces = web.pieces(&visitor).await?;
    let body = web
        .shared(address, pieces, read(&web, &query, sort))
        .await?;
    Ok(html(body))
}

async fn read(web: &Web, query: &ListQuery, sort: &str) -> Result<(Frame, Home), WebError> {
    let categories = web.categories().await;
    let found = catalogue::list(&web.pool, query).await?;
    let category = query.category.as_deref();
    if query.page > found.pages {
        let last = list_path(category, &query.search, sort, found.pages);
        return Err(WebError::Moved(last));
    }
    // Categories that have goods are all in the navigation.
    let known = |id: &str| categories.iter().any(|known| known.id == id);
    if found.total == 0 && category.is_some_and(|id| !known(id)) {
        return Err(WebError::NotFound);
    }
    let hero = if has_window(query, sort) {
        let popular = ListQuery {
            sort: Sort::Popular,
            ..ListQuery::new(web.store())
        };
        window(&catalogue::list(&web.pool, &popular).await?.items)
    } else {
        None
    };
    let page = home(query, sort, &found, &categories, hero);
    let frame = Frame::of(web, &categories, 0);
    Ok((frame.looking_at(category, &query.search), page))
}
