//! Brings a shop's real year in: the data set "Online Retail II" (UCI; Chen, 2019; CC BY 4.0), or
//! any file of its form, played through the commands that a shopper's clicks become.
//!
//! 1. [`plan::Scan`] reads the file once and counts what later steps must know beforehand.
//! 2. [`plan::Plan`] reads it again as a stream of documents: what each invoice asks the shop to
//!    do. [`sort`] says what a row is, [`matching`] which purchase a returned piece came from.
//! 3. [`survey::Survey`] adds the plan up: products, opening stock, sums, refused rows. A dry run
//!    ends here.
//! 4. [`play`] does what the plan says. Every step has an id derived from the file, so playing the
//!    file again changes nothing, and a run that was killed is finished by the next.
//!
//! The rules, with examples, are in `ops/docs/import.md`.

pub mod books;
pub mod category;
pub mod codes;
pub mod decimal;
pub mod feed;
pub mod giving_back;
pub mod invoices;
pub mod matching;
pub mod opening;
pub mod plan;
pub mod play;
pub mod played;
pub mod reason;
pub mod report;
pub mod row;
pub mod rows;
pub mod run;
pub mod sale;
pub mod sort;
pub mod source;
pub mod summary;
pub mod survey;
pub mod tables;

/// The book's name: in the channel of its orders, in the actor of its events, in derived ids.
pub const SOURCE: &str = "online-retail";
