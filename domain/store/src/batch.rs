//! Stretches of the log, and the transactions and commits in them.

use crate::log::Recorded;

/// Drops the transaction that the end of a full batch may have cut off, unless it is all there is:
/// a step from old shapes may need neighbours of one commit.
pub fn keep_whole_transactions(events: &mut Vec<Recorded>) {
    let transaction = |event: &Recorded| (event.cursor.epoch, event.cursor.xid);
    let Some(last) = events.last().map(transaction) else {
        return;
    };
    let whole = events.partition_point(|event| transaction(event) < last);
    if whole > 0 {
        events.truncate(whole);
    }
}

/// What each stream got by each transaction, in order.
pub fn by_commit(events: &[Recorded]) -> impl Iterator<Item = &[Recorded]> {
    events.chunk_by(|one, next| {
        one.kind == next.kind && one.id == next.id && one.cursor.xid == next.cursor.xid
    })
}
