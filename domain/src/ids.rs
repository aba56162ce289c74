//! Typed ids. A stream's id is what people say of it: an order's number, a product's SKU.

use std::fmt;
use std::str::FromStr;

mod claims;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not the id it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {text:?} is not valid")]
pub struct BadId {
    kind: &'static str,
    text: String,
}

impl BadId {
    pub(crate) fn new(kind: &'static str, text: &str) -> Self {
        Self {
            kind,
            text: text.chars().take(80).collect(),
        }
    }
}

/// Printable, no surrounding blanks, bounded: what every text id has in common.
fn well_formed(text: &str, longest: usize) -> bool {
    !text.is_empty()
        && text.len() <= longest
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident, $kind:literal, $longest:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks length (bytes), blanks and control characters.
            pub fn new(text: impl Into<String>) -> Result<Self, BadId> {
                let text = text.into();
                if well_formed(&text, $longest) { Ok(Self(text)) } else { Err(BadId::new($kind, &text)) }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> { Self::new(text) }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> { Self::new(text) }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self { id.0 }
        }
    )+};
}

text_id! {
    /// One of the stores of this installation, e.g. `intake`.
    StoreId, "store", 32;
    /// A product, e.g. `brown-rice-4kg`.
    ProductId, "product", 64;
    /// A stock keeping unit: what is counted, priced and shipped.
    Sku, "SKU", 64;
    /// A product category.
    CategoryId, "category", 64;
    /// An order's number, `20261122-7F3K9Q2MXA`; also the name of its stream.
    OrderId, "order number", 40;
    /// A payment of an order, `20261122-7F3K9Q2MXA.1`; also the name of its stream.
    PaymentId, "payment", 48;
    /// A hold on stock; an order's number, or a name that an import gives.
    HoldId, "hold", 64;
    /// A cancellation, return or exchange of lines of one order.
    ClaimId, "claim", 64;
    /// A refund; goes to the provider as the idempotency key. Holds an order number and a claim.
    RefundId, "refund", 128;
    /// A payment provider, by the name of its adapter, e.g. `kakaopay`.
    ProviderId, "payment provider", 24;
    /// A shopper's way through a provider's window, `20261122-7F3K9Q2MXA-1`; goes to the provider as the
    /// shop's number.
    AttemptId, "payment attempt", 44;
    /// A cash receipt of an order, `20261122-7F3K9Q2MXA-R1`; goes to its issuer as the idempotency key.
    ReceiptId, "cash receipt", 48;
    /// A provider's id of one deposit (Inicis: `no_tid`).
    NoticeId, "deposit notice", 80;
    /// A shopper's attempt to check out; made with the page, so sending it twice is one attempt.
    CheckoutKey, "checkout key", 64;
    /// A grade that members reach, e.g. `silver`.
    GradeId, "grade", 32;
    /// A shopper's opinion of one line of an order; also the name of its stream.
    ReviewId, "review", 64;
    /// A coupon as the shop offers it (a campaign), e.g. `welcome-2026`.
    CouponId, "coupon", 64;
    /// The readable part of a document's address, e.g. `closed-on-holidays`.
    Slug, "slug", 64;
    /// A document the shop has written: its store, kind and slug. Also the name of its stream.
    DocumentId, "document", 128;
    /// The document behind a stock movement: one from outside, or an order, claim and line.
    Reference, "reference", 128;
}

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident, $kind:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::parse_str(text).map(Self).map_err(|_| BadId::new($kind, text))
            }
        }
    )+};
}

uuid_id! {
    /// A shopping cart.
    CartId, "cart";
    /// A member of the shop; also the name of the member's stream.
    MemberId, "member";
    /// A question to the shop; also the name of its stream.
    InquiryId, "inquiry";
    /// An address in a member's address book.
    AddressId, "address";
}

/// Names the ids that are derived from a cart and a checkout key.
const CHECKOUTS: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4368_8b65_636b_6f75_7421);

/// Names the ids that are derived from an order and an edit of it.
const EDITS: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4564_8974_6f72_6465_7221);

/// Names the holds of exchanges.
const EXCHANGES: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4365_8863_6861_6e67_6521);

/// Stands between an order's number and what tells its exchanges apart.
const EXCHANGED: &str = "/x.";
/// The same for holds of edits.
const EDITED: &str = "/e.";

/// Names the carts that belong to members.
const MEMBER_CARTS: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4361_8274_6d65_6d62_6572);

impl CartId {
    /// A member's cart in a store: one, on whatever device.
    pub fn of_member(member: MemberId, store: &StoreId) -> Self {
        let mut name = member.0.as_bytes().to_vec();
        name.extend(store.as_str().bytes());
        Self(Uuid::new_v5(&MEMBER_CARTS, &name))
    }
}

/// Crockford's alphabet: no I, L, O, U, so a number can be read out on the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl OrderId {
    /// The number of the order that this attempt on this cart leads to: the Korean date
    /// and 50 bits derived from both, so repeating the attempt names the same order.
    pub fn derive(cart: CartId, key: &CheckoutKey, at: DateTime<Utc>) -> Self {
        let mut name = cart.0.as_bytes().to_vec();
        name.extend(key.as_str().bytes());
        Self::numbered(at, Uuid::new_v5(&CHECKOUTS, &name))
    }

    /// The number of the order that an edit of another one adds: the same, whoever places it that day.
    pub fn of_edit(order: &Self, edit: &ClaimId, at: DateTime<Utc>) -> Self {
        let name = format!("{order}/{edit}");
        Self::numbered(at, Uuid::new_v5(&EDITS, name.as_bytes()))
    }

    /// The number of the order by which a shopper pays what an exchange costs, agreed on for the
    /// `turn`th time.
    pub fn of_exchange(order: &Self, claim: &ClaimId, turn: u32, at: DateTime<Utc>) -> Self {
        let name = format!("{order}/{claim}/{turn}");
        Self::numbered(at, Uuid::new_v5(&EXCHANGES, name.as_bytes()))
    }

    /// The number of an order known outside by `reference` (an imported invoice).
    pub fn from_reference(reference: &str, at: DateTime<Utc>) -> Self {
        Self::numbered(at, Uuid::new_v5(&CHECKOUTS, reference.as_bytes()))
    }

    fn numbered(at: DateTime<Utc>, seed: Uuid) -> Self {
        let day = at.with_timezone(&chrono_tz::Asia::Seoul).format("%Y%m%d");
        // The low bits of a version 5 UUID are all hash; version and variant lie above.
        let bits = seed.as_u128();
        let tail: String = (0..10)
            .rev()
            .map(|place| {
                char::from(ALPHABET[usize::try_from(bits >> (5 * place) & 31).unwrap_or(0)])
            })
            .collect();
        Self(format!("{day}-{tail}"))
    }

    /// The hold that this order has on each of its SKUs.
    pub fn hold(&self) -> HoldId {
        HoldId(self.0.clone())
    }

    /// The order's payment.
    pub fn payment(&self) -> PaymentId {
        PaymentId(format!("{}.1", self.0))
    }
}

impl CouponId {
    /// The coupon behind what a shopper typed: capitals and blanks make no difference.
    pub fn of_code(typed: &str) -> Result<Self, BadId> {
        let letters = typed.chars().filter(|letter| !letter.is_whitespace());
        Self::new(letters.flat_map(char::to_lowercase).collect::<String>())
    }
}

/// So much of a name as fits into another id, and tells it from others: 20 hexadecimal digits.
fn short(namespace: &Uuid, name: &str) -> String {
    let seed = Uuid::new_v5(namespace, name.as_bytes());
    seed.simple().to_string()[..20].to_owned()
}

impl HoldId {
    /// The hold of the pieces that replace those of an exchange: the order's number, and so much of
    /// the claim's name as fits.
    pub fn of_exchange(order: &OrderId, claim: &ClaimId) -> Self {
        let tail = short(&EXCHANGES, claim.as_str());
        Self(format!("{order}{EXCHANGED}{tail}"))
    }

    /// The hold of what an edit of an unpaid order adds, until its replacement takes all over.
    pub fn of_edit(order: &OrderId, edit: &ClaimId) -> Self {
        let tail = short(&EDITS, edit.as_str());
        Self(format!("{order}{EDITED}{tail}"))
    }

    /// The sale of the pieces of an exchange of which fewer came back than were held for it.
    pub fn of_smaller_exchange(order: &OrderId, claim: &ClaimId) -> Self {
        let tail = short(&EXCHANGES, &format!("{claim}/smaller"));
        Self(format!("{order}{EXCHANGED}{tail}"))
    }

    /// The order whose exchange holds it; none for the holds of orders themselves.
    pub fn exchange_of(&self) -> Option<OrderId> {
        let (order, _) = self.0.split_once(EXCHANGED)?;
        OrderId::new(order).ok()
    }
}

impl ReviewId {
    /// The one review of a line of an order, counted from 0.
    pub fn of(order: &OrderId, line: u32) -> Self {
        Self(format!("{order}/{line}"))
    }
}

impl RefundId {
    /// The refund of an order's claim: the same whoever pays it back.
    pub fn of(order: &OrderId, claim: &ClaimId) -> Self {
        Self(format!("{order}/{claim}"))
    }
}

impl Reference {
    /// What comes back of an order by a claim; the part names a line or a gift, in a few letters.
    pub fn of_claim(order: &OrderId, claim: &ClaimId, part: &str) -> Result<Self, BadId> {
        Self::new(format!("{order}/{claim}/{part}"))
    }
}

impl AttemptId {
    /// An order's attempt, counted from 1.
    pub fn of(order: &OrderId, turn: u32) -> Self {
        Self(format!("{order}-{turn}"))
    }

    /// The order that this attempt would pay; none for what is no attempt of ours.
    pub fn order(&self) -> Option<OrderId> {
        let (order, turn) = self.0.rsplit_once('-')?;
        turn.parse::<u32>().ok()?;
        OrderId::new(order).ok()
    }
}

impl ReceiptId {
    /// An order's receipt, counted from 1.
    pub fn of(order: &OrderId, turn: u32) -> Self {
        Self(format!("{order}-R{turn}"))
    }
}

impl PaymentId {
    /// The order that this payment is for.
    pub fn order(&self) -> Option<OrderId> {
        self.0
            .rsplit_once('.')
            .and_then(|(order, _)| OrderId::new(order).ok())
    }
}
