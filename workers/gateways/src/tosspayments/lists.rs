//! What moved on a day, and cash receipts.

use chrono::{Days, NaiveDate};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde_json::Value;

use super::Client;
use super::asks::{ReceiptAsk, ReceiptCancel, is_key};
use super::client::key_of;
use super::wire::{CashReceipt, Transaction};
use crate::paying::answer::unreadable;
use crate::paying::call::CallError;

/// Rows of one page of transactions; few in tests, so that pages follow each other.
const PAGE: usize = if cfg!(test) { 3 } else { 1_000 };
/// Pages of one day at most: a million rows.
const MOST_PAGES: usize = 1_000;

impl Client {
    /// All that moved on a day in Korea, oldest first.
    ///
    /// # Errors
    /// `Unknown` also for a list that does not end.
    pub async fn transactions_of(&self, day: NaiveDate) -> Result<Vec<Transaction>, CallError> {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        let mut rows: Vec<Transaction> = Vec::new();
        for _ in 0..MOST_PAGES {
            let after = rows.last().map(|row| row.transaction_key.as_str());
            let after = match after {
                None => String::new(),
                Some(key) if is_key(key) => format!("&startingAfter={key}"),
                Some(_) => return Err(unreadable(200)),
            };
            let path = format!(
                "/v1/transactions?startDate={day}T00:00:00&endDate={next}T00:00:00&limit={PAGE}{after}"
            );
            let page: Vec<Transaction> = self.get("transactions", &path).await?;
            let known = rows.last().map(|row| row.transaction_key.clone());
            if page
                .iter()
                .any(|row| Some(&row.transaction_key) == known.as_ref())
            {
                return Err(CallError::Unknown("a list that goes round".to_owned()));
            }
            let last = page.len() < PAGE;
            rows.extend(page);
            if last {
                // The end is inclusive there: midnight belongs to the next day.
                let of_day = |row: &Transaction| {
                    let at = row
                        .transaction_at
                        .map(|at| at.with_timezone(&Seoul).date_naive());
                    at.is_none_or(|at| at == day)
                };
                rows.retain(of_day);
                return Ok(rows);
            }
        }
        Err(CallError::Unknown("an endless list".to_owned()))
    }

    /// Issues a cash receipt for money that did not come through this provider.
    ///
    /// # Errors
    /// The call's.
    pub async fn issue_receipt(
        &self,
        ask: &ReceiptAsk,
        key: &str,
    ) -> Result<CashReceipt, CallError> {
        self.post("receipt", "/v1/cash-receipts", ask, key).await
    }

    /// Takes a cash receipt back, or part of it.
    ///
    /// # Errors
    /// The call's.
    pub async fn cancel_receipt(
        &self,
        receipt_key: &str,
        amount: Option<Won>,
        key: &str,
    ) -> Result<CashReceipt, CallError> {
        key_of(receipt_key)?;
        let path = format!("/v1/cash-receipts/{receipt_key}/cancel");
        let body = ReceiptCancel { amount };
        self.post("cancel_receipt", &path, &body, key).await
    }

    /// The cash receipts of a day in Korea.
    ///
    /// # Errors
    /// The call's.
    pub async fn receipts_of(&self, day: NaiveDate) -> Result<Vec<CashReceipt>, CallError> {
        let path = format!("/v1/cash-receipts?requestDate={day}");
        let said: Value = self.get("receipts", &path).await?;
        let list = match said {
            Value::Object(mut page) => page.remove("data").unwrap_or_default(),
            list => list,
        };
        serde_json::from_value(list).map_err(|_| unreadable(200))
    }
}
