//! The PC window's approval in JSON: all values are text.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::approval::{Account, Approval, Card, Means};
use super::checkout::Method;
use super::{korean_time, won};

/// The answer of `payAuth` and `netCancel`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct StandardAnswer {
    #[serde(rename = "resultCode", deserialize_with = "text")]
    pub(crate) code: String,
    #[serde(deserialize_with = "text")]
    pub(crate) tid: String,
    #[serde(deserialize_with = "text")]
    pub(crate) mid: String,
    #[serde(rename = "MOID", deserialize_with = "text")]
    pub(crate) order: String,
    #[serde(rename = "TotPrice", deserialize_with = "text")]
    pub(crate) price: String,
    #[serde(rename = "authSignature", deserialize_with = "text")]
    pub(crate) signature: String,
    #[serde(rename = "payMethod", deserialize_with = "text")]
    method: String,
    #[serde(rename = "applDate", deserialize_with = "text")]
    day: String,
    #[serde(rename = "applTime", deserialize_with = "text")]
    time: String,
    #[serde(rename = "applNum", deserialize_with = "text")]
    approval: String,
    #[serde(rename = "CARD_Code", deserialize_with = "text")]
    issuer: String,
    #[serde(rename = "CARD_Num", deserialize_with = "text")]
    masked: String,
    #[serde(rename = "CARD_Quota", deserialize_with = "text")]
    quota: String,
    #[serde(rename = "CARD_PrtcCode", deserialize_with = "text")]
    partial: String,
    #[serde(rename = "ACCT_BankCode", deserialize_with = "text")]
    bank: String,
    #[serde(rename = "VACT_Num", deserialize_with = "text")]
    account: String,
    #[serde(rename = "VACT_BankCode", deserialize_with = "text")]
    account_bank: String,
    #[serde(rename = "vactBankName", deserialize_with = "text")]
    account_bank_name: String,
    #[serde(rename = "VACT_Name", deserialize_with = "text")]
    holder: String,
    #[serde(rename = "VACT_InputName", deserialize_with = "text")]
    depositor: String,
    #[serde(rename = "VACT_Date", deserialize_with = "text")]
    due_day: String,
    #[serde(rename = "VACT_Time", deserialize_with = "text")]
    due_time: String,
}

/// Text, whatever it was written as; nothing and structures are empty.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    })
}

impl StandardAnswer {
    /// Only what is JSON and has a result is an answer.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let answer: Self = serde_json::from_slice(body).ok()?;
        Some(answer).filter(|answer| !answer.code.is_empty())
    }

    /// What was approved; nothing where something that decides is missing.
    pub(crate) fn approval(&self) -> Option<Approval> {
        if self.tid.is_empty() || self.tid.len() > 40 {
            return None;
        }
        Some(Approval {
            tid: self.tid.clone(),
            order: self.order.clone(),
            amount: won(&self.price)?,
            at: korean_time(&self.day, &self.time)?,
            means: self.means()?,
        })
    }

    /// Nothing for an account that nobody could pay into.
    fn means(&self) -> Option<Means> {
        Some(match Method::of(&self.method) {
            Some(Method::Card) => Means::Card(Card {
                issuer: self.issuer.clone(),
                masked: self.masked.as_str().into(),
                approval: self.approval.clone(),
                instalments: self.quota.parse().unwrap_or_default(),
                partial: match self.partial.as_str() {
                    "1" => Some(true),
                    "0" => Some(false),
                    _ => None,
                },
            }),
            Some(Method::Transfer) => Means::Transfer {
                bank: self.bank.clone(),
            },
            Some(Method::Account) if self.account.is_empty() => return None,
            Some(Method::Account) => Means::Account(Account {
                number: self.account.as_str().into(),
                bank: self.account_bank.clone(),
                bank_name: self.account_bank_name.clone(),
                holder: self.holder.clone(),
                depositor: self.depositor.as_str().into(),
                due: korean_time(&self.due_day, &self.due_time)?,
            }),
            Some(Method::Phone) => Means::Phone,
            None => Means::Unknown(crate::texting::code(&self.method)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape of real answers; values made up.
    const CARD: &str = r#"{"resultCode":"0000","resultMsg":"정상처리되었습니다.","mid":"shoptest01",
 "tid":"StdpayCARDshoptest0120260801092959123456","MOID":"ORD-20260801-000123","TotPrice":"33000",
 "goodName":"단백질쉐이크 외 2건","payMethod":"Card","applDate":"20260801","applTime":"090101","applNum":"30012345",
 "CARD_Code":"14","CARD_BankCode":"26","CARD_Num":"400933*********7","CARD_Quota":"00","CARD_Interest":"0",
 "CARD_PrtcCode":"1","CARD_CheckFlag":"0","CARD_Point":"","CARD_UsePoint":"","currency":"WON","payDevice":"PC",
 "buyerName":"홍길동","buyerTel":"01000000000","buyerEmail":"buyer@example.com",
 "authSignature":"39baed93e5ffae2865482e140c2da91e6cafe6a984407be303785fcfb792329f"}"#;
    const ACCOUNT: &str = r#"{"resultCode":"0000","resultMsg":"정상완료","mid":"shoptest01","tid":"StdpayVBNKshoptest0120260801092959123457",
 "MOID":"ORD-20260801-000124","TotPrice":"33000","payMethod":"VBank","applDate":"20260801","applTime":"090101",
 "VACT_Num":"56211234567890","VACT_BankCode":"88","vactBankName":"신한은행","VACT_Name":"데모샵","VACT_InputName":"홍길동",
 "VACT_Date":"20260804","VACT_Time":"235959"}"#;

    #[test]
    fn a_card_is_read() {
        let answer = StandardAnswer::read(CARD.as_bytes()).unwrap();
        let approval = answer.approval().unwrap();
        assert_eq!(approval.amount.0, 33_000);
        assert_eq!(approval.at.to_rfc3339(), "2026-08-01T00:01:01+00:00");
        let Means::Card(card) = approval.means else {
            panic!("it is a card");
        };
        assert_eq!((card.issuer.as_str(), card.instalments), ("14", 0));
        assert_eq!(
            (card.approval.as_str(), card.partial),
            ("30012345", Some(true))
        );
        assert_eq!(card.masked.text(), "400933*********7");
    }

    #[test]
    fn an_account_is_read_and_nobody_prints_it() {
        let answer = StandardAnswer::read(ACCOUNT.as_bytes()).unwrap();
        let approval = answer.approval().unwrap();
        let printed = format!("{approval:?}");
        assert!(
            !printed.contains("5621") && !printed.contains("홍길동"),
            "{printed}"
        );
        let Means::Account(account) = approval.means else {
            panic!("it is an account");
        };
        assert_eq!(account.number.text(), "56211234567890");
        assert_eq!(
            (account.bank.as_str(), account.holder.as_str()),
            ("88", "데모샵")
        );
        assert_eq!(account.due.to_rfc3339(), "2026-08-04T14:59:59+00:00");
    }

    #[test]
    fn unknown_words_are_kept_and_missing_ones_decide() {
        let other = CARD.replace("\"Card\"", "\"Coin\"");
        let answer = StandardAnswer::read(other.as_bytes()).unwrap();
        assert_eq!(
            answer.approval().unwrap().means,
            Means::Unknown("Coin".to_owned())
        );
        let without = CARD.replace("TotPrice", "Other");
        assert_eq!(
            StandardAnswer::read(without.as_bytes()).unwrap().approval(),
            None
        );
        for odd in [
            "",
            "{}",
            "<html>점검 중",
            CARD.split_once("TotPrice").unwrap().0,
            "[]",
            "null",
        ] {
            assert!(StandardAnswer::read(odd.as_bytes()).is_none(), "{odd}");
        }
    }
}
