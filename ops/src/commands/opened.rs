//! A shop opened for one question at the prompt.

use anyhow::Result;

use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::import::tables::Tables;
use crate::secrets::Secrets;
use crate::shop::OpenShop;

/// Opens the shop, lets `work` do its work, and closes it again.
pub(super) async fn with_shop<T>(
    global: &Global,
    work: impl AsyncFnOnce(&OpenShop) -> Result<T>,
) -> Result<T> {
    with_database(global, async move |_: &Database, open: &OpenShop| {
        work(open).await
    })
    .await
}

/// The same for work that reads the tables, too.
pub(super) async fn with_database<T>(
    global: &Global,
    work: impl AsyncFnOnce(&Database, &OpenShop) -> Result<T>,
) -> Result<T> {
    let secrets = Secrets::load(&global.data)?;
    let database = Database::open(global).await?;
    database.migrate().await?;
    let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
    let done = work(&database, &open).await;
    open.close().await;
    database.close()?;
    done
}

/// Brings the tables up to the log: nobody else may be doing it just now.
pub(super) async fn catch_up(database: &Database, open: &OpenShop) -> Result<()> {
    let tables = Tables::follow(database.pool(8).await?, open.log.clone()).await?;
    tables.catch_up().await
}
