//! The storefront over HTTP, on a real PostgreSQL with its projections running.

#![allow(clippy::unwrap_used)]

mod accounts;
mod board;
mod buying;
mod care;
mod carts;
mod changes;
mod coupons;
mod doors;
mod following;
mod images;
mod inicis;
mod intruders;
mod jobs;
mod lines;
mod mailbox;
mod members;
mod notices;
mod odd_input;
mod orderers;
mod photos;
mod products;
mod receipts;
mod refusals;
mod ses;
mod shelves;
mod site;
mod sns;
mod staff;
mod stores;
mod swaps;
