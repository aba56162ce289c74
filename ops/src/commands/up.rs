//! `jangbu up`: the whole shop in one process, on a database of its own.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use indicatif::ProgressBar;
use tokio_util::sync::CancellationToken;

use crate::cli::Outcome;
use crate::config::{Global, Listen, PostArgs};
use crate::database::{Database, Sizes};
use crate::demo;
use crate::paying::Simulators;
use crate::post::{self, mail::LettersOnPages};
use crate::progress;
use crate::secrets::Secrets;
use crate::server::{self, Asks, Doors};
use crate::shop::OpenShop;
use crate::signals;

const EXAMPLES: &str = "\
Examples:
  jangbu up
  jangbu up --port 9000 --data /srv/shop
  jangbu up --no-demo
  DATABASE_URL=postgres://shop@db/jangbu jangbu up

Starts PostgreSQL under --data (unless DATABASE_URL names one), brings its tables up to date, fills \
an empty shop with a demo catalogue, and serves pages and workers. Ctrl-C or SIGTERM finishes what \
was begun, stops everything and leaves the data for the next time; a second Ctrl-C drops it all, and \
leaves a private PostgreSQL to the next command, which takes it over.";

/// Open a shop: database, pages and workers in one process
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Up {
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    post: PostArgs,
    /// Start empty, without the demo catalogue
    #[arg(long)]
    no_demo: bool,
}

impl Up {
    /// # Errors
    /// A sender is made up, a port is taken, PostgreSQL does not start, or a part of the shop fails.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        post::check(&self.post, &global.data)?;
        let stop = signals::stop_on_signal()?;
        let doors = Doors::open(&self.listen).await?;
        let waiting = progress::spinner("starting PostgreSQL");
        let database = match Database::open(global).await {
            // Ctrl-C reaches initdb too, and its complaint is no news.
            Err(_) if stop.is_cancelled() => return Ok(Outcome::Done),
            opened => opened?,
        };
        let ended = self.open(global, doors, &database, &stop, waiting).await;
        database.close()?;
        ended.map(|()| Outcome::Done)
    }

    async fn open(
        &self,
        global: &Global,
        doors: Doors,
        database: &Database,
        stop: &CancellationToken,
        waiting: ProgressBar,
    ) -> Result<()> {
        let letters = LettersOnPages::of(&self.post.mail, self.post.texts.texts, &global.data)?;
        let secrets = Secrets::load(&global.data)?;
        let _simulators = if self.no_demo {
            None
        } else {
            let (storefront, _) = doors.addresses()?;
            Simulators::open(&global.data, &format!("http://{storefront}")).await?
        };
        let prepared = tokio::select! {
            () = stop.cancelled() => return Ok(()),
            prepared = self.prepare(global, &secrets, database, &waiting) => prepared,
        };
        waiting.finish_and_clear();
        let (storefront, admin) = doors.addresses()?;
        let home = self.listen.home(storefront);
        let shop = prepared?.addressed(&home, &secrets, &post::staff(&self.post)?);
        let config = server::web_config(&self.listen, &self.post.texts, &secrets, &shop.shown)?;
        let post = post::open(&self.post, &global.data, &shop).await?;
        let (mut parts, progress) = server::workers(&shop, post, database, stop).await?;
        let pages = server::pages(&shop, progress, config, letters, doors, stop)?;
        parts.extend(pages);
        parts.extend(server::lookout(global, &shop, Asks::TheDatabase, stop).await?);
        let _left = server::LeftAddress::leave(&global.data, storefront);
        server::announce(storefront, admin, &global.data, global.json);
        let ended = server::run(parts, database, stop).await;
        // A connection that is still busy must not hold up the end.
        let _ = tokio::time::timeout(Duration::from_secs(2), shop.close()).await;
        ended
    }

    async fn prepare(
        &self,
        global: &Global,
        secrets: &Secrets,
        database: &Database,
        waiting: &ProgressBar,
    ) -> Result<OpenShop> {
        waiting.set_message("bringing the tables up to date");
        database.migrate().await?;
        let shop = OpenShop::open(database, secrets, &global.data, Sizes::default()).await?;
        if !self.no_demo {
            waiting.set_message("filling the shelves");
            demo::fill(&shop).await?;
        }
        Ok(shop)
    }
}
