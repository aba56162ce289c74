//! Static files, compiled into the binary and served under names that carry a hash of their content,
//! so that a browser may keep them for ever and a new release is seen at once.

use std::collections::HashMap;

use axum::body::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "static"]
#[exclude = "*.md"]
#[exclude = "*.txt"]
#[exclude = "*.py"]
struct Files;

/// Where hashed files are served.
pub const PREFIX: &str = "/static/";

/// One file as it goes out.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The bytes; `url(…)`s of a style sheet already point at hashed names.
    pub body: Bytes,
    /// Media type with charset for text.
    pub content_type: String,
}

/// All static files by their hashed name, and the hashed address of each plain name.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    by_hashed: HashMap<String, Asset>,
    address: HashMap<String, String>,
}

impl Assets {
    /// Reads and hashes every embedded file. Style sheets come last, because their hash must cover
    /// the hashed addresses they refer to.
    #[must_use]
    pub fn load() -> Self {
        let mut assets = Self::default();
        let (sheets, others): (Vec<_>, Vec<_>) =
            Files::iter().partition(|name| name.ends_with(".css"));
        for name in others {
            if let Some(file) = Files::get(&name) {
                assets.add(&name, file.data.into_owned());
            }
        }
        for name in sheets {
            if let Some(file) = Files::get(&name) {
                let text = String::from_utf8_lossy(&file.data);
                let linked = assets.link(&text);
                assets.add(&name, linked.into_bytes());
            }
        }
        assets
    }

    /// The hashed address of a file named as in `web/static`, e.g. `css/base.css`.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<&str> {
        self.address.get(name).map(String::as_str)
    }

    /// The file behind a hashed name (without [`PREFIX`]).
    #[must_use]
    pub fn get(&self, hashed: &str) -> Option<&Asset> {
        self.by_hashed.get(hashed)
    }

    /// Every file by its hashed name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.by_hashed
            .iter()
            .map(|(name, asset)| (name.as_str(), asset))
    }

    fn add(&mut self, name: &str, body: Vec<u8>) {
        let hashed = hashed_name(name, &body);
        let content_type = media_type(name);
        self.address
            .insert(name.to_owned(), format!("{PREFIX}{hashed}"));
        self.by_hashed.insert(
            hashed,
            Asset {
                body: body.into(),
                content_type,
            },
        );
    }

    /// Replaces `url(/static/NAME)` by the hashed address of NAME.
    fn link(&self, sheet: &str) -> String {
        self.address
            .iter()
            .fold(sheet.to_owned(), |text, (name, address)| {
                text.replace(&format!("url({PREFIX}{name})"), &format!("url({address})"))
            })
    }
}

/// `css/base.css` → `css/base.3f9a01c2b7.css`.
fn hashed_name(name: &str, body: &[u8]) -> String {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(body)[..5]);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digest}.{extension}"),
        None => format!("{name}.{digest}"),
    }
}

fn media_type(name: &str) -> String {
    let kind = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    };
    kind.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_an_address_that_leads_back_to_it() {
        let assets = Assets::load();
        assert!(assets.address("css/base.css").is_some());
        for (name, address) in &assets.address {
            let hashed = address.strip_prefix(PREFIX).unwrap();
            assert!(assets.get(hashed).is_some(), "{name} → {address}");
        }
    }

    #[test]
    fn style_sheets_refer_only_to_hashed_files() {
        let assets = Assets::load();
        for (name, asset) in &assets.by_hashed {
            if !asset.content_type.starts_with("text/css") {
                continue;
            }
            let text = String::from_utf8_lossy(&asset.body);
            for piece in text.split("url(/static/").skip(1) {
                let target = piece.split(')').next().unwrap();
                assert!(assets.get(target).is_some(), "{name} refers to {target}");
            }
        }
    }

    #[test]
    fn a_changed_byte_changes_the_name() {
        assert_ne!(hashed_name("a/b.js", b"1"), hashed_name("a/b.js", b"2"));
        assert!(hashed_name("a/b.js", b"1").starts_with("a/b."));
    }
}
