//! Where money of a deposit goes back to.

use domain::payment::{Payment, RefundState};
use letters::Language;
use shop::banks;
use shop::ports::RefundAccount;
use shop::ports::refund_account::BadAccount;

use crate::pages::{AccountFields, Choice, RefundToBox};
use crate::say::say;

/// What was typed.
#[derive(Default, Clone)]
pub struct Typed {
    pub bank: String,
    pub number: String,
    pub holder: String,
}

/// The fields with what was typed and what is wrong with it.
#[must_use]
pub fn fields(lang: Language, typed: Typed, wrong: BadAccount) -> AccountFields {
    let bank = |code: &&str| Choice {
        value: (*code).to_owned(),
        text: banks::name_in(lang.code(), code).to_owned(),
        chosen: *code == typed.bank,
    };
    let error = |is: bool, key: &str| is.then(|| say(lang, key));
    AccountFields {
        banks: banks::PAYABLE.iter().map(bank).collect(),
        bank_error: error(wrong.bank, "wrong-account-bank"),
        number_error: error(wrong.number, "wrong-account-number"),
        holder_error: error(wrong.holder, "wrong-account-holder"),
        number: typed.number,
        holder: typed.holder,
    }
}

/// `신한은행 ····6789`: enough for its holder to know it by.
#[must_use]
pub fn masked(lang: Language, account: &RefundAccount) -> String {
    let bank = banks::name_in(lang.code(), &account.bank);
    format!("{bank} ····{}", account.tail())
}

/// What the order's page says of it; none while nothing of a deposit is asked back. `coming`: some of it may be
/// yet. `path` is the page's address.
#[must_use]
pub fn of_order(
    lang: Language,
    (payment, coming): (&Payment, bool),
    kept: Option<&RefundAccount>,
    path: &str,
) -> Option<RefundToBox> {
    let asked = payment.awaits_refund_account();
    let known = kept.is_some() && (coming || !payment.refunds().is_empty());
    if !asked && !known {
        return None;
    }
    let sent = |refund: &RefundState| matches!(refund, RefundState::Done(_));
    let done = !coming && payment.refunds().values().all(sent);
    Some(RefundToBox {
        to: kept.map(|account| masked(lang, account)),
        refused: payment.refund_account_refused().is_some(),
        done,
        href: (!done && payment.takes_refund_account().is_ok())
            .then(|| format!("{path}/refund-account")),
    })
}
