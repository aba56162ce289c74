//! What the binary tells while it works: log lines on standard error, text for people, JSON for machines.

use std::io::IsTerminal;

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

use crate::config::{Global, LogForm};

/// The pools' own words about a lost connection are left out: who lost it says so, with the reason. A
/// command that only answers leaves out how long its statements took, too.
const QUIET: &str = "warn,deadpool.postgres=error,sqlx_core::pool=error,sqlx::query=off";
const LOUD: &str = "info,sqlx=warn,deadpool.postgres=error,sqlx_core::pool=error";

/// Starts logging. `quiet` commands say only what went wrong: their answer is on standard output.
///
/// # Errors
/// The filter cannot be read, or logging has been started already.
pub fn start(global: &Global, quiet: bool) -> Result<()> {
    let fallback = if quiet { QUIET } else { LOUD };
    let directives = global.log.as_deref().unwrap_or(fallback);
    let filter = EnvFilter::try_new(directives)
        .with_context(|| format!("--log {directives} is not a filter, try --log debug"))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if wants_json(global.log_form, quiet) {
        lines.json().flatten_event(true).try_init()
    } else {
        let colours = std::io::stderr().is_terminal();
        lines.with_ansi(colours).compact().try_init()
    };
    started.map_err(|error| anyhow::anyhow!("cannot start logging: {error}"))
}

/// A command's complaint is read by the person who typed it even when piped; a server's lines are not.
fn wants_json(form: LogForm, quiet: bool) -> bool {
    match form {
        LogForm::Auto => !quiet && !std::io::stderr().is_terminal(),
        LogForm::Text => false,
        LogForm::Json => true,
    }
}
