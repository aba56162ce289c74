//! Events as projections meet them: decoded once, shared by all.

use chrono::{DateTime, Utc};
use domain::album::AlbumEvent;
use domain::cart::CartEvent;
use domain::categories::CategoriesEvent;
use domain::coupon::CouponEvent;
use domain::credit::CreditEvent;
use domain::document::DocumentEvent;
use domain::image::ImageEvent;
use domain::inquiry::InquiryEvent;
use domain::member::MemberEvent;
use domain::order::OrderEvent;
use domain::payment::PaymentEvent;
use domain::product::ProductEvent;
use domain::review::ReviewEvent;
use domain::stock::StockEvent;
use serde::de::DeserializeOwned;
use store::{Cursor, Recorded, unreadable};
use uuid::Uuid;

/// The aggregates that the log knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Product,
    Categories,
    Stock,
    Cart,
    Order,
    Payment,
    Credit,
    Image,
    Album,
    Document,
    Member,
    Coupon,
    Inquiry,
    Review,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Product,
        Self::Categories,
        Self::Stock,
        Self::Cart,
        Self::Order,
        Self::Payment,
        Self::Credit,
        Self::Image,
        Self::Album,
        Self::Document,
        Self::Member,
        Self::Coupon,
        Self::Inquiry,
        Self::Review,
    ];

    /// The name in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Categories => "categories",
            Self::Stock => "stock",
            Self::Cart => "cart",
            Self::Order => "order",
            Self::Payment => "payment",
            Self::Credit => "credit",
            Self::Image => "image",
            Self::Album => "album",
            Self::Document => "document",
            Self::Member => "member",
            Self::Coupon => "coupon",
            Self::Inquiry => "inquiry",
            Self::Review => "review",
        }
    }

    /// The events of this kind.
    pub(crate) fn among<'a>(self, events: &[&'a Event]) -> impl Iterator<Item = &'a Event> {
        events
            .iter()
            .copied()
            .filter(move |event| event.kind == self)
    }

    /// The aggregate of this name; none for what projections do not know.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One event of a kind that some projection wants.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its place in the log.
    pub cursor: Cursor,
    /// Its aggregate's type.
    pub kind: Kind,
    /// Its aggregate's id.
    pub stream: String,
    /// Its place in its stream, from 1.
    pub sequence: i64,
    /// A later part of an event that an upcaster split: it repeats cursor and sequence.
    pub part: bool,
    /// Unique to the recorded event.
    pub event_id: Uuid,
    /// Its stable name.
    pub event_type: String,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
    /// What it says, or why it cannot be read (never its content).
    pub body: Result<Body, String>,
}

/// What an event says.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Product(ProductEvent),
    Categories(CategoriesEvent),
    Stock(StockEvent),
    Cart(CartEvent),
    Order(OrderEvent),
    Payment(PaymentEvent),
    Credit(CreditEvent),
    Image(ImageEvent),
    Album(AlbumEvent),
    Document(DocumentEvent),
    Member(MemberEvent),
    Coupon(CouponEvent),
    Inquiry(InquiryEvent),
    Review(ReviewEvent),
    /// An upcaster dropped it; it still counts in its stream.
    Dropped,
}

impl Event {
    /// Decodes an event that has been brought up to the present shapes.
    pub fn decode(kind: Kind, recorded: Recorded) -> Self {
        let text = recorded.payload.as_str();
        let body = match kind {
            Kind::Product => read(text, Body::Product),
            Kind::Categories => read(text, Body::Categories),
            Kind::Stock => read(text, Body::Stock),
            Kind::Cart => read(text, Body::Cart),
            Kind::Order => read(text, Body::Order),
            Kind::Payment => read(text, Body::Payment),
            Kind::Credit => read(text, Body::Credit),
            Kind::Image => read(text, Body::Image),
            Kind::Album => read(text, Body::Album),
            Kind::Document => read(text, Body::Document),
            Kind::Member => read(text, Body::Member),
            Kind::Coupon => read(text, Body::Coupon),
            Kind::Inquiry => read(text, Body::Inquiry),
            Kind::Review => read(text, Body::Review),
        };
        Self {
            body,
            ..Self::bare(kind, recorded)
        }
    }

    /// The place of an event that an upcaster dropped.
    pub fn dropped(kind: Kind, recorded: Recorded) -> Self {
        Self::bare(kind, recorded)
    }

    fn bare(kind: Kind, recorded: Recorded) -> Self {
        Self {
            cursor: recorded.cursor,
            kind,
            stream: recorded.id,
            sequence: recorded.sequence,
            part: false,
            event_id: recorded.event_id,
            event_type: recorded.event_type,
            recorded_at: recorded.recorded_at,
            body: Ok(Body::Dropped),
        }
    }
}

fn read<E: DeserializeOwned>(text: &str, wrap: fn(E) -> Body) -> Result<Body, String> {
    serde_json::from_str(text)
        .map(wrap)
        .map_err(|error| unreadable(&error))
}
