//! The order form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cart::{CartRefusal, CartStatus};
use domain::order::PaymentMethod;
use domain::pricing::PricingRefusal;
use domain::{CartId, CheckoutKey, OrderId, Won};
use letters::Language;
use projections::cart::CartItem;
use shop::checkout::CheckoutForm as Order;
use shop::paying::Offered;
use shop::pricing::{Asked, Priced};
use shop::{Recipient, ShopError};
use tower_sessions::Session;
use uuid::Uuid;

use super::{cart, coupons, saved};
use crate::error::{WebError, declined};
use crate::pages::{Checkout, CheckoutErrors, CheckoutForm, Notice};
use crate::sent::Sent;
use crate::state::Web;
use crate::view::coupons::Tried;
use crate::visitor::Visitor;
use crate::watch::about_order;
use crate::{check, session, view, ways, words};

/// What a shopper agrees to with the order form, by name and version of its words.
const CONSENTS: [&str; 2] = ["purchase-2026-11", "privacy-2026-11-28"];

/// `GET /checkout`
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    session: Session,
) -> Result<Response, WebError> {
    if !may_order(&web, &visitor).await? {
        return Ok(Redirect::to("/cart").into_response());
    }
    let mut form = CheckoutForm {
        checkout_key: fresh_key(),
        same: "on".into(),
        ..CheckoutForm::default()
    };
    saved::fill_in(&web, &visitor, &mut form).await?;
    // What became of a guest's cart at the login is told here, too.
    let (errors, notice) = (CheckoutErrors::default(), session::said(&session).await?);
    again(&web, &visitor, StatusCode::OK, form, errors, notice).await
}

/// Whether the cart's page would let the visitor go on. Tables that have not read yet what was put in a
/// moment ago do not stop anybody: the ledger is asked, and so it is again when the order comes.
async fn may_order(web: &Web, visitor: &Visitor) -> Result<bool, WebError> {
    let seen = cart::seen(web, visitor).await?;
    if let Some(seen) = seen.filter(|seen| !seen.items.is_empty()) {
        return Ok(seen.checking_out.is_none() && seen.items.iter().all(CartItem::can_buy));
    }
    let Some(cart) = visitor.cart() else {
        return Ok(false);
    };
    let cart = web.shop.cart(cart).await?;
    Ok(!cart.items().is_empty() && matches!(cart.status(), CartStatus::Open))
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
    if asks_for_coupon(&form) {
        return coupon(&web, &visitor, form).await;
    }
    if form.step == "reprice" {
        let (status, errors) = priced_for(visitor.lang(), &form);
        return again(&web, &visitor, status, form, errors, None).await;
    }
    if saved::chooses(&form) {
        return choose(&web, &visitor, form).await;
    }
    let offered = web.shop.offered(&visitor.seen.site.id);
    let receipts = web.shop.issues_receipts(&visitor.seen.site.id);
    let recipient = match check::recipient(visitor.lang(), &form, (&offered, receipts)) {
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
    let order = Order {
        guest: visitor.guest_cart(),
        ..order(cart, key, (&form, &offered), recipient)
    };
    match web.shop.check_out(&visitor.caller(), &order).await {
        Ok(placed) => {
            about_order(&placed.order);
            saved::keep(&web, &visitor, &form, &order.recipient).await;
            web.caught_up(&["orders", "cart"], placed.cursor).await;
            let window = matches!(order.method, PaymentMethod::Window { .. });
            Ok(placed_at(&web, &visitor, &placed.order, window))
        }
        Err(error) => refused(&web, &visitor, form, error).await,
    }
}

/// One of the member's addresses is to be used: it takes the place of the one that is typed, and nothing else
/// of what is.
async fn choose(
    web: &Web,
    visitor: &Visitor,
    mut form: CheckoutForm,
) -> Result<Response, WebError> {
    let places = saved::places(web, visitor).await?;
    if let Some(place) = saved::chosen(&form, &places) {
        saved::send_to(place, &mut form);
    }
    let errors = CheckoutErrors::default();
    again(web, visitor, StatusCode::OK, form, errors, None).await
}

fn order(
    cart: CartId,
    key: CheckoutKey,
    (form, offered): (&CheckoutForm, &[Offered]),
    recipient: Recipient,
) -> Order {
    // The form was checked: it asks for something that is offered.
    let bank = form.bank.clone();
    let deposit = PaymentMethod::VirtualAccount { bank };
    Order {
        cart,
        guest: None,
        key,
        // Not a price: only whether the shopper saw the one that counts.
        agreed: Won(form.shown_total.parse().unwrap_or(-1)),
        terms: form.shown_terms.clone(),
        recipient,
        method: ways::method(form, offered).unwrap_or(deposit),
        escrow: !form.escrow.is_empty(),
        receipt: check::receipt(form),
        // The form is only taken with both; the texts' versions change with their words.
        consents: CONSENTS.map(str::to_owned).to_vec(),
    }
}

/// On to the order's page, or to the window that it is to be paid in.
fn placed_at(web: &Web, visitor: &Visitor, order: &OrderId, window: bool) -> Response {
    let page = if window { "/pay" } else { "?new=1" };
    let page = format!("{}{page}", web.tokens.path(order));
    (visitor.remember_own(order), Redirect::to(&page)).into_response()
}

/// Whoever types a code and presses Enter, or picks a coupon and orders, wants to see what it gives first.
fn asks_for_coupon(form: &CheckoutForm) -> bool {
    let wanted = [&form.coupon_code, &form.coupon_pick];
    let asks = || wanted.iter().any(|text| !text.trim().is_empty());
    form.step.starts_with("coupon") || (form.step != "reprice" && asks())
}

/// A coupon is used, or none; nothing typed elsewhere is lost, and nothing of it is checked yet.
async fn coupon(
    web: &Web,
    visitor: &Visitor,
    mut form: CheckoutForm,
) -> Result<Response, WebError> {
    let tried = if form.step == "coupon-drop" {
        coupons::drop_chosen(web, visitor).await?
    } else {
        coupons::put(web, visitor, &form.coupon_code, &form.coupon_pick).await?
    };
    form.coupon_code.clear();
    let (status, closed) = (coupons::status(&tried), tried.closed.clone());
    let none = (CheckoutErrors::default(), None);
    let answer = again_tried(web, visitor, status, form, none, tried).await?;
    Ok(coupons::wait(web, closed.as_ref(), answer))
}

/// What is wrong with the postcode that shipping was asked for.
fn priced_for(lang: Language, form: &CheckoutForm) -> (StatusCode, CheckoutErrors) {
    let postcode = check::postcode_error(lang, &form.postcode);
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
    let notice = Some(Notice::warning(words::refusal(visitor.lang(), &error)));
    match error {
        ShopError::Cart(CartRefusal::AttemptEnded { order: Some(order) }) => {
            return Ok(placed_at(web, visitor, &order, false));
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
    let tried = Tried::default();
    again_tried(web, visitor, status, form, (errors, notice), tried).await
}

/// The form once more, after something was tried with a coupon.
async fn again_tried(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    form: CheckoutForm,
    (errors, notice): (CheckoutErrors, Option<Notice>),
    tried: Tried,
) -> Result<Response, WebError> {
    let Some(priced) = priced(web, visitor, &form).await? else {
        // What was said of the form does not fit the cart that is shown instead.
        let changed = words::refusal(visitor.lang(), &ShopError::Cart(CartRefusal::Changed));
        let notice = notice.or_else(|| Some(Notice::warning(changed)));
        return cart::page(web, visitor, StatusCode::CONFLICT, notice).await;
    };
    let days = visitor.seen.site.settings.deposit_days;
    let (wallet, buyer) = coupons::own(web, visitor).await?;
    let lang = visitor.lang();
    let gifts_en = &visitor.seen.site.settings.gifts_en;
    let coupon = view::coupons::coupon_box((lang, gifts_en), Some(&priced), &wallet, &buyer, tried);
    let faces = web.faces_of(visitor, &priced.quote).await?;
    let offered = web.shop.offered(&visitor.seen.site.id);
    let page = view::checkout::checkout(
        &faces,
        form,
        errors,
        (
            &priced,
            &offered,
            web.shop.issues_receipts(&visitor.seen.site.id),
        ),
        coupon,
        days,
        notice,
    );
    let places = saved::places(web, visitor).await?;
    let page = Checkout {
        guest: visitor.member().is_none(),
        places: places.iter().map(view::members::place_row).collect(),
        ..page
    };
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}

/// What the cart costs now; none when it is empty or holds what is not on sale.
async fn priced(
    web: &Web,
    visitor: &Visitor,
    form: &CheckoutForm,
) -> Result<Option<Priced>, WebError> {
    let Some(cart) = visitor.cart() else {
        return Ok(None);
    };
    let cart = web.shop.cart(cart).await?;
    if cart.items().is_empty() {
        return Ok(None);
    }
    let postcode = check::read_postcode(&form.postcode);
    let asked = Asked {
        items: cart.items(),
        instead_of: None,
        charges: None,
        cart: visitor.cart(),
        coupon: cart.coupon(),
        postcode: postcode.as_deref(),
    };
    match web.shop.quote(&visitor.caller(), asked).await {
        Ok(priced) => Ok(Some(priced)),
        Err(ShopError::NotOnSale(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Names one attempt: sending the same form twice is one order.
fn fresh_key() -> String {
    Uuid::new_v4().simple().to_string()
}
