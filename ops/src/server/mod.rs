//! A running shop: its two doors, what stands behind them, and its orderly end.

mod address;
mod banner;
mod doors;
mod lookout;
mod pages;
mod parts;
mod run;

pub use address::{LeftAddress, address_in, reachable};
pub use banner::announce;
pub use doors::Doors;
pub use lookout::{Asks, lookout};
pub use parts::{pages, progress_elsewhere, web_config, workers};
pub use run::{Part, run};
