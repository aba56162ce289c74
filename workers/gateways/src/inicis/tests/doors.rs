//! What goes with money, through the shop's own doors.

use std::collections::BTreeMap;

use domain::payment::{Means, ReceiptKind};
use domain::{AttemptId, ReceiptId, StoreId, Won};
use shop::ports::GatewayError;
use shop::ports::deliveries::{DeliveryAsk, Party};
use shop::ports::paying::Opened;
use shop::ports::receipts::{CashReceipts, Holder, ReceiptAsk};

use super::{DUE, Method, Street};
use crate::inicis::papers::{Receipts, register_delivery};

fn store() -> StoreId {
    StoreId::new("intake").unwrap()
}

#[tokio::test]
async fn a_receipt_is_issued_for_a_number_or_for_nobody() {
    let street = Street::open().await;
    let receipts = Receipts::new(BTreeMap::from([(store(), street.client)]));
    assert!(receipts.serves(&store()) && !receipts.is_repeatable());
    for number in [Some("01012345678".to_owned()), None] {
        let ask = ReceiptAsk {
            store: store(),
            receipt: ReceiptId::new("ORD-20260801-000123-R1").unwrap(),
            goods: "단백질쉐이크".to_owned(),
            amount: DUE,
            tax_free: Won::ZERO,
            vat: Won(3_000),
            kind: ReceiptKind::Deduction,
            holder: Holder {
                number,
                name: "홍길동".to_owned(),
                email: "hong@example.com".to_owned(),
                phone: "01000000000".to_owned(),
            },
            at: "2026-08-01T00:00:00Z".parse().unwrap(),
        };
        let issued = receipts.issue(&ask).await.unwrap();
        assert!(!issued.reference.is_empty() && !issued.approval.is_empty());
    }
}

fn parcel(tid: &str, invoice: &str, again: bool) -> DeliveryAsk {
    let at = "2026-08-01T00:00:00Z".parse().unwrap();
    let party = Party {
        name: "홍길동".to_owned(),
        phone: "01000000000".to_owned(),
        postcode: "06236".to_owned(),
        address: "서울 강남구 테헤란로 1".to_owned(),
    };
    DeliveryAsk {
        of: Opened {
            store: store(),
            attempt: AttemptId::new(super::ORDER).unwrap(),
            means: Means::Transfer,
            amount: DUE,
            key: None,
            payer: String::new(),
            opened_at: at,
            deposit_until: at,
            asked_at: None,
            transaction: Some(tid.to_owned()),
        },
        again,
        carrier: "cj".to_owned(),
        carrier_name: "CJ대한통운".to_owned(),
        invoice: invoice.to_owned(),
        sent_at: at,
        sender: party.clone(),
        recipient: party,
    }
}

#[tokio::test]
async fn what_is_held_in_escrow_is_told_when_it_leaves_and_when_it_was_corrected() {
    let street = Street::open().await;
    let mut checkout = street.checkout(Method::Transfer);
    checkout.escrow = true;
    let request = street.through(&checkout).await;
    let tid = street.client.approve(&request).await.unwrap().tid;
    for (invoice, again) in [("123", false), ("123", false), ("124", true)] {
        let told = register_delivery(&street.client, &parcel(&tid, invoice, again)).await;
        told.unwrap_or_else(|error| panic!("{invoice}: {error}"));
    }
    // The shop does not know that it is known, and the invoice was corrected meanwhile.
    let late = parcel(&tid, "125", false);
    register_delivery(&street.client, &late).await.unwrap();
    let street = Street::open().await;
    let unheld = street.paid(Method::Transfer).await.tid;
    let refused = register_delivery(&street.client, &parcel(&unheld, "123", false)).await;
    assert!(
        matches!(refused, Err(GatewayError::Declined(_))),
        "{refused:?}"
    );
}
