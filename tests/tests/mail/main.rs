//! Letters over the wire: to a real SMTP server, and to Amazon SES as moto plays it.

#![allow(clippy::unwrap_used)]

mod doors;
mod fates;
mod letters;
mod own_name;
mod ses;
mod smtp;
mod wire;
