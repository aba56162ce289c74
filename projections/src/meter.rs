//! What folding counts, for operators.

use std::time::Duration;

use metrics::{Histogram, Unit, describe_histogram, histogram};

/// Tells the recorder what the projections' meters mean.
pub fn describe_metrics() {
    describe_histogram!(
        "jangbu_projection_batch_duration_seconds",
        Unit::Seconds,
        "Folding one batch, its commit included"
    );
    describe_histogram!(
        "jangbu_projection_batch_events",
        Unit::Count,
        "Events folded in one transaction"
    );
}

/// Counts the batches of one projection.
pub(crate) struct Batches {
    duration: Histogram,
    events: Histogram,
}

impl Batches {
    pub(crate) fn of(projection: &str) -> Self {
        let name = projection.to_owned();
        Self {
            duration: histogram!("jangbu_projection_batch_duration_seconds", "projection" => name.clone()),
            events: histogram!("jangbu_projection_batch_events", "projection" => name),
        }
    }

    /// So many events were folded and are committed.
    #[expect(clippy::cast_precision_loss, reason = "some thousands at most")]
    pub(crate) fn folded(&self, took: Duration, events: usize) {
        self.duration.record(took);
        self.events.record(events as f64);
    }
}
