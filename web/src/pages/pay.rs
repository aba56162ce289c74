//! The step between the shop and a payment provider's window.

use letters::Language;
use serde::Serialize;

use super::Page;
use crate::say::say;

/// Leads to the window: by itself where scripts run, by a button where they do not.
#[derive(Debug, Clone, Serialize)]
pub struct Pay {
    /// Whose window, as shoppers know them.
    pub provider: String,
    /// Won.
    pub amount: i64,
    /// The order's page, for whoever changes their mind.
    pub order: String,
    /// Where the form goes; none where an address is opened.
    pub form: Option<PayForm>,
    /// The address that is opened.
    pub address: Option<String>,
    /// The provider's script that opens the window over this page.
    pub script: Option<PayScript>,
}

/// A form for the provider, or for the shop itself.
#[derive(Debug, Clone, Serialize)]
pub struct PayForm {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// A provider's script, and what it is called with.
#[derive(Debug, Clone, Serialize)]
pub struct PayScript {
    /// Its address.
    pub sdk: String,
    /// The name of the starter in `js/pay.js`.
    pub run: String,
    /// What the starter hands over, by name.
    pub fields: Vec<(String, String)>,
}

/// What stands in the frame of a window that was closed: it makes the page around it go to the order.
#[derive(Debug, Clone, Serialize)]
pub struct PayClosed {
    /// The order's page.
    pub order: String,
}

impl Page for Pay {
    const TEMPLATE: &'static str = "pay";
    const SHEETS: &'static [&'static str] = &["order"];

    fn title(&self, lang: Language) -> String {
        say(lang, "pay-title")
    }

    fn samples() -> Vec<Self> {
        let form = Self {
            provider: "카카오페이".into(),
            amount: 28_600,
            order: "/orders/20260801-7K3QM9XW2F/token".into(),
            form: Some(PayForm {
                action: "https://window.example/pay".into(),
                fields: vec![("goods".into(), "\"><b>".into())],
            }),
            address: None,
            script: None,
        };
        let script = Self {
            form: None,
            script: Some(PayScript {
                sdk: "https://window.example/sdk.js".into(),
                run: "inicis".into(),
                fields: vec![("goods".into(), "\"><b>".into())],
            }),
            ..form.clone()
        };
        let address = Self {
            form: None,
            address: Some("https://window.example/pay?a=1&b=2".into()),
            ..form.clone()
        };
        vec![form, address, script]
    }
}

impl Page for PayClosed {
    const TEMPLATE: &'static str = "pay-closed";
    const SHEETS: &'static [&'static str] = &["order"];

    fn title(&self, lang: Language) -> String {
        say(lang, "pay-closed")
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            order: "/orders/20260801-7K3QM9XW2F/token?window=closed".into(),
        }]
    }
}
