//! Questions and answers, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::story::after;
use domain::ids::StoreId;
use domain::inquiry::{
    Inquiry, InquiryCommand, InquiryEvent, InquiryRefusal, InquiryStatus, Question, Topic,
};
use domain::personal::{Commitment, PersonalRef};

fn kept(id: u128) -> PersonalRef {
    PersonalRef {
        id: uuid::Uuid::from_u128(id),
        commitment: Commitment("00".repeat(32)),
    }
}

fn ask() -> InquiryCommand {
    InquiryCommand::Ask {
        question: Box::new(Question {
            store: StoreId::new("main").unwrap(),
            member: None,
            contact: kept(1),
            topic: Topic::Product,
            order: None,
            text: kept(2),
            photos: vec![],
            at: hour(0),
        }),
    }
}

fn answer(number: u32, text: u128) -> InquiryCommand {
    InquiryCommand::Answer {
        number,
        text: kept(text),
        at: hour(1),
    }
}

fn add(text: u128) -> InquiryCommand {
    InquiryCommand::Reopen {
        text: kept(text),
        at: hour(2),
    }
}

fn close() -> InquiryCommand {
    InquiryCommand::Close { at: hour(3) }
}

#[test]
fn a_question_is_asked_once_and_answered_in_turn() {
    let inquiry = after::<Inquiry>([ask()])
        .when(ask())
        .refuses(InquiryRefusal::Asked)
        .when(answer(1, 3))
        .then([InquiryEvent::InquiryAnswered {
            number: 1,
            text: kept(3),
            at: hour(1),
        }])
        .when(answer(1, 3))
        .nothing_happens()
        .when(answer(1, 4))
        .refuses(InquiryRefusal::OtherAnswer { next: 2 })
        .when(answer(3, 4))
        .refuses(InquiryRefusal::OtherAnswer { next: 2 })
        .when(add(5))
        .succeeds()
        .state();
    assert_eq!(inquiry.status(), InquiryStatus::Open);
    assert_eq!(inquiry.answer(1).unwrap().text, kept(3));
    assert_eq!(inquiry.turns().len(), 3);
}

#[test]
fn a_closed_question_takes_no_answer_until_the_shopper_asks_on() {
    after::<Inquiry>([ask(), answer(1, 3), close()])
        .when(close())
        .nothing_happens()
        .when(answer(2, 4))
        .refuses(InquiryRefusal::Closed)
        .when(add(5))
        .succeeds()
        .when(answer(2, 4))
        .succeeds();
}

#[test]
fn nobody_answers_what_nobody_asked_or_what_was_erased() {
    let erase = || InquiryCommand::Erase { at: hour(9) };
    after::<Inquiry>([])
        .when(answer(1, 3))
        .refuses(InquiryRefusal::NotAsked)
        .when(add(3))
        .refuses(InquiryRefusal::NotAsked)
        .when(close())
        .refuses(InquiryRefusal::NotAsked)
        .when(ask())
        .succeeds()
        .when(erase())
        .succeeds()
        .when(erase())
        .nothing_happens()
        .when(answer(1, 3))
        .refuses(InquiryRefusal::Erased)
        .when(add(3))
        .refuses(InquiryRefusal::Erased);
}

#[test]
fn a_question_does_not_go_on_for_ever() {
    let mut inquiry = after::<Inquiry>([ask()]);
    for text in 0..49 {
        inquiry = inquiry.when(add(100 + text)).succeeds();
    }
    inquiry.when(add(3)).refuses(InquiryRefusal::TooLong);
}
