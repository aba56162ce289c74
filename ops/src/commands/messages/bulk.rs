//! `jangbu messages bulk`: one message to many.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use domain::{Actor, StoreId};
use serde_json::json;
use shop::StoreSettings;
use shop::ports::post::TextBody;
use store::post::senders;
use uuid::Uuid;
use workers::post::bulk::{self, BadRow, Content, Plan, Recipient, Recipients};

use super::sends::Step;
use crate::cli::Usage;
use crate::commands::opened::with_shop;
use crate::config::{Global, Texts};
use crate::post::stores::Leaving;
use crate::post::texts::leave;
use crate::progress;
use crate::say::say;
use crate::shop::{DEMO_STORE, OpenShop};

const EXAMPLES: &str = "\
Examples:
  jangbu messages bulk --text words.txt --recipients people.csv
  jangbu messages bulk --text words.txt --recipients people.csv --advertising --yes
  jangbu messages bulk --template dormancy-notice --recipients people.csv --yes
  jangbu messages bulk watch 019a4c1e-…

The file of recipients is CSV in UTF-8 with a column `phone` and one for each #{변수} of the message. \
Rows that cannot be sent to are listed by their numbers and left out. Without --yes nothing is sent.

Advertising goes only to who agreed to it, between 08:00 and 21:00 unless they agreed to the night; \
(광고), sender, contact and the free opt-out number are put around the words.";

/// Rows that are left out, told of at most.
const SHOWN: usize = 20;

/// One message to many: check, send, watch, cancel
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Bulk {
    #[command(subcommand)]
    step: Option<Step>,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
struct New {
    /// One of the shop's messages, as `jangbu messages list` shows them
    #[arg(long, value_name = "NAME", required_unless_present = "text", conflicts_with_all = ["text", "advertising"])]
    template: Option<String>,
    /// A file with the words; #{변수} stands for a column
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// Who gets it
    #[arg(long, value_name = "FILE.csv", required = true)]
    recipients: Option<PathBuf>,
    /// The subject, if it is longer than 90 bytes
    #[arg(long, value_name = "WORDS", default_value = "", requires = "text")]
    subject: String,
    /// It advertises
    #[arg(long)]
    advertising: bool,
    /// Whose message it is
    #[arg(long, value_name = "STORE", default_value = DEMO_STORE)]
    store: StoreId,
    /// Send it, after all checks
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    texts: Texts,
}

impl Bulk {
    pub(super) async fn run(self, global: &Global) -> Result<()> {
        let json = global.json;
        match self.step {
            None => {
                with_shop(global, async |open| {
                    self.new.check_and_send(open, json).await
                })
                .await
            }
            Some(step) => with_shop(global, async |open| step.take(open, json).await).await,
        }
    }
}

impl New {
    async fn check_and_send(&self, open: &OpenShop, json: bool) -> Result<()> {
        self.check_sender(open).await?;
        let stores = &open.shop.settings().stores;
        let store = stores.get(&self.store);
        let store = store.with_context(|| format!("there is no store {}", self.store))?;
        let content = self.content(open)?;
        let Recipients { good, bad } = self.check(&content, store, json)?;
        if !json {
            self.show_first(&content, store, &good, bad.len())?;
        }
        if !self.yes {
            let ask = "nothing was sent; if that is what you want to send, say --yes";
            return Err(Usage(ask.to_owned()).into());
        }
        let plan = Plan {
            store: self.store.to_string(),
            content,
            advertising: self.advertising,
            by: Actor::Staff("desk".to_owned()).to_string(),
            recipients: good,
        };
        let id = write_down(open, &plan).await?;
        if json {
            let told =
                json!({ "id": id, "recipients": plan.recipients.len(), "left_out": bad.len() });
            say!("{told}")?;
        } else {
            say!("{id} is on its way; follow it with: jangbu messages bulk watch {id}")?;
        }
        Ok(())
    }

    /// Reads the recipients, and says which rows are left out.
    fn check(&self, content: &Content, store: &StoreSettings, json: bool) -> Result<Recipients> {
        let file = self.recipients.as_deref();
        let file = file.context("--recipients is missing")?;
        let reading = progress::spinner("checking the recipients");
        let recipients = self.read(file, content, store)?;
        reading.finish_and_clear();
        tell_left_out(&recipients.bad, if json { usize::MAX } else { SHOWN });
        if recipients.good.is_empty() {
            bail!("nobody is left to send it to");
        }
        Ok(recipients)
    }

    fn show_first(
        &self,
        content: &Content,
        store: &StoreSettings,
        good: &[Recipient],
        left_out: usize,
    ) -> Result<()> {
        let Some(first) = good.first() else {
            return Ok(());
        };
        let sample = content.body(store, self.advertising, &first.values)?;
        say!(
            "{} recipients, {left_out} rows left out. The first message:\n\n{}\n",
            good.len(),
            words(&sample)
        )?;
        Ok(())
    }

    /// Whether it would leave under the store's own name.
    async fn check_sender(&self, open: &OpenShop) -> Result<()> {
        let leaving = if self.advertising {
            Leaving::Advertising
        } else {
            Leaving::Messages
        };
        // The prompt may lack the settings that the shop's workers send with.
        let way = senders::way(&open.pool, "texts").await?;
        if leave(&self.texts) || way.is_some_and(|way| way != senders::LOCAL) {
            open.stores.check(open.shop.settings(), leaving)?;
        }
        Ok(())
    }

    fn content(&self, open: &OpenShop) -> Result<Content> {
        if let Some(name) = &self.template {
            let code = open.stores.codes.of(self.store.as_str(), name);
            return Ok(Content::Template {
                name: name.clone(),
                code: code.map(str::to_owned),
            });
        }
        let file = self
            .text
            .as_deref()
            .context("--text or --template is missing")?;
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Content::Words {
            subject: self.subject.clone(),
            text: text.trim().to_owned(),
        })
    }

    fn read(&self, file: &Path, content: &Content, store: &StoreSettings) -> Result<Recipients> {
        let shown = || format!("{}", file.display());
        let opened = File::open(file).with_context(|| format!("cannot read {}", shown()))?;
        let check = |one: &Recipient| {
            let body = content.body(store, self.advertising, &one.values);
            body.map(drop).map_err(|why| why.to_string())
        };
        bulk::read(opened, &content.columns()?, check).with_context(shown)
    }
}

/// The first rows that are left out, and how many there are.
fn tell_left_out(bad: &[BadRow], most: usize) {
    for row in bad.iter().take(most) {
        eprintln!("row {}: {}; left out", row.row, row.why);
    }
    if bad.len() > most {
        eprintln!(
            "… and {} more rows; all of them: the same with --json and without --yes",
            bad.len() - most
        );
    }
}

/// Writes it down with a bar.
async fn write_down(open: &OpenShop, plan: &Plan) -> Result<Uuid> {
    let bar = progress::bar("writing them down", plan.recipients.len() as u64);
    let made = bulk::create(&open.shop, &open.pool, plan, |done| {
        bar.set_position(done as u64);
    });
    let id = made.await?;
    bar.finish_and_clear();
    Ok(id)
}

fn words(body: &TextBody) -> String {
    match body {
        TextBody::Plain { text, .. } => text.clone(),
        TextBody::Alimtalk { text, fallback, .. } => match fallback {
            Some((_, instead)) => format!("{text}\n\n(or instead)\n{instead}"),
            None => text.clone(),
        },
    }
}
