//! Members over HTTP: their doors, what is their own, and those who try to get in where they should not.

mod account;
mod attacks;
mod buying;
mod email;
mod grades;
pub mod house;
mod joining;
mod limits;
mod login;
mod merging;
mod sessions;
mod voices;
