//! What the pages must be told; read from the environment by `ops`, never here.

use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use domain::StoreId;
use sha1::{Digest, Sha1};
use shop::images::ImageAddresses;
use subtle::ConstantTimeEq;

use crate::frame::Company;

/// How long a page waits for the tables by default: nobody takes that for a delay.
pub const PATIENCE: Duration = Duration::from_millis(300);

/// Writes down all metrics, in Prometheus' text form.
pub type Render = Arc<dyn Fn() -> String + Send + Sync>;

/// How one store stands before its visitors.
#[derive(Debug, Clone)]
pub struct StoreFace {
    /// The store.
    pub store: StoreId,
    /// The host names that lead to it, without port.
    pub hosts: Vec<String>,
    /// Who runs it; stands at the foot of every page.
    pub company: Company,
    /// The folder of its logo and colours below `web/static/themes`.
    pub theme: String,
}

impl StoreFace {
    /// A made-up company's store without a host name of its own.
    #[must_use]
    pub fn made_up(store: StoreId) -> Self {
        Self {
            store,
            hosts: Vec::new(),
            company: Company::default(),
            theme: "intake".into(),
        }
    }
}

/// Settings of the pages.
#[derive(Clone)]
pub struct WebConfig {
    /// The stores, at least one. The first one also answers doors that belong to no store.
    pub stores: Vec<StoreFace>,
    /// The store of whoever names no host but an address in numbers, or `localhost`. None: such visitors
    /// are told that there is no shop.
    pub by_number: Option<StoreId>,
    /// Signs cookies: 64 bytes or more of randomness.
    pub cookie_key: Vec<u8>,
    /// Makes the unguessable part of an order's address: 32 bytes of randomness.
    pub order_token_key: [u8; 32],
    /// Shoppers come by https (a proxy ends it before us): secure cookies, HSTS.
    pub https: bool,
    /// Who may send deposit notices. With a test provider on this machine, add the loopback address.
    pub notice_senders: Vec<Net>,
    /// How Solapi's webhooks are known; none: there is no such address.
    pub solapi: Option<SolapiWebhook>,
    /// Proxies whose `X-Forwarded-For` is believed. Empty: the connection's own address counts.
    pub trusted_proxies: Vec<Net>,
    /// Where browsers find pictures.
    pub images: ImageAddresses,
    /// How long a page waits for the tables to hear of what its visitor has just done.
    pub patience: Duration,
    /// What `/metrics` on the admin port answers.
    pub metrics: Render,
}

impl WebConfig {
    /// Settings of one made-up store, with no senders of notices and no proxies, for http on this machine.
    #[must_use]
    pub fn new(store: StoreId, cookie_key: Vec<u8>, order_token_key: [u8; 32]) -> Self {
        Self {
            stores: vec![StoreFace::made_up(store.clone())],
            by_number: Some(store),
            cookie_key,
            order_token_key,
            https: false,
            notice_senders: Vec::new(),
            solapi: None,
            trusted_proxies: Vec::new(),
            images: ImageAddresses::default(),
            patience: PATIENCE,
            metrics: Arc::new(String::new),
        }
    }
}

/// How Solapi's webhooks are known: by what stands in `X-Solapi-Secret`.
#[derive(Clone)]
pub struct SolapiWebhook {
    expected: Vec<u8>,
}

impl SolapiWebhook {
    /// The header holds the SHA-1 of the secret, in hexadecimal, as it was seen to.
    pub fn hashed(secret: &str) -> Self {
        let expected = HEXLOWER.encode(&Sha1::digest(secret)).into_bytes();
        Self { expected }
    }

    /// The header holds the secret itself.
    pub fn plain(secret: &str) -> Self {
        let expected = secret.as_bytes().to_vec();
        Self { expected }
    }

    /// Whether the header holds it; tells nothing by the time it takes.
    pub(crate) fn knows(&self, header: &[u8]) -> bool {
        self.expected.ct_eq(header).into()
    }
}

/// An address, or a block of them (`10.0.0.0/8`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Net {
    address: IpAddr,
    prefix: u8,
}

/// A text that is neither an address nor a block.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an address nor a block like 10.0.0.0/8")]
pub struct BadNet(pub String);

impl Net {
    /// Whether an address lies in it. An IPv4 address written as IPv6 counts as IPv4.
    #[must_use]
    pub fn contains(&self, other: IpAddr) -> bool {
        match (self.address.to_canonical(), other.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.prefix.min(32));
                (u64::from(net.to_bits()) >> shift) == (u64::from(other.to_bits()) >> shift)
            }
            (IpAddr::V6(net), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.prefix.min(128));
                let cut = |bits: u128| bits.checked_shr(shift).unwrap_or(0);
                cut(net.to_bits()) == cut(other.to_bits())
            }
            _ => false,
        }
    }
}

impl FromStr for Net {
    type Err = BadNet;

    fn from_str(text: &str) -> Result<Self, BadNet> {
        let bad = || BadNet(text.to_owned());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => most,
            Some(text) => text
                .trim()
                .parse()
                .ok()
                .filter(|bits| *bits <= most)
                .ok_or_else(bad)?,
        };
        Ok(Self { address, prefix })
    }
}

/// Who really asks: the connection's address, or, behind trusted proxies, the last address that
/// none of them is. A forged `X-Forwarded-For` of a stranger is never believed.
#[must_use]
pub fn client_address(peer: IpAddr, forwarded: Option<&str>, trusted: &[Net]) -> IpAddr {
    let trusts = |address: IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut client = peer;
    for hop in forwarded.unwrap_or("").rsplit(',') {
        if !trusts(client) {
            break;
        }
        match hop.trim().parse() {
            Ok(address) => client = address,
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> Net {
        text.parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn solapi_is_known_by_the_hash_of_its_secret() {
        let hashed = SolapiWebhook::hashed("demo-webhook-secret");
        assert!(hashed.knows(b"8cbc5a16b007261bd55b311a61a8cb53b8a8ad1e"));
        assert!(!hashed.knows(b"demo-webhook-secret") && !hashed.knows(b""));
        assert!(SolapiWebhook::plain("demo").knows(b"demo"));
    }

    #[test]
    fn a_block_holds_its_addresses() {
        assert!(net("10.0.0.0/8").contains(ip("10.9.8.7")));
        assert!(net("10.0.0.0/8").contains(ip("::ffff:10.9.8.7")));
        assert!(!net("10.0.0.0/8").contains(ip("11.0.0.1")));
        assert!(net("203.238.37.3").contains(ip("203.238.37.3")));
        assert!(!net("203.238.37.3").contains(ip("203.238.37.4")));
        assert!(net("0.0.0.0/0").contains(ip("8.8.8.8")));
        assert!(net("::/0").contains(ip("::1")));
        assert!(net("fd00::/8").contains(ip("fd12::1")));
        assert!(!net("fd00::/8").contains(ip("10.0.0.1")));
        assert!("10.0.0.0/33".parse::<Net>().is_err());
        assert!("shop.example".parse::<Net>().is_err());
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
        let trusted = [net("10.0.0.0/8")];
        let client = |peer, forwarded| client_address(ip(peer), forwarded, &trusted);
        assert_eq!(client("1.2.3.4", Some("203.238.37.3")), ip("1.2.3.4"));
        assert_eq!(client("10.0.0.1", Some("203.238.37.3")), ip("203.238.37.3"));
        assert_eq!(
            client("10.0.0.1", Some("203.238.37.3, 9.9.9.9")),
            ip("9.9.9.9")
        );
        assert_eq!(client("10.0.0.1", Some("9.9.9.9, 10.0.0.2")), ip("9.9.9.9"));
        assert_eq!(client("10.0.0.1", Some("nonsense")), ip("10.0.0.1"));
        assert_eq!(client("10.0.0.1", None), ip("10.0.0.1"));
    }
}
