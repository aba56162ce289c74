//! Pictures and documents: hostile files, where files are kept, workers that die, what is published.

#![allow(clippy::unwrap_used)]

mod documents;
mod hostile;
mod sizes;
mod taken_in;
mod where_kept;
