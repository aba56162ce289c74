//! Photos that shoppers send with a form, and those of claims, for whoever may see them.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::OrderId;
use domain::image::ImagePurpose;
use domain::order::MOST_PHOTOS;
use letters::Language;
use shop::images::{ImageFile, SentPhoto};
use shop::{Caller, ShopError};

use crate::error::WebError;
use crate::handlers::order::opened;
use crate::layers::PICTURE_POLICY;
use crate::parcel::Parcel;
use crate::seen::Seen;
use crate::state::Web;
use crate::view::care::photos::{Attached, left_out, trouble};
use crate::visitor::Visitor;

/// Takes in the photos that a form brought, beside what was attached to it before and is still wanted. The order is
/// the visitor's, as its token says.
pub async fn receive(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    purpose: ImagePurpose,
    parcel: &mut Parcel,
) -> Result<Attached, WebError> {
    let lang = visitor.lang();
    let names: Vec<String> = (0..MOST_PHOTOS)
        .filter_map(|place| parcel.fields.get(&format!("photo{place}")).cloned())
        .collect();
    let photos = web.shop.photos_sent(order, purpose, &names).await?;
    let mut attached = Attached {
        photos,
        troubles: vec![],
    };
    let mut left_out_some = parcel.more;
    for file in std::mem::take(&mut parcel.photos) {
        if attached.photos.len() == MOST_PHOTOS {
            left_out_some = true;
            break;
        }
        let taken = match file.content {
            Ok(content) => {
                let caller = visitor.caller();
                web.shop.take_photo(&caller, order, purpose, content).await
            }
            Err(refused) => Err(ShopError::Picture(refused)),
        };
        attached.add(lang, &file.name, taken)?;
    }
    if left_out_some {
        attached.troubles.push(left_out(lang));
    }
    Ok(attached)
}

impl Attached {
    fn add(
        &mut self,
        lang: Language,
        name: &str,
        taken: Result<SentPhoto, ShopError>,
    ) -> Result<(), WebError> {
        match taken {
            // The same photo twice is one.
            Ok(photo) if self.photos.contains(&photo) => {}
            Ok(photo) => self.photos.push(photo),
            Err(ShopError::Picture(refused)) => self.tell(trouble(lang, name, Some(refused))),
            Err(ShopError::Album(_)) => self.tell(trouble(lang, name, None)),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn tell(&mut self, trouble: String) {
        if !self.troubles.contains(&trouble) {
            self.troubles.push(trouble);
        }
    }
}

/// `GET /orders/{order}/{token}/photos/{file}`: for whoever holds the order's token. No browser and no
/// network keeps it.
pub async fn show(
    State(web): State<Web>,
    Path((order, token, file)): Path<(String, String, String)>,
    seen: Seen,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    give(&web, &seen, &order, &file).await
}

/// `GET /orders/{order}/photos/{file}` on the admin port.
pub async fn show_to_staff(
    State(web): State<Web>,
    Path((order, file)): Path<(String, String)>,
    seen: Seen,
) -> Result<Response, WebError> {
    let order = OrderId::new(order).map_err(|_| WebError::NotFound)?;
    give(&web, &seen, &order, &file).await
}

async fn give(web: &Web, seen: &Seen, order: &OrderId, file: &str) -> Result<Response, WebError> {
    let wanted = ImageFile::read(file).ok_or(WebError::NotFound)?;
    let caller = Caller::system(seen.site.id.clone(), "pictures");
    let found = web.shop.open_photo(&caller, order, &wanted).await?;
    let found = found.ok_or(WebError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
        (header::CONTENT_LENGTH, found.length.into()),
        (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(found.pieces)).into_response())
}
