//! What may be done with the photos of an order's holder.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{AlbumCommand, AlbumEvent, AlbumRefusal, MOST_A_DAY, UNUSED_FOR};
use crate::image::{ImageName, ImagePurpose};
use crate::rule::aggregate;

/// The photos of an order's holder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Album {
    photos: BTreeMap<ImageName, Photo>,
    removed: BTreeSet<ImageName>,
    /// When the photos of the last day came, whatever became of them.
    came: Vec<DateTime<Utc>>,
}

/// A photo that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// What it was sent for.
    pub purpose: ImagePurpose,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// It belongs to a request or a review.
    pub used: bool,
}

aggregate!(Album, "album", AlbumCommand => AlbumEvent | AlbumRefusal, shape 1);

type Decision = Result<Vec<AlbumEvent>, AlbumRefusal>;

impl Album {
    /// A photo that is there.
    pub fn photo(&self, name: &ImageName) -> Option<&Photo> {
        self.photos.get(name)
    }

    /// Photos whose pictures are to be taken away.
    pub fn removed(&self) -> impl Iterator<Item = &ImageName> {
        self.removed.iter()
    }

    /// All photos that are there, with their names.
    pub fn photos(&self) -> impl Iterator<Item = (&ImageName, &Photo)> {
        self.photos.iter()
    }

    /// Whether one more may come now.
    ///
    /// # Errors
    /// [`AlbumRefusal::Full`].
    pub fn has_room(&self, now: DateTime<Utc>) -> Result<(), AlbumRefusal> {
        let lately = self.came.iter().filter(|at| now - **at < UNUSED_FOR);
        if lately.count() < MOST_A_DAY {
            Ok(())
        } else {
            Err(AlbumRefusal::Full)
        }
    }

    /// When the next photo has belonged to nothing for too long.
    pub fn next_sweep(&self) -> Option<DateTime<Utc>> {
        let unused = self.photos.values().filter(|photo| !photo.used);
        unused.map(|photo| photo.at + UNUSED_FOR).min()
    }

    fn rule(&self, command: AlbumCommand) -> Decision {
        match command {
            AlbumCommand::Add { photo, as_kept } => self.add(photo, &as_kept),
            AlbumCommand::Use { photos, at } => {
                if let Some(strange) = photos.iter().find(|name| self.photo(name).is_none()) {
                    return Err(AlbumRefusal::NotThere(strange.clone()));
                }
                let fresh = |name: &ImageName| self.photo(name).is_some_and(|photo| !photo.used);
                let photos = photos.into_iter().filter(fresh).collect();
                Ok(said(photos, |photos| AlbumEvent::PhotosUsed { photos, at }))
            }
            AlbumCommand::Remove { photos, at } => {
                let there = photos.into_iter().filter(|name| self.photo(name).is_some());
                Ok(removed(there.collect(), at))
            }
            AlbumCommand::Sweep { at } => {
                let old = |photo: &Photo| !photo.used && at - photo.at >= UNUSED_FOR;
                let old = self.photos.iter().filter(|(_, photo)| old(photo));
                Ok(removed(old.map(|(name, _)| name.clone()).collect(), at))
            }
        }
    }

    fn add(&self, photo: ImageName, as_kept: &Photo) -> Decision {
        if self.photo(&photo).is_some() {
            return Ok(vec![]);
        }
        self.has_room(as_kept.at)?;
        let Photo {
            purpose,
            width,
            height,
            at,
            ..
        } = *as_kept;
        Ok(vec![AlbumEvent::PhotoAdded {
            photo,
            purpose,
            width,
            height,
            at,
        }])
    }

    fn fold(&mut self, event: AlbumEvent) {
        match event {
            AlbumEvent::PhotoAdded {
                photo,
                purpose,
                width,
                height,
                at,
            } => {
                self.came.retain(|came| at - *came < UNUSED_FOR);
                self.came.push(at);
                self.removed.remove(&photo);
                let kept = Photo {
                    purpose,
                    width,
                    height,
                    at,
                    used: false,
                };
                self.photos.insert(photo, kept);
            }
            AlbumEvent::PhotosUsed { photos, .. } => {
                for name in photos {
                    if let Some(photo) = self.photos.get_mut(&name) {
                        photo.used = true;
                    }
                }
            }
            AlbumEvent::PhotosRemoved { photos, .. } => {
                for name in photos {
                    self.photos.remove(&name);
                    self.removed.insert(name);
                }
            }
        }
    }
}

fn removed(photos: Vec<ImageName>, at: DateTime<Utc>) -> Vec<AlbumEvent> {
    said(photos, |photos| AlbumEvent::PhotosRemoved { photos, at })
}

fn said(photos: Vec<ImageName>, say: impl FnOnce(Vec<ImageName>) -> AlbumEvent) -> Vec<AlbumEvent> {
    if photos.is_empty() {
        vec![]
    } else {
        vec![say(photos)]
    }
}
