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
}

/// A form for the provider, or for the shop itself.
#[derive(Debug, Clone, Serialize)]
pub struct PayForm {
    pub action: String,
    pub fields: Vec<(String, String)>,
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
        };
        let address = Self {
            form: None,
            address: Some("https://window.example/pay?a=1&b=2".into()),
            ..form.clone()
        };
        vec![form, address]
    }
}
