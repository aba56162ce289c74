//! What may happen to a question.

use chrono::{DateTime, Utc};

use super::{Inquiry, InquiryCommand, InquiryEvent, InquiryRefusal, InquiryStatus, Question};
use crate::order::are_photos;
use crate::personal::PersonalRef;

type Decision = Result<Vec<InquiryEvent>, InquiryRefusal>;

/// Turns of one question at most.
const MOST_TURNS: usize = 50;

impl Inquiry {
    pub(super) fn rule(&self, command: InquiryCommand) -> Decision {
        match command {
            InquiryCommand::Ask { question } => self.ask(*question),
            InquiryCommand::Answer { number, text, at } => self.answer_with(number, text, at),
            InquiryCommand::Reopen { text, at } => self.reopen(text, at),
            InquiryCommand::Close { at } => self.close(at),
            InquiryCommand::Erase { at } => self.erase(at),
        }
    }

    /// A question is asked once.
    fn ask(&self, question: Question) -> Decision {
        if self.status != InquiryStatus::New {
            return Err(InquiryRefusal::Asked);
        }
        if !are_photos(&question.photos) {
            return Err(InquiryRefusal::BadPhotos);
        }
        let Question {
            store,
            member,
            contact,
            topic,
            order,
            text,
            photos,
            at,
        } = question;
        Ok(vec![InquiryEvent::InquiryAsked {
            store,
            member,
            contact,
            topic,
            order,
            text,
            photos,
            at,
        }])
    }

    /// Each answer is given once, in turn. Of two members of staff who answer at once, one is told.
    fn answer_with(&self, number: u32, text: PersonalRef, at: DateTime<Utc>) -> Decision {
        self.readable()?;
        if let Some(given) = self.answer(number)
            && given.text == text
        {
            return Ok(vec![]);
        }
        if self.status == InquiryStatus::Closed {
            return Err(InquiryRefusal::Closed);
        }
        let next = self.answers + 1;
        if number != next {
            return Err(InquiryRefusal::OtherAnswer { next });
        }
        self.room()?;
        Ok(vec![InquiryEvent::InquiryAnswered { number, text, at }])
    }

    /// Whoever asked may add something at any time; a closed question waits again.
    fn reopen(&self, text: PersonalRef, at: DateTime<Utc>) -> Decision {
        self.readable()?;
        self.room()?;
        Ok(vec![InquiryEvent::InquiryReopened { text, at }])
    }

    fn close(&self, at: DateTime<Utc>) -> Decision {
        self.asked()?;
        match self.status {
            InquiryStatus::Closed => Ok(vec![]),
            _ => Ok(vec![InquiryEvent::InquiryClosed { at }]),
        }
    }

    fn erase(&self, at: DateTime<Utc>) -> Decision {
        self.asked()?;
        match self.erased {
            Some(_) => Ok(vec![]),
            None => Ok(vec![InquiryEvent::InquiryErased { at }]),
        }
    }

    fn asked(&self) -> Result<(), InquiryRefusal> {
        match self.status {
            InquiryStatus::New => Err(InquiryRefusal::NotAsked),
            _ => Ok(()),
        }
    }

    fn readable(&self) -> Result<(), InquiryRefusal> {
        self.asked()?;
        match self.erased {
            Some(_) => Err(InquiryRefusal::Erased),
            None => Ok(()),
        }
    }

    fn room(&self) -> Result<(), InquiryRefusal> {
        if self.turns.len() < MOST_TURNS {
            Ok(())
        } else {
            Err(InquiryRefusal::TooLong)
        }
    }
}
