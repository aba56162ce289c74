//! Pages of members: the doors (join, log in, keys from letters) and what is a member's own.

mod account;
mod book;
mod doors;
mod history;
mod voices;

/// The style sheets of all of them.
const SHEETS: &[&str] = &["order", "account"];

pub use account::{
    Account, ConsentNoted, ConsentRow, Consents, Leave, NextGrade, Profile, ProfileErrors,
};
pub use book::{Addresses, PlaceErrors, PlaceForm, PlaceRow};
pub use doors::{
    Forgot, Join, JoinErrors, JoinForm, LetterSent, Login, NewEmail, Reset, Verify, Wake,
};
pub use history::{History, HistoryRow};
pub use voices::{InquiryRow, MyInquiries, MyReview, MyReviews};
