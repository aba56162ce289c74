//! Cash receipts (현금영수증) that the shop issues itself.

use chrono::{DateTime, Utc};
use domain::Won;

use super::api::Old;
use super::{Client, NAME, refused, unreadable};
use crate::calls::counted;
use crate::inicis::wire::{korean_time, plain, some};
use crate::paying::buyer::Buyer;
use crate::paying::call::CallError;
use crate::paying::private::Private;

/// The number for a receipt that nobody asked for (자진발급).
pub const SELF_ISSUED: &str = "0100001234";

/// A receipt that is to be issued.
#[derive(Debug, Clone)]
pub struct ReceiptOrder {
    /// What was bought.
    pub goods: String,
    /// Won, all of it: supply, VAT and service.
    pub total: Won,
    /// The supply's value (공급가액).
    pub supply: Won,
    /// VAT.
    pub vat: Won,
    /// Who bought.
    pub buyer: Buyer,
    /// A telephone number, a card of the tax office, or a business's registration number; digits.
    pub number: Private,
    /// What for.
    pub purpose: ReceiptUse,
}

/// What a receipt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptUse {
    /// A person's income deduction (소득공제).
    Deduction,
    /// A business's expense (지출증빙).
    Expense,
}

impl ReceiptUse {
    const fn code(self) -> &'static str {
        match self {
            Self::Deduction => "1",
            Self::Expense => "2",
        }
    }
}

/// A receipt that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Inicis' number of it; it is cancelled by it.
    pub tid: String,
    /// The tax office's number (승인번호).
    pub approval: String,
    /// When; nothing where it could not be read.
    pub at: Option<DateTime<Utc>>,
}

impl Client {
    /// Issues a receipt. Asking again issues another: after an unknown answer, staff must look.
    ///
    /// # Errors
    /// Sums that do not add up are not sent.
    pub async fn issue_receipt(&self, order: &ReceiptOrder) -> Result<Receipt, CallError> {
        if order.supply.checked_add(order.vat) != Some(order.total) {
            return Err(CallError::NotSent("sums that do not add up".to_owned()));
        }
        counted(NAME, "receipt", async {
            let won = |amount: Won| amount.0.to_string();
            let number = self.sealed(order.number.text())?;
            let (total, supply, tax) = (won(order.total), won(order.supply), won(order.vat));
            let buyer = &order.buyer;
            let call = Old {
                path: "/api/v1/receipt",
                kind: "Issue",
                means: Some("Receipt"),
                hashed: &[&total, &supply, "0", &number],
                fields: &[
                    ("goodName", &plain(&order.goods, 40)),
                    ("crPrice", &total),
                    ("supPrice", &supply),
                    ("tax", &tax),
                    ("srcvPrice", "0"),
                    ("buyerName", &plain(buyer.name.text(), 30)),
                    ("buyerEmail", buyer.email.text()),
                    ("buyerTel", buyer.phone.text()),
                    ("regNum", &number),
                    ("useOpt", order.purpose.code()),
                    ("compayNumber", ""),
                ],
            };
            let answer = self.old(call).await?;
            if answer.code != "00" {
                return Err(refused(&answer.code, "cash receipt"));
            }
            Ok(Receipt {
                tid: some(&answer.tid).ok_or_else(unreadable)?,
                approval: some(&answer.auth_no).ok_or_else(unreadable)?,
                at: korean_time(&answer.auth_date, &answer.auth_time),
            })
        })
        .await
    }
}
