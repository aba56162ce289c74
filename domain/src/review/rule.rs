//! What may happen to a review.

use chrono::{DateTime, Utc};

use super::{Bought, Opinion, Review, ReviewCommand, ReviewEvent, ReviewRefusal, ReviewStatus};
use crate::order::{are_photos, is_reason};
use crate::personal::PersonalRef;

type Decision = Result<Vec<ReviewEvent>, ReviewRefusal>;

impl Review {
    pub(super) fn rule(&self, command: ReviewCommand) -> Decision {
        match command {
            ReviewCommand::Write {
                bought,
                kept,
                opinion,
                at,
            } => self.write(*bought, kept, opinion, at),
            ReviewCommand::Edit { opinion, at } => self.edit(opinion, at),
            ReviewCommand::Hide { reason, at } => self.hide(reason, at),
            ReviewCommand::Show { at } => self.show(at),
            ReviewCommand::Answer { text, at } => self.answer_with(text, at),
            ReviewCommand::Withdraw { at } => self.withdraw(at),
        }
    }

    /// What arrived and was kept is judged once.
    fn write(&self, bought: Bought, kept: u32, opinion: Opinion, at: DateTime<Utc>) -> Decision {
        match self.status {
            ReviewStatus::New => {}
            _ if self.opinion.as_ref() == Some(&opinion) => return Ok(vec![]),
            ReviewStatus::Withdrawn => return Err(ReviewRefusal::Withdrawn),
            ReviewStatus::Shown | ReviewStatus::Hidden => return Err(ReviewRefusal::Written),
        }
        if kept == 0 {
            return Err(ReviewRefusal::NotKept);
        }
        check(&opinion)?;
        Ok(vec![ReviewEvent::ReviewWritten {
            bought,
            opinion,
            at,
        }])
    }

    /// A hidden review stays hidden, whatever it says now.
    fn edit(&self, opinion: Opinion, at: DateTime<Utc>) -> Decision {
        self.written()?;
        if self.opinion.as_ref() == Some(&opinion) {
            return Ok(vec![]);
        }
        check(&opinion)?;
        Ok(vec![ReviewEvent::ReviewEdited { opinion, at }])
    }

    fn hide(&self, reason: String, at: DateTime<Utc>) -> Decision {
        self.written()?;
        if !is_reason(&reason) {
            return Err(ReviewRefusal::BadReason);
        }
        match self.status {
            ReviewStatus::Hidden => Ok(vec![]),
            _ => Ok(vec![ReviewEvent::ReviewHidden { reason, at }]),
        }
    }

    fn show(&self, at: DateTime<Utc>) -> Decision {
        self.written()?;
        match self.status {
            ReviewStatus::Hidden => Ok(vec![ReviewEvent::ReviewShown { at }]),
            _ => Ok(vec![]),
        }
    }

    fn answer_with(&self, text: PersonalRef, at: DateTime<Utc>) -> Decision {
        self.written()?;
        match &self.answer {
            Some((given, _)) if *given == text => Ok(vec![]),
            _ => Ok(vec![ReviewEvent::ReviewAnswered { text, at }]),
        }
    }

    fn withdraw(&self, at: DateTime<Utc>) -> Decision {
        match self.status {
            ReviewStatus::New => Err(ReviewRefusal::NotWritten),
            ReviewStatus::Withdrawn => Ok(vec![]),
            _ => Ok(vec![ReviewEvent::ReviewWithdrawn { at }]),
        }
    }

    fn written(&self) -> Result<(), ReviewRefusal> {
        match self.status {
            ReviewStatus::New => Err(ReviewRefusal::NotWritten),
            ReviewStatus::Withdrawn => Err(ReviewRefusal::Withdrawn),
            ReviewStatus::Shown | ReviewStatus::Hidden => Ok(()),
        }
    }
}

fn check(opinion: &Opinion) -> Result<(), ReviewRefusal> {
    if !(1..=5).contains(&opinion.stars) {
        return Err(ReviewRefusal::BadStars);
    }
    if !are_photos(&opinion.photos) {
        return Err(ReviewRefusal::BadPhotos);
    }
    Ok(())
}
