//! The visitor's cart.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cart::CartItem;
use domain::{CouponId, ProductId, Sku};
use projections::cart::CartView;
use serde::Deserialize;
use shop::ShopError;
use shop::pricing::{Asked, Priced};
use tower_sessions::Session;

use super::{coupons, waiting};
use crate::error::WebError;
use crate::helpers::url;
use crate::pages::{Cart, Notice};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::view::coupons::Tried;
use crate::visitor::Visitor;
use crate::{session, view, words};

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The SKU that was put in a moment ago.
    added: Option<String>,
}

/// Things to choose that a form may name; a product has two or three.
const MOST_AXES: usize = 8;

/// The form on a product and on a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    product: String,
    sku: String,
    quantity: String,
    /// `checkout`: go on there.
    then: String,
    /// Instead of a SKU: a value of each of the product's axes, as `axis0`, `axis1`…
    #[serde(flatten)]
    others: BTreeMap<String, String>,
}

impl Wanted {
    fn values(&self) -> Vec<String> {
        let field = |place| self.others.get(&format!("axis{place}"));
        (0..MOST_AXES).map_while(field).cloned().collect()
    }
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
    session: Session,
) -> Result<Response, WebError> {
    let view = seen(&web, &visitor).await?;
    let notice = said
        .added
        .and_then(|sku| view::cart::added(visitor.lang(), view.as_ref(), &sku));
    // What became of a guest's cart at the login is told here, too.
    let notice = match notice {
        Some(notice) => Some(notice),
        None => session::said(&session).await?,
    };
    let tried = Tried::default();
    drawn(&web, &visitor, StatusCode::OK, view, notice, tried).await
}

/// The cart's page, also where something else sends a visitor back to it.
pub async fn page(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    page_tried(web, visitor, status, notice, Tried::default()).await
}

/// The same, after something was tried with a coupon.
pub async fn page_tried(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    notice: Option<Notice>,
    tried: Tried,
) -> Result<Response, WebError> {
    let view = seen(web, visitor).await?;
    drawn(web, visitor, status, view, notice, tried).await
}

async fn drawn(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    view: Option<CartView>,
    notice: Option<Notice>,
    tried: Tried,
) -> Result<Response, WebError> {
    let items = view.as_ref().map(view::cart::priceable).unwrap_or_default();
    let chosen = view.as_ref().and_then(|view| view.coupon.as_deref());
    let priced = priced(web, visitor, &items, chosen).await?;
    let (wallet, buyer) = coupons::own(web, visitor).await?;
    let lang = visitor.lang();
    let gifts_en = &visitor.seen.site.settings.gifts_en;
    let coupon =
        view::coupons::coupon_box((lang, gifts_en), priced.as_ref(), &wallet, &buyer, tried);
    let rules = &visitor.seen.site.settings.rules;
    let lines = view.as_ref().map_or(&[][..], |view| &view.items);
    let products = lines.iter().map(|item| item.product.as_str());
    let faces = web.faces(visitor, products).await?;
    let page = view::cart::cart(
        &faces,
        view.as_ref(),
        priced.as_ref(),
        rules,
        coupon,
        notice,
    );
    let waiting = if page.lines.is_empty() {
        waiting::waiting(web, visitor).await?
    } else {
        vec![]
    };
    let page = Cart {
        guest: visitor.member().is_none(),
        waiting,
        ..page
    };
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}

/// What these items cost; none for none, and when something went off sale this very moment: the page
/// then shows them without sums.
async fn priced(
    web: &Web,
    visitor: &Visitor,
    items: &[CartItem],
    coupon: Option<&str>,
) -> Result<Option<Priced>, WebError> {
    if items.is_empty() {
        return Ok(None);
    }
    let coupon = coupon.and_then(|id| CouponId::new(id).ok());
    let asked = Asked {
        items,
        cart: visitor.cart(),
        coupon: coupon.as_ref(),
        postcode: None,
        instead_of: None,
        charges: None,
    };
    match web.shop.quote(&visitor.caller(), asked).await {
        Ok(priced) => Ok(Some(priced)),
        Err(ShopError::NotOnSale(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What lies in the visitor's cart, with what the shop says of it now.
pub async fn seen(web: &Web, visitor: &Visitor) -> Result<Option<CartView>, WebError> {
    Ok(match visitor.cart() {
        Some(cart) => {
            let (store, now) = (visitor.store(), web.shop.now());
            projections::cart::view(&web.pool, store, cart.0, now).await?
        }
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
    let values = wanted.values();
    let asked = view::product::Wanted {
        sku: wanted.sku.clone(),
        pieces: pieces.as_ref().map_or(1, |pieces| i64::from(*pieces)),
        values: values.clone(),
    };
    let sku = if values.is_empty() {
        Sku::new(&wanted.sku).map_err(|_| "refused-choose")
    } else {
        super::product::sku_of(&web, &visitor, product.as_str(), &values).await?
    };
    let read = sku.and_then(|sku| Ok((sku, pieces.map_err(|_| "refused-choose")?)));
    let (sku, pieces) = match read {
        Ok(read) => read,
        Err(why) => {
            let why = say(visitor.lang(), why);
            return super::product::refused(&web, &visitor, product.as_str(), asked, why).await;
        }
    };
    let (cart, jar) = visitor.cart_to_fill();
    let done = web
        .shop
        .add_to_cart(&visitor.caller(), cart, &product, &sku, pieces)
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
            let why = match &error {
                ShopError::Short { .. } => say(visitor.lang(), "refused-option-sold-out"),
                _ => words::refusal(visitor.lang(), &error),
            };
            super::product::refused(&web, &visitor, product.as_str(), asked, why).await
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
        let notice = Notice::warning(say(visitor.lang(), "refused-quantity"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&web, &visitor, status, Some(notice)).await;
    };
    let (cart, sku) = line(&visitor, &sku)?;
    let done = web
        .shop
        .change_quantity(&visitor.caller(), cart, &sku, pieces)
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
        .remove_from_cart(&visitor.caller(), cart, &sku)
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
            let notice = Notice::warning(words::refusal(visitor.lang(), &error));
            page(web, visitor, StatusCode::CONFLICT, Some(notice)).await
        }
    }
}
