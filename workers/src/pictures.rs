//! Smaller sizes of pictures, made and taken away by jobs.

use async_trait::async_trait;
use domain::StoreId;
use domain::image::ImageName;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::jobs::{Lane, NewJob};

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Makes one size of one picture. Each size is a job of its own: what is made stays made, whatever
/// becomes of the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResizeImage {
    /// The store that uploaded it.
    pub store: StoreId,
    /// The picture.
    pub name: ImageName,
    /// Pixels.
    pub width: u32,
}

impl ResizeImage {
    /// The job that makes it.
    pub(crate) fn job(&self) -> NewJob {
        let (store, name, width) = (&self.store, &self.name, self.width);
        let payload = json!({ "store": store, "name": name, "width": width });
        // Thousands of pictures must not delay a letter; until then a visitor's own request makes the size.
        NewJob {
            lane: Lane::Bulk,
            priority: -1,
            ..NewJob::new(Self::NAME, payload).keyed(format!("image/{name}/{width}"))
        }
    }
}

#[async_trait]
impl Job for ResizeImage {
    const NAME: &'static str = "resize-image";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let caller = caller(self.store.clone(), Self::NAME);
        let made = context.shop.resize_image(&caller, &self.name, self.width);
        made.await.map(|_| ()).map_err(JobError::again)
    }
}

/// Deletes the files of a picture that was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearImage {
    /// The picture.
    pub name: ImageName,
}

impl ClearImage {
    /// The job that does it.
    pub(crate) fn job(&self) -> NewJob {
        let name = &self.name;
        let payload = json!({ "name": name });
        NewJob::new(Self::NAME, payload).keyed(format!("image/{name}/clear"))
    }
}

#[async_trait]
impl Job for ClearImage {
    const NAME: &'static str = "clear-image";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let cleared = context.shop.clear_image(&self.name).await;
        cleared.map_err(JobError::again)
    }
}
