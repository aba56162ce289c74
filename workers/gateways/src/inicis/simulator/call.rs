//! Whether a call of INIAPI is the merchant's: every field of its head, and the hash over what it says.

use serde_json::value::RawValue;

use super::Office;
use super::answers::Refusal;
use crate::inicis::sign::api::{Head, version_2};
use crate::inicis::sign::same;
use crate::inicis::wire::form::{Charset, Fields};
use crate::inicis::wire::{Call, Data};

/// A call of version 1 whose form is read; `hashed` names the fields after the head, in their order.
pub(super) fn version_1(
    office: &Office,
    body: &[u8],
    hashed: impl Fn(&Fields) -> &'static [&'static str],
) -> Result<Fields, Refusal> {
    let fields = Fields::of_form(body, Charset::Utf8);
    let account = &office.account;
    head(
        office,
        fields.raw("mid"),
        fields.raw("clientIp"),
        fields.raw("timestamp"),
    )?;
    let head = Head {
        key: account.api_key.text(),
        kind: fields.raw("type"),
        means: fields.raw("paymethod"),
        timestamp: fields.raw("timestamp"),
        client_ip: fields.raw("clientIp"),
        mid: fields.raw("mid"),
    };
    let rest: Vec<&str> = hashed(&fields)
        .iter()
        .map(|name| fields.raw(name))
        .collect();
    if !same(fields.raw("hashData"), &head.hash(&rest)) {
        return Err("BAD_HASH");
    }
    Ok(fields)
}

/// A call of version 2 of this kind. What is hashed is the text of its data as it came.
pub(super) fn version_2_of(office: &Office, body: &[u8], kind: &str) -> Result<Data, Refusal> {
    let call: Call<&RawValue> = serde_json::from_slice(body).map_err(|_| "BAD_JSON")?;
    head(office, &call.mid, &call.client_ip, &call.timestamp)?;
    if call.kind != kind {
        return Err("BAD_TYPE");
    }
    let key = office.account.api_key.text();
    let hash = version_2(key, &call.mid, kind, &call.timestamp, call.data.get());
    if !same(&call.hash_data, &hash) {
        return Err("BAD_HASH");
    }
    serde_json::from_str(call.data.get()).map_err(|_| "BAD_JSON")
}

fn head(office: &Office, mid: &str, client_ip: &str, timestamp: &str) -> Result<(), Refusal> {
    if mid != office.account.merchant {
        return Err("OTHER_MERCHANT");
    }
    if client_ip != office.account.client_ip {
        return Err("OTHER_ADDRESS");
    }
    if crate::inicis::wire::korean_stamp(timestamp).is_none() {
        return Err("BAD_TIMESTAMP");
    }
    Ok(())
}
