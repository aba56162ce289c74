//! The words of `jangbu order`.

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use domain::OrderId;
use domain::order::LineQuantity;
use shop::banks;

use super::claims::name;
use super::edit::Edit;
use super::examples;
use super::receipt::Receipt;
use super::settle::SettleRefund;
use crate::carriers;

/// Show an order, or change, ship, deliver, cancel, return or refund it, or erase who ordered it
#[derive(Debug, Args)]
#[command(after_help = examples::ORDER)]
pub struct Order {
    #[command(subcommand)]
    pub step: Step,
}

/// One step.
#[derive(Debug, Clone, Subcommand)]
pub enum Step {
    /// The order as it stands: lines, payment, parcels, claims
    Show {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
    },
    /// Packing begins
    Prepare {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
    },
    /// Hand goods over to a carrier; without --line everything that is left
    #[command(after_help = examples::SHIP)]
    Ship {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        /// Who carries it
        #[arg(long, value_name = "CARRIER", value_parser = carriers::known())]
        carrier: String,
        /// The carrier's invoice number
        #[arg(long, value_name = "NUMBER")]
        invoice: String,
        #[command(flatten)]
        lines: Lines,
    },
    /// A parcel's carrier or invoice number was mistyped: say what is right
    #[command(after_help = examples::CORRECT)]
    #[command(group(ArgGroup::new("what").args(["carrier", "invoice"]).required(true).multiple(true)))]
    Correct {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        #[command(flatten)]
        of: Which,
        /// Who carries it; without it whoever did
        #[arg(long, value_name = "CARRIER", value_parser = carriers::known())]
        carrier: Option<String>,
        /// The right invoice number; without it the one it has
        #[arg(long, value_name = "NUMBER")]
        invoice: Option<String>,
    },
    /// A parcel reached the shopper
    Deliver {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        /// Which parcel, from 1
        #[arg(long, value_name = "N", default_value_t = 1)]
        parcel: u32,
    },
    /// The purchase is confirmed
    Confirm {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
    },
    /// Cancel what has not been shipped; paid money goes back
    #[command(after_help = examples::CANCEL)]
    Cancel {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        #[command(flatten)]
        lines: Lines,
        /// Names a second cancellation of the same lines
        #[arg(long, value_name = "NAME", value_parser = name)]
        claim: Option<String>,
        /// Why; the order's history shows it for ever, so it is one of these words
        #[arg(long, value_enum, value_name = "WORD", default_value_t)]
        reason: Reason,
    },
    Edit(Edit),
    Receipt(Receipt),
    SettleRefund(SettleRefund),
    /// Goods came back: count them and give their money back; without --line all of them
    #[command(after_help = examples::RETURN)]
    Return {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        #[command(flatten)]
        lines: Lines,
        /// Names a second return of the same lines
        #[arg(long, value_name = "NAME", value_parser = name)]
        claim: Option<String>,
        /// They cannot be sold again
        #[arg(long)]
        unsellable: bool,
    },
    /// Give money back without goods coming back; a second time needs a name: --claim
    #[command(after_help = examples::REFUND)]
    Refund {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        /// Won
        #[arg(long, value_name = "WON", value_parser = clap::value_parser!(i64).range(1..))]
        amount: i64,
        /// Names a second refund
        #[arg(long, value_name = "NAME", value_parser = name)]
        claim: Option<String>,
        /// Why; the order's history shows it for ever, so it is one of these words
        #[arg(long, value_enum, value_name = "WORD", default_value_t)]
        reason: Reason,
    },
    /// Name the account that money of a deposit goes back to; its number and holder are asked for, or read
    /// from standard input
    #[command(after_help = examples::ACCOUNT)]
    RefundAccount {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        /// The bank: three-digit KFTC code
        #[arg(long, value_name = "CODE", value_parser = PossibleValuesParser::new(banks::PAYABLE))]
        bank: String,
    },
    /// Erase who ordered it and where it went, for good; the order itself stays
    #[command(after_help = examples::ERASE)]
    Erase {
        /// The order's number, as its page shows it
        #[arg(value_name = "ORDER")]
        order: OrderId,
        /// It is meant: nothing brings the data back but a backup from before
        #[arg(long)]
        yes: bool,
    },
}

impl Step {
    /// The order that it is about.
    pub fn order(&self) -> &OrderId {
        match self {
            Self::Show { order }
            | Self::Prepare { order }
            | Self::Ship { order, .. }
            | Self::Correct { order, .. }
            | Self::Deliver { order, .. }
            | Self::Confirm { order }
            | Self::Cancel { order, .. }
            | Self::Return { order, .. }
            | Self::Refund { order, .. }
            | Self::RefundAccount { order, .. }
            | Self::Erase { order, .. } => order,
            Self::Edit(edit) => &edit.order,
            Self::Receipt(receipt) => &receipt.order,
            Self::SettleRefund(settle) => &settle.order,
        }
    }
}

/// Which parcel of an order; needless if it has only one.
#[derive(Debug, Clone, Args)]
#[group(multiple = false)]
pub struct Which {
    /// Which parcel, from 1
    #[arg(long, value_name = "N")]
    pub parcel: Option<u32>,
    /// Which parcel, by the invoice number that it has now
    #[arg(long, value_name = "NUMBER")]
    pub old: Option<String>,
}

/// Why staff cancel or give money back. A closed list: events are never changed, so nothing
/// that somebody told on the telephone may get into them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Reason {
    /// The shop's own decision
    #[default]
    Staff,
    /// The shopper asked for it
    Shopper,
    /// It came late, or not at all
    Late,
    /// It arrived damaged or spoilt
    Damaged,
    /// It is something else than was ordered
    Wrong,
    /// There are no pieces left
    SoldOut,
    /// The price or the description was wrong
    Mistake,
    /// A kindness
    Goodwill,
}

impl Reason {
    /// The word as events hold it.
    pub fn code(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(|| "staff".to_owned(), |value| value.get_name().to_owned())
    }
}

/// Which part of an order.
#[derive(Debug, Clone, Default, Args)]
pub struct Lines {
    /// A line and how many pieces of it, such as 2=1; may be repeated
    #[arg(long = "line", value_name = "LINE=PIECES", value_parser = line)]
    pub lines: Vec<(u32, u32)>,
}

impl Lines {
    /// As the order counts them, from 0; none means all.
    pub fn chosen(&self) -> Option<Vec<LineQuantity>> {
        let chosen = |(line, quantity): &(u32, u32)| LineQuantity {
            line: line - 1,
            quantity: *quantity,
        };
        (!self.lines.is_empty()).then(|| self.lines.iter().map(chosen).collect())
    }
}

fn line(text: &str) -> Result<(u32, u32), String> {
    let parsed = text
        .split_once('=')
        .and_then(|(line, pieces)| Some((line.parse().ok()?, pieces.parse().ok()?)));
    match parsed {
        Some((line, pieces)) if line > 0 && pieces > 0 => Ok((line, pieces)),
        _ => Err("expected a line (from 1) and its pieces, such as 2=1".to_owned()),
    }
}
