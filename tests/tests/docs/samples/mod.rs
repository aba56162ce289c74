//! A sample or more of every event, made up: no shop, shopper or order is real.

mod album;
mod cart;
mod categories;
mod coupon;
mod credit;
mod document;
mod image;
mod inquiry;
mod member;
mod order;
mod parts;
mod payment;
mod product;
mod review;
mod stock;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is done with the samples of each event.
pub trait Check {
    /// `samples` are all of the event `name` in the shape of `version`, and not none.
    fn check<E>(&mut self, kind: &str, name: &str, version: &str, samples: &[E])
    where
        E: Serialize + DeserializeOwned + PartialEq + Debug;
}

/// Shows every sample to `check`, event by event.
pub fn check_all(check: &mut impl Check) {
    macro_rules! each {
        ($($kind:literal: $samples:expr;)+) => {$(
            for samples in $samples.chunk_by(|one, next| one.name() == next.name()) {
                check.check($kind, samples[0].name(), samples[0].version(), samples);
            }
        )+};
    }
    each! {
        "product": product::samples();
        "categories": categories::samples();
        "stock": stock::samples();
        "cart": cart::samples();
        "order": order::samples();
        "payment": payment::samples();
        "credit": credit::samples();
        "image": image::samples();
        "album": album::samples();
        "document": document::samples();
        "inquiry": inquiry::samples();
        "review": review::samples();
        "member": member::samples();
        "coupon": coupon::samples();
    }
}
