//! A test as a sentence: given these events, when this is asked, then that happens.

use std::fmt::Debug;

use domain::rule::Decide;

/// An aggregate as some events left it.
pub struct Given<A> {
    state: A,
}

/// What it answered.
pub struct When<A: Decide> {
    state: A,
    answer: Result<Vec<A::Event>, A::Error>,
}

pub fn given<A: Decide>(events: impl IntoIterator<Item = A::Event>) -> Given<A> {
    let mut state = A::default();
    for event in events {
        state.apply(event);
    }
    Given { state }
}

/// As `given`, for a history told by the commands that led to it. Each must be accepted.
pub fn after<A: Decide>(commands: impl IntoIterator<Item = A::Command>) -> Given<A> {
    let mut state = A::default();
    for command in commands {
        decide(&mut state, command).unwrap();
    }
    Given { state }
}

/// Decides and applies.
pub fn decide<A: Decide>(state: &mut A, command: A::Command) -> Result<Vec<A::Event>, A::Error> {
    let events = state.decide(command)?;
    for event in &events {
        state.apply(event.clone());
    }
    Ok(events)
}

impl<A: Decide> Given<A> {
    pub fn when(self, command: A::Command) -> When<A> {
        let Self { mut state } = self;
        let answer = decide(&mut state, command);
        When { state, answer }
    }

    pub fn state(self) -> A {
        self.state
    }
}

impl<A: Decide> When<A>
where
    A::Event: PartialEq + Debug,
    A::Error: PartialEq + Debug,
{
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = A::Event>) -> Given<A> {
        assert_eq!(self.answer, Ok(events.into_iter().collect()));
        Given { state: self.state }
    }

    /// It was done before: no new fact, no complaint.
    #[track_caller]
    pub fn nothing_happens(self) -> Given<A> {
        self.then([])
    }

    #[track_caller]
    pub fn refuses(self, refusal: A::Error) -> Given<A> {
        assert_eq!(self.answer, Err(refusal));
        Given { state: self.state }
    }

    /// A new fact, whichever.
    #[track_caller]
    pub fn happens(self) -> Given<A> {
        assert_ne!(self.answer.unwrap(), [], "nothing happened");
        Given { state: self.state }
    }

    /// Accepted, whatever the events.
    #[track_caller]
    pub fn succeeds(self) -> Given<A> {
        self.answer.unwrap();
        Given { state: self.state }
    }
}
