//! Takes one step with one order.

use anyhow::{Context, Result, anyhow};
use domain::order::{LineQuantity, Order, OrderRefusal};
use domain::{ClaimId, Won};
use shop::amend::Cancellation;
use shop::{Caller, Shop, ShopError};
use store::Cursor;

use super::account;
use super::claims::claim_id;
use super::words::{Lines, Step, Which};
use crate::cli::Usage;

/// Takes it; answers whether anything new was recorded, or all of it had happened before. `state` is
/// the order before the step.
pub async fn take(shop: &Shop, caller: &Caller, state: &Order, step: Step) -> Result<bool> {
    if matches!(step, Step::Correct { .. }) {
        return correct(shop, caller, state, step).await;
    }
    if let Step::RefundAccount { order, bank } = &step {
        let account = account::read(bank)?;
        let given = shop.give_refund_account(caller, order, &account).await;
        return Ok(given.map_err(|error| explain(&error))?.is_some());
    }
    let done = match step.claim()? {
        Some(claim) => give_back(shop, caller, state, claim, step).await,
        None => move_on(shop, caller, step).await,
    };
    Ok(done.map_err(|error| explain(&error))?.is_some())
}

type Done = Result<Option<Cursor>, ShopError>;

/// A step that makes no claim.
async fn move_on(shop: &Shop, caller: &Caller, step: Step) -> Done {
    let order = step.order().clone();
    match step {
        Step::Prepare { .. } => shop.prepare(caller, &order).await,
        Step::Ship {
            carrier,
            invoice,
            lines,
            ..
        } => {
            let lines = lines.chosen();
            shop.ship(caller, &order, carrier, invoice, lines).await
        }
        Step::Deliver { parcel, .. } => shop.deliver(caller, &order, parcel).await,
        Step::Confirm { .. } => shop.confirm(caller, &order).await,
        Step::Erase { .. } => shop.erase_recipient(caller, &order).await,
        _ => Ok(None),
    }
}

/// A step that makes a claim.
async fn give_back(
    shop: &Shop,
    caller: &Caller,
    state: &Order,
    claim: ClaimId,
    step: Step,
) -> Done {
    let order = step.order().clone();
    match step {
        Step::Cancel { lines, reason, .. } => {
            let (lines, reason) = (lines.chosen(), reason.code());
            let what = Cancellation {
                claim,
                lines,
                reason,
            };
            shop.cancel(caller, &order, what).await
        }
        Step::Return {
            lines, unsellable, ..
        } => {
            let lines = lines.chosen().unwrap_or_else(|| all_with_shopper(state));
            shop.receive_return(caller, &order, claim, lines, !unsellable)
                .await
        }
        Step::Refund { amount, reason, .. } => {
            shop.grant_refund(caller, &order, claim, Won(amount), reason.code())
                .await
        }
        _ => Ok(None),
    }
}

/// Puts a parcel's carrier or invoice number right; what is not named stays.
async fn correct(shop: &Shop, caller: &Caller, state: &Order, step: Step) -> Result<bool> {
    let order = step.order().clone();
    let Step::Correct {
        of,
        carrier,
        invoice,
        ..
    } = step
    else {
        return Ok(false);
    };
    let (number, is) = parcel(state, &of)?;
    let carrier = carrier.unwrap_or_else(|| is.carrier.clone());
    let invoice = invoice.unwrap_or_else(|| is.invoice.clone());
    let done = shop
        .correct_invoice(caller, &order, number, carrier, invoice)
        .await;
    Ok(done.map_err(|error| explain(&error))?.is_some())
}

impl Step {
    /// The claim that it makes, or made before.
    pub fn claim(&self) -> Result<Option<ClaimId>> {
        let none = Lines::default();
        let (kind, given, lines) = match self {
            Self::Cancel { claim, lines, .. } => ("cancel", claim, lines),
            Self::Return { claim, lines, .. } => ("return", claim, lines),
            Self::Refund { claim, .. } => ("refund", claim, &none),
            _ => return Ok(None),
        };
        Ok(Some(claim_id(kind, given.as_deref(), lines)?))
    }
}

/// The parcel that is meant, and its number.
fn parcel<'a>(state: &'a Order, which: &Which) -> Result<(u32, &'a domain::order::Parcel)> {
    let mut parcels = (1..).zip(state.parcels());
    match (which.parcel, &which.old) {
        (Some(number), _) => parcels
            .find(|(known, _)| *known == number)
            .ok_or_else(|| anyhow!(OrderRefusal::NoParcel(number))),
        (None, Some(old)) => parcels
            .find(|(_, parcel)| parcel.invoice == *old)
            .with_context(|| format!("the order has no parcel with invoice number {old}")),
        (None, None) => match (parcels.next(), parcels.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(anyhow!("the order has no parcel yet")),
            _ => Err(Usage(
                "the order has several parcels: say which, with --parcel or --old".to_owned(),
            )
            .into()),
        },
    }
}

fn all_with_shopper(state: &Order) -> Vec<LineQuantity> {
    let lines = (0..).zip(state.lines());
    lines
        .map(|(line, of)| LineQuantity {
            line,
            quantity: of.to_return(),
        })
        .filter(|part| part.quantity > 0)
        .collect()
}

fn explain(error: &ShopError) -> anyhow::Error {
    match error {
        error if error.is_passing() => {
            anyhow!("{error}; the same command may simply be given again")
        }
        ShopError::Order(OrderRefusal::OtherClaim { .. } | OrderRefusal::OtherReturn(_)) => {
            anyhow!("{error}; for another one give --claim NAME")
        }
        _ => anyhow!("{error}"),
    }
}
