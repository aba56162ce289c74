//! Our books beside a provider's: a difference is a fact until both say the same again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::PaymentEvent;
use super::attempt::Stage;
use super::state::{Payment, PaymentStatus};
use crate::ids::{AttemptId, ProviderId};
use crate::money::Won;

/// What both say that a provider holds for us by one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Won, as our books say.
    pub ours: Won,
    /// Won, as the provider says.
    pub theirs: Won,
}

/// A difference that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDifference {
    /// Whose books.
    pub provider: ProviderId,
    /// What they say.
    pub found: Difference,
}

/// Both books, looked at side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Whose books.
    pub provider: ProviderId,
    /// The attempt, by the number that we gave it.
    pub attempt: AttemptId,
    /// What they say.
    pub found: Difference,
    /// When.
    pub at: DateTime<Utc>,
}

impl Difference {
    /// Whether they say the same.
    #[must_use]
    pub fn agrees(self) -> bool {
        self.ours == self.theirs
    }
}

impl Payment {
    /// Won that the provider holds for us by this attempt, as far as it has answered.
    pub fn held_by(&self, attempt: &AttemptId) -> Won {
        match self.attempts.get(attempt).map(|known| &known.stage) {
            Some(Stage::Approved { .. }) if self.status == PaymentStatus::Captured => {
                self.with_provider()
            }
            Some(Stage::Stranded { amount, .. }) => *amount,
            _ => Won::ZERO,
        }
    }

    /// Differences that are open, by attempt.
    pub fn differences(&self) -> &BTreeMap<AttemptId, OpenDifference> {
        &self.differences
    }

    /// What moved while the provider was asked is no difference: the next comparison will tell.
    pub(super) fn compare(&self, compared: Compared) -> Vec<PaymentEvent> {
        let Compared {
            provider,
            attempt,
            found,
            at,
        } = compared;
        let known = self.differences.get(&attempt).map(|open| open.found);
        if known == Some(found) || self.held_by(&attempt) != found.ours {
            return vec![];
        }
        match (known, found.agrees()) {
            (None, true) => vec![],
            (Some(_), true) => vec![PaymentEvent::BooksAgreed { attempt, at }],
            (_, false) => vec![PaymentEvent::BooksDiffered {
                provider,
                attempt,
                ours: found.ours,
                theirs: found.theirs,
                at,
            }],
        }
    }

    pub(super) fn fold_books(&mut self, event: PaymentEvent) {
        match event {
            PaymentEvent::BooksDiffered {
                provider,
                attempt,
                ours,
                theirs,
                ..
            } => {
                let found = Difference { ours, theirs };
                let open = OpenDifference { provider, found };
                self.differences.insert(attempt, open);
            }
            PaymentEvent::BooksAgreed { attempt, .. } => {
                self.differences.remove(&attempt);
            }
            _ => {}
        }
    }
}
