//! One file per command: its words on the command line, its help, and what it does.

pub mod deposit;
pub mod doctor;
pub mod import;
pub mod migrate;
pub mod order;
pub mod projections;
pub mod replay;
pub mod simulate;
pub mod stats;
pub mod up;
pub mod web;
pub mod work;
