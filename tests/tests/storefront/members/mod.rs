//! Members over HTTP: their doors, what is their own, and those who try to get in where they should not.

mod account;
mod attacks;
mod buying;
mod email;
pub mod house;
mod joining;
mod login;
mod sessions;
