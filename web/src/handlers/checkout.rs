//! The order form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cart::CartRefusal;
use domain::pricing::{PricingRefusal, Quote};
use domain::{CartId, CheckoutKey, OrderId, Won};
use projections::cart::CartItem;
use shop::checkout::CheckoutForm as Order;
use shop::{Recipient, ShopError};
use uuid::Uuid;

use super::cart;
use crate::error::{WebError, declined};
use crate::pages::{CheckoutErrors, CheckoutForm, Notice};
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{check, view, words};

/// `GET /checkout`
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    let seen = cart::seen(&web, &visitor).await?;
    let ready =
        seen.filter(|cart| cart.checking_out.is_none() && cart.items.iter().all(CartItem::can_buy));
    if ready.is_none_or(|cart| cart.items.is_empty()) {
        return Ok(Redirect::to("/cart").into_response());
    }
    let form = CheckoutForm {
        checkout_key: fresh_key(),
        same: "on".into(),
        ..CheckoutForm::default()
    };
    again(
        &web,
        &visitor,
        StatusCode::OK,
        form,
        CheckoutErrors::default(),
        None,
    )
    .await
}

/// `POST /checkout`
pub async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(form): Sent<CheckoutForm>,
) -> Result<Response, WebError> {
    let Some(cart) = visitor.cart() else {
        return Ok(Redirect::to("/cart").into_response());
    };
    let Ok(key) = CheckoutKey::new(&form.checkout_key) else {
        return Err(WebError::Unreadable("the form has no key".into()));
    };
    if form.step == "reprice" {
        let (status, errors) = priced_for(&form);
        return again(&web, &visitor, status, form, errors, None).await;
    }
    let recipient = match check::recipient(&form) {
        Ok(recipient) => recipient,
        Err(errors) => {
            return again(
                &web,
                &visitor,
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
                *errors,
                None,
            )
            .await;
        }
    };
    let order = order(cart, key, &form, recipient);
    match web.shop.check_out(&visitor.caller(&web), &order).await {
        Ok(placed) => {
            web.caught_up(&["orders", "cart"], placed.cursor).await;
            Ok(placed_at(&web, &placed.order))
        }
        Err(error) => refused(&web, &visitor, form, error).await,
    }
}

fn order(cart: CartId, key: CheckoutKey, form: &CheckoutForm, recipient: Recipient) -> Order {
    Order {
        cart,
        key,
        // Not a price: only whether the shopper saw the one that counts.
        agreed: Won(form.shown_total.parse().unwrap_or(-1)),
        recipient,
        bank: form.bank.clone(),
    }
}

fn placed_at(web: &Web, order: &OrderId) -> Response {
    Redirect::to(&format!("{}?new=1", web.tokens.path(order))).into_response()
}

/// What is wrong with the postcode that shipping was asked for.
fn priced_for(form: &CheckoutForm) -> (StatusCode, CheckoutErrors) {
    let postcode = check::postcode_error(&form.postcode);
    let status = match postcode {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let errors = CheckoutErrors {
        postcode,
        ..CheckoutErrors::default()
    };
    (status, errors)
}

/// The order was refused: the form comes back with everything typed and the reason.
async fn refused(
    web: &Web,
    visitor: &Visitor,
    mut form: CheckoutForm,
    error: ShopError,
) -> Result<Response, WebError> {
    let notice = Some(Notice::warning(words::refusal(&error)));
    match error {
        ShopError::Cart(CartRefusal::AttemptEnded { order: Some(order) }) => {
            return Ok(placed_at(web, &order));
        }
        ShopError::Cart(CartRefusal::Empty)
        | ShopError::Pricing(PricingRefusal::Empty)
        | ShopError::NotOnSale(_)
        | ShopError::Short { .. } => {
            return cart::page(web, visitor, StatusCode::CONFLICT, notice).await;
        }
        ShopError::Bug(_) | ShopError::NoStore(_) => return Err(error.into()),
        _ => {}
    }
    // What may still end well must be sent again under the same key; what has ended needs a new one.
    let passing = error.is_passing()
        || matches!(error, ShopError::Cart(CartRefusal::CheckoutUnderWay { .. }));
    if !passing && !matches!(error, ShopError::PriceChanged { .. }) {
        form.checkout_key = fresh_key();
    }
    let status = match &error {
        _ if error.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
        ShopError::PriceChanged { .. } => StatusCode::OK,
        _ if declined(&error) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    };
    again(
        web,
        visitor,
        status,
        form,
        CheckoutErrors::default(),
        notice,
    )
    .await
}

async fn again(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    form: CheckoutForm,
    errors: CheckoutErrors,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let Some(quote) = quote(web, visitor, &form).await? else {
        // What was said of the form does not fit the cart that is shown instead.
        let changed = words::refusal(&ShopError::Cart(CartRefusal::Changed));
        let notice = notice.or_else(|| Some(Notice::warning(changed)));
        return cart::page(web, visitor, StatusCode::CONFLICT, notice).await;
    };
    let days = web.settings().map_or(0, |settings| settings.deposit_days);
    let page = view::checkout::checkout(form, errors, &quote, days, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}

/// What the cart costs now; none when it is empty or holds what is not on sale.
async fn quote(
    web: &Web,
    visitor: &Visitor,
    form: &CheckoutForm,
) -> Result<Option<Quote>, WebError> {
    let Some(cart) = visitor.cart() else {
        return Ok(None);
    };
    let cart = web.shop.cart(cart).await?;
    if cart.items().is_empty() {
        return Ok(None);
    }
    let postcode = check::read_postcode(&form.postcode);
    match web
        .shop
        .quote(&web.config.store, cart.items(), postcode.as_deref())
        .await
    {
        Ok(quote) => Ok(Some(quote)),
        Err(ShopError::NotOnSale(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Names one attempt: sending the same form twice is one order.
fn fresh_key() -> String {
    Uuid::new_v4().simple().to_string()
}
