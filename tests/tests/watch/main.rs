//! Operators see what the shop does, and nobody outside sees who its people are: error reports,
//! numbers, and the documents about them.

#![allow(clippy::unwrap_used)]

#[path = "../storefront/site.rs"]
#[allow(dead_code)]
mod site;

mod alerts;
mod canary;
mod counted;
mod described;
mod harness;
mod reported;
mod sink;
