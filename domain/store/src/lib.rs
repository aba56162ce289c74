//! How facts are kept: the log of events, its readers, and the vault of personal data.
//!
//! [`EventLog`] is the port; [`PgLog`] keeps the log on PostgreSQL, [`MemoryLog`] in
//! memory. The [`Ledger`] stands before a log and turns commands into events. [`Tail`]
//! and [`replay`] read the log in order, without gaps. [`vault`] holds what an event
//! must not say; [`jobs`] what is to be done; [`post`] what was sent to whom; [`accounts`]
//! how members log in.

mod batch;
mod cursor;
mod ledger;
mod log;
mod memory;
mod meter;
mod pg;
mod replay;
mod tail;
mod unreadable;
mod upcast;
mod upcasters;

pub mod accounts;
pub mod cqrs;
pub mod jobs;
pub mod post;
pub mod vault;

pub use batch::{by_commit, keep_whole_transactions};
pub use cursor::{BadCursor, Cursor};
pub use ledger::{Done, ExecuteError, LaneOptions, Ledger, Root, Versioned};
pub use log::{
    AppendError, Commit, EventLog, Loaded, LogError, NewEvent, Recorded, Snapshot, StreamKey,
};
pub use memory::MemoryLog;
pub use meter::describe_metrics;
pub use pg::{Barrier, Connections, PgLog, adopt_cluster, migrate};
pub use replay::{Replayed, replay};
pub use tail::Tail;
pub use unreadable::unreadable;
pub use upcast::{UpcastError, Upcasters, Upcasting};
pub use upcasters::upcasters;
