//! One row per stream: load those a batch touches, fold in memory, write them back as a set.
//!
//! Each row keeps the sequence it stands at. So the table itself proves that no event of a
//! stream was left out, and none taken twice.

use rustc_hash::FxHashMap;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::event::Event;
use crate::projection::{Fault, Scope};
use crate::rows::Rows;

/// What a stream folds into: one row whose first two columns are the stream's id (text) and
/// `version` (bigint).
pub trait Doc: Default + Send + Sync {
    /// The table.
    const TABLE: &'static str;
    /// All columns, the stream's id first, `version` second.
    const COLUMNS: &'static [&'static str];
    /// What [`Doc::read`] needs, as in SELECT.
    const STATE: &'static str;

    /// The state from a row of [`Doc::STATE`] (its first column has the place 2).
    fn read(row: &PgRow) -> Result<Self, sqlx::Error>;

    /// The columns after `version`, in their order.
    fn write(&self, rows: &mut Rows);
}

struct Slot<D> {
    version: i64,
    stored: bool,
    doc: D,
}

/// The rows that a batch touches.
pub struct Docs<'e, D> {
    // Keys are our own ids, so a fast hash is safe: nobody outside can choose them to collide.
    slots: FxHashMap<&'e str, Slot<D>>,
}

impl<'e, D: Doc> Docs<'e, D> {
    /// Loads the rows of all streams that these events belong to.
    pub async fn open(
        scope: &mut Scope<'_>,
        events: impl Iterator<Item = &'e Event>,
    ) -> Result<Self, Fault> {
        let mut slots = FxHashMap::default();
        let mut known = Vec::new();
        for event in events {
            slots.entry(event.stream.as_str()).or_insert_with(|| {
                if event.sequence > 1 {
                    known.push(event.stream.as_str());
                }
                Slot {
                    version: 0,
                    stored: false,
                    doc: D::default(),
                }
            });
        }
        let mut docs = Self { slots };
        if !known.is_empty() {
            docs.load(scope, &known).await?;
        }
        Ok(docs)
    }

    async fn load(&mut self, scope: &mut Scope<'_>, keys: &[&str]) -> Result<(), Fault> {
        let sql = format!(
            "SELECT {key}, version, {state} FROM {schema}.{table} WHERE {key} = ANY ($1)",
            key = D::COLUMNS[0],
            state = D::STATE,
            schema = scope.schema,
            table = D::TABLE,
        );
        for row in sqlx::query(&sql)
            .bind(keys)
            .fetch_all(&mut *scope.connection)
            .await?
        {
            let key: &str = row.try_get(0)?;
            if let Some(slot) = self.slots.get_mut(key) {
                *slot = Slot {
                    version: row.try_get(1)?,
                    stored: true,
                    doc: D::read(&row)?,
                };
            }
        }
        Ok(())
    }

    /// The state that this event meets. The event counts as folded from here on.
    pub fn meet(&mut self, event: &Event) -> Result<&mut D, Fault> {
        let gap = |from| Fault::Gap {
            kind: event.kind.as_str(),
            stream: event.stream.clone(),
            from,
            to: event.sequence,
        };
        let Some(slot) = self.slots.get_mut(event.stream.as_str()) else {
            return Err(gap(0));
        };
        if event.sequence != slot.version + i64::from(!event.part) {
            return Err(gap(slot.version));
        }
        slot.version = event.sequence;
        Ok(&mut slot.doc)
    }

    /// All of them as they stand now, in no order, with their streams' ids.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'e str, &D)> {
        self.slots.iter().map(|(key, slot)| (*key, &slot.doc))
    }

    /// Writes all of them back: the old rows go, the new ones come in one stream.
    pub async fn save(self, scope: &mut Scope<'_>) -> Result<(), Fault> {
        let mut slots: Vec<_> = self.slots.into_iter().collect();
        slots.sort_unstable_by_key(|(key, _)| *key);
        let stored: Vec<&str> = slots
            .iter()
            .filter(|(_, slot)| slot.stored)
            .map(|(key, _)| *key)
            .collect();
        if !stored.is_empty() {
            let sql = format!(
                "DELETE FROM {}.{} WHERE {} = ANY ($1)",
                scope.schema,
                D::TABLE,
                D::COLUMNS[0]
            );
            sqlx::query(&sql)
                .bind(stored)
                .execute(&mut *scope.connection)
                .await?;
        }
        let mut rows = Rows::new(D::COLUMNS.len());
        for (key, slot) in &slots {
            rows.row().text(key).int8(slot.version);
            slot.doc.write(&mut rows);
        }
        scope.copy(D::TABLE, &D::COLUMNS.join(", "), rows).await
    }
}

/// A state kept as JSON in a column.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// A state as JSON; what we keep always has one.
pub(crate) fn to_json<T: serde::Serialize>(state: &T) -> String {
    serde_json::to_string(state).unwrap_or_else(|_| "null".to_owned())
}

/// cqrs-es' own fold, for any of our aggregates.
pub(crate) fn apply<A: domain::Decide>(state: &mut A, event: A::Event) {
    state.apply(event);
}
