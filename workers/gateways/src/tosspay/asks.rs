//! What is asked of TossPay, amounts in won, and how its amounts are split.

use chrono::{DateTime, Utc};
use domain::Won;
use domain::money::vat_included;
use serde::{Deserialize, Serialize};

/// Won that one payment may be at most: seven digits.
pub const MOST: Won = Won(9_999_999);

/// How an amount is made up. TossPay rounds VAT up where it must split itself, so it is always told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Split {
    /// Won without VAT by law.
    pub amount_tax_free: Won,
    /// Won that VAT is on, without it.
    pub amount_taxable: Won,
    /// Won of VAT.
    pub amount_vat: Won,
    /// Won of a service fee.
    pub amount_service_fee: Won,
}

impl Split {
    /// An amount of which so much is tax-free: the VAT of the rest is an eleventh, half-up, as in our books.
    #[must_use]
    pub fn of(amount: Won, tax_free: Won) -> Self {
        let rest = amount - tax_free;
        let vat = vat_included(rest);
        Self {
            amount_tax_free: tax_free,
            amount_taxable: rest - vat,
            amount_vat: vat,
            amount_service_fee: Won::ZERO,
        }
    }

    /// As TossPay splits what it was not told: VAT is rounded up.
    #[must_use]
    pub fn by_tosspay(amount: Won, tax_free: Won) -> Self {
        let rest = amount - tax_free;
        let vat = Won((rest.0 + 10).div_euclid(11));
        Self {
            amount_tax_free: tax_free,
            amount_taxable: rest - vat,
            amount_vat: vat,
            amount_service_fee: Won::ZERO,
        }
    }

    /// The whole.
    #[must_use]
    pub fn sum(&self) -> Won {
        let parts = [
            self.amount_tax_free,
            self.amount_taxable,
            self.amount_vat,
            self.amount_service_fee,
        ];
        parts.iter().sum()
    }

    /// Whether no part is below zero.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let parts = [
            self.amount_tax_free,
            self.amount_taxable,
            self.amount_vat,
            self.amount_service_fee,
        ];
        !parts.iter().any(|part| part.is_negative())
    }
}

/// A payment to be opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The shop's number of the order: 50 letters, digits and `_-:.^@` at most. It may be used again until a
    /// payment of it is approved.
    pub order: String,
    /// What is bought.
    pub goods: String,
    /// Won.
    pub amount: Won,
    /// Won of it that are tax-free.
    pub tax_free: Won,
    /// Where the browser comes back to.
    pub return_url: String,
    /// Where it comes back to when the shopper gave up.
    pub cancel_url: String,
    /// Where TossPay tells that it executed, on port 443: then it executes by itself. None: the shop executes.
    pub callback: Option<String>,
    /// Until when the shopper may pay; TossPay's own is 15 minutes, and an hour the most.
    pub expires: Option<DateTime<Utc>>,
}

/// A refund.
#[derive(Debug, Clone)]
pub struct Refund {
    /// TossPay's token of the payment.
    pub pay_token: String,
    /// The refund's own number, 36 characters at most: asked again with it, nothing is paid back twice.
    pub refund_no: String,
    /// Won to be paid back, whole: TossPay takes its own discounts out itself.
    pub amount: Won,
    /// Won of it that are tax-free.
    pub tax_free: Won,
    /// Why; nothing about a person.
    pub reason: String,
}

/// Whose cash receipt (현금영수증).
#[derive(Clone)]
pub enum ReceiptFor {
    /// A consumer's, by telephone number.
    Consumer(String),
    /// A business's proof of expense, by its number.
    Business(String),
    /// Nobody asked: issued by the shop itself (자진발급).
    Nobody,
}

/// The number of a receipt that nobody asked for, as TossPay wants it.
pub const SELF_ISSUE: &str = "01000001234";

/// Whether an order number is one that they take.
pub(super) fn is_order(order: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"_-:.^@".contains(&letter);
    (1..=50).contains(&order.len()) && order.bytes().all(fits)
}

/// A description as they take it: without `\`, `"` and `'`, 255 characters at most.
pub(super) fn description(goods: &str) -> String {
    let fits = |letter: &char| !matches!(letter, '\\' | '"' | '\'') && !letter.is_control();
    goods.chars().filter(fits).take(255).collect()
}

/// Whether a letter may stand in the reason of a refund.
pub(super) fn may_be_said(letter: char) -> bool {
    matches!(letter, '가'..='힣' | 'ㄱ'..='ㅎ' | 'ㅏ'..='ㅣ')
        || letter.is_ascii_alphanumeric()
        || "_-:.^@()[]#/!%?&".contains(letter)
}

/// A reason as they take it: what may not stand there, a space too, becomes `_`.
pub(super) fn reason(said: &str) -> String {
    let fit = |letter| if may_be_said(letter) { letter } else { '_' };
    said.chars().map(fit).take(255).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_vat_is_rounded_up_and_ours_is_told() {
        let goldens = [
            (1_000, 91, 91),
            (10_000, 910, 909),
            (15_900, 1_446, 1_445),
            (29_900, 2_719, 2_718),
            (12_345, 1_123, 1_122),
            (33_000, 3_000, 3_000),
        ];
        for (amount, theirs, ours) in goldens {
            let amount = Won(amount);
            assert_eq!(Split::by_tosspay(amount, Won::ZERO).amount_vat, Won(theirs));
            assert_eq!(Split::of(amount, Won::ZERO).amount_vat, Won(ours));
            assert_eq!(Split::of(amount, Won(500)).sum(), amount);
            assert_eq!(Split::by_tosspay(amount, Won(500)).sum(), amount);
        }
    }

    #[test]
    fn words_are_made_to_fit() {
        assert_eq!(reason("단순 변심 \"취소\"!"), "단순_변심__취소_!");
        assert_eq!(description("청바지 \"501\" 외 1건"), "청바지 501 외 1건");
        assert!(is_order("20260801-000125@1") && !is_order("주문") && !is_order(""));
    }
}
