//! Reading the order form: what is wrong is said at its field, and nothing typed is lost.

use domain::payment::ReceiptKind;
use letters::Language;
use shop::{ReceiptForm, Recipient};

use crate::pages::{CheckoutErrors, CheckoutForm, MEMOS};
use crate::say::{say, say_with};
use crate::ways;
use shop::paying::Offered;
use shop::{banks, mail_address};

/// The longest line of an address, characters.
const LONGEST_ADDRESS: usize = 120;
/// The choice among the memos that opens a field for one of the shopper's own.
const OWN_MEMO: &str = "other";
/// The longest name, characters.
const LONGEST_NAME: usize = 30;

/// Checks a form of a store that offers these windows, and cash receipts or not.
///
/// # Errors
/// What is wrong with which field, all of it at once.
pub fn recipient(
    lang: Language,
    form: &CheckoutForm,
    (offered, receipts): (&[Offered], bool),
) -> Result<Recipient, Box<CheckoutErrors>> {
    let mut errors = CheckoutErrors::default();
    let mut read = Recipient {
        orderer: name(
            lang,
            &form.orderer_name,
            "wrong-orderer-name",
            &mut errors.orderer_name,
        ),
        orderer_phone: phone(lang, &form.orderer_phone, &mut errors.orderer_phone),
        email: email(lang, &form.orderer_email, &mut errors.orderer_email),
        postcode: postcode(lang, &form.postcode, &mut errors.postcode),
        memo: memo(lang, &form.memo, &form.memo_text, &mut errors.memo_text),
        depositor: bounded(lang, &form.depositor, 30, &mut errors.depositor),
        detail: bounded(
            lang,
            &form.address_detail,
            LONGEST_ADDRESS,
            &mut errors.address_detail,
        ),
        address: line(&form.address),
        ..Recipient::default()
    };
    if !(4..=LONGEST_ADDRESS).contains(&read.address.chars().count()) {
        errors.address = Some(say(lang, "wrong-address"));
    }
    if form.same.is_empty() {
        read.name = name(
            lang,
            &form.recipient_name,
            "wrong-recipient-name",
            &mut errors.recipient_name,
        );
        read.phone = phone(lang, &form.recipient_phone, &mut errors.recipient_phone);
    } else {
        read.name.clone_from(&read.orderer);
        read.phone.clone_from(&read.orderer_phone);
    }
    if read.depositor.is_empty() {
        read.depositor.clone_from(&read.orderer);
    }
    choices(lang, form, offered, &mut errors);
    let asks =
        ReceiptKind::named(&form.receipt).filter(|_| receipts && ways::by_cash(form, offered));
    if let Some(kind) = asks.filter(|_| receipt(form).is_none()) {
        let key = format!("wrong-cash-receipt-{}", kind.as_str());
        errors.receipt_number = Some(say(lang, &key));
    }
    if errors == CheckoutErrors::default() {
        Ok(read)
    } else {
        Err(Box::new(errors))
    }
}

/// The cash receipt that a form asks for; none if it asks for none, or its number can be none.
#[must_use]
pub fn receipt(form: &CheckoutForm) -> Option<ReceiptForm> {
    let kind = ReceiptKind::named(&form.receipt)?;
    let typed = narrow(&form.receipt_number);
    let number = match kind {
        ReceiptKind::Deduction => read_phone(&typed)?,
        ReceiptKind::Expense => typed,
    };
    ReceiptForm::read(kind, &number)
}

/// What is chosen rather than typed.
fn choices(lang: Language, form: &CheckoutForm, offered: &[Offered], errors: &mut CheckoutErrors) {
    if ways::method(form, offered).is_none() {
        errors.pay = Some(say(lang, "wrong-pay"));
    } else if ways::by_deposit(form, offered) && !banks::OFFERED.contains(&form.bank.as_str()) {
        errors.bank = Some(say(lang, "wrong-bank"));
    }
    if form.agree_order.is_empty() {
        errors.agree_order = Some(say(lang, "wrong-agree-order"));
    }
    if form.agree_privacy.is_empty() {
        errors.agree_privacy = Some(say(lang, "wrong-agree-privacy"));
    }
}

/// A line of at most so many characters.
pub(crate) fn bounded(
    lang: Language,
    text: &str,
    most: usize,
    error: &mut Option<String>,
) -> String {
    let line = line(text);
    if line.chars().count() > most {
        *error = Some(say_with(lang, "wrong-too-long", &[("most", most.into())]));
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
pub fn postcode_error(lang: Language, text: &str) -> Option<String> {
    let missing = || say(lang, "wrong-postcode");
    read_postcode(text).is_none().then(missing)
}

fn postcode(lang: Language, text: &str, error: &mut Option<String>) -> String {
    *error = postcode_error(lang, text);
    read_postcode(text).unwrap_or_default()
}

/// A name of one line; `wrong` is what is said where it is none.
pub(crate) fn name(lang: Language, text: &str, wrong: &str, error: &mut Option<String>) -> String {
    let name = line(text);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        *error = Some(say(lang, wrong));
    }
    name
}

fn phone(lang: Language, text: &str, error: &mut Option<String>) -> String {
    let read = read_phone(text);
    if read.is_none() {
        *error = Some(say(lang, "wrong-phone"));
    }
    read.unwrap_or_default()
}

/// A Korean phone number, mobile or not, as `010-1234-5678`; none if it is anything else.
pub(crate) fn read_phone(text: &str) -> Option<String> {
    let digits: String = narrow(text).chars().filter(char::is_ascii_digit).collect();
    let rest = narrow(text)
        .chars()
        .any(|sign| !sign.is_ascii_digit() && !" -.()+".contains(sign));
    let digits = digits.strip_prefix("82").map_or(digits.clone(), |tail| {
        format!("0{}", tail.trim_start_matches('0'))
    });
    let good = !rest && digits.starts_with('0') && (9..=11).contains(&digits.len());
    if !good {
        return None;
    }
    let head = if digits.starts_with("02") { 2 } else { 3 };
    let tail = digits.len() - 4;
    Some(format!(
        "{}-{}-{}",
        &digits[..head],
        &digits[head..tail],
        &digits[tail..]
    ))
}

/// An address, or nothing. Whether it exists, only a mail can tell. One that can be written in several
/// ways is asked for in the plain one: who must not be written to is known by it.
fn email(lang: Language, text: &str, error: &mut Option<String>) -> String {
    let email = line(&narrow(text));
    let sound = email.len() <= 80 && mail_address::is_plain(&email);
    if !email.is_empty() && !sound {
        *error = Some(say(lang, "wrong-email"));
    }
    email
}

/// What the carrier is told: an offered memo by its name, or one of the shopper's own.
pub(crate) fn memo(lang: Language, chosen: &str, own: &str, error: &mut Option<String>) -> String {
    if chosen == OWN_MEMO {
        return bounded(lang, own, 50, error);
    }
    // The carrier reads it: in Korean, whatever the shopper reads.
    let offered = MEMOS
        .iter()
        .find(|(value, _)| !value.is_empty() && *value == chosen);
    offered.map_or_else(String::new, |(_, key)| say(Language::Ko, key))
}

/// A kept memo as a form has it: the name of the offered one that it is, or one of the shopper's own with
/// its words.
pub(crate) fn memo_fields(memo: &str) -> (String, String) {
    if memo.is_empty() {
        return (String::new(), String::new());
    }
    let mut offered = MEMOS
        .iter()
        .filter(|(value, _)| !value.is_empty() && *value != OWN_MEMO);
    match offered.find(|(_, key)| say(Language::Ko, key) == memo) {
        Some((value, _)) => ((*value).to_owned(), String::new()),
        None => (OWN_MEMO.to_owned(), memo.to_owned()),
    }
}

/// One line: no control characters, no runs of blanks, nothing that cannot be seen.
pub(crate) fn line(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|sign| !is_unseen(*sign))
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Signs without a shape: fillers, which pass for a name, and marks that turn what follows around.
fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Full-width digits and signs, as Korean keyboards make them, in their narrow form.
pub(crate) fn narrow(text: &str) -> String {
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
