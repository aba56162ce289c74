//! The plan as a channel: the file is read and unpacked on a thread of its own while the shop works.

use anyhow::Result;
use tokio::sync::mpsc;

use super::plan::{Document, Plan, Planned};

/// Documents read ahead.
const AHEAD: usize = 1_000;

/// The plan's documents, in order. Dropping the receiver ends the thread.
pub fn documents(plan: Plan) -> mpsc::Receiver<Result<Document>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        for planned in plan {
            let document = match planned {
                Ok(Planned::Refused(_)) => continue,
                Ok(Planned::Document(document)) => Ok(document),
                Err(error) => Err(error),
            };
            if sender.blocking_send(document).is_err() {
                return;
            }
        }
    });
    receiver
}
