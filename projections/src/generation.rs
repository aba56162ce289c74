//! Generations: each set of tables lives in a schema of its own, so that a new one can be
//! filled beside the old one and take its place at once.

use sqlx::{Connection, Executor, PgConnection, PgPool, Row};
use store::Cursor;

use crate::projection::{Projection, Table};
use crate::service::enthrone;

/// One set of tables of one projection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// The projection.
    pub name: String,
    /// Counts up with each rebuild, from 1.
    pub number: i32,
    /// Of the code that folds into it.
    pub version: i32,
    /// How far it has folded.
    pub cursor: Cursor,
    /// Grows when somebody other than the runner changed it.
    pub revision: i32,
    /// Why it stopped.
    pub halted: Option<String>,
}

impl Generation {
    /// Its schema.
    pub fn schema(&self) -> String {
        schema(&self.name, self.number)
    }
}

pub(crate) fn schema(name: &str, number: i32) -> String {
    format!("{name}_g{number}")
}

const COLUMNS: &str = "name, generation, version, epoch, xid, position, revision, halted";

fn read(row: &sqlx::postgres::PgRow) -> Result<Generation, sqlx::Error> {
    Ok(Generation {
        name: row.try_get("name")?,
        number: row.try_get("generation")?,
        version: row.try_get("version")?,
        cursor: Cursor {
            epoch: row.try_get("epoch")?,
            xid: row.try_get("xid")?,
            position: row.try_get("position")?,
        },
        revision: row.try_get("revision")?,
        halted: row.try_get("halted")?,
    })
}

/// The generation in service.
pub(crate) async fn live(
    connection: &mut PgConnection,
    name: &str,
) -> Result<Option<Generation>, sqlx::Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM projection_generations WHERE name = $1 AND state = 'live'");
    let row = sqlx::query(&sql)
        .bind(name)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// A generation by its number, locked until the transaction ends.
pub(crate) async fn lock(
    connection: &mut PgConnection,
    of: &Generation,
) -> Result<Option<Generation>, sqlx::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM projection_generations
          WHERE name = $1 AND generation = $2 AND state <> 'retired' FOR UPDATE"
    );
    let row = sqlx::query(&sql)
        .bind(&of.name)
        .bind(of.number)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Makes an empty generation, to be filled. `indexed` at once, or after the filling.
pub(crate) async fn create(
    pool: &PgPool,
    projection: &dyn Projection,
    indexed: bool,
) -> Result<Generation, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let made = create_in(&mut tx, projection, indexed).await?;
    tx.commit().await?;
    Ok(made)
}

async fn create_in(
    connection: &mut PgConnection,
    projection: &dyn Projection,
    indexed: bool,
) -> Result<Generation, sqlx::Error> {
    let name = projection.name();
    hold(connection, name).await?;
    let number: i32 = sqlx::query_scalar(
        "INSERT INTO projection_generations (name, generation, version, state)
         SELECT $1, coalesce(max(generation), 0) + 1, $2, 'filling' FROM projection_generations WHERE name = $1
         RETURNING generation",
    )
    .bind(name)
    .bind(projection.version())
    .fetch_one(&mut *connection)
    .await?;
    let made = Generation {
        name: name.to_owned(),
        number,
        version: projection.version(),
        cursor: Cursor::default(),
        revision: 0,
        halted: None,
    };
    let schema = made.schema();
    run(connection, &format!("CREATE SCHEMA {schema}")).await?;
    for table in projection.tables() {
        run(
            connection,
            &format!("CREATE TABLE {schema}.{} ({})", table.name, table.columns),
        )
        .await?;
        if indexed {
            index(connection, &schema, table).await?;
        }
    }
    Ok(made)
}

/// Makes the further indexes of a filled generation, and tells the planner what is in it.
pub(crate) async fn finish(
    pool: &PgPool,
    projection: &dyn Projection,
    of: &Generation,
) -> Result<(), sqlx::Error> {
    let schema = of.schema();
    let mut connection = pool.acquire().await?;
    for table in projection.tables() {
        index(&mut connection, &schema, table).await?;
        run(&mut connection, &format!("ANALYZE {schema}.{}", table.name)).await?;
    }
    Ok(())
}

async fn index(
    connection: &mut PgConnection,
    schema: &str,
    table: &Table,
) -> Result<(), sqlx::Error> {
    let trigrams: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
            .fetch_one(&mut *connection)
            .await?;
    let further = if trigrams { table.trigrams } else { &[] };
    for index in table.indexes.iter().chain(further) {
        // Written as after the table's name: an index method comes before its columns.
        run(
            connection,
            &format!("CREATE INDEX ON {schema}.{} {index}", table.name),
        )
        .await?;
    }
    Ok(())
}

/// Makes generations for projections that have none in service, so that pages find tables;
/// two processes that start at once make one.
pub(crate) async fn ensure(pool: &PgPool, projection: &dyn Projection) -> Result<(), sqlx::Error> {
    let mut connection = pool.acquire().await?;
    if live(&mut connection, projection.name()).await?.is_some() {
        return Ok(());
    }
    let mut tx = connection.begin().await?;
    hold(&mut tx, projection.name()).await?;
    if live(&mut tx, projection.name()).await?.is_none() {
        let made = create_in(&mut tx, projection, true).await?;
        enthrone(&mut tx, projection, &made).await?;
    }
    tx.commit().await
}

/// One at a time makes generations of a projection; until the transaction ends.
async fn hold(connection: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtext('jangbu projection ' || $1))")
        .bind(name)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn run(connection: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    // A bare text goes by the simple protocol: nothing is prepared.
    connection.execute(sql).await?;
    Ok(())
}
