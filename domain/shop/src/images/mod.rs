//! Pictures: taking them in, making them smaller, giving them out, taking them away.
//!
//! Nothing that somebody uploads is ever given out as it came: it is unfolded and folded anew, so what
//! was hidden in it (a place, a program, a second file) stays behind.

mod address;
mod look;
mod photos;
mod pixels;
mod policy;
mod studio;

use bytes::Bytes;
use domain::image::{Image, ImageCommand, ImageName, ImagePurpose, ImageRefusal};

pub use address::{ImageAddresses, ImageFile, PREFIX};
pub use photos::SentPhoto;
pub use policy::{ImagePolicy, PictureError};
use studio::Developed;
pub use studio::Studio;

use crate::ports::files::{FileKey, OpenFile};
use crate::{Caller, Shop, ShopError};
use store::Cursor;

/// A picture that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// Its name, which follows from what it holds: the same picture has the same name.
    pub name: ImageName,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes as it is kept.
    pub bytes: u32,
    /// Where the log stands now; none if it was known.
    pub cursor: Option<Cursor>,
}

impl Shop {
    /// Takes in a picture. Its smaller sizes are made by workers, or when they are first asked for.
    ///
    /// # Errors
    /// [`ShopError::Picture`]: the file is none that can be taken. Otherwise files or books are out of
    /// reach; nothing is lost, and sending it again is safe.
    pub async fn upload_image(
        &self,
        caller: &Caller,
        file: Bytes,
        policy: ImagePolicy,
    ) -> Result<Uploaded, ShopError> {
        let made = self.studio.develop(file, policy, String::new()).await?;
        self.keep_image(caller, made, policy.purpose).await
    }

    /// Keeps what was made of an upload.
    async fn keep_image(
        &self,
        caller: &Caller,
        made: Developed,
        purpose: ImagePurpose,
    ) -> Result<Uploaded, ShopError> {
        let bytes = counted(&made.content)?;
        // The file comes first: what the books know of can be had.
        let kept = key(&ImageFile::kept(made.name.clone()), purpose)?;
        if !self.ports.files.exists(&kept).await? {
            self.ports.files.put(&kept, made.content).await?;
        }
        let command = ImageCommand::Upload {
            width: made.width,
            height: made.height,
            bytes,
            purpose,
            by: caller.actor.clone(),
        };
        Ok(Uploaded {
            cursor: self.image_command(caller, &made.name, command).await?,
            name: made.name,
            width: made.width,
            height: made.height,
            bytes,
        })
    }

    /// Makes a picture so wide, unless that is done; a picture is never enlarged. None: there is no such
    /// picture.
    ///
    /// # Errors
    /// Files or books are out of reach.
    pub async fn resize_image(
        &self,
        caller: &Caller,
        name: &ImageName,
        width: u32,
    ) -> Result<Option<Cursor>, ShopError> {
        let state = self.image(name).await?;
        if !state.widths().any(|known| known == width) {
            return Ok(None);
        }
        let file = ImageFile {
            name: name.clone(),
            width: Some(width),
        };
        let purpose = state.purpose().unwrap_or(ImagePurpose::Shop);
        let key = key(&file, purpose)?;
        let made = match self.ports.files.get(&key).await? {
            Some(made) => made,
            None => match self.shrink(&file, width, purpose).await? {
                Some(made) => made,
                None => return Ok(None),
            },
        };
        let bytes = counted(&made)?;
        let command = ImageCommand::RecordSize { width, bytes };
        match self.image_command(caller, name, command).await {
            // Taken away meanwhile, and with it what was just made.
            Err(ShopError::Image(ImageRefusal::NotThere)) => {
                self.ports.files.delete(&key).await?;
                Ok(None)
            }
            recorded => recorded,
        }
    }

    async fn shrink(
        &self,
        file: &ImageFile,
        width: u32,
        purpose: ImagePurpose,
    ) -> Result<Option<Bytes>, ShopError> {
        let kept = key(&ImageFile::kept(file.name.clone()), purpose)?;
        let Some(kept) = self.ports.files.get(&kept).await? else {
            return Ok(None);
        };
        let made = self.studio.shrink(kept, width).await?;
        let smaller = key(file, purpose)?;
        self.ports.files.put(&smaller, made.clone()).await?;
        Ok(Some(made))
    }

    /// A file of a picture that everybody may see, as it lies there. None: there is none, or not in this size.
    ///
    /// # Errors
    /// Files are out of reach.
    pub async fn open_image(&self, file: &ImageFile) -> Result<Option<OpenFile>, ShopError> {
        let key = key(file, ImagePurpose::Shop)?;
        Ok(self.ports.files.open(&key).await?)
    }

    /// What is known of a picture.
    ///
    /// # Errors
    /// The books are out of reach.
    pub async fn image(&self, name: &ImageName) -> Result<Image, ShopError> {
        let state = self.ledger.state::<Image>(name.as_str()).await?;
        Ok(state.state)
    }

    /// Takes a picture away. Its files go by and by ([`Shop::clear_image`]); browsers and delivery networks
    /// may keep what they have.
    ///
    /// # Errors
    /// There is no such picture, or the books are out of reach.
    pub async fn remove_image(
        &self,
        caller: &Caller,
        name: &ImageName,
    ) -> Result<Option<Cursor>, ShopError> {
        self.image_command(caller, name, ImageCommand::Remove).await
    }

    /// Deletes the files of a picture that was taken away; of one that is there, nothing.
    ///
    /// # Errors
    /// Files or books are out of reach.
    pub async fn clear_image(&self, name: &ImageName) -> Result<(), ShopError> {
        if self.image(name).await?.is_there() {
            return Ok(());
        }
        let sizes = domain::image::WIDTHS.into_iter().map(Some);
        for width in sizes.chain([None]) {
            let name = name.clone();
            let file = ImageFile { name, width };
            // What it was for, nobody knows any more.
            for purpose in [ImagePurpose::Shop, ImagePurpose::Claim] {
                self.ports.files.delete(&key(&file, purpose)?).await?;
            }
        }
        Ok(())
    }

    async fn image_command(
        &self,
        caller: &Caller,
        name: &ImageName,
        command: ImageCommand,
    ) -> Result<Option<Cursor>, ShopError> {
        let meta = caller.meta(self.now());
        let done = self.ledger.execute::<Image>(name.as_str(), command, &meta);
        Ok(done.await?.cursor)
    }
}

fn key(file: &ImageFile, purpose: ImagePurpose) -> Result<FileKey, ShopError> {
    file.key(purpose).map_err(ShopError::bug)
}

fn counted(content: &Bytes) -> Result<u32, ShopError> {
    u32::try_from(content.len()).map_err(ShopError::bug)
}
