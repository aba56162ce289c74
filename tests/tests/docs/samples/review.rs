//! Samples of what happens to a review.

use domain::MemberId;
use domain::review::{Bought, Opinion, ReviewEvent};
use uuid::Uuid;

use super::parts::{at, id, order, personal};

pub fn samples() -> Vec<ReviewEvent> {
    let plain = Bought {
        store: id("intake"),
        product: id("barley-tea"),
        sku: id("BARLEY-TEA"),
        option: None,
        order: order(),
        line: 1,
        member: None,
    };
    let full = Bought {
        option: Some("4kg".to_owned()),
        line: 0,
        member: Some(MemberId(Uuid::from_u128(7))),
        ..plain.clone()
    };
    let opinion = |stars, photos: &[&str]| Opinion {
        stars,
        words: personal(),
        photos: photos.iter().map(|&name| name.to_owned()).collect(),
    };
    vec![
        ReviewEvent::ReviewWritten {
            bought: full,
            opinion: opinion(5, &["0a1b2c3d.webp"]),
            at: at("2026-11-26T03:00:00Z"),
        },
        ReviewEvent::ReviewWritten {
            bought: plain,
            opinion: opinion(1, &[]),
            at: at("2026-11-26T03:00:00Z"),
        },
        ReviewEvent::ReviewEdited {
            opinion: opinion(4, &[]),
            at: at("2026-11-27T03:00:00Z"),
        },
        ReviewEvent::ReviewHidden {
            reason: "personal-data".to_owned(),
            at: at("2026-11-27T04:00:00Z"),
        },
        ReviewEvent::ReviewShown {
            at: at("2026-11-27T05:00:00Z"),
        },
        ReviewEvent::ReviewAnswered {
            text: personal(),
            at: at("2026-11-27T06:00:00Z"),
        },
        ReviewEvent::ReviewWithdrawn {
            at: at("2026-11-28T03:00:00Z"),
        },
    ]
}
