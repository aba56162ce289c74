//! The window: how a page opens it, and what the browser brings back.
//!
//! PortOne's window is opened by its script, with an object that holds no secret. The simulator has a script
//! of its own at the same place, which sends the same object in a form.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use domain::payment::Means;
use serde_json::{Value, json};
use shop::ports::paying::Brought;

use super::{SDK, is_payment_id};
use crate::paying::buyer::Buyer;
use crate::paying::scripted;
use crate::paying::words::words;
use crate::texting::code;

/// The sites of PortOne that a page with its script must let in: the script itself and its drivers, its checkout,
/// bridges and telemetry, as the script names them (1.27.0). The provider behind the channel adds its own.
const SITES: [&str; 3] = [
    "https://cdn.portone.io",
    "https://*.prod.iamport.co",
    "https://service.iamport.kr",
];

words! {
    /// By what is to be paid.
    PayMethod {
        /// A card.
        Card = "CARD",
        /// A virtual account.
        VirtualAccount = "VIRTUAL_ACCOUNT",
        /// A bank transfer at once.
        Transfer = "TRANSFER",
        /// A wallet.
        EasyPay = "EASY_PAY",
        /// The telephone's bill.
        Mobile = "MOBILE",
    }
}

impl PayMethod {
    /// The word for how a shopper pays.
    #[must_use]
    pub const fn of(means: Means) -> Self {
        match means {
            Means::Card => Self::Card,
            Means::Transfer => Self::Transfer,
            Means::VirtualAccount => Self::VirtualAccount,
            Means::Wallet => Self::EasyPay,
        }
    }

    /// How a shopper pays by it; none for what the shop does not offer.
    #[must_use]
    pub const fn means(&self) -> Option<Means> {
        match self {
            Self::Card => Some(Means::Card),
            Self::Transfer => Some(Means::Transfer),
            Self::VirtualAccount => Some(Means::VirtualAccount),
            Self::EasyPay => Some(Means::Wallet),
            Self::Mobile | Self::Unknown(_) => None,
        }
    }
}

/// What is to be paid.
#[derive(Debug, Clone)]
pub struct OpenAsk {
    /// The shop's id of the payment: fresh for each attempt (see [`is_payment_id`]).
    pub payment: String,
    /// What is bought.
    pub order_name: String,
    /// Won.
    pub total: Won,
    /// Of it without tax.
    pub tax_free: Won,
    /// The tax inside.
    pub vat: Won,
    /// By what.
    pub method: PayMethod,
    /// Of a wallet: PortOne's word for it, `KAKAOPAY`, `TOSSPAY` and so on.
    pub wallet: Option<String>,
    /// Until when a virtual account takes the deposit.
    pub deposit_until: Option<DateTime<Utc>>,
    /// Whether the money is kept until the parcel is there.
    pub escrow: bool,
    /// Who buys; some providers behind PortOne insist on it.
    pub buyer: Option<Buyer>,
    /// Where the browser goes in the end, whatever became of it.
    pub redirect_url: String,
    /// Where webhooks of this payment go; to the console's addresses where there is none.
    pub notice_urls: Vec<String>,
}

/// How the window is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The script that the page loads.
    pub script: String,
    /// What the page calls `PortOne.requestPayment` with.
    pub request: Value,
    /// The sites that the page must let in.
    pub origins: Vec<String>,
}

/// The sites of a window that is opened by this script: PortOne's, or the simulator's alone; and more.
pub(super) fn origins(sdk: &str, more: &[String]) -> Vec<String> {
    scripted::origins(sdk, SDK, &SITES, more)
}

/// What the script is called with. `forceRedirect` brings the browser back by a redirect on all devices, so
/// that the page has nothing to do with what came of it.
pub(super) fn request(ask: &OpenAsk, store: &str, channel: &str) -> Value {
    let mut request = json!({
        "storeId": store, "channelKey": channel, "paymentId": ask.payment, "orderName": ask.order_name,
        "totalAmount": ask.total, "taxFreeAmount": ask.tax_free, "vatAmount": ask.vat, "currency": "KRW",
        "payMethod": ask.method, "redirectUrl": ask.redirect_url, "forceRedirect": true, "isEscrow": ask.escrow,
    });
    if !ask.notice_urls.is_empty() {
        request["noticeUrls"] = json!(ask.notice_urls);
    }
    if let Some(buyer) = &ask.buyer {
        let all = [
            ("fullName", &buyer.name),
            ("phoneNumber", &buyer.phone),
            ("email", &buyer.email),
        ];
        let known = all.into_iter().filter(|(_, text)| !text.text().is_empty());
        let known = known.map(|(name, text)| (name.to_owned(), json!(text)));
        request["customer"] = Value::Object(known.collect());
    }
    if let Some(until) = ask.deposit_until {
        let until = until.with_timezone(&Seoul).format("%Y-%m-%d %H:%M:%S");
        let expiry = json!({ "dueDate": until.to_string() });
        request["virtualAccount"] = json!({ "accountExpiry": expiry });
    }
    if let Some(wallet) = &ask.wallet {
        request["easyPay"] = json!({ "easyPayProvider": wallet });
    }
    request
}

/// What the browser brought back. It proves nothing: the payment is to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The shop's id of the payment.
    pub payment: String,
    /// PortOne's or the provider's code of what went wrong; `None` where nothing seems to have.
    pub failure: Option<String>,
}

/// Reads what the browser came back with. `None`: it names no payment, or more than one.
#[must_use]
pub fn read_return(back: &Brought) -> Option<Return> {
    let named = |wanted: &'static str| back.0.iter().filter(move |(name, _)| name == wanted);
    let mut payments = named("paymentId").map(|(_, value)| value);
    let payment = payments.next().filter(|payment| is_payment_id(payment))?;
    let mut codes = named("code").filter(|(_, value)| !value.is_empty());
    let failure = codes.next().map(|(_, value)| code(value));
    payments.next().is_none().then(|| Return {
        payment: payment.clone(),
        failure,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portone::tests::brought;

    #[test]
    fn a_browser_brings_one_payment_and_perhaps_a_failure() {
        let back = |payment: &str, failure: Option<&str>| {
            Some(Return {
                payment: payment.to_owned(),
                failure: failure.map(str::to_owned),
            })
        };
        let fine = "transactionType=PAYMENT&txId=tx-1&paymentId=ORD-1";
        assert_eq!(read_return(&brought(fine)), back("ORD-1", None));
        let failed =
            "paymentId=ORD-1&code=PGProviderError&message=%ED%95%9C%EB%8F%84+%EC%B4%88%EA%B3%BC";
        let failed = read_return(&brought(failed));
        assert_eq!(failed, back("ORD-1", Some("PGProviderError")));
        let odd = "paymentId=ORD-1&code=%EA%B9%80%EC%9E%A5%EB%B6%80";
        assert_eq!(
            read_return(&brought(odd)),
            back("ORD-1", Some("unreadable"))
        );
    }

    #[test]
    fn what_is_no_payments_id_is_not_asked_for() {
        for query in [
            "",
            "paymentId=",
            "paymentId=..%2Fusers",
            "paymentId=https%3A%2F%2Fevil.test",
            "paymentId=a&paymentId=b",
            "paymentId=%2e%2e",
            "paymentId=a%00",
        ] {
            assert_eq!(read_return(&brought(query)), None, "{query}");
        }
    }

    #[test]
    fn the_script_is_told_all_that_it_needs() {
        let ask = OpenAsk {
            payment: "ORD-1".to_owned(),
            order_name: "단백질쉐이크".to_owned(),
            total: Won(33_000),
            tax_free: Won::ZERO,
            vat: Won(3_000),
            method: PayMethod::VirtualAccount,
            wallet: None,
            deposit_until: "2026-08-03T14:59:59Z".parse().ok(),
            escrow: true,
            buyer: None,
            redirect_url: "https://shop.example/pay/portone/back".to_owned(),
            notice_urls: vec!["https://shop.example/hooks/portone".to_owned()],
        };
        let right = json!({
            "storeId": "store-1", "channelKey": "channel-key-1", "paymentId": "ORD-1", "orderName": "단백질쉐이크",
            "totalAmount": 33000, "taxFreeAmount": 0, "vatAmount": 3000, "currency": "KRW",
            "payMethod": "VIRTUAL_ACCOUNT", "redirectUrl": "https://shop.example/pay/portone/back",
            "forceRedirect": true, "isEscrow": true, "noticeUrls": ["https://shop.example/hooks/portone"],
            "virtualAccount": { "accountExpiry": { "dueDate": "2026-08-03 23:59:59" } },
        });
        assert_eq!(request(&ask, "store-1", "channel-key-1"), right);
    }
}
