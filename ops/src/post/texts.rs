//! Who sends messages to telephones, as the settings say.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use gateways::{sens, solapi};
use shop::ports::Clock;
use shop::ports::post::Texter;
use web::SolapiWebhook;

use super::stores::PostStores;
use crate::config::{Hidden, Texts, TextsBy, WebhookForm};

/// How long a provider may take for one call.
const DEADLINE: Duration = Duration::from_secs(30);

/// Who sends messages; none where they stay on this machine (`gateways::LocalPost`).
///
/// # Errors
/// A key is missing, or the address is not https.
pub fn texter(
    texts: &Texts,
    stores: &PostStores,
    clock: Arc<dyn Clock>,
) -> Result<Option<Arc<dyn Texter>>> {
    Ok(match texts.texts {
        TextsBy::Local => None,
        TextsBy::Solapi => {
            let key = secret(texts.solapi_key.as_ref(), "JANGBU_SOLAPI_KEY")?;
            let secret = secret(texts.solapi_secret.as_ref(), "JANGBU_SOLAPI_SECRET")?;
            let settings = solapi::Settings {
                base: base(texts, solapi::BASE),
                channels: stores.channels(),
                deadline: DEADLINE,
                ..solapi::Settings::new(key, secret)
            };
            Some(Arc::new(solapi::Solapi::new(settings, clock)?))
        }
        TextsBy::Sens => {
            let service = texts.sens_sms_service.clone();
            let settings = sens::Settings {
                base: base(texts, sens::BASE),
                access_key: secret(texts.sens_access_key.as_ref(), "JANGBU_SENS_ACCESS_KEY")?
                    .to_owned(),
                secret_key: secret(texts.sens_secret_key.as_ref(), "JANGBU_SENS_SECRET_KEY")?
                    .to_owned(),
                sms_service: service.context("JANGBU_SENS_SMS_SERVICE is not set")?,
                alimtalk_service: texts.sens_alimtalk_service.clone().unwrap_or_default(),
                channels: stores.channels(),
                deadline: DEADLINE,
            };
            Some(Arc::new(sens::Sens::new(settings, clock)?))
        }
    })
}

/// Whether messages leave this machine: a provider that is spoken to without TLS is one that somebody
/// plays here.
pub fn leave(texts: &Texts) -> bool {
    let played = texts
        .texts_url
        .as_deref()
        .is_some_and(|url| url.starts_with("http://"));
    texts.texts != TextsBy::Local && !played
}

fn base(texts: &Texts, own: &str) -> String {
    texts.texts_url.clone().unwrap_or_else(|| own.to_owned())
}

fn secret<'a>(given: Option<&'a Hidden>, variable: &str) -> Result<&'a str> {
    let given = given
        .map(|Hidden(text)| text.trim())
        .filter(|text| !text.is_empty());
    given.with_context(|| format!("{variable} is not set"))
}

/// How Solapi's webhooks are known; none without a secret.
pub fn webhook(texts: &Texts) -> Option<SolapiWebhook> {
    let Hidden(secret) = texts.solapi_webhook_secret.as_ref()?;
    let secret = Some(secret.trim()).filter(|secret| !secret.is_empty())?;
    Some(match texts.solapi_webhook_form {
        WebhookForm::Sha1 => SolapiWebhook::hashed(secret),
        WebhookForm::Plain => SolapiWebhook::plain(secret),
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::shop::SystemClock;

    #[derive(Parser)]
    struct Words {
        #[command(flatten)]
        texts: Texts,
    }

    fn made(words: &str) -> Result<Option<Arc<dyn Texter>>> {
        let words = Words::parse_from(words.split(' '));
        texter(&words.texts, &PostStores::default(), Arc::new(SystemClock))
    }

    #[test]
    fn nobody_sends_until_it_is_said_who() {
        assert!(made("jangbu").unwrap().is_none());
    }

    #[test]
    fn a_missing_key_is_named() {
        let told = |words| made(words).err().unwrap().to_string();
        assert!(told("jangbu --texts solapi").contains("JANGBU_SOLAPI_KEY"));
        let half = "jangbu --texts sens --sens-access-key K --sens-secret-key S";
        assert!(told(half).contains("JANGBU_SENS_SMS_SERVICE"));
        let open = "jangbu --texts solapi --solapi-key K --solapi-secret S --texts-url http://api.solapi.com";
        assert!(told(open).contains("https"));
        let whole = made("jangbu --texts solapi --solapi-key K --solapi-secret S").unwrap();
        assert_eq!(whole.unwrap().name(), "solapi");
    }

    #[test]
    fn what_a_simulator_on_this_machine_takes_does_not_leave() {
        let leaves = |words: &str| leave(&Words::parse_from(words.split(' ')).texts);
        assert!(!leaves("jangbu"));
        assert!(leaves("jangbu --texts solapi"));
        assert!(leaves(
            "jangbu --texts sens --texts-url https://sens.example"
        ));
        assert!(!leaves(
            "jangbu --texts solapi --texts-url http://127.0.0.1:9100"
        ));
    }

    #[test]
    fn secrets_are_not_printed() {
        let words = Words::parse_from("jangbu --solapi-secret geheim".split(' '));
        assert!(!format!("{:?}", words.texts).contains("geheim"));
    }
}
