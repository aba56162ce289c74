//! What shopper and shop agreed on: frozen when the order is placed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::events::LineQuantity;
use crate::ids::{CartId, ClaimId, CouponId, MemberId, OrderId, ProviderId, StoreId};
use crate::meta::Channel;
use crate::payment::{Means, ReceiptWish};
use crate::personal::PersonalRef;
use crate::pricing::Quote;

/// Everything that was agreed when an order was placed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderDraft {
    /// The order's number.
    pub order: OrderId,
    /// The store it was placed in.
    pub store: StoreId,
    /// The door it came through.
    pub channel: Channel,
    /// The cart it came from; none for imported orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart: Option<CartId>,
    /// The member who placed it; none for guests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// An imported customer's id, never a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Where it goes: ISO 3166 alpha-2 country, or the imported book's own name of it.
    pub country: String,
    /// Orderer, recipient, address and phone, in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<PersonalRef>,
    /// Prices, discounts, charges and VAT, frozen.
    pub quote: Quote,
    /// The coupon that the quote's promotions owe themselves to: it is reserved for this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<CouponId>,
    /// How it is to be paid.
    pub method: PaymentMethod,
    /// Until when the deposit must arrive.
    pub deposit_deadline: DateTime<Utc>,
    /// The shopper wants the deposit held in escrow until the goods arrive (구매안전서비스).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub escrow: bool,
    /// The cash receipt that it is to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_receipt: Option<ReceiptWish>,
    /// What the shopper agreed to, by name and version: `purchase-2026-11`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<String>,
    /// The order that this one was added to, and is packed with; none for orders of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Supplement>,
    /// The order that was not paid and that this one takes the place of; none for most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaces>,
    /// When the shopper placed it.
    pub placed_at: DateTime<Utc>,
}

/// What an order adds to another one, which was placed before it (추가 주문).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// The order that it is added to.
    pub to: OrderId,
    /// The edit or exchange of that order behind it.
    pub edit: ClaimId,
    /// Pieces of that order that are cancelled once this one is paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then_cancel: Vec<LineQuantity>,
}

/// What an order takes the place of: an order that was changed before it was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaces {
    /// The order, cancelled since.
    pub order: OrderId,
    /// The edit of it behind this one.
    pub edit: ClaimId,
}

/// How an order is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PaymentMethod {
    /// A deposit to an account issued for this order (가상계좌, 무통장입금).
    VirtualAccount {
        /// The bank of the account: three-digit KFTC code.
        bank: String,
    },
    /// In the window of a payment provider.
    Window {
        /// Whose.
        provider: ProviderId,
        /// How.
        means: Means,
    },
    /// Paid elsewhere and known from a book: imported orders.
    Recorded,
}
