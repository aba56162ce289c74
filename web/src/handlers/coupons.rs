//! Choosing a coupon for the cart, and a member's wallet.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CouponId;
use domain::coupon::CouponRefusal;
use domain::pricing::Buyer;
use projections::coupons::{Purse, WalletRow};
use serde::Deserialize;
use shop::members::AccountRefusal;
use shop::{Caller, ShopError};

use super::{care, cart, members};
use crate::coupon_words;
use crate::error::WebError;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::say::say;
use crate::sent::Sent;
use crate::session;
use crate::state::Web;
use crate::view;
use crate::view::coupons::Tried;
use crate::visitor::Visitor;
use crate::words;

/// What is typed into the box, or picked in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    code: String,
    pick: String,
}

/// `POST /cart/coupon`
pub async fn choose(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(wanted): Sent<Wanted>,
) -> Result<Response, WebError> {
    let tried = put(&web, &visitor, &wanted.code, &wanted.pick).await?;
    if tried.error.is_none() {
        return Ok(Redirect::to("/cart#coupon").into_response());
    }
    let (status, closed) = (status(&tried), tried.closed.clone());
    let answer = cart::page_tried(&web, &visitor, status, None, tried).await?;
    Ok(wait(&web, closed.as_ref(), answer))
}

/// The status of what was tried.
pub fn status(tried: &Tried) -> StatusCode {
    match (&tried.closed, &tried.error) {
        (Some(refusal), _) => members::status(refusal),
        (None, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    }
}

/// The same answer, with when trying again helps, if nothing is looked at just now.
pub fn wait(web: &Web, closed: Option<&AccountRefusal>, answer: Response) -> Response {
    match closed {
        Some(refusal) => members::wait(web, refusal, answer),
        None => answer,
    }
}

/// `POST /cart/coupon/remove`
pub async fn remove(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    let tried = drop_chosen(&web, &visitor).await?;
    if tried.error.is_none() {
        return Ok(Redirect::to("/cart#coupon").into_response());
    }
    cart::page_tried(&web, &visitor, StatusCode::CONFLICT, None, tried).await
}

/// Has the visitor's cart use what was typed, or else picked.
pub async fn put(
    web: &Web,
    visitor: &Visitor,
    typed: &str,
    picked: &str,
) -> Result<Tried, WebError> {
    let asked = if typed.trim().is_empty() {
        picked
    } else {
        typed
    };
    let kept = |error: String| Tried {
        typed: typed.to_owned(),
        error: Some(error),
        touched: true,
        closed: None,
    };
    if asked.trim().is_empty() {
        return Ok(kept(say(visitor.lang(), "coupon-empty")));
    }
    let (Ok(coupon), Some(cart)) = (CouponId::of_code(asked), visitor.cart()) else {
        let none = coupon_words::refused(visitor.lang(), &CouponRefusal::NoCoupon);
        return Ok(kept(none));
    };
    let (caller, origin) = (visitor.caller(), members::origin(visitor));
    let done = web.shop.enter_code(&caller, cart, coupon, &origin).await;
    let closed = match &done {
        Err(ShopError::Account(refusal)) => Some(refusal.clone()),
        _ => None,
    };
    Ok(match settled(web, visitor, done).await? {
        Some(error) => Tried {
            closed,
            ..kept(error)
        },
        None => Tried {
            touched: true,
            ..Tried::default()
        },
    })
}

/// Has the visitor's cart use no coupon.
pub async fn drop_chosen(web: &Web, visitor: &Visitor) -> Result<Tried, WebError> {
    let Some(cart) = visitor.cart() else {
        return Ok(Tried::default());
    };
    let done = web.shop.choose_coupon(&visitor.caller(), cart, None).await;
    Ok(Tried {
        typed: String::new(),
        error: settled(web, visitor, done).await?,
        touched: true,
        closed: None,
    })
}

async fn settled(
    web: &Web,
    visitor: &Visitor,
    done: Result<Option<store::Cursor>, ShopError>,
) -> Result<Option<String>, WebError> {
    match done {
        Ok(cursor) => {
            web.caught_up(&["cart"], cursor).await;
            Ok(None)
        }
        Err(error) if error.is_passing() => Err(error.into()),
        Err(error @ (ShopError::Bug(_) | ShopError::NoStore(_))) => Err(error.into()),
        Err(error) => Ok(Some(words::refusal(visitor.lang(), &error))),
    }
}

/// The visitor's coupons, if it is a member, and who they are to conditions. First orders are left to
/// pricing: the box offers such a coupon and says why it gives nothing.
pub async fn own(web: &Web, visitor: &Visitor) -> Result<(Vec<WalletRow>, Buyer), WebError> {
    held(web, &visitor.caller()).await
}

/// How many coupons a member could take now.
pub async fn to_take(web: &Web, member: &Caller) -> Result<usize, WebError> {
    let (rows, buyer) = held(web, member).await?;
    let could = rows.iter().filter(|row| row.purse(&buyer) == Purse::ToTake);
    Ok(could.count())
}

async fn held(web: &Web, caller: &Caller) -> Result<(Vec<WalletRow>, Buyer), WebError> {
    let member = caller.member();
    let rows = match member {
        Some(member) => projections::coupons::wallet(&web.pool, member).await?,
        None => Vec::new(),
    };
    let buyer = Buyer {
        store: Some(caller.store.clone()),
        member: member.is_some(),
        grade: web.shop.grade_of_caller(caller).await?,
        first_order: true,
        at: web.shop.now(),
    };
    Ok((rows, buyer))
}

/// `GET /members/coupons`
pub async fn wallet(State(web): State<Web>, who: Insider) -> Result<Response, WebError> {
    let notice = session::said(&who.session).await?;
    drawn(&web, &who, StatusCode::OK, notice).await
}

/// `POST /members/coupons/{coupon}`: takes a coupon.
pub async fn take(
    State(web): State<Web>,
    Path(coupon): Path<String>,
    who: Insider,
) -> Result<Response, WebError> {
    let coupon = CouponId::new(coupon).map_err(|_| WebError::NotFound)?;
    let (caller, lang) = (who.caller(), who.visitor.lang());
    let origin = members::origin(&who.visitor);
    match web
        .shop
        .take_coupon(&caller, &coupon, who.id, &origin)
        .await
    {
        Ok(cursor) => {
            web.caught_up(&["coupons"], cursor).await;
            session::say_next(&who.session, &Notice::done(say(lang, "wallet-taken"))).await?;
            Ok(Redirect::to("/members/coupons").into_response())
        }
        Err(error @ (ShopError::Coupon(_) | ShopError::Account(_))) => {
            let notice = Notice::warning(words::refusal(lang, &error));
            let status = care::status(&error, StatusCode::CONFLICT);
            let answer = drawn(&web, &who, status, Some(notice)).await?;
            Ok(care::wait(&web, &error, answer))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /members/coupons/{coupon}`: what a refused form leaves in the address bar, opened again.
pub async fn back(_: Insider) -> Redirect {
    Redirect::to("/members/coupons")
}

async fn drawn(
    web: &Web,
    who: &Insider,
    status: StatusCode,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let (rows, buyer) = own(web, &who.visitor).await?;
    let gifts_en = &who.visitor.seen.site.settings.gifts_en;
    let page = view::coupons::wallet((who.visitor.lang(), gifts_en), &rows, &buyer, notice);
    web.door(&who.visitor, status, &page).await
}
