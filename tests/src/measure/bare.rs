//! tokio-postgres with nothing around it: what any Rust program could reach.

use store::{Commit, PgLog};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

use crate::pg::Database;

type Wrong = Box<dyn std::error::Error + Sync + Send>;

/// So many connections with the settings that our log gives its own.
pub async fn bare_clients(database: &Database, count: usize) -> Vec<Client> {
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        let client = database.client().await;
        client
            .batch_execute(PgLog::SESSION)
            .await
            .expect("plain settings");
        clients.push(client);
    }
    clients
}

/// The log's own append statement, prepared on one connection.
pub struct Append {
    client: Client,
    statement: Statement,
}

impl Append {
    /// Prepares it.
    pub async fn prepare(client: Client) -> Self {
        let statement = client
            .prepare(PgLog::APPEND)
            .await
            .expect("the log's own statement");
        Self { client, statement }
    }

    /// Sends one commit and reads the answer.
    pub async fn send(&self, commit: &Commit) {
        let of = &commit.events;
        let stream = &commit.stream;
        let kinds = vec![stream.kind.as_ref(); of.len()];
        let ids = vec![stream.id.as_str(); of.len()];
        let sequences: Vec<i64> = (commit.expected + 1..).take(of.len()).collect();
        let types: Vec<&str> = of.iter().map(|event| event.event_type.as_str()).collect();
        let versions: Vec<&str> = of
            .iter()
            .map(|event| event.event_version.as_str())
            .collect();
        let payloads: Vec<_> = of.iter().map(|event| JsonText(&event.payload)).collect();
        let metadata: Vec<_> = of.iter().map(|event| JsonText(&event.metadata)).collect();
        let event_ids: Vec<Uuid> = of.iter().map(|event| event.event_id).collect();
        let before = usize::from(commit.expected > 0);
        let (before_kinds, before_ids) = (&kinds[..before], &ids[..before]);
        let before_versions = vec![commit.expected; before];
        let row = self
            .client
            .query_one(
                &self.statement,
                &[
                    &kinds,
                    &ids,
                    &sequences,
                    &types,
                    &versions,
                    &payloads,
                    &metadata,
                    &event_ids,
                    &before_kinds,
                    &before_ids,
                    &before_versions,
                ],
            )
            .await
            .expect("the statement is carried out");
        let positions: Option<Vec<i64>> = row.get(2);
        assert!(positions.is_some(), "nothing was written");
    }
}

/// JSON that is text already.
#[derive(Debug)]
struct JsonText<'a>(&'a str);

impl ToSql for JsonText<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Wrong> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSON
    }

    to_sql_checked!();
}

/// JSON as it comes, not looked at.
pub struct RawJson<'a>(pub &'a [u8]);

impl<'a> FromSql<'a> for RawJson<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Wrong> {
        Ok(Self(raw))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSON
    }
}

/// A transaction's number as it comes.
pub struct RawXid<'a>(pub &'a [u8]);

impl<'a> FromSql<'a> for RawXid<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Wrong> {
        Ok(Self(raw))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::XID8
    }
}
