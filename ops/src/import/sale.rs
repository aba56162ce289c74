//! An invoice becomes an order: placed, paid, its pieces taken, shipped and delivered, all at the
//! invoice's own time. Each step waits until what it stands on is in the log, so that a run may be
//! killed between any two of them and the next one goes on there.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;
use domain::order::{Order, OrderCommand, OrderDraft, PaymentMethod};
use domain::payment::{Payment, PaymentCommand};
use domain::pricing::{self, Basket, BasketLine, PricingRules, Quote, Tax};
use domain::stock::StockCommand;
use domain::{HoldId, Meta, Sku};
use futures::future::{try_join, try_join_all, try_join3};

use super::books::{Books, document};
use super::plan::Sale;
use super::played::Played;
use super::sort::{Goods, Head};

/// The carrier of the book's parcels.
const CARRIER: &str = "import";
/// Nobody gives up an order that waits for the import that placed it to go on.
const PATIENCE: TimeDelta = TimeDelta::days(36_500);

/// Plays the sale. Answers the events that this took.
///
/// # Errors
/// A rule refuses, which says that the ledger holds something else under this invoice's number; or
/// the log does not answer.
pub async fn play(books: &Books, head: &Head, sale: &Sale, played: &Played) -> Result<u64> {
    if played.has_order(&sale.order) {
        return Ok(0);
    }
    let (at, id) = (head.at, sale.order.as_str());
    let meta = books.meta(at, &document(&head.invoice));
    let draft = Box::new(draft(books, head, sale)?);
    let (quote, total, payment) = (draft.quote.clone(), draft.quote.total, sale.order.payment());

    let placed = books.create::<Order>(id, OrderCommand::Place { draft }, &meta);
    let placed = placed.await.context(OTHERWISE)?;

    let request = PaymentCommand::Request {
        order: sale.order.clone(),
        amount: total,
        at,
    };
    let capture = PaymentCommand::RecordCapture { at };
    let (requested, captured, taken) = try_join3(
        books.create::<Payment>(payment.as_str(), request, &meta),
        books.tell::<Payment>(payment.as_str(), capture, &meta),
        take(books, &sale.order.hold(), &quote, played, &meta),
    )
    .await?;

    let pay = books.tell::<Order>(
        id,
        OrderCommand::Pay {
            payment,
            amount: total,
            at,
        },
        &meta,
    );
    let fulfilled = async {
        if quote.lines.is_empty() {
            return Ok(0);
        }
        let (shipped, delivered) = try_join(
            books.tell::<Order>(id, ship(head), &meta),
            books.tell::<Order>(id, OrderCommand::Deliver { parcel: 1, at }, &meta),
        )
        .await?;
        Ok(shipped + delivered)
    };
    let (paid, fulfilled) = try_join(pay, fulfilled).await?;
    Ok(placed + requested + captured + taken + paid + fulfilled)
}

const OTHERWISE: &str = "the ledger holds this invoice otherwise; was the file imported before at \
                         another rate or into another store?";

/// Takes the pieces off the shelf, once per SKU, under the hold that a shopper's order would have.
async fn take(
    books: &Books,
    hold: &HoldId,
    quote: &Quote,
    played: &Played,
    meta: &Meta,
) -> Result<u64> {
    let mut pieces = BTreeMap::<&Sku, u32>::new();
    for line in &quote.lines {
        *pieces.entry(&line.sku).or_default() += line.quantity;
    }
    pieces.retain(|sku, _| !played.has_moved(sku, hold.as_str()));
    let takes = pieces.into_iter().map(|(sku, quantity)| {
        let sell = StockCommand::Sell {
            hold: hold.clone(),
            quantity,
        };
        books.move_pieces(sku, sell, meta)
    });
    Ok(try_join_all(takes).await?.into_iter().sum())
}

fn draft(books: &Books, head: &Head, sale: &Sale) -> Result<OrderDraft> {
    Ok(OrderDraft {
        order: sale.order.clone(),
        store: books.store.clone(),
        channel: Books::channel(),
        cart: None,
        member: None,
        customer: head.customer.clone(),
        country: head.country.clone(),
        recipient: None,
        quote: quote(books, sale)?,
        coupon: None,
        method: PaymentMethod::Recorded,
        deposit_deadline: head.at + PATIENCE,
        escrow: false,
        cash_receipt: None,
        consents: vec![],
        supplement: None,
        replaces: None,
        placed_at: head.at,
    })
}

/// The invoice's own prices and charges, through the pricing that takes a record as it is.
fn quote(books: &Books, sale: &Sale) -> Result<Quote> {
    let lines = sale.goods.iter().map(|goods| line(books, goods));
    let charges = sale.charges.iter().map(|charge| pricing::Charge {
        code: charge.code.to_string(),
        name: charge.name.to_owned(),
        kind: charge.kind,
        amount: charge.amount,
        tax: pricing::Tax::Taxable,
    });
    let basket = Basket {
        lines: lines.collect::<Result<_>>()?,
        charges: charges.collect(),
        ..Basket::default()
    };
    Ok(pricing::price(&PricingRules::as_recorded(), &basket)?)
}

fn line(books: &Books, goods: &Goods) -> Result<BasketLine> {
    let offer = books.offer(&goods.sku)?;
    let name = if goods.name.is_empty() {
        &offer.name
    } else {
        &goods.name
    };
    Ok(BasketLine {
        product: offer.product.clone(),
        sku: goods.sku.clone(),
        name: name.clone(),
        option: None,
        category: offer.category.clone(),
        unit_price: goods.unit,
        quantity: goods.pieces,
        tax: Tax::Taxable,
    })
}

/// One parcel with all of it. Carriers number with eight digits at least.
fn ship(head: &Head) -> OrderCommand {
    OrderCommand::Ship {
        carrier: CARRIER.to_owned(),
        invoice: format!("{:0>10}", head.invoice),
        lines: None,
        at: head.at,
    }
}

/// Makes sure that an order which came to its end is the one that the plan means.
///
/// # Errors
/// It is another: the file was imported at another rate, or into another store.
pub async fn check(books: &Books, order: &domain::OrderId, total: domain::Won) -> Result<()> {
    let state = books
        .ledger::<Order>()
        .state::<Order>(order.as_str())
        .await?
        .state;
    let same = state
        .draft()
        .is_some_and(|draft| draft.store == books.store && draft.quote.total == total);
    if !same {
        bail!("order {order}: {OTHERWISE}");
    }
    Ok(())
}
