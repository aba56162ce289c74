//! `jangbu messages suppressions`: telephone numbers that get nothing any more.

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use store::post::{Medium, Suppressions as List};
use workers::post::phone;

use crate::commands::mail::suppressions::{done, tell};
use crate::commands::opened::with_shop;
use crate::config::Global;
use crate::shop::OpenShop;

const EXAMPLES: &str = "\
Examples:
  jangbu messages suppressions list
  jangbu messages suppressions list 010-1234-5678
  jangbu messages suppressions add 010-1234-5678
  jangbu messages suppressions remove 010-1234-5678

A number on the list gets no message any more, whatever it is: for who says that it is not theirs. Who only \
wants no advertising is for `jangbu messages consents withdraw`. The list knows numbers as keyed hashes only: \
it cannot be read, but any number can be asked for.";

/// Numbers listed at most.
const MOST: i64 = 10_000;

/// See or change the list of telephone numbers that get no messages
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Suppressions {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// The list, the latest first; with a number only that one
    List {
        #[arg(value_name = "NUMBER")]
        number: Option<String>,
    },
    /// Send nothing to this number any more
    Add {
        #[arg(value_name = "NUMBER")]
        number: String,
    },
    /// Send to this number again
    Remove {
        #[arg(value_name = "NUMBER")]
        number: String,
    },
}

impl Suppressions {
    pub(super) async fn run(self, global: &Global) -> Result<()> {
        let json = global.json;
        with_shop(global, async |open| self.step.take(open, json).await).await
    }
}

impl Step {
    async fn take(self, open: &OpenShop, json: bool) -> Result<()> {
        let list = List::new(open.pool.clone());
        match self {
            Self::List { number } => {
                let number = number.map(|number| known(open, &number)).transpose()?;
                let listed = list.latest(Medium::Sms, number.as_deref(), MOST).await?;
                tell(&listed, json)
            }
            Self::Add { number } => {
                let number = known(open, &number)?;
                let before = list.find(Medium::Sms, &number).await?;
                list.add(Medium::Sms, &number, "staff", None).await?;
                let (now, already) = ("it gets no messages any more", "it is on the list already");
                done(json, before.is_none(), now, already)
            }
            Self::Remove { number } => {
                let removed = list.remove(Medium::Sms, &known(open, &number)?).await?;
                done(
                    json,
                    removed,
                    "it gets messages again",
                    "it was not on the list",
                )
            }
        }
    }
}

/// A number as the list knows it.
fn known(open: &OpenShop, number: &str) -> Result<Vec<u8>> {
    let number = phone::mobile(number).context("it is no Korean mobile number")?;
    Ok(open.shop.personal_data().fingerprint("phone", &number))
}
