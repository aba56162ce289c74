//! A form that may bring photos, read piece by piece: each photo is held to its bound, and what is too large
//! is passed over, so that nothing that was typed beside it is lost.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::Response;
use domain::image::ImagePurpose;
use domain::order::MOST_PHOTOS;
use futures::{StreamExt, TryStreamExt};
use shop::images::{ImagePolicy, PictureError};

use crate::layers::LARGEST_BODY;
use crate::sent::Sent;
use crate::state::Web;

/// Bytes of one photo.
pub(crate) const LARGEST_PHOTO: usize = ImagePolicy::of_shoppers(ImagePurpose::Claim).most_bytes;
/// Bytes that are looked at of one form; a form takes no more memory.
pub(crate) const MOST_LOOKED_AT: usize = MOST_PHOTOS * LARGEST_PHOTO + LARGEST_BODY;
/// Bytes that are read of one form. A browser that is not listened to until it has sent all shows no answer.
pub(crate) const MOST_READ: usize = 128 * 1024 * 1024;
/// How long nothing of a form may come.
const SILENT: Duration = Duration::from_secs(15);
/// Letters of a file's name that are shown again.
const LONGEST_NAME: usize = 60;

/// What such a form brought.
#[derive(Debug, Clone, Default)]
pub struct Parcel {
    /// What was typed and chosen, by field.
    pub fields: HashMap<String, String>,
    /// The photos, as many as may come at once.
    pub photos: Vec<SentFile>,
    /// There were more.
    pub more: bool,
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// As the sender's machine calls it; only ever shown to the sender.
    pub name: String,
    /// Its bytes, if they are not too many.
    pub content: Result<Bytes, PictureError>,
}

/// Whether the request brings a form of parts.
pub(crate) fn is_parcel(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

/// Reads such a form and leaves it with the request, for [`Parcel`]'s extractor.
pub(crate) async fn unpack(request: Request) -> Result<Request, StatusCode> {
    unpack_unless(request, SILENT).await
}

/// The same, unless nothing of it comes for so long.
async fn unpack_unless(request: Request, most: Duration) -> Result<Request, StatusCode> {
    let (mut head, body) = request.into_parts();
    let (read, silent) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let body = looked_at(hurried(body, (silent.clone(), most)), read.clone());
    let body = Body::from_stream(body);
    let mut form = Request::from_parts(head.clone(), body);
    DefaultBodyLimit::disable().apply(&mut form);
    let unreadable = StatusCode::UNPROCESSABLE_ENTITY;
    let mut form = Multipart::from_request(form, &())
        .await
        .map_err(|_| unreadable)?;
    let mut parcel = Parcel::default();
    let filled = parcel.fill(&mut form).await;
    if silent.load(Ordering::Relaxed) {
        return Err(StatusCode::REQUEST_TIMEOUT);
    }
    match (filled, read.load(Ordering::Relaxed)) {
        (_, read) if read > MOST_READ => return Err(StatusCode::PAYLOAD_TOO_LARGE),
        (Err(_), read) if read > MOST_LOOKED_AT => {}
        (Err(_), _) => return Err(unreadable),
        (Ok(small), _) if !small => return Err(StatusCode::PAYLOAD_TOO_LARGE),
        (Ok(_), _) => {}
    }
    head.extensions.insert(parcel);
    Ok(Request::from_parts(head, Body::empty()))
}

/// The body, as long as something of it comes: whoever announces much and sends nothing takes no place from others.
fn hurried(
    body: Body,
    (silent, most): (Arc<AtomicBool>, Duration),
) -> impl futures::Stream<Item = Result<Bytes, axum::Error>> {
    futures::stream::unfold(
        (body.into_data_stream(), silent),
        move |(mut body, silent)| async move {
            let piece = tokio::time::timeout(most, body.next()).await;
            let piece = piece.unwrap_or_else(|_| {
                silent.store(true, Ordering::Relaxed);
                let why = std::io::Error::other("nothing came for too long");
                Some(Err(axum::Error::new(why)))
            });
            piece.map(|piece| (piece, (body, silent)))
        },
    )
}

/// The body's beginning; of the rest only the length is counted, and it ends where nobody reads on.
fn looked_at(
    body: impl futures::Stream<Item = Result<Bytes, axum::Error>>,
    read: Arc<AtomicUsize>,
) -> impl futures::Stream<Item = Result<Bytes, axum::Error>> {
    body.try_filter_map(move |piece| {
        let before = read.fetch_add(piece.len(), Ordering::Relaxed);
        let told = if before + piece.len() > MOST_READ {
            Err(axum::Error::new(std::io::Error::other("too much was sent")))
        } else {
            Ok((before + piece.len() <= MOST_LOOKED_AT).then_some(piece))
        };
        std::future::ready(told)
    })
}

impl Parcel {
    /// Reads what there is; false: more was typed than a form may hold.
    async fn fill(&mut self, form: &mut Multipart) -> Result<bool, MultipartError> {
        let mut typed = 0;
        while let Some(mut field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            if field.file_name().is_some() {
                self.file(field).await?;
                continue;
            }
            let mut text = Vec::new();
            while let Some(piece) = field.chunk().await? {
                typed += piece.len();
                if typed > LARGEST_BODY {
                    return Ok(false);
                }
                text.extend_from_slice(&piece);
            }
            typed += name.len();
            let text = String::from_utf8_lossy(&text).into_owned();
            self.fields.insert(name, text);
        }
        Ok(typed <= LARGEST_BODY)
    }

    async fn file(&mut self, mut field: Field<'_>) -> Result<(), MultipartError> {
        let name = field.file_name().unwrap_or_default();
        let plain = name.chars().filter(|letter| !letter.is_control());
        let name: String = plain.take(LONGEST_NAME).collect();
        let wanted = self.photos.len() < MOST_PHOTOS;
        let (mut content, mut length) = (Vec::new(), 0);
        let told = loop {
            match field.chunk().await {
                Ok(Some(piece)) => {
                    length += piece.len();
                    if wanted && length <= LARGEST_PHOTO {
                        content.extend_from_slice(&piece);
                    } else {
                        content = Vec::new();
                    }
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        // A browser sends a file without name and content where none was chosen.
        if length == 0 && name.is_empty() {
            return told;
        }
        if !wanted {
            self.more = true;
            return told;
        }
        let content = if told.is_ok() && length <= LARGEST_PHOTO {
            Ok(content.into())
        } else {
            Err(PictureError::TooBig(LARGEST_PHOTO))
        };
        self.photos.push(SentFile { name, content });
        told
    }
}

/// The form of parts that was read before, or a plain one.
impl FromRequest<Web> for Parcel {
    type Rejection = Response;

    async fn from_request(mut request: Request, web: &Web) -> Result<Self, Response> {
        if let Some(parcel) = request.extensions_mut().remove::<Self>() {
            return Ok(parcel);
        }
        // Whoever may not send so much is told so by the handler.
        if is_parcel(&request) {
            return Ok(Self::default());
        }
        let Sent(fields) = Sent::from_request(request, web).await?;
        Ok(Self {
            fields,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    /// A form with something typed, a photo of which so many bytes come, and a word behind it.
    fn form(photo: usize) -> Request {
        let head = "--x\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\n깨졌어요\r\n\
            --x\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\n";
        let end =
            "\r\n--x\r\ncontent-disposition: form-data; name=\"step\"\r\n\r\nask\r\n--x--\r\n";
        let piece = Bytes::from(vec![0; 1 << 20]);
        let photo = stream::repeat(piece).take(photo >> 20);
        let parts = stream::iter([Bytes::from(head)])
            .chain(photo)
            .chain(stream::iter([Bytes::from(end)]));
        let body = Body::from_stream(parts.map(Ok::<_, std::io::Error>));
        Request::post("/")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(body)
            .unwrap()
    }

    async fn unpacked(photo: usize) -> Result<Parcel, StatusCode> {
        let mut request = unpack(form(photo)).await?;
        Ok(request.extensions_mut().remove().unwrap())
    }

    #[tokio::test]
    async fn what_was_typed_is_kept_beside_a_photo_of_any_size() {
        for (photo, behind) in [(8 << 20, true), (9 << 20, true), (60 << 20, false)] {
            let parcel = unpacked(photo).await.unwrap();
            assert_eq!(parcel.fields["text"], "깨졌어요");
            assert_eq!(parcel.fields.contains_key("step"), behind, "{photo}");
            let content = &parcel.photos[0].content;
            let kept = content.as_ref().map(Bytes::len).ok();
            assert_eq!(kept, (photo <= LARGEST_PHOTO).then_some(photo));
        }
    }

    #[tokio::test]
    async fn what_is_announced_and_never_comes_is_given_up_soon() {
        let head = stream::iter([Ok::<_, std::io::Error>(Bytes::from("--x\r\n"))]);
        let silent = Body::from_stream(head.chain(stream::pending()));
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=x");
        let began = tokio::time::Instant::now();
        let most = Duration::from_millis(200);
        let given_up = unpack_unless(request.body(silent).unwrap(), most).await;
        assert_eq!(given_up.unwrap_err(), StatusCode::REQUEST_TIMEOUT);
        assert!(began.elapsed() < SILENT);
    }

    #[tokio::test]
    async fn what_never_ends_is_given_up() {
        let endless = unpacked(usize::MAX).await;
        assert_eq!(endless.unwrap_err(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
