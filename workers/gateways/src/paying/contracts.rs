//! The stores' contracts with one provider: a client for each store that has one.

use std::collections::BTreeMap;

use domain::StoreId;
use shop::ports::GatewayError;

/// Each store's client.
#[derive(Debug)]
pub struct Contracts<T>(BTreeMap<StoreId, T>);

impl<T> Contracts<T> {
    /// These stores' clients.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, T>) -> Self {
        Self(stores)
    }

    /// The client of a store.
    ///
    /// # Errors
    /// [`GatewayError::Declined`] with `no-contract` for a store that has none.
    pub fn of(&self, store: &StoreId) -> Result<&T, GatewayError> {
        let found = self.0.get(store);
        found.ok_or_else(|| GatewayError::Declined("no-contract".to_owned()))
    }

    /// Whether a store has a contract.
    #[must_use]
    pub fn has(&self, store: &StoreId) -> bool {
        self.0.contains_key(store)
    }

    /// The clients of all stores, by the stores' names.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_without_a_contract_is_declined() {
        let with: StoreId = "intake".parse().unwrap();
        let without: StoreId = "elsewhere".parse().unwrap();
        let contracts = Contracts::new(BTreeMap::from([(with.clone(), 7)]));
        assert_eq!(contracts.of(&with), Ok(&7));
        assert!(contracts.has(&with) && !contracts.has(&without));
        let declined = GatewayError::Declined("no-contract".to_owned());
        assert_eq!(contracts.of(&without), Err(declined));
        assert_eq!(contracts.all().collect::<Vec<_>>(), [&7]);
    }
}
