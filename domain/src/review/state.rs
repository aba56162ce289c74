//! A review as its events left it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Bought, Opinion, ReviewCommand, ReviewEvent, ReviewRefusal};
use crate::personal::PersonalRef;
use crate::rule::aggregate;

/// Where a review stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    /// Nobody wrote it yet.
    #[default]
    New,
    /// Everybody may read it, and it counts.
    Shown,
    /// Staff took it from the shop window.
    Hidden,
    /// The buyer took it back.
    Withdrawn,
}

impl ReviewStatus {
    /// The name under which tables and programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Shown => "shown",
            Self::Hidden => "hidden",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A review.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Review {
    pub(super) status: ReviewStatus,
    pub(super) bought: Option<Bought>,
    pub(super) opinion: Option<Opinion>,
    pub(super) written_at: Option<DateTime<Utc>>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) hidden_for: Option<String>,
    pub(super) answer: Option<(PersonalRef, DateTime<Utc>)>,
}

aggregate!(Review, "review", ReviewCommand => ReviewEvent | ReviewRefusal, shape 1);

impl Review {
    /// Where it stands.
    pub fn status(&self) -> ReviewStatus {
        self.status
    }

    /// What was bought; none before it was written.
    pub fn bought(&self) -> Option<&Bought> {
        self.bought.as_ref()
    }

    /// Stars and words as they are now; none once it was taken back.
    pub fn opinion(&self) -> Option<&Opinion> {
        self.opinion.as_ref()
    }

    /// When it was written.
    pub fn written_at(&self) -> Option<DateTime<Utc>> {
        self.written_at
    }

    /// When it was last edited.
    pub fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.edited_at
    }

    /// Why staff hid it, in a word.
    pub fn hidden_for(&self) -> Option<&str> {
        self.hidden_for.as_deref()
    }

    /// What staff answered, in the vault, and when.
    pub fn answer(&self) -> Option<&(PersonalRef, DateTime<Utc>)> {
        self.answer.as_ref()
    }

    pub(super) fn fold(&mut self, event: ReviewEvent) {
        match event {
            ReviewEvent::ReviewWritten {
                bought,
                opinion,
                at,
            } => {
                self.status = ReviewStatus::Shown;
                self.bought = Some(bought);
                self.opinion = Some(opinion);
                self.written_at = Some(at);
            }
            ReviewEvent::ReviewEdited { opinion, at } => {
                self.opinion = Some(opinion);
                self.edited_at = Some(at);
            }
            ReviewEvent::ReviewHidden { reason, .. } => {
                self.status = ReviewStatus::Hidden;
                self.hidden_for = Some(reason);
            }
            ReviewEvent::ReviewShown { .. } => {
                self.status = ReviewStatus::Shown;
                self.hidden_for = None;
            }
            ReviewEvent::ReviewAnswered { text, at } => self.answer = Some((text, at)),
            ReviewEvent::ReviewWithdrawn { .. } => {
                self.status = ReviewStatus::Withdrawn;
                self.opinion = None;
                self.answer = None;
            }
        }
    }
}
