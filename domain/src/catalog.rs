//! Every event the log can hold, listed from the declarations themselves.

use crate::album::AlbumEvent;
use crate::cart::CartEvent;
use crate::categories::CategoriesEvent;
use crate::coupon::CouponEvent;
use crate::credit::CreditEvent;
use crate::document::DocumentEvent;
use crate::image::ImageEvent;
use crate::inquiry::InquiryEvent;
use crate::member::MemberEvent;
use crate::order::OrderEvent;
use crate::payment::PaymentEvent;
use crate::product::ProductEvent;
use crate::review::ReviewEvent;
use crate::rule::EventDoc;
use crate::stock::StockEvent;

/// One aggregate and its events.
#[derive(Debug, Clone, Copy)]
pub struct AggregateDoc {
    /// The aggregate's name in the log.
    pub kind: &'static str,
    /// What its streams are and how they are named.
    pub meaning: &'static str,
    /// Its events.
    pub events: &'static [EventDoc],
}

/// All aggregates, in the order of an order's life.
pub const AGGREGATES: &[AggregateDoc] = &[
    AggregateDoc {
        kind: "product",
        meaning: "What is for sale. One stream per product, named by its id.",
        events: ProductEvent::CATALOG,
    },
    AggregateDoc {
        kind: "categories",
        meaning: "How a store's goods are divided. One stream per store, named by its id.",
        events: CategoriesEvent::CATALOG,
    },
    AggregateDoc {
        kind: "stock",
        meaning: "Pieces of one SKU. One stream per SKU, named by it.",
        events: StockEvent::CATALOG,
    },
    AggregateDoc {
        kind: "cart",
        meaning: "A shopper's cart. One stream per cart, named by a UUID.",
        events: CartEvent::CATALOG,
    },
    AggregateDoc {
        kind: "order",
        meaning: "An order. One stream per order, named by the order's number.",
        events: OrderEvent::CATALOG,
    },
    AggregateDoc {
        kind: "payment",
        meaning: "The ledger of one payment, named by the order's number and `.1`; \
                  a deposit that fits none has a stream `unmatched.{notice}` of its own.",
        events: PaymentEvent::CATALOG,
    },
    AggregateDoc {
        kind: "credit",
        meaning: "Money given back that no order explains. One stream per document.",
        events: CreditEvent::CATALOG,
    },
    AggregateDoc {
        kind: "image",
        meaning: "A picture that was uploaded. One stream per picture, named by what it holds.",
        events: ImageEvent::CATALOG,
    },
    AggregateDoc {
        kind: "album",
        meaning: "The photos that the holder of an order has sent. One stream per order, named by the \
                  order's number.",
        events: AlbumEvent::CATALOG,
    },
    AggregateDoc {
        kind: "document",
        meaning: "Something the shop has written: a notice, an event, a page, the details of a \
                  product. One stream per document, named by store, kind and slug.",
        events: DocumentEvent::CATALOG,
    },
    AggregateDoc {
        kind: "member",
        meaning: "A member of the shop, without name and address. One stream per member, named by a UUID.",
        events: MemberEvent::CATALOG,
    },
    AggregateDoc {
        kind: "coupon",
        meaning: "A coupon as the shop offers it. One stream per coupon, named by its id, which is also \
                  the code that shoppers type.",
        events: CouponEvent::CATALOG,
    },
    AggregateDoc {
        kind: "inquiry",
        meaning: "A shopper's question and the shop's answers. One stream per question, named by a UUID.",
        events: InquiryEvent::CATALOG,
    },
    AggregateDoc {
        kind: "review",
        meaning: "A buyer's opinion of what arrived. One stream per line of an order, named by the \
                  order's number and the line, counted from 0.",
        events: ReviewEvent::CATALOG,
    },
];
