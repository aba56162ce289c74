//! How letters leave the shop: by SMTP, through Amazon SES, or into a mailbox on this machine.

pub mod certificates;
pub mod local;
pub mod message;
#[cfg(feature = "ses")]
pub mod ses;
pub mod smtp;

pub use certificates::Certificates;
pub use local::LocalPost;
#[cfg(feature = "ses")]
pub use ses::Ses;
pub use smtp::Smtp;
