//! Whoever asked the shop hears that it answered: one letter per answer.

use async_trait::async_trait;
use domain::Meta;
use domain::inquiry::InquiryEvent;
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Begins, Outcome, Process, Reading, event, imported};
use crate::post::WriteAnswer;

/// Adds the jobs that write to askers.
pub struct WriteToAskers;

#[async_trait]
impl Process for WriteToAskers {
    fn name(&self) -> &'static str {
        "write-to-askers"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["inquiry"]
    }

    fn begins(&self) -> Begins {
        Begins::WhereOthersStand
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        let InquiryEvent::InquiryAnswered { number, .. } = event(recorded)? else {
            return Ok(Reading::Nothing);
        };
        if imported(meta) {
            return Ok(Reading::Nothing);
        }
        let inquiry = recorded.id.parse();
        let letter = WriteAnswer {
            event: recorded.event_id,
            inquiry: inquiry.map_err(|_| "its stream is no inquiry".to_owned())?,
            store: meta.store.clone(),
            number,
            recorded_at: recorded.recorded_at,
        };
        Ok(Reading::Enqueue(vec![letter.job()]))
    }

    async fn act(&self, _: &Shop, _: &Caller, _: &str) -> Result<Outcome, ShopError> {
        // It has no subjects: what follows is jobs.
        Ok(Outcome::Done)
    }
}
