//! What the providers of payments have in common: their simulators' faults, books, windows and notices.

pub mod books;
pub mod call;
pub(crate) mod developer;
pub mod fault;
pub mod kept;
pub mod notices;
pub(crate) mod nulls;
pub mod private;
#[cfg(test)]
pub(crate) mod rehearsal;
pub mod window;
pub(crate) mod words;
