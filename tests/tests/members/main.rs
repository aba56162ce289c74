//! Members: joining, logging in, keys by mail, carts that become one, sleeping and leaving.

#![allow(clippy::unwrap_used)]

mod canary;
mod first_order;
mod grades;
mod house;
mod joining;
mod keys;
mod leaving;
mod login;
mod merging;
mod returning;
mod sleeping;
mod takeover;
mod wallets;
