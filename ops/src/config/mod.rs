//! The only place that reads the environment. Everybody else is handed what it says.

pub mod files;
mod post;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use web::Net;

use crate::server::reachable;

pub use post::{Hidden, MailArgs, Pages, PostArgs, Texts, TextsBy, WebhookForm, post_file};

/// Where a command finds its shop; taken by every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Which shop")]
pub struct Global {
    /// Directory of the shop's private PostgreSQL and its secrets; made if new, the server started
    /// if it is not running
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "JANGBU_DATA",
        default_value = "data"
    )]
    pub data: PathBuf,

    /// A PostgreSQL database to use instead of the private one; better given in the environment,
    /// where other users do not see its password
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,

    /// Print JSON for a program to read, instead of tables and sentences
    #[arg(long, global = true)]
    pub json: bool,

    /// How much to tell on standard error, e.g. `debug` or `info,sqlx=debug`
    #[arg(
        long,
        global = true,
        value_name = "FILTER",
        env = "JANGBU_LOG",
        hide_short_help = true
    )]
    pub log: Option<String>,

    /// How log lines look: for people on a terminal, as JSON elsewhere
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        env = "JANGBU_LOG_FORM",
        default_value = "auto",
        hide_short_help = true
    )]
    pub log_form: LogForm,

    #[command(flatten)]
    pub watch: Watch,
}

/// Who is told how a server does; taken by every command, used by those that serve.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Who watches")]
pub struct Watch {
    /// Where to report errors: a Sentry's DSN. Better given in the environment
    #[arg(
        long,
        global = true,
        value_name = "DSN",
        env = "JANGBU_SENTRY_DSN",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub sentry_dsn: Option<String>,

    /// Which shop this is among those that report, e.g. `staging`
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "JANGBU_ENVIRONMENT",
        default_value = "production",
        hide_short_help = true
    )]
    pub environment: String,

    /// Show numbers for Prometheus there, also of workers; a port alone is of this machine. Pages show
    /// theirs on the staff pages' port, too
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS:PORT",
        env = "JANGBU_METRICS",
        value_parser = metrics_address,
        hide_short_help = true
    )]
    pub metrics: Option<SocketAddr>,
}

/// `0.0.0.0:9100`, or `9100` on this machine only.
fn metrics_address(text: &str) -> Result<SocketAddr, String> {
    let port = text.strip_prefix(':').unwrap_or(text).parse::<u16>();
    let here = port.map(|port| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port));
    here.or_else(|_| text.parse())
        .map_err(|_| "a port like 9100, or an address and port like 0.0.0.0:9100".to_owned())
}

/// Where to listen; shared by `up` and `web`.
#[derive(Debug, Clone, Args)]
pub struct Listen {
    /// The storefront's port; staff and operator pages are on the next one. 0 takes two free ones
    #[arg(long, value_name = "N", env = "JANGBU_PORT", default_value_t = 8080)]
    pub port: u16,
    /// The storefront's address; 0.0.0.0 opens it to the network. Staff pages stay on this machine
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "JANGBU_HOST",
        default_value = "127.0.0.1"
    )]
    pub host: IpAddr,
    /// What shoppers type, if a proxy stands before the shop, such as `https://shop.example`
    #[arg(long, value_name = "URL", env = "JANGBU_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Who may report deposits: addresses or blocks, separated by commas. Without it KG Inicis'
    /// servers, and this machine unless a proxy stands before the shop
    #[arg(
        long,
        value_name = "ADDRESSES",
        env = "JANGBU_NOTICE_SENDERS",
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub notice_senders: Vec<Net>,
    /// Proxies whose `X-Forwarded-For` is believed: addresses or blocks, separated by commas
    #[arg(
        long,
        value_name = "ADDRESSES",
        env = "JANGBU_TRUSTED_PROXIES",
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub trusted_proxies: Vec<Net>,
    /// How many milliseconds a page waits for the tables to hear of what its visitor has just done, before it
    /// is shown as it stands
    #[arg(
        long,
        value_name = "MS",
        env = "JANGBU_PATIENCE_MS",
        default_value_t = 300,
        value_parser = clap::value_parser!(u64).range(..=10_000),
        hide_short_help = true
    )]
    pub patience_ms: u64,
    /// Where browsers find pictures, if a content delivery network stands before the shop's own, such as
    /// `https://cdn.example`: it must pass on what is asked of it below `/images/`
    #[arg(
        long,
        value_name = "URL",
        env = "JANGBU_IMAGES_BASE",
        hide_short_help = true
    )]
    pub images_base: Option<String>,
}

impl Listen {
    /// What shoppers type, for letters.
    pub fn home(&self, storefront: SocketAddr) -> String {
        let own = || format!("http://{}", reachable(storefront));
        self.public_url.clone().unwrap_or_else(own)
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    Text,
    Json,
}

/// Which secret, and so which variable gives it from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// Signs the visitors' cookies.
    CookieKey,
    /// Opens the vault of personal data. Without it they are lost.
    VaultKey,
    /// Makes the unguessable part of an order page's address.
    OrderTokenKey,
}

impl Secret {
    /// Its file below `DATA/secrets`.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::CookieKey => "cookie-key",
            Self::VaultKey => "vault-key",
            Self::OrderTokenKey => "order-token-key",
        }
    }

    /// Its environment variable (64 or more hexadecimal digits).
    pub fn variable(self) -> &'static str {
        match self {
            Self::CookieKey => "JANGBU_COOKIE_KEY",
            Self::VaultKey => "JANGBU_VAULT_KEY",
            Self::OrderTokenKey => "JANGBU_ORDER_TOKEN_KEY",
        }
    }

    /// Bytes that a generated one has.
    pub fn length(self) -> usize {
        match self {
            Self::CookieKey => 64,
            Self::VaultKey | Self::OrderTokenKey => 32,
        }
    }

    /// The value from outside, as text.
    pub fn from_environment(self) -> Option<String> {
        std::env::var(self.variable()).ok()
    }
}

/// `PG_BIN`: the directory of the PostgreSQL programs to use instead of the machine's newest.
pub fn pg_bin() -> Option<PathBuf> {
    std::env::var_os("PG_BIN").map(PathBuf::from)
}

/// The directories of `PATH`.
pub fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map_or_else(Vec::new, |path| std::env::split_paths(&path).collect())
}

/// A secret in a variable that a file names.
///
/// # Errors
/// The variable is not set.
pub fn secret_named(variable: &str) -> anyhow::Result<String> {
    let said = std::env::var(variable).ok();
    let said = said.map(|text| text.trim().to_owned());
    said.filter(|text| !text.is_empty())
        .ok_or_else(|| anyhow::anyhow!("{variable} is not set"))
}
