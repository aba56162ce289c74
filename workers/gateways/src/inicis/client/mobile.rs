//! The window on telephones: the form, the approval, and the net cancel.

use domain::Won;
use serde::{Deserialize, Serialize};

use super::{Client, MobileReturn, NAME, WindowForm, refused, unreadable};
use crate::calls::counted;
use crate::inicis::sign::mobile as sign;
use crate::inicis::wire::approval::Approval;
use crate::inicis::wire::checkout::{Checkout, Method};
use crate::inicis::wire::form::Charset;
use crate::inicis::wire::{MobileAnswer, plain};
use crate::paying::call::CallError;
use crate::paying::private::Private;

/// Where the form goes.
const WINDOW: &str = "/smart/payment/";
/// Where net cancels go. Not verified: confirm it with Inicis before live use.
pub(in crate::inicis) const NET_CANCEL: &str = "/smart/payNetCancel.ini";

/// An approval that is to be asked for. It is made before the call, so that it can be written down and taken
/// back by a net cancel, even after a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileApproval {
    /// One of the closed list's origins.
    pub(super) origin: String,
    pub(super) path: String,
    pub(super) tid: Private,
    pub(super) order: String,
    pub(super) amount: Won,
}

impl MobileApproval {
    /// The shop's number of the attempt.
    #[must_use]
    pub fn order(&self) -> &str {
        &self.order
    }
}

impl Client {
    /// The form that the browser posts to go to the window. `P_NOTI` carries the order through: what comes back
    /// has no other number of the shop's. One method makes the window show only that one.
    #[must_use]
    pub fn mobile_form(&self, checkout: &Checkout) -> WindowForm {
        let (stamp, amount) = (self.millis(), checkout.amount.0.to_string());
        let order = checkout.order.as_str();
        let check = sign::check(&amount, order, &stamp, self.settings.hash_key.text());
        let method = checkout.methods.first().copied().unwrap_or(Method::Card);
        let until = checkout.deposit_by.format("%Y%m%d").to_string();
        let reserved = reserved(checkout);
        let mut fields: Vec<(&'static str, Private)> = vec![
            ("P_INI_PAYMENT", method.mobile().into()),
            ("P_MID", self.settings.merchant.as_str().into()),
            ("P_OID", order.into()),
            ("P_AMT", amount.into()),
            ("P_GOODS", plain(&checkout.goods, 80).into()),
            ("P_UNAME", plain(checkout.buyer.name.text(), 30).into()),
            ("P_MOBILE", checkout.buyer.phone.clone()),
            ("P_EMAIL", checkout.buyer.email.clone()),
            ("P_NEXT_URL", checkout.return_url.as_str().into()),
            ("P_CANCEL_URL", checkout.close_url.as_str().into()),
            ("P_NOTI", order.into()),
            ("P_HPP_METHOD", "2".into()),
            ("P_VBANK_DT", until.into()),
            ("P_TIMESTAMP", stamp.into()),
            ("P_CHKFAKE", check.into()),
            ("P_RESERVED", reserved.into()),
            // The shop's pages send their forms in it; without, Inicis reads EUC-KR.
            ("P_CHARSET", "utf8".into()),
        ];
        if let Some(url) = &checkout.notice_url {
            fields.push(("P_NOTI_URL", url.as_str().into()));
        }
        if let Some(taxes) = checkout.taxes {
            fields.push(("P_TAX", taxes.vat.0.to_string().into()));
            fields.push(("P_TAXFREE", taxes.tax_free.0.to_string().into()));
        }
        WindowForm {
            action: Some(format!("{}{WINDOW}", self.settings.hosts.mobile)),
            script: None,
            charset: Charset::Utf8,
            fields,
        }
    }

    /// The approval of what the browser brought back. `order` and `amount` are the shop's own, from its books.
    #[must_use]
    pub fn mobile_approval(
        &self,
        returned: &MobileReturn,
        order: &str,
        amount: Won,
    ) -> MobileApproval {
        MobileApproval {
            origin: returned.origin.clone(),
            path: returned.path.clone(),
            tid: returned.tid.clone(),
            order: order.to_owned(),
            amount,
        }
    }

    /// Asks for the approval, once. An account is only issued by it.
    ///
    /// # Errors
    /// [`CallError::Differs`] where something else was approved than what was asked for:
    /// [`Client::mobile_net_cancel`], at once.
    pub async fn mobile_approve(&self, request: &MobileApproval) -> Result<Approval, CallError> {
        counted(NAME, "approve", async {
            let fields = [
                ("P_MID", self.settings.merchant.as_str()),
                ("P_TID", request.tid.text()),
            ];
            let answer = self.mobile_call(request, &request.path, &fields).await?;
            if answer.status() != "00" {
                return Err(refused(answer.status(), "approval"));
            }
            let approval = answer.approval().ok_or_else(unreadable)?;
            let doubt =
                |what: &str| Err(CallError::Differs(format!("another {what} was approved")));
            if answer.field("P_MID") != self.settings.merchant {
                return doubt("merchant");
            }
            if approval.order != request.order {
                return doubt("order");
            }
            if approval.amount != request.amount {
                return doubt("sum");
            }
            Ok(approval)
        })
        .await
    }

    /// Takes an approval back whose answer did not come or cannot be used; soon after it. Also right where nothing
    /// was approved.
    ///
    /// # Errors
    /// As [`Client::net_cancel`].
    pub async fn mobile_net_cancel(&self, request: &MobileApproval) -> Result<(), CallError> {
        counted(NAME, "net_cancel", async {
            let (stamp, amount) = (self.millis(), request.amount.0.to_string());
            let key = self.settings.hash_key.text();
            let check = sign::check(&amount, &request.order, &stamp, key);
            let fields = [
                ("P_TID", request.tid.text()),
                ("P_MID", &self.settings.merchant),
                ("P_AMT", &amount),
                ("P_OID", &request.order),
                ("P_TIMESTAMP", &stamp),
                ("P_CHKFAKE", &check),
            ];
            let answer = self.mobile_call(request, NET_CANCEL, &fields).await?;
            match answer.status() {
                "00" => Ok(()),
                other => Err(refused(other, "net cancel")),
            }
        })
        .await
    }

    async fn mobile_call(
        &self,
        request: &MobileApproval,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<MobileAnswer, CallError> {
        let door = self.mobile.get(&request.origin);
        let door = door.ok_or_else(|| CallError::NotSent("a server off the list".to_owned()))?;
        let body = self.post(door, path, fields).await?;
        MobileAnswer::read(&body).ok_or_else(unreadable)
    }
}

/// `P_RESERVED`: the sum is signed, cards work without an app, several data centres.
fn reserved(checkout: &Checkout) -> String {
    let mut options =
        "bank_receipt=N&vbank_receipt=N&twotrs_isp=Y&block_isp=Y&below1000=Y&centerCd=Y&amt_hash=Y"
            .to_owned();
    if checkout.escrow {
        options.push_str("&useescrow=Y");
    }
    options
}
