//! What the providers of messages share: the way out, and the simulators' books and faults.

mod door;
pub mod simulated;

pub(crate) use door::{Answer, code};
pub use door::{BadAddress, Door};
