//! The orders around an order: what was added to it, what it was added to, what stands in whose place.

use domain::OrderId;
use domain::order::{Claim, Order};

use crate::error::WebError;
use crate::pages::OrderLink;
use crate::say::say_with;
use crate::state::Web;
use crate::visitor::Visitor;

/// What its page has to know of them.
pub struct Around {
    /// The ways there.
    pub links: Vec<OrderLink>,
    /// It goes on as another order, which was not given up.
    pub goes_on: bool,
    /// It stands in the place of the one that it was added to.
    pub in_place: bool,
    /// It will, once it is paid.
    pub will_replace: bool,
    /// Orders by which exchanges were to be paid and that ended unpaid, or were paid back before anything was sent.
    pub given_up: Vec<OrderId>,
}

/// Looks around.
///
/// # Errors
/// The database does not answer.
pub async fn around(web: &Web, visitor: &Visitor, order: &Order) -> Result<Around, WebError> {
    let first = first(web, order).await?;
    let before = first.as_ref().filter(|first| {
        let added = order.supplement();
        added.is_some_and(|added| first.is_ended_by(&added.edit))
    });
    Ok(Around {
        links: links(web, visitor, order, (first.as_ref(), before)),
        goes_on: goes_on(web, order).await?,
        in_place: before.is_some(),
        will_replace: first
            .as_ref()
            .is_some_and(|first| will_replace(order, first)),
        given_up: given_up(web, order).await?,
    })
}

/// Whether all of the one that it was added to leaves once it is paid.
fn will_replace(order: &Order, first: &Order) -> bool {
    let added = order.supplement();
    let open = first.open_edit().zip(added);
    open.is_some_and(|((id, plan), added)| *id == added.edit && plan.ends == Some(true))
}

/// Whether what stands in its place was not given up, too.
async fn goes_on(web: &Web, order: &Order) -> Result<bool, WebError> {
    let Some(next) = order.goes_on_as() else {
        return Ok(false);
    };
    let view = projections::orders::view(&web.pool, next.as_str()).await?;
    Ok(view.is_none_or(|view| {
        let next = view.order();
        next.goes_on_as().is_some() || !next.status().is_given_up()
    }))
}

/// The order that it was added to.
async fn first(web: &Web, order: &Order) -> Result<Option<Order>, WebError> {
    let added = order.supplement();
    let Some(added) = added else {
        return Ok(None);
    };
    let first = projections::orders::view(&web.pool, added.to.as_str()).await?;
    Ok(first.map(|view| view.order().clone()))
}

/// `first`: what it was added to; `before`: the same, where it took its place.
fn links(
    web: &Web,
    visitor: &Visitor,
    order: &Order,
    (first, before): (Option<&Order>, Option<&Order>),
) -> Vec<OrderLink> {
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
    // What stands there now, where all of the first one was changed.
    let beside = first.and_then(Order::goes_on_as);
    let beside = beside.filter(|to| own != Some(*to));
    let beside = beside.map(|to| link("change-beside", to));
    let first = order.supplement();
    let word = match before {
        Some(_) => "change-replaces",
        None => "change-first",
    };
    let first = first.map(|supplement| link(word, &supplement.to));
    let next = next.map(|to| link("change-replaced-by", to));
    let replaced = order.draft().and_then(|draft| draft.replaces.as_ref());
    let replaced = replaced.map(|before| link("change-replaces", &before.order));
    let links = next.into_iter().chain(beside).chain(added);
    links.chain(first).chain(replaced).collect()
}

async fn given_up(web: &Web, order: &Order) -> Result<Vec<OrderId>, WebError> {
    let mut given_up = vec![];
    for (claim, deal) in order.deals() {
        let open = order.claims().get(claim).is_some_and(Claim::is_open);
        let terms = deal.terms.as_ref().filter(|_| open || !deal.paid);
        let Some(charged) = terms.and_then(|terms| terms.supplement.as_ref()) else {
            continue;
        };
        let view = projections::orders::view(&web.pool, charged.order.as_str()).await?;
        if view.is_some_and(|view| view.order().came_to_nothing()) {
            given_up.push(charged.order.clone());
        }
    }
    Ok(given_up)
}
