//! How the binary is watched: its log lines, its numbers, and a Sentry that hangs.

#![allow(clippy::unwrap_used)]

mod hanging;
mod lines;
mod numbers;
mod shop;
