//! `jangbu`: reads the command line, runs one command, ends with its code.

use std::process::ExitCode;

use clap::Parser;
use jangbu::cli::{self, Cli};

/// Folding events makes and drops many small strings: with the system's allocator that is a
/// third of a rebuild's time (ops/docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
