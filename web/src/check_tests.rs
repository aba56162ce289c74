//! How an order form is read.

use super::*;

fn good() -> CheckoutForm {
    CheckoutForm {
        orderer_name: " 홍 길동 ".into(),
        orderer_phone: "０１０ 1234 5678".into(),
        same: "on".into(),
        postcode: "04001".into(),
        address: "서울특별시 마포구 월드컵로 1".into(),
        memo: "door".into(),
        bank: "088".into(),
        agree_order: "on".into(),
        agree_privacy: "on".into(),
        ..CheckoutForm::default()
    }
}

#[test]
fn a_good_form_is_read_and_tidied() {
    let read = recipient(Language::Ko, &good(), (&[], true)).unwrap();
    assert_eq!(read.orderer, "홍 길동");
    assert_eq!(read.orderer_phone, "010-1234-5678");
    assert_eq!(read.name, "홍 길동");
    assert_eq!(read.depositor, "홍 길동");
    assert_eq!(read.memo, "문 앞에 놓아 주세요");
}

#[test]
fn a_kept_memo_is_the_offered_one_that_it_was() {
    for (value, _) in MEMOS.iter().filter(|(value, _)| *value != OWN_MEMO) {
        let kept = memo(Language::En, value, "", &mut None);
        assert_eq!(memo_fields(&kept), ((*value).to_owned(), String::new()));
    }
    let own = memo(Language::En, OWN_MEMO, "안내 데스크에", &mut None);
    assert_eq!(memo_fields(&own), (OWN_MEMO.into(), "안내 데스크에".into()));
}

#[test]
fn every_empty_field_is_named_at_once() {
    let errors = recipient(Language::Ko, &CheckoutForm::default(), (&[], true)).unwrap_err();
    assert!(errors.orderer_name.is_some() && errors.orderer_phone.is_some());
    assert!(errors.recipient_name.is_some() && errors.recipient_phone.is_some());
    assert!(errors.postcode.is_some() && errors.address.is_some() && errors.bank.is_some());
    assert!(errors.agree_order.is_some() && errors.agree_privacy.is_some());
    assert!(errors.orderer_email.is_none(), "optional");
}

#[test]
fn phones_are_read_as_people_write_them() {
    let read = |text: &str| {
        let mut error = None;
        let phone = phone(Language::Ko, text, &mut error);
        error.is_none().then_some(phone)
    };
    assert_eq!(read("01012345678").as_deref(), Some("010-1234-5678"));
    assert_eq!(read("+82 10-1234-5678").as_deref(), Some("010-1234-5678"));
    assert_eq!(read("02-123-4567").as_deref(), Some("02-123-4567"));
    assert_eq!(read("031.123.4567").as_deref(), Some("031-123-4567"));
    for wrong in [
        "",
        "010-12",
        "1234567890",
        "010-1234-567a8",
        "<b>01012345678",
        "010123456789",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_bank_that_is_not_offered_is_refused() {
    let form = CheckoutForm {
        bank: "999".into(),
        ..good()
    };
    assert!(
        recipient(Language::Ko, &form, (&[], true))
            .unwrap_err()
            .bank
            .is_some()
    );
}

#[test]
fn postcodes_are_five_digits() {
    assert_eq!(read_postcode("６３０００").as_deref(), Some("63000"));
    assert_eq!(read_postcode(" 04001 ").as_deref(), Some("04001"));
    for wrong in ["", "1234", "123456", "abcde", "12 34"] {
        assert_eq!(read_postcode(wrong), None, "{wrong}");
    }
}

#[test]
fn control_characters_never_reach_the_vault() {
    let form = CheckoutForm {
        address: "서울\r\n마포구\t1\u{0}번지".into(),
        ..good()
    };
    assert_eq!(
        recipient(Language::Ko, &form, (&[], true)).unwrap().address,
        "서울 마포구 1 번지"
    );
}

#[test]
fn a_cash_receipt_names_a_mobile_telephone_or_a_business() {
    let asks = |kind: &str, number: &str| CheckoutForm {
        receipt: kind.into(),
        receipt_number: number.into(),
        ..good()
    };
    let read = |kind, number| receipt(&asks(kind, number)).map(|it| it.number);
    assert_eq!(read("deduction", "010-1234-5678").unwrap(), "01012345678");
    assert_eq!(read("expense", "124-81-00998").unwrap(), "1248100998");
    assert_eq!(read("", "010-1234-5678"), None);
    for (kind, number) in [
        ("deduction", "02-123-4567"),
        ("deduction", ""),
        ("expense", "124-81-00997"),
        ("expense", "010-1234-5678"),
    ] {
        assert_eq!(read(kind, number), None, "{kind} {number}");
        let form = asks(kind, number);
        let wrong = recipient(Language::Ko, &form, (&[], true)).unwrap_err();
        assert!(wrong.receipt_number.is_some());
        assert!(recipient(Language::Ko, &form, (&[], false)).is_ok());
    }
}
