//! A buyer writes what they think, changes it, or takes it back.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::image::ImagePurpose;
use domain::order::{Order, OrderRefusal};
use domain::review::Review;
use domain::{OrderId, ReviewId};
use shop::ShopError;
use shop::review::{LONGEST_REVIEW, ReviewForm as Written};

use super::photos::receive;
use super::{status, text};
use crate::error::WebError;
use crate::orderer::Orderer;
use crate::pages::{Notice, ReviewForm};
use crate::parcel::Parcel;
use crate::say::{say, say_with};
use crate::state::Web;
use crate::view::care::photos::{Attached, Place, field};
use crate::view::care::reviews as view;
use crate::visitor::Visitor;
use crate::words;

type At = Path<(String, String, u32)>;

/// The order, its line, and what was written about it.
type Shown<'a> = (&'a Order, u32, &'a Review);

/// What is in the form.
#[derive(Default)]
struct Typed {
    form: ReviewForm,
    photos: Attached,
}

/// `GET /orders/{order}/{token}/reviews/{line}`
pub async fn show(
    State(web): State<Web>,
    Path((_, _, line)): At,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    let review = web.shop.review(&ReviewId::of(&order, line)).await?;
    if state.kept(line) == 0 && review.opinion().is_none() {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    }
    let form = written(&web, &order, &review).await?;
    let shown = (&state, line, &review);
    page(&web, &visitor, shown, StatusCode::OK, form, None).await
}

/// `POST /orders/{order}/{token}/reviews/{line}`
pub async fn send(
    State(web): State<Web>,
    Path((_, _, line)): At,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
    mut parcel: Parcel,
) -> Result<Response, WebError> {
    let id = ReviewId::of(&order, line);
    let review = web.shop.review(&id).await?;
    if text(&parcel.fields, "step") == "withdraw" {
        let cursor = web.shop.withdraw_review(&visitor.caller(), &id).await?;
        web.caught_up(&["reviews"], cursor).await;
        return Ok(leads(&web, &order, "unreviewed"));
    }
    let mut typed = Typed {
        form: ReviewForm {
            stars: text(&parcel.fields, "stars").parse().unwrap_or(0),
            text: text(&parcel.fields, "text").to_owned(),
        },
        photos: Attached::default(),
    };
    if state.kept(line) > 0 || review.opinion().is_some() {
        let purpose = ImagePurpose::Review;
        typed.photos = receive(&web, &visitor, &order, purpose, &mut parcel).await?;
    }
    let lang = visitor.lang();
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let shown = (&state, line, &review);
    let unstarred = !(1..=5).contains(&typed.form.stars);
    if unstarred || !typed.photos.troubles.is_empty() {
        let notice = unstarred.then(|| Notice::warning(say(lang, "review-stars-wrong")));
        return page(&web, &visitor, shown, unprocessable, typed, notice).await;
    }
    match tell(&web, &visitor, shown, &typed).await {
        Ok(()) => Ok(leads(&web, &order, "reviewed")),
        Err(error) => {
            let status = status(&error, unprocessable);
            let why = match error {
                ShopError::BadText { .. } => {
                    let most = [("most", LONGEST_REVIEW.into())];
                    say_with(lang, "review-text-wrong", &most)
                }
                error => words::refusal(lang, &error),
            };
            let notice = Some(Notice::warning(why));
            page(&web, &visitor, shown, status, typed, notice).await
        }
    }
}

/// Writes it, or changes what was written.
async fn tell(
    web: &Web,
    visitor: &Visitor,
    (state, line, review): Shown<'_>,
    typed: &Typed,
) -> Result<(), ShopError> {
    let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
    let order = draft.map_err(ShopError::Order)?.order.clone();
    let given = Written {
        order,
        line,
        author: author(web, state).await?,
        stars: typed.form.stars,
        text: typed.form.text.clone(),
        photos: typed.photos.names(),
    };
    let caller = visitor.caller();
    let cursor = if review.opinion().is_some() {
        web.shop.edit_review(&caller, &given).await?
    } else {
        web.shop.write_review(&caller, &given).await?
    };
    web.caught_up(&["reviews"], cursor).await;
    Ok(())
}

fn leads(web: &Web, order: &OrderId, said: &str) -> Response {
    Redirect::to(&format!("{}?{said}=1", web.tokens.path(order))).into_response()
}

/// What the review says now.
async fn written(web: &Web, order: &OrderId, review: &Review) -> Result<Typed, WebError> {
    let Some(opinion) = review.opinion() else {
        return Ok(Typed::default());
    };
    let (purpose, names) = (ImagePurpose::Review, &opinion.photos);
    let photos = web.shop.photos_sent(order, purpose, names).await?;
    let words = web.shop.review_words(std::slice::from_ref(&opinion.words));
    let words = words.await?.pop().flatten();
    Ok(Typed {
        form: ReviewForm {
            stars: opinion.stars,
            text: words.map(|words| words.text).unwrap_or_default(),
        },
        photos: Attached {
            photos,
            troubles: vec![],
        },
    })
}

/// Whoever ordered; shown shortened.
async fn author(web: &Web, state: &Order) -> Result<String, ShopError> {
    let kept = state.recipient();
    let Some(kept) = kept else {
        return Ok(String::new());
    };
    let kept = web.shop.recipient(kept).await?;
    Ok(kept.map(|kept| kept.orderer).unwrap_or_default())
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    (state, line, review): Shown<'_>,
    status: StatusCode,
    typed: Typed,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let draft = state.draft().ok_or(WebError::NoOrder)?;
    let quoted = draft.quote.lines.get(line as usize);
    let quoted = quoted.ok_or(WebError::NotFound)?;
    let back = web.tokens.path(&draft.order);
    let paths = (back.as_str(), format!("{back}/reviews/{line}"));
    let photos = field(typed.photos, Place::Public(&web.config.images));
    let form = (typed.form, photos);
    let faces = web.faces_of(visitor, &draft.quote).await?;
    let page = view::form(&faces, quoted, review, form, paths, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
