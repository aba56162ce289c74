//! `jangbu messages consents`: who agreed to advertising and who took it back. Words are only added.

use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::json;
use store::post::{Consents as Book, NewWord, Said};
use workers::post::gate::{self, Reason, Sending, Verdict};

use super::said::{self, Known, List, source};
use crate::cli::Usage;
use crate::commands::opened::with_shop;
use crate::commands::order::kst;
use crate::config::Global;
use crate::say::say;
use crate::shop::OpenShop;
use crate::{table, when};

const EXAMPLES: &str = "\
Examples:
  jangbu messages consents import consents.csv
  jangbu messages consents show 010-1234-5678
  jangbu messages consents withdraw 010-1234-5678 --source telephone
  jangbu messages consents withdraw kim@example.kr

The file is CSV with the columns phone or email, said, at and source. `said` is given, reconfirmed, \
night_given, night_withdrawn or withdrawn; the latest word counts. A refusal must be answered within \
14 days.";

/// Words of one statement.
const TOGETHER: usize = 1_000;

/// Who agreed to advertising: bring a list in, look up, take back
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Consents {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Bring a list of what people said in; what is there already is left
    Import {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
    },
    /// What a person said, and whether advertising may go to them now
    Show {
        /// A mobile number or a mail address
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
    /// A person wants no advertising any more
    Withdraw {
        /// A mobile number or a mail address
        #[arg(value_name = "ADDRESS")]
        address: String,
        /// Only at night
        #[arg(long)]
        night: bool,
        /// When they said so; now if not given
        #[arg(long, value_name = "TIME", value_parser = when::moment)]
        at: Option<DateTime<Utc>>,
        /// Where they said so, in a word
        #[arg(long, value_name = "WORD", default_value = "telephone", value_parser = source)]
        source: String,
    },
}

impl Consents {
    pub(super) async fn run(self, global: &Global) -> Result<()> {
        let json = global.json;
        with_shop(global, async |open| self.step.take(open, json).await).await
    }
}

impl Step {
    async fn take(self, open: &OpenShop, json: bool) -> Result<()> {
        match self {
            Self::Import { file } => import(open, &file, json).await,
            Self::Show { address } => show(open, &address, json).await,
            Self::Withdraw {
                address,
                night,
                at,
                source,
            } => {
                if at.is_some_and(|at| at > open.shop.now()) {
                    return Err(Usage("--at lies in the future".to_owned()).into());
                }
                let known = Known::new(&open.shop, &address).map_err(anyhow::Error::msg)?;
                let said = if night {
                    Said::NightWithdrawn
                } else {
                    Said::Withdrawn
                };
                let word = NewWord {
                    medium: known.medium,
                    address: known.fingerprint,
                    said,
                    at: at.unwrap_or_else(|| open.shop.now()),
                    source,
                };
                Book::new(open.pool.clone()).record(&[word]).await?;
                show(open, &address, json).await
            }
        }
    }
}

async fn import(open: &OpenShop, file: &Path, json: bool) -> Result<()> {
    let List { words, bad } = said::read(&open.shop, file)?;
    for (row, why) in &bad {
        eprintln!("row {row}: {why}; left out");
    }
    let (book, mut new) = (Book::new(open.pool.clone()), 0);
    for words in words.chunks(TOGETHER) {
        new += book.record(words).await?;
    }
    let (read, left_out) = (words.len(), bad.len());
    if json {
        say!(
            "{}",
            json!({ "read": read, "new": new, "left_out": left_out })
        )?;
    } else {
        say!("{read} words read, {new} of them new; {left_out} rows left out")?;
    }
    Ok(())
}

async fn show(open: &OpenShop, address: &str, json: bool) -> Result<()> {
    let known = Known::new(&open.shop, address).map_err(anyhow::Error::msg)?;
    let asked = std::slice::from_ref(&known.fingerprint);
    let words = Book::new(open.pool.clone()).of(known.medium, asked).await?;
    let words = words.get(&known.fingerprint).cloned().unwrap_or_default();
    let sending = Sending {
        medium: known.medium,
        advertising: true,
    };
    let standings = gate::standings(&open.pool, sending, asked).await?;
    let standing = standings
        .get(&known.fingerprint)
        .copied()
        .unwrap_or_default();
    let verdict = told(gate::judge(sending, &standing, open.shop.now()));
    if json {
        say!(
            "{}",
            serde_json::to_string_pretty(&json!({ "words": words, "advertising": verdict }))?
        )?;
        return Ok(());
    }
    let mut table = table::table(["said", "when", "source"]);
    for word in &words {
        table.add_row([
            word.said.as_str().to_owned(),
            kst(word.at),
            word.source.clone(),
        ]);
    }
    say!("{table}\nadvertising now: {verdict}")?;
    Ok(())
}

fn told(verdict: Verdict) -> String {
    match verdict {
        Verdict::Send => "yes".to_owned(),
        Verdict::Later(at) => format!("not before {}", kst(at)),
        Verdict::Never(Reason::Suppressed) => "no: the address gets nothing any more".to_owned(),
        Verdict::Never(Reason::NoConsent) => "no: nobody agreed".to_owned(),
        Verdict::Never(Reason::Withdrawn) => "no: it was taken back".to_owned(),
        Verdict::Never(Reason::Lapsed) => "no: two years have passed; ask again".to_owned(),
    }
}
