//! `jangbu order receipt`: a cash receipt that its issuer refused. Its number comes by standard input: the command line
//! would stay in the shell's history and in the list of processes.

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use domain::OrderId;
use domain::payment::{PaymentRefusal, ReceiptKind};
use shop::receipts::ReceiptRemedy;
use shop::{Caller, ReceiptForm, Shop, ShopError};

use super::account::line;
use super::examples;

/// Ask for a cash receipt again that was refused, or say that it was issued
#[derive(Debug, Clone, Args)]
#[command(after_help = examples::RECEIPT)]
pub struct Receipt {
    /// The order's number, as its page shows it
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// For another number: a telephone's for a person's deduction, or a business'; it is asked for, or read from
    /// standard input
    #[arg(long = "for", value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    /// You looked at the issuer's pages: none was issued
    #[arg(long)]
    none_was_issued: bool,
    /// You found it at the issuer's: their id of it
    #[arg(long, value_name = "REFERENCE", requires = "approval", conflicts_with_all = ["kind", "none_was_issued"])]
    issued: Option<String>,
    /// … and the tax office's number (승인번호)
    #[arg(long, value_name = "NUMBER", requires = "issued")]
    approval: Option<String>,
}

/// What a receipt is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// A person's income deduction (소득공제)
    Deduction,
    /// A business's expense (지출증빙)
    Expense,
}

impl Receipt {
    /// # Errors
    /// There is nothing to mend, the number can be none, or the issuer or the database cannot be reached.
    pub async fn take(&self, shop: &Shop, caller: &Caller) -> Result<()> {
        let remedy = match (&self.issued, &self.approval) {
            (Some(reference), Some(approval)) => ReceiptRemedy::Issued {
                reference: reference.clone(),
                approval: approval.clone(),
            },
            _ => ReceiptRemedy::AskAgain {
                form: self.kind.map(read).transpose()?,
                none_was_issued: self.none_was_issued,
            },
        };
        let mended = shop.mend_receipt(caller, &self.order, remedy).await;
        mended.map_err(|error| match error {
            ShopError::Payment(PaymentRefusal::NoReceipt) => {
                anyhow!("no cash receipt of this order was refused last: there is nothing to mend")
            }
            ShopError::Payment(PaymentRefusal::ReceiptUnsure) => anyhow!(
                "{error}; then say --none-was-issued, or --issued REFERENCE --approval NUMBER"
            ),
            error if error.is_passing() => {
                anyhow!("{error}; the process settle-receipts tries on")
            }
            error => error.into(),
        })
    }
}

fn read(kind: Kind) -> Result<ReceiptForm> {
    let kind = match kind {
        Kind::Deduction => ReceiptKind::Deduction,
        Kind::Expense => ReceiptKind::Expense,
    };
    let typed = line("number").context("the receipt's number")?;
    let Some(form) = ReceiptForm::read(kind, &typed) else {
        bail!(match kind {
            ReceiptKind::Deduction =>
                "a mobile telephone number starts with 01 and has 10 or 11 digits",
            ReceiptKind::Expense =>
                "a business number has ten digits, and the last one fits the others",
        });
    };
    Ok(form)
}
