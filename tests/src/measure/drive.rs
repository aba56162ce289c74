//! Callers that keep asking for a while, and how long they waited.

use std::sync::Arc;
use std::time::{Duration, Instant};

/// What callers got done.
#[derive(Debug, Clone)]
pub struct Run {
    /// Calls finished.
    pub done: u64,
    /// From the first call's beginning to the last one's end.
    pub took: Duration,
    /// How long each call took, sorted.
    pub waits: Vec<Duration>,
}

impl Run {
    /// Calls a second.
    #[expect(clippy::cast_precision_loss, reason = "a count of calls")]
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.took.as_secs_f64()
    }

    /// What so many per thousand of the calls did not exceed, in milliseconds.
    pub fn per_mille(&self, per_mille: usize) -> f64 {
        let last = self.waits.len().saturating_sub(1);
        let at = (self.waits.len() * per_mille / 1_000).min(last);
        self.waits
            .get(at)
            .map_or(f64::NAN, |wait| wait.as_secs_f64() * 1_000.0)
    }
}

/// So many callers, each calling again as soon as it is answered, for so long. A call gets
/// its caller's number and its own.
pub async fn drive<F, Fut>(callers: usize, time: Duration, call: F) -> Run
where
    F: Fn(usize, u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send,
{
    let call = Arc::new(call);
    let began = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let call = call.clone();
            tokio::spawn(async move {
                let mut waits = Vec::new();
                while began.elapsed() < time {
                    let asked = Instant::now();
                    call(caller, waits.len() as u64).await;
                    waits.push(asked.elapsed());
                }
                waits
            })
        })
        .collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await.expect("a caller broke"));
    }
    let took = began.elapsed();
    waits.sort_unstable();
    Run {
        done: waits.len() as u64,
        took,
        waits,
    }
}
