//! What workers count, for operators. Runs are few beside requests, so meters are looked up each time.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};

/// Tells the recorder what the workers' meters mean.
pub fn describe_metrics() {
    describe_counter!(
        "jangbu_process_runs_total",
        "Times that a process attended to a subject, by outcome: done, later, failed"
    );
    describe_histogram!(
        "jangbu_process_run_duration_seconds",
        Unit::Seconds,
        "Attending to one subject"
    );
    describe_counter!(
        "jangbu_job_runs_total",
        "Tries of jobs by task and outcome: done, again, dead, lost"
    );
    describe_histogram!(
        "jangbu_job_duration_seconds",
        Unit::Seconds,
        "One try of a job"
    );
    describe_histogram!(
        "jangbu_job_wait_seconds",
        Unit::Seconds,
        "From the moment a job was due to its start"
    );
    describe_counter!(
        "jangbu_schedule_ticks_total",
        "Ticks of the schedule by entry and outcome: run, passed"
    );
}

pub(crate) fn process(process: &'static str, outcome: &'static str, took: Duration) {
    counter!("jangbu_process_runs_total", "process" => process, "outcome" => outcome).increment(1);
    histogram!("jangbu_process_run_duration_seconds", "process" => process).record(took);
}

pub(crate) fn job(task: &'static str, outcome: &'static str, took: Duration) {
    counter!("jangbu_job_runs_total", "task" => task, "outcome" => outcome).increment(1);
    histogram!("jangbu_job_duration_seconds", "task" => task).record(took);
}

pub(crate) fn waited(task: &'static str, waited: Duration) {
    histogram!("jangbu_job_wait_seconds", "task" => task).record(waited);
}

pub(crate) fn ticks(entry: &'static str, outcome: &'static str, many: usize) {
    let many = u64::try_from(many).unwrap_or(u64::MAX);
    counter!("jangbu_schedule_ticks_total", "entry" => entry, "outcome" => outcome).increment(many);
}
