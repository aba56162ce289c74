//! What a shopper is to pay, and what the browser is sent to for it.

use chrono::NaiveDate;
use domain::Won;
use serde::{Deserialize, Serialize};

use crate::paying::buyer::Buyer;
use crate::paying::private::Private;

use super::form::Charset;

/// A way to pay. Each of Inicis' interfaces has its own word for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A card, or a wallet that pays with one (신용카드).
    Card,
    /// From a bank account, at once (실시간 계좌이체).
    Transfer,
    /// Into an account that is issued for it (가상계좌).
    Account,
    /// With the telephone bill (휴대폰 소액결제).
    Phone,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Card, Self::Transfer, Self::Account, Self::Phone];

    /// `gopaymethod` and `payMethod` of the window on a PC.
    #[must_use]
    pub const fn standard(self) -> &'static str {
        match self {
            Self::Card => "Card",
            Self::Transfer => "DirectBank",
            Self::Account => "VBank",
            Self::Phone => "HPP",
        }
    }

    /// `P_INI_PAYMENT` and `P_TYPE` of the window on telephones.
    #[must_use]
    pub const fn mobile(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Transfer => "BANK",
            Self::Account => "VBANK",
            Self::Phone => "MOBILE",
        }
    }

    /// `paymethod` of INIAPI. An account that nobody has paid into is cancelled as [`Self::ISSUED`].
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Card => "Card",
            Self::Transfer => "Acct",
            Self::Account => "Vacct",
            Self::Phone => "HPP",
        }
    }

    /// `paymethod` of an issued account before its deposit.
    pub const ISSUED: &'static str = "GVacct";

    /// The word of any interface.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "Card" | "VCard" | "CARD" | "ISP" => Some(Self::Card),
            "DirectBank" | "BANK" | "Acct" => Some(Self::Transfer),
            "VBank" | "VBANK" | "Vacct" | "GVacct" => Some(Self::Account),
            "HPP" | "MOBILE" => Some(Self::Phone),
            _ => None,
        }
    }
}

/// One attempt to pay. The same numbers must be in the shop's books before the window opens: they are what the
/// approval is compared with.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// The shop's number of the attempt: letters, digits, `-` and `_`, 40 at most. A second attempt needs another.
    pub order: String,
    /// Won, all of it.
    pub amount: Won,
    /// Of them: VAT and what bears none, where the contract is for mixed taxes.
    pub taxes: Option<Taxes>,
    /// What is bought, for people.
    pub goods: String,
    /// Who buys.
    pub buyer: Buyer,
    /// The ways that the window offers; none: all of the contract.
    pub methods: Vec<Method>,
    /// Until when a deposit may come: the end of this Korean day.
    pub deposit_by: NaiveDate,
    /// Whether the payment goes through escrow (에스크로).
    pub escrow: bool,
    /// Where the browser comes back to.
    pub return_url: String,
    /// Where it goes when the shopper closes the window.
    pub close_url: String,
    /// Where Inicis tells of the mobile window's deposits and app payments (`P_NOTI_URL`).
    pub notice_url: Option<String>,
}

/// What is told apart for the tax office, in won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taxes {
    /// VAT (부가세).
    pub vat: Won,
    /// What bears none (면세).
    pub tax_free: Won,
}

/// A form that the shopper's browser is to post.
#[derive(Debug, Clone)]
pub struct WindowForm {
    /// Where to; nothing where only [`Self::script`] knows.
    pub action: Option<String>,
    /// The script that opens the window with `INIStdPay.pay('id of the form')`; only on a PC.
    pub script: Option<String>,
    /// The form's `accept-charset`.
    pub charset: Charset,
    /// Its hidden fields, by name. They name the buyer.
    pub fields: Vec<(&'static str, Private)>,
}

impl WindowForm {
    /// The body that a browser would post.
    #[must_use]
    pub fn body(&self) -> String {
        let shown = self
            .fields
            .iter()
            .map(|(name, value)| (*name, value.text()));
        super::form::encode(&shown.collect::<Vec<_>>(), self.charset)
    }
}
