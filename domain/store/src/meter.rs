//! What the store counts, for operators. Its meters are made once, so that counting on a command's way
//! costs neither a search nor memory.

use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram,
    gauge, histogram,
};

use crate::ledger::ExecuteError;
use crate::pg::Fault;

/// The aggregates by which commands are counted; any other counts as `other`.
const AGGREGATES: [&str; 6] = ["cart", "order", "payment", "stock", "product", "credit"];

/// Tells the recorder what the store's meters mean.
pub fn describe_metrics() {
    describe_counter!(
        "jangbu_commands_total",
        "Commands by aggregate and outcome: done, unchanged, refused, conflict, failed"
    );
    describe_histogram!(
        "jangbu_command_duration_seconds",
        Unit::Seconds,
        "From asking the ledger to its answer"
    );
    describe_gauge!(
        "jangbu_commands_waiting",
        Unit::Count,
        "Commands that wait for the ledger's answer"
    );
    describe_histogram!(
        "jangbu_append_duration_seconds",
        Unit::Seconds,
        "One statement that writes events"
    );
    describe_histogram!(
        "jangbu_append_commits",
        Unit::Count,
        "Commits that went to the server in one statement"
    );
    describe_histogram!(
        "jangbu_append_events",
        Unit::Count,
        "Events that went to the server in one statement"
    );
    describe_counter!(
        "jangbu_append_conflicts_total",
        "Commits that found another's events where theirs should go"
    );
    describe_counter!(
        "jangbu_append_retries_total",
        "Statements that did not write at once, by reason: taken, lost, unconnected, again, stalled, refused"
    );
}

/// Counts the commands of a ledger.
pub(crate) struct Commands {
    known: [OfAggregate; AGGREGATES.len()],
    other: OfAggregate,
    waiting: Gauge,
}

struct OfAggregate {
    done: Counter,
    unchanged: Counter,
    refused: Counter,
    conflict: Counter,
    failed: Counter,
    duration: Histogram,
}

impl OfAggregate {
    fn new(aggregate: &'static str) -> Self {
        let outcome = |outcome: &'static str| counter!("jangbu_commands_total", "aggregate" => aggregate, "outcome" => outcome);
        Self {
            done: outcome("done"),
            unchanged: outcome("unchanged"),
            refused: outcome("refused"),
            conflict: outcome("conflict"),
            failed: outcome("failed"),
            duration: histogram!("jangbu_command_duration_seconds", "aggregate" => aggregate),
        }
    }
}

impl Commands {
    pub(crate) fn new() -> Self {
        Self {
            known: AGGREGATES.map(OfAggregate::new),
            other: OfAggregate::new("other"),
            waiting: gauge!("jangbu_commands_waiting"),
        }
    }

    /// A command has come; it waits until this is dropped.
    pub(crate) fn wait(&self) -> Waits<'_> {
        self.waiting.increment(1.0);
        Waits(&self.waiting)
    }

    /// A command has its answer: how many events it wrote, or why there is none.
    pub(crate) fn answered<R: std::error::Error>(
        &self,
        aggregate: &str,
        took: Duration,
        written: Result<usize, &ExecuteError<R>>,
    ) {
        let place = AGGREGATES.iter().position(|known| *known == aggregate);
        let of = place.map_or(&self.other, |place| &self.known[place]);
        let outcome = match written {
            Ok(0) => &of.unchanged,
            Ok(_) => &of.done,
            Err(ExecuteError::Refused(_)) => &of.refused,
            Err(ExecuteError::Contended) => &of.conflict,
            Err(ExecuteError::Unavailable(_)) => &of.failed,
        };
        outcome.increment(1);
        of.duration.record(took);
    }
}

/// A command that waits, also if its caller goes away.
pub(crate) struct Waits<'a>(&'a Gauge);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// Counts the statements that write events.
pub(crate) struct Appends {
    duration: Histogram,
    commits: Histogram,
    events: Histogram,
    conflicts: Counter,
    retries: [Counter; REASONS.len()],
}

const REASONS: [&str; 6] = [
    "taken",
    "lost",
    "unconnected",
    "again",
    "stalled",
    "refused",
];

impl Appends {
    pub(crate) fn new() -> Self {
        let retries = |reason| counter!("jangbu_append_retries_total", "reason" => reason);
        Self {
            duration: histogram!("jangbu_append_duration_seconds"),
            commits: histogram!("jangbu_append_commits"),
            events: histogram!("jangbu_append_events"),
            conflicts: counter!("jangbu_append_conflicts_total"),
            retries: REASONS.map(retries),
        }
    }

    /// A statement went to the server, with so many commits and events.
    #[expect(clippy::cast_precision_loss, reason = "some thousands at most")]
    pub(crate) fn sent(&self, took: Duration, commits: usize, events: usize) {
        self.duration.record(took);
        self.commits.record(commits as f64);
        self.events.record(events as f64);
    }

    /// It did not write, and its commits go another time; none: versions did not fit.
    pub(crate) fn again(&self, fault: Option<&Fault>) {
        let reason = match fault {
            None | Some(Fault::Taken) => 0,
            Some(Fault::Lost(_)) => 1,
            Some(Fault::Unconnected(_)) => 2,
            Some(Fault::Again(_)) => 3,
            Some(Fault::Stalled(_)) => 4,
            Some(Fault::Refused(_) | Fault::Unable(_) | Fault::Damaged(_)) => 5,
        };
        self.retries[reason].increment(1);
    }

    /// So many commits found a version that was not theirs.
    pub(crate) fn conflicts(&self, commits: usize) {
        self.conflicts.increment(commits as u64);
    }
}
