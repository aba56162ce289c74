//! Amazon SNS, with an authority and a certificate of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use data_encoding::BASE64;
use rcgen::{
    BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_RSA_SHA256, RsaKeySize,
    SigningKey, date_time_ymd,
};
use serde_json::{Value, json};
use shop::ports::sns::{FetchError, SigningCertificates, SnsAddress};

/// The topic that is ours.
pub const TOPIC: &str = "arn:aws:sns:ap-northeast-2:123456789012:mail";
/// Where its certificate lies.
pub const CERTIFICATE: &str =
    "https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";
const CONFIRM: &str = "https://sns.ap-northeast-2.amazonaws.com/?Action=ConfirmSubscription";

/// SNS: signs messages, and is asked for what it signs with.
pub struct Sns {
    key: KeyPair,
    pem: String,
    /// Every address that was visited.
    pub visited: Mutex<Vec<String>>,
    /// It cannot be reached just now.
    pub down: Mutex<bool>,
}

impl Sns {
    /// With a certificate of the year 2026.
    pub fn new() -> Arc<Self> {
        let mut authority = CertificateParams::new(vec![]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = Issuer::new(authority, KeyPair::generate().unwrap());
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        let mut own = CertificateParams::new(vec!["sns.amazonaws.com".to_owned()]).unwrap();
        own.not_before = date_time_ymd(2026, 1, 1);
        own.not_after = date_time_ymd(2027, 1, 1);
        let pem = own.signed_by(&key, &issuer).unwrap().pem();
        Arc::new(Self {
            key,
            pem,
            visited: Mutex::default(),
            down: Mutex::default(),
        })
    }

    /// Its private key.
    pub fn key(&self) -> String {
        self.key.serialize_pem()
    }

    /// A signed notification of our topic.
    pub fn notify(&self, id: &str, text: &str) -> Value {
        self.signed(json!({
            "Type": "Notification", "MessageId": id, "TopicArn": TOPIC, "Message": text,
            "Timestamp": "2026-11-22T03:00:00.000Z",
        }))
    }

    /// A signed question whether a topic's messages are wanted.
    pub fn ask(&self, topic: &str, confirm: &str) -> Value {
        self.signed(json!({
            "Type": "SubscriptionConfirmation", "MessageId": "s-1", "TopicArn": topic,
            "Message": "You have chosen to subscribe to the topic", "Token": "2336412f37",
            "SubscribeURL": confirm, "Timestamp": "2026-11-22T03:00:00.000Z",
        }))
    }

    /// Where a topic's subscription is confirmed.
    pub fn confirmation(topic: &str) -> String {
        format!("{CONFIRM}&TopicArn={topic}&Token=2336412f37")
    }

    fn signed(&self, mut message: Value) -> Value {
        let signature = self.key.sign(canonical(&message).as_bytes()).unwrap();
        message["SignatureVersion"] = json!("2");
        message["Signature"] = json!(BASE64.encode(&signature));
        message["SigningCertURL"] = json!(CERTIFICATE);
        message
    }

    pub fn visits(&self) -> Vec<String> {
        self.visited.lock().unwrap().clone()
    }
}

/// What is signed, by the provider's manual: all fields but those of the signature, sorted by name.
pub fn canonical(message: &Value) -> String {
    let fields: BTreeMap<String, String> = serde_json::from_value(message.clone()).unwrap();
    let mut lines = String::new();
    for (name, value) in fields.iter().filter(|(name, _)| !name.starts_with("Sign")) {
        lines.extend([name, "\n", value, "\n"]);
    }
    lines
}

#[async_trait]
impl SigningCertificates for Sns {
    async fn certificate(&self, address: &SnsAddress) -> Result<Vec<u8>, FetchError> {
        self.visited
            .lock()
            .unwrap()
            .push(address.as_str().to_owned());
        if *self.down.lock().unwrap() {
            return Err(FetchError("it cannot be reached".to_owned()));
        }
        Ok(self.pem.clone().into_bytes())
    }

    async fn confirm(&self, address: &SnsAddress) -> Result<(), FetchError> {
        self.visited
            .lock()
            .unwrap()
            .push(address.as_str().to_owned());
        Ok(())
    }
}
