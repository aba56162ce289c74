//! What comes back from TossPay: the browser, and the callback of a payment that it executed itself. Neither
//! is signed, so neither is believed: what they name is asked for ([`super::Client::believe`]).
//!
//! A callback comes again four times within ten minutes, until it is answered with exactly 200; refunds are not
//! told.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use domain::Won;
use serde::Deserialize;

use super::wire::{PayMethod, PayStatus};
use crate::paying::lenient::text;

/// The browser at the return address. It need not come at all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Returned {
    /// `PAY_APPROVED` where the shop executes, `PAY_COMPLETE` where TossPay did.
    pub status: PayStatus,
    /// The shop's number of the order.
    pub order_no: String,
    /// How.
    #[serde(default)]
    pub pay_method: Option<PayMethod>,
}

/// A callback: a payment that TossPay executed. Its `Debug` names nobody.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// `PAY_COMPLETE`.
    pub status: PayStatus,
    /// TossPay's token.
    pub pay_token: String,
    /// The shop's number of the order.
    pub order_no: String,
    /// Won that were asked for. They need not be the sum of what was paid and what was given.
    pub amount: Won,
    /// The move's id.
    #[serde(default, deserialize_with = "text")]
    pub transaction_id: Option<String>,
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({}, {:?})", self.order_no, self.status)
    }
}

/// A body that is no callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a callback of TossPay")]
pub struct NoCallback;

/// Reads a callback.
///
/// # Errors
/// It is none.
pub fn read(body: &[u8]) -> Result<Callback, NoCallback> {
    serde_json::from_slice(body).map_err(|_| NoCallback)
}

/// Whether TossPay calls from this address, as its documentation lists them.
#[must_use]
pub fn is_tosspay(from: IpAddr) -> bool {
    let IpAddr::V4(from) = from.to_canonical() else {
        return false;
    };
    let nets = [Ipv4Addr::new(117, 52, 3, 0), Ipv4Addr::new(211, 115, 96, 0)];
    let [first, second, third, host] = from.octets();
    let known = nets
        .iter()
        .any(|net| net.octets()[..3] == [first, second, third]);
    known && matches!(host, 4 | 11 | 80..=87)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLBACK: &str = r#"{"status":"PAY_COMPLETE","payToken":"demo-pay-token-0001","orderNo":"ORD-20260801-000125",
        "payMethod":"CARD","amount":33000,"discountedAmount":0,"paidAmount":33000,"paidTs":"2026-08-01 09:31:07",
        "transactionId":"00000000-0000-4000-8000-000000000001","cardCompanyCode":1,"cardAuthorizationNo":"87654321",
        "spreadOut":0,"noInterest":false,"cardMethodType":"CREDIT","cardUserType":"PERSONAL",
        "cardNumber":"654321******1234","cardBinNumber":"654321","cardNum4Print":"1234",
        "salesCheckLinkUrl":"https://pay.toss.im/"}"#;

    #[test]
    fn a_callback_is_read_and_names_nobody() {
        let callback = read(CALLBACK.as_bytes()).unwrap();
        assert_eq!(callback.status, PayStatus::Complete);
        assert_eq!(callback.pay_token, "demo-pay-token-0001");
        assert_eq!(callback.amount, Won(33_000));
        assert!(!format!("{callback:?}").contains("654321"));
        for odd in ["", "[]", "{}", r#"{"status":"PAY_COMPLETE"}"#] {
            assert_eq!(read(odd.as_bytes()).err(), Some(NoCallback), "{odd}");
        }
    }

    #[test]
    fn what_was_paid_and_given_need_not_add_up() {
        let said = CALLBACK
            .replace(r#""amount":33000"#, r#""amount":3000"#)
            .replace(r#""discountedAmount":0"#, r#""discountedAmount":600"#)
            .replace(r#""paidAmount":33000"#, r#""paidAmount":2300"#)
            .replace(r#""spreadOut":0"#, r#""spreadOut":"0""#);
        assert_eq!(read(said.as_bytes()).unwrap().amount, Won(3_000));
    }

    #[test]
    fn only_the_listed_addresses_are_theirs() {
        for theirs in [
            "117.52.3.4",
            "117.52.3.11",
            "117.52.3.80",
            "117.52.3.87",
            "211.115.96.4",
            "211.115.96.11",
            "211.115.96.80",
            "211.115.96.87",
            "::ffff:117.52.3.4",
        ] {
            assert!(is_tosspay(theirs.parse().unwrap()), "{theirs}");
        }
        for other in [
            "117.52.3.5",
            "117.52.3.88",
            "117.52.3.202",
            "211.115.97.4",
            "127.0.0.1",
            "::1",
        ] {
            assert!(!is_tosspay(other.parse().unwrap()), "{other}");
        }
    }
}
