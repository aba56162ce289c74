//! Reading the order form: what is wrong is said at its field, and nothing typed is lost.

use shop::Recipient;

use crate::banks;
use crate::pages::{CheckoutErrors, CheckoutForm, MEMOS};

/// The longest line of an address, characters.
const LONGEST_ADDRESS: usize = 120;

/// Checks a form. Both results may hold: a recipient is given only when nothing is wrong.
///
/// # Errors
/// What is wrong with which field.
pub fn recipient(form: &CheckoutForm) -> Result<Recipient, Box<CheckoutErrors>> {
    let mut errors = CheckoutErrors::default();
    let orderer = name(
        &form.orderer_name,
        "주문하는 분의 이름을",
        &mut errors.orderer_name,
    );
    let orderer_phone = phone(&form.orderer_phone, &mut errors.orderer_phone);
    let email = email(&form.orderer_email, &mut errors.orderer_email);
    let same = !form.same.is_empty();
    let (name_, phone_) = if same {
        (orderer.clone(), orderer_phone.clone())
    } else {
        (
            name(
                &form.recipient_name,
                "받는 분의 이름을",
                &mut errors.recipient_name,
            ),
            phone(&form.recipient_phone, &mut errors.recipient_phone),
        )
    };
    let postcode = postcode(&form.postcode, &mut errors.postcode);
    let address = line(&form.address);
    if address.chars().count() < 4 || address.chars().count() > LONGEST_ADDRESS {
        errors.address = Some("도로명 주소를 적어 주세요. 예: 서울특별시 마포구 월드컵로 1".into());
    }
    let detail = line(&form.address_detail);
    if detail.chars().count() > LONGEST_ADDRESS {
        errors.address_detail = Some(format!(
            "상세 주소는 {LONGEST_ADDRESS}자까지 적을 수 있습니다."
        ));
    }
    let memo = memo(form, &mut errors.memo_text);
    if !banks::OFFERED.contains(&form.bank.as_str()) {
        errors.bank = Some("입금할 은행을 골라 주세요.".into());
    }
    let depositor = line(&form.depositor);
    if depositor.chars().count() > 30 {
        errors.depositor = Some("입금자명은 30자까지 적을 수 있습니다.".into());
    }
    if form.agree_order.is_empty() {
        errors.agree_order = Some("주문 내용을 확인하고 동의해 주세요.".into());
    }
    if form.agree_privacy.is_empty() {
        errors.agree_privacy = Some("개인정보 수집과 이용에 동의해 주세요.".into());
    }
    if errors != CheckoutErrors::default() {
        return Err(Box::new(errors));
    }
    Ok(Recipient {
        depositor: if depositor.is_empty() {
            orderer.clone()
        } else {
            depositor
        },
        orderer,
        orderer_phone,
        email,
        name: name_,
        phone: phone_,
        postcode,
        address,
        detail,
        memo,
    })
}

/// Five digits, full-width ones too; none if it is anything else.
#[must_use]
pub fn read_postcode(text: &str) -> Option<String> {
    let digits: String = narrow(text)
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .collect();
    (digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn postcode(text: &str, error: &mut Option<String>) -> String {
    let read = read_postcode(text);
    if read.is_none() {
        *error = Some("우편번호 다섯 자리를 적어 주세요.".into());
    }
    read.unwrap_or_default()
}

fn name(text: &str, whose: &str, error: &mut Option<String>) -> String {
    let name = line(text);
    if name.is_empty() || name.chars().count() > 30 {
        *error = Some(format!("{whose} 30자 안으로 적어 주세요."));
    }
    name
}

/// A Korean phone number, mobile or not, as `010-1234-5678`.
fn phone(text: &str, error: &mut Option<String>) -> String {
    let digits: String = narrow(text).chars().filter(char::is_ascii_digit).collect();
    let rest = narrow(text)
        .chars()
        .any(|sign| !sign.is_ascii_digit() && !" -.()+".contains(sign));
    let digits = digits.strip_prefix("82").map_or(digits.clone(), |tail| {
        format!("0{}", tail.trim_start_matches('0'))
    });
    let good = !rest && digits.starts_with('0') && (9..=11).contains(&digits.len());
    if !good {
        *error = Some("휴대전화 번호를 010-1234-5678처럼 적어 주세요.".into());
        return String::new();
    }
    let head = if digits.starts_with("02") { 2 } else { 3 };
    let tail = digits.len() - 4;
    format!(
        "{}-{}-{}",
        &digits[..head],
        &digits[head..tail],
        &digits[tail..]
    )
}

/// An address, or nothing. Whether it exists, only a mail can tell.
fn email(text: &str, error: &mut Option<String>) -> String {
    let email = line(text);
    let sound = email.split_once('@').is_some_and(|(local, host)| {
        let parts: Vec<_> = host.split('.').collect();
        !local.is_empty()
            && !host.contains('@')
            && parts.len() > 1
            && parts.iter().all(|part| !part.is_empty())
    });
    if !email.is_empty() && (!sound || email.len() > 80 || email.contains(char::is_whitespace)) {
        *error = Some("전자우편 주소를 name@example.com처럼 적어 주세요.".into());
    }
    email
}

fn memo(form: &CheckoutForm, error: &mut Option<String>) -> String {
    if form.memo == "other" {
        let memo = line(&form.memo_text);
        if memo.chars().count() > 50 {
            *error = Some("배송 메모는 50자까지 적을 수 있습니다.".into());
        }
        return memo;
    }
    let offered = MEMOS
        .iter()
        .find(|(value, _)| !value.is_empty() && *value == form.memo);
    offered.map_or_else(String::new, |(_, words)| (*words).to_owned())
}

/// One line: no control characters, no runs of blanks.
fn line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Full-width digits and signs, as Korean keyboards make them, in their narrow form.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|sign| match u32::from(sign) {
            wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(sign),
            _ => sign,
        })
        .collect()
}

#[cfg(test)]
mod tests {
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
        let read = recipient(&good()).unwrap();
        assert_eq!(read.orderer, "홍 길동");
        assert_eq!(read.orderer_phone, "010-1234-5678");
        assert_eq!(read.name, "홍 길동");
        assert_eq!(read.depositor, "홍 길동");
        assert_eq!(read.memo, "문 앞에 놓아 주세요");
    }

    #[test]
    fn every_empty_field_is_named_at_once() {
        let errors = recipient(&CheckoutForm::default()).unwrap_err();
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
            let phone = phone(text, &mut error);
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
        assert!(recipient(&form).unwrap_err().bank.is_some());
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
        assert_eq!(recipient(&form).unwrap().address, "서울 마포구 1 번지");
    }
}
