//! How facts are kept: the log of events, its readers, and the vault of personal data.
//!
//! [`EventLog`] is the port; [`PgLog`] keeps the log on PostgreSQL, [`MemoryLog`] in
//! memory. The [`Ledger`] stands before a log and turns commands into events. [`Tail`]
//! and [`replay`] read the log in order, without gaps. [`vault`] holds what an event
//! must not say.

mod batch;
mod cursor;
mod ledger;
mod log;
mod memory;
mod pg;
mod replay;
mod tail;
mod unreadable;
mod upcast;
mod upcasters;

pub mod cqrs;
pub mod vault;

pub use batch::{by_commit, keep_whole_transactions};
pub use cursor::{BadCursor, Cursor};
pub use ledger::{Done, ExecuteError, LaneOptions, Ledger, Root, Versioned};
pub use log::{
    AppendError, Commit, EventLog, Loaded, LogError, NewEvent, Recorded, Snapshot, StreamKey,
};
pub use memory::MemoryLog;
pub use pg::{Barrier, PgLog, adopt_cluster, migrate};
pub use replay::{Replayed, replay};
pub use tail::Tail;
pub use unreadable::unreadable;
pub use upcast::{UpcastError, Upcasters, Upcasting};
pub use upcasters::upcasters;
