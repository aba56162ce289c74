//! Windows that a provider's script opens over a page of the shop.

use reqwest::Url;

/// The sites that such a page must let in: the provider's own where the script is the provider's own (`live`), and
/// the script's alone where it is a simulator's; those that the contract names as well.
pub(crate) fn origins(sdk: &str, live: &str, sites: &[&str], more: &[String]) -> Vec<String> {
    let of_sdk = Url::parse(sdk).map(|url| url.origin().ascii_serialization());
    let mut origins: Vec<String> = of_sdk.into_iter().collect();
    if sdk == live {
        origins.extend(sites.iter().map(|site| (*site).to_owned()));
    }
    origins.extend(more.iter().cloned());
    let mut seen = std::collections::BTreeSet::new();
    origins.retain(|origin| seen.insert(origin.clone()));
    origins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simulator_s_script_opens_no_other_site() {
        let live = "https://js.pay.example/v1/sdk.js";
        let sites = ["https://js.pay.example", "https://*.pay.example"];
        assert_eq!(origins(live, live, &sites, &[]), sites);
        let more = ["https://*.bank.example".to_owned()];
        let with_more = [sites[0], sites[1], more[0].as_str()];
        assert_eq!(origins(live, live, &sites, &more), with_more);
        let simulated = "http://127.0.0.1:8123/v1/sdk.js";
        assert_eq!(
            origins(simulated, live, &sites, &[]),
            ["http://127.0.0.1:8123"]
        );
    }
}
