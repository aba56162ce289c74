//! To a payment provider's window and back, and what providers tell by themselves.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::order::{Order, PaymentMethod};
use domain::{AttemptId, OrderId, ProviderId};
use shop::ShopError;
use shop::paying::Came;
use shop::ports::GatewayError;
use shop::ports::paying::{NoticeRequest, Opening};

use super::order::{refused, told};
use crate::brought;
use crate::error::WebError;
use crate::orderer::Orderer;
use crate::pages::{Notice, Pay, PayClosed, PayForm, PayScript};
use crate::say::say;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::watch::about_order;
use crate::{ways, windows};

/// What the order's page is told of a window that was closed.
const CLOSED: &str = "window=closed";

/// `GET /orders/{order}/{token}/pay`: on to the window, by a form that the page sends by itself.
pub async fn show(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    let Some(page) = page(&web, &visitor, &state)? else {
        return Ok(to_the_order(&web, &order));
    };
    let action = format!("{}/pay", page.order);
    let form = Some(PayForm {
        action,
        fields: vec![],
    });
    let frame = web.frame(&visitor).await?;
    web.personal(StatusCode::OK, &frame, &Pay { form, ..page })
}

/// `POST /orders/{order}/{token}/pay`: opens the window.
pub async fn open(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    let Some(page) = page(&web, &visitor, &state)? else {
        return Ok(to_the_order(&web, &order));
    };
    let opening = match web.shop.open_window(&visitor.caller(), &order).await {
        Ok(opening) => opening,
        Err(ShopError::Gateway(GatewayError::Declined(_))) => {
            let notice = Notice::warning(say(visitor.lang(), "refused-window"));
            return told(&web, &visitor, &order, notice).await;
        }
        // The order stands, whoever does not answer: its page leads there again.
        Err(ShopError::Gateway(error)) => {
            tracing::warn!(%order, %error, "a window of {order} cannot be opened: {error}");
            let beside = state.supplement().is_some();
            let word = if beside {
                "refused-window-down-beside"
            } else {
                "refused-window-down"
            };
            let notice = Notice::warning(say(visitor.lang(), word));
            return told(&web, &visitor, &order, notice).await;
        }
        Err(error) => return refused(&web, &visitor, &order, error).await,
    };
    let Some(headers) = windows::headers(&opening) else {
        let what = "a provider's window has no address of the web".to_owned();
        return Err(ShopError::Bug(what).into());
    };
    let page = match opening {
        Opening::Redirect(address) => Pay {
            address: Some(address),
            ..page
        },
        Opening::Form { action, fields } => Pay {
            form: Some(PayForm { action, fields }),
            ..page
        },
        Opening::Script {
            sdk, run, fields, ..
        } => Pay {
            script: Some(PayScript {
                sdk,
                run: run.to_owned(),
                fields,
            }),
            ..page
        },
    };
    let frame = web.frame(&visitor).await?;
    let mut answer = web.personal(StatusCode::OK, &frame, &page)?;
    answer.headers_mut().extend(headers);
    Ok(answer)
}

/// `GET` and `POST /pay/{attempt}/{token}`: the browser is back. A provider's page sends it here, from its own
/// site and without our cookies: the token says which attempt it is.
pub async fn back(
    State(web): State<Web>,
    Path((attempt, token)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    visitor: Visitor,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, WebError> {
    let attempt = known(&web, &attempt, &token)?;
    let back = brought::read(query.as_deref(), &headers, &body);
    let came = web
        .shop
        .window_came_back(&visitor.caller(), &attempt, &back)
        .await?
        .ok_or(WebError::NoOrder)?;
    answer(&web, &attempt, &came).await
}

/// `GET` and `POST /pay/{attempt}/{token}/closed`: the shopper closed the window. What opens over our own page
/// sends its frame here: what stands in it then leads the whole page to the order.
pub async fn closed(
    State(web): State<Web>,
    Path((attempt, token)): Path<(String, String)>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let attempt = known(&web, &attempt, &token)?;
    let frames = windows::closed_in_a_frame().filter(|_| is_for_a_frame(&headers));
    let Some(frames) = frames else {
        return answer(&web, &attempt, &Came::Closed).await;
    };
    let order = attempt.order().ok_or(WebError::NoOrder)?;
    let page = PayClosed {
        order: format!("{}?{CLOSED}", web.tokens.path(&order)),
    };
    let frame = web.frame(&visitor).await?;
    let mut answer = web.personal(StatusCode::OK, &frame, &page)?;
    answer.headers_mut().extend(frames);
    Ok(answer)
}

/// Whether a browser says that the page is for a frame.
fn is_for_a_frame(headers: &HeaderMap) -> bool {
    let place = headers.get("sec-fetch-dest");
    place.is_some_and(|place| place == "iframe" || place == "frame")
}

/// `POST /webhooks/pay/{provider}`
pub async fn notice(
    State(web): State<Web>,
    Path(provider): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Ok(provider) = ProviderId::new(provider) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let request = NoticeRequest {
        address: visitor.address,
        headers: brought::headers(&headers),
        body: body.to_vec(),
        at: web.shop.now(),
    };
    let store = &visitor.seen.site.id;
    match web.shop.provider_told(&provider, store, &request).await {
        Ok(Ok(answer)) => {
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
            (status, [(header::CONTENT_TYPE, answer.kind)], answer.body).into_response()
        }
        Ok(Err(why)) => {
            tracing::warn!(%provider, %why, "a notice in the name of {provider} is not believed: {why}");
            StatusCode::FORBIDDEN.into_response()
        }
        Err(ShopError::NoProvider(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%provider, %error, "a notice of {provider} is not in the books yet: {error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The attempt behind an address; unknown ones and wrong tokens look alike.
fn known(web: &Web, attempt: &str, token: &str) -> Result<AttemptId, WebError> {
    let attempt = AttemptId::new(attempt).map_err(|_| WebError::NoOrder)?;
    if !web.tokens.fits_attempt(&attempt, token) {
        return Err(WebError::NoOrder);
    }
    if let Some(order) = attempt.order() {
        about_order(&order);
    }
    Ok(attempt)
}

async fn answer(web: &Web, attempt: &AttemptId, came: &Came) -> Result<Response, WebError> {
    let order = attempt.order().ok_or(WebError::NoOrder)?;
    let word = match came {
        Came::Paid(cursor) | Came::AccountWaits(cursor) => {
            match cursor {
                Some(_) => web.caught_up(&["orders"], *cursor).await,
                // A notice that came just before wrote it down.
                None => web.knows_all("orders").await?,
            }
            "new=1"
        }
        Came::Closed => CLOSED,
        Came::Failed(_) => "window=failed",
        Came::Unsure => "window=unsure",
        Came::TooLate => "window=late",
    };
    let page = format!("{}?{word}", web.tokens.path(&order));
    Ok(Redirect::to(&page).into_response())
}

fn to_the_order(web: &Web, order: &OrderId) -> Response {
    Redirect::to(&web.tokens.path(order)).into_response()
}

/// What both steps show; none for orders that are not paid in a window.
fn page(web: &Web, visitor: &Visitor, state: &Order) -> Result<Option<Pay>, WebError> {
    let draft = state.draft().ok_or(WebError::NoOrder)?;
    let PaymentMethod::Window { provider, .. } = &draft.method else {
        return Ok(None);
    };
    Ok(Some(Pay {
        provider: ways::provider(visitor.lang(), provider),
        amount: draft.quote.total.0,
        order: web.tokens.path(&draft.order),
        form: None,
        address: None,
        script: None,
    }))
}
