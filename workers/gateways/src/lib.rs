//! The adapters behind the shop's ports, each with a simulator of the other side that
//! checks what it receives.

pub mod books;
pub mod demo_bank;
pub mod inicis;
