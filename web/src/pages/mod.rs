//! One struct per page: what its template may use, and samples that the page test draws.
//!
//! Pages hold finished facts: amounts in won (`i64`), times in UTC, addresses as paths of this shop.
//! Templates choose words and order; they do not compute.

mod admin;
mod audit;
mod board;
mod care;
mod cart;
mod checkout;
mod choosing;
mod coupons;
mod filters;
pub mod head;
mod home;
mod jobs;
mod letters;
mod mailbox;
pub mod members;
mod message;
mod order;
mod order_samples;
mod parts;
mod pay;
mod product;
mod remaining;

pub use admin::{AdminHome, AdminMessage, StockAlarm, Tile, Unmatched, UnmatchedDeposit};
pub use audit::{Audit, AuditEvent, Change, Fact as StateFact};
pub use board::{Board, BoardKind, Entry, Period, PeriodState, Sheet};
pub use care::{
    AccountFields, AskErrors, AskForm, AskPage, CancelPage, ChangePage, ChangePart, ChangeSums,
    ClaimForm, ClaimPage, ClaimRow, ExchangeCosts, FindOrder, InquiryPage, InquiryTurn,
    OrdererPage, PhotoBox, PhotoField, PieceRow, PreviewBox, ReceiptPage, ReceiptRow,
    RefundAccountPage, RefundRow, RefundTo, RefundToBox, ReviewBox, ReviewFilter, ReviewForm,
    ReviewItem, ReviewLink, ReviewPage, ReviewsPage, StarBar, StarChoice, SwapField,
};
pub use cart::{Cart, CartLine, FreeShipping};
pub use checkout::{Checkout, CheckoutErrors, CheckoutForm, Choice, MEMOS, Ways};
pub use choosing::{AxisChoice, AxisRow, Crumb, Detail, Fact, OptionRow, Picture};
pub use coupons::{ChosenCoupon, CouponBox, Wallet, WalletCoupon};
pub use filters::{BadgeBox, Filters, Kept as KeptFilter, Tick, Token};
pub use head::{About, Head};
pub use home::{Chip, Help, Hero, Home, Link, SortLink};
pub use jobs::{JobLine, JobPage, JobTab, Jobs};
pub use letters::{Face, LetterKind, LetterPage, Letters, Version};
pub use mailbox::{Bubble, Kept, Mailbox, MailboxRow};
pub use message::{Document, Message, Section};
pub use order::{
    Account, Actions, Order, OrderLink, OrderState, Parcel, PayBox, Recipient, Step, StepState,
};
pub use parts::{Amounts, Badge, Card, Line, Notice, NoticeKind, PageLink, Pager, Saving};
pub use pay::{Pay, PayClosed, PayForm, PayScript};
pub use product::Product;
pub use remaining::remaining;

use ::letters::Language;
use serde::Serialize;

use crate::frame::Frame;

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
    /// The style sheets that it needs besides the frame's, by name: `list` is `css/list.css`, and on a
    /// telephone `css/mobile-list.css` where there is one.
    const SHEETS: &'static [&'static str] = &["order"];

    /// The browser's title, without the shop's name.
    fn title(&self, lang: Language) -> String;

    /// What it says of itself to search engines and to those who share its address; none: it asks not to
    /// be kept by them.
    fn about(&self, _: &Frame) -> Option<About> {
        None
    }

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
        $run!(Pay);
        $run!(PayClosed);
        $run!(Wallet);
        $run!(CancelPage);
        $run!(ChangePage);
        $run!(ClaimPage);
        $run!(RefundAccountPage);
        $run!(ReceiptPage);
        $run!(FindOrder);
        $run!(OrdererPage);
        $run!(AskPage);
        $run!(InquiryPage);
        $run!(ReviewPage);
        $run!(ReviewsPage);
        $run!(Message);
        $run!(Document);
        $run!(Board);
        $run!(Sheet);
        $run!(Join);
        $run!(LetterSent);
        $run!(Login);
        $run!(Verify);
        $run!(Forgot);
        $run!(Reset);
        $run!(NewEmail);
        $run!(Wake);
        $run!(Account);
        $run!(Profile);
        $run!(Addresses);
        $run!(Consents);
        $run!(Leave);
        $run!(History);
        $run!(MyInquiries);
        $run!(MyReviews);
        $run!(AdminHome);
        $run!(Audit);
        $run!(Unmatched);
        $run!(Mailbox);
        $run!(Kept);
        $run!(Letters);
        $run!(LetterPage);
        $run!(AdminMessage);
        $run!(Jobs);
        $run!(JobPage);
    };
}
