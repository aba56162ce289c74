//! `jangbu migrate`: brings the database's tables up to this binary.

use anyhow::Result;
use clap::Args;

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;

const EXAMPLES: &str = "\
Examples:
  jangbu migrate --data /srv/shop
  DATABASE_URL=postgres://shop@db/jangbu jangbu migrate

Running it again changes nothing. `jangbu up` does it by itself; run it before new binaries of \
`jangbu web` and `jangbu work` start. Migrations only ever add, so the old binaries go on meanwhile.";

/// Bring the database's tables up to this binary
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Migrate {}

impl Migrate {
    /// # Errors
    /// The database cannot be reached, or a migration fails (and is rolled back).
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let database = Database::open(global).await?;
        database.migrate().await?;
        database.close()?;
        if global.json {
            say!("{}", serde_json::json!({ "migrated": true }))?;
        } else {
            say!("The tables are up to date.")?;
        }
        Ok(Outcome::Done)
    }
}
