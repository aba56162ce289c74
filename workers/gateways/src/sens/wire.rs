//! What goes over the wire, and what comes back.

use serde::{Deserialize, Deserializer, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendSms {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) content_type: String,
    pub(super) country_code: String,
    pub(super) from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    /// Of all whose message has none of its own.
    pub(super) content: String,
    pub(super) messages: Vec<Sms>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Sms {
    pub(super) to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendAlimtalk {
    pub(super) plus_friend_id: String,
    pub(super) template_code: String,
    pub(super) messages: Vec<Alimtalk>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Alimtalk {
    pub(super) country_code: String,
    pub(super) to: String,
    pub(super) content: String,
    pub(super) use_sms_failover: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) failover_config: Option<Failover>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Failover {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    pub(super) content: String,
}

/// The answer to a send, and to a question for a request's messages.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taken {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) request_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) messages: Vec<Told>,
}

/// What is said of one message.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) to: String,
    /// Short messages: `READY`, `PROCESSING`, `COMPLETED`.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status: String,
    /// Short messages: `success`, `fail`.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status_name: String,
    /// Short messages: `0` and the carriers' codes.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status_code: String,
    /// Alimtalk: `A000` where it was taken.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) request_status_code: String,
    /// Alimtalk: Kakao's code.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_status_code: String,
    /// Alimtalk: `success`, `fail`, `processing`.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_status_name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) failover: Option<FailoverTold>,
}

/// What became of the short message that went out instead.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FailoverTold {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status_name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) message_status_name: String,
}

fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
