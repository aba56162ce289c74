//! The checkout page.

use domain::pricing::Quote;

use super::cart::gifts;
use super::{amounts, picture_of, product_path};
use crate::banks;
use crate::helpers::won;
use crate::pages::{Checkout, CheckoutErrors, CheckoutForm, Choice, Line, MEMOS, Notice};

/// The page with what was typed and what is wrong with it.
#[must_use]
pub fn checkout(
    form: CheckoutForm,
    errors: CheckoutErrors,
    quote: &Quote,
    deposit_days: u32,
    notice: Option<Notice>,
) -> Checkout {
    let repriced = form.step == "reprice";
    Checkout {
        failed: !repriced && errors != CheckoutErrors::default(),
        repriced,
        postcode_note: (repriced && errors.postcode.is_none()).then(|| shipping_note(quote)),
        banks: banks::OFFERED
            .iter()
            .map(|code| choice(code, banks::name(code), &form.bank))
            .collect(),
        memos: MEMOS
            .iter()
            .map(|(value, text)| choice(value, text, &form.memo))
            .collect(),
        lines: lines(quote),
        amounts: amounts(quote),
        form,
        errors,
        notice,
        deposit_days,
    }
}

fn shipping_note(quote: &Quote) -> String {
    match quote.shipping.0 {
        0 => "이 우편번호로는 배송비가 없습니다.".into(),
        fee => format!("이 우편번호의 배송비는 {}원입니다.", won(fee)),
    }
}

fn choice(value: &str, text: &str, chosen: &str) -> Choice {
    Choice {
        value: value.into(),
        text: text.into(),
        chosen: value == chosen,
    }
}

fn lines(quote: &Quote) -> Vec<Line> {
    let goods = quote.lines.iter().map(|line| Line {
        href: product_path(line.product.as_str()),
        picture: picture_of(line.product.as_str(), &line.name, line.category.as_str()),
        name: line.name.clone(),
        option: line.option.clone(),
        quantity: line.quantity.into(),
        unit_price: line.unit_price.0,
        total: line.gross.0,
        gift: false,
        note: None,
    });
    goods.chain(gifts(quote)).collect()
}
