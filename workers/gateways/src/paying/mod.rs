//! What the providers of payments have in common: their simulators' faults, books, windows and notices.

pub mod books;
pub mod call;
pub mod fault;
pub mod kept;
pub mod notices;
pub mod window;
