//! Between PostgreSQL's binary forms and ours.

use std::error::Error;

use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::cursor::Cursor;
use crate::log::Recorded;

type Any = Box<dyn Error + Sync + Send>;

/// The columns of an event, in the order that [`recorded`] reads them.
pub(crate) const COLUMNS: &str = "epoch, xid, position, aggregate_type, aggregate_id, sequence, \
     event_type, event_version, payload, metadata, event_id, recorded_at";

/// A transaction's 64-bit number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Xid(pub(crate) i64);

impl<'a> FromSql<'a> for Xid {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Any> {
        Ok(Self(i64::from_be_bytes(raw.try_into()?)))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::XID8
    }
}

impl ToSql for Xid {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Any> {
        out.extend_from_slice(&self.0.to_be_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::XID8
    }

    to_sql_checked!();
}

/// JSON as text: neither parsed nor built on our side.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<'a> FromSql<'a> for Json<String> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Any> {
        Ok(Self(std::str::from_utf8(raw)?.to_owned()))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSON
    }
}

impl ToSql for Json<&str> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Any> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSON
    }

    to_sql_checked!();
}

/// The cursor in three columns from `first` on.
pub(crate) fn cursor(row: &Row, first: usize) -> Result<Cursor, tokio_postgres::Error> {
    let epoch: i32 = row.try_get(first)?;
    let Xid(xid) = row.try_get(first + 1)?;
    Ok(Cursor {
        epoch: i64::from(epoch),
        xid,
        position: row.try_get(first + 2)?,
    })
}

/// An event from a row that has [`COLUMNS`] from `first` on.
pub(crate) fn recorded(row: &Row, first: usize) -> Result<Recorded, tokio_postgres::Error> {
    let Json(payload) = row.try_get(first + 8)?;
    let Json(metadata) = row.try_get(first + 9)?;
    Ok(Recorded {
        cursor: cursor(row, first)?,
        kind: row.try_get(first + 3)?,
        id: row.try_get(first + 4)?,
        sequence: row.try_get(first + 5)?,
        event_type: row.try_get(first + 6)?,
        event_version: row.try_get(first + 7)?,
        payload,
        metadata,
        event_id: row.try_get(first + 10)?,
        recorded_at: row.try_get(first + 11)?,
    })
}
