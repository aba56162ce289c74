//! How INIAPI is called: version 1 with a form, version 2 with JSON. Both are hashed as they are sent.

use reqwest::Method;
use serde_json::value::RawValue;

use super::{Client, body, unreadable};
use crate::inicis::sign::api::{Head, version_2};
use crate::inicis::wire::{ApiAnswer, Call, Data, stamp};
use crate::paying::call::CallError;
use crate::texting::Answer;

/// A call of version 1.
pub(super) struct Old<'a> {
    pub(super) path: &'static str,
    pub(super) kind: &'static str,
    /// `paymethod`; none for a delivery.
    pub(super) means: Option<&'static str>,
    /// What is hashed after the head.
    pub(super) hashed: &'a [&'a str],
    /// What is posted besides the head.
    pub(super) fields: &'a [(&'a str, &'a str)],
}

impl Client {
    /// Posts a call of version 1.
    pub(super) async fn old(&self, call: Old<'_>) -> Result<ApiAnswer, CallError> {
        let at = stamp(self.clock.now());
        let settings = &self.settings;
        let head = Head {
            key: settings.api_key.text(),
            kind: call.kind,
            means: call.means.unwrap_or_default(),
            timestamp: &at,
            client_ip: &settings.client_ip,
            mid: &settings.merchant,
        };
        let hash = head.hash(call.hashed);
        let mut fields = vec![
            ("type", call.kind),
            ("timestamp", at.as_str()),
            ("clientIp", &settings.client_ip),
            ("mid", &settings.merchant),
        ];
        fields.extend(call.means.map(|means| ("paymethod", means)));
        fields.extend_from_slice(call.fields);
        fields.push(("hashData", &hash));
        let body = self.post(&self.api, call.path, &fields).await?;
        ApiAnswer::read(&body).ok_or_else(unreadable)
    }

    /// Posts a call of version 2. Its data is written once, and that text is both hashed and sent.
    pub(super) async fn new_api(
        &self,
        path: &str,
        kind: &str,
        data: &Data,
    ) -> Result<ApiAnswer, CallError> {
        let unwritable = |_| CallError::NotSent("data that cannot be written".to_owned());
        let settings = &self.settings;
        let at = stamp(self.clock.now());
        let data = serde_json::to_string(data).map_err(unwritable)?;
        let key = settings.api_key.text();
        let call = Call {
            mid: settings.merchant.clone(),
            kind: kind.to_owned(),
            hash_data: version_2(key, &settings.merchant, kind, &at, &data),
            timestamp: at,
            client_ip: settings.client_ip.clone(),
            data: RawValue::from_string(data).map_err(unwritable)?,
        };
        let request = self
            .api
            .ask(Method::POST, path)
            .header("content-type", "application/json;charset=utf-8")
            .body(serde_json::to_string(&call).map_err(unwritable)?);
        let answer = body(Answer::to(request).await?)?;
        ApiAnswer::read(&answer).ok_or_else(unreadable)
    }

    /// A number, sealed for INIAPI.
    pub(super) fn sealed(&self, text: &str) -> Result<String, CallError> {
        let failed = |_| CallError::NotSent("INIAPI's key cannot seal".to_owned());
        self.cipher.seal(text).map_err(failed)
    }
}
