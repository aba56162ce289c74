//! The notice of a deposit into an account of the PC's window, as the shop reads it. A form in CP949, whose "empty"
//! values are one blank.
//!
//! There is no signature. `no_tid` is this deposit's own number; `no_req_tid` is the issue's, which may be missing
//! on old contracts.

use chrono::{DateTime, Utc};
use domain::Won;

use super::notice::BadNotice;
use super::wire::form::{Charset, Fields};
use super::wire::{korean_time, won};
use crate::paying::private::Private;

/// What a notice tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardNotice {
    /// Inicis' number of this deposit.
    pub id: String,
    /// Its number of the account's issue, where it was said.
    pub issue: Option<String>,
    /// The merchant id.
    pub merchant: String,
    /// The shop's number of the attempt.
    pub order: String,
    /// The account's number.
    pub account: Private,
    /// Won.
    pub amount: Won,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the deposit was taken back (입금 취소).
    pub reversed: bool,
}

/// Whether a body is such a notice, sound or not.
pub(super) fn is_one(body: &[u8]) -> bool {
    let fields = Fields::of_form(body, Charset::EucKr);
    fields.text("no_tid").is_some() || fields.text("no_vacct").is_some()
}

impl StandardNotice {
    /// Reads a notice from the body of the request. Whose it is and whether it fits must be checked after.
    ///
    /// # Errors
    /// A field that decides is missing or none, or it tells of something else than a deposit.
    pub fn read(body: &[u8]) -> Result<Self, BadNotice> {
        let fields = Fields::of_form(body, Charset::EucKr);
        let maybe = |name: &'static str| match fields.text(name) {
            Some(odd) if odd.len() > 80 || odd.contains(char::is_control) => {
                Err(BadNotice::Unreadable(name))
            }
            text => Ok(text.map(str::to_owned)),
        };
        let field = |name: &'static str| maybe(name)?.ok_or(BadNotice::Unreadable(name));
        let reversed = match maybe("type_msg")?.as_deref() {
            None | Some("0200") => false,
            Some("0400") => true,
            Some(_) => return Err(BadNotice::Unreadable("type_msg")),
        };
        let amount = won(&field("amt_input")?).filter(|amount| amount.is_positive());
        let at = korean_time(&field("dt_trans")?, &field("tm_trans")?);
        Ok(Self {
            id: field("no_tid")?,
            issue: maybe("no_req_tid")?,
            merchant: field("id_merchant")?,
            order: field("no_oid")?,
            account: field("no_vacct")?.into(),
            amount: amount.ok_or(BadNotice::Unreadable("amt_input"))?,
            at: at.ok_or(BadNotice::Unreadable("dt_trans"))?,
            reversed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields, order and blanks as in a dump of the test merchant; ids and names made up.
    const DUMP: &str = "len=0623&no_tid=ININPGVBNKshoptest0120260801110501000001&no_oid=20260801-7K3QM9XW2F-1&id_merchant=shoptest01&cd_bank=00000088&dt_trans=20260801&tm_trans=110501&no_transseq=+&type_msg=0200&no_vacct=56211234567890&amt_input=33000&amt_check=0&nm_inputbank=%BD%C5%C7%D1%C0%BA%C7%E0&nm_input=%C8%AB%B1%E6%B5%BF&no_req_tid=StdpayVBNKshoptest0120260801092959123457";

    #[test]
    fn a_deposit_is_read() {
        assert!(is_one(DUMP.as_bytes()));
        let notice = StandardNotice::read(DUMP.as_bytes()).unwrap();
        assert_eq!(notice.order, "20260801-7K3QM9XW2F-1");
        assert_eq!(
            (notice.amount, notice.account.text()),
            (Won(33_000), "56211234567890")
        );
        assert_eq!(notice.at.to_rfc3339(), "2026-08-01T02:05:01+00:00");
        let issue = "StdpayVBNKshoptest0120260801092959123457";
        assert_eq!(notice.issue.as_deref(), Some(issue));
        assert!(!notice.reversed);
    }

    #[test]
    fn a_reversal_and_a_missing_issue_are_told_apart() {
        let body = DUMP.replace("=0200", "=0400");
        let body = body.replace(
            "no_req_tid=StdpayVBNKshoptest0120260801092959123457",
            "no_req_tid=+",
        );
        let notice = StandardNotice::read(body.as_bytes()).unwrap();
        assert!(notice.reversed && notice.issue.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_not_taken() {
        for (sound, odd) in [
            ("amt_input=33000", "amt_input=-1"),
            ("amt_input=33000", "amt_input=0"),
            ("type_msg=0200", "type_msg=0300"),
            ("no_oid=20260801-7K3QM9XW2F-1", "no_oid=a%0Ab"),
            ("dt_trans=20260801", "dt_trans=20261301"),
            ("no_tid=ININPG", "no_ted=ININPG"),
            ("no_vacct=56211234567890", "no_vacct=+"),
        ] {
            let body = DUMP.replace(sound, odd);
            assert!(
                body != DUMP && StandardNotice::read(body.as_bytes()).is_err(),
                "{odd}"
            );
        }
    }
}
