//! Changing a placed order before it is sent: other pieces, another address. Two steps: what it comes to,
//! and doing it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cart::CartItem;
use domain::order::{EditOutcome, LineQuantity, Order, OrderDraft, OrderRefusal, Status};
use domain::{ClaimId, OrderId};
use shop::edit::{Edit, EditPreview, Edited};
use shop::{Recipient, ShopError};
use uuid::Uuid;

use super::{Fields, key, on_sale, status, text};
use crate::check_member as check;
use crate::error::WebError;
use crate::handlers::order::refused;
use crate::orderer::Orderer;
use crate::pages::members::{PlaceErrors, PlaceForm};
use crate::pages::{ChangePage, Notice};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::view::care::change::{MOST, Other};
use crate::visitor::Visitor;
use crate::{view, words};

/// The form as it was filled in.
struct Filled {
    key: String,
    what: Edit,
    place: PlaceForm,
    errors: PlaceErrors,
}

/// `GET /orders/{order}/{token}/change`
pub async fn show(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    if state.may_edit().is_err() || state.open_edit().is_some() {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    }
    let now = web.shop.current_recipient(&state).await?;
    let filled = Filled {
        key: Uuid::new_v4().simple().to_string(),
        what: Edit::default(),
        place: view::care::change::place(&now.unwrap_or_default()),
        errors: PlaceErrors::default(),
    };
    page(&web, &visitor, &state, StatusCode::OK, filled, None, None).await
}

/// `POST /orders/{order}/{token}/change`
pub async fn send(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
    Sent(fields): Sent<Fields>,
) -> Result<Response, WebError> {
    let edit = format!("e-{}", key(&fields)?);
    let edit = ClaimId::new(edit).map_err(|_| WebError::NotFound)?;
    let filled = filled(&web, &visitor, &state, &fields).await?;
    let again = async |filled, status, preview: Option<&EditPreview>, notice| {
        page(&web, &visitor, &state, status, filled, preview, notice).await
    };
    if filled.errors != PlaceErrors::default() {
        let notice = Notice::warning(say(visitor.lang(), "checkout-mend"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return again(filled, status, None, Some(notice)).await;
    }
    let why = |error: &ShopError| Some(Notice::warning(words::refusal(visitor.lang(), error)));
    let known = state.edits().contains_key(&edit);
    let preview = match web.shop.preview_edit(&order, &filled.what).await {
        _ if known => None,
        Ok(preview) => Some(preview),
        // It was sent, or is over, while the form lay open.
        Err(error) if state.may_edit().is_err() => {
            return refused(&web, &visitor, &order, error).await;
        }
        Err(error) => {
            let status = status(&error, StatusCode::CONFLICT);
            return again(filled, status, None, why(&error)).await;
        }
    };
    let Some(preview) = preview else {
        return Ok(done(&web, &visitor, &order, None));
    };
    if text(&fields, "step") != "change" {
        return again(filled, StatusCode::OK, Some(&preview), None).await;
    }
    let agreed = preview.agreed();
    let shown = |name: &str, now: domain::Won| text(&fields, name).parse() == Ok(now.0);
    if !shown("shown_pay", agreed.to_pay) || !shown("shown_back", agreed.to_pay_back) {
        let notice = Notice::warning(say(visitor.lang(), "preview-changed"));
        return again(filled, StatusCode::OK, Some(&preview), Some(notice)).await;
    }
    let caller = visitor.caller();
    match web
        .shop
        .edit_order(&caller, &order, edit, &filled.what, agreed)
        .await
    {
        Ok(edited) => {
            web.caught_up(&["orders"], edited.cursor).await;
            Ok(done(&web, &visitor, &order, Some(&edited)))
        }
        // It is changed; the money follows, as the claims process sees to it.
        Err(ShopError::Gateway(error)) if preview.added.is_none() => {
            tracing::warn!(%order, %error, "what an edit of {order} gives back follows later: {error}");
            Ok(done(&web, &visitor, &order, None))
        }
        Err(error) => {
            let status = status(&error, StatusCode::CONFLICT);
            again(filled, status, Some(&preview), why(&error)).await
        }
    }
}

/// To what is to be paid, or back to the order.
fn done(web: &Web, visitor: &Visitor, order: &OrderId, edited: Option<&Edited>) -> Response {
    let to_pay = edited.filter(|it| it.outcome.is_none());
    let to_pay = to_pay.and_then(|it| it.supplement.as_ref());
    let instead = edited.filter(|it| it.outcome == Some(EditOutcome::Done));
    let instead = instead.and_then(|it| it.replacement.as_ref());
    let Some(next) = to_pay.or(instead) else {
        let address = format!("{}?changed=1", web.tokens.path(order));
        return Redirect::to(&address).into_response();
    };
    let address = format!("{}?new=1", web.tokens.path(next));
    (visitor.remember_own(next), Redirect::to(&address)).into_response()
}

async fn filled(
    web: &Web,
    visitor: &Visitor,
    state: &Order,
    fields: &Fields,
) -> Result<Filled, WebError> {
    let field = |name: &str| text(fields, name).to_owned();
    let place = PlaceForm {
        name: field("name"),
        phone: field("phone"),
        postcode: field("postcode"),
        address: field("address"),
        detail: field("detail"),
        memo: field("memo"),
        memo_text: field("memo_text"),
        ..PlaceForm::default()
    };
    let before = web.shop.current_recipient(state).await?.unwrap_or_default();
    let (recipient, errors) = match check::place(visitor.lang(), &place) {
        Ok(to) => {
            let after = Recipient {
                name: to.name,
                phone: to.phone,
                postcode: to.postcode,
                address: to.address,
                detail: to.detail,
                memo: to.memo,
                ..before.clone()
            };
            ((after != before).then_some(after), PlaceErrors::default())
        }
        Err(errors) => (None, *errors),
    };
    let pieces = |name: &str| text(fields, name).trim().parse::<u32>().ok();
    let lines = (0..).zip(state.lines()).filter_map(|(line, _)| {
        let quantity = pieces(&format!("q{line}"))?.min(MOST);
        Some(LineQuantity { line, quantity })
    });
    let lines = lines.collect();
    let others = others(web, state).await?;
    let add = others.iter().filter_map(|other| {
        let quantity = pieces(&format!("a:{}", other.variant.sku))?.min(MOST);
        (quantity > 0).then(|| CartItem {
            product: other.listing.product.clone(),
            sku: other.variant.sku.clone(),
            quantity,
            price: other.variant.price,
        })
    });
    Ok(Filled {
        key: key(fields)?,
        what: Edit {
            lines,
            add: add.collect(),
            recipient,
        },
        place,
        errors,
    })
}

/// Options of the order's products that it does not have; none where its pieces stay as they are.
async fn others(web: &Web, state: &Order) -> Result<Vec<Other>, WebError> {
    let Some(draft) = state.draft().filter(|_| pieces_may_change(state)) else {
        return Ok(vec![]);
    };
    let lines = &draft.quote.lines;
    let mut others = Vec::new();
    for product in on_sale(web, draft).await?.values() {
        let Some(listing) = product.listing() else {
            continue;
        };
        let others_of = listing.variants.iter();
        let others_of = others_of.filter(|it| lines.iter().all(|line| line.sku != it.sku));
        others.extend(others_of.filter_map(|variant| {
            Some(Other {
                listing: listing.clone(),
                variant: product.variant(&variant.sku)?.clone(),
            })
        }));
    }
    Ok(others)
}

fn pieces_may_change(state: &Order) -> bool {
    // Another order takes the place of an unpaid one; not where it adds to another.
    let alone = |draft: &OrderDraft| draft.supplement.is_none();
    match state.status() {
        Status::Paid | Status::Preparing => true,
        Status::PendingDeposit => state.draft().is_some_and(alone),
        _ => false,
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    state: &Order,
    status: StatusCode,
    filled: Filled,
    preview: Option<&EditPreview>,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    use view::care::change;
    let draft = state
        .draft()
        .ok_or(ShopError::Order(OrderRefusal::NotPlaced))?;
    let path = web.tokens.path(&draft.order);
    let faces = web.faces_of(visitor, &draft.quote).await?;
    let others = others(web, state).await?;
    let rows = if pieces_may_change(state) {
        change::rows(&faces, state, &filled.what)
    } else {
        vec![]
    };
    let page = ChangePage {
        number: draft.order.to_string(),
        action: format!("{path}/change"),
        back: path,
        key: filled.key,
        unpaid: state.status() == Status::PendingDeposit,
        rows,
        others: change::others(&faces, &others, &filled.what.add),
        memos: view::checkout::memos(visitor.lang(), &filled.place.memo),
        place: filled.place,
        errors: filled.errors,
        sums: preview.map(|preview| change::sums(&faces, draft, preview)),
        notice,
    };
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
