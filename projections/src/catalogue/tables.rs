//! The catalogue's tables, and what analysts see of them.

use crate::projection::{AnalystView, Table};

/// All that is said of a product, one row each.
pub(super) const PRODUCTS: Table = Table {
    name: "catalogue_products",
    columns: "product_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        category text NOT NULL, category_name text NOT NULL, name text NOT NULL, name_en text NOT NULL,
        summary text NOT NULL, summary_en text NOT NULL, picture text NOT NULL, image text,
        badges text[] NOT NULL, tax_free boolean NOT NULL, price bigint NOT NULL, list_price bigint,
        price_varies boolean NOT NULL, skus text[] NOT NULL, hidden boolean NOT NULL,
        sale_from timestamptz, sale_until timestamptz, listed_at timestamptz NOT NULL, doc text NOT NULL",
    key: "product_id",
    indexes: &["USING gin (skus)"],
    trigrams: &[],
};

/// What is left of each stock and how many pieces were sold.
pub(super) const STOCK: Table = Table {
    name: "catalogue_stock",
    columns:
        "stock_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, on_hand bigint NOT NULL,
        sold bigint NOT NULL",
    key: "stock_id",
    indexes: &[],
    trigrams: &[],
};

/// Which products sell from a stock: of each option that of all stores and that of its own store, of which
/// a log has one. Two stores may sell the same SKU. Looked up both ways while the table is filled, so both
/// ways are keys.
pub(super) const OFFERS: Table = Table {
    name: "catalogue_offers",
    columns: "stock_id text COLLATE \"C\" NOT NULL, product_id text COLLATE \"C\" NOT NULL,
        PRIMARY KEY (stock_id, product_id), UNIQUE (product_id, stock_id)",
    key: "stock_id, product_id",
    indexes: &[],
    trigrams: &[],
};

/// By what lists are filtered and sorted: narrow, because pieces sold change with each order. What is
/// hidden is not in it.
pub(super) const WINDOW: Table = Table {
    name: "catalogue_window",
    columns: "product_id text COLLATE \"C\" PRIMARY KEY, store text NOT NULL, category text NOT NULL,
        category_name text NOT NULL, name text COLLATE \"C\" NOT NULL, price bigint NOT NULL, reduced boolean NOT NULL, badges text[] NOT NULL,
        listed_at timestamptz NOT NULL, sale_from timestamptz, sale_until timestamptz,
        sold bigint NOT NULL, in_stock boolean NOT NULL",
    key: "product_id",
    indexes: &[
        "(store, listed_at DESC, product_id)",
        "(store, sold DESC, product_id)",
        "(store, price, product_id)",
        "(store, name, product_id)",
        "(store, category, sale_from, sale_until)",
    ],
    trigrams: &[],
};

/// How products are spelled, for searching.
pub(super) const WORDS: Table = Table {
    name: "catalogue_words",
    columns: "product_id text COLLATE \"C\" PRIMARY KEY, names text COLLATE \"C\" NOT NULL,
        name_initials text COLLATE \"C\" NOT NULL, letters text COLLATE \"C\" NOT NULL,
        initials text COLLATE \"C\" NOT NULL, grams int[] NOT NULL",
    key: "product_id",
    // Products are described seldom and looked for often: nothing waits in a list to be indexed.
    indexes: &["USING gin (grams) WITH (fastupdate = off)"],
    trigrams: &[],
};

/// The tree of each store's categories, as one document.
pub(super) const TREES: Table = Table {
    name: "catalogue_trees",
    columns: "store text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, doc text NOT NULL",
    key: "store",
    indexes: &[],
    trigrams: &[],
};

pub(super) const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "products",
    comment: "Products as they are described now, hidden ones included. One row per product",
    select:
        "SELECT product_id, store, category, category_name, name, price, list_price, skus, hidden,
                    sale_from, sale_until, listed_at
               FROM catalogue_products",
    columns: &[
        ("product_id", "The product"),
        ("price", "The cheapest option, won, VAT included"),
        ("list_price", "That option's price before a reduction, won"),
        ("skus", "Its options"),
        ("hidden", "Taken from the shop window"),
        ("sale_from", "Sold from this time on; always if none"),
        (
            "sale_until",
            "Sold until just before this time; for ever if none",
        ),
        ("listed_at", "When the log took its first listing"),
    ],
}];
