//! An order to tell stories about: two bags of rice, one of apples, postage.

use domain::ids::{CartId, ClaimId, OrderId, PaymentId, RefundId, StoreId};
use domain::meta::Channel;
use domain::money::Won;
use domain::order::{
    ClaimReason, ClaimRequest, LineQuantity, OrderCommand, OrderDraft, PaymentMethod, RefundLine,
    RefundPlan, Terms, Wish,
};
use domain::pricing::{Basket, price};

use super::baskets::{basket, line, rules, tax_free};
use super::hour;

pub fn order_id() -> OrderId {
    OrderId::new("20260302-7F3K9Q2MXA").unwrap()
}

pub fn payment_id() -> PaymentId {
    order_id().payment()
}

pub fn claim(text: &str) -> ClaimId {
    ClaimId::new(text).unwrap()
}

pub fn refund(text: &str) -> RefundId {
    RefundId::new(text).unwrap()
}

pub fn pieces(line: u32, quantity: u32) -> LineQuantity {
    LineQuantity { line, quantity }
}

/// A draft of `basket`, to be paid within 48 hours.
pub fn draft_of(basket: &Basket) -> Box<OrderDraft> {
    Box::new(OrderDraft {
        order: order_id(),
        store: StoreId::new("main").unwrap(),
        channel: Channel::Pc,
        cart: Some(CartId(uuid::Uuid::from_u128(7))),
        member: None,
        customer: None,
        country: "KR".to_owned(),
        recipient: None,
        quote: price(&rules(), basket).unwrap(),
        coupon: None,
        method: PaymentMethod::VirtualAccount {
            bank: "004".to_owned(),
        },
        deposit_deadline: hour(48),
        escrow: false,
        cash_receipt: None,
        consents: vec![],
        supplement: None,
        replaces: None,
        placed_at: hour(0),
    })
}

/// 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage: 28,000 won.
pub fn draft() -> Box<OrderDraft> {
    let lines = [line("rice", 10_000, 2), tax_free(line("apple", 5_000, 1))];
    draft_of(&basket(lines))
}

pub const TOTAL: Won = Won(28_000);

pub fn place() -> OrderCommand {
    OrderCommand::Place { draft: draft() }
}

pub fn pay() -> OrderCommand {
    OrderCommand::Pay {
        payment: payment_id(),
        amount: TOTAL,
        at: hour(1),
    }
}

pub fn prepare() -> OrderCommand {
    OrderCommand::Prepare { at: hour(2) }
}

/// A parcel of these lines; `None` for all that remains.
pub fn ship(invoice: &str, lines: Option<Vec<LineQuantity>>) -> OrderCommand {
    OrderCommand::Ship {
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
        lines,
        at: hour(3),
    }
}

pub fn deliver(parcel: u32) -> OrderCommand {
    OrderCommand::Deliver {
        parcel,
        at: hour(30),
    }
}

pub fn cancel(id: &str, lines: Option<Vec<LineQuantity>>) -> OrderCommand {
    OrderCommand::Cancel {
        claim: claim(id),
        lines,
        keep: Won::ZERO,
        reason: "shopper".to_owned(),
        at: hour(4),
    }
}

/// The shopper asks for this, because the goods are broken.
pub fn ask_for(wish: Wish, id: &str, lines: Vec<LineQuantity>) -> OrderCommand {
    ask_because(ClaimReason::Damaged, wish, id, lines)
}

pub fn ask_because(
    reason: ClaimReason,
    wish: Wish,
    id: &str,
    lines: Vec<LineQuantity>,
) -> OrderCommand {
    OrderCommand::RequestClaim {
        claim: claim(id),
        request: Box::new(ClaimRequest {
            wish,
            lines,
            reason,
            note: None,
            photos: vec![],
            wanted: vec![],
        }),
        terms: Terms::STANDARD,
        at: hour(50),
    }
}

pub fn ask_return(id: &str, lines: Vec<LineQuantity>) -> OrderCommand {
    ask_for(Wish::Return, id, lines)
}

pub fn take_back(id: &str, lines: Vec<LineQuantity>) -> OrderCommand {
    OrderCommand::ReceiveReturn {
        claim: claim(id),
        lines,
        resellable: true,
        at: hour(90),
    }
}

pub fn grant(id: &str, amount: i64) -> OrderCommand {
    OrderCommand::GrantRefund {
        claim: claim(id),
        amount: Won(amount),
        reason: "bruised".to_owned(),
        at: hour(40),
    }
}

pub fn record_restock(id: &str) -> OrderCommand {
    OrderCommand::RecordRestock {
        claim: claim(id),
        at: hour(91),
    }
}

pub fn record_refund(id: &str) -> OrderCommand {
    OrderCommand::RecordRefund {
        claim: claim(id),
        refund: refund(id),
        at: hour(91),
    }
}

/// Pieces as (line, quantity, won), charges in won.
pub fn plan(lines: &[(u32, u32, i64)], charges: i64) -> RefundPlan {
    let line = |&(line, quantity, won)| RefundLine {
        line,
        quantity,
        amount: Won(won),
    };
    let amount = lines.iter().map(|part| part.2).sum::<i64>() + charges;
    RefundPlan {
        lines: lines.iter().map(line).collect(),
        charges: Won(charges),
        amount: Won(amount),
    }
}

/// A request for a claim, changed before it is asked.
pub fn request_with(ask: OrderCommand, change: impl FnOnce(&mut ClaimRequest)) -> OrderCommand {
    let OrderCommand::RequestClaim {
        claim,
        mut request,
        terms,
        at,
    } = ask
    else {
        panic!("no request: {ask:?}");
    };
    change(&mut request);
    OrderCommand::RequestClaim {
        claim,
        request,
        terms,
        at,
    }
}
