//! Messages to telephones: a whole shop, PostgreSQL, and the providers' simulators over HTTP.

#![allow(clippy::unwrap_used)]

mod asked;
mod bulk;
mod bulk_faults;
mod canary;
mod late;
mod night;
mod prompt;
mod puppet;
mod reports;
mod scene;
mod sending;
mod sens;
mod signed;
mod sweep;
