//! `jangbu document`: what the shop tells its shoppers, until staff have an editor.

mod file;
mod words;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::document::{DocumentContent, DocumentKind, EventPeriod};
use domain::{DocumentId, Slug, StoreId};
use projections::documents::{self, Standing};
use serde_json::{Value, json};
use shop::Caller;

use super::opened::{catch_up, with_database};
use super::order::kst;
use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::{OpenShop, desk};
use crate::table;

pub use file::{html, markdown};
pub use words::{Document, Step, Which, Writing};

impl Document {
    /// # Errors
    /// There is no such document or file, it is refused, or the database cannot be reached.
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
        match self {
            Self::Write(writing) => write(open, *writing).await,
            Self::List { store } => {
                let store = store_of(open, store)?;
                catch_up(database, open).await?;
                let now = open.shop.now();
                list(
                    &documents::all(&open.pool, store.as_str()).await?,
                    now,
                    json,
                )
            }
            Self::Publish { which, from, until } => {
                let (staff, id) = which.find(open)?;
                let from = from.unwrap_or_else(|| open.shop.now());
                let done = open.shop.publish_document(&staff, &id, from, until).await?;
                told("published", &id, done.is_some())
            }
            Self::Hide { which } => {
                let (staff, id) = which.find(open)?;
                let done = open.shop.hide_document(&staff, &id).await?;
                told("hidden", &id, done.is_some())
            }
            Self::Pin { which, off } => {
                let (staff, id) = which.find(open)?;
                let done = open.shop.pin_document(&staff, &id, !off).await?;
                told(if off { "unpinned" } else { "pinned" }, &id, done.is_some())
            }
        }
    }
}

impl Which {
    fn find(self, open: &OpenShop) -> Result<(Caller, DocumentId)> {
        let store = store_of(open, self.store)?;
        let id = DocumentId::of(&store, self.kind, &self.slug)?;
        Ok((desk(store), id))
    }
}

fn store_of(open: &OpenShop, asked: Option<StoreId>) -> Result<StoreId> {
    let store = asked.unwrap_or_else(|| open.shown.first().clone());
    let known = open.shop.settings().stores.contains_key(&store);
    known
        .then_some(store.clone())
        .with_context(|| format!("there is no store {store}"))
}

async fn write(open: &OpenShop, writing: Writing) -> Result<()> {
    if writing.ko.is_none() && writing.en.is_none() {
        let ask = "give a file: --ko FILE for Korean readers, --en FILE for English ones, or both";
        return Err(Usage(ask.to_owned()).into());
    }
    let store = store_of(open, writing.which.store)?;
    let (kind, slug) = (writing.which.kind, writing.which.slug);
    let period = match (writing.starts, writing.ends) {
        (Some(from), Some(until)) => Some(EventPeriod { from, until }),
        (None, None) => None,
        _ => return Err(Usage("--starts and --ends go together".to_owned()).into()),
    };
    // A language that is not given stays as it was.
    let known = known(open, &store, kind, &slug).await?;
    let read = |file: Option<std::path::PathBuf>| file.map(|file| file::read(&file)).transpose();
    let content = DocumentContent {
        period: period.or(known.as_ref().and_then(|known| known.period)),
        ko: read(writing.ko)?.or(known.as_ref().and_then(|known| known.ko.clone())),
        en: read(writing.en)?.or(known.and_then(|known| known.en)),
        store: store.clone(),
        kind,
        slug,
    };
    let staff = desk(store);
    let written = open.shop.write_document(&staff, content).await?;
    told("written", &written.document, written.cursor.is_some())?;
    if writing.publish {
        let now = open.shop.now();
        let document = &written.document;
        let done = open.shop.publish_document(&staff, document, now, None);
        told("published", document, done.await?.is_some())?;
    }
    Ok(())
}

async fn known(
    open: &OpenShop,
    store: &StoreId,
    kind: DocumentKind,
    slug: &Slug,
) -> Result<Option<DocumentContent>> {
    let id = DocumentId::of(store, kind, slug)?;
    Ok(open.shop.document(&id).await?.content().cloned())
}

fn told(what: &str, id: &DocumentId, now: bool) -> Result<()> {
    if now {
        say!("{what} {id}")?;
    } else {
        say!("nothing done: {id} is {what} like that already")?;
    }
    Ok(())
}

fn list(documents: &[Standing], now: DateTime<Utc>, json: bool) -> Result<()> {
    if json {
        let object = |it: &Standing| object(it, now);
        let all: Vec<Value> = documents.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(());
    }
    let mut table = table::table(["document", "title", "state", "from", "until", "written"]);
    for document in documents {
        let time = |at: Option<DateTime<Utc>>| at.map_or_else(|| "—".to_owned(), kst);
        table.add_row([
            document.document.clone(),
            document.title.clone(),
            state(document, now).to_owned(),
            time(document.from),
            time(document.until),
            kst(document.changed_at),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn state(document: &Standing, now: DateTime<Utc>) -> &'static str {
    match document.from {
        _ if document.hidden => "hidden",
        None => "draft",
        Some(from) if now < from => "planned",
        Some(_) if !document.is_read_at(now) => "over",
        Some(_) if document.pinned => "pinned",
        Some(_) => "published",
    }
}

fn object(document: &Standing, now: DateTime<Utc>) -> Value {
    json!({
        "document": document.document,
        "kind": document.kind,
        "title": document.title,
        "state": state(document, now),
        "pinned": document.pinned,
        "from": document.from,
        "until": document.until,
        "written_at": document.changed_at,
    })
}
