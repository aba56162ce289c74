//! How products, their stock and the tree of categories fold into the shop window.

use async_trait::async_trait;

use super::rows_of::{Described, Left, Tree};
use super::tables::{ANALYTICS, OFFERS, PRODUCTS, STOCK, TREES, WINDOW, WORDS};
use super::window;
use crate::docs::{Docs, apply};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};

/// Folds products, stock and categories into the shop window.
pub struct Catalogue;

#[async_trait]
impl Projection for Catalogue {
    fn name(&self) -> &'static str {
        "catalogue"
    }

    fn version(&self) -> i32 {
        3
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Product, Kind::Stock, Kind::Categories]
    }

    fn tables(&self) -> &'static [Table] {
        &[PRODUCTS, STOCK, OFFERS, WINDOW, WORDS, TREES]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let of = |kind: Kind| kind.among(events);
        let mut products = Docs::<Described>::open(scope, of(Kind::Product)).await?;
        let mut shelves = Docs::<Left>::open(scope, of(Kind::Stock)).await?;
        let mut trees = Docs::<Tree>::open(scope, of(Kind::Categories)).await?;
        for event in events {
            match &event.body {
                Ok(Body::Product(happened)) => {
                    let described = products.meet(event)?;
                    described.listed_at.get_or_insert(event.recorded_at);
                    apply(&mut described.product, happened.clone());
                }
                Ok(Body::Stock(happened)) => shelves.meet(event)?.0.fold(happened),
                Ok(Body::Categories(happened)) => {
                    apply(&mut trees.meet(event)?.0, happened.clone());
                }
                _ if event.kind == Kind::Product => drop(products.meet(event)?),
                _ if event.kind == Kind::Stock => drop(shelves.meet(event)?),
                _ => drop(trees.meet(event)?),
            }
        }
        let stocks: Vec<&str> = shelves.each().map(|(stock, _)| stock).collect();
        let described = window::Change::of(&products);
        products.save(scope).await?;
        shelves.save(scope).await?;
        trees.save(scope).await?;
        described.write(scope, &stocks).await
    }
}
