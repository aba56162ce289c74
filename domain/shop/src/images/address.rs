//! Where a picture lies and how it is addressed. Both follow from its name, so both are for ever.

use domain::image::{ImageName, ImagePurpose, WIDTHS};

use crate::ports::files::{FileKey, NoKey};

/// A picture in one size, as addresses and keys name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ImageFile {
    /// The picture.
    pub name: ImageName,
    /// The width in pixels; none: as it is kept.
    pub width: Option<u32>,
}

/// Below this the pictures of the shop are addressed.
pub const PREFIX: &str = "/images/";

impl ImageFile {
    /// The picture as it is kept.
    pub fn kept(name: ImageName) -> Self {
        Self { name, width: None }
    }

    /// Reads `NAME.webp` or `NAME-400.webp`; only of the widths that there are.
    pub fn read(file: &str) -> Option<Self> {
        let stem = file.strip_suffix(".webp")?;
        let (name, width) = match stem.split_once('-') {
            Some((name, digits)) => {
                let known = WIDTHS.into_iter().find(|width| width.to_string() == digits);
                (name, Some(known?))
            }
            None => (stem, None),
        };
        let name = ImageName::new(name).ok()?;
        Some(Self { name, width })
    }

    /// Reads a path of this shop, such as stands in a document.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::read(path.strip_prefix(PREFIX)?)
    }

    /// `NAME-400.webp`.
    pub fn file_name(&self) -> String {
        match self.width {
            Some(width) => format!("{}-{width}.webp", self.name),
            None => format!("{}.webp", self.name),
        }
    }

    /// `/images/NAME-400.webp`.
    pub fn path(&self) -> String {
        format!("{PREFIX}{}", self.file_name())
    }

    /// Where it lies: spread over folders, for a disk does not like millions of files in one. What shoppers
    /// send with a claim lies apart, where no public address leads.
    pub(super) fn key(&self, purpose: ImagePurpose) -> Result<FileKey, NoKey> {
        let part = match purpose {
            ImagePurpose::Shop | ImagePurpose::Review => "images",
            ImagePurpose::Claim => "claims",
        };
        let folder = self.name.as_str().get(..2).ok_or(NoKey)?;
        FileKey::new(format!("{part}/{folder}/{}", self.file_name()))
    }
}

/// Makes addresses of pictures, below the shop's own or those of a content delivery network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageAddresses {
    base: String,
}

impl ImageAddresses {
    /// Below this address (`https://cdn.example`); empty: the shop's own pages.
    pub fn below(base: &str) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
        }
    }

    /// The address of a picture in the size that fits best: so wide or a little wider.
    pub fn image_url(&self, name: &ImageName, width: u32) -> String {
        let width = WIDTHS.into_iter().find(|known| *known >= width);
        self.of(name, width)
    }

    /// The picture as it is kept.
    pub fn kept(&self, name: &ImageName) -> String {
        self.of(name, None)
    }

    /// What an `img` takes as `srcset`: every size that a picture of this width has.
    pub fn srcset(&self, name: &ImageName, own_width: u32) -> String {
        let smaller = WIDTHS.into_iter().filter(|width| *width < own_width);
        let mut all: Vec<String> = smaller
            .map(|width| format!("{} {width}w", self.of(name, Some(width))))
            .collect();
        all.push(format!("{} {own_width}w", self.of(name, None)));
        all.join(", ")
    }

    /// Where they lie, for a policy of what a page may load: an origin, or nothing for the shop's own.
    pub fn origin(&self) -> Option<&str> {
        let host = self.base.find("://").map(|at| at + 3)?;
        let end = self.base[host..]
            .find('/')
            .map_or(self.base.len(), |at| host + at);
        Some(&self.base[..end])
    }

    fn of(&self, name: &ImageName, width: Option<u32>) -> String {
        let file = ImageFile {
            name: name.clone(),
            width,
        };
        format!("{}{}", self.base, file.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "abcdefghijklmnopqrstuvwxyz234567";

    fn name() -> ImageName {
        ImageName::new(NAME).unwrap()
    }

    #[test]
    fn a_file_is_read_only_as_it_would_be_written() {
        for width in [None, Some(160), Some(1600)] {
            let file = ImageFile {
                name: name(),
                width,
            };
            assert_eq!(ImageFile::of_path(&file.path()), Some(file));
        }
        for bad in [
            "",
            ".webp",
            "x.webp",
            &format!("{NAME}-401.webp"),
            &format!("{NAME}-0400.webp"),
            &format!("{NAME}-400.png"),
            &format!("../{NAME}.webp"),
            NAME,
        ] {
            assert_eq!(ImageFile::read(bad), None, "{bad}");
        }
        let key = |purpose| ImageFile::kept(name()).key(purpose).unwrap();
        for (purpose, part) in [
            (ImagePurpose::Review, "images"),
            (ImagePurpose::Claim, "claims"),
        ] {
            assert_eq!(key(purpose).as_str(), format!("{part}/ab/{NAME}.webp"));
        }
    }

    #[test]
    fn addresses_lie_below_the_base_and_name_no_size_that_is_not_made() {
        let own = ImageAddresses::default();
        assert_eq!(
            own.image_url(&name(), 300),
            format!("/images/{NAME}-400.webp")
        );
        assert_eq!(own.image_url(&name(), 1601), format!("/images/{NAME}.webp"));
        let cdn = ImageAddresses::below("https://cdn.example/shop/");
        assert_eq!(
            cdn.kept(&name()),
            format!("https://cdn.example/shop/images/{NAME}.webp")
        );
        assert_eq!(
            (own.origin(), cdn.origin()),
            (None, Some("https://cdn.example"))
        );
        assert_eq!(
            own.srcset(&name(), 500),
            format!(
                "/images/{NAME}-160.webp 160w, /images/{NAME}-400.webp 400w, /images/{NAME}.webp 500w"
            )
        );
    }
}
