//! The room that owns the machine: the one binary's commands, its configuration, its telemetry and
//! the private PostgreSQL it starts when nobody names a database.
//!
//! Everything else in the workspace is handed what it needs; only this crate looks around.

// Answers go through `say`, which knows that a reader may have read enough.
#![warn(clippy::print_stdout)]

mod carriers;
pub mod cli;
pub mod commands;
pub mod config;
pub mod database;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod membership;
pub mod meters;
pub mod paying;
pub mod pg;
pub mod post;
pub mod progress;
mod say;
pub mod secrets;
pub mod server;
pub mod shop;
pub mod signals;
pub mod stocked;
pub mod stores;
mod table;
pub mod telemetry;
pub mod when;
