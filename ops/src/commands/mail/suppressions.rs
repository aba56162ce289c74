//! The list of addresses that get no letters.

use anyhow::Result;
use clap::Subcommand;
use data_encoding::HEXLOWER;
use serde_json::json;
use shop::mail_address;
use store::post::{Listed, Medium, Suppressions};

use crate::commands::order::kst;
use crate::say::say;
use crate::shop::OpenShop;
use crate::table;

pub(super) const HELP: &str = "\
Examples:
  jangbu mail suppressions list
  jangbu mail suppressions list me@example.org
  jangbu mail suppressions add me@example.org
  jangbu mail suppressions remove me@example.org";

/// Addresses listed at most.
const MOST: i64 = 10_000;

/// What is done with the list.
#[derive(Debug, Subcommand)]
pub enum Change {
    /// The list, the latest first; with an address only that one
    List {
        #[arg(value_name = "ADDRESS")]
        address: Option<String>,
    },
    /// Send nothing to this address any more
    Add {
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
    /// Send to this address again
    Remove {
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
}

impl Change {
    pub(super) async fn take(self, open: &OpenShop, json: bool) -> Result<()> {
        let list = Suppressions::new(open.pool.clone());
        let known = |address: &str| {
            let plain = mail_address::plain(address);
            anyhow::ensure!(mail_address::is_plain(&plain), "it is no mail address");
            Ok(open.shop.mail_fingerprint(address))
        };
        match self {
            Self::List { address } => {
                let address = address.map(|address| known(&address)).transpose()?;
                let listed = list.latest(Medium::Email, address.as_deref(), MOST);
                let listed = listed.await?;
                tell(&listed, json)
            }
            Self::Add { address } => {
                let address = known(&address)?;
                let before = list.find(Medium::Email, &address).await?;
                list.add(Medium::Email, &address, "staff", None).await?;
                done(
                    json,
                    before.is_none(),
                    "it gets no letters any more",
                    "it is on the list already",
                )
            }
            Self::Remove { address } => {
                let removed = list.remove(Medium::Email, &known(&address)?).await?;
                done(
                    json,
                    removed,
                    "it gets letters again",
                    "it was not on the list",
                )
            }
        }
    }
}

/// Shows addresses of the list.
pub(in crate::commands) fn tell(listed: &[Listed], json: bool) -> Result<()> {
    if json {
        let object = |listed: &Listed| {
            json!({
                "address": HEXLOWER.encode(&listed.address), "reason": listed.reason,
                "cause": listed.cause, "since": listed.since,
            })
        };
        let listed: Vec<_> = listed.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&listed)?)?;
        return Ok(());
    }
    let mut table = table::table(["since", "reason", "notification", "address (keyed hash)"]);
    for listed in listed {
        table.add_row([
            kst(listed.since),
            listed.reason.clone(),
            listed.cause.clone().unwrap_or_else(|| "—".to_owned()),
            HEXLOWER.encode(&listed.address),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

/// Says whether the list was changed.
pub(in crate::commands) fn done(json: bool, changed: bool, now: &str, already: &str) -> Result<()> {
    if json {
        say!("{}", json!({ "changed": changed }))?;
    } else {
        say!("{}", if changed { now } else { already })?;
    }
    Ok(())
}
