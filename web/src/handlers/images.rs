//! Pictures that were uploaded: given out in the size that is asked for, and taken in.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::image::WIDTHS;
use domain::{Actor, Channel, StoreId};
use futures::TryStreamExt;
use moka::future::Cache;
use serde::Deserialize;
use serde_json::{Value, json};
use shop::images::{ImageFile, ImagePolicy, PictureError, Uploaded};
use shop::ports::files::OpenFile;
use shop::{Caller, ShopError};

use crate::error::WebError;
use crate::layers::PICTURE_POLICY;
use crate::seen::Seen;
use crate::state::Web;

/// Bytes of files kept in memory.
const MOST_KEPT: u64 = 32 * 1024 * 1024;
/// Bytes of one of them; larger ones go straight from the store to the visitor.
const LARGEST_KEPT: u64 = 256 * 1024;
/// For how long they are kept. Whoever takes a photo away, perhaps another process, tells this memory
/// nothing: what was taken back is given out no longer than this.
const KEPT_FOR: Duration = Duration::from_mins(5);

/// A place for small files of pictures.
pub(crate) fn kept() -> Cache<String, Bytes> {
    let weight = |key: &String, file: &Bytes| {
        let bytes = key.len() + file.len();
        u32::try_from(bytes).unwrap_or(u32::MAX)
    };
    Cache::builder()
        .max_capacity(MOST_KEPT)
        .weigher(weight)
        .time_to_live(KEPT_FOR)
        .build()
}

/// `GET /images/{file}`
pub async fn show(
    State(web): State<Web>,
    Path(file): Path<String>,
    seen: Seen,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let wanted = ImageFile::read(&file).ok_or(WebError::NotFound)?;
    if known(&headers, &file) {
        return Ok(dressed(StatusCode::NOT_MODIFIED, &file, Body::empty()));
    }
    if let Some(kept) = web.images.get(&file).await {
        return Ok(dressed(StatusCode::OK, &file, Body::from(kept)));
    }
    if let Some(found) = web.shop.open_image(&wanted).await? {
        return give(&web, &file, found).await;
    }
    let kept = ImageFile::kept(wanted.name.clone());
    if wanted.width.is_some() {
        make(&web, &seen.site.id, &file, &wanted).await?;
        if let Some(found) = web.shop.open_image(&wanted).await? {
            return give(&web, &file, found).await;
        }
        // It is no wider than that itself: it is given as it is, never enlarged.
        if let Some(found) = web.shop.open_image(&kept).await? {
            return give(&web, &file, found).await;
        }
    }
    Err(WebError::NotFound)
}

/// Makes a size that nobody has made yet, once, however many ask for it at the same moment.
async fn make(web: &Web, store: &StoreId, file: &str, wanted: &ImageFile) -> Result<(), WebError> {
    let Some(width) = wanted.width else {
        return Ok(());
    };
    let caller = Caller::system(store.clone(), "pictures");
    let making = async {
        let made = web.shop.resize_image(&caller, &wanted.name, width);
        made.await.map(|_| Bytes::new())
    };
    // What stands under this key is no file: it only makes others wait for this one.
    let key = format!("making {file}");
    let made = web.images.try_get_with_by_ref(&key, making).await;
    web.images.invalidate(&key).await;
    made.map(|_| ())
        .map_err(|error| WebError::Unavailable(error.to_string()))
}

async fn give(web: &Web, file: &str, found: OpenFile) -> Result<Response, WebError> {
    if found.length > LARGEST_KEPT {
        let mut response = dressed(StatusCode::OK, file, Body::from_stream(found.pieces));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, found.length.into());
        return Ok(response);
    }
    let pieces: Result<Vec<Bytes>, _> = found.pieces.try_collect().await;
    let pieces = pieces.map_err(|error| WebError::Unavailable(error.to_string()))?;
    let content = Bytes::from(pieces.concat());
    web.images.insert(file.to_owned(), content.clone()).await;
    Ok(dressed(StatusCode::OK, file, Body::from(content)))
}

/// What is under an address never changes, so the address is its own mark.
fn known(headers: &HeaderMap, file: &str) -> bool {
    let told = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut marks = told.filter_map(|line| line.to_str().ok());
    marks.any(|line| line.contains(&format!("\"{file}\"")))
}

fn dressed(status: StatusCode, file: &str, body: Body) -> Response {
    let mark = HeaderValue::from_str(&format!("\"{file}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (
            header::ETAG,
            mark.unwrap_or(HeaderValue::from_static("\"\"")),
        ),
        (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY),
        // A delivery network passes these on, and its name is not the shop's.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    (status, headers, body).into_response()
}

/// Whose picture it is to be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    store: Option<String>,
}

/// `POST /images` on the admin port: a form with one field `file`.
pub async fn upload(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    seen: Seen,
    form: Multipart,
) -> Result<Response, WebError> {
    let store = match asked.store {
        Some(id) => {
            let mut sites = web.sites.all().iter();
            let site = sites.find(|site| site.store() == id);
            site.ok_or(WebError::NotFound)?.id.clone()
        }
        None => seen.site.id.clone(),
    };
    let caller = Caller {
        store,
        actor: Actor::Staff("desk".to_owned()),
        channel: Channel::Desk,
        correlation: None,
    };
    let policy = ImagePolicy::SHOP;
    let file = match sent(form, policy.most_bytes).await? {
        Ok(file) => file,
        Err(refused) => return Ok(refusal(refused)),
    };
    match web.shop.upload_image(&caller, file, policy).await {
        Ok(uploaded) => {
            web.caught_up(&["images"], uploaded.cursor).await;
            let told = Json(told(&web, &uploaded));
            Ok((StatusCode::CREATED, told).into_response())
        }
        Err(ShopError::Picture(refused)) => Ok(refusal(refused)),
        Err(error) => Err(error.into()),
    }
}

/// The file in a form, piece by piece, as long as it is not too long.
pub(crate) async fn sent(
    mut form: Multipart,
    most: usize,
) -> Result<Result<Bytes, PictureError>, WebError> {
    let unreadable =
        |error: axum::extract::multipart::MultipartError| WebError::Unreadable(error.body_text());
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        if field.name() != Some("file") {
            continue;
        }
        let mut file = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(unreadable)? {
            if file.len() + piece.len() > most {
                return Ok(Err(PictureError::TooBig(most)));
            }
            file.extend_from_slice(&piece);
        }
        return Ok(Ok(file.into()));
    }
    Ok(Err(PictureError::Empty))
}

/// A picture that was taken in, for a program: its addresses in all sizes.
pub(crate) fn told(web: &Web, uploaded: &Uploaded) -> Value {
    let addresses = &web.config.images;
    let smaller = WIDTHS.into_iter().filter(|width| *width < uploaded.width);
    let size = |width, address: String| json!({ "width": width, "address": address });
    let mut sizes: Vec<Value> = smaller
        .map(|width| size(width, addresses.image_url(&uploaded.name, width)))
        .collect();
    sizes.push(size(uploaded.width, addresses.kept(&uploaded.name)));
    json!({
        "name": uploaded.name,
        "width": uploaded.width,
        "height": uploaded.height,
        "bytes": uploaded.bytes,
        "address": addresses.kept(&uploaded.name),
        // What a document's HTML names it by, wherever pictures lie.
        "path": ImageFile::kept(uploaded.name.clone()).path(),
        "sizes": sizes,
    })
}

/// Why a file is not taken, for a program and for whoever chose it.
pub(crate) fn refusal(error: PictureError) -> Response {
    let (status, name, words) = match error {
        PictureError::Empty => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "empty",
            "파일이 비어 있습니다. 그림 파일을 골라 주세요.".to_owned(),
        ),
        PictureError::TooBig(most) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_big",
            format!(
                "파일이 너무 큽니다. {} MB까지 올릴 수 있습니다.",
                most / 1024 / 1024
            ),
        ),
        PictureError::Strange => (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "strange",
            "JPEG, PNG, WebP, GIF 그림만 올릴 수 있습니다.".to_owned(),
        ),
        PictureError::TooManyPixels(width, height) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "too_many_pixels",
            format!("그림이 {width}×{height} 픽셀로 너무 큽니다. 줄여서 다시 올려 주세요."),
        ),
        PictureError::Damaged => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "damaged",
            "그림 파일이 깨져 있습니다. 다른 파일을 골라 주세요.".to_owned(),
        ),
    };
    (status, Json(json!({ "error": name, "message": words }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_is_remembered_for_minutes_not_for_ever() {
        let kept_for = kept().policy().time_to_live();
        assert!(kept_for.is_some_and(|time| time <= Duration::from_mins(10)));
    }
}
