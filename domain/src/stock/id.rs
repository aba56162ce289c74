//! The names of stocks: of a SKU for all stores together, or for one store alone.

use std::fmt;

use crate::ids::{BadId, Sku, StoreId};

/// Stands between store and SKU. No id of ours holds a control character, so a name is read in one
/// way only, whatever SKUs are called.
const APART: char = '\t';

/// The pieces of one SKU that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StockId {
    /// The name of its stream.
    name: String,
    /// Bytes of it before the SKU; 0 for the stock of all stores.
    sku_at: usize,
}

impl StockId {
    /// What all stores sell from: the stream is named as the SKU is.
    pub fn shared(sku: &Sku) -> Self {
        let name = sku.as_str().to_owned();
        Self { name, sku_at: 0 }
    }

    /// What one store sells from.
    pub fn own(store: &StoreId, sku: &Sku) -> Self {
        let before = Self::before_own(store.as_str());
        let sku_at = before.len();
        let name = before + sku.as_str();
        Self { name, sku_at }
    }

    /// What stands before the SKU in the name of each stock that is this store's own.
    pub fn before_own(store: &str) -> String {
        format!("{store}{APART}")
    }

    /// Reads the name of a stream.
    ///
    /// # Errors
    /// It names no SKU, or one of no store.
    pub fn read(name: &str) -> Result<Self, BadId> {
        let Some((store, sku)) = name.split_once(APART) else {
            return Ok(Self::shared(&Sku::new(name)?));
        };
        Ok(Self::own(&StoreId::new(store)?, &Sku::new(sku)?))
    }

    /// The name of its stream.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The SKU.
    pub fn sku(&self) -> &str {
        &self.name[self.sku_at..]
    }

    /// The store that it belongs to alone; none for the stock of all stores.
    pub fn store(&self) -> Option<&str> {
        self.name[..self.sku_at].strip_suffix(APART)
    }
}

impl fmt::Display for StockId {
    /// As people read it: `EGG-20`, `EGG-20 (livestore)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.store() {
            Some(store) => write!(f, "{} ({store})", self.sku()),
            None => f.write_str(self.sku()),
        }
    }
}
