//! Simulated payment providers for the demo shop: `jangbu up` opens them on this machine, and other commands
//! beside it find them by the file that it leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use domain::StoreId;
use gateways::{inicis, kakaopay, portone, tosspay, tosspayments};
use serde::{Deserialize, Serialize};

use super::{Ways, contracts};
use crate::shop::{DEMO_STORE, SystemClock};
use crate::stores::Stores;

/// The directory of their books, below the data directory.
const DIRECTORY: &str = "simulators";
/// Where they listen.
const ADDRESSES: &str = "addresses.json";
/// How long those that may be open already are waited for.
const PATIENCE: Duration = Duration::from_millis(500);
/// As their windows name the shop.
const SHOP: &str = "장부상회";
/// The same of the second store, which alone offers PortOne.
const SECOND: &str = "살림장부";

/// Open simulators; they close when this is dropped.
pub struct Simulators {
    data: PathBuf,
    _kakaopay: kakaopay::simulator::Simulator,
    _tosspay: tosspay::simulator::Simulator,
    _tosspayments: tosspayments::simulator::Simulator,
    _portone: portone::simulator::Simulator,
    _inicis: inicis::simulator::Simulator,
}

#[derive(Debug, Serialize, Deserialize)]
struct Addresses {
    kakaopay: String,
    tosspay: String,
    tosspayments: String,
    /// None where those that were left are of before it was opened.
    portone: Option<String>,
    inicis: Option<String>,
}

impl Simulators {
    /// Opens them for a demo shop at this address; none where some are open already, and none for a shop with
    /// stores or contracts of its own, whose shoppers must not be offered payments that are none.
    ///
    /// # Errors
    /// Their books cannot be read or written.
    pub async fn open(data: &Path, home: &str) -> Result<Option<Self>> {
        if data.join(contracts::FILE).exists() || !Stores::are_the_demos(data) {
            return Ok(None);
        }
        // What an older shop left, or half a file, is written anew.
        if let Ok(Some(left)) = Addresses::find(data)
            && left.answer().await
        {
            return Ok(None);
        }
        let directory = data.join(DIRECTORY);
        std::fs::create_dir_all(&directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
        let books = |name: &str| Some(directory.join(format!("{name}.json")));
        let clock = Arc::new(SystemClock);
        let account = kakaopay::simulator::Account::default();
        let file = books(kakaopay::NAME);
        let kakaopay = kakaopay::simulator::Simulator::open(account, clock.clone(), 0, file);
        let kakaopay = kakaopay.await.context("the simulated KakaoPay")?;
        let account = tosspay::simulator::Account::simulated(SHOP);
        let file = books(tosspay::NAME);
        let tosspay = tosspay::simulator::Simulator::open(account, clock.clone(), 0, file);
        let tosspay = tosspay.await.context("the simulated TossPay")?;
        let told = format!("{home}/webhooks/pay/{}", tosspayments::NAME);
        let account = tosspayments::simulator::Account::simulated(SHOP, Some(told));
        let file = books(tosspayments::NAME);
        let tosspayments =
            tosspayments::simulator::Simulator::open(account, clock.clone(), 0, file);
        let tosspayments = tosspayments.await.context("the simulated Toss Payments")?;
        let account = portone::simulator::Account {
            shop: SECOND.to_owned(),
            ..portone::simulator::Account::default()
        };
        let file = books(portone::NAME);
        let portone = portone::simulator::Simulator::open(account, clock.clone(), 0, file);
        let portone = portone.await.context("the simulated PortOne")?;
        let told = format!("{home}/webhooks/pay/{}", inicis::NAME);
        let account = inicis::simulator::Account::published(SHOP, Some(told));
        let file = books(inicis::NAME);
        let inicis = inicis::simulator::Simulator::open(account, clock, 0, file);
        let inicis = inicis.await.context("the simulated Inicis")?;
        let addresses = Addresses {
            kakaopay: kakaopay.url(),
            tosspay: tosspay.url(),
            tosspayments: tosspayments.url(),
            portone: Some(portone.url()),
            inicis: Some(inicis.url()),
        };
        addresses.leave(data)?;
        Ok(Some(Self {
            data: data.to_owned(),
            _kakaopay: kakaopay,
            _tosspay: tosspay,
            _tosspayments: tosspayments,
            _portone: portone,
            _inicis: inicis,
        }))
    }
}

impl Simulators {
    /// Where they listen, by their names in `addresses.json`.
    ///
    /// # Errors
    /// The file is gone.
    pub fn addresses(&self) -> Result<serde_json::Map<String, serde_json::Value>> {
        let file = file(&self.data);
        let bytes =
            std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_slice(&bytes).with_context(|| format!("in {}", file.display()))
    }
}

impl Addresses {
    /// Whether they are open. A port may have got another owner since.
    async fn answer(&self) -> bool {
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
        let Ok(client) = client.build() else {
            return false;
        };
        let asked = client.get(format!("{}/_simulator/moves", self.kakaopay));
        let answer = asked.send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    fn leave(&self, data: &Path) -> Result<()> {
        let file = file(data);
        std::fs::write(&file, serde_json::to_vec(self)?)
            .with_context(|| format!("cannot write {}", file.display()))
    }

    fn find(data: &Path) -> Result<Option<Self>> {
        let file = file(data);
        let Ok(bytes) = std::fs::read(&file) else {
            return Ok(None);
        };
        let read = serde_json::from_slice(&bytes);
        read.with_context(|| format!("in {}", file.display()))
            .map(Some)
    }

    fn kakaopay(&self) -> Result<kakaopay::Client> {
        let account = kakaopay::simulator::Account::default();
        let settings = kakaopay::Settings {
            base: self.kakaopay.clone(),
            ..kakaopay::Settings::new(&account.key, &account.cid)
        };
        Ok(kakaopay::Client::new(settings)?)
    }

    fn tosspay(&self) -> Result<tosspay::Client> {
        let account = tosspay::simulator::Account::simulated(SHOP);
        let settings = tosspay::Settings {
            base: self.tosspay.clone(),
            ..tosspay::Settings::new(account.api_key)
        };
        Ok(tosspay::Client::new(settings)?)
    }

    fn tosspayments(&self) -> Result<tosspayments::Client> {
        let account = tosspayments::simulator::Account::simulated(SHOP, None);
        let settings = account.settings_at(&self.tosspayments);
        Ok(tosspayments::Client::new(settings)?)
    }

    fn portone(&self) -> Result<Option<portone::Client>> {
        let Some(url) = &self.portone else {
            return Ok(None);
        };
        let settings = portone::simulator::Account::default().settings_at(url)?;
        Ok(Some(portone::Client::new(settings)?))
    }

    fn inicis(&self) -> Result<Option<inicis::Client>> {
        let Some(url) = &self.inicis else {
            return Ok(None);
        };
        let settings = inicis::Settings::published(inicis::Hosts::simulated(url));
        let client = inicis::Client::new(settings, Arc::new(SystemClock))?;
        Ok(Some(client))
    }
}

fn file(data: &Path) -> PathBuf {
    data.join(DIRECTORY).join(ADDRESSES)
}

/// Ways of all stores to the simulators; none where none was ever opened.
pub(super) fn ways(data: &Path, stores: &[StoreId]) -> Result<Ways> {
    let Some(addresses) = Addresses::find(data)? else {
        return Ok(Ways::default());
    };
    let (portone, inicis) = (addresses.portone()?, addresses.inicis()?);
    let first = stores.iter().find(|store| store.as_str() == DEMO_STORE);
    // One store more than the first is enough to show it.
    let second = stores.iter().find(|store| store.as_str() != DEMO_STORE);
    Ok(Ways {
        withheld: BTreeSet::new(),
        kakaopay: each(stores, &addresses.kakaopay()?),
        tosspay: each(stores, &addresses.tosspay()?),
        tosspayments: each(stores, &addresses.tosspayments()?),
        portone: second.cloned().zip(portone).into_iter().collect(),
        inicis: first.cloned().zip(inicis).into_iter().collect(),
    })
}

/// The same way for each: every command opens the shop, and a client of its own for each store takes time.
fn each<T: Clone>(stores: &[StoreId], client: &T) -> BTreeMap<StoreId, T> {
    let way = |store: &StoreId| (store.clone(), client.clone());
    stores.iter().map(way).collect()
}
