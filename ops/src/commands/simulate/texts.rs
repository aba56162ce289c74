//! A provider of messages on this machine, for a shop to send to.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use gateways::texting::simulated::{Desk, Fault};
use gateways::{sens, solapi};
use letters::messages;
use tokio_util::sync::CancellationToken;
use web::routes::SOLAPI_PATH;

use crate::cli::Outcome;
use crate::config::Global;
use crate::post::stores::PostStores;
use crate::say::say;
use crate::server;
use crate::shop::SystemClock;
use crate::signals;

const EXAMPLES: &str = "\
Examples:
  jangbu simulate texts --provider solapi --port 9100
  jangbu simulate texts --provider solapi --webhook-secret demo-webhook-secret
  jangbu simulate texts --provider sens --fault lost --times 3

It speaks the provider's protocol, checks what the provider checks, and prints what it took. Templates \
and channels are those of DATA/post.toml; without it, template NAME has the code demo-NAME.";

/// How long a slow answer takes.
const SLOW: Duration = Duration::from_secs(10);

/// A provider of messages
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Texts {
    /// Which one
    #[arg(long, value_name = "WHO", default_value = "solapi")]
    provider: Provider,
    /// The port on this machine
    #[arg(long, value_name = "N", default_value_t = 9100)]
    port: u16,
    /// The key that the shop must use
    #[arg(long, value_name = "KEY", default_value = "DEMO-KEY")]
    key: String,
    /// The secret that it must sign with
    #[arg(long, value_name = "SECRET", default_value = "DEMO-SECRET")]
    secret: String,
    /// Solapi: tell the open shop what became of messages, under this secret
    #[arg(long, value_name = "SECRET")]
    webhook_secret: Option<String>,
    /// What goes wrong with the next calls
    #[arg(long, value_name = "FAULT")]
    fault: Option<FaultWord>,
    /// With so many of them
    #[arg(long, value_name = "N", default_value_t = 1, requires = "fault")]
    times: u32,
    /// This number has no KakaoTalk; may be repeated
    #[arg(long, value_name = "NUMBER")]
    without_kakao: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Provider {
    Solapi,
    Sens,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FaultWord {
    /// Answers late
    Slow,
    /// Takes messages and never answers
    Lost,
    /// Takes messages and answers 500
    Error,
    /// Takes nothing and answers 503
    Unavailable,
    /// Takes messages and answers nonsense
    Garbage,
}

/// Whichever is open.
enum Open {
    Solapi(solapi::simulator::Simulator),
    Sens(sens::simulator::Simulator),
}

impl Open {
    fn desk(&self) -> &Desk {
        match self {
            Self::Solapi(open) => open.desk(),
            Self::Sens(open) => open.desk(),
        }
    }

    fn url(&self) -> String {
        match self {
            Self::Solapi(open) => open.url(),
            Self::Sens(open) => open.url(),
        }
    }
}

/// The names of the two services of a simulated SENS.
const SERVICES: [&str; 2] = [
    "ncp:sms:kr:000000000000:demo",
    "ncp:kkobizmsg:kr:000000000000:demo",
];

impl Texts {
    pub(super) async fn run(self, global: &Global) -> Result<Outcome> {
        let stop = signals::stop_on_signal()?;
        let open = self.open(global).await;
        let open = open.with_context(|| format!("cannot listen on port {}", self.port))?;
        if let Some(fault) = self.fault {
            open.desk().fail(fault.fault(), self.times);
        }
        for number in &self.without_kakao {
            open.desk().without_kakao(number, "3019");
        }
        self.announce(&open)?;
        tell(&open, &stop).await?;
        Ok(Outcome::Done)
    }

    async fn open(&self, global: &Global) -> Result<Open> {
        let stores = PostStores::load(&global.data)?;
        let clock = Arc::new(SystemClock);
        let templates = templates(&stores);
        let (senders, channels) = (stores.senders(), stores.channels().into_values().collect());
        Ok(match self.provider {
            Provider::Solapi => {
                let account = solapi::simulator::Account {
                    key: self.key.clone(),
                    secret: self.secret.clone(),
                    senders,
                    channels,
                    templates,
                    webhook: self.webhook(global),
                };
                Open::Solapi(solapi::simulator::Simulator::open(account, clock, self.port).await?)
            }
            Provider::Sens => {
                let account = sens::simulator::Account {
                    access_key: self.key.clone(),
                    secret_key: self.secret.clone(),
                    sms_service: SERVICES[0].to_owned(),
                    alimtalk_service: SERVICES[1].to_owned(),
                    senders,
                    channels,
                    templates,
                };
                Open::Sens(sens::simulator::Simulator::open(account, clock, self.port).await?)
            }
        })
    }

    fn webhook(&self, global: &Global) -> Option<solapi::simulator::Webhook> {
        let secret = self.webhook_secret.clone()?;
        let shop = server::address_in(&global.data);
        let shop = shop.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
        Some(solapi::simulator::Webhook {
            url: format!("{shop}{SOLAPI_PATH}"),
            secret,
            again_after: Duration::from_secs(5),
        })
    }

    fn announce(&self, open: &Open) -> Result<()> {
        let (url, key, secret) = (open.url(), &self.key, &self.secret);
        let webhook = self.webhook_secret.as_ref();
        let webhook = webhook.map(|secret| format!(" JANGBU_SOLAPI_WEBHOOK_SECRET={secret}"));
        match open {
            Open::Solapi(_) => say!(
                "JANGBU_TEXTS=solapi JANGBU_TEXTS_URL={url} JANGBU_SOLAPI_KEY={key} JANGBU_SOLAPI_SECRET={secret}{}",
                webhook.unwrap_or_default()
            )?,
            Open::Sens(_) => say!(
                "JANGBU_TEXTS=sens JANGBU_TEXTS_URL={url} JANGBU_SENS_ACCESS_KEY={key} JANGBU_SENS_SECRET_KEY={secret} \
                 JANGBU_SENS_SMS_SERVICE={} JANGBU_SENS_ALIMTALK_SERVICE={}",
                SERVICES[0],
                SERVICES[1]
            )?,
        }
        Ok(())
    }
}

/// Prints what it takes, until it is told to stop.
async fn tell(open: &Open, stop: &CancellationToken) -> Result<()> {
    let mut told = 0;
    let tick = Duration::from_millis(200);
    while stop
        .run_until_cancelled(tokio::time::sleep(tick))
        .await
        .is_some()
    {
        if open.desk().count() == told {
            continue;
        }
        for taken in open.desk().taken().iter().skip(told) {
            say!(
                "── {} to {} ({})\n{}\n",
                taken.kind,
                taken.to,
                taken.code,
                taken.text
            )?;
            told += 1;
        }
    }
    Ok(())
}

/// Words by their codes.
fn templates(stores: &PostStores) -> BTreeMap<String, String> {
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for one in messages::all() {
        codes.insert(
            format!("demo-{}", one.template.name),
            one.template.text.to_owned(),
        );
    }
    for (_, message, code) in stores.codes.iter() {
        if let Some(one) = messages::find(message) {
            codes.insert(code.to_owned(), one.template.text.to_owned());
        }
    }
    codes
}

impl FaultWord {
    const fn fault(self) -> Fault {
        match self {
            Self::Slow => Fault::Slow(SLOW),
            Self::Lost => Fault::LostAnswer,
            Self::Error => Fault::TakenThenError,
            Self::Unavailable => Fault::Unavailable,
            Self::Garbage => Fault::Garbage,
        }
    }
}
