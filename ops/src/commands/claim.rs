//! `jangbu claim`: what shoppers want to send back, and what staff say to it.

mod ask;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use domain::order::Order;
use domain::{ClaimId, OrderId, Won};
use projections::orders::{self, ClaimKind, ClaimRow};
use serde_json::{Value, json};
use shop::exchange::Acceptance;
use shop::{Shop, ShopError};
use store::Cursor;

use super::opened::{catch_up, with_database};
use super::order::{Lines, kst, print_order};
use crate::carriers;
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::{OpenShop, desk};
use crate::table;

const EXAMPLES: &str = "\
Examples:
  jangbu claim list
  jangbu claim ask 20260102-7Q2M4XKD9A exchange --line 1=1 --want 1=RICE-XL --reason misordered
  jangbu claim accept 20260102-7Q2M4XKD9A r-0192f0e4
  jangbu claim reject 20260102-7Q2M4XKD9A r-0192f0e4 --reason used --text '사용한 흔적이 있습니다'
  jangbu claim receive 20260102-7Q2M4XKD9A r-0192f0e4
  jangbu claim exchange 20260102-7Q2M4XKD9A r-0192f0e4 --carrier cj --invoice 123456789012
  jangbu claim refund 20260102-7Q2M4XKD9A r-0192f0e4

A return is asked for, accepted, received and paid back; an exchange is asked for, accepted, paid if \
it costs something, received and replaced. Doing a step twice is harmless.";

const ACCEPT: &str = "\
Examples:
  jangbu claim accept 20260102-7Q2M4XKD9A r-0192f0e4
  jangbu claim accept 20260102-7Q2M4XKD9A r-0192f0e4 --carriage 0

The carriage is what the shopper owes for the way back: taken off the refund of a return. Without \
--carriage it stays as the reason says. What an exchange sends is held from now on; its carriage, and what a \
dearer option costs more, is an order of its own that the shopper pays first. --waive asks for nothing. Where \
that order was not paid in time, the same command asks for it again.";

const REJECT: &str = "\
Examples:
  jangbu claim reject 20260102-7Q2M4XKD9A r-0192f0e4 --reason used --text '사용한 흔적이 있습니다'

The shopper reads the text; it is kept as personal data, three years.";

const RECEIVE: &str = "\
Examples:
  jangbu claim receive 20260102-7Q2M4XKD9A r-0192f0e4
  jangbu claim receive 20260102-7Q2M4XKD9A r-0192f0e4 --line 1=1 --unsellable

Without --line all that was announced came. A return is paid back at once.";

const EXCHANGE: &str = "\
Examples:
  jangbu claim exchange 20260102-7Q2M4XKD9A r-0192f0e4 --carrier cj --invoice 123456789012

Where there is no piece left to send, or the shopper does not pay for it: jangbu claim refund.";

const REFUND: &str = "\
Examples:
  jangbu claim refund 20260102-7Q2M4XKD9A r-0192f0e4

What came back for an exchange is paid back, and what was paid for the exchange with it. No carriage is taken \
off, but one way of what was to be paid and never was; --carriage says otherwise.";

/// Orders whose claims are listed at most.
const MOST: i64 = 1_000;

/// List what shoppers want to send back, and accept, reject, receive or exchange it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Claim {
    #[command(subcommand)]
    pub step: Step,
}

/// Which claim.
#[derive(Debug, Clone, Args)]
pub struct Which {
    /// The order's number
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// The claim's name, as `list` shows it
    #[arg(value_name = "CLAIM")]
    pub claim: ClaimId,
}

/// One step.
#[derive(Debug, Clone, Subcommand)]
pub enum Step {
    /// Returns and exchanges about which something is still to be done
    List,
    /// Ask for a return or an exchange in a shopper's name
    #[command(after_help = ask::EXAMPLES)]
    Ask(ask::Ask),
    /// The goods may come
    #[command(after_help = ACCEPT)]
    Accept {
        #[command(flatten)]
        of: Which,
        /// Won that the shopper owes for carriage
        #[arg(long, value_name = "WON", value_parser = clap::value_parser!(i64).range(0..))]
        carriage: Option<i64>,
        /// The shopper pays nothing, neither carriage nor what a dearer option costs more
        #[arg(long, conflicts_with = "carriage")]
        waive: bool,
    },
    /// No, and why
    #[command(after_help = REJECT)]
    Reject {
        #[command(flatten)]
        of: Which,
        /// Why; the order's history shows it for ever, so it is one of these words
        #[arg(long, value_enum, value_name = "WORD")]
        reason: Reason,
        /// What the shopper is told
        #[arg(long, value_name = "TEXT", default_value = "")]
        text: String,
    },
    /// The goods came and were counted
    #[command(after_help = RECEIVE)]
    Receive {
        #[command(flatten)]
        of: Which,
        #[command(flatten)]
        lines: Lines,
        /// They cannot be sold again
        #[arg(long)]
        unsellable: bool,
    },
    /// The replacement goes out
    #[command(after_help = EXCHANGE)]
    Exchange {
        #[command(flatten)]
        of: Which,
        /// Who carries it
        #[arg(long, value_name = "CARRIER", value_parser = carriers::known())]
        carrier: String,
        /// The carrier's invoice number
        #[arg(long, value_name = "NUMBER")]
        invoice: String,
    },
    /// There is no replacement: pay an exchange back
    #[command(after_help = REFUND)]
    Refund {
        #[command(flatten)]
        of: Which,
        /// Won that the shopper owes for carriage after all
        #[arg(long, value_name = "WON", value_parser = clap::value_parser!(i64).range(0..))]
        carriage: Option<i64>,
    },
}

/// Why staff say no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Reason {
    /// It was used, or made unsellable by the shopper
    Used,
    /// The time for it has passed
    Late,
    /// Nothing is wrong with it
    NoFault,
    /// It was made to order
    MadeToOrder,
    /// Something else; the text says what
    Other,
}

impl Reason {
    fn code(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(|| "other".to_owned(), |value| value.get_name().to_owned())
    }
}

impl Step {
    fn of(&self) -> Option<&Which> {
        match self {
            Self::List | Self::Ask(_) => None,
            Self::Accept { of, .. }
            | Self::Reject { of, .. }
            | Self::Receive { of, .. }
            | Self::Exchange { of, .. }
            | Self::Refund { of, .. } => Some(of),
        }
    }
}

impl Claim {
    /// # Errors
    /// There is no such claim, the step is refused, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let json = global.json;
        with_database(
            global,
            async |database: &Database, open: &OpenShop| match self.step.of().cloned() {
                Some(of) => step(&open.shop, &of, self.step, json).await,
                None => match self.step {
                    Step::Ask(ask) => ask.take(&open.shop, json).await,
                    _ => list(database, open, json).await,
                },
            },
        )
        .await?;
        Ok(Outcome::Done)
    }
}

async fn step(shop: &Shop, of: &Which, step: Step, json: bool) -> Result<()> {
    let found = shop.ledger().state::<Order>(of.order.as_str()).await?;
    let draft = found.state.draft();
    let draft = draft.with_context(|| format!("there is no order {}", of.order))?;
    let caller = desk(draft.store.clone());
    let (order, claim) = (&of.order, of.claim.clone());
    if !matches!(step, Step::List | Step::Ask(_)) && !found.state.claims().contains_key(&claim) {
        bail!(
            "{order} has no claim `{claim}`; `jangbu order show {order}` names its claims, and what comes back \
             without one is `jangbu order return {order}`"
        );
    }
    let done = match step {
        Step::List | Step::Ask(_) => Ok(None),
        Step::Accept {
            carriage, waive, ..
        } => {
            let carriage = carriage.map(Won);
            let how = Acceptance { carriage, waive };
            shop.accept_claim(&caller, order, claim, how).await
        }
        Step::Reject { reason, text, .. } => {
            shop.reject_claim(&caller, order, claim, reason.code(), &text)
                .await
        }
        Step::Receive {
            lines, unsellable, ..
        } => {
            let lines = lines.chosen().unwrap_or_default();
            shop.receive_return(&caller, order, claim, lines, !unsellable)
                .await
        }
        Step::Exchange {
            carrier, invoice, ..
        } => {
            shop.ship_replacement(&caller, order, claim, carrier, invoice)
                .await
        }
        Step::Refund { carriage, .. } => {
            shop.refund_exchange(&caller, order, claim, carriage.map(Won))
                .await
        }
    };
    told(done, json)?;
    print_order(shop, order, json).await
}

fn told(done: Result<Option<Cursor>, ShopError>, json: bool) -> Result<()> {
    let done = done.map_err(|error| anyhow!("{error}"))?;
    if !json {
        say!(
            "{}",
            if done.is_some() {
                "done"
            } else {
                "nothing done: it was so already"
            }
        )?;
    }
    Ok(())
}

async fn list(database: &Database, open: &OpenShop, json: bool) -> Result<()> {
    catch_up(database, open).await?;
    let claims = orders::open_claims(&open.pool, MOST).await?;
    if json {
        let claims: Vec<Value> = claims.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&claims)?)?;
        return Ok(());
    }
    let head = [
        "order",
        "claim",
        "wish",
        "reason",
        "standing",
        "asked",
        "sends",
        "to be paid",
        "pieces",
        "photos",
    ];
    let mut table = table::table(head);
    for claim in &claims {
        table.add_row([
            claim.order.clone(),
            claim.claim.clone(),
            wish(claim).to_owned(),
            claim.reason.clone(),
            claim.standing.to_owned(),
            kst(claim.at),
            sends(claim),
            claim.to_be_paid.clone().unwrap_or_default(),
            claim.pieces.to_string(),
            claim.photos.len().to_string(),
        ]);
    }
    table::figures_from(&mut table, 8);
    say!("{table}")?;
    Ok(())
}

/// Another option that an exchange sends; empty for the same once more.
fn sends(claim: &ClaimRow) -> String {
    let parts = claim.wanted.iter();
    let parts: Vec<String> = parts
        .map(|(sku, pieces)| format!("{sku} × {pieces}"))
        .collect();
    parts.join(", ")
}

fn wish(claim: &ClaimRow) -> &'static str {
    match claim.kind {
        ClaimKind::Exchange => "exchange",
        _ => "return",
    }
}

fn object(claim: &ClaimRow) -> Value {
    json!({
        "order": claim.order,
        "store": claim.store,
        "claim": claim.claim,
        "wish": wish(claim),
        "reason": claim.reason,
        "standing": claim.standing,
        "pieces": claim.pieces,
        "wanted": claim.wanted.iter().map(|(sku, pieces)| json!({ "sku": sku, "pieces": pieces })).collect::<Vec<_>>(),
        "to_be_paid": claim.to_be_paid,
        // Addresses on the admin port.
        "photos": claim.photos.iter().map(|name| format!("/orders/{}/photos/{name}.webp", claim.order)).collect::<Vec<_>>(),
        "asked_at": claim.at,
    })
}
