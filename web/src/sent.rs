//! What a browser sent: a form, read leniently in its fields and strictly in its size.

use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use crate::error::WebError;
use crate::state::Web;

/// A form. Fields that the page does not have are ignored.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Web> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        match Form::<T>::from_request(request, web).await {
            Ok(Form(form)) => Ok(Self(form)),
            // Too large keeps its own status; all else is a form we did not make.
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(StatusCode::PAYLOAD_TOO_LARGE.into_response())
            }
            Err(rejection) => {
                Err(WebError::Unreadable(rejection.status().to_string()).into_response())
            }
        }
    }
}
