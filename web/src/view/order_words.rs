//! What the order's page says of where the order stands.

use domain::order::{PaymentMethod, Status};
use domain::payment::{Means, Payment};
use letters::Language;
use projections::orders::OrderView;

use crate::helpers::money;
use crate::pages::{OrderState, PayBox};
use crate::say::{say, say_with};

/// What became of the money of an order that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// No deposit was taken for it.
    NeverCame,
    /// Some of it is still to go back.
    Owed,
    /// All of it went back.
    WentBack,
    /// Some of it stays paid.
    Kept,
}

impl Money {
    /// What became of the money of an order that left its way.
    pub(super) fn of(view: &OrderView) -> Self {
        let order = view.order();
        match (order.paid().0, view.owed()) {
            (0, _) => Money::NeverCame,
            (_, 1..) => Money::Owed,
            _ if order.promised() < order.paid() => Money::Kept,
            _ => Money::WentBack,
        }
    }
}

/// What an unpaid order waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaited {
    /// An account, which is being issued.
    Account,
    /// A deposit to its account.
    Deposit,
    /// The shopper, in a provider's window.
    Window,
    /// A provider's answer.
    Answer,
}

impl Awaited {
    pub(super) fn of(method: &PaymentMethod, has_account: bool, pay: Option<&PayBox>) -> Self {
        let in_window = matches!(method, PaymentMethod::Window { means, .. } if *means != Means::VirtualAccount);
        match pay {
            Some(pay) if pay.unsure => Self::Answer,
            Some(_) => Self::Window,
            None if has_account => Self::Deposit,
            None if in_window => Self::Window,
            None => Self::Account,
        }
    }
}

/// What became of a line's pieces; none while all of them are on their way.
pub(super) fn fate(lang: Language, cancelled: u32, returned: u32, ordered: u32) -> Option<String> {
    let part = |pieces: u32, word: &str| match pieces {
        0 => None,
        all if all == ordered => Some(say(lang, &format!("fate-{word}"))),
        some => {
            let key = format!("fate-some-{word}");
            let facts = [("count", some.into()), ("ordered", ordered.into())];
            Some(say_with(lang, &key, &facts))
        }
    };
    let parts = [part(cancelled, "cancelled"), part(returned, "returned")];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A word about money that came to the account and did not pay the order: whoever sent it must not
/// wonder where it is.
pub(super) fn stray(lang: Language, status: Status, payment: Option<&Payment>) -> Option<String> {
    let payment = payment?;
    let open = payment.unmatched().values();
    let open = open.filter(|deposit| deposit.paid_back.is_none() && !deposit.reversed);
    let amounts: Vec<i64> = open.map(|deposit| deposit.amount.0).collect();
    if amounts.is_empty() {
        return None;
    }
    let due = payment.due().0;
    let facts = [
        ("came", money(amounts.iter().sum(), lang).into()),
        ("due", money(due, lang).into()),
    ];
    let key = match status {
        Status::PendingDeposit if amounts.contains(&due) => "stray-account",
        Status::PendingDeposit => "stray-amount",
        _ => "stray-besides",
    };
    Some(say_with(lang, key, &facts))
}

/// Whether an order only pays for something of the one that it was added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charges {
    /// It has goods of its own.
    Beside,
    /// It has, and they are added to another.
    Added,
    /// Nothing is sent for it.
    Alone,
    /// Nor is anything done for it any more: its money goes back.
    GoBack,
}

/// The stamp's look, the words' key, and what comes next where it is not the key's own. `replaced`: it goes on as
/// another order.
pub(super) fn state(
    lang: Language,
    status: Status,
    (awaited, charges): (Awaited, Charges),
    (money, replaced): (Money, bool),
) -> OrderState {
    let (code, key) = match status {
        // Nothing of it is sent: it goes on with the order that it was added to.
        Status::Paid | Status::Confirmed if charges == Charges::GoBack => ("refunded", "given-up"),
        Status::Paid | Status::Confirmed if charges == Charges::Alone => ("paid", "charges"),
        Status::PendingDeposit
            if charges == Charges::Alone
                && matches!(awaited, Awaited::Deposit | Awaited::Window) =>
        {
            ("waiting", "charges-due")
        }
        Status::PendingDeposit if awaited == Awaited::Deposit => ("waiting", "waiting"),
        Status::PendingDeposit if awaited == Awaited::Window => ("waiting", "window"),
        Status::PendingDeposit if awaited == Awaited::Answer => ("waiting", "unsure"),
        Status::New | Status::Abandoned | Status::PendingDeposit => ("waiting", "account"),
        Status::Paid => ("paid", "paid"),
        Status::Preparing => ("preparing", "preparing"),
        Status::PartlyShipped => ("shipped", "partly"),
        Status::Shipped => ("shipped", "shipped"),
        Status::Delivered => ("delivered", "delivered"),
        Status::Confirmed => ("confirmed", "confirmed"),
        Status::Cancelled if replaced => ("cancelled", "replaced"),
        Status::Cancelled => ("cancelled", "cancelled"),
        Status::Expired => ("expired", "expired"),
        Status::Refunded => ("refunded", "refunded"),
    };
    let next = match (status, money) {
        (Status::Cancelled, Money::NeverCame) if !replaced && charges != Charges::Beside => {
            "beside"
        }
        (Status::Cancelled, Money::NeverCame) => "never",
        (Status::Cancelled, Money::Owed) => "owed",
        (Status::Cancelled, Money::WentBack) => "back",
        (Status::Cancelled, Money::Kept) => "kept",
        (Status::Expired, _) if awaited == Awaited::Window => "left",
        _ => "next",
    };
    let said = |what: &str| say(lang, &format!("state-{key}-{what}"));
    OrderState {
        code: code.into(),
        stamp: said("stamp"),
        headline: said("head"),
        detail: said(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_became_of_all_its_pieces() {
        assert_eq!(fate(Language::Ko, 0, 0, 3), None);
        assert_eq!(fate(Language::Ko, 3, 0, 3).unwrap(), "취소됨");
        assert_eq!(
            fate(Language::Ko, 1, 1, 3).unwrap(),
            "3개 중 1개 취소됨 · 3개 중 1개 반품됨"
        );
        assert_eq!(fate(Language::Ko, 0, 3, 3).unwrap(), "반품됨");
    }

    #[test]
    fn a_cancelled_order_says_where_its_money_is() {
        let said = |money, replaced| {
            state(
                Language::Ko,
                Status::Cancelled,
                (Awaited::Account, Charges::Beside),
                (money, replaced),
            )
            .detail
        };
        let elsewhere = said(Money::Owed, true);
        assert!(elsewhere.contains("바꾼 주문으로 이어집니다"));
        assert!(elsewhere.contains("돌려드리고 있습니다"));
        let said = |money| said(money, false);
        assert!(said(Money::NeverCame).contains("더 하실 일은 없습니다"));
        assert!(said(Money::Owed).contains("돌려드리고 있습니다"));
        assert!(said(Money::WentBack).contains("모두 돌려드렸습니다"));
    }
}
