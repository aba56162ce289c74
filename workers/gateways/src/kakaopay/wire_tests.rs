//! What KakaoPay's samples mean.

use super::*;
use crate::paying::lenient::instant;

#[test]
fn the_answer_of_ready() {
    let ready: Ready = serde_json::from_str(
        r#"{"tid":"T1234567890123456789","tms_result":false,
        "next_redirect_app_url":"https://online-payment.kakaopay.com/mockup/bridge/mobile-app/pg/one-time/payment/a",
        "next_redirect_mobile_url":"https://online-payment.kakaopay.com/mockup/bridge/mobile-web/pg/one-time/payment/a",
        "next_redirect_pc_url":"https://online-payment.kakaopay.com/mockup/bridge/pc/pg/one-time/payment/a",
        "android_app_scheme":"kakaotalk://kakaopay/pg?url=a","ios_app_scheme":"kakaotalk://kakaopay/pg?url=a",
        "created_at":"2026-08-01T09:29:40"}"#,
    )
    .unwrap();
    assert_eq!(ready.tid, "T1234567890123456789");
    assert!(ready.next_redirect_pc_url.contains("/bridge/pc/"));
    assert_eq!(ready.created_at, "2026-08-01T00:29:40Z".parse().ok());
}

#[test]
fn an_approval_from_money_names_no_card() {
    let approved: Approved = serde_json::from_str(
        r#"{"aid":"A1234567890123456789","tid":"T1234567890123456789","cid":"TC0ONETIME","partner_order_id":"ORD-20260801-000127",
        "partner_user_id":"member-opaque-1","payment_method_type":"MONEY","item_name":"단백질쉐이크 외 2건","item_code":"","quantity":1,
        "amount":{"total":1000,"tax_free":0,"vat":91,"point":0,"discount":0,"green_deposit":0},
        "created_at":"2026-08-01T09:29:40","approved_at":"2026-08-01T09:30:55"}"#,
    )
    .unwrap();
    assert_eq!(approved.payment_method_type, Method::Money);
    assert_eq!(
        (approved.amount.total, approved.amount.vat),
        (Won(1_000), Won(91))
    );
    assert_eq!(approved.card_info, None);
    assert_eq!(approved.approved_at, "2026-08-01T00:30:55Z".parse().ok());
}

#[test]
fn the_cards_of_both_generations() {
    let card = |info: &str| {
        let whole = format!(
            r#"{{"aid":"A1","tid":"T1","cid":"C","partner_order_id":"O","partner_user_id":"U",
            "payment_method_type":"CARD","amount":{{"total":1000}},"card_info":{info},"approved_at":null}}"#
        );
        let approved: Approved = serde_json::from_str(&whole).unwrap();
        approved.card_info.unwrap()
    };
    let current = card(
        r#"{"kakaopay_purchase_corp":"비씨카드","kakaopay_purchase_corp_code":"104","kakaopay_issuer_corp":"수협카드",
        "kakaopay_issuer_corp_code":"212","bin":"621640","card_type":"체크","install_month":"00","approved_id":"30625351",
        "card_mid":"123123123","interest_free_install":"N","card_item_code":"NEW_KAKAOBANKCARD"}"#,
    );
    assert_eq!(current.kakaopay_issuer_corp_code.as_deref(), Some("212"));
    assert_eq!(current.approved_id.as_deref(), Some("30625351"));
    let legacy = card(
        r#"{"purchase_corp":"비씨카드","purchase_corp_code":"01","issuer_corp":"수협카드","issuer_corp_code":"02"}"#,
    );
    assert_eq!(legacy.issuer_corp.as_deref(), Some("수협카드"));
    assert_eq!(legacy.kakaopay_issuer_corp, None);
}

#[test]
fn the_answer_of_a_cancel_in_part() {
    let cancelled: Cancelled = serde_json::from_str(
        r#"{"aid":"A2","tid":"T1234567890123456789","cid":"TC0ONETIME","status":"PART_CANCEL_PAYMENT",
        "partner_order_id":"ORD-20260801-000127","partner_user_id":"member-opaque-1","payment_method_type":"MONEY",
        "amount":{"total":33000,"tax_free":0,"vat":3000,"point":0,"discount":0,"green_deposit":0},
        "approved_cancel_amount":{"total":11000,"tax_free":0,"vat":1000,"point":0,"discount":0,"green_deposit":0},
        "canceled_amount":{"total":11000,"tax_free":0,"vat":1000},
        "cancel_available_amount":{"total":22000,"tax_free":0,"vat":2000},
        "created_at":"2026-08-01T09:29:40","approved_at":"2026-08-01T09:30:55","canceled_at":"2026-08-03T14:00:00"}"#,
    )
    .unwrap();
    assert_eq!(cancelled.status, Status::PartCancelPayment);
    assert_eq!(cancelled.approved_cancel_amount.total, Won(11_000));
    assert_eq!(cancelled.cancel_available_amount.vat, Won(2_000));
    assert_eq!(cancelled.canceled_at, "2026-08-03T05:00:00Z".parse().ok());
}

#[test]
fn the_answer_of_order_and_a_status_of_tomorrow() {
    let order = |status: &str| -> Order {
        let whole = format!(
            r#"{{"tid":"T1","cid":"TC0ONETIME","status":"{status}","partner_order_id":"ORD-1","partner_user_id":"u",
            "payment_method_type":"CARD","amount":{{"total":33000,"vat":3000}},"canceled_amount":{{"total":0}},
            "cancel_available_amount":{{"total":33000}},"item_name":"n","quantity":1,"created_at":"2026-08-01T09:29:40",
            "selected_card_info":{{"card_bin":"621640","install_month":0,"card_corp_name":"비씨"}},
            "payment_action_details":[{{"aid":"A1","approved_at":"2026-08-01T09:30:55","amount":33000,"point_amount":0,
            "discount_amount":0,"payment_action_type":"PAYMENT","payload":""}}]}}"#
        );
        serde_json::from_str(&whole).unwrap()
    };
    let paid = order("SUCCESS_PAYMENT");
    assert_eq!(paid.status.standing(), Standing::Paid);
    assert_eq!(
        paid.payment_action_details[0].payment_action_type,
        ActionType::Payment
    );
    let odd = order("PAYMENT_ON_THE_MOON");
    assert_eq!(
        odd.status,
        Status::Unknown("PAYMENT_ON_THE_MOON".to_owned())
    );
    assert_eq!(odd.status.standing(), Standing::Unclear);
}

#[test]
fn a_time_that_cannot_be_read_is_none() {
    assert_eq!(instant("어제"), None);
    assert_eq!(
        instant("2026-08-01T09:29:40+09:00"),
        instant("2026-08-01T09:29:40")
    );
    let midnight = "2026-07-31T15:00:00Z".parse().unwrap();
    assert_eq!(stamp(midnight), "2026-08-01T00:00:00");
}
