//! How long work shows that it moves: a bar on a terminal, nothing in a file or a pipe.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const BAR: &str = "{msg} {wide_bar:.cyan/blue} {human_pos}/{human_len} {per_sec} {eta_precise}";
const SPINNER: &str = "{spinner} {msg} {elapsed_precise}";

/// Counted work whose end is known.
pub fn bar(message: &str, total: u64) -> ProgressBar {
    styled(ProgressBar::new(total), BAR, message)
}

/// Work whose end nobody knows yet.
pub fn spinner(message: &str) -> ProgressBar {
    let spinner = styled(ProgressBar::new_spinner(), SPINNER, message);
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

fn styled(bar: ProgressBar, template: &str, message: &str) -> ProgressBar {
    if std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    } else {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(message.to_owned());
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_one_that_indicatif_reads() {
        for template in [BAR, SPINNER] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
