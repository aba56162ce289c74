//! Looking after bulk sends: list, show, watch, cancel.

use std::time::Duration;

use anyhow::{Result, anyhow};
use clap::Subcommand;
use serde_json::json;
use store::post::{BatchState, Bulk as Book, BulkSend, BulkState, Deliveries, DeliveryState};
use uuid::Uuid;
use workers::post::bulk;

use crate::commands::order::kst;
use crate::say::say;
use crate::shop::OpenShop;
use crate::{progress, table};

/// What is done with them.
#[derive(Debug, Subcommand)]
pub(super) enum Step {
    /// The last sends
    List,
    /// One of them: how many were sent, left out and failed
    Show {
        #[arg(value_name = "ID")]
        id: Uuid,
    },
    /// Its progress, until it ends
    Watch {
        #[arg(value_name = "ID")]
        id: Uuid,
    },
    /// Stop it before its next call, and erase its recipients
    Cancel {
        #[arg(value_name = "ID")]
        id: Uuid,
    },
}

impl Step {
    pub(super) async fn take(self, open: &OpenShop, json: bool) -> Result<()> {
        let book = Book::new(open.pool.clone());
        match self {
            Self::List => list(&book.list(50).await?, json),
            Self::Show { id } => show(open, &found(&book, id).await?, json).await,
            Self::Watch { id } => watch(open, &book, id, json).await,
            Self::Cancel { id } => {
                found(&book, id).await?;
                let cancelled = bulk::cancel(&open.shop, &open.pool, id).await?;
                if !json {
                    say!(
                        "{}",
                        if cancelled {
                            "cancelled"
                        } else {
                            "it had ended before"
                        }
                    )?;
                }
                show(open, &found(&book, id).await?, json).await
            }
        }
    }
}

async fn found(book: &Book, id: Uuid) -> Result<BulkSend> {
    let found = book.get(id).await?;
    found.ok_or_else(|| anyhow!("there is no bulk send {id}; see: jangbu messages bulk list"))
}

fn list(sends: &[BulkSend], json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(sends)?)?;
        return Ok(());
    }
    if sends.is_empty() {
        say!("no bulk sends")?;
        return Ok(());
    }
    let mut table = table::table(["id", "made", "store", "message", "advertising", "state"]);
    for send in sends {
        table.add_row([
            send.id.to_string(),
            kst(send.created_at),
            send.store.clone(),
            send.template.clone(),
            if send.advertising { "yes" } else { "" }.to_owned(),
            state(send.state).to_owned(),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn state(state: BulkState) -> &'static str {
    match state {
        BulkState::Preparing => "preparing",
        BulkState::Running => "running",
        BulkState::Cancelled => "cancelled",
        BulkState::Done => "done",
    }
}

async fn show(open: &OpenShop, send: &BulkSend, json: bool) -> Result<()> {
    let deliveries = Deliveries::new(open.pool.clone());
    let counts = deliveries.counts(&bulk::subject(send.id)).await?;
    let batches = Book::new(open.pool.clone()).batches(send.id).await?;
    let recipients: i64 = batches.iter().map(|batch| i64::from(batch.size)).sum();
    let resumes = batches.iter().filter_map(|batch| batch.resumes_at).min();
    if json {
        let counts = counts.iter().map(|(state, reason, count)| {
            json!({ "state": state.as_str(), "reason": reason, "messages": count })
        });
        let told = json!({
            "send": send, "recipients": recipients, "resumes_at": resumes, "counts": counts.collect::<Vec<_>>(),
        });
        say!("{}", serde_json::to_string_pretty(&told)?)?;
        return Ok(());
    }
    say!(
        "{}  {}, {recipients} recipients, made {}",
        send.id,
        state(send.state),
        kst(send.created_at)
    )?;
    if let Some(at) = resumes {
        say!("the rest waits until {}", kst(at))?;
    }
    let mut table = table::table(["state", "why", "messages"]);
    for (state, reason, count) in counts {
        let reason = reason.unwrap_or_default();
        table.add_row([state.as_str().to_owned(), reason, table::grouped(count)]);
    }
    table::figures_from(&mut table, 2);
    say!("{table}")?;
    Ok(())
}

/// Until it ends, or waits for the morning.
async fn watch(open: &OpenShop, book: &Book, id: Uuid, json: bool) -> Result<()> {
    let deliveries = Deliveries::new(open.pool.clone());
    let batches = book.batches(id).await?;
    let all: i64 = batches.iter().map(|batch| i64::from(batch.size)).sum();
    let bar = progress::bar("sending", u64::try_from(all).unwrap_or(0));
    loop {
        let send = found(book, id).await?;
        let counts = deliveries.counts(&bulk::subject(id)).await?;
        let settled = counts.iter().filter(|(state, ..)| state.is_settled());
        let settled: i64 = settled.map(|(.., count)| count).sum();
        bar.set_position(u64::try_from(settled).unwrap_or(0));
        let moving = matches!(send.state, BulkState::Preparing | BulkState::Running);
        let sending = counts
            .iter()
            .any(|(state, ..)| *state == DeliveryState::Sending);
        let batches = book.batches(id).await?;
        let mut unfinished = batches
            .iter()
            .filter(|batch| matches!(batch.state, BatchState::Waiting | BatchState::Sending));
        let asleep = moving && !sending && unfinished.all(|batch| batch.resumes_at.is_some());
        if !moving || asleep && !batches.is_empty() {
            bar.finish_and_clear();
            return show(open, &send, json).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
