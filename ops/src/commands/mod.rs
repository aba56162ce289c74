//! One file per command: its words on the command line, its help, and what it does.

pub mod books;
pub mod claim;
pub mod coupon;
pub mod deposit;
pub mod doctor;
pub mod document;
pub mod image;
pub mod import;
pub mod inquiry;
pub mod jobs;
pub mod letters;
pub mod mail;
pub mod member;
pub mod messages;
pub mod migrate;
mod opened;
pub mod order;
pub mod projections;
pub mod replay;
pub mod review;
pub mod schedule;
pub mod simulate;
pub mod stats;
pub mod stock;
pub mod up;
pub mod web;
pub mod work;
