//! A panic is told like any other error: one line in the log, one report. Wherever it happens, in a
//! request, a task or a thread; what it quotes is left out.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::Cell;
use std::panic::{self, PanicHookInfo};
use std::thread;

use sentry::integrations::panic::message_from_panic_info;

use super::scrub;

/// The target of its line, by which reports know a panic.
pub const TARGET: &str = "panic";
/// The field of its line that holds the frames, where somebody asked for them.
pub const TRACE: &str = "trace";

/// From now on.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        thread_local! { static TELLING: Cell<bool> = const { Cell::new(false) } }
        // What tells of it may itself panic: then nothing more can be said.
        if !TELLING.replace(true) {
            tell(info);
            TELLING.set(false);
        }
    }));
}

fn tell(info: &PanicHookInfo<'_>) {
    let said = scrub::panic(message_from_panic_info(info));
    let place = info
        .location()
        .map(|at| format!("{}:{}", at.file(), at.line()));
    let place = place.unwrap_or_default();
    let thread = thread::current();
    let thread = thread.name().unwrap_or_default();
    // Only where RUST_BACKTRACE asks for it.
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        tracing::error!(target: TARGET, place, thread, %trace, "panicked at {place}: {said}");
    } else {
        tracing::error!(target: TARGET, place, thread, "panicked at {place}: {said}");
    }
}
