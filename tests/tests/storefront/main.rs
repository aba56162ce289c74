//! The storefront over HTTP, on a real PostgreSQL with its projections running.

#![allow(clippy::unwrap_used)]

mod buying;
mod carts;
mod doors;
mod following;
mod notices;
mod refusals;
mod site;
mod staff;
