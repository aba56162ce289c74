//! Static files and drawn pictures, kept by browsers for ever where their address names their content.

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::ProductId;
use domain::pricing::Effect;
use projections::{catalogue, coupons};
use serde::Deserialize;

use crate::error::WebError;
use crate::picture::{self, Subject};
use crate::seen::Seen;
use crate::state::Web;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const A_WHILE: &str = "public, max-age=300";

/// Which edition of a picture is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Edition {
    v: String,
}

/// `GET /static/{*file}`
pub async fn asset(State(web): State<Web>, Path(file): Path<String>) -> Result<Response, WebError> {
    let asset = web.assets.get(&file).ok_or(WebError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.content_type.as_str()),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    Ok((headers, Body::from(asset.body.clone())).into_response())
}

/// `GET /pictures/{file}`
pub async fn picture(
    State(web): State<Web>,
    Path(file): Path<String>,
    Query(edition): Query<Edition>,
    seen: Seen,
) -> Result<Response, WebError> {
    let id = file.strip_suffix(".svg").ok_or(WebError::NotFound)?;
    ProductId::new(id).map_err(|_| WebError::NotFound)?;
    let store = seen.site.store();
    let kept = format!("{store} {id}?{}", edition.v);
    if let Some(drawn) = web.picture_looks.seen(web.pictures.get(&kept).await) {
        return Ok(svg(drawn, FOR_EVER));
    }
    let (name, category) = named(&web, &seen, id).await?;
    let subject = Subject {
        id,
        name: &name,
        category: &category,
    };
    let drawn = Bytes::from(picture::svg(&subject));
    if picture::version(&subject) != edition.v {
        return Ok(svg(drawn, A_WHILE));
    }
    web.pictures.insert(kept, drawn.clone()).await;
    Ok(svg(drawn, FOR_EVER))
}

/// The name and category of a product, or of what the store or a coupon gives, which no list shows.
async fn named(web: &Web, seen: &Seen, id: &str) -> Result<(String, String), WebError> {
    if let Some(product) = catalogue::product(&web.pool, seen.site.store(), id).await? {
        return Ok((product.listing.name, product.listing.category.into()));
    }
    let rules = &seen.site.settings.rules;
    let given = rules.gifts.iter().map(|gift| (&gift.sku, &gift.name));
    let promised = rules.promotions.iter().filter_map(|it| match &it.effect {
        Effect::Gift { sku, name, .. } => Some((sku, name)),
        _ => None,
    });
    let known = given.chain(promised).find(|(sku, _)| sku.as_str() == id);
    let name = match known {
        Some((_, name)) => name.clone(),
        None => coupons::gift(&web.pool, id)
            .await?
            .ok_or(WebError::NotFound)?,
    };
    Ok((name, "gift".to_owned()))
}

fn svg(drawn: Bytes, keep: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, keep),
    ];
    (headers, drawn).into_response()
}
