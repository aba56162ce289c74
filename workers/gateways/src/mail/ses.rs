//! Letters through Amazon SES, as raw MIME: the same letter that SMTP would carry.
//!
//! SES knows no idempotency key and gives a letter a Message-ID of its own. So a call is made once, never
//! repeated by the client's own retries, and the letter carries its key as a tag: event notifications
//! bring it back, also for a letter whose answer was lost.

mod verdict;

use std::time::Duration;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region};
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};
use data_encoding::BASE64URL_NOPAD;
use shop::ports::post::{Mail, Mailer, SendError};

use super::message::compose;

/// To be connected; in Korea Seoul's region answers within milliseconds.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// One call, everything included.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// Letters of a tag's value at most.
const LONGEST_TAG: usize = 256;

/// Which SES.
#[derive(Debug, Clone, Default)]
pub struct SesSettings {
    /// `ap-northeast-2`; without it what the AWS environment says.
    pub region: Option<String>,
    /// Another address than the region's own, such as a simulator's.
    pub endpoint: Option<String>,
    /// Decides where events go, and carries the tags there.
    pub configuration_set: Option<String>,
}

/// Sends letters through SES. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ses {
    client: Client,
    configuration_set: Option<String>,
}

impl Ses {
    /// With the keys that AWS's own chain finds: variables, profile, container, instance.
    pub async fn connect(settings: SesSettings) -> Self {
        Self::with(aws_config::defaults(BehaviorVersion::latest()), settings).await
    }

    /// With whatever this loader brings.
    pub async fn with(loader: ConfigLoader, settings: SesSettings) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_WITHIN)
            .operation_timeout(ANSWER_WITHIN)
            .build();
        // A call repeated after a lost answer would be a second letter.
        let loader = loader
            .timeout_config(timeouts)
            .retry_config(RetryConfig::disabled());
        let loader = match settings.region {
            Some(region) => loader.region(Region::new(region)),
            None => loader,
        };
        let loaded = loader.load().await;
        let mut config = aws_sdk_sesv2::config::Builder::from(&loaded);
        config.set_endpoint_url(settings.endpoint);
        Self {
            client: Client::from_conf(config.build()),
            configuration_set: settings.configuration_set,
        }
    }
}

#[async_trait]
impl Mailer for Ses {
    fn name(&self) -> &'static str {
        "ses"
    }

    async fn send(&self, mail: &Mail) -> Result<String, SendError> {
        let letter = compose(mail)?;
        let addresses = letter.envelope().to().iter().map(ToString::to_string);
        let to = Destination::builder()
            .set_to_addresses(Some(addresses.collect()))
            .build();
        let from = letter.envelope().from().map(ToString::to_string);
        let raw = RawMessage::builder()
            .data(Blob::new(letter.formatted()))
            .build();
        let content = EmailContent::builder()
            .raw(raw.map_err(|_| ours())?)
            .build();
        let call = self
            .client
            .send_email()
            .set_from_email_address(from)
            .destination(to)
            .content(content)
            .set_configuration_set_name(self.configuration_set.clone())
            .set_email_tags(Some(tags(mail)?));
        let answer = call.send().await.map_err(|error| verdict::on(&error))?;
        answer
            .message_id
            .ok_or_else(|| SendError::Unknown("SES took it without an id".to_owned()))
    }
}

/// What notifications of this letter bring back.
fn tags(mail: &Mail) -> Result<Vec<MessageTag>, SendError> {
    let key = BASE64URL_NOPAD.encode(mail.key.as_bytes());
    let tags = [
        ("key", key),
        ("template", plain(mail.template)),
        ("store", plain(&mail.store)),
    ];
    let fitting = tags
        .into_iter()
        .filter(|(_, value)| (1..=LONGEST_TAG).contains(&value.len()));
    fitting
        .map(|(name, value)| {
            MessageTag::builder()
                .name(name)
                .value(value)
                .build()
                .map_err(|_| ours())
        })
        .collect()
}

/// SES takes only these letters in a tag.
fn plain(text: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    text.chars()
        .map(|letter| if fits(letter) { letter } else { '_' })
        .collect()
}

fn ours() -> SendError {
    SendError::Refused("the letter does not make a call to SES".to_owned())
}
