//! What the binary tells while it works: log lines on standard error, text for people, JSON for machines;
//! of errors also reports to Sentry, where there is one.

mod courier;
mod fields;
mod limit;
mod lines;
mod panics;
mod reports;
mod scrub;

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use sentry::integrations::backtrace::ProcessStacktraceIntegration;
use sentry::integrations::contexts::ContextIntegration;
use sentry::types::Dsn;
use sentry::{Client, ClientOptions};
use tracing_subscriber::filter::{FilterExt, LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use self::courier::Couriers;
use self::fields::Fields;
use self::lines::Lines;
use self::reports::Reports;
use crate::config::{Global, LogForm};

/// The pools' own words about a lost connection are left out: who lost it says so, with the reason. A
/// command that only answers leaves out how long its statements took, too.
const QUIET: &str = "warn,deadpool.postgres=error,sqlx_core::pool=error,sqlx::query=off";
const LOUD: &str = "info,sqlx=warn,deadpool.postgres=error,sqlx_core::pool=error,graphile_worker=warn,tokio_postgres=warn";

/// What is in no log, whatever is asked for: the job engine says of each job what is said better around it,
/// and the chart's drawer complains of bars without height.
const NEVER: [&str; 2] = ["graphile_worker::runner=off", "usvg=error"];

/// Those whose words below `info` hold nothing about people: our own crates, and statements without their
/// values. Of other libraries some write whole letters there.
const DISCREET: [&str; 11] = [
    "domain",
    "store",
    "shop",
    "projections",
    "web",
    "workers",
    "gateways",
    "letters",
    "jangbu",
    "panic",
    "sqlx",
];

/// How long the end of the process waits for reports on their way.
const FAREWELL: Duration = Duration::from_secs(2);

/// Ends what was started.
pub struct Telemetry {
    sentry: Option<Arc<Client>>,
}

impl Telemetry {
    /// Sends what waits, two seconds at most.
    pub fn close(self) {
        if let Some(client) = self.sentry {
            client.close(Some(FAREWELL));
        }
    }
}

/// Starts logging and, for servers, error reports. `quiet` commands say only what went wrong: their
/// answer is on standard output, and whoever typed them is there.
///
/// # Errors
/// The filter or the DSN cannot be read, or logging has been started already.
pub fn start(global: &Global, quiet: bool) -> Result<Telemetry> {
    let fallback = if quiet { QUIET } else { LOUD };
    let directives = global.log.as_deref().unwrap_or(fallback);
    let mut filter = EnvFilter::try_new(directives)
        .with_context(|| format!("--log {directives} is not a filter, try --log debug"))?;
    for never in NEVER {
        filter = filter.add_directive(never.parse()?);
    }
    let sentry = if quiet { None } else { client(global)? };
    let reports = sentry.clone().map(Reports::through);
    let subscriber = tracing_subscriber::registry()
        .with(Fields.with_filter(fields::spans()))
        .with(lines(wants_json(global.log_form, quiet)).with_filter(filter.and(discreet())))
        .with(reports.map(|reports| reports.with_filter(LevelFilter::INFO)));
    let started = subscriber.try_init();
    started.map_err(|error| anyhow::anyhow!("cannot start logging: {error}"))?;
    if !quiet {
        panics::watch();
    }
    Ok(Telemetry { sentry })
}

/// Known per line of the code, so that nothing is asked again for each event.
fn discreet() -> Targets {
    let ours = DISCREET.map(|name| (name, LevelFilter::TRACE));
    Targets::new()
        .with_default(LevelFilter::INFO)
        .with_targets(ours)
}

type Below = tracing_subscriber::layer::Layered<
    tracing_subscriber::filter::Filtered<Fields, tracing_subscriber::filter::FilterFn, Registry>,
    Registry,
>;

fn lines(json: bool) -> Box<dyn Layer<Below> + Send + Sync> {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    if json {
        lines.with_ansi(false).event_format(Lines).boxed()
    } else {
        let colours = std::io::stderr().is_terminal();
        lines.with_ansi(colours).compact().boxed()
    }
}

/// A client for the Sentry that was named. It sends neither who asked nor where it runs, and nothing
/// that [`scrub`] has not seen.
fn client(global: &Global) -> Result<Option<Arc<Client>>> {
    let watch = &global.watch;
    let named = watch
        .sentry_dsn
        .as_deref()
        .filter(|dsn| !dsn.trim().is_empty());
    let Some(named) = named else { return Ok(None) };
    scrub::ready();
    // Its key is no secret, but also nobody's business: the error does not repeat it.
    let dsn: Dsn = named.trim().parse().context(
        "--sentry-dsn (JANGBU_SENTRY_DSN) is not a DSN like https://KEY@sentry.example/1",
    )?;
    let mut options = ClientOptions::new()
        .release(release())
        .environment(watch.environment.clone())
        .send_default_pii(false)
        .default_integrations(false)
        .in_app_include([
            "domain",
            "store",
            "shop",
            "projections",
            "web",
            "workers",
            "gateways",
            "letters",
            "jangbu",
        ])
        .before_send(scrub::event)
        .before_breadcrumb(|crumb| Some(scrub::breadcrumb(crumb)))
        .shutdown_timeout(FAREWELL)
        .transport(Couriers(dsn.clone()))
        .add_integration(ContextIntegration::new().add_device(false))
        .add_integration(ProcessStacktraceIntegration);
    options.dsn = Some(dsn);
    Ok(Some(Arc::new(Client::from(options))))
}

/// `jangbu@VERSION`, and the commit where the build was told it.
pub fn release() -> String {
    let version = env!("CARGO_PKG_VERSION");
    match option_env!("JANGBU_COMMIT") {
        Some(commit) if !commit.is_empty() => format!("jangbu@{version}+{commit}"),
        _ => format!("jangbu@{version}"),
    }
}

/// A command's complaint is read by the person who typed it even when piped; a server's lines are not.
fn wants_json(form: LogForm, quiet: bool) -> bool {
    match form {
        LogForm::Auto => !quiet && !std::io::stderr().is_terminal(),
        LogForm::Text => false,
        LogForm::Json => true,
    }
}
