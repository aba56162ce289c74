//! Photos: chosen in a form, and shown small with a link to the whole.

use serde::Serialize;

/// The part of a form that takes photos.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PhotoField {
    /// Those that are attached already.
    pub photos: Vec<PhotoBox>,
    /// Why others are not, in words.
    pub troubles: Vec<String>,
    /// Photos at most.
    pub most: usize,
    /// How many more may come.
    pub room: usize,
    /// Megabytes of one photo at most.
    pub megabytes: usize,
}

/// A photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhotoBox {
    /// Its place, from 1.
    pub number: usize,
    /// Its name; the form's field `photo0`… brings it back.
    pub name: String,
    pub field: String,
    /// The small one.
    pub src: String,
    /// The whole one.
    pub href: String,
    /// The small one's pixels.
    pub width: u32,
    pub height: u32,
}

impl PhotoBox {
    /// For tests and the gallery.
    #[must_use]
    pub fn sample(number: usize) -> Self {
        let name = "a".repeat(32);
        Self {
            number,
            field: format!("photo{}", number - 1),
            src: format!("/images/{name}-400.webp"),
            href: format!("/images/{name}.webp"),
            width: 400,
            height: 300,
            name,
        }
    }
}

impl PhotoField {
    /// For tests and the gallery.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            photos: vec![PhotoBox::sample(1), PhotoBox::sample(2)],
            troubles: vec!["‘없는 <물건>’: JPEG, PNG, WebP, GIF 사진만 올릴 수 있습니다.".into()],
            most: 5,
            room: 3,
            megabytes: 8,
        }
    }
}
