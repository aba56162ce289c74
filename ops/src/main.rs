//! `jangbu`: reads the command line, runs one command, ends with its code.

use std::process::ExitCode;

use clap::Parser;
use jangbu::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
