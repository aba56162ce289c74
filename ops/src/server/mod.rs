//! A running shop: its two doors, what stands behind them, and its orderly end.

mod banner;
mod doors;
mod parts;
mod run;

pub use banner::announce;
pub use doors::Doors;
pub use parts::{pages, workers};
pub use run::{Part, run};
