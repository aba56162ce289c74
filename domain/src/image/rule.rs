//! What may be said of a picture.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ImageCommand, ImageEvent, ImagePurpose, ImageRefusal, LONGEST_SIDE, WIDTHS};
use crate::meta::Actor;
use crate::rule::aggregate;

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    kept: Option<Kept>,
    uploaders: Vec<Actor>,
    sizes: BTreeMap<u32, u32>,
    removed: bool,
}

/// The picture as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    width: u32,
    height: u32,
    bytes: u32,
    purpose: ImagePurpose,
}

aggregate!(Image, "image", ImageCommand => ImageEvent | ImageRefusal, shape 1);

impl Image {
    /// Whether it can be had.
    pub fn is_there(&self) -> bool {
        self.kept.is_some()
    }

    /// Width and height in pixels, while it is there.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        self.kept.map(|kept| (kept.width, kept.height))
    }

    /// What it was uploaded for first.
    pub fn purpose(&self) -> Option<ImagePurpose> {
        self.kept.map(|kept| kept.purpose)
    }

    /// Whether this is one of those who uploaded it.
    pub fn is_of(&self, actor: &Actor) -> bool {
        self.uploaders.contains(actor)
    }

    /// The widths, in pixels, that are made already.
    pub fn sizes(&self) -> impl Iterator<Item = u32> {
        self.sizes.keys().copied()
    }

    /// The widths, in pixels, that it can be had in besides its own.
    pub fn widths(&self) -> impl Iterator<Item = u32> {
        let own = self.kept.map_or(0, |kept| kept.width);
        WIDTHS.into_iter().filter(move |width| *width < own)
    }

    fn rule(&self, command: ImageCommand) -> Result<Vec<ImageEvent>, ImageRefusal> {
        match command {
            ImageCommand::Upload {
                width,
                height,
                bytes,
                purpose,
                by,
            } => {
                let possible = 1..=LONGEST_SIDE;
                if !possible.contains(&width) || !possible.contains(&height) {
                    return Err(ImageRefusal::BadSize);
                }
                if self.is_there() && self.is_of(&by) {
                    return Ok(vec![]);
                }
                Ok(vec![ImageEvent::ImageUploaded {
                    width,
                    height,
                    bytes,
                    purpose,
                    by,
                }])
            }
            ImageCommand::RecordSize { width, bytes } => self.record_size(width, bytes),
            ImageCommand::Remove => {
                if self.is_there() {
                    Ok(vec![ImageEvent::ImageRemoved {}])
                } else if self.removed {
                    Ok(vec![])
                } else {
                    Err(ImageRefusal::NotThere)
                }
            }
        }
    }

    fn record_size(&self, width: u32, bytes: u32) -> Result<Vec<ImageEvent>, ImageRefusal> {
        let kept = self.kept.ok_or(ImageRefusal::NotThere)?;
        if width == 0 {
            return Err(ImageRefusal::BadSize);
        }
        if width >= kept.width {
            return Err(ImageRefusal::Enlarged);
        }
        if self.sizes.contains_key(&width) {
            return Ok(vec![]);
        }
        Ok(vec![ImageEvent::ImageResized { width, bytes }])
    }

    fn fold(&mut self, event: ImageEvent) {
        match event {
            ImageEvent::ImageUploaded {
                width,
                height,
                bytes,
                purpose,
                by,
            } => {
                self.kept.get_or_insert(Kept {
                    width,
                    height,
                    bytes,
                    purpose,
                });
                self.removed = false;
                if !self.uploaders.contains(&by) {
                    self.uploaders.push(by);
                }
            }
            ImageEvent::ImageResized { width, bytes } => {
                self.sizes.insert(width, bytes);
            }
            // Nobody owns what is gone; whoever brings it again says so.
            ImageEvent::ImageRemoved {} => {
                *self = Self {
                    removed: true,
                    ..Self::default()
                };
            }
        }
    }
}
