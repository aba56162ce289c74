//! A receipt (거래명세서): what was bought, its VAT, what was paid and what went back. Computed from the
//! order as it stands; it is no tax invoice.

use chrono::{DateTime, Utc};
use domain::ClaimId;
use domain::order::Claim;
use domain::pricing::Tax;

use super::kept::ClaimKind;
use super::view::OrderView;

/// A receipt. All amounts in won, VAT inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The order's number.
    pub order: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Goods, discounts inside each line.
    pub lines: Vec<ReceiptLine>,
    /// Carriage and other charges, with their names.
    pub charges: Vec<(String, i64)>,
    /// The whole.
    pub total: i64,
    /// What bears VAT, without it (공급가액).
    pub supply: i64,
    /// The VAT in it (부가세).
    pub vat: i64,
    /// What bears none (면세).
    pub tax_free: i64,
    /// What was paid, and when; none while nothing was.
    pub paid: Option<(i64, Option<DateTime<Utc>>)>,
    /// What went back, oldest first.
    pub refunds: Vec<RefundLine>,
    /// What remains paid.
    pub left: i64,
}

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLine {
    /// The product.
    pub product: String,
    /// The option's SKU.
    pub sku: String,
    /// The product's category.
    pub category: String,
    /// What it is.
    pub name: String,
    /// The option; none where there is only one.
    pub option: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// One piece, before discounts.
    pub unit_price: i64,
    /// The line's share of the order's discounts.
    pub discount: i64,
    /// The line, after discounts.
    pub amount: i64,
    /// The VAT in it.
    pub vat: i64,
    /// Whether it bears none.
    pub tax_free: bool,
}

/// What went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundLine {
    /// The claim.
    pub claim: ClaimId,
    /// What it is.
    pub kind: ClaimKind,
    /// Won.
    pub amount: i64,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

impl OrderView {
    /// Its receipt; none for an order that was never placed.
    pub fn receipt(&self) -> Option<Receipt> {
        let order = self.order();
        let draft = order.draft()?;
        let quote = &draft.quote;
        let lines = quote.lines.iter().map(|line| ReceiptLine {
            product: line.product.to_string(),
            sku: line.sku.to_string(),
            category: line.category.to_string(),
            name: line.name.clone(),
            option: line.option.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price.0,
            discount: line.discount.0,
            amount: line.net.0,
            vat: line.vat.0,
            tax_free: line.tax == Tax::TaxFree,
        });
        let charges = quote.charges.iter();
        let paid = order.paid().0;
        Some(Receipt {
            order: draft.order.to_string(),
            placed_at: draft.placed_at,
            lines: lines.collect(),
            charges: charges
                .map(|charge| (charge.name.clone(), charge.amount.0))
                .collect(),
            total: quote.total.0,
            supply: quote.taxable.0 - quote.vat.0,
            vat: quote.vat.0,
            tax_free: quote.tax_free.0,
            paid: order.payment().map(|_| (paid, self.doc.times.paid)),
            refunds: self.refunds(),
            left: paid - self.refunded(),
        })
    }

    fn refunds(&self) -> Vec<RefundLine> {
        let claims = self.order().claims().iter();
        let mut refunds: Vec<RefundLine> = claims
            .filter_map(|(id, claim)| {
                let Claim::Refunded(plan, ..) = claim else {
                    return None;
                };
                let note = self.doc.claims.get(id)?;
                Some(RefundLine {
                    claim: id.clone(),
                    kind: note.kind,
                    amount: plan.amount.0,
                    at: note.refunded_at,
                })
            })
            .collect();
        refunds.sort_by_key(|refund| refund.at);
        refunds
    }
}
