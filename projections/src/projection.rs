//! What a projection is: tables of its own, and how events are folded into them.

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::event::{Event, Kind};
use crate::rows::Rows;

/// Facts folded into tables. It reads nothing but events and its own tables, and every row
/// belongs to one stream, so that streams may be folded in any order.
#[async_trait]
pub trait Projection: Send + Sync + 'static {
    /// Its name, also the stem of its schemas: lower-case letters and `_`.
    fn name(&self) -> &'static str;

    /// Raised whenever its tables or its fold change; a new generation is then filled.
    fn version(&self) -> i32;

    /// The aggregates whose events it wants; it gets all events of each stream.
    fn kinds(&self) -> &'static [Kind];

    /// Its tables; each has a primary key.
    fn tables(&self) -> &'static [Table];

    /// What analysts see of it.
    fn analytics(&self) -> &'static [AnalystView] {
        &[]
    }

    /// Folds events, in the order of the log, into the tables, set by set.
    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault>;
}

/// A table of a projection.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name, unique among all projections: pages read it as `read.name`.
    pub name: &'static str,
    /// Columns and primary key, as between the parentheses of CREATE TABLE.
    pub columns: &'static str,
    /// The primary key, as in ORDER BY.
    pub key: &'static str,
    /// Further indexes, as after `CREATE INDEX ON name `; made when a rebuild has filled the table.
    pub indexes: &'static [&'static str],
    /// Indexes that need the trigram extension; left out without it.
    pub trigrams: &'static [&'static str],
}

/// A view in the schema `analytics`.
#[derive(Debug, Clone, Copy)]
pub struct AnalystView {
    /// Its name.
    pub name: &'static str,
    /// What it shows.
    pub comment: &'static str,
    /// The SELECT, from tables named without a schema.
    pub select: &'static str,
    /// What each column says.
    pub columns: &'static [(&'static str, &'static str)],
}

/// Bytes of rows sent at once: a connection keeps a buffer of this size for good.
const PART: usize = 1 << 16;

/// Where a fold writes: an open transaction, and the schema of one generation.
pub struct Scope<'a> {
    /// The transaction.
    pub connection: &'a mut PgConnection,
    /// The generation's schema, safe to put into SQL.
    pub schema: &'a str,
}

impl Scope<'_> {
    /// Adds rows to one of the generation's tables.
    pub async fn copy(&mut self, table: &str, columns: &str, rows: Rows) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "COPY {}.{table} ({columns}) FROM STDIN WITH (FORMAT binary)",
            self.schema
        );
        let mut copy = self.connection.copy_in_raw(&sql).await?;
        for part in rows.finish().chunks(PART) {
            copy.send(part).await?;
        }
        copy.finish().await?;
        Ok(())
    }
}

/// Why a batch could not be folded.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// One event makes no sense to this projection: it is parked, the rest flows.
    #[error("event {at} of the batch: {why}")]
    Poison {
        /// Its place in the slice that was folded.
        at: usize,
        /// Why; never the event's content.
        why: String,
    },
    /// An event is missing in a stream: the projection stops.
    #[error("{kind} {stream} jumps from {from} to {to}")]
    Gap {
        kind: &'static str,
        stream: String,
        /// The last sequence that was folded.
        from: i64,
        /// The sequence that came.
        to: i64,
    },
    /// The database refused or is gone.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Fault {
    /// Poisoned by the event at this place.
    pub fn poison(at: usize, why: &str) -> Self {
        Self::Poison {
            at,
            why: why.to_owned(),
        }
    }
}
