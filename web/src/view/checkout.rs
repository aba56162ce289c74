//! The checkout page.

use domain::payment::ReceiptKind;
use domain::pricing::Quote;
use letters::Language;
use shop::pricing::Priced;

use super::amounts;
use super::faces::Faces;
use crate::helpers::money;
use crate::pages::{
    Checkout, CheckoutErrors, CheckoutForm, Choice, CouponBox, Line, MEMOS, Notice,
};
use crate::say::{say, say_with};
use crate::ways;
use shop::banks;
use shop::paying::Offered;

/// The page with what was typed and what is wrong with it.
#[must_use]
pub fn checkout(
    faces: &Faces<'_>,
    form: CheckoutForm,
    errors: CheckoutErrors,
    (priced, offered, receipts): (&Priced, &[Offered], bool),
    coupon: CouponBox,
    deposit_days: u32,
    notice: Option<Notice>,
) -> Checkout {
    let (lang, quote) = (faces.lang(), &priced.quote);
    let repriced = form.step == "reprice" || form.step.starts_with("place:");
    Checkout {
        failed: !repriced && errors != CheckoutErrors::default(),
        repriced,
        postcode_note: (repriced && errors.postcode.is_none()).then(|| shipping_note(lang, quote)),
        ways: ways::choices(lang, offered, &form.pay),
        banks: banks::OFFERED
            .iter()
            .map(|code| choice(code, banks::name_in(lang.code(), code), &form.bank))
            .collect(),
        receipts: if receipts {
            receipt_choices(lang, &form.receipt)
        } else {
            vec![]
        },
        memos: memos(lang, &form.memo),
        lines: lines(faces, quote),
        amounts: amounts(lang, quote),
        coupon,
        terms: quote.terms(),
        form,
        errors,
        notice,
        deposit_days,
        guest: true,
        places: vec![],
    }
}

/// What a cash receipt may be for.
fn receipt_choices(lang: Language, chosen: &str) -> Vec<Choice> {
    let kinds = [ReceiptKind::Deduction, ReceiptKind::Expense].map(ReceiptKind::as_str);
    let all = [("", "none"), (kinds[0], kinds[0]), (kinds[1], kinds[1])];
    all.map(|(value, word)| choice(value, &say(lang, &format!("cash-receipt-{word}")), chosen))
        .to_vec()
}

fn shipping_note(lang: Language, quote: &Quote) -> String {
    match quote.shipping.0 {
        0 => say(lang, "checkout-no-shipping"),
        fee => say_with(
            lang,
            "checkout-shipping-is",
            &[("amount", money(fee, lang).into())],
        ),
    }
}

/// The delivery memos that are offered.
#[must_use]
pub fn memos(lang: Language, chosen: &str) -> Vec<Choice> {
    let memo = |(value, key): &(&str, &str)| choice(value, &say(lang, key), chosen);
    MEMOS.iter().map(memo).collect()
}

fn choice(value: &str, text: &str, chosen: &str) -> Choice {
    Choice {
        value: value.into(),
        text: text.into(),
        chosen: value == chosen,
    }
}

fn lines(faces: &Faces<'_>, quote: &Quote) -> Vec<Line> {
    let goods = quote.lines.iter().map(|line| faces.line(line));
    goods.chain(faces.gifts(&quote.gifts)).collect()
}
