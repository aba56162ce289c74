//! `jangbu order`: what staff do to one order, until they have pages for it.

mod claims;
mod show;
mod words;

use anyhow::{Context, Result, anyhow};
use domain::order::{LineQuantity, Order as OrderState};
use domain::{ClaimId, OrderId, Won};
use shop::amend::Cancellation;
use shop::{Caller, Shop, ShopError};
use store::Cursor;

pub use show::{kst, print};
pub use words::{Lines, Order, Step};

use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::database::{Database, Sizes};
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
    let caller = desk(store_of(shop, &order).await?);
    do_step(shop, &caller, step)
        .await
        .map_err(|error| explain(&error))?;
    show::show(shop, &order, json).await
}

async fn do_step(shop: &Shop, caller: &Caller, step: Step) -> Result<(), ShopError> {
    match step {
        Step::Show { .. } => Ok(()),
        Step::Prepare { order } => shop.prepare(caller, &order).await.map(done),
        Step::Ship {
            order,
            carrier,
            invoice,
            lines,
        } => {
            let lines = lines.chosen();
            shop.ship(caller, &order, carrier, invoice, lines)
                .await
                .map(done)
        }
        Step::Deliver { order, parcel } => shop.deliver(caller, &order, parcel).await.map(done),
        Step::Confirm { order } => shop.confirm(caller, &order).await.map(done),
        Step::Cancel {
            order,
            lines,
            claim,
            reason,
        } => {
            let what = Cancellation {
                claim: self::claim("cancel", claim.as_deref(), &lines)?,
                lines: lines.chosen(),
                reason: reason.code(),
            };
            shop.cancel(caller, &order, what).await.map(done)
        }
        Step::Return {
            order,
            lines,
            claim,
            unsellable,
        } => {
            let claim = self::claim("return", claim.as_deref(), &lines)?;
            let lines = match lines.chosen() {
                Some(lines) => lines,
                None => all_with_shopper(shop, &order).await?,
            };
            shop.receive_return(caller, &order, claim, lines, !unsellable)
                .await
        }
        Step::Refund {
            order,
            amount,
            claim,
            reason,
        } => {
            let claim = self::claim("refund", claim.as_deref(), &Lines::default())?;
            shop.grant_refund(caller, &order, claim, Won(amount), reason.code())
                .await
        }
        Step::Erase { order, .. } => shop.erase_recipient(caller, &order).await.map(done),
    }
}

/// The desk does not wait for a page: where in the log a step stands is nothing to it.
fn done(_: Option<Cursor>) {}

fn claim(kind: &str, given: Option<&str>, lines: &Lines) -> Result<ClaimId, ShopError> {
    claims::claim_id(kind, given, lines).map_err(|error| ShopError::Bug(error.to_string()))
}

async fn all_with_shopper(shop: &Shop, order: &OrderId) -> Result<Vec<LineQuantity>, ShopError> {
    let state = shop
        .ledger()
        .state::<OrderState>(order.as_str())
        .await?
        .state;
    let lines = (0..).zip(state.lines());
    Ok(lines
        .map(|(line, of)| LineQuantity {
            line,
            quantity: of.to_return(),
        })
        .filter(|part| part.quantity > 0)
        .collect())
}

async fn store_of(shop: &Shop, order: &OrderId) -> Result<domain::StoreId> {
    let state = shop
        .ledger()
        .state::<OrderState>(order.as_str())
        .await?
        .state;
    let draft = state
        .draft()
        .with_context(|| format!("there is no order {order}"))?;
    Ok(draft.store.clone())
}

fn explain(error: &ShopError) -> anyhow::Error {
    if error.is_passing() {
        return anyhow!("{error}; the same command may simply be given again");
    }
    anyhow!("{error}")
}
