//! What goes over the wire, and what comes back: read leniently, unknown fields are normal.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// The field of `customFields` that holds our key.
pub(super) const KEY_FIELD: &str = "key";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendMany {
    pub(super) messages: Vec<Message>,
    #[serde(default)]
    pub(super) allow_duplicates: bool,
    #[serde(default)]
    pub(super) show_message_list: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    pub(super) to: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kakao_options: Option<KakaoOptions>,
    #[serde(default)]
    pub(super) custom_fields: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KakaoOptions {
    pub(super) pf_id: String,
    pub(super) template_id: String,
    /// `#{name}` → value.
    #[serde(default)]
    pub(super) variables: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) disable_sms: bool,
}

/// The answer to a send.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) failed_message_list: Vec<Told>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_list: Vec<Told>,
}

/// What is said of one message.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status_code: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) to: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) custom_fields: BTreeMap<String, String>,
}

impl Told {
    pub(super) fn key(&self) -> Option<&str> {
        self.custom_fields.get(KEY_FIELD).map(String::as_str)
    }

    /// Accepted, handed on, or delivered; any other code is a failure.
    pub(super) fn is_taken(&self) -> bool {
        matches!(self.status_code.as_str(), "2000" | "3000" | "4000")
    }
}

/// A page of the list of messages.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) next_key: Option<String>,
    /// By id.
    #[serde(deserialize_with = "or_default")]
    pub(super) message_list: BTreeMap<String, Told>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Trouble {
    pub(super) error_code: String,
}

/// The server gives `null` where it has nothing.
fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
