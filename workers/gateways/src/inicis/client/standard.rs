//! The window on a PC: the form, the approval, and the net cancel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Client, NAME, StandardReturn, WindowForm, refused, unreadable};
use crate::calls::counted;
use crate::inicis::sign::{same, standard as sign};
use crate::inicis::wire::approval::Approval;
use crate::inicis::wire::checkout::{Checkout, Method};
use crate::inicis::wire::form::Charset;
use crate::inicis::wire::{StandardAnswer, plain};
use crate::paying::call::CallError;
use crate::paying::private::Private;
use domain::Won;

/// Where approvals go.
pub(in crate::inicis) const APPROVE: &str = "/api/payAuth";
/// Where net cancels go.
pub(in crate::inicis) const NET_CANCEL: &str = "/api/netCancel";

/// An approval that is to be asked for. It is made before the call, so that it can be written down (it holds
/// keys: sealed) and taken back by a net cancel, even after a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardApproval {
    /// Which of the closed list's servers.
    idc: String,
    /// What must be approved.
    order: String,
    amount: Won,
    timestamp: String,
    /// What is posted, the same for approval and net cancel.
    fields: Vec<(String, Private)>,
}

impl StandardApproval {
    /// The shop's number of the attempt.
    #[must_use]
    pub fn order(&self) -> &str {
        &self.order
    }
}

impl Client {
    /// The form that opens the window. Needs a page of the shop with this form, its script and a button for it.
    #[must_use]
    pub fn standard_form(&self, checkout: &Checkout) -> WindowForm {
        let methods = checkout.methods.iter().map(|method| method.standard());
        let methods = methods.collect::<Vec<_>>().join(":");
        let mut fields = self.signed(&checkout.order, checkout.amount);
        fields.extend([
            ("goodname", plain(&checkout.goods, 40).into()),
            ("buyername", plain(checkout.buyer.name.text(), 30).into()),
            ("buyertel", checkout.buyer.phone.clone()),
            ("buyeremail", checkout.buyer.email.clone()),
            ("returnUrl", checkout.return_url.as_str().into()),
            ("closeUrl", checkout.close_url.as_str().into()),
            ("gopaymethod", methods.into()),
            ("acceptmethod", accepted(checkout).into()),
            ("charset", "UTF-8".into()),
        ]);
        if let Some(taxes) = checkout.taxes {
            fields.push(("tax", taxes.vat.0.to_string().into()));
            fields.push(("taxfree", taxes.tax_free.0.to_string().into()));
        }
        WindowForm {
            action: self.settings.hosts.window.clone(),
            script: Some(self.settings.hosts.script.clone()),
            charset: Charset::Utf8,
            fields,
        }
    }

    /// What decides, and what proves that nobody changed it.
    fn signed(&self, order: &str, amount: Won) -> Vec<(&'static str, Private)> {
        let (stamp, price) = (self.millis(), amount.0.to_string());
        let key = self.settings.sign_key.text();
        let signature = sign::signature(order, &price, &stamp);
        let verification = sign::verification(order, &price, key, &stamp);
        vec![
            ("version", "1.0".into()),
            ("mid", self.settings.merchant.as_str().into()),
            ("oid", order.into()),
            ("price", price.into()),
            ("timestamp", stamp.into()),
            ("signature", signature.into()),
            ("verification", verification.into()),
            ("use_chkfake", "Y".into()),
            ("mKey", sign::m_key(key).into()),
            ("currency", "WON".into()),
        ]
    }

    /// The approval of what the browser brought back. `amount` is the shop's own, from its books; `at` is when the
    /// shop wrote down that it asks for the money: the same moment makes the same request again, for a net cancel.
    #[must_use]
    pub fn standard_approval(
        &self,
        returned: &StandardReturn,
        amount: Won,
        at: DateTime<Utc>,
    ) -> StandardApproval {
        let (stamp, token) = (at.timestamp_millis().to_string(), returned.token.text());
        let key = self.settings.sign_key.text();
        let field = |name: &str, value: &str| (name.to_owned(), value.into());
        StandardApproval {
            idc: returned.idc.clone(),
            order: returned.order.clone(),
            amount,
            fields: vec![
                field("mid", &self.settings.merchant),
                field("authToken", token),
                field("timestamp", &stamp),
                field("signature", &sign::token_signature(token, &stamp)),
                field(
                    "verification",
                    &sign::token_verification(token, key, &stamp),
                ),
                field("charset", "UTF-8"),
                field("format", "JSON"),
                field("price", &amount.0.to_string()),
            ],
            timestamp: stamp,
        }
    }

    /// Asks for the approval, once. An account is only issued by it.
    ///
    /// # Errors
    /// [`CallError::Differs`] where something else was approved than what was asked for (another order, sum or
    /// merchant, a signature that does not fit): [`Client::net_cancel`], at once.
    pub async fn approve(&self, request: &StandardApproval) -> Result<Approval, CallError> {
        counted(NAME, "approve", async {
            let answer = self.standard_call(request, APPROVE).await?;
            if answer.code != "0000" {
                return Err(refused(&answer.code, "approval"));
            }
            self.believed(request, &answer)
        })
        .await
    }

    /// Takes an approval back whose answer did not come or cannot be used; soon after it, within minutes. Also
    /// right where nothing was approved: then nothing will be.
    ///
    /// # Errors
    /// After [`CallError::Refused`] and [`CallError::Unknown`]: look with [`Client::find_order`], and refund what is
    /// there.
    pub async fn net_cancel(&self, request: &StandardApproval) -> Result<(), CallError> {
        counted(NAME, "net_cancel", async {
            let answer = self.standard_call(request, NET_CANCEL).await?;
            match answer.code.as_str() {
                "0000" => Ok(()),
                other => Err(refused(other, "net cancel")),
            }
        })
        .await
    }

    async fn standard_call(
        &self,
        request: &StandardApproval,
        path: &str,
    ) -> Result<StandardAnswer, CallError> {
        let door = self.standard.get(&request.idc);
        let door = door.ok_or_else(|| CallError::NotSent("a server off the list".to_owned()))?;
        let fields: Vec<(&str, &str)> = request
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.text()))
            .collect();
        let body = self.post(door, path, &fields).await?;
        StandardAnswer::read(&body).ok_or_else(unreadable)
    }

    /// What was approved is what was asked for.
    fn believed(
        &self,
        request: &StandardApproval,
        answer: &StandardAnswer,
    ) -> Result<Approval, CallError> {
        let approval = answer.approval().ok_or_else(unreadable)?;
        let doubt = |what: &str| Err(CallError::Differs(format!("another {what} was approved")));
        if answer.mid != self.settings.merchant {
            return doubt("merchant");
        }
        if approval.order != request.order {
            return doubt("order");
        }
        if approval.amount != request.amount {
            return doubt("sum");
        }
        let (mid, stamp) = (&answer.mid, &request.timestamp);
        let signed = sign::auth_signature(mid, &answer.order, &answer.price, stamp);
        if !signed.is_some_and(|signed| same(&signed, &answer.signature)) {
            return Err(CallError::Differs(
                "a signature that does not fit".to_owned(),
            ));
        }
        Ok(approval)
    }
}

/// `acceptmethod`: goods are physical; a deposit may come until the end of a day; several data centres.
fn accepted(checkout: &Checkout) -> String {
    let until = checkout.deposit_by.format("%Y%m%d");
    let mut options = format!("HPP(2):vbank({until}):below1000:centerCd(Y)");
    if checkout.escrow {
        options.push_str(":useescrow");
    }
    let cash = [Method::Account, Method::Transfer];
    let cash = checkout.methods.is_empty() || cash.iter().any(|it| checkout.methods.contains(it));
    // Cash receipts are the shop's own business: it issues them when the money has come.
    if cash {
        options.push_str(":no_receipt");
    }
    options
}
