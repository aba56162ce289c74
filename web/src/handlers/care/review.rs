//! A buyer writes what they think, changes it, or takes it back.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::order::{Order, OrderRefusal};
use domain::review::Review;
use domain::{OrderId, ReviewId};
use shop::ShopError;
use shop::review::{LONGEST_REVIEW, ReviewForm as Written};

use super::{Fields, state, text};
use crate::error::WebError;
use crate::handlers::order::opened;
use crate::pages::{Notice, ReviewForm};
use crate::say::{say, say_with};
use crate::sent::Sent;
use crate::state::Web;
use crate::view::care::reviews as view;
use crate::visitor::Visitor;
use crate::words;

type At = Path<(String, String, u32)>;

/// `GET /orders/{order}/{token}/reviews/{line}`
pub async fn show(
    State(web): State<Web>,
    Path((order, token, line)): At,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    let state = state(&web, &visitor, &order).await?;
    let review = web.shop.review(&ReviewId::of(&order, line)).await?;
    if state.kept(line) == 0 && review.opinion().is_none() {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    }
    let form = written(&web, &review).await?;
    page(
        &web,
        &visitor,
        (&state, line),
        &review,
        StatusCode::OK,
        form,
        None,
    )
    .await
}

/// `POST /orders/{order}/{token}/reviews/{line}`
pub async fn send(
    State(web): State<Web>,
    Path((order, token, line)): At,
    visitor: Visitor,
    Sent(fields): Sent<Fields>,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    let state = state(&web, &visitor, &order).await?;
    let id = ReviewId::of(&order, line);
    let review = web.shop.review(&id).await?;
    if text(&fields, "step") == "withdraw" {
        let cursor = web.shop.withdraw_review(&visitor.caller(), &id).await?;
        web.caught_up(&["reviews"], cursor).await;
        return Ok(leads(&web, &order, "unreviewed"));
    }
    let form = ReviewForm {
        stars: text(&fields, "stars").parse().unwrap_or(0),
        text: text(&fields, "text").to_owned(),
    };
    let lang = visitor.lang();
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    if !(1..=5).contains(&form.stars) {
        let notice = Some(Notice::warning(say(lang, "review-stars-wrong")));
        return page(
            &web,
            &visitor,
            (&state, line),
            &review,
            unprocessable,
            form,
            notice,
        )
        .await;
    }
    match tell(&web, &visitor, (&state, line), &review, &form).await {
        Ok(()) => Ok(leads(&web, &order, "reviewed")),
        Err(error) if error.is_passing() => Err(error.into()),
        Err(error) => {
            let why = match error {
                ShopError::BadText { .. } => {
                    let most = [("most", LONGEST_REVIEW.into())];
                    say_with(lang, "review-text-wrong", &most)
                }
                error => words::refusal(lang, &error),
            };
            let notice = Some(Notice::warning(why));
            page(
                &web,
                &visitor,
                (&state, line),
                &review,
                unprocessable,
                form,
                notice,
            )
            .await
        }
    }
}

/// Writes it, or changes what was written.
async fn tell(
    web: &Web,
    visitor: &Visitor,
    (state, line): (&Order, u32),
    review: &Review,
    form: &ReviewForm,
) -> Result<(), ShopError> {
    let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
    let order = draft.map_err(ShopError::Order)?.order.clone();
    let given = Written {
        order,
        line,
        author: author(web, state).await?,
        stars: form.stars,
        text: form.text.clone(),
        photos: vec![],
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
async fn written(web: &Web, review: &Review) -> Result<ReviewForm, WebError> {
    let Some(opinion) = review.opinion() else {
        return Ok(ReviewForm::default());
    };
    let words = web.shop.review_words(std::slice::from_ref(&opinion.words));
    let words = words.await?.pop().flatten();
    Ok(ReviewForm {
        stars: opinion.stars,
        text: words.map(|words| words.text).unwrap_or_default(),
    })
}

/// Whoever ordered; shown shortened.
async fn author(web: &Web, state: &Order) -> Result<String, ShopError> {
    let kept = state.draft().and_then(|draft| draft.recipient.as_ref());
    let Some(kept) = kept else {
        return Ok(String::new());
    };
    let kept = web.shop.recipient(kept).await?;
    Ok(kept.map(|kept| kept.orderer).unwrap_or_default())
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    (state, line): (&Order, u32),
    review: &Review,
    status: StatusCode,
    form: ReviewForm,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let draft = state.draft().ok_or(WebError::NoOrder)?;
    let quoted = draft.quote.lines.get(line as usize);
    let quoted = quoted.ok_or(WebError::NotFound)?;
    let back = web.tokens.path(&draft.order);
    let paths = (back.as_str(), format!("{back}/reviews/{line}"));
    let page = view::form(visitor.lang(), quoted, review, form, paths, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
