//! Changing a placed order, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::*;
use common::story::after;
use domain::Won;
use domain::ids::OrderId;
use domain::order::{
    EditOutcome, EditPlan, Order, OrderCommand, OrderDraft, OrderEvent, OrderRefusal, Replaces,
    Status, Supplement,
};
use domain::personal::{Commitment, PersonalRef};
use domain::pricing::{Basket, Charge, ChargeKind, PricingRules, Tax, price};

fn somebody(number: u128) -> PersonalRef {
    PersonalRef {
        id: uuid::Uuid::from_u128(number),
        commitment: Commitment("00".repeat(32)),
    }
}

fn place_for_somebody() -> OrderCommand {
    let mut draft = draft();
    draft.recipient = Some(somebody(1));
    OrderCommand::Place { draft }
}

fn begin(edit: &str, plan: EditPlan) -> OrderCommand {
    OrderCommand::BeginEdit {
        edit: claim(edit),
        plan: Box::new(plan),
        at: hour(2),
    }
}

fn elsewhere() -> EditPlan {
    EditPlan {
        recipient: Some(somebody(2)),
        ..EditPlan::default()
    }
}

fn without(line: u32, quantity: u32) -> EditPlan {
    EditPlan {
        cancel: vec![pieces(line, quantity)],
        ..EditPlan::default()
    }
}

fn change(edit: &str, to: u128) -> OrderCommand {
    OrderCommand::ChangeRecipient {
        edit: claim(edit),
        recipient: somebody(to),
        at: hour(3),
    }
}

fn end(edit: &str, outcome: EditOutcome) -> OrderCommand {
    OrderCommand::EndEdit {
        edit: claim(edit),
        outcome,
        at: hour(3),
    }
}

/// An order of a charge alone, added to the other one.
fn surcharge() -> Box<OrderDraft> {
    let charges = vec![Charge {
        code: Charge::REMOTE.to_owned(),
        name: "도서산간 추가 배송비".to_owned(),
        kind: ChargeKind::RemoteArea,
        amount: Won(3_000),
        tax: Tax::Taxable,
    }];
    let basket = Basket {
        charges,
        ..Basket::default()
    };
    Box::new(OrderDraft {
        order: OrderId::new("20260302-8G4M0R3NYB").unwrap(),
        quote: price(&PricingRules::as_recorded(), &basket).unwrap(),
        cart: None,
        supplement: Some(Supplement {
            to: order_id(),
            edit: claim("e"),
            then_cancel: vec![],
        }),
        ..*draft()
    })
}

#[test]
fn an_order_goes_elsewhere_once_per_edit_and_the_old_place_can_be_forgotten() {
    let order = after::<Order>([place_for_somebody(), pay(), begin("e", elsewhere())])
        .when(change("e", 2))
        .then([OrderEvent::RecipientChanged {
            edit: claim("e"),
            recipient: somebody(2),
            at: hour(3),
        }])
        .when(change("e", 9))
        .nothing_happens()
        .when(change("later", 3))
        .happens()
        .when(change("e", 2))
        .nothing_happens()
        .state();
    assert_eq!(order.recipient(), Some(&somebody(3)));
    let before: Vec<_> = order.readdressed().iter().map(|it| &it.before).collect();
    assert_eq!(before, [&Some(somebody(1)), &Some(somebody(2))]);
    assert_eq!(order.draft().unwrap().recipient, Some(somebody(1)));
}

#[test]
fn an_unpaid_order_goes_elsewhere_but_its_amount_stays() {
    after::<Order>([place_for_somebody()])
        .when(begin("e", elsewhere()))
        .happens()
        .when(change("e", 2))
        .happens();
    let dearer = EditPlan {
        surcharge: Won(3_000),
        ..elsewhere()
    };
    after::<Order>([place_for_somebody()])
        .when(begin("e", dearer))
        .refuses(OrderRefusal::NotPaid)
        .when(begin("e", without(0, 1)))
        .refuses(OrderRefusal::NotPaid);
}

fn replaced() -> EditPlan {
    EditPlan {
        replacement: Some(Box::new(OrderDraft {
            order: OrderId::new("20260302-9H5N1S4PZC").unwrap(),
            replaces: Some(Replaces {
                order: order_id(),
                edit: claim("e"),
            }),
            ..*draft()
        })),
        ..EditPlan::default()
    }
}

#[test]
fn another_order_takes_the_place_of_an_unpaid_one_only() {
    let order = after::<Order>([place_for_somebody()])
        .when(begin("e", replaced()))
        .happens()
        .when(end("e", EditOutcome::Done))
        .happens()
        .state();
    let next = order.replaced_by().map(ToString::to_string);
    assert_eq!(next.as_deref(), Some("20260302-9H5N1S4PZC"));
    after::<Order>([place_for_somebody(), pay()])
        .when(begin("e", replaced()))
        .refuses(OrderRefusal::AlreadyPaid);
}

#[test]
fn an_order_that_was_paid_meanwhile_is_replaced_by_none() {
    let order = after::<Order>([
        place_for_somebody(),
        begin("e", replaced()),
        pay(),
        end("e", EditOutcome::TooLate),
    ]);
    assert_eq!(order.state().replaced_by(), None);
}

#[test]
fn nothing_is_edited_once_something_was_sent_or_the_order_is_over() {
    after::<Order>([
        place_for_somebody(),
        pay(),
        ship("12345678", Some(vec![pieces(0, 1)])),
    ])
    .when(begin("e", elsewhere()))
    .refuses(OrderRefusal::SentAlready)
    .when(change("e", 2))
    .refuses(OrderRefusal::SentAlready);
    after::<Order>([place_for_somebody(), pay(), cancel("c", None)])
        .when(begin("e", elsewhere()))
        .refuses(OrderRefusal::Closed(Status::Cancelled));
    after::<Order>([])
        .when(begin("e", elsewhere()))
        .refuses(OrderRefusal::NotPlaced);
}

#[test]
fn one_edit_at_a_time_and_the_same_name_once_more_is_the_same_edit() {
    after::<Order>([place(), pay(), begin("e", without(0, 1))])
        .when(begin("e", elsewhere()))
        .nothing_happens()
        .when(begin("other", elsewhere()))
        .refuses(OrderRefusal::EditOpen(claim("e")))
        .when(end("e", EditOutcome::Dropped))
        .then([OrderEvent::EditEnded {
            edit: claim("e"),
            outcome: EditOutcome::Dropped,
            at: hour(3),
        }])
        .when(end("e", EditOutcome::Done))
        .nothing_happens()
        .when(begin("other", elsewhere()))
        .happens();
}

#[test]
fn an_edit_changes_something_that_is_there_under_a_name_that_is_free() {
    after::<Order>([place(), pay(), cancel("c", Some(vec![pieces(0, 1)]))])
        .when(begin("c", without(0, 1)))
        .refuses(OrderRefusal::NameTaken(claim("c")))
        .when(begin("e", EditPlan::default()))
        .refuses(OrderRefusal::NothingToEdit)
        .when(begin("e", without(0, 2)))
        .refuses(OrderRefusal::TooMany {
            line: 0,
            asked: 2,
            left: 1,
        })
        .when(end("e", EditOutcome::Done))
        .refuses(OrderRefusal::NoEdit);
}

#[test]
fn a_surcharge_of_its_own_is_over_once_it_is_paid_and_counts_once_the_edit_is_done() {
    let draft = surcharge();
    let paid = OrderCommand::Pay {
        payment: draft.order.payment(),
        amount: Won(3_000),
        at: hour(3),
    };
    let added = after::<Order>([
        OrderCommand::Place {
            draft: draft.clone(),
        },
        paid,
    ])
    .state();
    assert_eq!(added.status(), Status::Confirmed);
    assert_eq!(added.surcharge_brought(), Won(3_000));
    let sorry = OrderCommand::GrantRefund {
        claim: claim("sorry"),
        amount: Won(1_000),
        reason: "staff".to_owned(),
        at: hour(4),
    };
    let mut less = added.clone();
    common::story::decide(&mut less, sorry).unwrap();
    assert_eq!(less.surcharge_brought(), Won(2_000), "some went back");

    let plan = EditPlan {
        supplement: Some(draft),
        surcharge: Won(3_000),
        ..elsewhere()
    };
    let order = after::<Order>([place_for_somebody(), pay(), begin("e", plan)]).state();
    assert_eq!(order.surcharge_own(), Won::ZERO, "the other brought it");
    assert_eq!(order.supplements().count(), 1);
    let mut done = order.clone();
    common::story::decide(&mut done, end("e", EditOutcome::Done)).unwrap();
    assert_eq!(done.supplements().count(), 1);
    let mut dropped = order;
    common::story::decide(&mut dropped, end("e", EditOutcome::Dropped)).unwrap();
    assert_eq!(dropped.supplements().count(), 0);
}
