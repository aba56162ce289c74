//! What Inicis' servers tell the shop of payments on telephones (`P_NOTI_URL`): deposits, and payments in an app
//! whose browser may never come back. A form in EUC-KR.
//!
//! There is no signature: the sender's address and the match of payment, order and amount are the whole
//! protection. Here `P_TID` of a deposit *is* the number of the issue; the PC's notice
//! ([`super::deposit_notice`]) has a number of its own instead.

use chrono::{DateTime, Utc};
use domain::Won;

use super::wire::checkout::Method;
use super::wire::form::{Charset, Fields};
use super::wire::{korean_stamp, won};
use crate::paying::private::Private;
use crate::texting::code;

/// The answer that ends the telling: exactly these two bytes, with status 200.
pub const TAKEN: &str = "OK";
/// The answer to what is to be told again.
pub const AGAIN: &str = "FAIL";

/// Why a notice cannot be read. Never says what a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNotice {
    /// A field that decides is not there, or is none.
    #[error("the field {0} is missing or cannot be read")]
    Unreadable(&'static str),
}

/// What a notice tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MobileNotice {
    /// Inicis' number of the payment; for an account, of its issue.
    pub tid: String,
    /// The merchant id.
    pub merchant: String,
    /// The shop's number of the attempt.
    pub order: String,
    /// Won.
    pub amount: Won,
    /// When; nothing where it could not be read.
    pub at: Option<DateTime<Utc>>,
    /// What happened.
    pub kind: Told,
    /// The account's number of a deposit, where it was said (`P_RMESG1` holds it).
    pub account: Option<Private>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// An account was issued: known already, only to be acknowledged.
    Issued,
    /// A deposit came into it.
    Deposited,
    /// Paid, in an app whose browser may never come back.
    Paid(Method),
    /// A status or way of paying that is not known here. No money for sure.
    Unknown(String),
}

/// The number of the account within `P_VACCT_NO=…|P_EXP_DT=…`.
fn account(message: &str) -> Option<Private> {
    let mut parts = message.split('|');
    let number = parts.find_map(|part| part.strip_prefix("P_VACCT_NO="))?;
    Some(number.into())
}

impl MobileNotice {
    /// Reads a notice from the body of the request. Whose it is and whether it fits must be checked after.
    ///
    /// # Errors
    /// A field that decides is missing.
    pub fn read(body: &[u8]) -> Result<Self, BadNotice> {
        let fields = Fields::of_form(body, Charset::EucKr);
        let field = |name: &'static str| {
            let text = fields.text(name).filter(|text| {
                let odd = |letter: char| letter.is_control();
                text.len() <= 80 && !text.contains(odd)
            });
            text.map(str::to_owned).ok_or(BadNotice::Unreadable(name))
        };
        let (status, kind) = (field("P_STATUS")?, field("P_TYPE")?);
        let amount = won(&field("P_AMT")?).filter(|amount| amount.is_positive());
        let told = match (status.as_str(), Method::of(&kind)) {
            ("02", Some(Method::Account)) => Told::Deposited,
            ("00" | "01", Some(Method::Account)) => Told::Issued,
            ("00", Some(method)) => Told::Paid(method),
            _ => Told::Unknown(format!("{} {}", code(&status), code(&kind))),
        };
        let at = field("P_AUTH_DT")?;
        // Twelve digits have been seen too: without the century.
        let at = if at.len() == 12 {
            format!("20{at}")
        } else {
            at
        };
        Ok(Self {
            tid: field("P_TID")?,
            merchant: field("P_MID")?,
            order: field("P_OID")?,
            amount: amount.ok_or(BadNotice::Unreadable("P_AMT"))?,
            at: korean_stamp(&at),
            kind: told,
            account: account(fields.raw("P_RMESG1")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPOSIT: &str = "P_TID=INIMX_VBNKshoptest0120260801092959123457&P_MID=shoptest01&P_AUTH_DT=20260801110501&P_STATUS=02&P_TYPE=VBANK&P_OID=ORD-1&P_FN_CD1=88&P_FN_NM=%BD%C5%C7%D1%C0%BA%C7%E0&P_AMT=33000&P_UNAME=%C8%AB%B1%E6%B5%BF&P_RMESG1=P_VACCT_NO%3D56211234567890%7CP_EXP_DT%3D20260804&P_RMESG2=+&P_NOTI=ORD-1&P_AUTH_NO=";

    #[test]
    fn a_deposit_is_told_apart_from_an_issue() {
        let notice = MobileNotice::read(DEPOSIT.as_bytes()).unwrap();
        assert_eq!(
            (&notice.kind, notice.amount),
            (&Told::Deposited, Won(33_000))
        );
        assert_eq!(notice.at.unwrap().to_rfc3339(), "2026-08-01T02:05:01+00:00");
        assert_eq!(notice.account.unwrap().text(), "56211234567890");
        for issued in ["00", "01"] {
            let body = DEPOSIT.replace("STATUS=02", &format!("STATUS={issued}"));
            let notice = MobileNotice::read(body.as_bytes()).unwrap();
            assert_eq!(notice.kind, Told::Issued);
        }
    }

    #[test]
    fn what_is_not_known_is_no_money() {
        let body = DEPOSIT.replace("=VBANK", "=COIN").replace("=02", "=00");
        let notice = MobileNotice::read(body.as_bytes()).unwrap();
        assert_eq!(notice.kind, Told::Unknown("00 COIN".to_owned()));
        let body = DEPOSIT.replace("=VBANK", "=BANK").replace("=02", "=00");
        let notice = MobileNotice::read(body.as_bytes()).unwrap();
        assert_eq!(notice.kind, Told::Paid(Method::Transfer));
    }

    #[test]
    fn what_cannot_be_read_is_not_taken() {
        for (sound, odd) in [
            ("P_AMT=33000", "P_AMT=-1"),
            ("P_AMT=33000", "P_AMT=0"),
            ("P_OID=ORD-1", "P_OID=%0A"),
            ("P_TID", "P_TED"),
        ] {
            let body = DEPOSIT.replace(sound, odd);
            assert!(MobileNotice::read(body.as_bytes()).is_err(), "{odd}");
        }
    }
}
