//! A cancellation becomes returns of orders, and a credit for what no order explains.

use anyhow::{Context, Result};
use domain::credit::{Credit, CreditCommand, CreditLine, CreditNote};
use domain::order::{LineQuantity, Order, OrderCommand};
use domain::payment::{Payment, PaymentCommand, TaxFree};
use domain::stock::StockCommand;
use domain::{CategoryId, ClaimId, Meta, OrderId, Reference, RefundId, Won};
use futures::future::{try_join, try_join_all};

use super::books::{Books, claim, document, reference};
use super::matching::{Part, Returned};
use super::plan::GivingBack;
use super::played::Played;
use super::sort::Head;

/// The category under which the statistics count charges.
const CHARGE: &str = "charge";

/// Plays the cancellation. Its orders must have come to their end. Answers the events.
///
/// # Errors
/// A rule refuses, or the log does not answer.
pub async fn play(books: &Books, head: &Head, back: &GivingBack, played: &Played) -> Result<u64> {
    let returns = back
        .parts
        .iter()
        .map(|part| give_back(books, head, part, played));
    let returned: u64 = try_join_all(returns).await?.into_iter().sum();
    Ok(returned + credit(books, head, back, played).await?)
}

/// Pieces come back from one order, are paid back and go on the shelf again. The ids are those that
/// the shop's own claims process would use.
async fn give_back(books: &Books, head: &Head, part: &Part, played: &Played) -> Result<u64> {
    if played.has_claim(&part.order, &head.invoice) {
        return Ok(0);
    }
    let (at, order) = (head.at, part.order.as_str());
    let meta = books.meta(at, &document(&head.invoice));
    let claim = ClaimId::new(claim(&head.invoice))?;
    let refund = RefundId::of(&part.order, &claim);
    let lines = part.lines.iter().map(|line| LineQuantity {
        line: line.line,
        quantity: line.pieces,
    });
    let receive = OrderCommand::ReceiveReturn {
        claim: claim.clone(),
        lines: lines.collect(),
        resellable: true,
        at,
    };
    let received = books.tell::<Order>(order, receive, &meta).await?;
    let shelved = part
        .lines
        .iter()
        .map(|line| shelve(books, &part.order, &claim, line, played, &meta));
    let (shelved, paid) = try_join(
        try_join_all(shelved),
        pay_back(books, head, &part.order, &refund, part.amount(), &meta),
    )
    .await?;
    let record = OrderCommand::RecordRefund { claim, refund, at };
    let recorded = books.tell::<Order>(order, record, &meta).await?;
    Ok(received + shelved.into_iter().sum::<u64>() + paid + recorded)
}

async fn shelve(
    books: &Books,
    order: &OrderId,
    claim: &ClaimId,
    line: &Returned,
    played: &Played,
    meta: &Meta,
) -> Result<u64> {
    let reference = Reference::of_claim(order, claim, &line.line.to_string())?;
    if played.has_moved(&line.sku, reference.as_str()) {
        return Ok(0);
    }
    let back = StockCommand::Return {
        hold: order.hold(),
        quantity: line.pieces,
        resellable: true,
        reference,
    };
    books.move_pieces(&line.sku, back, meta).await
}

async fn pay_back(
    books: &Books,
    head: &Head,
    order: &OrderId,
    refund: &RefundId,
    amount: Won,
    meta: &Meta,
) -> Result<u64> {
    let (payment, at) = (order.payment(), head.at);
    let request = PaymentCommand::RequestRefund {
        tax_free: TaxFree::default(),
        refund: refund.clone(),
        amount,
        at,
    };
    let record = PaymentCommand::RecordRefund {
        refund: refund.clone(),
        reference: document(&head.invoice),
        at,
    };
    let (requested, recorded) = try_join(
        books.tell::<Payment>(payment.as_str(), request, meta),
        books.tell::<Payment>(payment.as_str(), record, meta),
    )
    .await?;
    Ok(requested + recorded)
}

/// What no order explains: the pieces arrive as from nowhere, the money is a credit.
async fn credit(books: &Books, head: &Head, back: &GivingBack, played: &Played) -> Result<u64> {
    if !back.has_credit() || played.has_credit(&head.invoice) {
        return Ok(0);
    }
    let id = document(&head.invoice);
    let meta = books.meta(head.at, &id);
    let mut events = 0;
    for (place, goods) in back.unmatched.iter().enumerate() {
        let reference = reference(&head.invoice, place)?;
        if !played.has_moved(&goods.sku, reference.as_str()) {
            let receive = StockCommand::Receive {
                quantity: goods.pieces,
                reference,
            };
            events += books.move_pieces(&goods.sku, receive, &meta).await?;
        }
    }
    let note = Box::new(note(books, head, back)?);
    let recorded = books
        .create::<Credit>(&id, CreditCommand::Record { note }, &meta)
        .await;
    Ok(events + recorded.context("this cancellation was imported before with another content")?)
}

fn note(books: &Books, head: &Head, back: &GivingBack) -> Result<CreditNote> {
    let goods = back.unmatched.iter().map(|goods| {
        Ok(CreditLine {
            sku: goods.sku.clone(),
            category: books.offer(&goods.sku)?.category.clone(),
            quantity: goods.pieces,
            amount: goods.unit.times(goods.pieces),
        })
    });
    let charge = CategoryId::new(CHARGE)?;
    let charges = back.charges.iter().map(|given| {
        Ok(CreditLine {
            sku: given.code.clone(),
            category: charge.clone(),
            quantity: 0,
            amount: given.amount,
        })
    });
    Ok(CreditNote {
        store: books.store.clone(),
        channel: Books::channel(),
        reference: Reference::new(document(&head.invoice))?,
        customer: head.customer.clone(),
        country: head.country.clone(),
        lines: goods.chain(charges).collect::<Result<_>>()?,
        at: head.at,
    })
}
