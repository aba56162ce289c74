//! The adapters behind the shop's ports, each with a simulator of the other side that
//! checks what it receives.

pub mod books;
pub mod calls;
pub mod counted;
pub mod demo_bank;
pub mod files;
mod here;
pub mod inicis;
pub mod kakaopay;
mod locks;
pub mod mail;
pub mod paying;
pub mod portone;
pub mod sens;
pub mod solapi;
pub mod texting;
pub mod tosspay;
pub mod tosspayments;
