//! The shop's pages: storefront for shoppers, audit for staff, webhooks for providers.

pub mod assets;
pub mod frame;
pub mod helpers;
pub mod pages;
pub mod picture;
pub mod templates;

#[cfg(test)]
mod page_tests;
