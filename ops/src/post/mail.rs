//! How letters leave, as the settings say: the sender, the mailbox page, and the door for what comes back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use gateways::mail::smtp::{Patience, SmtpSettings};
use gateways::mail::{Certificates, LocalPost, Smtp};
use shop::ports::post::{LocalMailbox, Mailer};
use shop::ports::sns::SigningCertificates;
use web::Web;

use crate::cli::Usage;
use crate::config::{MailArgs, TextsBy};
use crate::shop::SystemClock;

/// The mailbox's directory below the data directory.
const MAILBOX: &str = "mailbox";

/// What sends letters: `local`, an SMTP server, or SES.
///
/// # Errors
/// The way makes no sense, or this binary cannot go it. Says nothing of a password in it.
pub async fn mailer(args: &MailArgs, data: &Path) -> Result<Arc<dyn Mailer>> {
    match args.way.trim() {
        "" | "local" => Ok(Arc::new(local_post(data))),
        "ses" => ses(args).await,
        url if url.starts_with("smtp://") || url.starts_with("smtps://") => {
            let settings = SmtpSettings::from_url(url).context("--mail (JANGBU_MAIL)")?;
            Ok(Arc::new(Smtp::new(settings, Patience::default())))
        }
        _ => {
            let ways = "--mail (JANGBU_MAIL) is local, smtp://…, smtps://… or ses";
            Err(Usage(ways.to_owned()).into())
        }
    }
}

#[cfg(feature = "ses")]
async fn ses(args: &MailArgs) -> Result<Arc<dyn Mailer>> {
    let settings = gateways::mail::ses::SesSettings {
        region: said(args.ses_region.as_ref()),
        endpoint: said(args.ses_endpoint.as_ref()),
        configuration_set: said(args.ses_configuration_set.as_ref()),
    };
    Ok(Arc::new(gateways::mail::Ses::connect(settings).await))
}

#[cfg(not(feature = "ses"))]
#[expect(clippy::unused_async, reason = "with the feature it connects")]
async fn ses(_: &MailArgs) -> Result<Arc<dyn Mailer>> {
    bail!(
        "this jangbu was built without Amazon SES; build one with: cargo build --release --features ses"
    )
}

/// A variable that is set to nothing says nothing.
#[cfg(feature = "ses")]
fn said(value: Option<&String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty()).cloned()
}

/// Whether letters stay in the mailbox on this machine.
pub fn stays(args: &MailArgs) -> bool {
    ["", "local"].contains(&args.way.trim())
}

/// The mailbox below the data directory, for letters and for messages to telephones.
pub fn local_post(data: &Path) -> LocalPost {
    LocalPost::new(data.join(MAILBOX), Arc::new(SystemClock))
}

/// The file that the mailbox is.
pub fn local_file(data: &Path) -> PathBuf {
    data.join(MAILBOX).join(gateways::mail::local::FILE)
}

/// What the pages need to know of letters.
pub struct LettersOnPages {
    mailbox: Option<Arc<dyn LocalMailbox>>,
    topics: Vec<String>,
    certificates: Option<Arc<dyn SigningCertificates>>,
}

impl LettersOnPages {
    /// The local mailbox if letters or messages stay here; what comes back if a topic is named.
    ///
    /// # Errors
    /// A topic is no ARN of SNS.
    pub fn of(args: &MailArgs, texts: TextsBy, data: &Path) -> Result<Self> {
        let topics = args.ses_topic.iter().map(|topic| topic.trim().to_owned());
        let topics: Vec<String> = topics.filter(|topic| !topic.is_empty()).collect();
        if let Some(odd) = topics.iter().find(|topic| !is_topic(topic)) {
            bail!(
                "--ses-topic (JANGBU_SES_TOPIC): {odd} is no topic; one looks like arn:aws:sns:ap-northeast-2:123456789012:mail"
            );
        }
        let kept = stays(args) || texts == TextsBy::Local;
        let mailbox = kept.then(|| Arc::new(local_post(data)) as Arc<dyn LocalMailbox>);
        let certificates: Option<Arc<dyn SigningCertificates>> = if topics.is_empty() {
            None
        } else {
            Some(Arc::new(Certificates::new()?))
        };
        Ok(Self {
            mailbox,
            topics,
            certificates,
        })
    }

    /// The pages, with them.
    pub fn on(self, web: Web) -> Web {
        let web = match self.mailbox {
            Some(mailbox) => web.with_mailbox(mailbox),
            None => web,
        };
        match self.certificates {
            Some(certificates) => web.with_ses_notices(self.topics, certificates),
            None => web,
        }
    }
}

fn is_topic(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    matches!(parts.as_slice(), ["arn", cloud, "sns", _, _, _] if cloud.starts_with("aws"))
        && parts.iter().all(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(way: &str, topics: &[&str]) -> MailArgs {
        MailArgs {
            way: way.to_owned(),
            ses_region: None,
            ses_endpoint: None,
            ses_configuration_set: None,
            ses_topic: topics.iter().map(|&topic| topic.to_owned()).collect(),
        }
    }

    async fn told(way: &str) -> String {
        let mailer = mailer(&args(way, &[]), Path::new("data")).await;
        mailer.map_or_else(
            |error| format!("{error:#}"),
            |mailer| mailer.name().to_owned(),
        )
    }

    #[tokio::test]
    async fn each_way_has_its_sender_and_a_wrong_one_is_told_without_its_password() {
        assert_eq!(told("local").await, "local");
        assert_eq!(told("").await, "local");
        assert_eq!(told("smtps://shop:secret@mail.example").await, "smtp");
        assert!(told("pigeon").await.contains("smtps://… or ses"));
        let wrong = told("smtp://shop:secret@mail.example?tls=none").await;
        assert!(
            wrong.contains("JANGBU_MAIL") && wrong.contains("needs TLS"),
            "{wrong}"
        );
        assert!(!wrong.contains("secret"), "{wrong}");
        let shown = format!("{:?}", args("smtps://shop:secret@mail.example", &[]));
        assert!(!shown.contains("secret"), "{shown}");
    }

    #[cfg(not(feature = "ses"))]
    #[tokio::test]
    async fn who_asks_for_ses_where_it_was_left_out_is_told_how_to_build_it() {
        assert!(told("ses").await.contains("--features ses"));
    }

    #[test]
    fn no_sender_is_given_up_while_it_still_speaks() {
        let own = Patience::default().whole() + std::time::Duration::from_secs(5);
        assert!(own < workers::post::LETTER_DEADLINE, "{own:?}");
    }

    #[test]
    fn a_topic_is_an_arn() {
        let topic = "arn:aws:sns:ap-northeast-2:123456789012:mail";
        let pages = |topics: &[&str]| {
            LettersOnPages::of(&args("local", topics), TextsBy::Local, Path::new("data"))
        };
        let named = pages(&[topic, " "]).unwrap();
        assert_eq!(named.topics, [topic]);
        assert!(named.certificates.is_some() && named.mailbox.is_some());
        assert!(pages(&[]).unwrap().certificates.is_none());
        for odd in [
            "mail",
            "arn:aws:sqs:ap-northeast-2:123456789012:mail",
            "arn:aws:sns:::mail",
        ] {
            assert!(pages(&[odd]).is_err(), "{odd}");
        }
    }
}
