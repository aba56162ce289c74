//! The form that changes an order: what was typed, and the page with it.

use axum::http::StatusCode;
use axum::response::Response;
use domain::cart::CartItem;
use domain::order::{LineQuantity, Order, OrderDraft, OrderRefusal, Status};
use shop::edit::{Edit, EditPreview};
use shop::{Recipient, ShopError};

use super::{Fields, key, on_sale, text};
use crate::check_member as check;
use crate::error::WebError;
use crate::pages::members::{PlaceErrors, PlaceForm};
use crate::pages::{ChangePage, Notice, RefundTo};
use crate::state::Web;
use crate::view;
use crate::view::care::change::{MOST, Other};
use crate::visitor::Visitor;

/// The form as it was filled in.
pub(super) struct Filled {
    pub key: String,
    pub what: Edit,
    pub place: PlaceForm,
    pub errors: PlaceErrors,
    /// Where what goes back goes.
    pub to: RefundTo,
}

/// What was typed.
pub(super) async fn filled(
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
    let lines = (0..).zip(state.lines()).filter_map(|(line, of)| {
        // Whoever ordered more than the form lets add may keep them.
        let most = MOST.max(of.to_ship());
        let quantity = pieces(&format!("q{line}"))?.min(most);
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
        to: RefundTo::default(),
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

/// The page, with what it comes to where that is known.
pub(super) async fn page(
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
        refund_to: preview
            .filter(|preview| preview.to_pay_back.is_positive())
            .map_or_else(RefundTo::default, |_| filled.to),
        sums: preview.map(|preview| change::sums(&faces, draft, preview)),
        notice,
    };
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
