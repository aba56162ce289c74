//! A running shop: its two doors, what stands behind them, and its orderly end.

mod assembly;
mod banner;
mod doors;
mod run;
pub mod stores;

pub use assembly::{Assembly, Sizes};
pub use banner::announce;
pub use doors::Doors;
pub use run::{Part, run};
