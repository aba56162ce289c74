//! `jangbu order`: what staff do to one order, until they have pages for it.

mod account;
mod claims;
mod edit;
mod examples;
mod preview;
mod receipt;
mod settle;
mod show;
mod show_claims;
mod show_money;
mod steps;
mod told;
mod words;

use anyhow::{Context, Result};
use domain::OrderId;
use domain::order::Order as OrderState;
use shop::Shop;

pub use claims::{claim_id, name};
pub use show::{kst, print, show as print_order};
pub use words::{Lines, Order, Step};

use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::say::say;
use crate::secrets::Secrets;
use crate::shop::{OpenShop, desk};

impl Order {
    /// # Errors
    /// There is no such order, the step is refused, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        if let Step::Erase { yes: false, .. } = self.step {
            let ask = "erasing cannot be undone; if that is what you want, say --yes";
            return Err(Usage(ask.to_owned()).into());
        }
        let secrets = Secrets::load(&global.data)?;
        let database = Database::open(global).await?;
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
        let done = take(&open.shop, self.step, global.json).await;
        open.close().await;
        database.close()?;
        done.map(|()| Outcome::Done)
    }
}

async fn take(shop: &Shop, step: Step, json: bool) -> Result<()> {
    let order = step.order().clone();
    let before = state(shop, &order).await?;
    let draft = before
        .draft()
        .with_context(|| format!("there is no order {order}"))?;
    let caller = desk(draft.store.clone());
    if let Step::Edit(edit) = &step {
        return edit.take(shop, &caller, &before, json).await;
    }
    if let Step::Receipt(receipt) = &step {
        receipt.take(shop, &caller).await?;
        return show::show(shop, &order, json).await;
    }
    if let Step::SettleRefund(settle) = &step {
        settle.take(shop, &caller, json).await?;
        return show::show(shop, &order, json).await;
    }
    let (claim, asked) = (step.claim()?, step.clone());
    let done = steps::take(shop, &caller, &before, step).await?;
    let after = state(shop, &order).await?;
    let line = told::line(&asked, claim.as_ref(), done, &after);
    if let Some(line) = line.filter(|_| !json) {
        say!("{line}")?;
    }
    show::show(shop, &order, json).await
}

async fn state(shop: &Shop, order: &OrderId) -> Result<OrderState> {
    let state = shop.ledger().state::<OrderState>(order.as_str()).await?;
    Ok(state.state)
}
