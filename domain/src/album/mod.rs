//! What photos the holder of an order has sent: for returns and exchanges, and for reviews. A photo is
//! sent before the form that it belongs to; until then it is kept for a day, and nobody else may use it.

mod rule;

use chrono::{DateTime, TimeDelta, Utc};

pub use rule::{Album, Photo};

use crate::image::{ImageName, ImagePurpose};
use crate::rule::events;

/// Photos that the holder of one order may send within [`UNUSED_FOR`], whatever becomes of them.
pub const MOST_A_DAY: usize = 30;

/// How long a photo is kept that belongs to nothing: a day.
pub const UNUSED_FOR: TimeDelta = TimeDelta::days(1);

events! {
    /// What happened to the photos of an order's holder.
    AlbumEvent {
        /// A photo was sent; it belongs to nothing yet.
        PhotoAdded @ "1" {
            /// The picture's name.
            photo: ImageName,
            /// What it was sent for.
            purpose: ImagePurpose,
            /// Pixels.
            width: u32,
            /// Pixels.
            height: u32,
            /// When.
            at: DateTime<Utc>,
        },
        /// These belong to a request or a review now.
        PhotosUsed @ "1" {
            /// The pictures' names.
            photos: Vec<ImageName>,
            /// When.
            at: DateTime<Utc>,
        },
        /// Nobody needs these any more: their pictures are taken away.
        PhotosRemoved @ "1" {
            /// The pictures' names.
            photos: Vec<ImageName>,
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// What may be asked of an album.
#[derive(Debug, Clone, PartialEq)]
pub enum AlbumCommand {
    /// Take a photo in; pixels are those of the kept picture.
    Add { photo: ImageName, as_kept: Photo },
    /// These belong to something now.
    Use {
        photos: Vec<ImageName>,
        at: DateTime<Utc>,
    },
    /// These belong to nothing any more; those that are not there are passed over.
    Remove {
        photos: Vec<ImageName>,
        at: DateTime<Utc>,
    },
    /// Remove what has belonged to nothing for too long.
    Sweep { at: DateTime<Utc> },
}

/// Why an album refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlbumRefusal {
    /// Too many came within a day.
    #[error("at most {MOST_A_DAY} photos a day")]
    Full,
    /// The holder of this order has sent no such photo, or it is gone.
    #[error("there is no photo {0}")]
    NotThere(ImageName),
}
