//! What the providers of payments have in common: their simulators' faults, books, windows and notices.

pub(crate) mod answer;
pub(crate) mod back;
pub mod books;
pub mod buyer;
pub mod call;
pub(crate) mod caller;
pub mod contracts;
pub(crate) mod developer;
pub mod fault;
pub mod kept;
pub(crate) mod lenient;
#[cfg(test)]
pub(crate) mod listener;
pub mod notices;
pub mod opening;
pub mod private;
#[cfg(test)]
pub(crate) mod rehearsal;
pub(crate) mod scripted;
pub mod secret;
pub mod telling;
pub mod window;
pub(crate) mod words;
