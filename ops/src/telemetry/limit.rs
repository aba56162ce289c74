//! How often the same error is reported: some times a minute, then only counted. An error in a tight loop
//! must not fill Sentry, nor the queue that others need.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_mins(1);
/// Reports of one error within a window.
const ALIKE: u32 = 10;
/// Reports of all errors together.
const TOGETHER: u32 = 120;
/// Errors told apart within a window; more of them share one count.
const MOST: usize = 256;

/// Counts what was reported in this window.
pub struct Limit(Mutex<Window>);

struct Window {
    began: Instant,
    alike: HashMap<String, u32>,
    together: u32,
}

impl Limit {
    pub fn new(now: Instant) -> Self {
        Self(Mutex::new(Window::at(now)))
    }

    /// Whether an error with this fingerprint may be reported now.
    pub fn allows(&self, fingerprint: &str, now: Instant) -> bool {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(window.began) >= WINDOW {
            *window = Window::at(now);
        }
        let known = window.alike.contains_key(fingerprint) || window.alike.len() < MOST;
        let fingerprint = if known { fingerprint } else { "" };
        let alike = window.alike.entry(fingerprint.to_owned()).or_default();
        if *alike >= ALIKE {
            return false;
        }
        *alike += 1;
        window.together += 1;
        window.together <= TOGETHER
    }
}

impl Window {
    fn at(began: Instant) -> Self {
        Self {
            began,
            alike: HashMap::new(),
            together: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_error_is_reported_some_times_a_minute_and_another_one_still() {
        let began = Instant::now();
        let limit = Limit::new(began);
        let reported = (0..1_000).filter(|_| limit.allows("a", began)).count();
        assert_eq!(reported, 10);
        assert!(limit.allows("b", began));
        assert!(!limit.allows("a", began + Duration::from_secs(59)));
        assert!(limit.allows("a", began + Duration::from_mins(1)));
    }

    #[test]
    fn however_many_different_errors_there_are_reports_and_memory_are_bounded() {
        let began = Instant::now();
        let limit = Limit::new(began);
        let reported = (0..10_000)
            .filter(|n| limit.allows(&n.to_string(), began))
            .count();
        assert_eq!(reported, 120);
        assert!(limit.0.lock().unwrap().alike.len() <= MOST + 1);
    }
}
