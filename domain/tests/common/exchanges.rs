//! Exchanges for another option of the order's rice, step by step.

use domain::money::Won;
use domain::order::{
    ClaimReason, ExchangeLine, ExchangeTerms, GiveBack, LineQuantity, Order, OrderCommand,
    OrderDraft, Supplement, Wanted, Wish,
};
use domain::pricing::{Basket, Charge, ChargeKind, PricingRules, Tax, price};
use domain::{ClaimId, OrderId, Sku};

use super::hour;
use super::orders::*;
use super::story::{Given, after};

pub fn arrived() -> Given<Order> {
    after::<Order>([place(), pay(), ship("12345678", None), deliver(1)])
}

pub fn sku(name: &str) -> Sku {
    Sku::new(name).unwrap()
}

/// So much rice is to be exchanged for this.
pub fn want(id: &str, pieces_of_rice: u32, wanted: &str) -> OrderCommand {
    wants(id, vec![pieces(0, pieces_of_rice)], &[(0, wanted)])
}

/// These pieces are to be exchanged, of these lines for other options.
pub fn wants(id: &str, lines: Vec<LineQuantity>, wanted: &[(u32, &str)]) -> OrderCommand {
    let wanted = wanted.iter().map(|(line, name)| Wanted {
        line: *line,
        sku: sku(name),
        option: Some("큰 것".to_owned()),
    });
    let ask = ask_because(ClaimReason::ChangedMind, Wish::Exchange, id, lines);
    request_with(ask, |request| request.wanted = wanted.collect())
}

/// An order of charges alone, for an exchange.
pub fn charged(id: &str, won: i64, turn: u32) -> OrderDraft {
    let charge = Charge {
        code: Charge::DIFFERENCE.to_owned(),
        name: "교환 차액".to_owned(),
        kind: ChargeKind::Manual,
        amount: Won(won),
        tax: Tax::Taxable,
    };
    let basket = Basket {
        charges: vec![charge],
        ..Basket::default()
    };
    let first = draft();
    OrderDraft {
        order: OrderId::of_exchange(&first.order, &claim(id), turn, hour(60)),
        quote: price(&PricingRules::as_recorded(), &basket).unwrap(),
        supplement: Some(Supplement {
            to: first.order.clone(),
            edit: claim(id),
            then_cancel: vec![],
        }),
        ..*first
    }
}

/// Accepted: so many pieces of this go out, for so much more.
pub fn accept(id: &str, out: (&str, u32), difference: i64, turn: u32) -> OrderCommand {
    let to_pay = difference.max(0);
    OrderCommand::AcceptClaim {
        claim: claim(id),
        carriage: Some(Won(0)),
        terms: Some(Box::new(ExchangeTerms {
            turn,
            lines: vec![ExchangeLine {
                line: 0,
                sku: sku(out.0),
                quantity: out.1,
                difference: Won(difference),
                above_share: None,
            }],
            waived: false,
            supplement: (to_pay > 0).then(|| Box::new(charged(id, to_pay, turn))),
        })),
        at: hour(60),
    }
}

pub fn paid(id: &str, won: i64, turn: u32) -> OrderCommand {
    OrderCommand::RecordExchangePaid {
        claim: claim(id),
        supplement: charged(id, won, turn).order,
        at: hour(70),
    }
}

pub fn replace(id: &str, invoice: &str) -> OrderCommand {
    OrderCommand::ShipReplacement {
        claim: claim(id),
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
        at: hour(95),
    }
}

pub trait Exchanged {
    /// So much rice came back and was replaced by this, for so much more: asked for, accepted, paid, sent.
    fn exchanged(self, id: &str, out: (&str, u32), difference: i64, invoice: &str) -> Self;
}

impl Exchanged for Given<Order> {
    fn exchanged(self, id: &str, out: (&str, u32), difference: i64, invoice: &str) -> Self {
        let agreed = self
            .when(want(id, out.1, out.0))
            .succeeds()
            .when(accept(id, out, difference, 1))
            .succeeds();
        let settled = if difference > 0 {
            agreed.when(paid(id, difference, 1)).succeeds()
        } else {
            agreed
        };
        settled
            .when(take_back(id, vec![]))
            .succeeds()
            .when(replace(id, invoice))
            .succeeds()
    }
}

pub fn refund_exchange(id: &str, carriage: Option<i64>) -> OrderCommand {
    OrderCommand::RefundExchange {
        claim: claim(id),
        carriage: carriage.map(Won),
        at: hour(96),
    }
}

pub fn back(order: OrderId, grant: ClaimId, won: i64) -> GiveBack {
    GiveBack {
        order,
        grant,
        amount: Won(won),
        tax_free: Won(0),
    }
}

/// One piece of two is rice-xl, for 4,000 more.
pub fn one_is_large() -> Given<Order> {
    arrived().exchanged("large", ("rice-xl", 1), 4_000, "87654321")
}

pub fn once_more(id: &str) -> OrderCommand {
    let lines = vec![pieces(0, 1)];
    ask_because(ClaimReason::Damaged, Wish::Exchange, id, lines)
}

/// An acceptance on other terms.
pub fn terms_with(accept: OrderCommand, change: impl FnOnce(&mut ExchangeTerms)) -> OrderCommand {
    let OrderCommand::AcceptClaim {
        claim,
        carriage,
        terms: Some(mut terms),
        at,
    } = accept
    else {
        panic!("no terms: {accept:?}");
    };
    change(&mut terms);
    OrderCommand::AcceptClaim {
        claim,
        carriage,
        terms: Some(terms),
        at,
    }
}
