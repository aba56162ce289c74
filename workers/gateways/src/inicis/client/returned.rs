//! What the browser brings back from a window. It proves nothing, and no address in it is called: each is compared
//! with the closed list of [`crate::inicis::Hosts`].

use reqwest::Url;
use shop::ports::paying::Brought;

use super::standard::{APPROVE, NET_CANCEL};
use super::{Client, code};
use crate::inicis::wire::form::Fields;
use crate::inicis::wire::won;
use crate::paying::private::Private;
use domain::Won;

/// The shopper was authenticated in the PC's window; nothing is approved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardReturn {
    /// The shop's number of the attempt, as the browser says. Its sum is in the shop's books.
    pub order: String,
    pub(super) token: Private,
    pub(super) idc: String,
}

/// The same of the mobile window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MobileReturn {
    /// `P_NOTI`: the shop's number of the attempt, as the browser says.
    pub order: String,
    /// Won, as the browser says.
    pub amount: Option<Won>,
    pub(super) tid: Private,
    pub(super) origin: String,
    pub(super) path: String,
}

/// Why nothing can be approved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPaid {
    /// The shopper closed the window, or their card was declined; the window's code.
    #[error("the window ended with {0}")]
    Ended(String),
    /// It is of another merchant.
    #[error("another merchant's payment")]
    OtherMerchant,
    /// It is of another order.
    #[error("another order's payment")]
    OtherOrder,
    /// An address that is not on the list. Somebody tries to send the shop's server elsewhere: an incident.
    #[error("the field {0} names a server off the list")]
    Foreign(&'static str),
    /// A field that decides is missing.
    #[error("the field {0} is missing or too long")]
    Unreadable(&'static str),
}

/// Longer than any token that was seen.
const LONGEST_TOKEN: usize = 4_096;

impl Client {
    /// Reads what came to the return address of the PC's window.
    ///
    /// # Errors
    /// Nothing may be approved. [`NotPaid::Foreign`] is an incident.
    pub fn standard_return(&self, back: &Brought) -> Result<StandardReturn, NotPaid> {
        let fields = Fields::brought(back);
        ended(fields.text("resultCode"), "0000")?;
        if fields.raw("mid") != self.settings.merchant {
            return Err(NotPaid::OtherMerchant);
        }
        let idc = fields.raw("idc_name");
        let base = self.settings.hosts.standard.get(idc);
        let base = base.ok_or(NotPaid::Foreign("idc_name"))?;
        for (name, path) in [("authUrl", APPROVE), ("netCancelUrl", NET_CANCEL)] {
            if fields.raw(name) != format!("{base}{path}") {
                return Err(NotPaid::Foreign(name));
            }
        }
        let acknowledged = fields.raw("checkAckUrl");
        if !acknowledged.is_empty() && acknowledged != format!("{base}/api/checkAck") {
            return Err(NotPaid::Foreign("checkAckUrl"));
        }
        // Not even trimmed: it is hashed as it came.
        let token = fields.raw("authToken");
        if token.is_empty() || token.len() > LONGEST_TOKEN {
            return Err(NotPaid::Unreadable("authToken"));
        }
        Ok(StandardReturn {
            order: order(&fields, "orderNumber")?,
            token: token.into(),
            idc: idc.to_owned(),
        })
    }

    /// Reads what came to the return address of the mobile window.
    ///
    /// # Errors
    /// As [`Client::standard_return`].
    pub fn mobile_return(&self, back: &Brought) -> Result<MobileReturn, NotPaid> {
        let fields = Fields::brought(back);
        ended(fields.text("P_STATUS"), "00")?;
        let (origin, path) = self.listed(fields.raw("P_REQ_URL"))?;
        let tid = fields.text("P_TID").filter(|tid| tid.len() <= 80);
        Ok(MobileReturn {
            order: order(&fields, "P_NOTI")?,
            amount: fields.text("P_AMT").and_then(won),
            tid: tid.ok_or(NotPaid::Unreadable("P_TID"))?.into(),
            origin,
            path,
        })
    }

    /// The origin of the list that an address is at, and its path. Compared after parsing, so that no user name,
    /// fragment or longer host can pass for one of them.
    fn listed(&self, url: &str) -> Result<(String, String), NotPaid> {
        let foreign = NotPaid::Foreign("P_REQ_URL");
        let Ok(asked) = Url::parse(url) else {
            return Err(foreign);
        };
        let bare = asked.username().is_empty()
            && asked.password().is_none()
            && asked.query().is_none()
            && asked.fragment().is_none();
        let ours = |origin: &&String| {
            Url::parse(origin).is_ok_and(|listed| {
                listed.scheme() == asked.scheme()
                    && listed.host() == asked.host()
                    && listed.port_or_known_default() == asked.port_or_known_default()
            })
        };
        let origin = self.settings.hosts.mobile_approvals.iter().find(ours);
        match origin {
            Some(origin) if bare && asked.path().starts_with("/smart/") => {
                Ok((origin.clone(), asked.path().to_owned()))
            }
            _ => Err(foreign),
        }
    }
}

fn ended(status: Option<&str>, fine: &str) -> Result<(), NotPaid> {
    match status {
        Some(status) if status == fine => Ok(()),
        other => Err(NotPaid::Ended(code(other.unwrap_or_default()))),
    }
}

/// The shop's own kind of number.
fn order(fields: &Fields, name: &'static str) -> Result<String, NotPaid> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let order = fields.text(name);
    let order = order.filter(|order| order.len() <= 40 && order.chars().all(fits));
    Ok(order.ok_or(NotPaid::Unreadable(name))?.to_owned())
}
