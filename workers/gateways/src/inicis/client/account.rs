//! An account that is issued without a window.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Won;

use super::api::Old;
use super::{Client, NAME, refused, unreadable};
use crate::calls::counted;
use crate::inicis::wire::{korean_time, plain, some, won};
use crate::paying::buyer::Buyer;
use crate::paying::call::CallError;
use crate::paying::private::Private;

/// An account that is wanted.
#[derive(Debug, Clone)]
pub struct AccountOrder {
    /// The shop's number of the attempt.
    pub order: String,
    /// What is bought.
    pub goods: String,
    /// Won.
    pub amount: Won,
    /// Who buys, and is to deposit.
    pub buyer: Buyer,
    /// Inicis' two-character code of the bank.
    pub bank: String,
    /// Until the end of this Korean day.
    pub deposit_by: NaiveDate,
}

/// An account that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedAccount {
    /// Inicis' number of the issue.
    pub tid: String,
    /// The account's number.
    pub number: Private,
    /// Inicis' code of its bank.
    pub bank: String,
    /// Whose it seems to be.
    pub holder: String,
    /// Until when.
    pub due: DateTime<Utc>,
}

impl Client {
    /// Issues an account.
    ///
    /// # Errors
    /// After [`CallError::Unknown`]: [`Client::find_order`].
    pub async fn issue_account(&self, order: &AccountOrder) -> Result<IssuedAccount, CallError> {
        counted(NAME, "issue", async {
            let price = order.amount.0.to_string();
            let until = order.deposit_by.format("%Y%m%d").to_string();
            let buyer = &order.buyer;
            let name = plain(buyer.name.text(), 30);
            let call = Old {
                path: "/api/v1/formpay",
                kind: "Pay",
                means: Some("Vacct"),
                hashed: &[&order.order, &price],
                fields: &[
                    ("moid", &order.order),
                    ("url", &self.settings.shop_url),
                    ("goodName", &plain(&order.goods, 40)),
                    ("price", &price),
                    ("currency", "WON"),
                    ("buyerName", &name),
                    ("buyerEmail", buyer.email.text()),
                    ("buyerTel", buyer.phone.text()),
                    ("bankCode", &order.bank),
                    ("dtInput", &until),
                    ("tmInput", "2359"),
                    ("nmInput", &name),
                    ("flgCash", "0"),
                    ("cashRegNo", ""),
                ],
            };
            let answer = self.old(call).await?;
            if answer.code != "00" {
                return Err(refused(&answer.code, "an account"));
            }
            if won(&answer.price).is_some_and(|price| price != order.amount) {
                return Err(CallError::Unknown("another sum was taken".to_owned()));
            }
            let due = korean_time(&answer.valid_date, &answer.valid_time);
            Ok(IssuedAccount {
                tid: some(&answer.tid).ok_or_else(unreadable)?,
                number: some(&answer.vacct).ok_or_else(unreadable)?.into(),
                bank: answer.vacct_bank_code,
                holder: answer.vacc_name,
                due: due.ok_or_else(unreadable)?,
            })
        })
        .await
    }
}
