//! What is to be done outside of a request: jobs, kept by graphile_worker in its own schema of this
//! database. Here they are added, in the transaction of their cause, and looked after; `workers`
//! runs them.

mod add;
mod connections;
mod desk;

pub use add::{Lane, NewJob, add};
pub use connections::Connections;
pub use desk::{Counts, JobDesk, JobQuery, JobRow, JobState};
