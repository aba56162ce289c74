//! Simulated payment providers for the demo shop: `jangbu up` opens them on this machine, and other commands
//! beside it find them by the file that it leaves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use domain::StoreId;
use gateways::kakaopay;
use serde::{Deserialize, Serialize};

use super::contracts;
use crate::shop::SystemClock;
use crate::stores::Stores;

/// The directory of their books, below the data directory.
const DIRECTORY: &str = "simulators";
/// Where they listen.
const ADDRESSES: &str = "addresses.json";

/// Open simulators; they close when this is dropped.
pub struct Simulators {
    _kakaopay: kakaopay::simulator::Simulator,
}

#[derive(Debug, Serialize, Deserialize)]
struct Addresses {
    kakaopay: String,
}

impl Simulators {
    /// Opens them for a demo shop; none for a shop with stores or contracts of its own, whose shoppers must
    /// not be offered payments that are none.
    ///
    /// # Errors
    /// Their books cannot be read or written.
    pub async fn open(data: &Path) -> Result<Option<Self>> {
        if data.join(contracts::FILE).exists() || !Stores::are_the_demos(data) {
            return Ok(None);
        }
        let directory = data.join(DIRECTORY);
        std::fs::create_dir_all(&directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
        let books = |name: &str| Some(directory.join(format!("{name}.json")));
        let kakaopay = kakaopay::simulator::Simulator::open(
            kakaopay::simulator::Account::default(),
            Arc::new(SystemClock),
            0,
            books(kakaopay::NAME),
        )
        .await
        .context("the simulated KakaoPay")?;
        let addresses = Addresses {
            kakaopay: kakaopay.url(),
        };
        let file = file(data);
        std::fs::write(&file, serde_json::to_vec(&addresses)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
        Ok(Some(Self {
            _kakaopay: kakaopay,
        }))
    }
}

fn file(data: &Path) -> PathBuf {
    data.join(DIRECTORY).join(ADDRESSES)
}

/// Ways of all stores to the simulated KakaoPay; none where none was ever opened.
pub(super) fn kakaopay(
    data: &Path,
    stores: &[StoreId],
) -> Result<BTreeMap<StoreId, kakaopay::Client>> {
    let Ok(bytes) = std::fs::read(file(data)) else {
        return Ok(BTreeMap::new());
    };
    let addresses: Addresses =
        serde_json::from_slice(&bytes).with_context(|| format!("in {}", file(data).display()))?;
    let account = kakaopay::simulator::Account::default();
    let client = |store: &StoreId| {
        let settings = kakaopay::Settings {
            base: addresses.kakaopay.clone(),
            ..kakaopay::Settings::new(&account.key, &account.cid)
        };
        Ok((store.clone(), kakaopay::Client::new(settings)?))
    };
    stores.iter().map(client).collect()
}
