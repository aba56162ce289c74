//! `jangbu work`: everything that hangs off the events, any number of such processes.

use anyhow::Result;
use clap::Args;

use crate::cli::Outcome;
use crate::config::{Global, Pages, PostArgs};
use crate::database::{Database, Sizes};
use crate::post;
use crate::secrets::Secrets;
use crate::server::{self, Asks};
use crate::shop::OpenShop;
use crate::signals;

const EXAMPLES: &str = "\
Examples:
  jangbu work --data /srv/shop
  DATABASE_URL=postgres://shop@db/jangbu jangbu work

Keeps the projections up to date, finishes or undoes checkouts that a crash left half-way, expires \
what is due, sends letters and messages, and does what the schedule says. Several may run: each task and \
each job is done by one of them at a time, and if one dies another takes over.";

/// Where the shop is when nobody says.
const HOME: &str = "http://127.0.0.1:8080";

/// Run projections, processes and jobs only
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Work {
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    post: PostArgs,
}

impl Work {
    /// # Errors
    /// A sender is made up, the database does not answer, or a part fails.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        post::check(&self.post, &global.data)?;
        let stop = signals::stop_on_signal()?;
        let database = Database::open(global).await?;
        let secrets = Secrets::load(&global.data)?;
        let shop = OpenShop::open(&database, &secrets, &global.data, Sizes::default()).await?;
        let open_here = || server::address_in(&global.data);
        let home = self.pages.public_url.clone().or_else(open_here);
        let home = home.unwrap_or_else(|| HOME.to_owned());
        let shop = shop.addressed(&home, &secrets, &post::staff(&self.post)?);
        let post = post::open(&self.post, &global.data, &shop).await?;
        let (mut parts, _) = server::workers(&shop, post, &database, &stop).await?;
        parts.extend(server::lookout(global, &shop, Asks::TheDatabase, &stop).await?);
        tracing::info!("at work: projections, processes, jobs and the schedule; stop with Ctrl-C");
        let ended = server::run(parts, &database, &stop).await;
        shop.close().await;
        database.close()?;
        ended.map(|()| Outcome::Done)
    }
}
