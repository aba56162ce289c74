//! INIAPI as it is written: calls and answers.

use serde::{Deserialize, Deserializer, Serialize};

use super::api::{Found, FoundAccount, PartRefund, PartRefunded, Refunded, Status};
use super::checkout::Method;
use super::standard::text;
use super::{korean_time, won};

/// The answer of any call of INIAPI.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ApiAnswer {
    #[serde(rename = "resultCode", deserialize_with = "text")]
    pub(crate) code: String,
    #[serde(deserialize_with = "text")]
    pub(crate) tid: String,
    #[serde(deserialize_with = "text")]
    cancel_date: String,
    #[serde(deserialize_with = "text")]
    cancel_time: String,
    #[serde(deserialize_with = "text")]
    cshr_cancel_num: String,
    #[serde(deserialize_with = "text")]
    prtc_tid: String,
    #[serde(deserialize_with = "text")]
    prtc_price: String,
    #[serde(deserialize_with = "text")]
    prtc_remains: String,
    #[serde(deserialize_with = "text")]
    prtc_date: String,
    #[serde(deserialize_with = "text")]
    prtc_time: String,
    #[serde(deserialize_with = "text")]
    pub(crate) auth_no: String,
    #[serde(deserialize_with = "text")]
    pub(crate) auth_date: String,
    #[serde(deserialize_with = "text")]
    pub(crate) auth_time: String,
    #[serde(deserialize_with = "text")]
    pub(crate) vacct: String,
    #[serde(deserialize_with = "text")]
    pub(crate) vacc_name: String,
    #[serde(deserialize_with = "text")]
    pub(crate) vacct_bank_code: String,
    #[serde(deserialize_with = "text")]
    pub(crate) valid_date: String,
    #[serde(deserialize_with = "text")]
    pub(crate) valid_time: String,
    #[serde(deserialize_with = "text")]
    oid: String,
    #[serde(deserialize_with = "text")]
    pub(crate) price: String,
    #[serde(deserialize_with = "text")]
    paymethod: String,
    #[serde(deserialize_with = "text")]
    approved_date: String,
    #[serde(deserialize_with = "text")]
    approved_time: String,
    #[serde(deserialize_with = "text")]
    transaction_status: String,
    #[serde(deserialize_with = "maybe")]
    vacct_info: Option<AccountInfo>,
}

/// A structure, or nothing where something else stands: other payments may have an empty text there.
fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<AccountInfo>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(value).ok())
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AccountInfo {
    #[serde(deserialize_with = "text")]
    account_number: String,
    #[serde(deserialize_with = "text")]
    bank_code: String,
    #[serde(deserialize_with = "text")]
    valid_date: String,
    #[serde(deserialize_with = "text")]
    deposit_amount: String,
    #[serde(deserialize_with = "text")]
    deposit_date: String,
}

impl AccountInfo {
    fn found(&self) -> Option<FoundAccount> {
        Some(FoundAccount {
            number: some(&self.account_number)?.into(),
            bank: some(&self.bank_code)?,
            due: korean_time(self.valid_date.trim(), ""),
        })
    }
}

impl ApiAnswer {
    /// Only what is JSON and has a result is an answer.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let answer: Self = serde_json::from_slice(body).ok()?;
        Some(answer).filter(|answer| !answer.code.is_empty())
    }

    pub(crate) fn refunded(&self) -> Refunded {
        Refunded {
            at: korean_time(&self.cancel_date, &self.cancel_time),
            receipt: some(&self.cshr_cancel_num),
        }
    }

    /// Version 2 is said to use the names of version 1 (`prtc…`); where it says nothing of the sums, they are
    /// those that were asked for.
    pub(crate) fn part_refunded(&self, asked: &PartRefund) -> PartRefunded {
        let at = korean_time(&self.prtc_date, &self.prtc_time);
        PartRefunded {
            tid: some(&self.prtc_tid),
            amount: won(&self.prtc_price).unwrap_or(asked.amount),
            remains: won(&self.prtc_remains).unwrap_or(asked.remainder),
            at: at.or_else(|| korean_time(&self.cancel_date, &self.cancel_time)),
        }
    }

    /// Nothing where something that decides is missing.
    pub(crate) fn found(&self) -> Option<Found> {
        let account = self.vacct_info.as_ref();
        let deposit = account.filter(|info| !info.deposit_date.trim().is_empty());
        Some(Found {
            tid: some(&self.tid)?,
            order: some(&self.oid)?,
            amount: won(&self.price)?,
            method: Method::of(&self.paymethod),
            status: Status::of(&self.transaction_status),
            at: korean_time(&self.approved_date, &self.approved_time),
            account: account.and_then(AccountInfo::found),
            deposited: deposit
                .and_then(|info| won(&info.deposit_amount))
                .filter(|amount| amount.is_positive()),
        })
    }
}

pub(crate) fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `data` of version 2. Its text is hashed as it is sent: the order of the fields is this one.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Data {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) msg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) confirm_price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tax: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) taxfree: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refund_acct_num: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refund_bank_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refund_acct_name: Option<String>,
}

/// A call of version 2. `D` is raw JSON: what is hashed is what is sent.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Call<D> {
    pub(crate) mid: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) timestamp: String,
    pub(crate) client_ip: String,
    pub(crate) data: D,
    pub(crate) hash_data: String,
}

#[cfg(test)]
mod tests {
    use domain::Won;

    use super::*;

    const FOUND: &str = r#"{"resultCode":"SUCCESS","resultMsg":"성공","tid":"StdpayVBNKshoptest0120260801092959123457","mid":"shoptest01","oid":"ORD-1","price":33000,"paymethod":"VBank","transactionStatus":"APPROVAL","availablePartCancel":true,"more":{"a":[1]},"vacctInfo":{"accountNumber":"56211234567890","depositStatus":"Y","depositAmount":"33000","depositDate":"20260801","depositTime":"110501"}}"#;

    #[test]
    fn an_account_is_paid_with_its_deposit() {
        let found = ApiAnswer::read(FOUND.as_bytes()).unwrap().found().unwrap();
        assert_eq!(
            (found.amount, found.deposited),
            (Won(33_000), Some(Won(33_000)))
        );
        assert!(found.is_paid());
        let issued = FOUND.replace("\"20260801\"", "\"\"");
        let found = ApiAnswer::read(issued.as_bytes()).unwrap().found().unwrap();
        assert_eq!((found.deposited, found.is_paid()), (None, false));
    }

    #[test]
    fn a_word_that_is_not_known_is_no_payment() {
        let odd = FOUND.replace("APPROVAL", "PENDING");
        let found = ApiAnswer::read(odd.as_bytes()).unwrap().found().unwrap();
        assert_eq!(found.status, Status::Unknown("PENDING".to_owned()));
        assert!(!found.is_paid());
        let odd = FOUND.replace("\"VBank\"", "\"Coin\"");
        let found = ApiAnswer::read(odd.as_bytes()).unwrap().found().unwrap();
        assert!(!found.is_paid());
    }

    #[test]
    fn data_is_written_compactly_and_in_order() {
        let data = Data {
            tid: Some("T".to_owned()),
            msg: Some("고객 요청/취소".to_owned()),
            ..Data::default()
        };
        assert_eq!(
            serde_json::to_string(&data).unwrap(),
            r#"{"tid":"T","msg":"고객 요청/취소"}"#
        );
    }
}
