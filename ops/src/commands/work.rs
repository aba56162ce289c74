//! `jangbu work`: everything that hangs off the events, any number of such processes.

use anyhow::Result;
use clap::Args;

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::secrets::Secrets;
use crate::server;
use crate::shop::OpenShop;
use crate::signals;

const EXAMPLES: &str = "\
Examples:
  jangbu work --data /srv/shop
  DATABASE_URL=postgres://shop@db/jangbu jangbu work

Keeps the projections up to date, finishes or undoes checkouts that a crash left half-way, expires \
what is due. Several may run: each task is done by one of them at a time, and if one dies another \
takes over.";

/// Run projections and processes only
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Work {}

impl Work {
    /// # Errors
    /// The database does not answer, or a part fails.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let stop = signals::stop_on_signal()?;
        let database = Database::open(global).await?;
        let secrets = Secrets::load(&global.data)?;
        let shop = OpenShop::open(&database, &secrets, &global.data, Sizes::default()).await?;
        let (parts, _) = server::workers(&shop, &database, &stop).await?;
        let ended = server::run(parts, &database, &stop).await;
        shop.close().await;
        database.close()?;
        ended.map(|()| Outcome::Done)
    }
}
