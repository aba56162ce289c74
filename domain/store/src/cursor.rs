//! A reader's place in the log.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a reader stands: the last event it has seen.
///
/// Ordered as the log is read. Positions are handed out before a commit and so say
/// nothing alone; the transaction's number does, as long as the cluster lives, and the
/// epoch counts the clusters that the log has lived in. The default is the log's start.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Cursor {
    /// Incarnation of the database cluster, from 1.
    pub epoch: i64,
    /// The writing transaction's 64-bit number.
    pub xid: i64,
    /// The event's place within its transaction.
    pub position: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.epoch, self.xid, self.position)
    }
}

/// A text that is not `epoch:xid:position`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a cursor; it looks like epoch:xid:position")]
pub struct BadCursor(pub String);

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let bad = || BadCursor(text.to_owned());
        let mut parts = text
            .split(':')
            .map(|part| part.parse::<i64>().map_err(|_| bad()));
        let mut next = || parts.next().ok_or_else(bad)?;
        let cursor = Self {
            epoch: next()?,
            xid: next()?,
            position: next()?,
        };
        if text.split(':').count() == 3 {
            Ok(cursor)
        } else {
            Err(bad())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_what_it_prints() {
        let cursor = Cursor {
            epoch: 2,
            xid: 734,
            position: 9,
        };
        assert_eq!("2:734:9".parse(), Ok(cursor));
        assert!("2:734".parse::<Cursor>().is_err());
        assert!("2:734:9:1".parse::<Cursor>().is_err());
    }

    #[test]
    fn a_new_cluster_comes_after_the_old_whatever_its_transaction_numbers() {
        let old = Cursor {
            epoch: 1,
            xid: 9_000_000,
            position: 5,
        };
        let new = Cursor {
            epoch: 2,
            xid: 700,
            position: 6,
        };
        assert!(old < new);
        assert!(Cursor::default() < old);
    }
}
