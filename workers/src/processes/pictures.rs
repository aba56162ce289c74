//! An uploaded picture is made ready in all its sizes; one that was taken away loses its files.

use async_trait::async_trait;
use domain::Meta;
use domain::image::{ImageEvent, ImageName, WIDTHS};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, Process, Reading, event};
use crate::pictures::{ClearImage, ResizeImage};

/// Adds the jobs that work on pictures.
pub struct PreparePictures;

#[async_trait]
impl Process for PreparePictures {
    fn name(&self) -> &'static str {
        "prepare-pictures"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["image"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        let name = ImageName::new(&recorded.id).map_err(|error| error.to_string())?;
        Ok(match event(recorded)? {
            ImageEvent::ImageUploaded { width: own, .. } => {
                let smaller = WIDTHS.into_iter().filter(|width| *width < own);
                let job = |width| {
                    let (store, name) = (meta.store.clone(), name.clone());
                    ResizeImage { store, name, width }.job()
                };
                Reading::Enqueue(smaller.map(job).collect())
            }
            ImageEvent::ImageRemoved {} => Reading::Enqueue(vec![ClearImage { name }.job()]),
            ImageEvent::ImageResized { .. } => Reading::Nothing,
        })
    }

    async fn act(&self, _: &Shop, _: &Caller, _: &str) -> Result<Outcome, ShopError> {
        // It has no subjects: what follows is jobs.
        Ok(Outcome::Done)
    }
}
