//! KG Inicis' deposit notice, as its server sends it: a form in CP949, percent-encoded.
//!
//! The bytes are CP949 only *after* percent-decoding, so no UTF-8 form reader can be used. "Empty"
//! fields arrive as one space; unknown fields are normal. There is no signature: the sender's address
//! and the match of order, account, issue and amount are the whole protection.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::payment::Deposit;
use domain::{NoticeId, Won};
use encoding_rs::EUC_KR;
use shop::deposit::DepositNotice;

use crate::brought;

/// The kinds of message that say "money arrived" and "it was taken back"; all others are refused and
/// sent again.
const DEPOSIT: &str = "0200";
const REVERSAL: &str = "0400";
/// Bytes of a field at most; no field that is read here is half as long.
const LONGEST: usize = 80;
/// Won; more has never come by one transfer.
const LARGEST: i64 = 100_000_000_000;
/// Years that a deposit can be of.
const YEARS: std::ops::Range<i32> = 2020..2100;
/// More fields than any notice has.
const MOST_FIELDS: usize = 100;

/// Why a notice cannot be read. Never says what a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNotice {
    #[error("the field {0} is missing")]
    Missing(&'static str),
    #[error("the field {0} cannot be read")]
    Unreadable(&'static str),
    #[error("it is no notice of a deposit nor of its reversal (type_msg)")]
    OtherKind,
    #[error("it has too many fields")]
    TooMany,
}

/// What Inicis may have to say.
#[derive(Debug)]
pub enum Notice {
    /// Money arrived.
    Deposit(DepositNotice),
    /// Money that had arrived was taken back.
    Reversal(DepositNotice),
}

impl Notice {
    /// The provider's id of what happened.
    pub fn id(&self) -> String {
        let (Self::Deposit(notice) | Self::Reversal(notice)) = self;
        notice.deposit.notice.to_string()
    }
}

/// Reads a notice from the body of the request.
pub fn read(body: &[u8]) -> Result<Notice, BadNotice> {
    let fields = fields(body)?;
    // What is written down can never be taken back: nothing odd gets that far.
    let optional = |name: &'static str| match fields.get(name).filter(|value| !value.is_empty()) {
        Some(odd) if odd.len() > LONGEST || odd.contains(char::is_control) => {
            Err(BadNotice::Unreadable(name))
        }
        value => Ok(value.cloned()),
    };
    let field = |name: &'static str| optional(name)?.ok_or(BadNotice::Missing(name));
    let wrap = match optional("type_msg")?.as_deref() {
        None | Some(DEPOSIT) => Notice::Deposit,
        Some(REVERSAL) => Notice::Reversal,
        Some(_) => return Err(BadNotice::OtherKind),
    };
    let notice = NoticeId::new(field("no_tid")?).map_err(|_| BadNotice::Unreadable("no_tid"))?;
    let amount = field("amt_input")?.parse().ok();
    let amount = amount.filter(|won| (1..=LARGEST).contains(won));
    let deposit = Deposit {
        notice,
        issue: optional("no_req_tid")?,
        account: field("no_vacct")?,
        amount: Won(amount.ok_or(BadNotice::Unreadable("amt_input"))?),
        at: korean_time(&field("dt_trans")?, &field("tm_trans")?)?,
    };
    Ok(wrap(DepositNotice {
        merchant: field("id_merchant")?,
        order: field("no_oid")?,
        deposit,
    }))
}

/// Percent-decodes first, then reads CP949; trims the one-space blanks.
fn fields(body: &[u8]) -> Result<HashMap<String, String>, BadNotice> {
    let mut fields = HashMap::new();
    for pair in body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let mut half = || cp949(halves.next().unwrap_or_default());
        let (name, value) = (half(), half());
        fields.entry(name).or_insert(value);
        if fields.len() > MOST_FIELDS {
            return Err(BadNotice::TooMany);
        }
    }
    Ok(fields)
}

fn cp949(encoded: &[u8]) -> String {
    let bytes = brought::bytes(encoded);
    let (text, _, _) = EUC_KR.decode(&bytes);
    text.trim().to_owned()
}

/// `20260801`, `110501` → the moment in UTC. Korea has kept UTC+9 without summer time since 1988.
fn korean_time(day: &str, time: &str) -> Result<DateTime<Utc>, BadNotice> {
    let day = NaiveDate::parse_from_str(day, "%Y%m%d").ok();
    let day = day.filter(|day| YEARS.contains(&day.year()));
    let day = day.ok_or(BadNotice::Unreadable("dt_trans"))?;
    let time =
        NaiveTime::parse_from_str(time, "%H%M%S").map_err(|_| BadNotice::Unreadable("tm_trans"))?;
    Seoul
        .from_local_datetime(&NaiveDateTime::new(day, time))
        .earliest()
        .map(|at| at.with_timezone(&Utc))
        .ok_or(BadNotice::Unreadable("dt_trans"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields, order and blanks as in a dump of the provider's test merchant; ids and names made up.
    const DUMP: &str = "len=0623&no_tid=ININPGVBNKshoptest0120260801110501000001&no_oid=20260801-7K3QM9XW2F&id_merchant=shoptest01&cd_bank=00000088&dt_trans=20260801&tm_trans=110501&no_msgseq=9000000582&no_transseq=+&type_msg=0200&no_vacct=56211234567890&amt_input=33000&amt_check=0&nm_inputbank=%BD%C5%C7%D1%C0%BA%C7%E0&nm_input=%C8%AB%B1%E6%B5%BF&dt_inputstd=+&flg_close=0&no_req_tid=StdpayVBNKshoptest0120260801092959123457";

    fn deposit(body: &str) -> DepositNotice {
        match read(body.as_bytes()).unwrap() {
            Notice::Deposit(notice) => notice,
            Notice::Reversal(_) => panic!("it is a deposit"),
        }
    }

    #[test]
    fn a_real_notice_is_read() {
        let notice = deposit(DUMP);
        assert_eq!(notice.merchant, "shoptest01");
        assert_eq!(notice.order, "20260801-7K3QM9XW2F");
        assert_eq!(notice.deposit.amount, Won(33_000));
        assert_eq!(notice.deposit.account, "56211234567890");
        assert_eq!(notice.deposit.at.to_rfc3339(), "2026-08-01T02:05:01+00:00");
        assert_eq!(
            notice.deposit.issue.as_deref(),
            Some("StdpayVBNKshoptest0120260801092959123457")
        );
    }

    #[test]
    fn names_are_korean_only_after_percent_decoding() {
        let fields = fields(DUMP.as_bytes()).unwrap();
        assert_eq!(fields["nm_input"], "홍길동");
        assert_eq!(fields["nm_inputbank"], "신한은행");
        assert_eq!(fields["no_transseq"], "");
    }

    #[test]
    fn nothing_odd_gets_into_the_books() {
        let account = "no_vacct=56211234567890";
        let (long, day) = (format!("no_vacct={}", "5".repeat(81)), "dt_trans=20260801");
        for (sound, odd) in [
            (account, "no_vacct=1%002"),
            (account, &long),
            ("no_oid=20260801-7K3QM9XW2F", "no_oid=%0A"),
            ("amt_input=33000", "amt_input=9223372036854775807"),
            (day, "dt_trans=00000101"),
            (day, "dt_trans=99991231"),
        ] {
            let body = DUMP.replace(sound, odd);
            assert!(body != DUMP && read(body.as_bytes()).is_err(), "{odd}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_acknowledged() {
        let without = |name: &str| {
            let kept: Vec<_> = DUMP
                .split('&')
                .filter(|pair| !pair.starts_with(name))
                .collect();
            read(kept.join("&").as_bytes()).map(|_| ()).unwrap_err()
        };
        assert_eq!(without("no_tid"), BadNotice::Missing("no_tid"));
        assert_eq!(without("amt_input"), BadNotice::Missing("amt_input"));
        let changed = |from: &str, to: &str| read(DUMP.replace(from, to).as_bytes()).map(|_| ());
        assert_eq!(
            changed("=33000", "=-1"),
            Err(BadNotice::Unreadable("amt_input"))
        );
        assert_eq!(
            changed("=20260801&tm", "=20261301&tm"),
            Err(BadNotice::Unreadable("dt_trans"))
        );
        assert_eq!(
            changed("type_msg=0200", "type_msg=0300"),
            Err(BadNotice::OtherKind)
        );
        assert!(read(b"\xff%%%=&&&==").is_err());
    }

    #[test]
    fn a_reversal_is_told_apart() {
        let reversal = DUMP.replace("type_msg=0200", "type_msg=0400");
        let read = read(reversal.as_bytes()).unwrap();
        assert!(matches!(read, Notice::Reversal(notice) if notice.deposit.amount == Won(33_000)));
    }

    #[test]
    fn a_repeated_field_cannot_overrule_the_first() {
        let notice = deposit(&format!("{DUMP}&amt_input=1"));
        assert_eq!(notice.deposit.amount, Won(33_000));
    }
}
