//! The catalogue as shoppers use it: its tree, lists and their filters, what is scheduled, and searching
//! in Korean.

#![allow(clippy::unwrap_used)]

mod goods;
mod lists;
mod search;
