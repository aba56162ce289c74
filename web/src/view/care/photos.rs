//! Photos of shoppers, in pages.

use domain::album::MOST_A_DAY;
use domain::image::{ImageName, WIDTHS};
use domain::order::MOST_PHOTOS;
use letters::Language;
use shop::images::{ImageAddresses, ImageFile, PictureError, SentPhoto};

use crate::pages::{PhotoBox, PhotoField};
use crate::parcel::LARGEST_PHOTO;
use crate::say::say_with;

/// Pixels of a small one: 96 on the page, sharp on every screen.
const SMALL: u32 = WIDTHS[1];

/// What is attached to a form now.
#[derive(Debug, Clone, Default)]
pub struct Attached {
    /// The photos, those of before first.
    pub photos: Vec<SentPhoto>,
    /// Why others are not, in words.
    pub troubles: Vec<String>,
}

impl Attached {
    /// Their names, as requests and reviews hold them.
    pub fn names(&self) -> Vec<String> {
        let names = self.photos.iter().map(|photo| photo.name.to_string());
        names.collect()
    }
}

/// Where photos are had from.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// Below the page of their order: for its holder alone.
    Order(&'a str),
    /// Where all pictures are.
    Public(&'a ImageAddresses),
}

impl Place<'_> {
    fn of(self, name: &ImageName, width: Option<u32>) -> String {
        match (self, width) {
            (Self::Order(path), width) => {
                let name = name.clone();
                let file = ImageFile { name, width };
                format!("{path}/photos/{}", file.file_name())
            }
            (Self::Public(addresses), Some(width)) => addresses.image_url(name, width),
            (Self::Public(addresses), None) => addresses.kept(name),
        }
    }
}

/// Photos to be shown.
#[must_use]
pub fn boxes(photos: &[SentPhoto], place: Place<'_>) -> Vec<PhotoBox> {
    let one = |(number, photo): (usize, &SentPhoto)| {
        let width = photo.width.min(SMALL);
        PhotoBox {
            number: number + 1,
            name: photo.name.to_string(),
            field: format!("photo{number}"),
            src: place.of(&photo.name, Some(SMALL)),
            href: place.of(&photo.name, None),
            width,
            height: (photo.height * width).div_ceil(photo.width.max(1)),
        }
    };
    photos.iter().enumerate().map(one).collect()
}

/// The part of a form that takes photos.
#[must_use]
pub fn field(attached: Attached, place: Place<'_>) -> PhotoField {
    let photos = &attached.photos;
    PhotoField {
        photos: boxes(photos, place),
        most: MOST_PHOTOS,
        room: MOST_PHOTOS.saturating_sub(photos.len()),
        troubles: attached.troubles,
        megabytes: LARGEST_PHOTO / 1024 / 1024,
    }
}

/// Why a file was not taken, and what to do; none: too many came today.
#[must_use]
pub fn trouble(lang: Language, name: &str, refused: Option<PictureError>) -> String {
    let key = match refused {
        None => "photo-full",
        Some(PictureError::Empty) => "photo-empty",
        Some(PictureError::TooBig(_)) => "photo-too-big",
        Some(PictureError::Strange) => "photo-strange",
        Some(PictureError::TooManyPixels(..)) => "photo-too-many-pixels",
        Some(PictureError::Damaged) => "photo-damaged",
    };
    let facts = [
        ("name", name.to_owned().into()),
        ("most", MOST_A_DAY.into()),
        ("megabytes", (LARGEST_PHOTO / 1024 / 1024).into()),
    ];
    say_with(lang, key, &facts)
}

/// That more came than a form takes.
#[must_use]
pub fn left_out(lang: Language) -> String {
    say_with(lang, "photo-too-many", &[("most", MOST_PHOTOS.into())])
}
