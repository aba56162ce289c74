//! What can be asked of documents at the prompt.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::document::DocumentKind;
use domain::{Slug, StoreId};

use crate::when;

const EXAMPLES: &str = "\
Examples:
  jangbu document write notice new-year --ko new-year.md --en new-year.en.md --publish
  jangbu document write event rice-week --ko rice.html --starts 2026-12-01 --ends 2026-12-08
  jangbu document write product brown-rice --ko detail.html --publish
  jangbu document list
  jangbu document publish event rice-week --from '2026-12-01 09:00'
  jangbu document hide notice new-year

A file is Markdown (.md) or HTML. It is cleaned on the way: scripts, styles and pictures that are not this shop's \
are left out (`jangbu image add` takes pictures in). A document is written first and read by nobody before it is \
published.";

const WRITE: &str = "\
Examples:
  jangbu document write notice new-year --ko new-year.md --publish
  jangbu document write event rice-week --ko rice.html --starts 2026-12-01 --ends 2026-12-08
  jangbu document write product brown-rice --ko detail.html

The title is the file's first heading, the summary its first paragraph if it is Markdown and short. A language \
that is not given stays as it was.";

const PUBLISH: &str = "\
Examples:
  jangbu document publish notice new-year
  jangbu document publish event rice-week --from '2026-12-01 09:00' --until 2026-12-08";

const HIDE: &str = "\
Examples:
  jangbu document hide notice new-year

It can be published again.";

const PIN: &str = "\
Examples:
  jangbu document pin notice new-year
  jangbu document pin notice new-year --off";

/// Write, publish or hide notices, events, pages and details of products
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Document {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Write a document from files, or write it anew
    #[command(after_help = WRITE)]
    Write(Box<Writing>),
    /// List all documents of a store
    List {
        /// The store; without it the first
        #[arg(long, value_name = "ID")]
        store: Option<StoreId>,
    },
    /// Let a document be read
    #[command(after_help = PUBLISH)]
    Publish {
        #[command(flatten)]
        which: Which,
        /// From when, Korean time; without it from now
        #[arg(long, value_name = "TIME", value_parser = when::moment)]
        from: Option<DateTime<Utc>>,
        /// Until when, Korean time
        #[arg(long, value_name = "TIME", value_parser = when::moment)]
        until: Option<DateTime<Utc>>,
    },
    /// Take a document away from readers
    #[command(after_help = HIDE)]
    Hide {
        #[command(flatten)]
        which: Which,
    },
    /// Put a document above the others of its list
    #[command(after_help = PIN)]
    Pin {
        #[command(flatten)]
        which: Which,
        /// Back among the others
        #[arg(long)]
        off: bool,
    },
}

/// A document by its place.
#[derive(Debug, Args)]
pub struct Which {
    /// notice, event, page or product
    #[arg(value_name = "KIND")]
    pub kind: DocumentKind,
    /// Its place in addresses, such as `new-year`; for the details of a product that product's id
    #[arg(value_name = "SLUG")]
    pub slug: Slug,
    /// The store; without it the first
    #[arg(long, value_name = "ID")]
    pub store: Option<StoreId>,
}

/// What is written.
#[derive(Debug, Args)]
pub struct Writing {
    #[command(flatten)]
    pub which: Which,
    /// The text for Korean readers
    #[arg(long, value_name = "FILE")]
    pub ko: Option<PathBuf>,
    /// The text for English readers
    #[arg(long, value_name = "FILE")]
    pub en: Option<PathBuf>,
    /// When an event begins, Korean time
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub starts: Option<DateTime<Utc>>,
    /// When it ends, Korean time
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub ends: Option<DateTime<Utc>>,
    /// Publish it at once
    #[arg(long)]
    pub publish: bool,
}
