//! What a member asked the shop, and thinks of what arrived.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::PersonalRef;
use projections::Page;
use projections::inquiries::{self, InquiryQuery};
use projections::reviews::{self, ReviewQuery, ReviewRow};
use serde::Deserialize;

use crate::error::WebError;
use crate::handlers::paging::{number, page_or_last};
use crate::insider::Insider;
use crate::pages::members::{InquiryRow, MyReview};
use crate::state::Web;
use crate::view::voices as view;

/// Rows on a page.
const PER_PAGE: u32 = 10;

/// What the address asks for. Anything unreadable counts as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

/// `GET /members/inquiries`
pub async fn inquiries(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    who: Insider,
) -> Result<Response, WebError> {
    let read = |page| asked_by(&web, &who, page, PER_PAGE);
    let found = page_or_last(number(&asked.page), read).await?;
    let rows = titled(&web, &who, &found.items).await?;
    let page = view::inquiries(&found, rows);
    web.door(&who.visitor, StatusCode::OK, &page).await
}

/// `GET /members/reviews`
pub async fn reviews(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    who: Insider,
) -> Result<Response, WebError> {
    let read = |page| thought_by(&web, &who, page, PER_PAGE);
    let found = page_or_last(number(&asked.page), read).await?;
    let rows = told(&web, &who, &found.items).await?;
    let page = view::reviews(&found, rows);
    web.door(&who.visitor, StatusCode::OK, &page).await
}

/// The last questions of a member.
pub(super) async fn last_asked(
    web: &Web,
    who: &Insider,
    most: u32,
) -> Result<Vec<InquiryRow>, WebError> {
    let found = asked_by(web, who, 1, most).await?;
    titled(web, who, &found.items).await
}

/// The last reviews of a member.
pub(super) async fn last_thought(
    web: &Web,
    who: &Insider,
    most: u32,
) -> Result<Vec<MyReview>, WebError> {
    let found = thought_by(web, who, 1, most).await?;
    told(web, who, &found.items).await
}

async fn asked_by(
    web: &Web,
    who: &Insider,
    page: u32,
    per_page: u32,
) -> Result<Page<inquiries::InquiryRow>, WebError> {
    let query = InquiryQuery {
        store: Some(who.visitor.store().to_owned()),
        member: Some(who.id),
        page,
        per_page,
        ..InquiryQuery::default()
    };
    Ok(inquiries::list(&web.pool, &query).await?)
}

/// Questions with their titles, read at once.
async fn titled(
    web: &Web,
    who: &Insider,
    rows: &[inquiries::InquiryRow],
) -> Result<Vec<InquiryRow>, WebError> {
    let questions = rows.iter().filter_map(|row| row.question.clone());
    let questions: Vec<PersonalRef> = questions.collect();
    let mut titles = web.shop.inquiry_titles(&questions).await?.into_iter();
    let lang = who.visitor.lang();
    let row = |row: &inquiries::InquiryRow| {
        let title = row.question.as_ref().and_then(|_| titles.next().flatten());
        view::inquiry_row(web, lang, row, title)
    };
    Ok(rows.iter().filter_map(row).collect())
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
async fn told(web: &Web, who: &Insider, rows: &[ReviewRow]) -> Result<Vec<MyReview>, WebError> {
    let opinions = rows.iter().filter_map(|row| row.review.opinion());
    let words: Vec<PersonalRef> = opinions.map(|opinion| opinion.words.clone()).collect();
    let mut words = web.shop.review_words(&words).await?.into_iter();
    let products = rows
        .iter()
        .filter_map(|row| Some(row.review.bought()?.product.as_str()));
    let faces = web.faces(&who.visitor, products).await?;
    let row = |row: &ReviewRow| {
        let words = row.review.opinion().and_then(|_| words.next().flatten());
        view::review_row(web, &faces, row, words.as_ref())
    };
    Ok(rows.iter().filter_map(row).collect())
}
