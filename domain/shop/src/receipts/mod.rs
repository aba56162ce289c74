//! Cash receipts (현금영수증): issued when cash has come, taken back as it goes back. Nothing waits for them: the
//! process `settle-receipts` issues and corrects them, and what an issuer refuses is for staff.

mod mend;
mod settle;

pub use mend::Remedy as ReceiptRemedy;

use std::sync::Arc;

use domain::order::{OrderDraft, PaymentMethod};
use domain::payment::{ReceiptKind, ReceiptWish};
use domain::personal::Retention;
use domain::{OrderId, ProviderId, StoreId, Won};
use serde_json::json;

use crate::ports::receipts::CashReceipts;
use crate::recipient::subject;
use crate::{Shop, ShopError};

/// Who issues the stores' cash receipts.
#[derive(Clone, Default)]
pub struct ReceiptIssuers(Vec<Arc<dyn CashReceipts>>);

impl ReceiptIssuers {
    /// These; of those that serve a store the first issues its receipts.
    #[must_use]
    pub fn new(all: impl IntoIterator<Item = Arc<dyn CashReceipts>>) -> Self {
        Self(all.into_iter().collect())
    }

    fn of(&self, store: &StoreId) -> Option<&dyn CashReceipts> {
        let mut all = self.0.iter().map(AsRef::as_ref);
        all.find(|issuer| issuer.serves(store))
    }

    fn get(&self, name: &ProviderId) -> Option<&dyn CashReceipts> {
        let mut all = self.0.iter().map(AsRef::as_ref);
        all.find(|issuer| issuer.name() == name.as_str())
    }
}

/// What a shopper asks for with an order. The number is personal: it has no `Debug` that shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptForm {
    /// What for.
    pub kind: ReceiptKind,
    /// A telephone or business number, digits.
    pub number: String,
}

impl std::fmt::Debug for ReceiptForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ReceiptForm").field(&self.kind).finish()
    }
}

impl ReceiptForm {
    /// Reads a number as people write it, with hyphens and blanks; none: it can be no such number.
    #[must_use]
    pub fn read(kind: ReceiptKind, number: &str) -> Option<Self> {
        let between = |sign: &char| !sign.is_whitespace() && *sign != '-';
        let number: String = number.chars().filter(between).collect();
        let digits = number.bytes().all(|sign| sign.is_ascii_digit());
        let good = match kind {
            ReceiptKind::Deduction => {
                digits && number.starts_with("01") && (10..=11).contains(&number.len())
            }
            ReceiptKind::Expense => is_business_number(&number),
        };
        good.then_some(Self { kind, number })
    }
}

/// Whether ten digits are a business number (사업자등록번호): the last one checks the others.
#[must_use]
pub fn is_business_number(digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let read: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(10)).collect();
    let Some(Ok(digits)) = read.map(<[u32; 10]>::try_from) else {
        return false;
    };
    let sum: u32 = WEIGHTS
        .iter()
        .zip(digits)
        .map(|(weight, digit)| weight * digit)
        .sum();
    // The ninth counts with both digits of its product.
    let sum = sum + WEIGHTS[8] * digits[8] / 10;
    (10 - sum % 10) % 10 == digits[9]
}

/// Whether an order is paid in a way that has cash receipts.
fn is_cash(method: &PaymentMethod) -> bool {
    match method {
        PaymentMethod::VirtualAccount { .. } => true,
        PaymentMethod::Window { means, .. } => means.is_cash(),
        PaymentMethod::Recorded => false,
    }
}

impl Shop {
    /// The same shop with issuers of cash receipts.
    #[must_use]
    pub fn with_receipts(self, receipts: ReceiptIssuers) -> Self {
        Self { receipts, ..self }
    }

    /// Whether shoppers of a store can ask for cash receipts.
    #[must_use]
    pub fn issues_receipts(&self, store: &StoreId) -> bool {
        self.receipts.of(store).is_some()
    }

    /// The receipt that an order is to have: the one that was asked for, or the one that the law wants of larger
    /// sums without being asked. Keeps the number in the vault.
    pub(crate) async fn receipt_wish(
        &self,
        (order, store): (&OrderId, &StoreId),
        asked: Option<&ReceiptForm>,
        (method, total): (&PaymentMethod, Won),
    ) -> Result<Option<ReceiptWish>, ShopError> {
        if !is_cash(method) || !self.issues_receipts(store) {
            return Ok(None);
        }
        if let Some(form) = asked {
            return self.keep_wish(order, form).await.map(Some);
        }
        let least = self.store(store)?.receipts_from;
        let must = least.is_some_and(|least| total >= least);
        Ok(must.then_some(ReceiptWish {
            kind: ReceiptKind::Deduction,
            number: None,
        }))
    }

    /// The same for an order that an edit or exchange makes of another: for whom that one's is, kept with the new
    /// order's own data.
    pub(crate) async fn receipt_wish_after(
        &self,
        before: &OrderDraft,
        order: &OrderId,
        total: Won,
    ) -> Result<Option<ReceiptWish>, ShopError> {
        let asked = match before.cash_receipt.as_ref().map(|it| (it.kind, &it.number)) {
            Some((kind, Some(kept))) => {
                let number = self.receipt_number(kept).await?;
                number.map(|number| ReceiptForm { kind, number })
            }
            _ => None,
        };
        let of = (order, &before.store);
        self.receipt_wish(of, asked.as_ref(), (&before.method, total))
            .await
    }

    async fn keep_wish(
        &self,
        order: &OrderId,
        form: &ReceiptForm,
    ) -> Result<ReceiptWish, ShopError> {
        let (data, kept_for) = (json!({ "number": form.number }), subject(order));
        let vault = &self.ports.vault;
        let kept = vault.put(&kept_for, Retention::Order5y, &data).await?;
        Ok(ReceiptWish {
            kind: form.kind,
            number: Some(kept),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let read = |kind, text| ReceiptForm::read(kind, text).map(|form| form.number);
        let (person, business) = (ReceiptKind::Deduction, ReceiptKind::Expense);
        assert_eq!(read(person, "010-1234 5678\n").unwrap(), "01012345678");
        assert_eq!(read(business, "124-81-00998").unwrap(), "1248100998");
        for (kind, bad) in [
            (person, "02-123-4567"),
            (person, "010-1234-567a"),
            (person, "1248100998"),
            (business, "124-81-00997"),
            (business, ""),
        ] {
            assert_eq!(read(kind, bad), None, "{bad}");
        }
    }

    #[test]
    fn the_last_digit_of_a_business_number_checks_the_others() {
        // Numbers that large companies print on every receipt of theirs.
        for good in ["1248100998", "2208162517", "1208147521"] {
            assert!(is_business_number(good), "{good}");
        }
        for bad in [
            "1248100997",
            "2208162518",
            "124810099",
            "12481009980",
            "12481o0998",
            "",
        ] {
            assert!(!is_business_number(bad), "{bad}");
        }
    }
}
