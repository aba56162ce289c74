//! One product.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::document::DocumentKind;
use domain::{ProductId, Sku};
use projections::catalogue::{self, ProductPage};
use projections::documents;
use serde::Deserialize;

use super::care::reviews;
use super::choice::on_this_site;
use super::html;
use crate::error::WebError;
use crate::pages::{Card, Detail, Notice, Product};
use crate::sent::Sent;
use crate::shared::Own;
use crate::state::Web;
use crate::view::catalogue::card;
use crate::view::product::{Around, Wanted};
use crate::visitor::Visitor;
use crate::{recent, view};

/// Products of the same shelf that are shown.
const RELATED: u32 = 4;

/// The form below what was looked at lately.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Forget {
    /// The page to go back to.
    next: String,
}

/// `GET /products/{product}`
pub async fn show(
    State(web): State<Web>,
    Path(id): Path<String>,
    jar: CookieJar,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let looked_at = recent::looked_at(&jar);
    let own = Own {
        pieces: web.pieces(&visitor).await?,
        recent: recent_cards(&web, &visitor, &looked_at, &id).await?,
    };
    let page = async {
        let (page, category) = read(&web, &visitor, &id, None, None).await?;
        let frame = web.frame_at(&visitor.seen, Some(&category), 0).await?;
        Ok((frame, page))
    };
    let address = view::product_path(&id);
    let body = web.shared(&visitor, address, own, page).await?;
    let jar = recent::after(jar, &looked_at, &id, visitor.is_secure());
    Ok((jar, html(body)).into_response())
}

/// `POST /recent/forget`: a visitor does not want to be reminded.
pub async fn forget(jar: CookieJar, Sent(form): Sent<Forget>) -> (CookieJar, Redirect) {
    let next = Redirect::to(on_this_site(&form.next));
    (recent::forgotten(jar), next)
}

/// What was looked at before, drawn; without the product that is looked at now.
async fn recent_cards(
    web: &Web,
    visitor: &Visitor,
    looked_at: &[String],
    id: &str,
) -> Result<String, WebError> {
    let others = looked_at.iter().filter(|other| *other != id);
    let others: Vec<String> = others.cloned().collect();
    let cards = reminders(web, visitor, &others).await?;
    Ok(web
        .templates
        .recent(visitor.lang(), &view::product_path(id), &cards)?)
}

/// Goods in the order asked for; the tables are asked only for those that nobody was reminded of a moment ago.
async fn reminders(web: &Web, visitor: &Visitor, ids: &[String]) -> Result<Vec<Card>, WebError> {
    let store_lang = format!("{} {}", visitor.store(), visitor.lang().code());
    let key = |id: &str| format!("{store_lang} {id}");
    let mut known: HashMap<&str, Option<Card>> = HashMap::new();
    for id in ids {
        if let Some(kept) = web.reminders.get(&key(id)).await {
            known.insert(id, kept);
        }
    }
    let missing = ids.iter().filter(|id| !known.contains_key(id.as_str()));
    let missing: Vec<String> = missing.cloned().collect();
    if !missing.is_empty() {
        let read = catalogue::cards(&web.pool, visitor.store(), &missing, web.shop.now()).await?;
        for id in ids.iter().filter(|id| missing.contains(id)) {
            let found = read.iter().find(|it| it.product == *id);
            let found = found.map(|it| card(web.reader(visitor), it));
            web.reminders.insert(key(id), found.clone()).await;
            known.insert(id, found);
        }
    }
    Ok(ids
        .iter()
        .filter_map(|id| known.remove(id.as_str())?)
        .collect())
}

/// The page again, with what was asked for and why it was not done.
pub async fn refused(
    web: &Web,
    visitor: &Visitor,
    id: &str,
    wanted: Wanted,
    why: String,
) -> Result<Response, WebError> {
    let notice = Some(Notice::warning(why));
    let (page, category) = read(web, visitor, id, Some(wanted), notice).await?;
    let pieces = web.pieces(visitor).await?;
    let frame = web.frame_at(&visitor.seen, Some(&category), pieces).await?;
    web.personal(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)
}

/// The page and its category's id.
async fn read(
    web: &Web,
    visitor: &Visitor,
    id: &str,
    wanted: Option<Wanted>,
    notice: Option<Notice>,
) -> Result<(Product, String), WebError> {
    let now = web.shop.now();
    let found = find(web, visitor, id).await?;
    let category = found.listing.category.to_string();
    let around = Around {
        related: &catalogue::related(&web.pool, &found.listing, now, RELATED).await?,
        categories: &web.categories(&visitor.seen.site).await,
        wanted,
        notice,
        now,
    };
    let reviews = reviews::in_short(web, visitor.store(), id).await?;
    let mut page = view::product::product(web.reader(visitor), &found, around);
    page.reviews = reviews;
    page.detail = detail(web, visitor, id).await?;
    Ok((page, category))
}

/// A product of the visitor's store that is not hidden.
async fn find(web: &Web, visitor: &Visitor, id: &str) -> Result<ProductPage, WebError> {
    ProductId::new(id).map_err(|_| WebError::NotFound)?;
    let found = catalogue::product(&web.pool, visitor.store(), id).await?;
    found.ok_or(WebError::NotFound)
}

/// The SKU of a product that has these values, one of each axis; or the key of the words why there is
/// none: nothing was chosen, it is not made so, or it is sold out.
pub async fn sku_of(
    web: &Web,
    visitor: &Visitor,
    id: &str,
    values: &[String],
) -> Result<Result<Sku, &'static str>, WebError> {
    let found = find(web, visitor, id).await?;
    if values.iter().any(String::is_empty) || found.listing.axes.is_empty() {
        return Ok(Err("refused-choose"));
    }
    let mut variants = found.listing.variants.into_iter().zip(found.available);
    let fits = variants.find(|(variant, _)| variant.values == values);
    Ok(match fits {
        None => Err("refused-not-made-so"),
        Some((_, pieces)) if pieces <= 0 => Err("refused-option-sold-out"),
        Some((variant, _)) => Ok(variant.sku),
    })
}

/// What staff have written of it besides, if it is to be read now.
async fn detail(web: &Web, visitor: &Visitor, id: &str) -> Result<Option<Detail>, WebError> {
    let (store, kind, now) = (visitor.store(), DocumentKind::Product, web.shop.now());
    let found = documents::by_slug(&web.pool, store, kind, id, now).await?;
    let images = &web.config.images;
    let shown = found.and_then(|it| view::board::detail(visitor.lang(), &it.content, images));
    Ok(shown.map(|(lang, html)| Detail { html, lang }))
}
