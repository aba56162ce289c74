//! The mobile window's approval: NVP in EUC-KR.

use super::approval::{Account, Approval, Card, Means};
use super::checkout::Method;
use super::form::{Charset, Fields};
use super::{korean_stamp, korean_time, won};

/// The answer of an approval and of a net cancel.
pub(crate) struct MobileAnswer(Fields);

impl MobileAnswer {
    /// Half an NVP still looks like one: only with a whole status and what comes after it, it is an answer.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let answer = Self(Fields::of_nvp(body, Charset::EucKr));
        let whole = answer.status().len() >= 2 && answer.0.text("P_RMESG1").is_some();
        whole.then_some(answer)
    }

    /// `00` is yes.
    pub(crate) fn status(&self) -> &str {
        self.0.text("P_STATUS").unwrap_or_default()
    }

    /// A field; empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.0.text(name).unwrap_or_default()
    }

    /// What was approved; nothing where something that decides is missing.
    pub(crate) fn approval(&self) -> Option<Approval> {
        let tid = self.0.text("P_TID").filter(|tid| tid.len() <= 40)?;
        Some(Approval {
            tid: tid.to_owned(),
            order: self.0.text("P_OID")?.to_owned(),
            amount: won(self.0.text("P_AMT")?)?,
            at: korean_stamp(self.0.text("P_AUTH_DT")?)?,
            means: self.means()?,
        })
    }

    /// Nothing for an account that nobody could pay into.
    fn means(&self) -> Option<Means> {
        let owned = |name| self.0.owned(name);
        Some(match Method::of(self.field("P_TYPE")) {
            Some(Method::Card) => Means::Card(Card {
                issuer: self
                    .0
                    .text("P_CARD_ISSUER_CODE")
                    .map_or_else(|| owned("P_FN_CD1"), str::to_owned),
                masked: self.field("P_CARD_NUM").into(),
                approval: owned("P_AUTH_NO"),
                instalments: self.field("P_RMESG2").parse().unwrap_or_default(),
                partial: None,
            }),
            Some(Method::Transfer) => Means::Transfer {
                bank: owned("P_FN_CD1"),
            },
            Some(Method::Account) => Means::Account(Account {
                number: self.0.text("P_VACT_NUM")?.into(),
                bank: owned("P_VACT_BANK_CODE"),
                bank_name: owned("P_FN_NM"),
                holder: owned("P_VACT_NAME"),
                depositor: self.field("P_UNAME").into(),
                due: korean_time(self.0.text("P_VACT_DATE")?, self.field("P_VACT_TIME"))?,
            }),
            Some(Method::Phone) => Means::Phone,
            None => Means::Unknown(crate::texting::code(self.field("P_TYPE"))),
        })
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::EUC_KR;

    use super::*;

    const ACCOUNT: &str = "P_STATUS=00&P_RMESG1=성공적으로 처리 하였습니다.&P_TID=INIMX_VBNKshoptest0120260801092959123457&P_MID=shoptest01&P_OID=ORD-20260801-000124&P_AMT=33000&P_TYPE=VBANK&P_AUTH_DT=20260801092959&P_UNAME=홍길동&P_FN_CD1=88&P_FN_NM=신한은행&P_VACT_NUM=56211234567890&P_VACT_NAME=데모샵&P_VACT_BANK_CODE=88&P_VACT_DATE=20260804&P_VACT_TIME=235959";

    fn read(text: &str) -> Option<MobileAnswer> {
        MobileAnswer::read(&EUC_KR.encode(text).0)
    }

    #[test]
    fn an_account_is_read_from_euc_kr() {
        let approval = read(ACCOUNT).unwrap().approval().unwrap();
        assert_eq!(approval.tid, "INIMX_VBNKshoptest0120260801092959123457");
        assert_eq!(approval.at.to_rfc3339(), "2026-08-01T00:29:59+00:00");
        let Means::Account(account) = approval.means else {
            panic!("it is an account");
        };
        assert_eq!(account.depositor.text(), "홍길동");
        assert_eq!(
            (account.holder.as_str(), account.bank_name.as_str()),
            ("데모샵", "신한은행")
        );
    }

    #[test]
    fn an_isp_card_is_a_card() {
        let isp = ACCOUNT.replace("=VBANK", "=ISP&P_AUTH_NO=30012345&P_CARD_ISSUER_CODE=14");
        let approval = read(&isp).unwrap().approval().unwrap();
        assert!(
            matches!(approval.means, Means::Card(card) if card.issuer == "14" && card.approval == "30012345")
        );
    }

    #[test]
    fn a_cut_answer_is_no_refusal_and_no_approval() {
        let whole = EUC_KR.encode(ACCOUNT).0.into_owned();
        let meant = MobileAnswer::read(&whole).unwrap().approval().unwrap();
        for end in 0..whole.len() {
            let Some(answer) = MobileAnswer::read(&whole[..end]) else {
                continue;
            };
            assert_eq!(answer.status(), "00", "{end}");
            if let Some(read) = answer.approval() {
                let (Means::Account(read), Means::Account(meant)) = (&read.means, &meant.means)
                else {
                    panic!("another means at {end}");
                };
                assert_eq!(read.number, meant.number, "{end}");
            }
        }
        assert!(read("").is_none() && read("<html>점검 중").is_none());
    }
}
