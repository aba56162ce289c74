//! The shop's pages: storefront for shoppers, audit for staff, webhooks for providers.
//!
//! A handler reads tables (`projections`) or runs a use case (`shop`), turns the outcome into a page
//! struct (`view`), and the page's template draws it. The struct is the contract between the two.

pub mod assets;
mod brought;
mod check;
mod check_member;
pub mod config;
mod coupon_words;
mod crowd;
mod documents;
mod error;
mod follow;
mod found;
pub mod frame;
mod handlers;
pub mod helpers;
mod inicis;
mod insider;
mod layers;
mod meter;
pub mod nav;
mod orderer;
pub mod pages;
mod parcel;
pub mod picture;
mod recent;
pub mod routes;
mod say;
mod seen;
mod sent;
mod ses;
mod session;
mod shared;
mod site;
mod sns;
mod state;
mod sums;
mod template_text;
pub mod templates;
mod view;
mod visitor;
mod watch;
mod ways;
mod windows;
mod words;

#[cfg(test)]
mod page_tests;

use axum::Router;

pub use config::{BadNet, Net, Render, SolapiWebhook, StoreFace, WebConfig};
pub use handlers::admin::only_here;
pub use meter::describe_metrics;
pub use state::{StartError, Web};
pub use view::letters::theme;

/// The shoppers' pages and the providers' doors.
pub fn storefront(web: &Web) -> Router {
    layers::around(
        routes::storefront()
            .fallback(handlers::nothing_here)
            .layer(session::layer(web)),
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
