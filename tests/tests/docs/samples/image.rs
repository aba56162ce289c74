//! Samples of what happens to a picture.

use domain::Actor;
use domain::image::{ImageEvent, ImagePurpose};

pub fn samples() -> Vec<ImageEvent> {
    vec![
        ImageEvent::ImageUploaded {
            width: 1_200,
            height: 900,
            bytes: 182_344,
            purpose: ImagePurpose::Shop,
            by: Actor::Staff("desk".to_owned()),
        },
        ImageEvent::ImageResized {
            width: 400,
            bytes: 21_840,
        },
        ImageEvent::ImageRemoved {},
    ]
}
