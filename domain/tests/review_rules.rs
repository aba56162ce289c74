//! What buyers think, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::sku;
use common::hour;
use common::orders::order_id;
use common::story::after;
use domain::ids::{ProductId, StoreId};
use domain::personal::{Commitment, PersonalRef};
use domain::review::{
    Bought, Opinion, Review, ReviewCommand, ReviewEvent, ReviewRefusal, ReviewStatus,
};

fn opinion(stars: u8, id: u128) -> Opinion {
    Opinion {
        stars,
        words: PersonalRef {
            id: uuid::Uuid::from_u128(id),
            commitment: Commitment("00".repeat(32)),
        },
        photos: vec![],
    }
}

fn bought() -> Bought {
    Bought {
        store: StoreId::new("main").unwrap(),
        product: ProductId::new("rice").unwrap(),
        sku: sku("rice"),
        option: None,
        order: order_id(),
        line: 0,
        member: None,
    }
}

fn write(kept: u32, opinion: Opinion) -> ReviewCommand {
    ReviewCommand::Write {
        bought: Box::new(bought()),
        kept,
        opinion,
        at: hour(0),
    }
}

fn hide(reason: &str) -> ReviewCommand {
    ReviewCommand::Hide {
        reason: reason.to_owned(),
        at: hour(2),
    }
}

fn withdraw() -> ReviewCommand {
    ReviewCommand::Withdraw { at: hour(3) }
}

#[test]
fn what_arrived_is_judged_once_and_the_judgement_may_change() {
    let edit = |stars, id| ReviewCommand::Edit {
        opinion: opinion(stars, id),
        at: hour(1),
    };
    after::<Review>([])
        .when(edit(5, 1))
        .refuses(ReviewRefusal::NotWritten)
        .when(write(0, opinion(5, 1)))
        .refuses(ReviewRefusal::NotKept)
        .when(write(1, opinion(5, 1)))
        .then([ReviewEvent::ReviewWritten {
            bought: bought(),
            opinion: opinion(5, 1),
            at: hour(0),
        }])
        .when(write(1, opinion(5, 1)))
        .nothing_happens()
        .when(write(1, opinion(1, 2)))
        .refuses(ReviewRefusal::Written)
        .when(edit(4, 3))
        .succeeds()
        .when(edit(4, 3))
        .nothing_happens();
}

#[test]
fn stars_go_from_one_to_five() {
    let mut review = after::<Review>([]);
    for stars in [0, 6, 255] {
        let wrong = write(1, opinion(stars, 1));
        review = review.when(wrong).refuses(ReviewRefusal::BadStars);
    }
}

#[test]
fn what_staff_hid_stays_hidden_when_it_is_edited() {
    let edit = ReviewCommand::Edit {
        opinion: opinion(1, 9),
        at: hour(3),
    };
    let review = after::<Review>([write(1, opinion(5, 1))])
        .when(hide("He said that"))
        .refuses(ReviewRefusal::BadReason)
        .when(hide("abuse"))
        .succeeds()
        .when(hide("abuse"))
        .nothing_happens()
        .when(edit)
        .succeeds()
        .state();
    assert_eq!(review.status(), ReviewStatus::Hidden);
    assert_eq!(review.hidden_for(), Some("abuse"));
}

#[test]
fn what_was_taken_back_is_gone_and_the_line_is_not_judged_again() {
    let review = after::<Review>([write(1, opinion(5, 1))])
        .when(withdraw())
        .succeeds()
        .when(withdraw())
        .nothing_happens()
        .when(write(1, opinion(4, 2)))
        .refuses(ReviewRefusal::Withdrawn)
        .when(hide("abuse"))
        .refuses(ReviewRefusal::Withdrawn)
        .state();
    assert_eq!(review.opinion(), None);
}
