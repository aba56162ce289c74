//! How a shop is known at Inicis, and where Inicis is.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use crate::paying::secret::Secret;

/// The test merchant that Inicis publishes for everybody. No secret at all; only for its test servers and for
/// simulators.
pub mod published {
    /// The merchant id.
    pub const MERCHANT: &str = "INIpayTest";
    /// Of the window on a PC.
    pub const SIGN_KEY: &str = "SU5JTElURV9UUklQTEVERVNfS0VZU1RS";
    /// Of INIAPI.
    pub const API_KEY: &str = "ItEQKi3rY7uvDS8l";
    /// Of INIAPI's cipher.
    pub const API_IV: &str = "HYb3yQ4f65QL89==";
    /// Of the window on telephones.
    pub const HASH_KEY: &str = "3CB8183A4BE283555ACC8363C0360223";
}

/// All that a [`super::Client`] must know. Keys and addresses are the operator's configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where Inicis is.
    pub hosts: Hosts,
    /// The merchant id (상점아이디): ten characters.
    pub merchant: String,
    /// The key of the window on a PC (웹결제 signkey).
    pub sign_key: Secret,
    /// The key of the window on telephones.
    pub hash_key: Secret,
    /// INIAPI's key: 16 characters.
    pub api_key: Secret,
    /// INIAPI's initial vector: 16 characters, used as they are.
    pub api_iv: Secret,
    /// The address that the shop's server calls from, as it is registered with Inicis.
    pub client_ip: String,
    /// The shop's own address (`https://shop.example`), where INIAPI wants one.
    pub shop_url: String,
    /// Whether the contract tells VAT and what bears none apart (복합과세).
    pub mixed_taxes: bool,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Settings {
    /// The published test merchant at these hosts.
    #[must_use]
    pub fn published(hosts: Hosts) -> Self {
        Self {
            hosts,
            merchant: published::MERCHANT.to_owned(),
            sign_key: published::SIGN_KEY.into(),
            hash_key: published::HASH_KEY.into(),
            api_key: published::API_KEY.into(),
            api_iv: published::API_IV.into(),
            client_ip: "127.0.0.1".to_owned(),
            shop_url: "http://localhost".to_owned(),
            mixed_taxes: false,
            deadline: Duration::from_secs(30),
        }
    }
}

/// The addresses that notices came from, as of July 2026. The list changes every few years: a shop can name
/// others, for its own accounts and for each contract.
pub const SENDERS: [IpAddr; 9] = [
    sender(203, 238, 37, 3),
    sender(203, 238, 37, 15),
    sender(203, 238, 37, 16),
    sender(203, 238, 37, 25),
    sender(203, 238, 37, 32),
    sender(183, 109, 71, 153),
    sender(118, 129, 210, 25),
    sender(39, 115, 212, 9),
    // Only for telephones, and only in older texts.
    sender(211, 219, 96, 165),
];

const fn sender(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

/// Inicis' servers: the closed list of what is ever called. What a browser brings is compared with it.
#[derive(Debug, Clone)]
pub struct Hosts {
    /// The script that opens the window on a PC.
    pub script: String,
    /// What the script loads from and sends to, as a page's policy names it: the window's frames, styles and forms.
    pub sites: Vec<String>,
    /// Where the form goes without the script. Only a simulator has such a page.
    pub window: Option<String>,
    /// Approvals of the PC's window, by `idc_name`.
    pub standard: BTreeMap<String, String>,
    /// The window on telephones.
    pub mobile: String,
    /// Approvals of the window on telephones: origins. Their names follow the same pattern as the PC's; confirm
    /// them with Inicis before live use.
    pub mobile_approvals: Vec<String>,
    /// INIAPI.
    pub api: String,
    /// The addresses that notices come from: they have no signature.
    pub senders: Vec<IpAddr>,
}

impl Hosts {
    /// Where money is real.
    #[must_use]
    pub fn live() -> Self {
        Self {
            script: "https://stdpay.inicis.com/stdjs/INIStdPay.js".to_owned(),
            sites: vec!["https://*.inicis.com".to_owned()],
            window: None,
            standard: standard(&["fc", "ks"]),
            mobile: "https://mobile.inicis.com".to_owned(),
            mobile_approvals: mobile(&["", "fc", "ks"]),
            api: "https://iniapi.inicis.com".to_owned(),
            senders: SENDERS.to_vec(),
        }
    }

    /// Inicis' own test servers.
    #[must_use]
    pub fn staging() -> Self {
        Self {
            script: "https://stgstdpay.inicis.com/stdjs/INIStdPay.js".to_owned(),
            sites: vec!["https://*.inicis.com".to_owned()],
            window: None,
            standard: standard(&["stg"]),
            mobile: "https://stgmobile.inicis.com".to_owned(),
            mobile_approvals: mobile(&["stg"]),
            api: "https://stginiapi.inicis.com".to_owned(),
            senders: SENDERS.to_vec(),
        }
    }

    /// A simulator on this machine, for everything.
    #[must_use]
    pub fn simulated(base: &str) -> Self {
        Self {
            script: format!("{base}/stdjs/INIStdPay.js"),
            sites: vec![base.to_owned()],
            window: Some(format!("{base}{}", super::simulator::WINDOW)),
            standard: BTreeMap::from([("stg".to_owned(), base.to_owned())]),
            mobile: base.to_owned(),
            mobile_approvals: vec![base.to_owned()],
            api: base.to_owned(),
            senders: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
        }
    }
}

fn standard(names: &[&str]) -> BTreeMap<String, String> {
    let host = |name: &&str| {
        let host = format!("https://{name}stdpay.inicis.com");
        ((*name).to_owned(), host)
    };
    names.iter().map(host).collect()
}

fn mobile(names: &[&str]) -> Vec<String> {
    let host = |name: &&str| format!("https://{name}mobile.inicis.com");
    names.iter().map(host).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_not_printed() {
        let printed = format!("{:?}", Settings::published(Hosts::staging()));
        for key in [
            published::SIGN_KEY,
            published::API_KEY,
            published::API_IV,
            published::HASH_KEY,
        ] {
            assert!(!printed.contains(key), "{printed}");
        }
    }

    #[test]
    fn the_test_servers_are_not_among_the_live_ones() {
        let live = Hosts::live();
        assert!(!live.standard.contains_key("stg"));
        assert!(!format!("{live:?}").contains("stg"));
    }
}
