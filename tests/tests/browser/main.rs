//! The shop as shoppers meet it: a real browser, on a PC and on a telephone, before a shop that was opened
//! with `jangbu up`.
//!
//! Every page that is looked at leaves a picture in `target/browser`, and is read by axe-core; a word of the
//! browser's console or a request that failed fails the test.

#![allow(clippy::unwrap_used)]

mod bought;
mod browser;
mod change;
mod change_paid;
mod deposits;
mod guest;
mod hostile;
mod keyboard;
mod looks;
mod mail_change;
mod members;
mod paint;
mod photos;
mod shop;
mod swaps;
mod windows;
