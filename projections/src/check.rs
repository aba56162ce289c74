//! Is what stands in the tables what the log says? Folds everything anew beside them and
//! compares, row by row and byte by byte.

use std::sync::Arc;

use sqlx::{PgConnection, PgPool, Row};

use crate::advance::Mover;
use crate::generation;
use crate::projection::Projection;
use crate::rebuild::fill;
use crate::runner::RunError;
use crate::service;
use crate::source::Source;

/// Rows shown of each kind of difference.
const SHOWN: i64 = 20;

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The projection.
    pub name: String,
    /// Where both stood, `epoch:xid:position`.
    pub cursor: String,
    /// Its tables.
    pub tables: Vec<CheckedTable>,
}

/// What a comparison found in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedTable {
    /// The table.
    pub table: String,
    /// Rows in service.
    pub rows: i64,
    /// MD5 over all rows in service, ordered by key.
    pub digest: String,
    /// Rows in service that the log does not give (whole rows as text, the first few).
    pub wrong: Vec<String>,
    /// Rows that the log gives but are not in service (the first few).
    pub missing: Vec<String>,
}

impl Checked {
    /// Whether nothing differs.
    pub fn equal(&self) -> bool {
        self.tables
            .iter()
            .all(|table| table.wrong.is_empty() && table.missing.is_empty())
    }
}

/// Compares a projection's tables in service with a fold of the whole log. The projection
/// goes on meanwhile; it stands still only while both are brought level.
pub async fn check(
    pool: &PgPool,
    source: &Source,
    projection: &Arc<dyn Projection>,
) -> Result<Checked, RunError> {
    let scratch = generation::create(pool, projection.as_ref(), false).await?;
    let number = scratch.number;
    let source = source.wanted_by(std::slice::from_ref(projection));
    let outcome = compare(pool, &source, projection, scratch).await;
    service::sweep(pool, projection.name(), Some(number)).await?;
    outcome
}

async fn compare(
    pool: &PgPool,
    source: &Source,
    projection: &Arc<dyn Projection>,
    scratch: generation::Generation,
) -> Result<Checked, RunError> {
    let name = projection.name();
    let unknown = || RunError::Unknown(name.to_owned());
    let live = generation::live(&mut *pool.acquire().await?, name)
        .await?
        .ok_or_else(unknown)?;
    let schema = scratch.schema();
    let movers = vec![Mover::new(pool.clone(), projection.clone(), scratch).await?];
    let (movers, _) = fill(source, movers, Some(live.cursor)).await?;

    // Held still: what is folded now is little, and a snapshot taken now sees both level.
    let mut still = pool.begin().await?;
    let live = generation::lock(&mut still, &live)
        .await?
        .ok_or_else(unknown)?;
    fill(source, movers, Some(live.cursor)).await?;
    let mut snapshot = pool.begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(&mut *snapshot)
        .await?;
    sqlx::query("SELECT count(*) FROM projection_generations")
        .execute(&mut *snapshot)
        .await?;
    still.rollback().await?;

    let mut tables = Vec::new();
    for table in projection.tables() {
        let (ours, theirs) = (
            format!("{}.{}", live.schema(), table.name),
            format!("{schema}.{}", table.name),
        );
        let (rows, digest) = digest(&mut snapshot, &ours, table.key).await?;
        tables.push(CheckedTable {
            table: table.name.to_owned(),
            rows,
            digest,
            wrong: except(&mut snapshot, &ours, &theirs).await?,
            missing: except(&mut snapshot, &theirs, &ours).await?,
        });
    }
    snapshot.rollback().await?;
    Ok(Checked {
        name: name.to_owned(),
        cursor: live.cursor.to_string(),
        tables,
    })
}

/// Rows that one table has and the other has not, as text.
async fn except(
    connection: &mut PgConnection,
    ours: &str,
    theirs: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let sql = format!(
        "SELECT t::text FROM {ours} t EXCEPT ALL SELECT t::text FROM {theirs} t LIMIT {SHOWN}"
    );
    sqlx::query_scalar(&sql).fetch_all(connection).await
}

async fn digest(
    connection: &mut PgConnection,
    table: &str,
    key: &str,
) -> Result<(i64, String), sqlx::Error> {
    // A digest of row digests: the rows themselves would not fit into one value.
    let sql = format!(
        "SELECT count(*) AS rows, md5(coalesce(string_agg(md5(t::text), '' ORDER BY {key}), '')) AS digest FROM {table} t"
    );
    let row = sqlx::query(&sql).fetch_one(connection).await?;
    Ok((row.try_get("rows")?, row.try_get("digest")?))
}
