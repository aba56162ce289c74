//! What is asked of a list: which products, in which order, and the conditions that say so in SQL.

use chrono::{DateTime, Utc};
use sqlx::{Postgres, QueryBuilder};

use super::search::{Fit, Wanted};

/// Which products, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The store.
    pub store: String,
    /// What is scheduled appears and goes by this time.
    pub now: DateTime<Utc>,
    /// Only this category and those below it.
    pub category: Option<String>,
    /// Words that must all occur in name, summary, category, options or SKU; empty for all.
    pub search: String,
    /// Not cheaper than this, won, by the cheapest option.
    pub price_from: Option<i64>,
    /// Not dearer than this, won, by the cheapest option.
    pub price_to: Option<i64>,
    /// Only products with one of these badges; all products if none is said.
    pub badges: Vec<String>,
    /// Only what has a piece on hand.
    pub in_stock: bool,
    /// Only what costs less than before.
    pub reduced: bool,
    /// The order of the list.
    pub sort: Sort,
    /// The page, from 1.
    pub page: u32,
    /// Products on a page.
    pub per_page: u32,
}

impl ListQuery {
    /// The first page of everything, newest first.
    pub fn new(store: impl Into<String>, now: DateTime<Utc>) -> Self {
        Self {
            store: store.into(),
            now,
            category: None,
            search: String::new(),
            price_from: None,
            price_to: None,
            badges: Vec::new(),
            in_stock: false,
            reduced: false,
            sort: Sort::Newest,
            page: 1,
            per_page: 24,
        }
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Listed last comes first.
    #[default]
    Newest,
    /// Cheapest option first.
    PriceLow,
    /// Dearest first, by the cheapest option.
    PriceHigh,
    /// 가나다.
    Name,
    /// Most pieces sold first.
    Popular,
    /// The best match of a search first: the whole name, its beginning, within it, elsewhere; among
    /// those what sells most. Without a search, the most popular first.
    Match,
}

impl Sort {
    /// Each is the order of an index, forwards or backwards.
    pub(super) fn order_by(self) -> &'static str {
        match self {
            Self::Newest => "w.listed_at DESC, w.product_id",
            Self::PriceLow => "w.price, w.product_id",
            Self::PriceHigh => "w.price DESC, w.product_id DESC",
            Self::Name => "w.name, w.product_id",
            Self::Popular | Self::Match => "w.sold DESC, w.product_id",
        }
    }
}

/// The conditions of a query, ready to be written into SQL.
pub(super) struct Conditions<'q> {
    query: &'q ListQuery,
    /// The category and those below it.
    pub(super) categories: Option<Vec<String>>,
    pub(super) looked_for: Option<LookedFor>,
}

/// Words, and how they are best found.
pub(super) struct LookedFor {
    pub(super) wanted: Wanted,
    /// So many products have the words that it is quicker to walk through all of them in the order
    /// asked for until a page is full.
    pub(super) words_common: bool,
    /// The same of names that begin with them.
    pub(super) start_common: bool,
}

impl<'q> Conditions<'q> {
    pub(super) fn of(query: &'q ListQuery) -> Self {
        Self {
            query,
            categories: None,
            looked_for: None,
        }
    }

    /// `FROM … WHERE …` of the window `w`.
    pub(super) fn write(&self, sql: &mut QueryBuilder<'q, Postgres>) {
        let words = self.looked_for.as_ref();
        self.write_from(words.map(|it| (&it.wanted.words, it.words_common)), sql);
    }

    /// The same for products whose names begin with the words.
    pub(super) fn write_start(&self, sql: &mut QueryBuilder<'q, Postgres>) {
        let start = self.looked_for.as_ref();
        self.write_from(start.map(|it| (&it.wanted.start, it.start_common)), sql);
    }

    fn write_from(&self, words: Option<(&Fit, bool)>, sql: &mut QueryBuilder<'q, Postgres>) {
        sql.push(" FROM read.catalogue_window w");
        match words {
            None => self.write_filters(sql),
            Some((fit, true)) => {
                sql.push(" JOIN read.catalogue_words s USING (product_id)");
                self.write_filters(sql);
                fits(fit, ["s.letters", "s.initials"], sql);
            }
            Some((fit, false)) => {
                sql.push(" JOIN (SELECT s.product_id FROM read.catalogue_words s WHERE ");
                holds(fit, sql);
                // Keeps the planner from asking each product instead of the index.
                sql.push(" OFFSET 0) h USING (product_id)");
                self.write_filters(sql);
            }
        }
    }

    fn write_filters(&self, sql: &mut QueryBuilder<'q, Postgres>) {
        let ListQuery { store, now, .. } = self.query;
        sql.push(" WHERE w.store = ").push_bind(store.as_str());
        sql.push(" AND (w.sale_from IS NULL OR w.sale_from <= ")
            .push_bind(*now);
        sql.push(") AND (w.sale_until IS NULL OR w.sale_until > ")
            .push_bind(*now);
        sql.push(")");
        if let Some(categories) = &self.categories {
            sql.push(" AND w.category = ANY (")
                .push_bind(categories.clone());
            sql.push(")");
        }
        if let Some(least) = self.query.price_from {
            sql.push(" AND w.price >= ").push_bind(least);
        }
        if let Some(most) = self.query.price_to {
            sql.push(" AND w.price <= ").push_bind(most);
        }
        if !self.query.badges.is_empty() {
            sql.push(" AND w.badges && ").push_bind(&self.query.badges);
        }
        if self.query.in_stock {
            sql.push(" AND w.in_stock");
        }
        if self.query.reduced {
            sql.push(" AND w.reduced");
        }
    }
}

/// How well a product fits, best first from 0.
pub(super) fn rank(wanted: &Wanted, sql: &mut QueryBuilder<'_, Postgres>) {
    sql.push("CASE WHEN s.names LIKE ")
        .push_bind(wanted.whole.clone());
    sql.push(" THEN 0 WHEN true");
    fits(&wanted.start, ["s.names", "s.name_initials"], sql);
    sql.push(" THEN 1 WHEN true");
    fits(&wanted.words, ["s.names", "s.name_initials"], sql);
    sql.push(" THEN 2 ELSE 3 END");
}

/// The index answers; what it cannot tell is compared.
fn holds(fit: &Fit, sql: &mut QueryBuilder<'_, Postgres>) {
    sql.push("s.grams @> ").push_bind(fit.grams.clone());
    if !fit.grams_suffice {
        fits(fit, ["s.letters", "s.initials"], sql);
    }
}

fn fits(fit: &Fit, [letters, initials]: [&str; 2], sql: &mut QueryBuilder<'_, Postgres>) {
    for (column, operator, all) in [
        (letters, "LIKE", &fit.letters),
        (initials, "LIKE", &fit.initials),
        (letters, "~", &fit.expressions),
    ] {
        for one in all {
            sql.push(format!(" AND {column} {operator} "))
                .push_bind(one.clone());
        }
    }
}
