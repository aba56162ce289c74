//! An order's claims in words: what comes back, what is sent for it, what that costs.

use domain::ClaimId;
use domain::order::{Claim, LineQuantity, Order};

/// What an exchange sends, and what it costs.
pub(super) fn agreed(order: &Order, claim: &ClaimId) -> Vec<String> {
    let Some(deal) = order.deals().get(claim) else {
        return vec![];
    };
    let asks = |line: u32| deal.wanted.iter().any(|it| it.line == line);
    let out = order.replacement(claim).into_iter();
    let out = out.filter(|it| asks(it.line)).map(|it| {
        let by = match it.difference {
            less if less.is_negative() => format!("{} less", -less),
            more => format!("{more} more"),
        };
        format!("line {}: {} × {}, {by}", it.line + 1, it.sku, it.quantity)
    });
    let terms = deal.terms.as_ref();
    let costs = terms.and_then(|terms| Some((terms.supplement.as_ref()?, terms.to_pay())));
    let costs = costs.map(|(draft, due)| {
        let over = !order.claims().get(claim).is_some_and(Claim::is_open);
        let paid = match (deal.paid, over) {
            (true, _) => "paid",
            (false, true) => "not paid, and not to be paid any more",
            (false, false) => "to be paid",
        };
        format!("order {} of {due}, {paid}", draft.order)
    });
    let back = match order.claims().get(claim) {
        Some(Claim::Swapped(swap)) => &swap.given_back[..],
        _ => &[],
    };
    let back = back
        .iter()
        .map(|it| format!("{} goes back by order {}", it.amount, it.order));
    out.chain(costs).chain(back).collect()
}

/// Where it stands.
pub(super) fn told(order: &Order, id: &ClaimId, claim: &Claim) -> String {
    match claim {
        Claim::Requested(asked) => {
            let (pieces, wish) = (kinds(order, id, &asked.lines), asked.wish.as_str());
            let (answer, carriage) = (asked.answer.as_str(), asked.carriage);
            format!("{wish} of {pieces} {answer}, carriage {carriage}")
        }
        Claim::Swapped(swap) => {
            let pieces = kinds(order, id, &swap.lines);
            match swap.parcel {
                Some(parcel) => format!("{pieces} replaced by parcel {parcel}"),
                None => format!("{pieces} came back, to be replaced"),
            }
        }
        Claim::Owed(plan, _) => format!("{} owed", plan.amount),
        Claim::Refunded(plan, _, refund) => format!("{} paid back ({refund})", plan.amount),
    }
}

/// What the pieces are: of a line of which some were exchanged it may be another option than was ordered.
fn kinds(order: &Order, claim: &ClaimId, lines: &[LineQuantity]) -> String {
    let came = lines.iter().flat_map(|part| order.came(claim, *part));
    let kinds: Vec<String> = came
        .map(|(sku, pieces)| format!("{sku} × {pieces}"))
        .collect();
    kinds.join(", ")
}
