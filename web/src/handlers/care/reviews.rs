//! What buyers think of a product, for everybody to read.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::PersonalRef;
use domain::image::ImageName;
use projections::reviews::{self, ReviewQuery, ReviewRow};
use projections::{Page, catalogue, images};
use serde::Deserialize;
use shop::images::SentPhoto;
use shop::review::Words;

use crate::error::WebError;
use crate::handlers::paging::{number, page_or_last};
use crate::pages::{ReviewBox, ReviewItem};
use crate::state::Web;
use crate::view::care::photos::{Place, boxes};
use crate::view::care::reviews as view;
use crate::visitor::Visitor;

/// Reviews on a page.
const PER_PAGE: u32 = 10;
/// Reviews on a product's own page.
const FIRST: u32 = 3;

/// What the address says. Anything unreadable counts as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    sort: String,
    page: String,
}

/// `GET /products/{product}/reviews`
pub async fn show(
    State(web): State<Web>,
    Path(product): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let found = catalogue::product(&web.pool, visitor.store(), &product).await?;
    let found = found.ok_or(WebError::NotFound)?;
    let sort = view::SORTS.iter().find(|(name, _)| *name == asked.sort);
    let (name, sort) = *sort.unwrap_or(&view::SORTS[0]);
    let query = ReviewQuery {
        product: Some(product.clone()),
        store: Some(visitor.store().to_owned()),
        sort,
        per_page: PER_PAGE,
        ..ReviewQuery::default()
    };
    let read = |page| {
        let query = ReviewQuery {
            page,
            ..query.clone()
        };
        listed(&web, query)
    };
    let some = page_or_last(number(&asked.page), read).await?;
    let summary = summary(&web, &product, &some.items).await?;
    let pages = (some.page, some.pages);
    let listing = found.listing.name.clone();
    let page = view::all(visitor.lang(), listing, &product, name, pages, summary);
    let frame = web.frame(&visitor).await?;
    web.personal(StatusCode::OK, &frame, &page)
}

/// The short form on a product's page.
pub async fn in_short(web: &Web, store: &str, product: &str) -> Result<ReviewBox, WebError> {
    let query = ReviewQuery {
        product: Some(product.to_owned()),
        store: Some(store.to_owned()),
        page: 1,
        per_page: FIRST,
        ..ReviewQuery::default()
    };
    let first = listed(web, query).await?;
    summary(web, product, &first.items).await
}

async fn listed(web: &Web, query: ReviewQuery) -> Result<Page<ReviewRow>, WebError> {
    Ok(reviews::list(&web.pool, &query).await?)
}

/// Reviews below what they come to.
async fn summary(web: &Web, product: &str, rows: &[ReviewRow]) -> Result<ReviewBox, WebError> {
    let rating = reviews::rating(&web.pool, product).await?;
    let items = items(web, rows).await?;
    Ok(view::summary(product, rating, items))
}

/// Reviews with their words and answers, each kind read at once.
async fn items(web: &Web, rows: &[ReviewRow]) -> Result<Vec<ReviewItem>, WebError> {
    let words: Vec<PersonalRef> = rows
        .iter()
        .filter_map(|row| Some(row.review.opinion()?.words.clone()))
        .collect();
    let answers: Vec<PersonalRef> = rows
        .iter()
        .filter_map(|row| Some(row.review.answer()?.0.clone()))
        .collect();
    let said: Vec<Option<Words>> = web.shop.review_words(&words).await?;
    let answered = web.shop.review_answers(&answers).await?;
    let shown = shown(web, rows).await?;
    let (mut said, mut answered) = (said.into_iter(), answered.into_iter());
    let item = |row: &ReviewRow| {
        let words = row.review.opinion().and_then(|_| said.next().flatten());
        let answer = row.review.answer().and_then(|_| answered.next().flatten());
        let photos = row.review.opinion().map_or(&[][..], |it| &it.photos);
        let photos: Vec<SentPhoto> = photos
            .iter()
            .filter_map(|name| shown.get(name).cloned())
            .collect();
        let photos = boxes(&photos, Place::Public(&web.config.images));
        view::item(row, words.as_ref(), answer.as_deref(), photos)
    };
    Ok(rows.iter().filter_map(item).collect())
}

/// The photos of these reviews that can be had, by name; all of them read at once.
async fn shown(web: &Web, rows: &[ReviewRow]) -> Result<HashMap<String, SentPhoto>, WebError> {
    let opinions = rows.iter().filter_map(|row| row.review.opinion());
    let names: Vec<&str> = opinions
        .flat_map(|opinion| opinion.photos.iter().map(String::as_str))
        .collect();
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let known = images::dimensions(&web.pool, "review", &names).await?;
    let photo = |(name, (width, height)): (String, (u32, u32))| {
        let photo = SentPhoto {
            name: ImageName::new(&name).ok()?,
            width,
            height,
        };
        Some((name, photo))
    };
    Ok(known.into_iter().filter_map(photo).collect())
}
