//! What the benches share: figures beside their limits, callers, the rivals.
//!
//! Figures of one machine mean little, so each is measured beside something else in the same
//! run, turn by turn, and only the ratio is judged.

/// As in the shop's own program: what is measured here is what runs there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod bare;
mod counter;
mod cpu;
mod drive;
mod http;
mod pgbench;
mod plain;
mod report;
mod site;
mod slip;
mod views;

pub use bare::{Append, RawJson, RawXid, bare_clients};
pub use counter::{buy, open_counter};
pub use cpu::{cpu_seconds, postmaster, resident};
pub use drive::{Run, drive};
pub use http::{Http, Page};
pub use pgbench::{Pgbench, literal, single_commit};
pub use plain::{Plain, Stock, plain_events};
pub use report::{Bench, Beside, Limit, Series};
pub use site::{Goods, Site, end, jangbu, place, put_into_cart};
pub use slip::{NoteCommand, Slip, SlipEvent, fill_slips, note_commit, slip_meta};
pub use views::stock_rebuild;
