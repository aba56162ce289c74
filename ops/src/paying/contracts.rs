//! `DATA/payments.toml`: a contract of a store with a payment provider each. Secrets do not stand in it: it names
//! the variables of the environment that hold them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::StoreId;
use domain::payment::Means;
use gateways::paying::secret::Secret;
use gateways::portone::sign::WebhookSecret;
use gateways::{kakaopay, portone, tosspay, tosspayments};
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
    /// Whether shoppers may pay by it; else it only finishes what was begun.
    #[serde(default = "yes")]
    offered: bool,
    /// The variable that holds the secret key.
    key: String,
    /// KakaoPay's merchant id (`cid`), Inicis' (`mid`).
    merchant: Option<String>,
    /// The variable that holds the merchant id's secret, where KakaoPay gave one out.
    merchant_secret: Option<String>,
    /// The browser's key of Toss Payments; no secret.
    client_key: Option<String>,
    /// The variable that holds the key which a few notices of Toss Payments are signed with.
    security_key: Option<String>,
    /// PortOne's id of the store; no secret.
    store_id: Option<String>,
    /// PortOne's channels.
    #[serde(default)]
    channels: Channels,
    /// The variable that holds the secret of PortOne's webhooks.
    webhook_secret: Option<String>,
    /// The sites of whoever is behind PortOne, which its window needs: `https://*.inicis.com`.
    #[serde(default)]
    sites: Vec<String>,
    /// Another address than the provider's own.
    address: Option<String>,
    /// What only Inicis has.
    inicis: Option<Inicis>,
}

const fn yes() -> bool {
    true
}

/// The keys of PortOne's channels, by how is paid; no secrets. What has none is not offered.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Channels {
    card: Option<String>,
    transfer: Option<String>,
    virtual_account: Option<String>,
}

/// Whose.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Provider {
    KakaoPay,
    TossPay,
    TossPayments,
    PortOne,
    Inicis,
}

impl Provider {
    const fn name(self) -> &'static str {
        match self {
            Self::KakaoPay => kakaopay::NAME,
            Self::TossPay => tosspay::NAME,
            Self::TossPayments => tosspayments::NAME,
            Self::PortOne => portone::NAME,
            Self::Inicis => gateways::inicis::NAME,
        }
    }
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
            let name = contract.provider.name();
            let whose = || format!("{FILE}: {store}'s contract with {name}");
            let doubled = contract.enter(&mut ways).with_context(whose)?;
            if doubled {
                bail!("{FILE}: {store} has two contracts with one provider");
            }
            if !contract.offered {
                ways.withheld.insert((store.clone(), name));
            }
        }
        Ok(ways)
    }
}

impl Contract {
    /// Whether the store had one with this provider before.
    fn enter(&self, ways: &mut Ways) -> Result<bool> {
        let store = self.store.clone();
        Ok(match self.provider {
            Provider::KakaoPay => ways.kakaopay.insert(store, self.kakaopay()?).is_some(),
            Provider::TossPay => ways.tosspay.insert(store, self.tosspay()?).is_some(),
            Provider::TossPayments => {
                let client = self.tosspayments()?;
                ways.tosspayments.insert(store, client).is_some()
            }
            Provider::PortOne => ways.portone.insert(store, self.portone()?).is_some(),
            Provider::Inicis => ways.inicis.insert(store, self.inicis()?).is_some(),
        })
    }

    fn kakaopay(&self) -> Result<kakaopay::Client> {
        let merchant = self.merchant.as_deref();
        let merchant = merchant.context("it wants a merchant")?;
        let mut settings = kakaopay::Settings::new(&secret_named(&self.key)?, merchant);
        settings.cid_secret = self
            .merchant_secret
            .as_deref()
            .map(secret_named)
            .transpose()?;
        if let Some(address) = &self.address {
            settings.base.clone_from(address);
        }
        Ok(kakaopay::Client::new(settings)?)
    }

    fn tosspay(&self) -> Result<tosspay::Client> {
        let mut settings = tosspay::Settings::new(Secret::new(secret_named(&self.key)?));
        if let Some(address) = &self.address {
            settings.base.clone_from(address);
        }
        Ok(tosspay::Client::new(settings)?)
    }

    fn tosspayments(&self) -> Result<tosspayments::Client> {
        let client_key = self.client_key.as_deref();
        let client_key = client_key.context("it wants a client-key")?;
        let secret = Secret::new(secret_named(&self.key)?);
        let mut settings = tosspayments::Settings::new(client_key, secret);
        let security_key = self.security_key.as_deref().map(secret_named);
        settings.security_key = security_key.transpose()?.map(Secret::new);
        if let Some(address) = &self.address {
            settings.base.clone_from(address);
        }
        Ok(tosspayments::Client::new(settings)?)
    }

    fn inicis(&self) -> Result<gateways::inicis::Client> {
        let merchant = self.merchant.as_deref();
        let merchant = merchant.context("it wants a merchant")?;
        let own = self.inicis.as_ref();
        let own = own.context("it wants a [contract.inicis]")?;
        own.client(merchant, &self.key, self.address.as_deref())
    }

    fn portone(&self) -> Result<portone::Client> {
        let wants = |what: &str| format!("it wants a {what}");
        let store = self.store_id.as_deref();
        let store = store.with_context(|| wants("store-id"))?;
        let webhook = self.webhook_secret.as_deref();
        let webhook = webhook.with_context(|| wants("webhook-secret"))?;
        let channels = self.channels.by_means();
        if channels.is_empty() {
            bail!("it wants a channel for card, transfer or virtual-account");
        }
        let key = secret_named(&self.key)?;
        let secret = WebhookSecret::read(&secret_named(webhook)?);
        let secret = secret.with_context(|| webhook.to_owned())?;
        let mut settings = portone::Settings::new(&key, store, channels, secret);
        settings.sites.clone_from(&self.sites);
        if let Some(address) = &self.address {
            settings.base.clone_from(address);
        }
        Ok(portone::Client::new(settings)?)
    }
}

impl Channels {
    fn by_means(&self) -> BTreeMap<Means, String> {
        let all = [
            (Means::Card, &self.card),
            (Means::Transfer, &self.transfer),
            (Means::VirtualAccount, &self.virtual_account),
        ];
        let known = all
            .into_iter()
            .filter_map(|(means, key)| Some((means, key.clone()?)));
        known.collect()
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
        let told = |text: &str| format!("{:#}", read(text).err().unwrap());
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
        assert!(told(&of("intake", "tosspayments", "")).contains("wants a client-key"));
        let client = "client-key = \"live_ck_1\"";
        assert!(told(&of("intake", "tosspayments", client)).contains("NO_SUCH_KEY is not set"));
        assert!(told(&of("intake", "inicis", "")).contains("wants a merchant"));
        let merchant = "merchant = \"shop000001\"";
        assert!(told(&of("intake", "inicis", merchant)).contains("wants a [contract.inicis]"));
        assert!(read(&of("intake", "nobody", "")).is_err());
        assert!(read("").unwrap().kakaopay.is_empty());
    }

    #[test]
    fn a_contract_that_is_not_offered_stays_a_contract() {
        // A variable that every environment has.
        let ended = "[[contract]]\nprovider = \"tosspay\"\nstore = \"intake\"\nkey = \"PATH\"\noffered = false";
        let ways = read(ended).unwrap();
        let intake: StoreId = "intake".parse().unwrap();
        assert!(ways.tosspay.contains_key(&intake));
        assert!(ways.withheld.contains(&(intake, tosspay::NAME)));
    }

    #[test]
    fn a_contract_with_portone_names_its_store_channels_and_secrets() {
        let told = |more: &str| {
            let text = format!(
                "[[contract]]\nprovider = \"portone\"\nstore = \"intake\"\nkey = \"NO_SUCH_KEY\"\n{more}"
            );
            format!("{:#}", read(&text).err().unwrap())
        };
        assert!(told("").contains("wants a store-id"));
        let store = "store-id = \"store-1\"";
        assert!(told(store).contains("wants a webhook-secret"));
        let webhook = format!("{store}\nwebhook-secret = \"NO_SUCH_SECRET\"");
        assert!(told(&webhook).contains("wants a channel"));
        let all = format!("{webhook}\nchannels = {{ card = \"channel-key-1\" }}");
        assert!(told(&all).contains("NO_SUCH_KEY is not set"));
        let odd = format!("{webhook}\nchannels = {{ points = \"channel-key-1\" }}");
        assert!(told(&odd).contains("points"));
    }
}
