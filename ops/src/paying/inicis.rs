//! What a contract with KG Inicis says besides.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use gateways::inicis::{Client, Hosts, Settings};
use gateways::paying::secret::Secret;
use serde::Deserialize;

use crate::config::secret_named;
use crate::shop::SystemClock;

/// Letters of a merchant id.
const MERCHANT: usize = 10;
/// The address that stands for Inicis' own test servers.
const STAGING: &str = "staging";
/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// `[contract.inicis]`. Keys are named by the variables that hold them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Inicis {
    /// The variable that holds INIAPI's initial vector.
    iv: String,
    /// The variable that holds the key of the window on a PC (웹결제 signkey).
    sign_key: String,
    /// The variable that holds the key of the window on telephones.
    hash_key: String,
    /// The address that this server calls from, as it is registered with Inicis.
    server_address: IpAddr,
    /// Whether VAT and what bears none are told apart (복합과세).
    #[serde(default)]
    mixed_taxes: bool,
    /// The addresses that notices come from, where they are others than those known here.
    #[serde(default)]
    notice_addresses: Vec<IpAddr>,
}

impl Inicis {
    /// The way to Inicis, to its test servers (`staging`), or to a simulator at an address. `key` names the variable that
    /// holds INIAPI's key.
    pub(super) fn client(
        &self,
        merchant: &str,
        key: &str,
        address: Option<&str>,
    ) -> Result<Client> {
        if merchant.len() != MERCHANT || !merchant.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            bail!("a merchant id is {MERCHANT} letters and digits, not {merchant:?}");
        }
        let secret = |variable: &str| secret_named(variable).map(Secret::new);
        let mut hosts = match address {
            None => Hosts::live(),
            Some(STAGING) => Hosts::staging(),
            Some(base) => Hosts::simulated(base),
        };
        if !self.notice_addresses.is_empty() {
            hosts.senders.clone_from(&self.notice_addresses);
        }
        let settings = Settings {
            hosts,
            merchant: merchant.to_owned(),
            sign_key: secret(&self.sign_key)?,
            hash_key: secret(&self.hash_key)?,
            api_key: secret(key)?,
            api_iv: secret(&self.iv)?,
            client_ip: self.server_address.to_string(),
            // Only accounts without a window name it.
            shop_url: String::new(),
            mixed_taxes: self.mixed_taxes,
            deadline: DEADLINE,
        };
        Ok(Client::new(settings, Arc::new(SystemClock))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "iv = \"PATH\"\nsign-key = \"PATH\"\nhash-key = \"PATH\"\nserver-address = \"203.0.113.10\"\n";

    fn told(text: &str, merchant: &str) -> String {
        let read: Result<Inicis, _> = toml::from_str(text);
        match read {
            Ok(own) => own
                .client(merchant, "NO_SUCH_KEY", None)
                .err()
                .unwrap()
                .to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_is_missing_or_odd_is_told_in_words() {
        assert!(told(SOUND, "shop000001").contains("NO_SUCH_KEY is not set"));
        assert!(told(SOUND, "shop").contains("a merchant id is 10 letters"));
        let without = SOUND.replace("hash-key", "other-key");
        assert!(told(&without, "shop000001").contains("other-key"));
        let odd = SOUND.replace("203.0.113.10", "shop.example");
        assert!(told(&odd, "shop000001").contains("server-address"));
        let odd = format!("{SOUND}notice-addresses = [\"everybody\"]\n");
        assert!(told(&odd, "shop000001").contains("notice-addresses"));
    }

    #[test]
    fn a_key_that_is_none_is_told_without_saying_it() {
        let own: Inicis = toml::from_str(SOUND).unwrap();
        let failed = own.client("shop000001", "PATH", Some(STAGING));
        let told = failed.err().unwrap().to_string();
        assert!(!told.contains("/bin"), "{told}");
    }
}
