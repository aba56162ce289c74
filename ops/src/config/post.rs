//! What is sent to people: how letters and messages leave, and what comes back.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// How letters leave, and who tells what became of them; taken by all that sends or shows letters.
#[derive(Clone, Args)]
#[command(next_help_heading = "Letters")]
pub struct MailArgs {
    /// How letters leave: `local` (they stay in a mailbox on this machine), `smtp://…` or `smtps://…`
    /// with user and password percent-encoded, or `ses`; an address with a password is better given
    /// in the environment, where other users do not see it
    #[arg(
        long = "mail",
        value_name = "WAY",
        env = "JANGBU_MAIL",
        default_value = "local",
        hide_env_values = true
    )]
    pub way: String,
    /// The region of Amazon SES, such as ap-northeast-2; without it what AWS' own settings say
    #[arg(
        long,
        value_name = "REGION",
        env = "JANGBU_SES_REGION",
        hide_short_help = true
    )]
    pub ses_region: Option<String>,
    /// Another address of SES than the region's own, such as a simulator's
    #[arg(
        long,
        value_name = "URL",
        env = "JANGBU_SES_ENDPOINT",
        hide_short_help = true
    )]
    pub ses_endpoint: Option<String>,
    /// The configuration set that letters through SES belong to
    #[arg(
        long,
        value_name = "NAME",
        env = "JANGBU_SES_CONFIGURATION_SET",
        hide_short_help = true
    )]
    pub ses_configuration_set: Option<String>,
    /// The SNS topics (ARNs, separated by commas) whose word on bounces and complaints is taken at
    /// /webhooks/ses; without one that address does not exist
    #[arg(
        long,
        value_name = "ARNS",
        env = "JANGBU_SES_TOPIC",
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub ses_topic: Vec<String>,
}

impl std::fmt::Debug for MailArgs {
    /// The way may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailArgs").finish_non_exhaustive()
    }
}

/// Where the shop's pages are, for those that serve none themselves.
#[derive(Debug, Clone, Args)]
pub struct Pages {
    /// What shoppers type, for the links in letters; without it the address of the shop that is open
    /// on the same data directory
    #[arg(long, value_name = "URL", env = "JANGBU_PUBLIC_URL")]
    pub public_url: Option<String>,
}

/// All that is sent to people; taken by those that send.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Letters")]
pub struct PostArgs {
    #[command(flatten)]
    pub mail: MailArgs,
    #[command(flatten)]
    pub texts: Texts,
    /// Who gets the day's sales at midnight: mail addresses, separated by commas
    #[arg(
        long,
        value_name = "ADDRESSES",
        env = "JANGBU_STAFF",
        value_delimiter = ','
    )]
    pub staff: Vec<String>,
}

/// Who sends messages to telephones; for whatever sends them, and for the pages that hear of them.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Messages")]
pub struct Texts {
    /// Who sends messages: nobody (they are kept on this machine), Solapi, or Naver Cloud SENS
    #[arg(
        long,
        value_name = "WHO",
        env = "JANGBU_TEXTS",
        default_value = "local"
    )]
    pub texts: TextsBy,
    /// The provider's address, if another than its own: a simulator on this machine
    #[arg(
        long,
        value_name = "URL",
        env = "JANGBU_TEXTS_URL",
        hide_short_help = true
    )]
    pub texts_url: Option<String>,
    /// Solapi's API key
    #[arg(
        long,
        value_name = "KEY",
        env = "JANGBU_SOLAPI_KEY",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub solapi_key: Option<Hidden>,
    /// The secret of Solapi's API key; like all secrets better given in the environment
    #[arg(
        long,
        value_name = "SECRET",
        env = "JANGBU_SOLAPI_SECRET",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub solapi_secret: Option<Hidden>,
    /// The secret of Solapi's webhook; without it there is no such address
    #[arg(
        long,
        value_name = "SECRET",
        env = "JANGBU_SOLAPI_WEBHOOK_SECRET",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub solapi_webhook_secret: Option<Hidden>,
    /// How the webhook's header holds the secret
    #[arg(
        long,
        value_name = "HOW",
        env = "JANGBU_SOLAPI_WEBHOOK_FORM",
        default_value = "sha1",
        hide_short_help = true
    )]
    pub solapi_webhook_form: WebhookForm,
    /// The access key of Naver Cloud, for SENS
    #[arg(
        long,
        value_name = "KEY",
        env = "JANGBU_SENS_ACCESS_KEY",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub sens_access_key: Option<Hidden>,
    /// Its secret key; like all secrets better given in the environment
    #[arg(
        long,
        value_name = "SECRET",
        env = "JANGBU_SENS_SECRET_KEY",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub sens_secret_key: Option<Hidden>,
    /// The id of SENS' service for SMS and LMS: ncp:sms:kr:…
    #[arg(
        long,
        value_name = "ID",
        env = "JANGBU_SENS_SMS_SERVICE",
        hide_short_help = true
    )]
    pub sens_sms_service: Option<String>,
    /// The id of SENS' service for Alimtalk: ncp:kkobizmsg:kr:…; without it only SMS and LMS leave
    #[arg(
        long,
        value_name = "ID",
        env = "JANGBU_SENS_ALIMTALK_SERVICE",
        hide_short_help = true
    )]
    pub sens_alimtalk_service: Option<String>,
}

/// Who sends messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextsBy {
    Local,
    Solapi,
    Sens,
}

/// What stands in `X-Solapi-Secret`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WebhookForm {
    /// The secret's SHA-1, in hexadecimal.
    Sha1,
    /// The secret itself.
    Plain,
}

/// A secret that nobody prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(pub String);

impl std::str::FromStr for Hidden {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden(…)")
    }
}

/// `JANGBU_POST_FILE`: under whose name each store writes, if not in `DATA/post.toml`.
pub fn post_file() -> Option<PathBuf> {
    std::env::var_os("JANGBU_POST_FILE").map(PathBuf::from)
}
