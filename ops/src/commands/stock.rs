//! `jangbu stock`: what lies on the shelves, what arrives, and what was counted anew.

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};
use domain::{Reference, Sku, StoreId};
use projections::stock::{self, Level};
use serde_json::{Value, json};

use super::opened::{catch_up, with_database};
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::{OpenShop, desk};
use crate::table;

const EXAMPLES: &str = "\
Examples:
  jangbu stock list
  jangbu stock list --store livestore --json
  jangbu stock receive EGG-20 40 --note delivery-2026-0117
  jangbu stock adjust EGG-20 --by -3 --reason broken --note count-2026-01 --store intake

Stores have stock of their own where stores.toml says [stock] separate = true; elsewhere all stores sell from \
one count, whatever --store says. The same note counts once per SKU.";

/// Show what is in stock, book what arrives, correct a count
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Stock {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Pieces of each SKU
    #[command(after_help = EXAMPLES)]
    List {
        /// What this store sells from; all stock without it
        #[arg(long, value_name = "STORE")]
        store: Option<StoreId>,
    },
    /// Pieces arrived
    #[command(after_help = EXAMPLES)]
    Receive {
        sku: Sku,
        /// Pieces
        pieces: u32,
        /// The delivery note: the same one is counted once
        #[arg(long, value_name = "REFERENCE")]
        note: Reference,
        /// The store they are for; the first one without it
        #[arg(long, value_name = "STORE")]
        store: Option<StoreId>,
    },
    /// Pieces were found, lost or counted anew
    #[command(after_help = EXAMPLES)]
    Adjust {
        sku: Sku,
        /// Pieces more; negative: fewer
        #[arg(long, value_name = "PIECES", allow_hyphen_values = true)]
        by: i64,
        /// In a few words; no names of people
        #[arg(long)]
        reason: String,
        /// The count behind it: the same one is counted once
        #[arg(long, value_name = "REFERENCE")]
        note: Reference,
        /// The store whose they are; the first one without it
        #[arg(long, value_name = "STORE")]
        store: Option<StoreId>,
    },
}

impl Stock {
    /// # Errors
    /// There is no such store, the stock refuses, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let (step, json) = (self.step, global.json);
        with_database(global, async |database: &Database, open: &OpenShop| {
            step.take(database, open, json).await
        })
        .await?;
        Ok(Outcome::Done)
    }
}

impl Step {
    async fn take(self, database: &Database, open: &OpenShop, json: bool) -> Result<()> {
        let (moved, store) = match self {
            Self::List { store } => (None, store.map(|it| known(open, Some(it))).transpose()?),
            Self::Receive {
                sku,
                pieces,
                note,
                store,
            } => {
                let store = known(open, store)?;
                let by = desk(store.clone());
                let done = open.shop.receive_stock(&by, &sku, pieces, note).await;
                (Some((sku, done)), Some(store))
            }
            Self::Adjust {
                sku,
                by: delta,
                reason,
                note,
                store,
            } => {
                let store = known(open, store)?;
                let by = desk(store.clone());
                let done = open.shop.adjust_stock(&by, &sku, delta, reason, note).await;
                (Some((sku, done)), Some(store))
            }
        };
        let mut only = None;
        if let Some((sku, done)) = moved {
            let done = done.map_err(|error| anyhow!("{sku}: {error}"))?;
            if done.is_none() && !json {
                say!("nothing done: this note is booked already")?;
            }
            only = Some(sku);
        }
        catch_up(database, open).await?;
        let mut levels = stock::all(&open.pool).await?;
        levels.retain(|level| {
            let its = level.store.as_deref().zip(store.as_ref());
            its.is_none_or(|(its, asked)| its == asked.as_str())
                && only.as_ref().is_none_or(|sku| sku.as_str() == level.sku)
        });
        list(&levels, json)
    }
}

/// A store of this installation; the first one if none is named.
fn known(open: &OpenShop, store: Option<StoreId>) -> Result<StoreId> {
    let store = store.unwrap_or_else(|| open.shown.first().clone());
    if !open.shop.settings().stores.contains_key(&store) {
        bail!("there is no store {store}");
    }
    Ok(store)
}

fn list(levels: &[Level], json: bool) -> Result<()> {
    if json {
        let levels: Vec<Value> = levels.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&levels)?)?;
        return Ok(());
    }
    let columns = [
        "SKU",
        "store",
        "on hand",
        "held",
        "sold",
        "written off",
        "short",
    ];
    let mut table = table::table(columns);
    for level in levels {
        let figures = [
            level.on_hand,
            level.held,
            level.sold,
            level.written_off,
            level.short,
        ];
        let store = level.store.clone().unwrap_or_else(|| "all".to_owned());
        let row = [level.sku.clone(), store].into_iter();
        table.add_row(row.chain(figures.map(table::grouped)));
    }
    table::figures_from(&mut table, 2);
    say!("{table}")?;
    Ok(())
}

fn object(level: &Level) -> Value {
    json!({
        "sku": level.sku,
        "store": level.store,
        "received": level.received,
        "adjusted": level.adjusted,
        "on_hand": level.on_hand,
        "held": level.held,
        "sold": level.sold,
        "written_off": level.written_off,
        "short": level.short,
    })
}
