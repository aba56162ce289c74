//! The stock framework, as its documentation sets it up: cqrs-es over postgres-es.

use cqrs_es::persist::{PersistedEventStore, QueryReplay};
use cqrs_es::{Aggregate, CqrsFramework, Query};
use postgres_es::PostgresEventRepository;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use crate::pg::Database;

/// Where its events are; beside ours in the same database.
pub fn plain_events() -> &'static str {
    "stock_events"
}

/// Its event store.
pub type Stock<A> = PersistedEventStore<PostgresEventRepository, A>;

/// The stock framework on a table of its own, made as its `db/init.sql` does.
#[derive(Clone)]
pub struct Plain(PgPool);

impl Plain {
    /// Makes the table.
    pub async fn open(database: &Database, connections: u32) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .connect(&database.url)
            .await;
        let pool = pool.expect("the database answers");
        let create = format!(
            "CREATE TABLE IF NOT EXISTS {} (
                aggregate_type text NOT NULL, aggregate_id text NOT NULL,
                sequence bigint CHECK (sequence >= 0) NOT NULL,
                event_type text NOT NULL, event_version text NOT NULL,
                payload json NOT NULL, metadata json NOT NULL,
                PRIMARY KEY (aggregate_type, aggregate_id, sequence))",
            plain_events()
        );
        sqlx::query(&create)
            .execute(&pool)
            .await
            .expect("the table is made");
        Self(pool)
    }

    fn repository(&self) -> PostgresEventRepository {
        PostgresEventRepository::new(self.0.clone()).with_tables(plain_events(), "stock_snapshots")
    }

    /// Its event store.
    pub fn store<A: Aggregate>(&self) -> Stock<A> {
        PersistedEventStore::new_event_store(self.repository())
    }

    /// The framework that executes commands.
    pub fn framework<A: Aggregate<Services = ()>>(&self) -> CqrsFramework<A, Stock<A>> {
        CqrsFramework::new(self.store(), vec![], ())
    }

    /// Its replay of all events of an aggregate type into a query.
    pub fn replay<A: Aggregate, Q: Query<A>>(
        &self,
        query: Q,
    ) -> QueryReplay<PostgresEventRepository, Q, A> {
        QueryReplay::new(self.repository(), query)
    }

    /// Its connections, for views of its own.
    pub fn pool(&self) -> &PgPool {
        &self.0
    }
}
