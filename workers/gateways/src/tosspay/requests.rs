//! The bodies of TossPay's calls; the key is in each of them.

use domain::Won;
use serde::Serialize;

use super::asks::Split;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create<'a> {
    pub(super) api_key: &'a str,
    pub(super) order_no: &'a str,
    pub(super) product_desc: String,
    pub(super) ret_url: &'a str,
    pub(super) ret_cancel_url: &'a str,
    pub(super) auto_execute: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) result_callback: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) callback_version: Option<&'static str>,
    pub(super) amount: Won,
    #[serde(flatten)]
    pub(super) split: Split,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expired_time: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named<'a> {
    pub(super) api_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pay_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) order_no: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RefundAsk<'a> {
    pub(super) api_key: &'a str,
    pub(super) pay_token: &'a str,
    pub(super) refund_no: &'a str,
    pub(super) idempotent: bool,
    pub(super) reason: String,
    pub(super) amount: Won,
    #[serde(flatten)]
    pub(super) split: Split,
}
