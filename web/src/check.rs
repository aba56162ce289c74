//! Reading the order form: what is wrong is said at its field, and nothing typed is lost.

use shop::Recipient;

use crate::banks;
use crate::pages::{CheckoutErrors, CheckoutForm, MEMOS};

/// The longest line of an address, characters.
const LONGEST_ADDRESS: usize = 120;

/// Checks a form.
///
/// # Errors
/// What is wrong with which field, all of it at once.
pub fn recipient(form: &CheckoutForm) -> Result<Recipient, Box<CheckoutErrors>> {
    let mut errors = CheckoutErrors::default();
    let mut read = Recipient {
        orderer: name(
            &form.orderer_name,
            "주문하는 분의 이름을",
            &mut errors.orderer_name,
        ),
        orderer_phone: phone(&form.orderer_phone, &mut errors.orderer_phone),
        email: email(&form.orderer_email, &mut errors.orderer_email),
        postcode: postcode(&form.postcode, &mut errors.postcode),
        memo: memo(form, &mut errors.memo_text),
        depositor: bounded(&form.depositor, 30, "입금자명은", &mut errors.depositor),
        detail: bounded(
            &form.address_detail,
            LONGEST_ADDRESS,
            "상세 주소는",
            &mut errors.address_detail,
        ),
        address: line(&form.address),
        ..Recipient::default()
    };
    if !(4..=LONGEST_ADDRESS).contains(&read.address.chars().count()) {
        errors.address = Some("도로명 주소를 적어 주세요. 예: 서울특별시 마포구 월드컵로 1".into());
    }
    if form.same.is_empty() {
        read.name = name(
            &form.recipient_name,
            "받는 분의 이름을",
            &mut errors.recipient_name,
        );
        read.phone = phone(&form.recipient_phone, &mut errors.recipient_phone);
    } else {
        read.name.clone_from(&read.orderer);
        read.phone.clone_from(&read.orderer_phone);
    }
    if read.depositor.is_empty() {
        read.depositor.clone_from(&read.orderer);
    }
    choices(form, &mut errors);
    if errors == CheckoutErrors::default() {
        Ok(read)
    } else {
        Err(Box::new(errors))
    }
}

/// What is chosen rather than typed.
fn choices(form: &CheckoutForm, errors: &mut CheckoutErrors) {
    if !banks::OFFERED.contains(&form.bank.as_str()) {
        errors.bank = Some("입금할 은행을 골라 주세요.".into());
    }
    if form.agree_order.is_empty() {
        errors.agree_order = Some("주문 내용을 확인하고 동의해 주세요.".into());
    }
    if form.agree_privacy.is_empty() {
        errors.agree_privacy = Some("개인정보 수집과 이용에 동의해 주세요.".into());
    }
}

/// A line of at most so many characters.
fn bounded(text: &str, most: usize, what: &str, error: &mut Option<String>) -> String {
    let line = line(text);
    if line.chars().count() > most {
        *error = Some(format!("{what} {most}자까지 적을 수 있습니다."));
    }
    line
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

/// What is wrong with a postcode.
#[must_use]
pub fn postcode_error(text: &str) -> Option<String> {
    let missing = || "우편번호 다섯 자리를 적어 주세요.".to_owned();
    read_postcode(text).is_none().then(missing)
}

fn postcode(text: &str, error: &mut Option<String>) -> String {
    *error = postcode_error(text);
    read_postcode(text).unwrap_or_default()
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
        return bounded(&form.memo_text, 50, "배송 메모는", error);
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
#[path = "check_tests.rs"]
mod tests;
