//! Clean HTML as a page shows it: pictures get their size, so that nothing jumps when they come, and
//! the browser is told in which sizes it can have them.

use std::collections::BTreeMap;

use domain::image::ImageName;

use super::tags;
use crate::images::{ImageAddresses, ImageFile};

/// The column that a document stands in, pixels.
const COLUMN: u32 = 800;

/// Writes the size of each picture beside it; of one that is not known, nothing.
pub(super) fn with_sizes(html: &str, sizes: &BTreeMap<ImageName, (u32, u32)>) -> String {
    tags::change(html, |mut tag| {
        let file = tag.value("src").and_then(ImageFile::of_path);
        let size = file.and_then(|file| sizes.get(&file.name));
        if let Some((width, height)) = size.filter(|_| tag.name == "img") {
            tag.set("width", width.to_string());
            tag.set("height", height.to_string());
        }
        Some(tag)
    })
}

/// A document's HTML with the addresses of its pictures, in all their sizes.
#[must_use]
pub fn shown(html: &str, addresses: &ImageAddresses) -> String {
    tags::change(html, |mut tag| {
        if tag.name != "img" {
            return Some(tag);
        }
        let name = ImageFile::of_path(tag.value("src")?)?.name;
        let own_width = tag.value("width").and_then(|width| width.parse().ok());
        match own_width {
            Some(own) if own > COLUMN => {
                tag.set("src", addresses.image_url(&name, COLUMN));
                tag.set("srcset", addresses.srcset(&name, own));
                tag.set(
                    "sizes",
                    format!("(max-width: {COLUMN}px) 100vw, {COLUMN}px"),
                );
            }
            _ => tag.set("src", addresses.kept(&name)),
        }
        tag.set("loading", "lazy");
        tag.set("decoding", "async");
        Some(tag)
    })
}

/// The first picture in a document, for whoever shares its address.
#[must_use]
pub fn first_image(html: &str) -> Option<ImageName> {
    let mut found = None;
    tags::change(html, |tag| {
        let file = tag.value("src").and_then(ImageFile::of_path);
        found = found.take().or(file.map(|file| file.name));
        Some(tag)
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "abcdefghijklmnopqrstuvwxyz234567";

    #[test]
    fn a_picture_gets_its_size_and_all_its_addresses() {
        let name = ImageName::new(NAME).unwrap();
        let html = format!("<p>글</p><img src=\"/images/{NAME}.webp\" alt=\"쌀\">");
        let sizes = BTreeMap::from([(name.clone(), (1_200, 900))]);
        let kept = with_sizes(&html, &sizes);
        assert!(kept.contains("width=\"1200\" height=\"900\""), "{kept}");
        let cdn = ImageAddresses::below("https://cdn.example");
        let page = shown(&kept, &cdn);
        let (base, at) = ("https://cdn.example/images", NAME);
        assert!(
            page.contains(&format!("src=\"{base}/{at}-800.webp\"")),
            "{page}"
        );
        assert!(
            page.contains(&format!("{base}/{at}.webp 1200w\"")),
            "{page}"
        );
        assert!(page.contains("loading=\"lazy\""));
        assert_eq!(first_image(&html), Some(name));
        assert_eq!(first_image("<p>글</p>"), None);
    }
}
