//! Photos that shoppers send: with a return or an exchange, and with a review. Who may send them for an
//! order is the page's to know: it was opened with the order's token.

use bytes::Bytes;
use domain::OrderId;
use domain::album::{Album, AlbumCommand, Photo};
use domain::image::{ImageName, ImagePurpose, ImageRefusal};
use store::Cursor;

use super::{ImageFile, ImagePolicy, key};
use crate::ports::files::OpenFile;
use crate::{Caller, Shop, ShopError};

/// A photo that the holder of an order has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPhoto {
    /// Its name.
    pub name: ImageName,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

impl Shop {
    /// Takes in a photo from the holder of an order. It is kept for a day unless a request or a review
    /// names it. The same photo again is the same.
    ///
    /// # Errors
    /// [`ShopError::Album`]: too many came within a day. [`ShopError::Picture`]: it is none that can be taken.
    /// Otherwise files or books are out of reach.
    pub async fn take_photo(
        &self,
        caller: &Caller,
        order: &OrderId,
        purpose: ImagePurpose,
        file: Bytes,
    ) -> Result<SentPhoto, ShopError> {
        let album = self.album(order).await?;
        album.has_room(self.now()).map_err(ShopError::Album)?;
        let owner = match purpose {
            ImagePurpose::Claim => format!("claim of {order}"),
            ImagePurpose::Review | ImagePurpose::Shop => format!("review of {order}"),
        };
        let policy = ImagePolicy::of_shoppers(purpose);
        let made = self.studio.develop(file, policy, owner).await?;
        let sent = SentPhoto {
            name: made.name.clone(),
            width: made.width,
            height: made.height,
        };
        let as_kept = Photo {
            purpose,
            width: made.width,
            height: made.height,
            at: self.now(),
            used: false,
        };
        let photo = made.name.clone();
        let add = AlbumCommand::Add { photo, as_kept };
        // The album comes first: a photo of which it does not know would lie there for ever.
        self.album_command(caller, order, add).await?;
        self.keep_image(caller, made, purpose).await?;
        Ok(sent)
    }

    /// Those of these photos that the holder of this order has sent for this purpose, each once, as far as
    /// they are there; in the given order.
    ///
    /// # Errors
    /// The books are out of reach.
    pub async fn photos_sent(
        &self,
        order: &OrderId,
        purpose: ImagePurpose,
        names: &[String],
    ) -> Result<Vec<SentPhoto>, ShopError> {
        if names.is_empty() {
            return Ok(vec![]);
        }
        let album = self.album(order).await?;
        let mut found: Vec<SentPhoto> = vec![];
        for name in names.iter().filter_map(|name| ImageName::new(name).ok()) {
            let photo = album.photo(&name).filter(|it| it.purpose == purpose);
            if let Some(photo) = photo
                && !found.iter().any(|it| it.name == name)
            {
                found.push(SentPhoto {
                    width: photo.width,
                    height: photo.height,
                    name,
                });
            }
        }
        Ok(found)
    }

    /// A file of a photo that the holder of this order has sent, made in that size if nobody has yet. None:
    /// there is none.
    ///
    /// # Errors
    /// Files or books are out of reach.
    pub async fn open_photo(
        &self,
        caller: &Caller,
        order: &OrderId,
        file: &ImageFile,
    ) -> Result<Option<OpenFile>, ShopError> {
        let album = self.album(order).await?;
        let Some(photo) = album.photo(&file.name) else {
            return Ok(None);
        };
        let files = &self.ports.files;
        if let Some(found) = files.open(&key(file, photo.purpose)?).await? {
            return Ok(Some(found));
        }
        if let Some(width) = file.width {
            self.resize_image(caller, &file.name, width).await?;
            if let Some(found) = files.open(&key(file, photo.purpose)?).await? {
                return Ok(Some(found));
            }
        }
        // It is no wider than that itself.
        let kept = ImageFile::kept(file.name.clone());
        Ok(files.open(&key(&kept, photo.purpose)?).await?)
    }

    /// These belong to a request or a review now. It is said before that is: what belongs to something must
    /// never be swept away. Names that are no photos of this order are passed over.
    pub(crate) async fn use_photos(
        &self,
        caller: &Caller,
        order: &OrderId,
        names: &[String],
    ) -> Result<(), ShopError> {
        if names.is_empty() {
            return Ok(());
        }
        let album = self.album(order).await?;
        let photos = image_names(names).filter(|name| album.photo(name).is_some());
        let used = AlbumCommand::Use {
            photos: photos.collect(),
            at: self.now(),
        };
        self.album_command(caller, order, used).await?;
        Ok(())
    }

    /// These belong to nothing any more; their pictures are taken away. Idempotent.
    pub(crate) async fn drop_photos(
        &self,
        caller: &Caller,
        order: &OrderId,
        names: &[String],
    ) -> Result<(), ShopError> {
        if names.is_empty() {
            return Ok(());
        }
        let remove = AlbumCommand::Remove {
            photos: image_names(names).collect(),
            at: self.now(),
        };
        self.album_command(caller, order, remove).await?;
        Ok(())
    }

    /// Takes away all that was sent for a purpose, such as when an order's personal data is erased.
    pub(crate) async fn drop_all_photos(
        &self,
        caller: &Caller,
        order: &OrderId,
        purpose: ImagePurpose,
    ) -> Result<(), ShopError> {
        let album = self.album(order).await?;
        let of = album.photos().filter(|(_, photo)| photo.purpose == purpose);
        let names: Vec<String> = of.map(|(name, _)| name.to_string()).collect();
        self.drop_photos(caller, order, &names).await
    }

    /// Takes away what has belonged to nothing for a day, and the pictures of all that was removed. Answers
    /// the album as it is then: when to come again follows from it. Idempotent.
    ///
    /// # Errors
    /// The books are out of reach.
    pub async fn clear_album(&self, caller: &Caller, order: &OrderId) -> Result<Album, ShopError> {
        let sweep = AlbumCommand::Sweep { at: self.now() };
        self.album_command(caller, order, sweep).await?;
        let album = self.album(order).await?;
        for name in album.removed() {
            match self.remove_image(caller, name).await {
                // It was never kept: whoever sent it got no further.
                Ok(_) | Err(ShopError::Image(ImageRefusal::NotThere)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(album)
    }

    async fn album(&self, order: &OrderId) -> Result<Album, ShopError> {
        let found = self.ledger.state::<Album>(order.as_str()).await?;
        Ok(found.state)
    }

    async fn album_command(
        &self,
        caller: &Caller,
        order: &OrderId,
        command: AlbumCommand,
    ) -> Result<Option<Cursor>, ShopError> {
        let meta = caller.meta(self.now());
        let done = self.ledger.execute::<Album>(order.as_str(), command, &meta);
        Ok(done.await?.cursor)
    }
}

fn image_names(names: &[String]) -> impl Iterator<Item = ImageName> {
    names.iter().filter_map(|name| ImageName::new(name).ok())
}
