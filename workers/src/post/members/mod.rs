//! Letters to members: from what happened to a member to a sent letter, once.
//!
//! Letters that carry a key (to prove an address, to set a password) get it when they are sent: it is
//! made here, only its hash is kept, and no event, job or log ever holds it.

mod job;
mod occasion;
mod written;

pub use job::WriteMemberLetter;
pub use occasion::{MemberAbout, MemberOccasion};
