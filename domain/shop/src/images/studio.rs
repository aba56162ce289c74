//! Where pictures are worked on: beside the requests, one at a time, since each takes memory and a core.

use std::sync::Arc;

use bytes::Bytes;
use data_encoding::BASE32_NOPAD;
use domain::image::ImageName;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::pixels;
use super::policy::{ImagePolicy, PictureError};
use crate::ShopError;

/// Pictures worked on at once in one process: so all of them together take less than 256 MB, and pages
/// have the other cores.
const AT_ONCE: usize = 1;

/// The quality of smaller sizes, 0 to 100.
const QUALITY: f32 = 78.0;

/// Works on pictures. Cheap to clone; clones share their places.
#[derive(Clone)]
pub struct Studio {
    places: Arc<Semaphore>,
}

impl Default for Studio {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// A picture as it is kept.
pub(super) struct Developed {
    pub name: ImageName,
    pub width: u32,
    pub height: u32,
    pub content: Bytes,
}

impl Studio {
    /// What is kept of a file: checked, upright, in WebP. Its name follows from what it holds and from the
    /// owner: two who send the same each have one of their own.
    pub(super) async fn develop(
        &self,
        file: Bytes,
        policy: ImagePolicy,
        owner: String,
    ) -> Result<Developed, ShopError> {
        self.work(move || develop(&file, &policy, &owner)).await
    }

    /// A kept picture in a smaller size.
    pub(super) async fn shrink(&self, kept: Bytes, width: u32) -> Result<Bytes, ShopError> {
        self.work(move || {
            let policy = ImagePolicy {
                most_bytes: usize::MAX,
                longest_side: domain::image::LONGEST_SIDE,
                ..ImagePolicy::SHOP
            };
            pixels::read(&kept, &policy)?
                .so_wide(width)?
                .folded(QUALITY)
        })
        .await
    }

    /// A decoder that panics has met a damaged picture, and takes nobody along.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
    ) -> Result<T, ShopError> {
        let place = self.places.clone().acquire_owned().await;
        let place = place.map_err(ShopError::bug)?;
        let worked = tokio::task::spawn_blocking(move || {
            let worked = work();
            drop(place);
            worked
        });
        Ok(worked.await.unwrap_or(Err(PictureError::Damaged))?)
    }
}

fn develop(file: &[u8], policy: &ImagePolicy, owner: &str) -> Result<Developed, PictureError> {
    let picture = pixels::read(file, policy)?;
    let (width, height) = picture.dimensions();
    let content = picture.folded(policy.quality)?;
    let held = Sha256::new().chain_update(&content).chain_update(owner);
    let name = BASE32_NOPAD.encode(&held.finalize()[..20]);
    let name = ImageName::new(name.to_ascii_lowercase());
    Ok(Developed {
        name: name.map_err(|_| PictureError::Damaged)?,
        width,
        height,
        content,
    })
}
