//! `jangbu messages`: the shop's messages, one message to many, who agreed to advertising, and who
//! gets none.

mod bulk;
mod consents;
mod said;
mod sends;
mod show;
mod suppressions;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::cli::Outcome;
use crate::config::Global;

const EXAMPLES: &str = "\
Examples:
  jangbu messages list
  jangbu messages preview order-paid
  jangbu messages templates --out templates.csv
  jangbu messages bulk --text words.txt --recipients people.csv --advertising --yes
  jangbu messages consents withdraw 010-1234-5678
  jangbu messages suppressions add 010-1234-5678

A message goes out by Kakao's Alimtalk where its template is approved and its code stands in \
DATA/post.toml, and as SMS or LMS otherwise.";

/// The shop's messages, one message to many, consents to advertising, and numbers that get none
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Messages {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// All messages, and how long they are
    List,
    /// A message with sample values, by Alimtalk and as the short message instead
    Preview {
        /// Its name, as `list` shows it
        #[arg(value_name = "NAME")]
        name: String,
        /// Which of its samples; all if not given
        #[arg(long, value_name = "SAMPLE")]
        sample: Option<String>,
    },
    /// All templates as CSV, to be registered with Kakao for approval
    Templates {
        /// The file to write; standard output if not given
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    Bulk(Box<bulk::Bulk>),
    Consents(consents::Consents),
    Suppressions(suppressions::Suppressions),
}

impl Messages {
    /// # Errors
    /// There is no such message, a file cannot be read, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        match self.step {
            Step::List => show::list(global)?,
            Step::Preview { name, sample } => show::preview(&name, sample.as_deref(), global.json)?,
            Step::Templates { out } => show::templates(out.as_deref())?,
            Step::Bulk(bulk) => bulk.run(global).await?,
            Step::Consents(consents) => consents.run(global).await?,
            Step::Suppressions(suppressions) => suppressions.run(global).await?,
        }
        Ok(Outcome::Done)
    }
}
