//! `jangbu inquiry`: questions to the shop, and their answers.

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use domain::InquiryId;
use domain::inquiry::{Inquiry as State, InquiryStatus};
use projections::inquiries::{self, InquiryQuery, InquiryRow};
use serde_json::{Value, json};
use shop::inquiry::InquiryTexts;

use super::opened::{catch_up, with_database};
use super::order::kst;
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::{OpenShop, desk};
use crate::table;

const EXAMPLES: &str = "\
Examples:
  jangbu inquiry list
  jangbu inquiry list --status all --json
  jangbu inquiry show 0192f0e4-7c1a-7b3d-9e5f-1a2b3c4d5e6f
  jangbu inquiry answer 0192f0e4-7c1a-7b3d-9e5f-1a2b3c4d5e6f --text '다음 주 월요일에 들어옵니다.'

Whoever asked gets a letter with each answer. The same answer twice is one answer.";

const ANSWER: &str = "\
Examples:
  jangbu inquiry answer 0192f0e4-7c1a-7b3d-9e5f-1a2b3c4d5e6f --text '다음 주 월요일에 들어옵니다.'

Whoever asked gets a letter with it. The same answer twice is one answer.";

const ERASE: &str = "\
Examples:
  jangbu inquiry erase 0192f0e4-7c1a-7b3d-9e5f-1a2b3c4d5e6f --yes

What was written becomes unreadable for good; that it was written stays.";

/// Questions listed at most.
const MOST: u32 = 1_000;

/// Read questions to the shop and answer them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Inquiry {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Questions: those that wait for staff, the longest waiting first
    List {
        /// Which ones
        #[arg(long, value_enum, default_value_t)]
        status: Which,
    },
    /// What was written, and by whom
    Show {
        /// The question's id, as `list` shows it
        #[arg(value_name = "INQUIRY")]
        inquiry: InquiryId,
    },
    /// Answer one
    #[command(after_help = ANSWER)]
    Answer {
        /// The question's id, as `list` shows it
        #[arg(value_name = "INQUIRY")]
        inquiry: InquiryId,
        /// The answer
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Nothing more is to be said
    Close {
        /// The question's id, as `list` shows it
        #[arg(value_name = "INQUIRY")]
        inquiry: InquiryId,
    },
    /// Erase what was written, for good
    #[command(after_help = ERASE)]
    Erase {
        /// The question's id, as `list` shows it
        #[arg(value_name = "INQUIRY")]
        inquiry: InquiryId,
        /// It is meant
        #[arg(long)]
        yes: bool,
    },
}

/// Which questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// They wait for staff
    #[default]
    Open,
    /// Staff answered
    Answered,
    /// Nothing more is to be said
    Closed,
    /// All of them, the newest first
    All,
}

impl Inquiry {
    /// # Errors
    /// There is no such question, the step is refused, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let (step, json) = (self.step, global.json);
        with_database(global, async |database: &Database, open: &OpenShop| {
            step.take(database, open, json).await
        })
        .await?;
        Ok(Outcome::Done)
    }
}

impl Step {
    async fn take(self, database: &Database, open: &OpenShop, json: bool) -> Result<()> {
        let shop = &open.shop;
        let (inquiry, done) = match self {
            Self::List { status } => return list(database, open, status, json).await,
            Self::Erase { yes: false, .. } => {
                bail!("erasing cannot be undone; if that is what you want, say --yes")
            }
            Self::Show { inquiry } => (inquiry, None),
            Self::Answer { inquiry, text } => {
                let staff = desk(store_of(open, inquiry).await?);
                let done = shop.answer_inquiry(&staff, inquiry, &text).await;
                (inquiry, Some(done))
            }
            Self::Close { inquiry } => {
                let staff = desk(store_of(open, inquiry).await?);
                (inquiry, Some(shop.close_inquiry(&staff, inquiry).await))
            }
            Self::Erase { inquiry, .. } => {
                let staff = desk(store_of(open, inquiry).await?);
                (inquiry, Some(shop.erase_inquiry(&staff, inquiry).await))
            }
        };
        if let Some(done) = done {
            let done = done.map_err(|error| anyhow!("{error}"))?;
            if !json {
                let said = match done {
                    Some(_) => "done",
                    None => "nothing done: it was so already",
                };
                say!("{said}")?;
            }
        }
        show(open, inquiry, json).await
    }
}

async fn store_of(open: &OpenShop, inquiry: InquiryId) -> Result<domain::StoreId> {
    let state = open.shop.inquiry(inquiry).await;
    let state = state.map_err(|error| anyhow!("{error}"))?;
    let store = state.store().cloned();
    store.with_context(|| format!("there is no inquiry {inquiry}; see: jangbu inquiry list"))
}

async fn show(open: &OpenShop, inquiry: InquiryId, json: bool) -> Result<()> {
    let state = open.shop.inquiry(inquiry).await;
    let state = state.map_err(|error| anyhow!("{error}"))?;
    if state.status() == InquiryStatus::New {
        bail!("there is no inquiry {inquiry}; see: jangbu inquiry list");
    }
    let texts = open.shop.inquiry_texts(&state).await;
    let texts = texts.map_err(|error| anyhow!("{error}"))?;
    if json {
        say!(
            "{}",
            serde_json::to_string_pretty(&told(inquiry, &state, &texts))?
        )?;
        return Ok(());
    }
    let erased = || "(erased)".to_owned();
    let topic = state.topic().map_or("", domain::inquiry::Topic::as_str);
    say!("inquiry  {inquiry}  ({}, {topic})", state.status().as_str())?;
    if let Some(order) = state.order() {
        say!("order    {order}")?;
    }
    let contact = texts.contact.as_ref();
    let contact = contact.map(|it| format!("{} {} {}", it.name, it.email, it.phone));
    say!("from     {}", contact.unwrap_or_else(erased))?;
    say!("title    {}", texts.title.clone().unwrap_or_else(erased))?;
    for (turn, text) in state.turns().iter().zip(&texts.turns) {
        let who = if turn.staff { "staff" } else { "shopper" };
        say!("\n{} {who}", kst(turn.at))?;
        say!("{}", text.clone().unwrap_or_else(erased))?;
    }
    Ok(())
}

fn told(inquiry: InquiryId, state: &State, texts: &InquiryTexts) -> Value {
    let turns = state.turns().iter().zip(&texts.turns);
    let turns =
        turns.map(|(turn, text)| json!({ "staff": turn.staff, "at": turn.at, "text": text }));
    let contact = texts.contact.as_ref();
    json!({
        "inquiry": inquiry.to_string(),
        "status": state.status().as_str(),
        "topic": state.topic().map(domain::inquiry::Topic::as_str),
        "order": state.order().map(domain::OrderId::as_str),
        "contact": contact.map(|it| json!({ "name": it.name, "email": it.email, "phone": it.phone })),
        "title": texts.title,
        "turns": turns.collect::<Vec<_>>(),
        "erased_at": state.erased(),
    })
}

async fn list(database: &Database, open: &OpenShop, status: Which, json: bool) -> Result<()> {
    catch_up(database, open).await?;
    let status = match status {
        Which::All => None,
        one => one.to_possible_value().map(|it| it.get_name().to_owned()),
    };
    let query = InquiryQuery {
        status,
        page: 1,
        per_page: MOST,
        ..InquiryQuery::default()
    };
    let found = inquiries::list(&open.pool, &query).await?.items;
    if json {
        let found: Vec<Value> = found.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&found)?)?;
        return Ok(());
    }
    let mut table = table::table([
        "inquiry", "store", "topic", "order", "status", "asked", "turns",
    ]);
    for row in &found {
        table.add_row([
            row.inquiry.clone(),
            row.store.clone(),
            row.topic.clone(),
            row.order.clone().unwrap_or_else(|| "—".to_owned()),
            row.status.clone(),
            kst(row.asked_at),
            row.turns.to_string(),
        ]);
    }
    table::figures_from(&mut table, 6);
    say!("{table}")?;
    Ok(())
}

fn object(row: &InquiryRow) -> Value {
    json!({
        "inquiry": row.inquiry,
        "store": row.store,
        "member": row.member,
        "topic": row.topic,
        "order": row.order,
        "status": row.status,
        "turns": row.turns,
        "asked_at": row.asked_at,
        "waiting_since": row.waiting_since,
        "answered_at": row.answered_at,
    })
}
