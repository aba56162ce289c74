//! Telling Inicis that goods paid through escrow are on their way (에스크로 배송등록).

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;

use super::api::Old;
use super::{Client, NAME, refused};
use crate::calls::counted;
use crate::inicis::wire::plain;
use crate::paying::call::CallError;
use crate::paying::private::Private;

/// A parcel.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Inicis' number of the payment.
    pub tid: String,
    /// The shop's.
    pub order: String,
    /// Won that were paid.
    pub amount: Won,
    /// Whether it was told before, and is told otherwise now.
    pub again: bool,
    /// The invoice's number (운송장번호).
    pub invoice: String,
    /// Inicis' code of the carrier: [`carrier`].
    pub carrier: String,
    /// The carrier's name.
    pub carrier_name: String,
    /// Who of the shop tells it.
    pub registrar: String,
    /// Who pays the carrier.
    pub charge: Charge,
    /// When it left.
    pub sent_at: DateTime<Utc>,
    /// Whom from.
    pub sender: Party,
    /// Whom to.
    pub recipient: Party,
}

/// Who pays for the transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// The shop.
    Seller,
    /// The shopper.
    Buyer,
}

/// An end of a parcel's way.
#[derive(Debug, Clone)]
pub struct Party {
    /// Name.
    pub name: Private,
    /// Telephone number.
    pub phone: Private,
    /// Postal code.
    pub post: Private,
    /// Address.
    pub address: Private,
}

/// Inicis' code of a carrier, from the code that Naver and others share (`CJGLS`, `HANJIN`); `9999` is another.
#[must_use]
pub fn carrier(shared: &str) -> &'static str {
    match shared {
        "CJGLS" => "cjgls",
        "HYUNDAI" => "hyundai",
        "HANJIN" => "hanjin",
        "EPOST" => "EPOST",
        "KGB" => "kgb",
        "KDEXP" => "kdexp",
        "DAESIN" => "daesin",
        "CHUNIL" => "chunil",
        "CVSNET" => "cvsnet",
        _ => "9999",
    }
}

impl Client {
    /// Tells of a delivery. Telling it again changes nothing.
    ///
    /// # Errors
    /// After [`CallError::Unknown`]: the same again, as [`Delivery::again`].
    pub async fn register_delivery(&self, delivery: &Delivery) -> Result<(), CallError> {
        counted(NAME, "escrow", async {
            let price = delivery.amount.0.to_string();
            let sent = delivery.sent_at.with_timezone(&Seoul);
            let sent = sent.format("%Y-%m-%d %H:%M:%S").to_string();
            let (from, to) = (&delivery.sender, &delivery.recipient);
            let text = |text: &Private| plain(text.text(), 200);
            let call = Old {
                path: "/api/v1/escrow",
                kind: "Dlv",
                means: None,
                hashed: &[&delivery.order, &delivery.tid, &price],
                fields: &[
                    ("tid", &delivery.tid),
                    ("oid", &delivery.order),
                    ("price", &price),
                    ("report", if delivery.again { "U" } else { "I" }),
                    ("invoice", &delivery.invoice),
                    ("registName", &plain(&delivery.registrar, 30)),
                    ("exCode", &delivery.carrier),
                    ("exName", &plain(&delivery.carrier_name, 30)),
                    ("charge", delivery.charge.code()),
                    ("invoiceDay", &sent),
                    ("sendName", &text(&from.name)),
                    ("sendTel", &text(&from.phone)),
                    ("sendPost", &text(&from.post)),
                    ("sendAddr1", &text(&from.address)),
                    ("recvName", &text(&to.name)),
                    ("recvTel", &text(&to.phone)),
                    ("recvPost", &text(&to.post)),
                    ("recvAddr", &text(&to.address)),
                ],
            };
            match self.old(call).await?.code.as_str() {
                "00" => Ok(()),
                other => Err(refused(other, "delivery")),
            }
        })
        .await
    }
}

impl Charge {
    const fn code(self) -> &'static str {
        match self {
            Self::Seller => "SH",
            Self::Buyer => "BH",
        }
    }
}
