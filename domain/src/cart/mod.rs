//! A shopper's cart. It lives in the log, so neither a restart nor the end of a session
//! loses it; and it is where a checkout is anchored: begun once, finished or undone.

mod merge;
mod rule;
mod state;

use chrono::{DateTime, Utc};

pub use merge::HandOver;
pub use state::{Cart, CartItem, CartStatus};

use crate::ids::{CartId, CheckoutKey, CouponId, OrderId, ProductId, Sku};
use crate::money::Won;
use crate::order::OrderDraft;
use crate::rule::events;

events! {
    /// What happened to a cart.
    CartEvent {
        /// Something was put in.
        ItemAdded @ "1" {
            /// The product.
            product: ProductId,
            /// The option's SKU.
            sku: Sku,
            /// Pieces added.
            quantity: u32,
            /// What it cost then, in won: so that a change can be shown.
            price: Won,
        },
        /// The number of pieces changed.
        QuantityChanged @ "1" {
            /// The SKU.
            sku: Sku,
            /// Pieces now.
            quantity: u32,
        },
        /// Something was taken out.
        ItemRemoved @ "1" {
            /// The SKU.
            sku: Sku,
        },
        /// The shopper wants to use a coupon, instead of any chosen before.
        CouponChosen @ "1" {
            /// The coupon.
            coupon: CouponId,
        },
        /// The shopper wants to use none.
        CouponDropped @ "1" {},
        /// The shopper sent the order form: all that is needed to finish the checkout.
        CheckoutBegun @ "1" {
            /// The attempt.
            key: CheckoutKey,
            /// What is being ordered.
            draft: Box<OrderDraft>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The order stands; the cart is empty.
        CheckoutFinished @ "1" {
            /// The attempt.
            key: CheckoutKey,
            /// The order.
            order: OrderId,
        },
        /// The checkout could not be finished; the cart is as before.
        CheckoutUndone @ "1" {
            /// The attempt.
            key: CheckoutKey,
            /// Why, in a word: `short`, `expired`, …
            reason: String,
        },
        /// The shopper logged in while this cart was being ordered: what is left of it when that ends
        /// without an order goes to the member's cart.
        CartPromised @ "1" {
            /// The member's cart.
            to: CartId,
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper logged in: what a guest's cart held goes to the member's. It is empty.
        CartHandedOver @ "1" {
            /// The member's cart.
            to: CartId,
            /// Which hand-over of this cart it is, from 1.
            number: u32,
            /// What goes there.
            items: Vec<CartItem>,
            /// When.
            at: DateTime<Utc>,
        },
        /// What a guest's cart handed over was put in. Pieces of the same SKU are added up.
        CartMerged @ "1" {
            /// The guest's cart.
            from: CartId,
            /// Which hand-over of that cart it was.
            number: u32,
            /// Pieces that were added.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            items: Vec<CartItem>,
            /// Pieces beyond what a cart holds: they were left out.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            left: Vec<CartItem>,
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// What may be asked of a cart.
#[derive(Debug, Clone, PartialEq)]
pub enum CartCommand {
    /// Put something in.
    Add {
        product: ProductId,
        sku: Sku,
        quantity: u32,
        price: Won,
    },
    /// Change the number of pieces; 0 takes it out.
    Change { sku: Sku, quantity: u32 },
    /// Take something out.
    Remove { sku: Sku },
    /// Use a coupon, or none.
    Choose { coupon: Option<CouponId> },
    /// Begin a checkout of exactly these contents. `orders_before` is what [`Cart::led_to`] said when
    /// they were priced: what a first order saves is not given to two.
    BeginCheckout {
        key: CheckoutKey,
        draft: Box<OrderDraft>,
        orders_before: u32,
        at: DateTime<Utc>,
    },
    /// The order stands.
    FinishCheckout { key: CheckoutKey },
    /// Give the checkout up.
    UndoCheckout { key: CheckoutKey, reason: String },
    /// Give all that is in it to a member's cart; what is being ordered, when that has ended.
    HandOver { to: CartId, at: DateTime<Utc> },
    /// Take what a guest's cart handed over.
    Merge {
        from: CartId,
        number: u32,
        items: Vec<CartItem>,
        at: DateTime<Utc>,
    },
}

/// Why a cart refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CartRefusal {
    /// Zero pieces, or more than one order may have.
    #[error("a quantity must be between 1 and {most}")]
    BadQuantity { most: u32 },
    /// Too many different things.
    #[error("a cart holds at most {most} different things")]
    Full { most: usize },
    /// It is not in the cart.
    #[error("{0} is not in the cart")]
    NotInCart(Sku),
    /// Nothing to order.
    #[error("the cart is empty")]
    Empty,
    /// The cart changed after the order form was made.
    #[error("the cart changed meanwhile")]
    Changed,
    /// A checkout is under way.
    #[error("a checkout is under way")]
    CheckoutUnderWay {
        /// The order it leads to.
        order: OrderId,
    },
    /// This attempt ended before: with an order, or without.
    #[error("this attempt has ended")]
    AttemptEnded {
        /// The order, if it led to one.
        order: Option<OrderId>,
    },
    /// No such attempt is under way.
    #[error("no such checkout is under way")]
    NoCheckout,
}
