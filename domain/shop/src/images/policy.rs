//! What may be uploaded by whom, and why a file is not taken.

use domain::image::ImagePurpose;

/// What may be uploaded, and what is made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImagePolicy {
    /// What the pictures are for.
    pub purpose: ImagePurpose,
    /// Bytes of a file.
    pub most_bytes: usize,
    /// Pixels of one side of what is uploaded.
    pub longest_side: u32,
    /// Pixels of what is kept: wider pictures are made as wide as this.
    pub kept_width: u32,
    /// Pixels in all of what is kept: long pictures are made smaller, too.
    pub kept_pixels: u64,
    /// WebP's quality, 0 to 100.
    pub quality: f32,
}

impl ImagePolicy {
    /// For products and documents, uploaded by staff: 15 MB at most.
    pub const SHOP: Self = Self {
        purpose: ImagePurpose::Shop,
        most_bytes: 15 * 1024 * 1024,
        longest_side: 12_000,
        kept_width: 3_200,
        // Details of products are long in Korea: 860 pixels wide, and 12,000 high.
        kept_pixels: 12_000_000,
        quality: 82.0,
    };

    /// For the photos of shoppers: 8 MB at most, and kept a little smaller.
    #[must_use]
    pub const fn of_shoppers(purpose: ImagePurpose) -> Self {
        Self {
            purpose,
            most_bytes: 8 * 1024 * 1024,
            longest_side: 10_000,
            kept_width: 2_000,
            kept_pixels: 4_000_000,
            quality: 78.0,
        }
    }
}

/// Bytes of pixels that one file may unfold into while it is read: a photo of 25 million pixels, 18 million
/// with transparency, half of it with 16 bits of each colour. Measured, no file takes 256 MB then.
pub(super) const MOST_UNFOLDED: u64 = 75_000_000;

/// Pixels of what is kept of a picture through which something shines: folding what is clear takes
/// libwebp five times the memory of folding colours.
pub(super) const MOST_CLEAR: u64 = 4_000_000;

/// Pixels of a JPEG whose passes must all be in memory before the first pixel is known.
pub(super) const MOST_PROGRESSIVE: u64 = 17_000_000;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// Bytes that are allowed.
    #[error("the file has more than {0} bytes")]
    TooBig(usize),
    /// Neither JPEG, PNG, WebP nor GIF by its first bytes, whatever it is called.
    #[error("the file is neither JPEG, PNG, WebP nor GIF")]
    Strange,
    /// More pixels than are allowed; those it has.
    #[error("the picture has {0} × {1} pixels, which is too many")]
    TooManyPixels(u32, u32),
    /// It is called a picture and cannot be read to its end.
    #[error("the picture is damaged")]
    Damaged,
}
