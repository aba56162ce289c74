//! What a member asked the shop, and thinks of what arrived.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::PersonalRef;
use projections::inquiries::{self, InquiryQuery};
use projections::reviews::{self, ReviewQuery, ReviewRow};
use projections::{Page, catalogue};
use serde::Deserialize;

use crate::error::WebError;
use crate::insider::Insider;
use crate::pages::members::{InquiryRow, MyReview};
use crate::state::Web;
use crate::view::voices as view;

/// Rows on a page.
const PER_PAGE: u32 = 10;
/// Nobody pages further.
const LAST_PAGE: u32 = 1_000;

/// What the address asks for. Anything unreadable counts as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

impl Asked {
    fn page(&self) -> u32 {
        self.page.parse().unwrap_or(1).clamp(1, LAST_PAGE)
    }
}

/// `GET /members/inquiries`
pub async fn inquiries(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    who: Insider,
) -> Result<Response, WebError> {
    let (mut pages, mut rows) = asked_by(&web, &who, asked.page(), PER_PAGE).await?;
    if pages.0 > pages.1 && pages.1 > 0 {
        (pages, rows) = asked_by(&web, &who, pages.1, PER_PAGE).await?;
    }
    let page = view::inquiries(pages, rows);
    web.door(&who.visitor, StatusCode::OK, &page).await
}

/// `GET /members/reviews`
pub async fn reviews(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    who: Insider,
) -> Result<Response, WebError> {
    let mut found = thought_by(&web, &who, asked.page(), PER_PAGE).await?;
    if found.page > found.pages && found.pages > 0 {
        found = thought_by(&web, &who, found.pages, PER_PAGE).await?;
    }
    let rows = told(&web, &found.items).await?;
    let page = view::reviews(&found, rows);
    web.door(&who.visitor, StatusCode::OK, &page).await
}

/// The last questions of a member.
pub(super) async fn last_asked(
    web: &Web,
    who: &Insider,
    most: u32,
) -> Result<Vec<InquiryRow>, WebError> {
    Ok(asked_by(web, who, 1, most).await?.1)
}

/// The last reviews of a member.
pub(super) async fn last_thought(
    web: &Web,
    who: &Insider,
    most: u32,
) -> Result<Vec<MyReview>, WebError> {
    let found = thought_by(web, who, 1, most).await?;
    told(web, &found.items).await
}

/// Questions with their titles, and which page of how many they are.
async fn asked_by(
    web: &Web,
    who: &Insider,
    page: u32,
    per_page: u32,
) -> Result<((u32, u32), Vec<InquiryRow>), WebError> {
    let query = InquiryQuery {
        store: Some(who.visitor.store().to_owned()),
        member: Some(who.id),
        page,
        per_page,
        ..InquiryQuery::default()
    };
    let found = inquiries::list(&web.pool, &query).await?;
    let questions: Vec<PersonalRef> = found
        .items
        .iter()
        .filter_map(|row| row.question.clone())
        .collect();
    let mut titles = web.shop.inquiry_titles(&questions).await?.into_iter();
    let lang = who.visitor.lang();
    let row = |row: &inquiries::InquiryRow| {
        let title = row.question.as_ref().and_then(|_| titles.next().flatten());
        view::inquiry_row(web, lang, row, title)
    };
    let rows = found.items.iter().filter_map(row).collect();
    Ok(((found.page, found.pages), rows))
}

async fn thought_by(
    web: &Web,
    who: &Insider,
    page: u32,
    per_page: u32,
) -> Result<Page<ReviewRow>, WebError> {
    let query = ReviewQuery {
        store: Some(who.visitor.store().to_owned()),
        member: Some(who.id),
        hidden: true,
        page,
        per_page,
        ..ReviewQuery::default()
    };
    Ok(reviews::list(&web.pool, &query).await?)
}

/// Reviews with their words and their products' names, each kind read at once.
async fn told(web: &Web, rows: &[ReviewRow]) -> Result<Vec<MyReview>, WebError> {
    let opinions = rows.iter().filter_map(|row| row.review.opinion());
    let words: Vec<PersonalRef> = opinions.map(|opinion| opinion.words.clone()).collect();
    let mut words = web.shop.review_words(&words).await?.into_iter();
    let skus = rows.iter().filter_map(|row| row.review.bought());
    let skus: Vec<String> = skus.map(|bought| bought.sku.to_string()).collect();
    let names = catalogue::names(&web.pool, &skus).await?;
    let row = |row: &ReviewRow| {
        let words = row.review.opinion().and_then(|_| words.next().flatten());
        view::review_row(web, row, words.as_ref(), &names)
    };
    Ok(rows.iter().filter_map(row).collect())
}
