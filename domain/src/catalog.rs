//! Every event the log can hold, listed from the declarations themselves.

use crate::cart::CartEvent;
use crate::credit::CreditEvent;
use crate::order::OrderEvent;
use crate::payment::PaymentEvent;
use crate::product::ProductEvent;
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
];
