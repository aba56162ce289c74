//! One struct per page: what its template may use, and samples that the page test draws.
//!
//! Pages hold finished facts: amounts in won (`i64`), times in UTC, addresses as paths of this shop.
//! Templates choose words and order; they do not compute.

mod admin;
mod audit;
mod cart;
mod checkout;
mod home;
mod message;
mod order;
mod parts;
mod product;
mod remaining;

pub use admin::{AdminHome, AdminMessage, StockAlarm, Tile, Unmatched, UnmatchedDeposit};
pub use audit::{Audit, AuditEvent, Change, Fact as StateFact};
pub use cart::{Cart, CartLine, FreeShipping};
pub use checkout::{Checkout, CheckoutErrors, CheckoutForm, Choice, MEMOS};
pub use home::{Chip, Hero, Home, SortLink};
pub use message::{Document, Message, Section};
pub use order::{Account, Order, OrderState, Parcel, Recipient, Step, StepState};
pub use parts::{Amounts, Badge, Card, Line, Notice, NoticeKind, PageLink, Pager};
pub use product::{Crumb, Fact, OptionRow, Product};
pub use remaining::remaining;

use serde::Serialize;

/// Whose page it is; decides the folder of its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Shoppers: one template per device.
    Store,
    /// Staff and auditors: one template.
    Admin,
}

/// A page: a template's name, a title, and samples of every face it can show.
pub trait Page: Serialize + Sized {
    /// File name in the area's folder, without `.hbs`.
    const TEMPLATE: &'static str;
    const AREA: Area = Area::Store;

    /// The browser's title, without the shop's name.
    fn title(&self) -> String;

    /// Every face of the page: full, empty, refused, erased.
    fn samples() -> Vec<Self>;
}

/// Calls `$run!(Type)` once for every page there is.
#[macro_export]
macro_rules! for_each_page {
    ($run:ident) => {
        $run!(Home);
        $run!(Product);
        $run!(Cart);
        $run!(Checkout);
        $run!(Order);
        $run!(Message);
        $run!(Document);
        $run!(AdminHome);
        $run!(Audit);
        $run!(Unmatched);
        $run!(AdminMessage);
    };
}
