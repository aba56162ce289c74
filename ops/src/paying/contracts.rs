//! `DATA/payments.toml`: a contract of a store with a payment provider each. Secrets do not stand in it: it names
//! the variables of the environment that hold them.

use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::StoreId;
use gateways::paying::secret::Secret;
use gateways::{kakaopay, tosspay};
use serde::Deserialize;

use super::Ways;
use super::inicis::Inicis;
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Contract {
    store: StoreId,
    provider: Provider,
    /// The variable that holds the secret key.
    key: String,
    /// KakaoPay's merchant id (`cid`), Inicis' (`mid`).
    merchant: Option<String>,
    /// The variable that holds the merchant id's secret, where KakaoPay gave one out.
    merchant_secret: Option<String>,
    /// Another address than the provider's own.
    address: Option<String>,
    /// What only Inicis has.
    inicis: Option<Inicis>,
}

/// Whose.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Provider {
    KakaoPay,
    TossPay,
    Inicis,
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
    /// The stores' ways to their providers.
    pub(super) fn ways(&self, stores: &[StoreId]) -> Result<Ways> {
        let mut ways = Ways::default();
        for contract in &self.contract {
            let store = &contract.store;
            if !stores.contains(store) {
                bail!("{FILE}: there is no store {store}");
            }
            let doubled = match contract.provider {
                Provider::KakaoPay => {
                    let client = contract.kakaopay()?;
                    ways.kakaopay.insert(store.clone(), client).is_some()
                }
                Provider::TossPay => {
                    let client = contract.tosspay()?;
                    ways.tosspay.insert(store.clone(), client).is_some()
                }
                Provider::Inicis => {
                    let client = contract.inicis()?;
                    ways.inicis.insert(store.clone(), client).is_some()
                }
            };
            if doubled {
                bail!("{FILE}: {store} has two contracts with one provider");
            }
        }
        Ok(ways)
    }
}

impl Contract {
    fn kakaopay(&self) -> Result<kakaopay::Client> {
        let merchant = self.merchant.as_deref();
        let merchant = merchant.with_context(|| format!("{FILE}: kakaopay wants a merchant"))?;
        let mut settings = kakaopay::Settings::new(&secret_named(&self.key)?, merchant);
        settings.cid_secret = self
            .merchant_secret
            .as_deref()
            .map(secret_named)
            .transpose()?;
        if let Some(address) = &self.address {
            settings.base.clone_from(address);
        }
        kakaopay::Client::new(settings).with_context(|| format!("{FILE}: kakaopay"))
    }

    fn tosspay(&self) -> Result<tosspay::Client> {
        let mut settings = tosspay::Settings::new(Secret::new(secret_named(&self.key)?));
        if let Some(address) = &self.address {
            settings.base.clone_from(address);
        }
        tosspay::Client::new(settings).with_context(|| format!("{FILE}: tosspay"))
    }

    fn inicis(&self) -> Result<gateways::inicis::Client> {
        let merchant = self.merchant.as_deref();
        let merchant = merchant.with_context(|| format!("{FILE}: inicis wants a merchant"))?;
        let own = self.inicis.as_ref();
        let own = own.with_context(|| format!("{FILE}: inicis wants a [contract.inicis]"))?;
        own.client(merchant, &self.key, self.address.as_deref())
            .with_context(|| format!("{FILE}: inicis"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Ways> {
        let contracts: Contracts = toml::from_str(text)?;
        contracts.ways(&["intake".parse()?])
    }

    #[test]
    fn a_contract_names_its_store_and_where_its_secret_is() {
        let told = |text: &str| read(text).err().unwrap().to_string();
        let of = |store: &str, provider: &str, more: &str| {
            format!(
                "[[contract]]\nprovider = \"{provider}\"\nstore = \"{store}\"\nkey = \"NO_SUCH_KEY\"\n{more}"
            )
        };
        let merchant = "merchant = \"C\"";
        assert!(
            told(&of("elsewhere", "kakaopay", merchant)).contains("there is no store elsewhere")
        );
        assert!(told(&of("intake", "kakaopay", merchant)).contains("NO_SUCH_KEY is not set"));
        assert!(told(&of("intake", "kakaopay", "")).contains("wants a merchant"));
        assert!(told(&of("intake", "tosspay", "")).contains("NO_SUCH_KEY is not set"));
        assert!(told(&of("intake", "inicis", "")).contains("wants a merchant"));
        let merchant = "merchant = \"shop000001\"";
        assert!(told(&of("intake", "inicis", merchant)).contains("wants a [contract.inicis]"));
        assert!(read(&of("intake", "nobody", "")).is_err());
        assert!(read("").unwrap().kakaopay.is_empty());
    }
}
