//! A receipt's page.

use projections::orders::{OrderView, Receipt};

use super::claims::kind;
use crate::pages::{ReceiptPage, ReceiptRow, RefundRow};
use crate::say::say;
use crate::view::cash_receipt::cash_receipt;
use crate::view::faces::Faces;

/// The page. `buyer` is from the vault; none once erased.
#[must_use]
pub fn receipt(
    faces: &Faces<'_>,
    from: Receipt,
    view: &OrderView,
    buyer: Option<String>,
    path: &str,
) -> ReceiptPage {
    let lang = faces.lang();
    let payment = view.payment.as_ref().map(|doc| &doc.payment);
    let draft = view.order().draft();
    let cash_receipt = draft.and_then(|draft| cash_receipt(lang, draft, payment));
    let discount: i64 = from.lines.iter().map(|line| line.discount).sum();
    let paid_for: i64 = from.lines.iter().map(|line| line.amount).sum();
    let goods = from.lines.into_iter().map(|line| ReceiptRow {
        picture: Some(faces.picture(&line.product, &line.name, &line.category)),
        name: faces.name(&line.product, &line.name).to_owned(),
        option: faces.option(&line.product, &line.sku, line.option.as_deref()),
        quantity: Some(line.quantity),
        unit_price: Some(line.unit_price),
        discount: line.discount,
        amount: line.amount,
        tax_free: line.tax_free,
    });
    let charges = from.charges.into_iter().map(|(name, amount)| ReceiptRow {
        picture: None,
        name,
        option: None,
        quantity: None,
        unit_price: None,
        discount: 0,
        amount,
        tax_free: false,
    });
    let refunds = from.refunds.into_iter().map(|refund| RefundRow {
        kind: say(lang, kind(refund.kind)),
        amount: refund.amount,
        at: refund.at,
    });
    ReceiptPage {
        number: from.order,
        back: path.to_owned(),
        placed_at: from.placed_at,
        buyer,
        rows: goods.chain(charges).collect(),
        goods: paid_for + discount,
        discount,
        total: from.total,
        supply: from.supply,
        vat: from.vat,
        tax_free: from.tax_free,
        paid: from.paid.map(|(amount, _)| amount),
        paid_at: from.paid.and_then(|(_, at)| at),
        refunds: refunds.collect(),
        left: from.left,
        cash_receipt,
    }
}
