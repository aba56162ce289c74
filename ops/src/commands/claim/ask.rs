//! `jangbu claim ask`: a shopper asked by telephone or letter, and staff write it down.

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use domain::order::{ClaimReason, Order, Wish};
use domain::{OrderId, Sku};
use shop::Shop;
use shop::claim::ClaimForm;

use crate::commands::order::{Lines, claim_id, name, print_order};
use crate::shop::desk;

pub const EXAMPLES: &str = "\
Examples:
  jangbu claim ask 20260102-7Q2M4XKD9A exchange --line 1=1 --want 1=RICE-XL --reason misordered
  jangbu claim ask 20260102-7Q2M4XKD9A return --line 2=1 --reason damaged

For a shopper who asked by telephone. --want names another option of the line's product; without it the \
same goes out once more. Repeating the command line repeats the request; --claim makes another one.";

/// What is asked for, and for what.
#[derive(Debug, Clone, Args)]
pub struct Ask {
    /// The order's number
    #[arg(value_name = "ORDER")]
    order: OrderId,
    /// What the shopper wants
    #[arg(value_enum)]
    wish: Wished,
    #[command(flatten)]
    lines: Lines,
    /// A line and the SKU that is to be sent for it, such as 1=RICE-XL; may be repeated
    #[arg(long, value_name = "LINE=SKU", value_parser = want)]
    want: Vec<(u32, Sku)>,
    /// Why, which decides until when it may be asked and who pays the way: changed-mind or misordered, seven days, and
    /// the shopper pays; defective, damaged, wrong-item or not-as-described, three months, and the shop pays
    #[arg(long, value_name = "WORD", value_parser = why)]
    reason: ClaimReason,
    /// What the claim is called
    #[arg(long, value_name = "NAME", value_parser = name)]
    claim: Option<String>,
}

/// What a shopper wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wished {
    /// The money
    Return,
    /// The same once more, or another option of it
    Exchange,
}

impl Ask {
    /// # Errors
    /// There is no such order, or it refuses.
    pub async fn take(self, shop: &Shop, json: bool) -> Result<()> {
        let found = shop.ledger().state::<Order>(self.order.as_str()).await?;
        let draft = found.state.draft();
        let draft = draft.with_context(|| format!("there is no order {}", self.order))?;
        let Some(lines) = self.lines.chosen() else {
            bail!("say what is to come back: --line LINE=PIECES");
        };
        let form = ClaimForm {
            claim: claim_id("ask", self.claim.as_deref(), &self.lines)?,
            wish: match self.wish {
                Wished::Return => Wish::Return,
                Wished::Exchange => Wish::Exchange,
            },
            lines,
            reason: self.reason,
            text: String::new(),
            photos: vec![],
            wanted: self.want,
        };
        let caller = desk(draft.store.clone());
        let asked = shop.request_claim(&caller, &self.order, form).await;
        super::told(asked, json)?;
        print_order(shop, &self.order, json).await
    }
}

fn want(text: &str) -> Result<(u32, Sku), String> {
    let parsed = text
        .split_once('=')
        .and_then(|(line, sku)| Some((line.parse::<u32>().ok()?, Sku::new(sku).ok()?)));
    match parsed {
        Some((line, sku)) if line > 0 => Ok((line - 1, sku)),
        _ => Err("expected a line (from 1) and a SKU, such as 1=RICE-XL".to_owned()),
    }
}

fn why(text: &str) -> Result<ClaimReason, String> {
    let words = ClaimReason::ALL.map(ClaimReason::as_str).join(", ");
    ClaimReason::from_word(text).ok_or_else(|| format!("one of {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one_at_the_prompt() {
        assert_eq!(want("1=RICE-XL"), Ok((0, Sku::new("RICE-XL").unwrap())));
        for bad in ["0=RICE", "RICE", "1=", "x=RICE"] {
            assert!(want(bad).is_err(), "{bad}");
        }
        assert!(why("misordered").is_ok() && why("because").is_err());
    }
}
