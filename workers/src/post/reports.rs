//! Asking the provider what became of messages: SENS, which does not call us, and Solapi, whose
//! webhook is told five times at most and so may have been missed, or is not set.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shop::kakao;
use shop::ports::post::{Medium, TextReport};
use store::post::{DeliveryState, Open, Report};
use tokio::time::Instant;

use crate::jobs::{Job, JobContext, JobError};

/// Messages of one question.
const TOGETHER: i64 = 100;
/// Questions of one run.
const ROUNDS: usize = 100;
/// No question after this: the next run is due.
const LONGEST: Duration = Duration::from_mins(4);

/// Asks what became of messages that were taken; every few minutes. One run after the other: the
/// schedule gives each entry a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskReports {}

#[async_trait]
impl Job for AskReports {
    const NAME: &'static str = "ask-reports";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        // Nothing is asked for twice in one run.
        let (began, since) = (Instant::now(), context.shop.now());
        for _ in 0..ROUNDS {
            let asked = ask(context, since).await?;
            let more = asked >= usize::try_from(TOGETHER).unwrap_or(usize::MAX);
            if !more || began.elapsed() > LONGEST {
                break;
            }
        }
        Ok(())
    }
}

/// One question about messages that nobody asked about since then; gives how many there were.
async fn ask(context: &JobContext, since: DateTime<Utc>) -> Result<usize, JobError> {
    let post = &context.post;
    let provider = post.texter.name();
    let open = post.deliveries.open(provider, since, TOGETHER).await;
    let open = open.map_err(JobError::again)?;
    if open.is_empty() {
        return Ok(0);
    }
    let ids: Vec<String> = open.iter().map(|one| one.provider_id.clone()).collect();
    let told = post.texter.reports(&ids).await.map_err(JobError::again)?;
    let reports = open.iter().zip(told);
    let reports: Vec<Report> = reports
        .filter_map(|(one, told)| report(one, told))
        .collect();
    let written = post.deliveries.report_many(provider, &reports).await;
    written.map_err(JobError::again)?;
    // Those that are still open go to the end of the row. A clock that went back does not matter.
    let keys: Vec<String> = open.iter().map(|one| one.key.clone()).collect();
    let at = context.shop.now().max(since);
    let written = post.deliveries.asked(&keys, at).await;
    written.map_err(JobError::again)?;
    Ok(open.len())
}

fn report(one: &Open, told: TextReport) -> Option<Report> {
    let told = match told {
        TextReport::Failed(code) => {
            let medium = Medium::read(&one.medium).unwrap_or(Medium::Sms);
            kakao::judge(medium, &one.key, &code)
        }
        told => told,
    };
    let (state, reason) = match told {
        TextReport::Pending => return None,
        TextReport::Delivered => (DeliveryState::Delivered, String::new()),
        TextReport::Failed(code) => (DeliveryState::Failed, code),
    };
    Some(Report {
        id: one.provider_id.clone(),
        key: Some(one.key.clone()),
        state,
        reason,
    })
}
