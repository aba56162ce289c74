//! All letters by name, with their samples drawn: for the gallery, the prompt and the tests.

use std::fmt;

use crate::kinds;
use crate::letter::{Letter, RenderError, Written, render};
use crate::theme::{Language, Theme};
use crate::words;

/// A kind of letter.
#[derive(Clone, Copy)]
pub struct Entry {
    /// `order-paid`.
    pub name: &'static str,
    samples: fn() -> Vec<&'static str>,
    render: fn(&str, &Theme, Language) -> Result<Written, RenderError>,
    #[cfg(test)]
    pub(crate) facts: fn() -> Vec<(&'static str, serde_json::Value)>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.name).finish()
    }
}

impl Entry {
    fn of<L: Letter>() -> Self {
        Self {
            name: L::NAME,
            samples: || L::samples().into_iter().map(|(name, _)| name).collect(),
            render: draw::<L>,
            #[cfg(test)]
            facts: || {
                let samples = L::samples().into_iter();
                let facts = |letter| serde_json::to_value(&letter).unwrap_or_default();
                samples
                    .map(|(name, letter)| (name, facts(letter)))
                    .collect()
            },
        }
    }

    /// When it is sent and to whom, in a sentence.
    pub fn about(&self, language: Language) -> String {
        let key = format!("{}-about", self.name);
        words::say(language, &key, None).unwrap_or_default()
    }

    /// The names of its samples.
    pub fn samples(&self) -> Vec<&'static str> {
        (self.samples)()
    }

    /// Writes one of its samples.
    ///
    /// # Errors
    /// It has no such sample, or cannot be written.
    pub fn render(
        &self,
        sample: &str,
        theme: &Theme,
        language: Language,
    ) -> Result<Written, RenderError> {
        (self.render)(sample, theme, language)
    }
}

fn draw<L: Letter>(
    sample: &str,
    theme: &Theme,
    language: Language,
) -> Result<Written, RenderError> {
    let found = L::samples().into_iter().find(|(name, _)| *name == sample);
    let (_, letter) = found.ok_or_else(|| RenderError {
        letter: L::NAME,
        reason: format!("no sample `{sample}`"),
    })?;
    render(&letter, theme, language)
}

/// Every letter there is, in the order of an order's life, then of a member's.
pub fn all() -> [Entry; 21] {
    [
        Entry::of::<kinds::OrderReceived>(),
        Entry::of::<kinds::OrderToPay>(),
        Entry::of::<kinds::OrderPaid>(),
        Entry::of::<kinds::OrderShipped>(),
        Entry::of::<kinds::OrderDelivered>(),
        Entry::of::<kinds::ChangeLate>(),
        Entry::of::<kinds::OrderCancelled>(),
        Entry::of::<kinds::ClaimAnswered>(),
        Entry::of::<kinds::OrderRefunded>(),
        Entry::of::<kinds::RefundAccountAsked>(),
        Entry::of::<kinds::DepositExpired>(),
        Entry::of::<kinds::MemberJoined>(),
        Entry::of::<kinds::VerifyEmail>(),
        Entry::of::<kinds::ResetPassword>(),
        Entry::of::<kinds::ChangeEmail>(),
        Entry::of::<kinds::EmailLeaving>(),
        Entry::of::<kinds::AlreadyMember>(),
        Entry::of::<kinds::InquiryAnswered>(),
        Entry::of::<kinds::GradeChanged>(),
        Entry::of::<kinds::DormancyNotice>(),
        Entry::of::<kinds::DailySales>(),
    ]
}

/// The letter of this name.
pub fn find(name: &str) -> Option<Entry> {
    all().into_iter().find(|entry| entry.name == name)
}
