//! The window: how a page opens it, and what the browser brings back.
//!
//! PortOne's window is opened by its script, with an object that holds no secret. The simulator has a script
//! of its own at the same place, and takes the same object in a form.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::is_payment_id;
use crate::paying::buyer::Buyer;
use crate::paying::words::words;
use crate::texting::code;

/// What a page must let PortOne's script load (`script-src`): itself, and one driver for each provider.
pub const SCRIPT_HOSTS: [&str; 1] = ["https://cdn.portone.io"];
/// What the script speaks to (`connect-src`), as it names it itself (1.27.0).
pub const CONNECT_HOSTS: [&str; 6] = [
    "https://cdn.portone.io",
    "https://checkout-service.prod.iamport.co",
    "https://tx-gateway-service.prod.iamport.co",
    "https://payment-bridge.prod.iamport.co",
    "https://service.iamport.kr",
    "https://coretelemetry.prod.iamport.co",
];
/// What it shows in frames (`frame-src`) and posts forms to (`form-action`). The provider behind the channel
/// adds its own: its console and the browser's complaints tell which.
pub const FRAME_HOSTS: [&str; 4] = [
    "https://checkout-service.prod.iamport.co",
    "https://payment-bridge.prod.iamport.co",
    "https://tx-gateway-service.prod.iamport.co",
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
    /// The way without a script, which only the simulator has.
    pub form: Option<Form>,
}

/// A form that the browser posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where to.
    pub action: String,
    /// What it says, by name.
    pub fields: Vec<(String, String)>,
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
        request["customer"] = json!({
            "fullName": buyer.name, "phoneNumber": buyer.phone, "email": buyer.email,
        });
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

/// Reads the query that the browser came back with. `None`: it names no payment, or more than one.
#[must_use]
pub fn read_return(query: &str) -> Option<Return> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (mut payments, mut failure) = (Vec::new(), None);
    for (name, value) in pairs {
        let plain = value.replace('+', " ");
        let value = percent_decode_str(&plain).decode_utf8().ok()?.into_owned();
        match name {
            "paymentId" => payments.push(value),
            "code" if !value.is_empty() => failure = Some(code(&value)),
            _ => {}
        }
    }
    let mut payments = payments.into_iter();
    let payment = payments.next().filter(|payment| is_payment_id(payment))?;
    payments
        .next()
        .is_none()
        .then_some(Return { payment, failure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_brings_one_payment_and_perhaps_a_failure() {
        let back = |payment: &str, failure: Option<&str>| {
            Some(Return {
                payment: payment.to_owned(),
                failure: failure.map(str::to_owned),
            })
        };
        let fine = "transactionType=PAYMENT&txId=tx-1&paymentId=ORD-1";
        assert_eq!(read_return(fine), back("ORD-1", None));
        let failed =
            "paymentId=ORD-1&code=PGProviderError&message=%ED%95%9C%EB%8F%84+%EC%B4%88%EA%B3%BC";
        assert_eq!(read_return(failed), back("ORD-1", Some("PGProviderError")));
        let odd = "paymentId=ORD-1&code=%EA%B9%80%EC%9E%A5%EB%B6%80";
        assert_eq!(read_return(odd), back("ORD-1", Some("unreadable")));
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
            assert_eq!(read_return(query), None, "{query}");
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
