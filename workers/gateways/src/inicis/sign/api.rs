//! INIAPI: SHA-512 in lower-case hexadecimal over the key and the values, one after the other.

use super::sha512_hex;

/// What every call of version 1 begins with.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    /// INIAPI's key.
    pub key: &'a str,
    /// `Refund`, `PartialRefund`, `Pay`, `Issue`, `Dlv`.
    pub kind: &'a str,
    /// `paymethod`; empty where a call has none (`Dlv`).
    pub means: &'a str,
    /// `YYYYMMDDhhmmss`, KST.
    pub timestamp: &'a str,
    /// The calling server's address.
    pub client_ip: &'a str,
    /// The merchant id.
    pub mid: &'a str,
}

impl Head<'_> {
    /// `hashData` of version 1. What follows the head, by call:
    ///
    /// | call | rest |
    /// |---|---|
    /// | `Refund` of card, transfer, telephone, `GVacct` | tid |
    /// | `PartialRefund` | tid, price, confirmPrice |
    /// | `Refund` of `Vacct` | tid, sealed account |
    /// | `PartialRefund` of `Vacct` | tid, price, confirmPrice, sealed account |
    /// | `Pay` | moid, price |
    /// | `Issue` | crPrice, supPrice, srcvPrice, sealed number |
    /// | `Dlv` | oid, tid, price |
    #[must_use]
    pub fn hash(&self, rest: &[&str]) -> String {
        let head = [
            self.key,
            self.kind,
            self.means,
            self.timestamp,
            self.client_ip,
            self.mid,
        ];
        sha512_hex(&[head.concat(), rest.concat()].concat())
    }
}

/// `hashData` of version 2. `data` is the JSON text that is sent, byte by byte.
#[must_use]
pub fn version_2(key: &str, mid: &str, kind: &str, timestamp: &str, data: &str) -> String {
    sha512_hex(&[key, mid, kind, timestamp, data].concat())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ACCOUNT, API_KEY, CARD, MERCHANT, ORDER};
    use super::*;

    const STAMP: &str = "20260801093000";
    const SEALED: &str = "7J0w0YiEUFUxo8HrCAjrFA==";

    fn hash(kind: &str, means: &str, rest: &[&str]) -> String {
        let head = Head {
            key: API_KEY,
            kind,
            means,
            timestamp: STAMP,
            client_ip: "203.0.113.10",
            mid: MERCHANT,
        };
        head.hash(rest)
    }

    #[test]
    fn known_refunds_have_the_known_hashes() {
        assert_eq!(
            hash("Refund", "Card", &[CARD]),
            "88ff2135f21ab7db638c0a43c497e67cb66407a29e44bbc8131d926d9293d75005d9f0c8cd930f8445033bff59df82486e9d228b30d9196925e301232402554a"
        );
        assert_eq!(
            hash("PartialRefund", "Card", &[CARD, "11000", "22000"]),
            "e56dbe78298c153a41bd82bb6e73e9318955ae984037810f5623487b43b17a34f4933c5b3bed01eb3d768f0fc9387b6672ac7983f46a733b82f402c7f3783e3b"
        );
        assert_eq!(
            hash("Refund", "GVacct", &[ACCOUNT]),
            "86e270e87e17904fc1a74e8a8c7033e5ab8feae0d91c3e81c161021656ea75a2217caf26da2b0430ab97af5e89eff581ba3eab8a406656ce0ed7330157231455"
        );
        assert_eq!(
            hash("Refund", "Vacct", &[ACCOUNT, SEALED]),
            "c258dd8e0adb164594d32408b1ef0ea6e2741b036b8de3d21dbc1ca003961d9bbd7ad620216e5abba26d847d262ab7c682e7a60562a121913e1c965bf72e3383"
        );
        assert_eq!(
            hash(
                "PartialRefund",
                "Vacct",
                &[ACCOUNT, "11000", "22000", SEALED]
            ),
            "101095386cf9c53d3bec0ccdf5f9dbcd5906f90e99d990504435ad33b3e791ff500c00b3326bdc281c8f345dc189593f9e0b36fd6452adc0db1fbdf99537283a"
        );
    }

    #[test]
    fn known_issues_and_deliveries_have_the_known_hashes() {
        assert_eq!(
            hash("Pay", "Vacct", &[ORDER, "33000"]),
            "d31790df93640c649a59b453c6ad376b8d1e109b582110a2afebb784ebec86d7a3ce1c36175957c583b7b4e23ee5756cd55044afaf046c963e69ea7059d5c841"
        );
        let number = "i3XjrIVjacyJ3V9O0lXC1A==";
        assert_eq!(
            hash("Issue", "Receipt", &["33000", "30000", "0", number]),
            "998e46ffbb6aae73b7d01c8067f8959537c87d0f87d3edae8757e78c23059366c7c7599bb9fbdf3b34abc23847bada947eeb6971389bb1a68349e477e8da5dd3"
        );
        assert_eq!(
            hash("Dlv", "", &[ORDER, ACCOUNT, "33000"]),
            "3fa0f0c2832a4e97bd1aa4d7374e781933b40260c235c37654c5ebebd416c3e4abbeed47f73e771b4304ba09ccaa47d30999ba83180cb9bcfc6a86127d171fc5"
        );
    }

    #[test]
    fn known_json_has_the_known_hashes() {
        let card = format!(r#"{{"tid":"{CARD}","msg":"고객 요청 취소"}}"#);
        let part = format!(
            r#"{{"tid":"{CARD}","msg":"부분 취소","price":"11000","confirmPrice":"22000","currency":"WON","tax":"1000","taxfree":"0"}}"#
        );
        let account = format!(
            r#"{{"tid":"{ACCOUNT}","msg":"환불","refundAcctNum":"{SEALED}","refundBankCode":"88","refundAcctName":"홍길동"}}"#
        );
        let asked = format!(r#"{{"tid":"{CARD}"}}"#);
        for (kind, data, known) in [
            (
                "refund",
                &card,
                "1d00316c6cb0e718d931e5dc993b901d12b0cb00506fc7923c99cf171ea86c03f6210d93b9bbab6503fddfc66e1e3a8afc5b44aed04971e792594da4ee230cac",
            ),
            (
                "partialRefund",
                &part,
                "76dbf848379c54ca6f9f52d7be506887b5fdd17d17328e78808d0a27335bbc5d9c1145338ca7a757a6c01208b1b602fdf473166759384e8c9b9ebedbe315e50d",
            ),
            (
                "refund",
                &account,
                "f8e8582ebdd95c0b06eb61ec76b51e368271a7fc37093a57cebedcfb56e5cbd064e13aec072fe63a4819b1004a72ac3b56fab17c1b11c80a2a70406058144811",
            ),
            (
                "inquiry",
                &asked,
                "8100591d266a18bab8f6bf5414355b371db1b0c950136e67164e0a89e835b38a28fe124e1f508a0de952ba54ec190fde36ff403961de6d3827cc75a4402f142d",
            ),
        ] {
            assert_eq!(
                version_2(API_KEY, MERCHANT, kind, STAMP, data),
                known,
                "{data}"
            );
        }
    }
}
