//! The payment providers on this machine, by themselves.

use anyhow::Result;
use clap::Args;

use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::paying::Simulators;
use crate::say::say;
use crate::server;
use crate::signals;

const EXAMPLES: &str = "\
Examples:
  jangbu simulate payments
  jangbu simulate payments --data /srv/shop --shop http://127.0.0.1:8080

A demo shop opened on the same data directory afterwards (`jangbu up`) uses them instead of opening its own. They \
speak the providers' protocols, check what providers check, and keep their books in DATA/simulators. \
`GET /_simulator/moves` of each shows what moved, `POST /_simulator/faults` has the next calls go wrong.";

/// The payment providers, until Ctrl-C
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Payments {
    /// Where notices go; without it the shop that is open with this --data, or else http://127.0.0.1:8080
    #[arg(long, value_name = "URL")]
    shop: Option<String>,
}

impl Payments {
    pub(super) async fn run(self, global: &Global) -> Result<Outcome> {
        let stop = signals::stop_on_signal()?;
        let shop = self.shop.or_else(|| server::address_in(&global.data));
        let shop = shop.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
        let open = Simulators::open(&global.data, shop.trim_end_matches('/')).await?;
        let Some(open) = open else {
            let why = "these are open already, or the data directory is of a shop with stores or contracts of its own";
            return Err(Usage(why.to_owned()).into());
        };
        let addresses = open.addresses()?;
        if global.json {
            say!("{}", serde_json::Value::Object(addresses))?;
        } else {
            for (name, address) in &addresses {
                say!("{name:<20} {}", address.as_str().unwrap_or_default())?;
            }
        }
        stop.cancelled().await;
        Ok(Outcome::Done)
    }
}
