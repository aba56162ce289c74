//! Parcels: on their way, and at the door.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::parts::{Parcel, Piece, Recipient};
use super::samples;
use crate::letter::Letter;

/// Parcels were handed to a carrier.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderShipped {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub shipped_at: DateTime<Utc>,
    /// Those that this letter tells of.
    pub parcels: Vec<Parcel>,
    /// What is still to be sent.
    pub rest: Vec<Piece>,
    pub recipient: Recipient,
    /// The order's page.
    pub href: String,
}

/// A parcel arrived.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderDelivered {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub delivered_at: DateTime<Utc>,
    pub parcel: Parcel,
    /// With it, all of the order is there.
    pub complete: bool,
    /// The order's page.
    pub href: String,
}

impl Letter for OrderShipped {
    const NAME: &'static str = "order-shipped";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            shipped_at: samples::at(26),
            parcels: vec![samples::parcel()],
            rest: vec![],
            recipient: samples::recipient(),
            href: samples::ORDER_PAGE.to_owned(),
        };
        let mut several = plain.clone();
        several.parcels.push(Parcel {
            carrier: "동네 배달".to_owned(),
            invoice: "20261124-3".to_owned(),
            tracking: None,
            contents: vec![samples::piece(
                "어머니의 손맛을 그대로 담은 국내산 찹쌀 태양초 고추장 선물 세트",
                Some("500g × 3단지, 보자기 포장"),
                12,
            )],
        });
        several.rest = vec![
            samples::piece("제주 노지 감귤", Some("5kg"), 1),
            samples::piece("하루 견과 클래식", None, 3),
        ];
        vec![("plain", plain), ("several", several)]
    }
}

impl Letter for OrderDelivered {
    const NAME: &'static str = "order-delivered";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            delivered_at: samples::at(50),
            parcel: samples::parcel(),
            complete: true,
            href: samples::ORDER_PAGE.to_owned(),
        };
        let part = Self {
            complete: false,
            ..plain.clone()
        };
        vec![("plain", plain), ("part", part)]
    }
}
