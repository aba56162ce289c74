//! The visitor's cart.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cart::CartItem;
use domain::pricing::Quote;
use domain::{ProductId, Sku};
use projections::cart::CartView;
use serde::Deserialize;
use shop::ShopError;

use crate::error::WebError;
use crate::helpers::url;
use crate::pages::Notice;
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{view, words};

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The SKU that was put in a moment ago.
    added: Option<String>,
}

/// The form on a product and on a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    product: String,
    sku: String,
    quantity: String,
    /// `checkout`: go on there.
    then: String,
}

/// The form on a line of the cart.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Changed {
    quantity: String,
}

/// `GET /cart`
pub async fn show(
    State(web): State<Web>,
    Query(said): Query<Said>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let view = seen(&web, &visitor).await?;
    let notice = said
        .added
        .and_then(|sku| view::cart::added(view.as_ref(), &sku));
    drawn(&web, &visitor, StatusCode::OK, view, notice).await
}

/// The cart's page, also where something else sends a visitor back to it.
pub async fn page(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let view = seen(web, visitor).await?;
    drawn(web, visitor, status, view, notice).await
}

async fn drawn(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    view: Option<CartView>,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let items = view.as_ref().map(view::cart::priceable).unwrap_or_default();
    let quote = priced(web, &items).await?;
    let rules = web.settings().map(|settings| &settings.rules);
    let page = view::cart::cart(view.as_ref(), quote.as_ref(), rules, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}

/// What these items cost; none for none, and when something went off sale this very moment: the page
/// then shows them without sums.
async fn priced(web: &Web, items: &[CartItem]) -> Result<Option<Quote>, WebError> {
    if items.is_empty() {
        return Ok(None);
    }
    match web.shop.quote(&web.config.store, items, None).await {
        Ok(quote) => Ok(Some(quote)),
        Err(ShopError::NotOnSale(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What lies in the visitor's cart, with what the shop says of it now.
pub async fn seen(web: &Web, visitor: &Visitor) -> Result<Option<CartView>, WebError> {
    Ok(match visitor.cart() {
        Some(cart) => projections::cart::view(&web.pool, cart.0).await?,
        None => None,
    })
}

/// `GET /cart/lines` and below: what a refused form leaves in the address bar, opened again.
pub async fn back() -> Redirect {
    Redirect::to("/cart")
}

/// `POST /cart/lines`
pub async fn add(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(wanted): Sent<Wanted>,
) -> Result<Response, WebError> {
    let product = ProductId::new(&wanted.product).map_err(|_| WebError::NotFound)?;
    let pieces = wanted.quantity.trim().parse::<u32>();
    let asked = (
        wanted.sku.as_str(),
        pieces.as_ref().map_or(1, |pieces| i64::from(*pieces)),
    );
    let (Ok(sku), Ok(pieces)) = (Sku::new(&wanted.sku), pieces) else {
        let why = "고를 것과 수량(1개 이상)을 확인해 주세요.".to_owned();
        return super::product::refused(&web, &visitor, product.as_str(), asked, why).await;
    };
    let (cart, jar) = visitor.cart_to_fill();
    let done = web
        .shop
        .add_to_cart(&visitor.caller(&web), cart, &product, &sku, pieces)
        .await;
    match done {
        Ok(cursor) => {
            web.caught_up(&["cart"], cursor).await;
            let to = if wanted.then == "checkout" {
                "/checkout".to_owned()
            } else {
                format!("/cart?added={}", url(sku.as_str()))
            };
            Ok((jar, Redirect::to(&to)).into_response())
        }
        Err(error) if error.is_passing() => Err(error.into()),
        Err(error) => {
            super::product::refused(
                &web,
                &visitor,
                product.as_str(),
                asked,
                words::refusal(&error),
            )
            .await
        }
    }
}

/// `POST /cart/lines/{sku}`
pub async fn change(
    State(web): State<Web>,
    Path(sku): Path<String>,
    visitor: Visitor,
    Sent(changed): Sent<Changed>,
) -> Result<Response, WebError> {
    let Ok(pieces) = changed.quantity.trim().parse::<u32>() else {
        let (status, notice) = (StatusCode::UNPROCESSABLE_ENTITY, words::BAD_QUANTITY);
        return page(&web, &visitor, status, Some(Notice::warning(notice))).await;
    };
    let (cart, sku) = line(&visitor, &sku)?;
    let done = web
        .shop
        .change_quantity(&visitor.caller(&web), cart, &sku, pieces)
        .await;
    answer(&web, &visitor, done).await
}

/// `POST /cart/lines/{sku}/remove`
pub async fn remove(
    State(web): State<Web>,
    Path(sku): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let (cart, sku) = line(&visitor, &sku)?;
    let done = web
        .shop
        .remove_from_cart(&visitor.caller(&web), cart, &sku)
        .await;
    answer(&web, &visitor, done).await
}

fn line(visitor: &Visitor, sku: &str) -> Result<(domain::CartId, Sku), WebError> {
    let cart = visitor.cart().ok_or(WebError::NotFound)?;
    Ok((cart, Sku::new(sku).map_err(|_| WebError::NotFound)?))
}

async fn answer(
    web: &Web,
    visitor: &Visitor,
    done: Result<Option<store::Cursor>, ShopError>,
) -> Result<Response, WebError> {
    match done {
        Ok(cursor) => {
            web.caught_up(&["cart"], cursor).await;
            Ok(Redirect::to("/cart").into_response())
        }
        Err(error) if error.is_passing() => Err(error.into()),
        Err(error) => {
            let notice = Notice::warning(words::refusal(&error));
            page(web, visitor, StatusCode::CONFLICT, Some(notice)).await
        }
    }
}
