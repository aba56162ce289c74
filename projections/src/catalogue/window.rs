//! The rows that follow from others: a product's place in the window, its offers and its spelling.
//!
//! They say nothing of their own. Whenever a product or one of its stocks changes, they are made again
//! from the rows of both, so it does not matter in which order streams are folded.

use domain::stock::StockId;

use super::rows_of::Described;
use super::search::Spelling;
use super::tables::{OFFERS, PRODUCTS, STOCK, WINDOW, WORDS};
use crate::docs::Docs;
use crate::projection::{Fault, Scope};
use crate::rows::Rows;

/// What products of a batch bring along.
pub(super) struct Change {
    products: Vec<String>,
    offers: Rows,
    words: Rows,
}

impl Change {
    /// Of all products that the batch touches.
    pub(super) fn of(products: &Docs<'_, Described>) -> Self {
        let mut change = Self {
            products: Vec::new(),
            offers: Rows::new(2),
            words: Rows::new(6),
        };
        let mut all: Vec<_> = products.each().collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        for (id, described) in all {
            change.products.push(id.to_owned());
            let Some(listing) = described.product.listing() else {
                continue;
            };
            for variant in &listing.variants {
                let (store, sku) = (&listing.store, &variant.sku);
                for stock in [StockId::shared(sku), StockId::own(store, sku)] {
                    change.offers.row().text(stock.as_str()).text(id);
                }
            }
            if !described.product.is_hidden() {
                let spelled = Spelling::of(listing);
                let row = change.words.row().text(id);
                row.text(&spelled.names)
                    .text(&spelled.name_initials)
                    .text(&spelled.letters)
                    .text(&spelled.initials)
                    .int4s(&spelled.grams);
            }
        }
        change
    }

    /// Makes the rows of these products again, and tells those that sell from one of the stocks what is
    /// left and sold. Product and stock rows are written already.
    pub(super) async fn write(self, scope: &mut Scope<'_>, stocks: &[&str]) -> Result<(), Fault> {
        if !self.products.is_empty() {
            for table in [OFFERS.name, WORDS.name, WINDOW.name] {
                let sql = format!(
                    "DELETE FROM {}.{table} WHERE product_id = ANY ($1)",
                    scope.schema
                );
                sqlx::query(&sql)
                    .bind(&self.products)
                    .execute(&mut *scope.connection)
                    .await?;
            }
            scope
                .copy(OFFERS.name, "stock_id, product_id", self.offers)
                .await?;
            let columns = "product_id, names, name_initials, letters, initials, grams";
            scope.copy(WORDS.name, columns, self.words).await?;
            place(scope, &self.products).await?;
        }
        if !stocks.is_empty() {
            count(scope, stocks).await?;
        }
        Ok(())
    }
}

/// What is left of a product and how many were sold: the sum over its stocks.
fn counted(schema: &str, of: &str) -> String {
    format!(
        "SELECT o.product_id, coalesce(sum(s.sold), 0)::bigint AS sold, coalesce(bool_or(s.on_hand > 0), false) AS in_stock
           FROM {schema}.{offers} o LEFT JOIN {schema}.{stock} s USING (stock_id)
          WHERE o.product_id {of} GROUP BY o.product_id",
        offers = OFFERS.name,
        stock = STOCK.name,
    )
}

async fn place(scope: &mut Scope<'_>, products: &[String]) -> Result<(), Fault> {
    let schema = scope.schema;
    let sql = format!(
        "INSERT INTO {schema}.{window} (product_id, store, category, category_name, name, price, reduced, badges, listed_at,
                sale_from, sale_until, sold, in_stock)
         SELECT p.product_id, p.store, p.category, p.category_name, p.name, p.price, coalesce(p.list_price > p.price, false), p.badges,
                p.listed_at, p.sale_from, p.sale_until, c.sold, c.in_stock
           FROM {schema}.{products} p JOIN ({counted}) c USING (product_id)
          WHERE p.product_id = ANY ($1) AND NOT p.hidden",
        window = WINDOW.name,
        products = PRODUCTS.name,
        counted = counted(schema, "= ANY ($1)"),
    );
    sqlx::query(&sql)
        .bind(products)
        .execute(&mut *scope.connection)
        .await?;
    Ok(())
}

async fn count(scope: &mut Scope<'_>, stocks: &[&str]) -> Result<(), Fault> {
    let schema = scope.schema;
    let sql = format!(
        "UPDATE {schema}.{window} w SET sold = c.sold, in_stock = c.in_stock
           FROM ({counted}) c
          WHERE w.product_id = c.product_id AND (w.sold, w.in_stock) IS DISTINCT FROM (c.sold, c.in_stock)",
        window = WINDOW.name,
        counted = counted(
            schema,
            &format!("IN (SELECT product_id FROM {schema}.{} WHERE stock_id = ANY ($1))", OFFERS.name)
        ),
    );
    sqlx::query(&sql)
        .bind(stocks)
        .execute(&mut *scope.connection)
        .await?;
    Ok(())
}
