//! `jangbu letters`: what the shop's mail looks like, before anybody gets one.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use domain::StoreId;
use letters::{Entry, Language, Theme, Written};
use serde_json::{Value, json};

use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::post::stores::PostStores;
use crate::say::say;
use crate::{shop, table};

const EXAMPLES: &str = "\
Examples:
  jangbu letters list
  jangbu letters preview order-received --out letter.html
  jangbu letters preview daily-sales --sample two-stores --language en --text
  jangbu letters preview --all letters

Letters are drawn with made-up facts in the store's own name and colour; nothing is sent and no database \
is needed. With the shop open, staff see the same at /letters on their port.";

const PREVIEW: &str = "\
Examples:
  jangbu letters preview order-received --out letter.html
  jangbu letters preview order-shipped --sample several --text
  jangbu letters preview --all letters --language ko

Without --out the letter goes to standard output. Pictures are inside the HTML, as a browser wants them. \
--all writes NAME.SAMPLE.LANGUAGE.html and .txt of every letter into a directory, which is made if new.";

/// List the shop's letters, or draw one with made-up facts
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Letters {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// All letters: when each is sent, and its samples
    List,
    /// A letter as HTML or text
    #[command(after_help = PREVIEW)]
    Preview(Preview),
}

/// Which letter, and where to.
#[derive(Debug, Args)]
pub struct Preview {
    /// The letter's name, as `list` shows it
    #[arg(value_name = "NAME", value_parser = entry, required_unless_present = "all")]
    pub name: Option<Entry>,
    /// Which of its samples; the first one if none is named
    #[arg(long, value_name = "SAMPLE")]
    pub sample: Option<String>,
    /// The reader's language: the store's own if none is named, with --all both
    #[arg(long, value_name = "ko|en", value_parser = language)]
    pub language: Option<Language>,
    /// The store whose name and colour it has
    #[arg(long, value_name = "ID", default_value = shop::DEMO_STORE)]
    pub store: StoreId,
    /// The subject and the text part instead of the HTML
    #[arg(long, conflicts_with = "json")]
    pub text: bool,
    /// The file to write into instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Every letter with every sample, into this directory
    #[arg(long, value_name = "DIR", conflicts_with_all = ["name", "sample", "text", "out"])]
    pub all: Option<PathBuf>,
}

fn entry(name: &str) -> Result<Entry, String> {
    let names = || letters::all().map(|entry| entry.name).join(", ");
    letters::find(name).ok_or_else(|| format!("there is no such letter, but {}", names()))
}

fn language(code: &str) -> Result<Language, String> {
    let mut all = Language::ALL.into_iter();
    let found = all.find(|language| language.code() == code);
    found.ok_or_else(|| "expected ko or en".to_owned())
}

impl Letters {
    /// # Errors
    /// There is no such sample or store, or the file cannot be written.
    #[expect(
        clippy::unused_async,
        reason = "all commands are run alike, and this one waits for nothing"
    )]
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        match self.step {
            Step::List => list(global.json)?,
            Step::Preview(preview) => preview.run(global)?,
        }
        Ok(Outcome::Done)
    }
}

fn list(json: bool) -> Result<()> {
    let all = letters::all();
    if json {
        let letter = |entry: &Entry| {
            let about = entry.about(Language::En);
            json!({ "name": entry.name, "samples": entry.samples(), "about": about })
        };
        let all: Vec<Value> = all.iter().map(letter).collect();
        say!("{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(());
    }
    let mut table = table::table(["name", "samples", "sent"]);
    for entry in &all {
        let samples = entry.samples().join(", ");
        table.add_row([entry.name.to_owned(), samples, entry.about(Language::En)]);
    }
    say!("{table}")?;
    Ok(())
}

impl Preview {
    fn run(self, global: &Global) -> Result<()> {
        let settings = shop::settings(&global.data, &PostStores::load(&global.data)?)?;
        let store = settings.stores.get(&self.store).ok_or_else(|| {
            let stores: Vec<&str> = settings.stores.keys().map(StoreId::as_str).collect();
            Usage(format!(
                "there is no store {}, but {}",
                self.store,
                stores.join(", ")
            ))
        })?;
        let theme = web::theme(&self.store, store, &settings.links);
        match (&self.name, &self.all) {
            (Some(entry), _) => {
                let language = self.language.unwrap_or(Language::of(&store.post.language));
                self.one(entry, &theme, language, global.json)
            }
            (None, Some(directory)) => self.every(directory, &theme, global.json),
            // The command line has one of them.
            (None, None) => Ok(()),
        }
    }

    fn one(&self, entry: &Entry, theme: &Theme, language: Language, json: bool) -> Result<()> {
        let samples = entry.samples();
        let sample = self.sample.as_deref().or(samples.first().copied());
        let sample = sample
            .filter(|sample| samples.contains(sample))
            .ok_or_else(|| {
                let asked = self.sample.as_deref().unwrap_or_default();
                Usage(format!(
                    "{} has no sample {asked}, but {}",
                    entry.name,
                    samples.join(", ")
                ))
            })?;
        let written = entry.render(sample, theme, language)?;
        let drawn = if json {
            let all = json!({
                "subject": written.subject, "html": written.standalone(), "text": written.text
            });
            format!("{}\n", serde_json::to_string_pretty(&all)?)
        } else if self.text {
            plain(&written)
        } else {
            written.standalone()
        };
        match &self.out {
            Some(file) => write(file, &drawn),
            None => Ok(std::io::stdout().lock().write_all(drawn.as_bytes())?),
        }
    }

    fn every(&self, directory: &Path, theme: &Theme, json: bool) -> Result<()> {
        fs::create_dir_all(directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
        let wanted = |language: &Language| self.language.is_none_or(|asked| asked == *language);
        let mut files = 0;
        for entry in letters::all() {
            for sample in entry.samples() {
                for language in Language::ALL.into_iter().filter(wanted) {
                    let written = entry.render(sample, theme, language)?;
                    let name = format!("{}.{sample}.{}", entry.name, language.code());
                    write(
                        &directory.join(format!("{name}.html")),
                        &written.standalone(),
                    )?;
                    write(&directory.join(format!("{name}.txt")), &plain(&written))?;
                    files += 2;
                }
            }
        }
        if json {
            say!("{}", json!({ "files": files, "directory": directory }))?;
        } else {
            say!("{files} files are in {}", directory.display())?;
        }
        Ok(())
    }
}

/// Subject and text.
fn plain(written: &Written) -> String {
    format!("{}\n\n{}", written.subject, written.text)
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
