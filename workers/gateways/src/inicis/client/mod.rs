//! The shop's side of Inicis.
//!
//! The order of things: write the attempt down, show the form ([`Client::standard_form`] or
//! [`Client::mobile_form`]), read what the browser brings back, write the approval request down, send it. When its
//! answer does not come, or cannot be believed, or the shop cannot write it down: send the same request as a net
//! cancel, then ask with [`Client::find_order`]. Never approve twice.

mod account;
mod api;
mod delivery;
mod mobile;
mod receipt;
mod refund;
mod returned;
mod standard;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use domain::Won;
use domain::money::vat_included;
use reqwest::Method;
use shop::ports::Clock;

use super::Settings;
use super::sign::cipher::{Cipher, CipherError};
use super::wire::checkout::{Taxes, WindowForm};
use super::wire::form::{self, Charset};
use crate::paying::call::CallError;
use crate::texting::{Answer, BadAddress, Door, code};

pub use account::{AccountOrder, IssuedAccount};
pub use delivery::{Charge, Delivery, Party, carrier};
pub use mobile::MobileApproval;
pub use receipt::{Receipt, ReceiptOrder, ReceiptUse, SELF_ISSUED};
pub use returned::{MobileReturn, NotPaid, StandardReturn};
pub use standard::StandardApproval;

pub(super) use mobile::NET_CANCEL as MOBILE_NET_CANCEL;
pub(super) use refund::ALREADY;
pub(super) use standard::{APPROVE, NET_CANCEL};

/// The provider's name in meters.
pub const NAME: &str = "inicis";

/// Settings that no client can be made of.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// One of the hosts.
    #[error(transparent)]
    Address(#[from] BadAddress),
    /// INIAPI's keys.
    #[error(transparent)]
    Key(#[from] CipherError),
}

/// The shop's side.
#[derive(Clone)]
pub struct Client {
    settings: Settings,
    clock: Arc<dyn Clock>,
    cipher: Cipher,
    /// By `idc_name`.
    standard: BTreeMap<String, Door>,
    /// By origin.
    mobile: BTreeMap<String, Door>,
    api: Door,
}

impl Client {
    /// Calls nobody yet.
    ///
    /// # Errors
    /// An address that nothing may be sent to, or a key of INIAPI that is none.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, BadSettings> {
        let door = |base: &str| Door::new(base, settings.deadline);
        let hosts = &settings.hosts;
        let standard = hosts.standard.iter();
        let standard = standard.map(|(idc, base)| Ok((idc.clone(), door(base)?)));
        let mobile = hosts.mobile_approvals.iter();
        let mobile = mobile.map(|base| Ok((base.clone(), door(base)?)));
        Ok(Self {
            cipher: Cipher::new(&settings.api_key, &settings.api_iv)?,
            standard: standard.collect::<Result<_, BadAddress>>()?,
            mobile: mobile.collect::<Result<_, BadAddress>>()?,
            api: door(&hosts.api)?,
            clock,
            settings,
        })
    }

    /// The merchant id.
    #[must_use]
    pub fn merchant(&self) -> &str {
        &self.settings.merchant
    }

    /// What pages that open the window may load from and send to.
    #[must_use]
    pub fn sites(&self) -> &[String] {
        &self.settings.hosts.sites
    }

    /// Whether notices come from this address.
    #[must_use]
    pub fn is_told_from(&self, address: IpAddr) -> bool {
        self.settings
            .hosts
            .senders
            .contains(&address.to_canonical())
    }

    /// What is told of an amount's taxes; nothing where the contract does not tell them apart.
    #[must_use]
    pub fn taxes(&self, amount: Won, tax_free: Won) -> Option<Taxes> {
        self.settings.mixed_taxes.then(|| Taxes {
            vat: vat_included(amount - tax_free),
            tax_free,
        })
    }

    /// The milliseconds of the epoch.
    fn millis(&self) -> String {
        self.clock.now().timestamp_millis().to_string()
    }

    /// Posts a form in UTF-8 and takes the answer's body, whatever it says.
    async fn post(
        &self,
        door: &Door,
        path: &str,
        fields: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Result<Vec<u8>, CallError> {
        let request = door
            .ask(Method::POST, path)
            .header(
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            )
            .body(form::encode(fields, Charset::Utf8));
        body(Answer::to(request).await?)
    }
}

/// Anything but 200 says nothing of what happened.
fn body(answer: Answer) -> Result<Vec<u8>, CallError> {
    if answer.status == 200 {
        return Ok(answer.body);
    }
    Err(CallError::Unknown(format!("status {}", answer.status)))
}

fn unreadable() -> CallError {
    CallError::Unknown("an answer that cannot be read".to_owned())
}

fn refused(said: &str, what: &str) -> CallError {
    CallError::Refused {
        code: code(said),
        message: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_200_is_an_answer_whatever_it_says() {
        let said = |status| {
            body(Answer {
                status,
                body: br#"{"resultCode":"0000"}"#.to_vec(),
            })
        };
        assert!(said(200).is_ok());
        for odd in [201, 204, 302, 400, 404, 500, 503] {
            let unknown = matches!(said(odd), Err(CallError::Unknown(_)));
            assert!(unknown, "{odd}");
        }
    }
}
