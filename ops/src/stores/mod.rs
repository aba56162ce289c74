//! The stores of this installation: what `DATA/stores.toml` says of them, or the demo's two without it.
//!
//! The first store also answers where a visitor names no host but an address in numbers
//! (`ops/docs/operations.md`).

mod part;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::StoreId;
use serde::Deserialize;
use shop::members::MemberSettings;
use shop::{Links, Stocking, StoreSettings};
use web::StoreFace;
use web::frame::Company;

use part::Part;

use crate::membership::Membership;
use crate::stocked::StockPart;

/// The file, below the data directory.
const FILE: &str = "stores.toml";
/// The demo's stores.
const DEMO: &str = include_str!("../../demo/stores.toml");

/// All stores, in the order of the file.
#[derive(Debug, Clone)]
pub struct Stores {
    parts: Vec<Part>,
    members: Membership,
    stock: StockPart,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Vec<Part>,
    #[serde(default)]
    members: Membership,
    #[serde(default)]
    stock: StockPart,
}

impl Stores {
    /// Reads the data directory's file; the demo's stores where there is none.
    ///
    /// # Errors
    /// The file cannot be read, or says what makes no sense.
    pub fn load(data: &Path) -> Result<Self> {
        let file = data.join(FILE);
        if !file.exists() {
            return Self::read(DEMO).context("the demo's stores");
        }
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        Self::read(&text).with_context(|| format!("in {}", file.display()))
    }

    /// Whether a data directory has no stores of its own.
    pub fn are_the_demos(data: &Path) -> bool {
        !data.join(FILE).exists()
    }

    fn read(text: &str) -> Result<Self> {
        let File {
            store: parts,
            members,
            stock,
        } = toml::from_str(text)?;
        if parts.is_empty() {
            bail!("name at least one store: [[store]] with id and name");
        }
        let mut seen = Vec::new();
        for part in &parts {
            part.check().with_context(|| format!("[{}]", part.id))?;
            let names = part.hosts.iter().map(|host| host.to_ascii_lowercase());
            for name in names.chain([format!("id {}", part.id)]) {
                if seen.contains(&name) {
                    bail!("{name} stands there twice");
                }
                seen.push(name);
            }
        }
        members.check().context("[members]")?;
        Ok(Self {
            parts,
            members,
            stock,
        })
    }

    /// What members are to them.
    pub fn members(&self) -> MemberSettings {
        self.members.settings()
    }

    /// Whether they sell from one stock.
    pub fn stocking(&self) -> Stocking {
        self.stock.stocking()
    }

    /// The first store's id.
    pub fn first(&self) -> &StoreId {
        &self.parts[0].id
    }

    /// What each has agreed on.
    pub fn settings(&self) -> BTreeMap<StoreId, StoreSettings> {
        let each = self.parts.iter();
        each.map(|part| (part.id.clone(), part.settings()))
            .collect()
    }

    /// How each stands before its visitors. `public` is what shoppers type, if a proxy stands before the
    /// shop: its host leads to the first store.
    pub fn faces(&self, public: Option<&str>) -> Vec<StoreFace> {
        let face = |part: &Part| StoreFace {
            store: part.id.clone(),
            hosts: part.hosts.clone(),
            company: Company {
                shop: part.name.clone(),
                ..part.company.clone()
            },
            theme: part.theme.clone(),
        };
        let mut faces: Vec<_> = self.parts.iter().map(face).collect();
        let public = public.map(host_of).filter(|host| {
            let named = faces.iter().flat_map(|face| &face.hosts);
            !named
                .into_iter()
                .any(|known| known.eq_ignore_ascii_case(host))
        });
        if let (Some(first), Some(public)) = (faces.first_mut(), public) {
            first.hosts.push(public.to_owned());
        }
        faces
    }

    /// The addresses of their pages, for an installation whose first store is at `home`.
    pub fn links(&self, home: &str, order_token_key: [u8; 32]) -> Links {
        let links = Links::new(home, order_token_key);
        let own = self.parts.iter().enumerate().filter_map(|(place, part)| {
            let by_host = || match part.hosts.first() {
                Some(host) if place > 0 => Some(at_host(home, host)),
                _ => None,
            };
            let home = part.address.clone().or_else(by_host)?;
            Some((part.id.clone(), home))
        });
        own.fold(links, |links, (store, home)| links.with_home(store, &home))
    }
}

/// The host of an address, without scheme, port and path.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find([':', '/']).unwrap_or(rest.len());
    &rest[..end]
}

/// The same address with another host: scheme and port stay.
fn at_host(address: &str, host: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let port = rest.rsplit_once(':').map(|(_, port)| port);
    let port = port.filter(|port| !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit()));
    match port {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_two_stores_with_addresses_of_their_own() {
        let stores = Stores::read(DEMO).unwrap();
        assert_eq!(stores.first().as_str(), "intake");
        let links = stores.links("http://127.0.0.1:8080", [0; 32]);
        let second = StoreId::new("livestore").unwrap();
        assert_eq!(links.home(stores.first()), "http://127.0.0.1:8080");
        assert_eq!(links.home(&second), "http://livestore.localhost:8080");
        assert_eq!(stores.settings().len(), 2);
        let faces = stores.faces(Some("https://shop.example/"));
        assert!(faces[0].hosts.contains(&"shop.example".to_owned()));
        assert_ne!(faces[0].company.shop, faces[1].company.shop);
    }

    #[test]
    fn stock_is_shared_until_the_file_says_otherwise() {
        let store = "[[store]]\nid = \"a\"\nname = \"가\"\n";
        let stocking = |more: &str| Stores::read(&format!("{store}{more}")).unwrap().stocking();
        assert_eq!(stocking(""), Stocking::Shared);
        assert_eq!(stocking("[stock]"), Stocking::Shared);
        assert_eq!(stocking("[stock]\nseparate = true"), Stocking::Separate);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let wrong = |text: &str| format!("{:#}", Stores::read(text).unwrap_err());
        let store = "[[store]]\nid = \"a\"\nname = \"가\"\n";
        assert!(wrong(&format!("{store}hosts = [\"https://a.example\"]")).contains("hosts"));
        assert!(wrong(&format!("{store}shipping-fee = -1")).contains("below zero"));
        let gift = format!("{store}[[store.gift]]\nsku = \"cup\"\nname = \"컵\"\nfrom = -1");
        assert!(wrong(&gift).contains("below zero"));
        for days in [0, 6] {
            assert!(wrong(&format!("{store}return-days = {days}")).contains("return-days"));
        }
        assert!(Stores::read(&format!("{store}return-days = 7")).is_ok());
        assert!(wrong(&format!("{store}{store}")).contains("twice"));
        assert!(wrong(&format!("{store}colour = \"red\"")).contains("colour"));
        assert!(wrong("store = []").contains("at least one"));
    }
}
