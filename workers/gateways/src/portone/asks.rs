//! What goes over the wire, under PortOne's own names. Amounts are whole won, times are UTC.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Serialize;

use crate::paying::private::Private;
use crate::paying::words::words;

words! {
    /// Who asks for a cancel.
    Requester {
        /// The shopper.
        Customer = "CUSTOMER",
        /// The shop.
        Admin = "ADMIN",
    }
}

/// Where money of a virtual account goes back to.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundAccount {
    /// PortOne's word for the bank (see [`super::banks`]).
    pub bank: String,
    /// Digits.
    pub number: Private,
    /// Whose it is.
    pub holder_name: Private,
}

/// What is asked of `cancel`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelAsk {
    /// Won to give back.
    pub amount: Won,
    /// Of it without tax. Always said: unsaid, all of it counts as taxed.
    pub tax_free_amount: Won,
    /// The tax inside.
    pub vat_amount: Won,
    /// Why; the provider keeps it.
    pub reason: String,
    /// Who asks.
    pub requester: Requester,
    /// What the shop believes can be given back before this cancel: another remainder is refused, so that a
    /// repeated cancel does not give back twice.
    pub current_cancellable_amount: Won,
    /// Where the money goes, for what was paid on a virtual account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_account: Option<RefundAccount>,
    /// By which PortOne knows a repetition, and gives the first answer again: 16 to 256 letters, digits, `-` and
    /// `_`. It goes into a header.
    #[serde(skip)]
    pub key: Option<String>,
}

words! {
    /// Who brings a parcel: PortOne's words.
    Carrier {
        /// CJ대한통운.
        Cj = "CJ",
        /// 롯데.
        Lotte = "LOTTE",
        /// 한진.
        Hanjin = "HANJIN",
        /// 우체국.
        Post = "POST",
        /// 로젠.
        Logen = "LOGEN",
        /// 경동.
        Kyungdong = "KYUNGDONG",
        /// 대신.
        Daesin = "DAESIN",
        /// 천일.
        Chunil = "CHUNIL",
        /// Somebody else.
        Etc = "ETC",
    }
}

/// A parcel of an escrow payment.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Logistics {
    /// Who brings it.
    pub company: Carrier,
    /// Its number.
    pub invoice_number: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
}

words! {
    /// Whose cash receipt it is.
    CashReceiptKind {
        /// A consumer's (소득공제).
        Personal = "PERSONAL",
        /// A business's (지출증빙).
        Corporate = "CORPORATE",
    }
}

/// What is asked for a cash receipt.
#[derive(Debug, Clone)]
pub struct CashReceiptAsk {
    /// The payment that it is for.
    pub payment: String,
    /// Whose.
    pub kind: CashReceiptKind,
    /// What was bought.
    pub order_name: String,
    /// Won.
    pub total: Won,
    /// Of it without tax.
    pub tax_free: Won,
    /// The tax inside.
    pub vat: Won,
    /// The number that it is issued to: of a telephone, a card or a business.
    pub identity: Private,
}
