//! Samples of what happens to a question.

use domain::MemberId;
use domain::inquiry::{InquiryEvent, Topic};
use uuid::Uuid;

use super::parts::{at, id, order, personal};

pub fn samples() -> Vec<InquiryEvent> {
    vec![
        InquiryEvent::InquiryAsked {
            store: id("intake"),
            member: Some(MemberId(Uuid::from_u128(7))),
            contact: personal(),
            topic: Topic::Delivery,
            order: Some(order()),
            text: personal(),
            photos: vec!["0a1b2c3d.webp".to_owned()],
            at: at("2026-11-22T03:04:05Z"),
        },
        InquiryEvent::InquiryAsked {
            store: id("intake"),
            member: None,
            contact: personal(),
            topic: Topic::Other,
            order: None,
            text: personal(),
            photos: vec![],
            at: at("2026-11-22T03:04:05Z"),
        },
        InquiryEvent::InquiryAnswered {
            number: 1,
            text: personal(),
            at: at("2026-11-22T05:00:00Z"),
        },
        InquiryEvent::InquiryReopened {
            text: personal(),
            at: at("2026-11-22T06:00:00Z"),
        },
        InquiryEvent::InquiryClosed {
            at: at("2026-11-23T05:00:00Z"),
        },
        InquiryEvent::InquiryErased {
            at: at("2029-11-23T05:00:00Z"),
        },
    ]
}
