//! The shop's pages: storefront for shoppers, audit for staff, webhooks for providers.
//!
//! A handler reads tables (`projections`) or runs a use case (`shop`), turns the outcome into a page
//! struct (`view`), and the page's template draws it. The struct is the contract between the two.

pub mod assets;
mod banks;
mod carriers;
mod check;
pub mod config;
mod crowd;
mod documents;
mod error;
mod follow;
pub mod frame;
mod handlers;
pub mod helpers;
mod inicis;
mod layers;
pub mod pages;
pub mod picture;
pub mod routes;
mod sent;
mod shared;
mod state;
pub mod templates;
mod token;
mod view;
mod visitor;
mod words;

#[cfg(test)]
mod page_tests;

use axum::Router;

pub use carriers::Carriers;
pub use config::{BadNet, INICIS_SENDERS, Net, WebConfig};
pub use state::{StartError, Web};
pub use token::OrderTokens;

/// The shoppers' pages and the providers' doors.
pub fn storefront(web: &Web) -> Router {
    layers::around(
        routes::storefront().fallback(handlers::nothing_here),
        web,
        pages::Area::Store,
    )
}

/// The staff's pages. They have no login yet, so they must be served to this machine only.
pub fn admin(web: &Web) -> Router {
    let router = routes::admin().fallback(handlers::nothing_here);
    layers::around(
        router.layer(axum::middleware::from_fn(handlers::admin::only_here)),
        web,
        pages::Area::Admin,
    )
}
