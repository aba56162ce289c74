//! An import from its first byte to its last event.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use domain::{Sku, StoreId};
use shop::Stocking;
use store::EventLog;

use super::books::Books;
use super::decimal::Decimal;
use super::opening::Opening;
use super::plan::Scan;
use super::played::Played;
use super::survey::Survey;
use super::{play, sale};

/// A file that was read to its end and found playable.
pub struct Import {
    file: PathBuf,
    rate: Decimal,
    scan: Scan,
    /// What it comes to.
    pub survey: Survey,
}

impl Import {
    /// Reads the file twice: to count, and to plan. Blocks for about a second per million rows.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(file: &Path, rate: Decimal) -> Result<Self> {
        let scan = Scan::of(file, rate)?;
        let survey = Survey::of(scan.plan(file, rate)?)?;
        Ok(Self {
            file: file.to_owned(),
            rate,
            scan,
            survey,
        })
    }

    /// Plays what was not played before. `told` hears of rows as they are done. Answers the events
    /// written.
    ///
    /// # Errors
    /// The ledger holds these invoices otherwise, the log does not answer, or the file changed.
    pub async fn play(
        &self,
        log: Arc<dyn EventLog>,
        into: (StoreId, Stocking),
        told: impl Fn(u64),
    ) -> Result<u64> {
        let Some(span) = self.scan.span else {
            return Ok(0);
        };
        let books = Books::new(&log, into, &self.survey.items)?;
        let skus: Vec<Sku> = self.survey.items.keys().cloned().collect();
        let plan = self.scan.plan(&self.file, self.rate)?;
        let played = Played::ask(log.as_ref(), &books, plan, &skus).await?;
        if let Some((order, total)) = &played.largest {
            sale::check(&books, order, *total).await?;
        }
        let mut events = 0;
        if played.unfinished {
            events += Opening::new(span)?
                .play(&books, &self.survey.items, &played)
                .await?;
        }
        let plan = self.scan.plan(&self.file, self.rate)?;
        let rest = play::play(&books, plan, played, told).await;
        Ok(events + rest.context("the import stopped; running it again goes on from here")?)
    }
}
