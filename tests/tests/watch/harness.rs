//! Telemetry as the binary starts it, once for this test program, with a Sentry to report to.

use std::sync::OnceLock;

use clap::Parser;
use jangbu::cli::Cli;
use jangbu::{meters, telemetry};

use crate::sink::Sink;

/// The Sentry that everything here reports to.
pub fn sink() -> &'static Sink {
    static SINK: OnceLock<Sink> = OnceLock::new();
    SINK.get_or_init(|| {
        let sink = Sink::open();
        let words = [
            "jangbu",
            "up",
            "--log",
            "error",
            "--environment",
            "testing",
            "--sentry-dsn",
        ];
        let cli = Cli::parse_from(words.iter().copied().chain([sink.dsn.as_str()]));
        meters::install().unwrap();
        let telemetry = telemetry::start(&cli.global, false).unwrap();
        // It reports for as long as the program lives.
        std::mem::forget(telemetry);
        sink
    })
}

/// The value of a metric as it is shown; 0 if it is not.
pub fn shown(line: &str) -> f64 {
    let text = meters::render();
    let found = text
        .lines()
        .find_map(|shown| shown.strip_prefix(line)?.strip_prefix(' '));
    found.map_or(0.0, |value| value.parse().unwrap())
}

/// The same of what counts whole things.
#[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
pub fn whole(line: &str) -> i64 {
    shown(line).round() as i64
}
