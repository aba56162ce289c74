//! The orders around an order: what was added to it, what it was added to, what stands in whose place.

use domain::OrderId;
use domain::order::{Deal, Order, Status};

use crate::error::WebError;
use crate::pages::OrderLink;
use crate::say::say_with;
use crate::state::Web;
use crate::visitor::Visitor;

/// What its page has to know of them.
pub struct Around {
    /// The ways there.
    pub links: Vec<OrderLink>,
    /// It stands in the place of the one that it was added to.
    pub in_place: bool,
    /// Orders by which exchanges were to be paid and that ended unpaid.
    pub given_up: Vec<OrderId>,
}

/// Looks around.
///
/// # Errors
/// The database does not answer.
pub async fn around(web: &Web, visitor: &Visitor, order: &Order) -> Result<Around, WebError> {
    let before = before(web, order).await?;
    Ok(Around {
        links: links(web, visitor, order, before.as_ref()),
        in_place: before.is_some(),
        given_up: given_up(web, order).await?,
    })
}

/// The paid order whose place it took, all of that one taken out.
async fn before(web: &Web, order: &Order) -> Result<Option<Order>, WebError> {
    let added = order.draft().and_then(|draft| draft.supplement.as_ref());
    let Some(added) = added else {
        return Ok(None);
    };
    let first = projections::orders::view(&web.pool, added.to.as_str()).await?;
    let first = first.map(|view| view.order().clone());
    Ok(first.filter(|first| first.is_ended_by(&added.edit)))
}

/// `before`: whose place it took.
fn links(web: &Web, visitor: &Visitor, order: &Order, before: Option<&Order>) -> Vec<OrderLink> {
    let link = |word: &str, to: &OrderId| OrderLink {
        text: say_with(visitor.lang(), word, &[("number", to.to_string().into())]),
        href: web.tokens.path(to),
    };
    let open = order
        .open_edit()
        .and_then(|(_, plan)| plan.supplement.as_ref());
    let next = order.goes_on_as();
    let own = order.draft().map(|draft| &draft.order);
    // What was added to the one before is sent with this one.
    let with = before.into_iter().flat_map(Order::supplements);
    let added = order.supplements().chain(with);
    let added = added.filter(|to| next != Some(*to) && own != Some(*to));
    let added = added.map(|to| {
        let waits = open.is_some_and(|draft| draft.order == *to);
        let word = if waits {
            "change-to-pay"
        } else {
            "change-added"
        };
        link(word, to)
    });
    let first = order.draft().and_then(|draft| draft.supplement.as_ref());
    let word = match before {
        Some(_) => "change-replaces",
        None => "change-first",
    };
    let first = first.map(|supplement| link(word, &supplement.to));
    let next = next.map(|to| link("change-replaced-by", to));
    let replaced = order.draft().and_then(|draft| draft.replaces.as_ref());
    let replaced = replaced.map(|before| link("change-replaces", &before.order));
    let links = next.into_iter().chain(added);
    links.chain(first).chain(replaced).collect()
}

async fn given_up(web: &Web, order: &Order) -> Result<Vec<OrderId>, WebError> {
    let mut given_up = vec![];
    for draft in order.deals().values().filter_map(Deal::to_be_paid) {
        let view = projections::orders::view(&web.pool, draft.order.as_str()).await?;
        let over = [Status::Cancelled, Status::Expired, Status::Abandoned];
        if view.is_some_and(|view| over.contains(&view.order().status())) {
            given_up.push(draft.order.clone());
        }
    }
    Ok(given_up)
}
