//! What the gauges mean that are collected.

use metrics::Unit;

/// The gauges that are collected, and of pools and disks: name, unit, meaning.
pub const DESCRIBED: &[(&str, Option<Unit>, &str)] = &[
    (
        "jangbu_projection_lag_events",
        Some(Unit::Count),
        "Events that a projection has yet to read; counted up to 100,000",
    ),
    (
        "jangbu_projection_lag_seconds",
        Some(Unit::Seconds),
        "Age of the oldest event that a projection has yet to read",
    ),
    (
        "jangbu_projection_parked_events",
        Some(Unit::Count),
        "Events that a projection could not fold, and those behind them in their streams",
    ),
    (
        "jangbu_projection_halted",
        None,
        "1: the projection has stopped, and says why in `jangbu projections status`",
    ),
    (
        "jangbu_doctor_findings",
        Some(Unit::Count),
        "What the last nightly doctor found",
    ),
    ("jangbu_projection_running", None, "1: a worker folds it"),
    (
        "jangbu_barrier_hidden_events",
        Some(Unit::Count),
        "Committed events that an open transaction keeps from readers",
    ),
    (
        "jangbu_barrier_lag_seconds",
        Some(Unit::Seconds),
        "Age of the oldest event that is kept from readers",
    ),
    (
        "jangbu_barrier_transaction_seconds",
        Some(Unit::Seconds),
        "Age of the oldest open transaction that writes, in any database of the cluster",
    ),
    (
        "jangbu_process_lag_events",
        Some(Unit::Count),
        "Events that a process has yet to read; counted up to 10,000",
    ),
    (
        "jangbu_process_lag_seconds",
        Some(Unit::Seconds),
        "Age of the oldest event that a process has yet to read",
    ),
    (
        "jangbu_process_parked_events",
        Some(Unit::Count),
        "Events that a process could not read",
    ),
    (
        "jangbu_process_tasks",
        Some(Unit::Count),
        "Subjects that wait for a process, by state: due, scheduled, failing",
    ),
    (
        "jangbu_process_oldest_due_seconds",
        Some(Unit::Seconds),
        "For how long the oldest subject that is due has waited",
    ),
    (
        "jangbu_jobs",
        Some(Unit::Count),
        "Jobs that are not done, by task and state: running, ready, scheduled, retrying, dead",
    ),
    (
        "jangbu_job_oldest_ready_seconds",
        Some(Unit::Seconds),
        "For how long the oldest ready job of a task has waited",
    ),
    (
        "jangbu_deliveries_last_day",
        Some(Unit::Count),
        "Letters and messages begun in the last 24 hours, the newest 100,000, by medium and state",
    ),
    (
        "jangbu_delivery_oldest_open_seconds",
        Some(Unit::Seconds),
        "Age of the oldest letter or message that has neither been taken nor given up",
    ),
    (
        "jangbu_deposits_unmatched",
        Some(Unit::Count),
        "Deposits that fit no order and wait for staff; counted up to 500",
    ),
    (
        "jangbu_database_size_bytes",
        Some(Unit::Bytes),
        "Size of the shop's database",
    ),
    (
        "jangbu_pool_connections",
        Some(Unit::Count),
        "Connections to the database by pool and state: in_use, idle",
    ),
    (
        "jangbu_pool_limit",
        Some(Unit::Count),
        "Connections that a pool may have",
    ),
    (
        "jangbu_pool_waiting",
        Some(Unit::Count),
        "Statements of the log that wait for a connection",
    ),
    (
        "jangbu_disk_free_bytes",
        Some(Unit::Bytes),
        "Free space where the data directory lies",
    ),
    (
        "jangbu_disk_size_bytes",
        Some(Unit::Bytes),
        "All space where the data directory lies",
    ),
    (
        "jangbu_collected_timestamp_seconds",
        Some(Unit::Seconds),
        "When these numbers were collected last, seconds since 1970",
    ),
];
