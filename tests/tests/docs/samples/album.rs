//! Samples of what happens to the photos of an order's holder.

use domain::album::AlbumEvent;
use domain::image::{ImageName, ImagePurpose};

use super::parts::at;

fn photo(letter: char) -> ImageName {
    ImageName::new(letter.to_string().repeat(32)).unwrap()
}

pub fn samples() -> Vec<AlbumEvent> {
    vec![
        AlbumEvent::PhotoAdded {
            photo: photo('a'),
            purpose: ImagePurpose::Claim,
            width: 1_500,
            height: 2_000,
            at: at("2026-11-26T03:00:00Z"),
        },
        AlbumEvent::PhotosUsed {
            photos: vec![photo('a')],
            at: at("2026-11-26T03:02:00Z"),
        },
        AlbumEvent::PhotosRemoved {
            photos: vec![photo('b')],
            at: at("2026-11-27T03:00:00Z"),
        },
    ]
}
