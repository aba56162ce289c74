//! The words that leave the shop: letters (mail) and messages (SMS, Alimtalk).
//!
//! A letter is a struct that holds finished facts, with samples of every face it can show; its
//! template chooses words and order. Nothing here sends, reads a clock, or knows a person: whoever
//! writes a letter fills in the recipient's name.

mod chart;
mod clean;
mod colour;
mod engine;
mod format;
mod helpers;
pub mod kinds;
mod letter;
pub mod messages;
mod registry;
mod theme;
mod words;

#[cfg(test)]
mod letter_tests;
#[cfg(test)]
mod source_tests;

pub use colour::is_colour;
pub use letter::{Letter, Picture, RenderError, Written, render};
pub use registry::{Entry, all, find};
pub use theme::{Language, Theme};
