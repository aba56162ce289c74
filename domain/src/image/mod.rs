//! Pictures that were uploaded: what is known of each, and in which sizes it can be had. The bytes
//! themselves lie elsewhere, under the same name.

mod name;
mod rule;

use serde::{Deserialize, Serialize};

pub use name::ImageName;
pub use rule::Image;

use crate::meta::Actor;
use crate::rule::events;

/// The widths, in pixels, in which a picture is kept ready; never wider than the picture itself.
pub const WIDTHS: [u32; 4] = [160, 400, 800, 1600];

/// The longest side that a kept picture can have, pixels: WebP knows no longer one.
pub const LONGEST_SIDE: u32 = 16_383;

events! {
    /// What happened to a picture.
    ImageEvent {
        /// Somebody uploaded a picture. It was checked, turned upright, stripped of what the camera
        /// wrote into it, and encoded anew. The same picture from somebody else is said again.
        ImageUploaded @ "1" {
            /// Pixels.
            width: u32,
            /// Pixels.
            height: u32,
            /// Bytes of the kept picture.
            bytes: u32,
            /// What it was uploaded for.
            purpose: ImagePurpose,
            /// Who uploaded it and may use it.
            by: Actor,
        },
        /// The picture can be had in a smaller size.
        ImageResized @ "1" {
            /// Pixels.
            width: u32,
            /// Bytes.
            bytes: u32,
        },
        /// The picture was taken away, in all sizes.
        ImageRemoved @ "1" {},
    }
}

/// What a picture was uploaded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImagePurpose {
    /// Products and documents of the shop.
    Shop,
    /// A shopper's review.
    Review,
    /// A return or exchange that a shopper asks for.
    Claim,
}

/// What may be asked of a picture.
#[derive(Debug, Clone, PartialEq)]
pub enum ImageCommand {
    /// It was uploaded; pixels and bytes are those of the kept picture.
    Upload {
        width: u32,
        height: u32,
        bytes: u32,
        purpose: ImagePurpose,
        by: Actor,
    },
    /// It was made smaller: pixels and bytes.
    RecordSize { width: u32, bytes: u32 },
    /// Take it away.
    Remove,
}

/// Why a picture refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageRefusal {
    /// There is no such picture, or none any more.
    #[error("there is no such picture")]
    NotThere,
    /// No picture has such sides.
    #[error("a side must have between 1 and {LONGEST_SIDE} pixels")]
    BadSize,
    /// A picture is never enlarged.
    #[error("the picture is not wider than that")]
    Enlarged,
}
