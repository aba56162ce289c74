//! A small aggregate for the store's own tests: a till that never goes below zero.

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use domain::{Actor, Channel, Decide, Meta};
use serde::{Deserialize, Serialize};
use store::{Commit, NewEvent, StreamKey};
use uuid::Uuid;

/// A till: won in it, and how many movements it has seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Till {
    /// Won.
    pub balance: i64,
    /// Movements.
    pub movements: u32,
}

/// What happened to a till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TillEvent {
    /// Won were put in.
    PaidIn {
        /// Won.
        amount: i64,
    },
    /// Won were taken out.
    PaidOut {
        /// Won.
        amount: i64,
    },
}

impl DomainEvent for TillEvent {
    fn event_type(&self) -> String {
        match self {
            Self::PaidIn { .. } => "PaidIn".to_owned(),
            Self::PaidOut { .. } => "PaidOut".to_owned(),
        }
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// What may be asked of a till.
#[derive(Debug, Clone)]
pub enum TillCommand {
    /// Put won in; nothing happens for 0.
    PayIn(i64),
    /// Put won in and take them out, in so many movements.
    Count(u32),
    /// Take won out.
    PayOut(i64),
    /// A defect in the rule.
    Panic,
}

/// Why a till refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TillRefusal {
    /// There is not so much in it.
    #[error("only {0} won are there")]
    TooLittle(i64),
}

impl Aggregate for Till {
    const TYPE: &'static str = "till";
    type Command = TillCommand;
    type Event = TillEvent;
    type Error = TillRefusal;
    type Services = ();

    async fn handle(
        &mut self,
        command: TillCommand,
        _service: &(),
        sink: &EventSink<Self>,
    ) -> Result<(), TillRefusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: TillEvent) {
        self.movements += 1;
        match event {
            TillEvent::PaidIn { amount } => self.balance += amount,
            TillEvent::PaidOut { amount } => self.balance -= amount,
        }
    }
}

impl Decide for Till {
    fn decide(&self, command: TillCommand) -> Result<Vec<TillEvent>, TillRefusal> {
        match command {
            TillCommand::PayIn(0) => Ok(Vec::new()),
            TillCommand::PayIn(amount) => Ok(vec![TillEvent::PaidIn { amount }]),
            TillCommand::Count(times) => Ok((0..times)
                .map(|_| TillEvent::PaidIn { amount: 1 })
                .collect()),
            TillCommand::PayOut(amount) if amount > self.balance => {
                Err(TillRefusal::TooLittle(self.balance))
            }
            TillCommand::PayOut(amount) => Ok(vec![TillEvent::PaidOut { amount }]),
            TillCommand::Panic => panic!("a defect, on purpose"),
        }
    }
}

/// Metadata of the tests' commands.
pub fn meta() -> Meta {
    let store = "main".parse().expect("a store id");
    Meta::new(
        store,
        Actor::System("tests".to_owned()),
        Channel::System,
        chrono::DateTime::UNIX_EPOCH,
    )
}

/// An event of a till, not yet in a log.
pub fn paid_in(amount: i64) -> NewEvent {
    NewEvent {
        event_id: Uuid::new_v4(),
        event_type: "PaidIn".to_owned(),
        event_version: "1".to_owned(),
        payload: format!(r#"{{"PaidIn":{{"amount":{amount}}}}}"#),
        metadata: r#"{"store":"main"}"#.to_owned(),
    }
}

/// A commit of `count` events to the till `id`.
pub fn commit(id: &str, expected: i64, count: i64) -> Commit {
    Commit {
        stream: StreamKey::new("till", id),
        expected,
        events: (1..=count).map(paid_in).collect(),
    }
}
