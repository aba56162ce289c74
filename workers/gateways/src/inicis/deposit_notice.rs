//! The other side of the virtual-account notice: says what Inicis' server says, and
//! believes only what it believes.
//!
//! A form in CP949, percent-encoded; anything but the exact body `OK` means "send again"
//! (the PC virtual-account notification, after Inicis' dumps and gnuboard's
//! handler).

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use encoding_rs::EUC_KR;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

/// A deposit, as the provider's server knows it.
#[derive(Debug, Clone)]
pub struct DepositNotice {
    /// The id of this deposit (`no_tid`).
    pub deposit: String,
    /// The id of the account's issue (`no_req_tid`).
    pub issue: String,
    /// The shop's order number (`no_oid`).
    pub order: String,
    /// The merchant id (`id_merchant`).
    pub merchant: String,
    /// The account (`no_vacct`).
    pub account: String,
    /// The bank where the deposit was made: three-digit KFTC code (`cd_bank`, padded to 8).
    pub bank: String,
    /// That bank's name.
    pub bank_name: String,
    /// Won (`amt_input`).
    pub amount: Won,
    /// Who deposited (`nm_input`).
    pub depositor: String,
    /// When (`dt_trans`, `tm_trans`, KST).
    pub at: DateTime<Utc>,
}

impl DepositNotice {
    /// The body of the request: fields in the order of Inicis' own dump, "empty" ones as
    /// one space.
    pub fn to_form(&self) -> String {
        let at = self.at.with_timezone(&Seoul);
        let (day, time) = (
            at.format("%Y%m%d").to_string(),
            at.format("%H%M%S").to_string(),
        );
        let bank = format!("{:0>8}", self.bank);
        let amount = self.amount.0.to_string();
        let fields: [(&str, &str); 25] = [
            ("len", "0623"),
            ("no_tid", &self.deposit),
            ("no_oid", &self.order),
            ("id_merchant", &self.merchant),
            ("cd_bank", &bank),
            ("cd_deal", &bank),
            ("dt_trans", &day),
            ("tm_trans", &time),
            ("no_msgseq", "9000000582"),
            ("cd_joinorg", "20000050"),
            ("dt_transbase", &day),
            ("no_transseq", " "),
            ("type_msg", "0200"),
            ("cl_trans", "1100"),
            ("cl_close", "0"),
            ("cl_kor", "2"),
            ("no_msgmanage", " "),
            ("no_vacct", &self.account),
            ("amt_input", &amount),
            ("amt_check", "0"),
            ("nm_inputbank", &self.bank_name),
            ("nm_input", &self.depositor),
            ("dt_inputstd", " "),
            ("flg_close", "0"),
            ("no_req_tid", &self.issue),
        ];
        fields
            .map(|(name, value)| format!("{name}={}", cp949(value)))
            .join("&")
    }

    /// The same about money that was taken back again (`type_msg` 0400).
    pub fn to_reversal(&self) -> String {
        self.to_form()
            .replacen("&type_msg=0200&", "&type_msg=0400&", 1)
    }
}

fn cp949(text: &str) -> String {
    if text == " " {
        return "+".to_owned();
    }
    let (bytes, _, _) = EUC_KR.encode(text);
    percent_encode(&bytes, NON_ALPHANUMERIC).to_string()
}

/// How the shop took a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether Inicis would stop sending: status 200 and a body of exactly two bytes.
    pub fn is_ok(&self) -> bool {
        self.status == 200 && self.body == b"OK"
    }
}

/// Sends a notice once.
pub async fn send(url: &str, notice: &DepositNotice) -> Result<Answer, reqwest::Error> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .build()?;
    let response = client
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(notice.to_form())
        .send()
        .await?;
    let status = response.status().as_u16();
    Ok(Answer {
        status,
        body: response.bytes().await?.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_travel_in_cp949() {
        let notice = DepositNotice {
            deposit: "ININPGVBNKshoptest0120260801110501000001".to_owned(),
            issue: "StdpayVBNKshoptest0120260801092959123457".to_owned(),
            order: "20260801-000124".to_owned(),
            merchant: "shoptest01".to_owned(),
            account: "56211234567890".to_owned(),
            bank: "088".to_owned(),
            bank_name: "신한은행".to_owned(),
            amount: Won(33_000),
            depositor: "홍길동".to_owned(),
            at: "2026-08-01T02:05:01Z".parse().expect("a literal time"),
        };
        let form = notice.to_form();
        assert!(form.contains("nm_input=%C8%AB%B1%E6%B5%BF"), "{form}");
        assert!(
            form.contains("nm_inputbank=%BD%C5%C7%D1%C0%BA%C7%E0"),
            "{form}"
        );
        assert!(form.contains("dt_trans=20260801&tm_trans=110501"), "{form}");
        assert!(
            form.contains("cd_bank=00000088") && form.contains("no_transseq=+"),
            "{form}"
        );
    }

    #[test]
    fn only_two_bytes_are_ok() {
        let answer = |body: &str| Answer {
            status: 200,
            body: body.as_bytes().to_vec(),
        };
        assert!(answer("OK").is_ok());
        assert!(!answer("OK\n").is_ok());
        assert!(
            !Answer {
                status: 500,
                body: b"OK".to_vec()
            }
            .is_ok()
        );
    }
}
