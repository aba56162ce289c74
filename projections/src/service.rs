//! Putting generations into service, and clearing away those that were.

use sqlx::{PgConnection, PgPool};

use crate::generation::{Generation, run, schema};
use crate::projection::{AnalystView, Projection};

/// Puts a generation into service: the views change over and the old one retires, in the
/// caller's transaction.
pub(crate) async fn enthrone(
    connection: &mut PgConnection,
    projection: &dyn Projection,
    of: &Generation,
) -> Result<(), sqlx::Error> {
    // Gives up before the server would call it a deadlock with a reader, which then wins.
    run(connection, "SET LOCAL lock_timeout = '300ms'").await?;
    let schema = of.schema();
    for view in projection.analytics() {
        let drop = format!("DROP VIEW IF EXISTS analytics.{}", view.name);
        run(connection, &drop).await?;
    }
    for table in projection.tables() {
        let name = table.name;
        run(connection, &format!("DROP VIEW IF EXISTS read.{name}")).await?;
        let view = format!("CREATE VIEW read.{name} AS SELECT * FROM {schema}.{name}");
        run(connection, &view).await?;
    }
    let here = format!("SET LOCAL search_path TO {schema}, public");
    run(connection, &here).await?;
    for view in projection.analytics() {
        show(connection, view).await?;
    }
    run(connection, "SET LOCAL search_path TO DEFAULT").await?;
    let steps = [
        "UPDATE projection_generations SET state = 'retired' WHERE name = $1 AND state = 'live' AND generation <> $2",
        "UPDATE projection_generations SET state = 'live' WHERE name = $1 AND generation = $2",
    ];
    for step in steps {
        let step = sqlx::query(step).bind(&of.name).bind(of.number);
        step.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Makes one view for analysts, from tables of the search path, and says what it shows.
async fn show(connection: &mut PgConnection, view: &AnalystView) -> Result<(), sqlx::Error> {
    let name = format!("analytics.{}", view.name);
    let create = format!("CREATE VIEW {name} AS {}", view.select);
    run(connection, &create).await?;
    let comment = format!("COMMENT ON VIEW {name} IS {}", literal(view.comment));
    run(connection, &comment).await?;
    for (column, says) in view.columns {
        let comment = format!("COMMENT ON COLUMN {name}.{column} IS {}", literal(says));
        run(connection, &comment).await?;
    }
    Ok(())
}

/// Drops the schemas of retired generations, and of fillings that were given up: this one,
/// and those that have not moved for long because their process died.
pub(crate) async fn sweep(
    pool: &PgPool,
    name: &str,
    given_up: Option<i32>,
) -> Result<(), sqlx::Error> {
    let numbers: Vec<i32> = sqlx::query_scalar(
        "SELECT generation FROM projection_generations
          WHERE name = $1 AND (state = 'retired' OR state = 'filling'
            AND (generation = $2 OR moved_at < clock_timestamp() - interval '10 minutes'))",
    )
    .bind(name)
    .bind(given_up)
    .fetch_all(pool)
    .await?;
    for number in numbers {
        // Readers that began before the swap may still be at it, for about a minute.
        for patience in (0..150).rev() {
            match drop_one(pool, name, number).await {
                Err(error) if patience > 0 && lock_not_available(&error) => {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
                outcome => {
                    outcome?;
                    break;
                }
            }
        }
    }
    Ok(())
}

async fn drop_one(pool: &PgPool, name: &str, number: i32) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    run(&mut tx, "SET LOCAL lock_timeout = '300ms'").await?;
    run(
        &mut tx,
        &format!("DROP SCHEMA IF EXISTS {} CASCADE", schema(name, number)),
    )
    .await?;
    for table in ["projection_parked", "projection_generations"] {
        let sql = format!("DELETE FROM {table} WHERE name = $1 AND generation = $2");
        sqlx::query(&sql)
            .bind(name)
            .bind(number)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await
}

/// Whether readers hold what is wanted, so that it is worth trying again.
pub(crate) fn lock_not_available(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| code == "55P03" || code == "40P01")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
