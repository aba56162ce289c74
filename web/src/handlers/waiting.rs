//! Orders that wait to be paid, for who stands before an empty cart.

use domain::OrderId;
use domain::order::Status;
use projections::orders::{History, of_member};

use super::order::of_this_store;
use crate::error::WebError;
use crate::pages::OrderLink;
use crate::say::say_with;
use crate::state::Web;
use crate::visitor::Visitor;

/// Orders of a browser that are looked at for it.
const MOST_WAITING: usize = 3;

/// Who goes back out of a payment window finds an empty cart: the way to the order is here.
pub(super) async fn waiting(web: &Web, visitor: &Visitor) -> Result<Vec<OrderLink>, WebError> {
    let mut orders = of_account(web, visitor).await?;
    for order in visitor.orders().into_iter().take(MOST_WAITING) {
        let view = projections::orders::view(&web.pool, order.as_str()).await?;
        let view = view.filter(|view| of_this_store(visitor, view.order()).is_ok());
        let Some(view) = view else { continue };
        // Staff may have made another one of it.
        let (latest, waits) = match view.order().replaced_by() {
            Some(latest) => (latest.clone(), is_waiting(web, latest).await?),
            None => (order, view.order().status() == Status::PendingDeposit),
        };
        if waits && !orders.contains(&latest) {
            orders.push(latest);
        }
    }
    let link = |order: &OrderId| {
        let number = [("number", order.to_string().into())];
        OrderLink {
            text: say_with(visitor.lang(), "cart-waiting", &number),
            href: web.tokens.path(order),
        }
    };
    Ok(orders.iter().take(MOST_WAITING).map(link).collect())
}

async fn is_waiting(web: &Web, order: &OrderId) -> Result<bool, WebError> {
    let view = projections::orders::view(&web.pool, order.as_str()).await?;
    Ok(view.is_some_and(|view| view.order().status() == Status::PendingDeposit))
}

/// A member's orders that are not paid, whatever browser they were made in.
async fn of_account(web: &Web, visitor: &Visitor) -> Result<Vec<OrderId>, WebError> {
    let Some(member) = visitor.member() else {
        return Ok(vec![]);
    };
    let unpaid = History {
        statuses: vec![Status::PendingDeposit.as_str().to_owned()],
        page: 1,
        per_page: u32::try_from(MOST_WAITING).unwrap_or(u32::MAX),
        ..History::default()
    };
    let found = of_member(&web.pool, visitor.store(), member, &unpaid).await?;
    let orders = found.items.into_iter();
    Ok(orders
        .filter_map(|row| OrderId::new(row.order).ok())
        .collect())
}
