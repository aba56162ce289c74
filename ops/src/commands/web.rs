//! `jangbu web`: pages only, any number of such processes beside one database.

use anyhow::Result;
use clap::Args;

use crate::cli::Outcome;
use crate::config::{Global, Listen, MailArgs, Texts};
use crate::database::{Database, Sizes};
use crate::post::mail::LettersOnPages;
use crate::secrets::Secrets;
use crate::server::{self, Asks, Doors};
use crate::shop::OpenShop;
use crate::signals;

const EXAMPLES: &str = "\
Examples:
  jangbu web --data /srv/shop
  DATABASE_URL=postgres://shop@db/jangbu jangbu web --port 9000 --host 0.0.0.0

Serves pages and does nothing else: run `jangbu migrate` before it and at least one `jangbu work` \
beside it. Processes on several machines need the same keys: JANGBU_COOKIE_KEY, JANGBU_VAULT_KEY, \
JANGBU_ORDER_TOKEN_KEY (hexadecimal; `jangbu up` makes them once under DATA/secrets).";

/// Serve pages only
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Web {
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    texts: Texts,
}

impl Web {
    /// # Errors
    /// A port is taken, the database does not answer, or serving fails.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let stop = signals::stop_on_signal()?;
        let letters = LettersOnPages::of(&self.mail, self.texts.texts, &global.data)?;
        let doors = Doors::open(&self.listen).await?;
        let database = Database::open(global).await?;
        let (storefront, admin) = doors.addresses()?;
        let secrets = Secrets::load(&global.data)?;
        let shop = OpenShop::open(&database, &secrets, &global.data, Sizes::default()).await?;
        let shop = shop.addressed(&self.listen.home(storefront), &secrets, &[]);
        let config = server::web_config(&self.listen, &self.texts, &secrets, &shop.shown)?;
        let progress = server::progress_elsewhere(&shop);
        let mut parts = server::pages(&shop, progress, config, letters, doors, &stop)?;
        parts.extend(server::lookout(global, &shop, Asks::Nothing, &stop).await?);
        let _left = server::LeftAddress::leave(&global.data, storefront);
        server::announce(storefront, admin, &global.data, global.json);
        let ended = server::run(parts, &database, &stop).await;
        shop.close().await;
        database.close()?;
        ended.map(|()| Outcome::Done)
    }
}
