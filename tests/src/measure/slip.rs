//! A slip (전표) on which 400-byte notes are made: the aggregate that the benches of the log
//! write and read, ours and the stock framework alike.

use std::fmt::Write;
use std::io::Cursor;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use domain::{Decide, Meta};
use futures::SinkExt;
use serde::{Deserialize, Serialize};
use store::{Commit, NewEvent, StreamKey};
use tokio_postgres::Client;
use uuid::Uuid;

/// Bytes of a note's event in the log.
const BYTES: usize = 400;

/// A slip.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Notes on it.
    pub notes: i64,
    /// Sum of the amounts, in won.
    pub total: i64,
}

/// What happened to a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlipEvent {
    /// A note was made.
    Noted {
        /// Its number.
        number: i64,
        /// Won.
        amount: i64,
        /// What fills it up.
        text: String,
    },
}

impl SlipEvent {
    /// The note with this number, 400 bytes of JSON.
    pub fn note(number: i64) -> Self {
        let (amount, around) = (
            number * 100 % 99_900,
            r#"{"Noted":{"number":,"amount":,"text":""}}"#.len(),
        );
        let digits = number.to_string().len() + amount.to_string().len();
        Self::Noted {
            number,
            amount,
            text: "ledger ".repeat(BYTES)[..BYTES - around - digits].to_owned(),
        }
    }
}

impl DomainEvent for SlipEvent {
    fn event_type(&self) -> String {
        "Noted".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Make so many notes.
#[derive(Debug, Clone)]
pub struct NoteCommand(pub i64);

/// A slip refuses nothing.
#[derive(Debug, thiserror::Error)]
pub enum Never {}

impl Aggregate for Slip {
    const TYPE: &'static str = "slip";
    type Command = NoteCommand;
    type Event = SlipEvent;
    type Error = Never;
    type Services = ();

    async fn handle(
        &mut self,
        command: NoteCommand,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Never> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: SlipEvent) {
        let SlipEvent::Noted { amount, .. } = event;
        self.notes += 1;
        self.total += amount;
    }
}

impl Decide for Slip {
    fn decide(&self, NoteCommand(count): NoteCommand) -> Result<Vec<SlipEvent>, Never> {
        Ok((self.notes + 1..=self.notes + count)
            .map(SlipEvent::note)
            .collect())
    }
}

/// Metadata of a usual size.
pub fn slip_meta() -> Meta {
    crate::till::meta()
}

/// A commit of so many notes to a new slip.
pub fn note_commit(notes: i64) -> Commit {
    let metadata = serde_json::to_string(&slip_meta().to_map()).expect("plain text");
    let event = |number| NewEvent {
        event_id: Uuid::new_v4(),
        event_type: "Noted".to_owned(),
        event_version: "1".to_owned(),
        payload: serde_json::to_string(&SlipEvent::note(number)).expect("plain text"),
        metadata: metadata.clone(),
    };
    let stream = StreamKey::new("slip", Uuid::new_v4().simple().to_string());
    Commit {
        stream,
        expected: 0,
        events: (1..=notes).map(event).collect(),
    }
}

/// Writes slips `0..slips` of so many notes each straight into a table with the columns of a
/// log, by COPY.
pub async fn fill_slips(client: &Client, table: &str, slips: i64, notes: i64) {
    let copy = format!(
        "COPY {table} (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata) FROM STDIN"
    );
    let sink = client
        .copy_in::<_, Cursor<String>>(&copy)
        .await
        .expect("the table is there");
    let mut sink = std::pin::pin!(sink);
    let metadata = serde_json::to_string(&slip_meta().to_map()).expect("plain text");
    for slip in 0..slips {
        let mut text = String::new();
        for note in 1..=notes {
            let payload = serde_json::to_string(&SlipEvent::note(note)).expect("plain text");
            let line = writeln!(
                text,
                "slip\t{slip}\t{note}\tNoted\t1\t{payload}\t{metadata}"
            );
            line.expect("text takes more text");
        }
        sink.send(Cursor::new(text))
            .await
            .expect("the server takes it");
    }
    sink.finish().await.expect("the server takes it");
    client
        .batch_execute(&format!("ANALYZE {table}"))
        .await
        .expect("the server answers");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_has_400_bytes() {
        for number in [1, 9, 10, 123_456] {
            assert_eq!(
                serde_json::to_string(&SlipEvent::note(number))
                    .unwrap()
                    .len(),
                BYTES
            );
        }
    }
}
