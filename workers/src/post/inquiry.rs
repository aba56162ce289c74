//! The letter about an answer: from the answer in the log to a sent letter, once.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use domain::inquiry::Inquiry;
use domain::{InquiryId, StoreId};
use letters::kinds::InquiryAnswered;
use letters::{Letter, render};
use serde::{Deserialize, Serialize};
use shop::inquiry::{Contact, InquiryTexts};
use shop::mail_address;
use shop::ports::post::Address;
use store::jobs::NewJob;
use store::post::{Medium, NewDelivery};
use uuid::Uuid;

use super::letter::theme;
use super::send::{Outgoing, send_letter};
use crate::jobs::{Job, JobContext, JobError};

/// Nobody waits for the answer of last week's backlog or of a restored backup any more.
const FRESH: Duration = Duration::days(7);

/// Writes to whoever asked that staff answered. What was asked and answered stays in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteAnswer {
    /// The event: one letter follows from it, whatever restarts.
    pub event: Uuid,
    pub inquiry: InquiryId,
    pub store: StoreId,
    /// Which answer, from 1.
    pub number: u32,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
}

impl WriteAnswer {
    /// The job, once for its event.
    pub fn job(&self) -> NewJob {
        // Ids, numbers and times: serialising them cannot fail.
        let payload = serde_json::to_value(self).unwrap_or_default();
        NewJob::new(Self::NAME, payload).keyed(self.key())
    }

    /// The key of the letter, for jobs, deliveries and providers.
    pub fn key(&self) -> String {
        format!("letter:{}", self.event)
    }
}

#[async_trait]
impl Job for WriteAnswer {
    const NAME: &'static str = "write-answer";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let shop = &context.shop;
        let (key, subject) = (self.key(), self.inquiry.to_string());
        let delivery = NewDelivery {
            key: &key,
            medium: Medium::Email,
            template: InquiryAnswered::NAME,
            store: self.store.as_str(),
            subject: Some(&subject),
            address: None,
        };
        let skip = async |reason| {
            let skipped = context.post.deliveries.skip(&delivery, reason).await;
            skipped.map_err(JobError::again)
        };
        if shop.now() - self.recorded_at > FRESH {
            return skip("too_old").await;
        }
        let inquiry = shop.inquiry(self.inquiry).await.map_err(JobError::again)?;
        let texts = shop.inquiry_texts(&inquiry).await;
        let mut texts = texts.map_err(JobError::again)?;
        let Some(contact) = texts.contact.take() else {
            return skip("nobody_known").await;
        };
        let address = contact.email.trim();
        if address.is_empty() {
            return skip("no_address").await;
        }
        if !mail_address::is_plain(address) {
            return skip("odd_address").await;
        }
        let Some(letter) = self.letter(context, &inquiry, &texts, &contact) else {
            return skip("nobody_known").await;
        };
        let settings = shop.settings().stores.get(&self.store).cloned();
        let no_store = || JobError::never(format!("there is no store {}", self.store));
        let settings = settings.ok_or_else(no_store)?;
        let home = shop.settings().links.home(&self.store);
        let (theme, language) = theme(&settings, home);
        let outgoing = Outgoing {
            key: &key,
            template: InquiryAnswered::NAME,
            store: self.store.as_str(),
            settings: &settings,
            subject: Some(&subject),
            to: Address {
                name: contact.name.clone(),
                address: address.to_owned(),
            },
            written: render(&letter, &theme, language).map_err(JobError::never)?,
        };
        send_letter(context, outgoing).await
    }
}

impl WriteAnswer {
    /// The answer, and what it answers: what the shopper wrote last before it. None where it was
    /// erased meanwhile.
    fn letter(
        &self,
        context: &JobContext,
        inquiry: &Inquiry,
        texts: &InquiryTexts,
        contact: &Contact,
    ) -> Option<InquiryAnswered> {
        let turns: Vec<_> = inquiry.turns().iter().zip(&texts.turns).collect();
        let staff = (0..).zip(&turns).filter(|(_, (turn, _))| turn.staff);
        let before = usize::try_from(self.number).ok()?.checked_sub(1)?;
        let (place, (answer, said)) = staff.into_iter().nth(before)?;
        let asked = turns[..place].iter().rev().find(|(turn, _)| !turn.staff);
        let (question, wrote) = asked?;
        Some(InquiryAnswered {
            name: contact.name.clone(),
            title: texts.title.clone()?,
            asked_at: question.at,
            question: (*wrote).clone()?,
            answered_at: answer.at,
            answer: (*said).clone()?,
            href: context
                .shop
                .settings()
                .links
                .inquiry(&self.store, self.inquiry),
        })
    }
}
