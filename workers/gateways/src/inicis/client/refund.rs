//! Paying back, cancelling an account, and asking how a payment stands.

use super::api::Old;
use super::{Client, NAME, refused, unreadable};
use crate::calls::counted;
use crate::inicis::wire::Data;
use crate::inicis::wire::api::{Found, PartRefund, PartRefunded, Refund, Refunded};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::plain;
use crate::paying::call::CallError;

/// The code for a payment that went back already.
pub(in crate::inicis) const ALREADY: &str = "500626";
/// Bytes of a reason at most.
const REASON: usize = 100;

impl Client {
    /// Pays all of it back. Asking again is safe: what went back already is the same answer without a time.
    ///
    /// # Errors
    /// After [`CallError::Unknown`]: the same again, or [`Client::find`].
    pub async fn refund(&self, refund: &Refund) -> Result<Refunded, CallError> {
        counted(NAME, "refund", async {
            let data = self.refund_data(refund)?;
            let path = to_account(refund, "/v2/pg/refund", "/v2/pg/refund/vacct");
            let answer = self.new_api(path, "refund", &data).await?;
            match answer.code.as_str() {
                "00" => Ok(answer.refunded()),
                ALREADY => Ok(Refunded {
                    at: None,
                    receipt: None,
                }),
                other => Err(refused(other, "refund")),
            }
        })
        .await
    }

    /// Pays a part back. The same part again cannot go back twice: its remainder no longer fits, and it is refused.
    ///
    /// # Errors
    /// After [`CallError::Unknown`]: the same again; when that is refused, and [`Client::find`] says that parts went
    /// back, the first one did it.
    pub async fn refund_part(&self, part: &PartRefund) -> Result<PartRefunded, CallError> {
        counted(NAME, "partial_refund", async {
            let mut data = self.refund_data(&part.of)?;
            data.price = Some(part.amount.0.to_string());
            data.confirm_price = Some(part.remainder.0.to_string());
            data.currency = Some("WON".to_owned());
            data.tax = part.taxes.map(|taxes| taxes.vat.0.to_string());
            data.taxfree = part.taxes.map(|taxes| taxes.tax_free.0.to_string());
            let path = to_account(
                &part.of,
                "/v2/pg/partialRefund",
                "/v2/pg/partialRefund/vacct",
            );
            let answer = self.new_api(path, "partialRefund", &data).await?;
            if answer.code != "00" {
                return Err(refused(&answer.code, "partial refund"));
            }
            let gone = answer.part_refunded(part);
            if (gone.amount, gone.remains) != (part.amount, part.remainder) {
                return Err(CallError::Unknown("another sum went back".to_owned()));
            }
            Ok(gone)
        })
        .await
    }

    /// Cancels an issued account that nobody has paid into. Version 1: version 2 has no such call.
    ///
    /// # Errors
    /// Refused once a deposit came.
    pub async fn cancel_account(&self, tid: &str, reason: &str) -> Result<Refunded, CallError> {
        counted(NAME, "cancel_account", async {
            let call = Old {
                path: "/api/v1/refund",
                kind: "Refund",
                means: Some(Method::ISSUED),
                hashed: &[tid],
                fields: &[("tid", tid), ("msg", &plain(reason, REASON))],
            };
            let answer = self.old(call).await?;
            match answer.code.as_str() {
                "00" => Ok(answer.refunded()),
                ALREADY => Ok(Refunded {
                    at: None,
                    receipt: None,
                }),
                other => Err(refused(other, "cancelling an account")),
            }
        })
        .await
    }

    /// How the payment of Inicis' number stands.
    ///
    /// # Errors
    /// [`CallError::Refused`]: Inicis knows no such payment (or does not like the question; its codes are not
    /// published).
    pub async fn find(&self, tid: &str) -> Result<Found, CallError> {
        let tid = Some(tid.to_owned());
        self.inquire(Data {
            tid,
            ..Data::default()
        })
        .await
    }

    /// How the payment of the shop's number stands: the way out when an approval's answer was lost.
    ///
    /// # Errors
    /// As [`Client::find`].
    pub async fn find_order(&self, order: &str) -> Result<Found, CallError> {
        let oid = Some(order.to_owned());
        self.inquire(Data {
            oid,
            ..Data::default()
        })
        .await
    }

    async fn inquire(&self, data: Data) -> Result<Found, CallError> {
        counted(NAME, "inquiry", async {
            let answer = self.new_api("/v2/pg/inquiry", "inquiry", &data).await?;
            match answer.code.as_str() {
                "SUCCESS" | "00" => answer.found().ok_or_else(unreadable),
                other => Err(refused(other, "inquiry")),
            }
        })
        .await
    }

    fn refund_data(&self, refund: &Refund) -> Result<Data, CallError> {
        let mut data = Data {
            tid: Some(refund.tid.clone()),
            msg: Some(plain(&refund.reason, REASON)),
            ..Data::default()
        };
        if let Some(account) = &refund.account {
            data.refund_acct_num = Some(self.sealed(account.number.text())?);
            data.refund_bank_code = Some(account.bank.clone());
            data.refund_acct_name = Some(plain(account.holder.text(), 30));
        }
        Ok(data)
    }
}

fn to_account<'a>(refund: &Refund, back: &'a str, account: &'a str) -> &'a str {
    if refund.account.is_some() {
        account
    } else {
        back
    }
}
