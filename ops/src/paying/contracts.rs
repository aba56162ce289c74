//! `DATA/payments.toml`: a contract of a store with a payment provider each. Secrets do not stand in it: it names
//! the variables of the environment that hold them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::StoreId;
use gateways::kakaopay::{Client, Settings};
use serde::Deserialize;

use crate::config::secret_named;

/// The file, below the data directory.
pub(super) const FILE: &str = "payments.toml";

/// All contracts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contracts {
    #[serde(default)]
    contract: Vec<Contract>,
}

/// One of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "provider", rename_all = "lowercase")]
enum Contract {
    /// KakaoPay.
    KakaoPay {
        store: StoreId,
        /// The merchant id (`cid`).
        merchant: String,
        /// The variable that holds the secret key.
        key: String,
        /// The variable that holds the merchant id's secret, where KakaoPay gave one out.
        merchant_secret: Option<String>,
        /// Another address than KakaoPay's own.
        address: Option<String>,
    },
}

/// The contracts; none where there is no file.
pub(super) fn read(data: &Path) -> Result<Option<Contracts>> {
    let file = data.join(FILE);
    if !file.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let read = toml::from_str(&text).with_context(|| format!("in {}", file.display()));
    read.map(Some)
}

impl Contracts {
    /// The stores' ways to KakaoPay.
    pub(super) fn kakaopay(&self, stores: &[StoreId]) -> Result<BTreeMap<StoreId, Client>> {
        let mut clients = BTreeMap::new();
        for contract in &self.contract {
            let Contract::KakaoPay {
                store,
                merchant,
                key,
                merchant_secret,
                address,
            } = contract;
            if !stores.contains(store) {
                bail!("{FILE}: there is no store {store}");
            }
            let mut settings = Settings::new(&secret_named(key)?, merchant);
            settings.cid_secret = merchant_secret.as_deref().map(secret_named).transpose()?;
            if let Some(address) = address {
                settings.base.clone_from(address);
            }
            let client = Client::new(settings).with_context(|| format!("{FILE}: kakaopay"))?;
            if clients.insert(store.clone(), client).is_some() {
                bail!("{FILE}: {store} has two contracts with kakaopay");
            }
        }
        Ok(clients)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BTreeMap<StoreId, Client>> {
        let contracts: Contracts = toml::from_str(text)?;
        contracts.kakaopay(&["intake".parse()?])
    }

    #[test]
    fn a_contract_names_its_store_and_where_its_secret_is() {
        let told = |text: &str| read(text).unwrap_err().to_string();
        let of = |store: &str| {
            format!(
                "[[contract]]\nprovider = \"kakaopay\"\nstore = \"{store}\"\nmerchant = \"C\"\nkey = \"NO_SUCH_KEY\""
            )
        };
        assert!(told(&of("elsewhere")).contains("there is no store elsewhere"));
        assert!(told(&of("intake")).contains("NO_SUCH_KEY is not set"));
        assert!(read("[[contract]]\nprovider = \"nobody\"").is_err());
        assert!(read("").unwrap().is_empty());
    }
}
