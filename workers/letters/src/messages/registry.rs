//! All messages there are: for the prompt, for Kakao's approval, and for one test of them all.

use super::account::{Dormancy, InquiryAnswered, MemberCode};
use super::order::{
    ChangeLate, ClaimAnswered, Delivered, DepositExpired, OrderCancelled, OrderChanged, OrderPaid,
    OrderReceived, OrderShipped, OrderToPay, RefundAccountAsked, Refunded,
};
use super::template::{Composed, Message, Template, WordsError};

/// A message with its faces.
pub struct Listed {
    pub template: Template,
    /// By short names.
    pub samples: Vec<(&'static str, Result<Composed, WordsError>)>,
}

fn listed<M: Message>() -> Listed {
    let samples = M::samples().into_iter();
    Listed {
        template: M::TEMPLATE,
        samples: samples
            .map(|(face, sample)| (face, sample.compose()))
            .collect(),
    }
}

/// All of them, in the order of an order's life.
pub fn all() -> Vec<Listed> {
    vec![
        listed::<OrderReceived>(),
        listed::<OrderChanged>(),
        listed::<OrderToPay>(),
        listed::<OrderPaid>(),
        listed::<OrderShipped>(),
        listed::<Delivered>(),
        listed::<ChangeLate>(),
        listed::<DepositExpired>(),
        listed::<OrderCancelled>(),
        listed::<ClaimAnswered>(),
        listed::<RefundAccountAsked>(),
        listed::<Refunded>(),
        listed::<MemberCode>(),
        listed::<Dormancy>(),
        listed::<InquiryAnswered>(),
    ]
}

/// One of them, by its name.
pub fn find(name: &str) -> Option<Listed> {
    all().into_iter().find(|one| one.template.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::korean_bytes::{self, Length};

    use super::*;

    #[test]
    fn every_face_of_every_message_can_be_sent() {
        for one in all() {
            assert!(!one.samples.is_empty(), "{}", one.template.name);
            for (face, composed) in one.samples {
                let composed =
                    composed.unwrap_or_else(|why| panic!("{} {face}: {why}", one.template.name));
                assert!(!composed.text.contains("#{") && !composed.fallback.contains("#{"));
                korean_bytes::length(&composed.fallback).expect("it travels");
            }
        }
    }

    #[test]
    fn what_is_awaited_most_fits_into_a_short_message() {
        for name in [
            "order-received",
            "order-paid",
            "order-shipped",
            "order-delivered",
            "order-cancelled",
            "order-refunded",
            "member-code",
        ] {
            let one = find(name).expect("it is listed");
            let composed = one.samples[0].1.as_ref().expect("it is sound");
            let length = korean_bytes::length(&composed.fallback);
            assert!(matches!(length, Ok(Length::Sms(_))), "{name}: {length:?}");
        }
    }

    #[test]
    fn names_are_unique_and_informational() {
        let names: BTreeSet<_> = all().iter().map(|one| one.template.name).collect();
        assert_eq!(names.len(), all().len());
        for one in all() {
            assert!(
                !one.template.text.contains("(광고)"),
                "{}",
                one.template.name
            );
            assert!(one.template.text.starts_with("[#{상점}]"));
        }
    }
}
