//! What shoppers and staff are written: each letter once per event, whatever fails on the way.

#![allow(clippy::unwrap_used)]

mod answers;
mod beginnings;
mod book;
mod changes;
mod daily;
mod house;
mod life;
mod trouble;
