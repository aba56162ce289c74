//! `jangbu image`: pictures for products and documents, until staff have pages for them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use bytes::Bytes;
use clap::{Args, Subcommand};
use domain::StoreId;
use domain::image::ImageName;
use projections::images::{self, Listed};
use serde_json::{Value, json};
use shop::Caller;
use shop::images::{ImageFile, ImagePolicy, Uploaded};

use super::opened::{catch_up, with_database};
use super::order::kst;
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::{OpenShop, desk};
use crate::table;

const EXAMPLES: &str = "\
Examples:
  jangbu image add rice.jpg eggs.png
  jangbu image add rice.jpg --json
  jangbu image list
  jangbu image remove abcdefghijklmnopqrstuvwxyz234567

A picture is checked, turned upright and kept as WebP, without anything that the camera wrote into it (a place, \
a time). Its name follows from what it holds, so adding it twice is adding it once. Workers make smaller sizes. \
JPEG, PNG, WebP and GIF are taken, up to 15 MB and 25 million pixels.";

const ADD: &str = "\
Examples:
  jangbu image add rice.jpg eggs.png
  jangbu image add rice.jpg --store livestore --json";

const REMOVE: &str = "\
Examples:
  jangbu image remove abcdefghijklmnopqrstuvwxyz234567

Its files go within moments. What browsers and delivery networks have kept of it, they may keep for a year.";

/// Pictures on a page of the list.
const MOST: u32 = 1_000;

/// Add pictures, list them, or take one away
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Image {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Take in pictures; prints the path that documents name each by
    #[command(after_help = ADD)]
    Add {
        /// JPEG, PNG, WebP or GIF
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// The store that they are for; without it the first
        #[arg(long, value_name = "ID")]
        store: Option<StoreId>,
    },
    /// List pictures, the newest first
    List,
    /// Take a picture away, in all sizes
    #[command(after_help = REMOVE)]
    Remove {
        /// Its name, as `list` shows it
        #[arg(value_name = "NAME")]
        name: ImageName,
    },
}

impl Image {
    /// # Errors
    /// A file is no picture, or database or files cannot be reached.
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
            Self::Add { files, store } => {
                let store = store.unwrap_or_else(|| open.shown.first().clone());
                let staff = desk(store);
                for file in &files {
                    let uploaded = add(open, &staff, file).await;
                    let uploaded = uploaded.with_context(|| file.display().to_string())?;
                    told(file, &uploaded, json)?;
                }
                Ok(())
            }
            Self::List => {
                catch_up(database, open).await?;
                list(&images::list(&open.pool, 1, MOST).await?.items, json)
            }
            Self::Remove { name } => {
                let staff = desk(open.shown.first().clone());
                let done = open.shop.remove_image(&staff, &name).await?;
                // Workers would do it, too.
                open.shop.clear_image(&name).await?;
                let told = match done {
                    Some(_) => format!("removed {name}"),
                    None => format!("nothing done: {name} is removed already"),
                };
                say!("{told}")?;
                Ok(())
            }
        }
    }
}

async fn add(open: &OpenShop, staff: &Caller, file: &Path) -> Result<Uploaded> {
    let most = ImagePolicy::SHOP.most_bytes;
    let length = tokio::fs::metadata(file).await?.len();
    anyhow::ensure!(
        usize::try_from(length).is_ok_and(|length| length <= most),
        "the file has more than {most} bytes"
    );
    let content = Bytes::from(tokio::fs::read(file).await?);
    let uploaded = open.shop.upload_image(staff, content, ImagePolicy::SHOP);
    Ok(uploaded.await?)
}

fn told(file: &Path, uploaded: &Uploaded, json: bool) -> Result<()> {
    let path = ImageFile::kept(uploaded.name.clone()).path();
    if json {
        let told = json!({
            "file": file.display().to_string(),
            "name": uploaded.name,
            "path": path,
            "width": uploaded.width,
            "height": uploaded.height,
            "bytes": uploaded.bytes,
        });
        say!("{told}")?;
    } else {
        let (width, height) = (uploaded.width, uploaded.height);
        say!("{}  {path}  {width} × {height}", file.display())?;
    }
    Ok(())
}

fn list(pictures: &[Listed], json: bool) -> Result<()> {
    if json {
        let all: Vec<Value> = pictures.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(());
    }
    let mut table = table::table(["name", "added", "for", "pixels", "sizes"]);
    for picture in pictures {
        let sizes: Vec<String> = picture.sizes.iter().map(ToString::to_string).collect();
        table.add_row([
            picture.name.clone(),
            kst(picture.uploaded_at),
            picture.purpose.clone(),
            format!("{} × {}", picture.width, picture.height),
            sizes.join(" "),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn object(picture: &Listed) -> Value {
    json!({
        "name": picture.name,
        "purpose": picture.purpose,
        "width": picture.width,
        "height": picture.height,
        "sizes": picture.sizes,
        "uploaded_at": picture.uploaded_at,
    })
}
