//! `jangbu review`: what buyers think, and what staff do about it.

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use domain::ReviewId;
use projections::reviews::{self, ReviewQuery, ReviewRow};
use serde_json::{Value, json};
use shop::review::Words;

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
  jangbu review list --product brown-rice
  jangbu review answer 20260102-7Q2M4XKD9A/0 --text '맛있게 드셔 주셔서 고맙습니다.'
  jangbu review hide 20260102-7Q2M4XKD9A/0 --reason abuse
  jangbu review show 20260102-7Q2M4XKD9A/0

Doing a step twice is harmless.";

const ANSWER: &str = "\
Examples:
  jangbu review answer 20260102-7Q2M4XKD9A/0 --text '맛있게 드셔 주셔서 고맙습니다.'

A later answer replaces an earlier one.";

const HIDE: &str = "\
Examples:
  jangbu review hide 20260102-7Q2M4XKD9A/0 --reason abuse

A hidden review counts for nothing. Bad opinions are no reason: the law lets nobody hide them.";

/// Reviews listed at most.
const MOST: u32 = 1_000;

/// List reviews, answer, hide or show them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Review {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Reviews, the newest first, also the hidden ones
    List {
        /// Only of this product
        #[arg(long, value_name = "PRODUCT")]
        product: Option<String>,
    },
    /// Answer one
    #[command(after_help = ANSWER)]
    Answer {
        /// The review's id, as `list` shows it
        #[arg(value_name = "REVIEW")]
        review: ReviewId,
        /// The answer; everybody may read it
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// Take one from the shop window
    #[command(after_help = HIDE)]
    Hide {
        /// The review's id, as `list` shows it
        #[arg(value_name = "REVIEW")]
        review: ReviewId,
        /// Why; its history shows it for ever, so it is one of these words
        #[arg(long, value_enum, value_name = "WORD")]
        reason: Reason,
    },
    /// Put one back
    Show {
        /// The review's id, as `list` shows it
        #[arg(value_name = "REVIEW")]
        review: ReviewId,
    },
}

/// Why staff hide a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Reason {
    /// It insults somebody
    Abuse,
    /// It tells of somebody what nobody should read
    PersonalData,
    /// It advertises something else
    Advertising,
    /// It is not about the product
    OffTopic,
    /// A court or an authority said so
    Order,
}

impl Review {
    /// # Errors
    /// There is no such review, the step is refused, or the database cannot be reached.
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
        let done = match self {
            Self::List { product } => return list(database, open, product, json).await,
            Self::Answer { review, text } => {
                let staff = desk(store_of(open, &review).await?);
                shop.answer_review(&staff, &review, &text).await
            }
            Self::Hide { review, reason } => {
                let staff = desk(store_of(open, &review).await?);
                let reason = reason.to_possible_value();
                let reason = reason.map_or_else(String::new, |it| it.get_name().to_owned());
                shop.hide_review(&staff, &review, reason).await
            }
            Self::Show { review } => {
                let staff = desk(store_of(open, &review).await?);
                shop.show_review(&staff, &review).await
            }
        };
        let done = done.map_err(|error| anyhow!("{error}"))?.is_some();
        if json {
            say!("{}", json!({ "done": done }))?;
        } else if done {
            say!("done")?;
        } else {
            say!("nothing done: it was so already")?;
        }
        Ok(())
    }
}

async fn store_of(open: &OpenShop, review: &ReviewId) -> Result<domain::StoreId> {
    let state = open.shop.review(review).await;
    let state = state.map_err(|error| anyhow!("{error}"))?;
    let store = state.bought().map(|bought| bought.store.clone());
    store.with_context(|| format!("there is no review {review}; see: jangbu review list"))
}

async fn list(
    database: &Database,
    open: &OpenShop,
    product: Option<String>,
    json: bool,
) -> Result<()> {
    catch_up(database, open).await?;
    let query = ReviewQuery {
        product,
        hidden: true,
        page: 1,
        per_page: MOST,
        ..ReviewQuery::default()
    };
    let found = reviews::list(&open.pool, &query).await?.items;
    let refs: Vec<_> = found
        .iter()
        .filter_map(|row| Some(row.review.opinion()?.words.clone()))
        .collect();
    let words = open.shop.review_words(&refs).await;
    let words = words.map_err(|error| anyhow!("{error}"))?;
    if json {
        let found = found.iter().zip(&words);
        let found: Vec<Value> = found
            .map(|(row, words)| object(row, words.as_ref()))
            .collect();
        say!("{}", serde_json::to_string_pretty(&found)?)?;
        return Ok(());
    }
    let mut table = table::table(["review", "product", "status", "written", "stars", "text"]);
    for (row, words) in found.iter().zip(words) {
        let review = &row.review;
        let text = words.map_or_else(|| "(erased)".to_owned(), |words| words.text);
        table.add_row([
            row.id.clone(),
            review
                .bought()
                .map_or("", |it| it.product.as_str())
                .to_owned(),
            review.status().as_str().to_owned(),
            review.written_at().map(kst).unwrap_or_default(),
            review.opinion().map_or(0, |it| it.stars).to_string(),
            text,
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn object(row: &ReviewRow, words: Option<&Words>) -> Value {
    let review = &row.review;
    json!({
        "review": row.id,
        "product": review.bought().map(|it| it.product.as_str()),
        "status": review.status().as_str(),
        "hidden_for": review.hidden_for(),
        "stars": review.opinion().map(|it| it.stars),
        "author": words.map(|it| &it.author),
        "text": words.map(|it| &it.text),
        "photos": review.opinion().map(|it| &it.photos),
        "answered": review.answer().is_some(),
        "written_at": review.written_at(),
    })
}
