//! After buying: what shoppers do with what they ordered, ask, and think.

pub mod account;
pub mod cancel;
pub mod change;
mod change_form;
pub mod claim;
pub mod find;
pub mod inquiry;
pub mod order;
pub mod orderer;
pub mod photos;
pub mod postcode;
pub mod review;
pub mod reviews;
mod swap;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::http::StatusCode;
use axum::response::Response;
use domain::order::{LineQuantity, Order, OrderDraft};
use domain::product::Product;
use domain::{OrderId, ProductId};
use futures::future::try_join_all;
use shop::ShopError;

use crate::error::WebError;
use crate::handlers::members;
use crate::handlers::order::of_this_store;
use crate::state::Web;
use crate::visitor::Visitor;

/// A form's fields by name.
pub(super) type Fields = HashMap<String, String>;

/// A field's text; empty if it was not sent.
pub(super) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// The pieces chosen in a form: `q0`, `q1`, … What is no number counts as none.
pub(super) fn chosen(fields: &Fields, lines: usize) -> Vec<LineQuantity> {
    let lines = u32::try_from(lines).unwrap_or(0);
    let pieces = |line: u32| {
        let quantity = text(fields, &format!("q{line}")).trim().parse().ok()?;
        (quantity > 0).then_some(LineQuantity { line, quantity })
    };
    (0..lines).filter_map(pieces).collect()
}

/// A key that names one attempt, as a page made it: letters and digits.
pub(super) fn key(fields: &Fields) -> Result<String, WebError> {
    let key = text(fields, "key");
    let sound = (8..=40).contains(&key.len()) && key.bytes().all(|it| it.is_ascii_alphanumeric());
    if sound {
        Ok(key.to_owned())
    } else {
        Err(WebError::Unreadable("the form has no key".into()))
    }
}

/// The status of a form that comes back with all that was typed: `refused` for good, or only just now.
pub(super) fn status(error: &ShopError, refused: StatusCode) -> StatusCode {
    match error {
        ShopError::Account(refusal) => members::status(refusal),
        error if error.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
        _ => refused,
    }
}

/// The same answer; if too much was sent, with when sending it again helps.
pub(super) fn wait(web: &Web, error: &ShopError, answer: Response) -> Response {
    match error {
        ShopError::Account(refusal) => members::wait(web, refusal, answer),
        _ => answer,
    }
}

/// The products of an order that are sold now, each read once.
pub(super) async fn on_sale(
    web: &Web,
    draft: &OrderDraft,
) -> Result<BTreeMap<ProductId, Product>, WebError> {
    let ids: BTreeSet<&ProductId> = draft.quote.lines.iter().map(|it| &it.product).collect();
    let read = ids.into_iter().map(async |id| {
        let found = web.shop.ledger().state::<Product>(id.as_str()).await;
        Ok::<_, ShopError>((id.clone(), found?.state))
    });
    let (all, now) = (try_join_all(read).await?, web.shop.now());
    Ok(all.into_iter().filter(|(_, it)| it.on_sale(now)).collect())
}

/// An order of the visitor's store as it stands in the ledger, not in tables: what is asked of it is decided
/// there.
pub(crate) async fn state(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
) -> Result<Order, WebError> {
    let state = web.shop.ledger().state::<Order>(order.as_str()).await;
    let state = state.map_err(ShopError::from)?.state;
    of_this_store(visitor, &state)?;
    Ok(state)
}
