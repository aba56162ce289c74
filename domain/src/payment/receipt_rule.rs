//! What may happen to cash receipts: one stands for what was paid and not given back, and is taken back as refunds
//! are made.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::receipt::{CashReceipt, ReceiptCommand, ReceiptStage, ReceiptWish};
use super::state::{Payment, PaymentStatus, RefundState};
use super::{PaymentEvent, PaymentRefusal};
use crate::ids::{ReceiptId, RefundId};
use crate::money::Won;

type Decision = Result<Vec<PaymentEvent>, PaymentRefusal>;

impl Payment {
    pub(super) fn receipt_rule(&self, receipt: ReceiptId, command: ReceiptCommand) -> Decision {
        match command {
            ReceiptCommand::Ask {
                issuer,
                wish: ReceiptWish { kind, number },
                amount,
                tax_free,
                at,
            } => self.ask_receipt(PaymentEvent::CashReceiptRequested {
                receipt,
                issuer,
                kind,
                number,
                amount,
                tax_free,
                at,
            }),
            ReceiptCommand::NoteIssued {
                reference,
                approval,
                at,
            } => {
                let known = self.known_receipt(&receipt)?;
                let open = matches!(known.stage, ReceiptStage::Asked | ReceiptStage::Refused(_));
                let issued = PaymentEvent::CashReceiptIssued {
                    amount: known.amount,
                    receipt,
                    reference,
                    approval,
                    at,
                };
                Ok(open.then_some(issued).into_iter().collect())
            }
            ReceiptCommand::NoteRefused { code, at } => {
                let asked = self.known_receipt(&receipt)?.stage == ReceiptStage::Asked;
                let refused = PaymentEvent::CashReceiptRefused { receipt, code, at };
                Ok(asked.then_some(refused).into_iter().collect())
            }
            ReceiptCommand::NoteReduced { refund, at } => self.reduce_receipt(receipt, refund, at),
            ReceiptCommand::NoteCancelled { at } => {
                let known = self.known_receipt(&receipt)?;
                let issued = matches!(known.stage, ReceiptStage::Issued { .. });
                let cancelled = PaymentEvent::CashReceiptCancelled {
                    amount: known.left,
                    receipt,
                    at,
                };
                Ok(issued.then_some(cancelled).into_iter().collect())
            }
        }
    }

    fn known_receipt(&self, receipt: &ReceiptId) -> Result<&CashReceipt, PaymentRefusal> {
        self.receipts.get(receipt).ok_or(PaymentRefusal::NoReceipt)
    }

    /// One receipt stands at a time, for exactly what was paid and not given back.
    fn ask_receipt(&self, asked: PaymentEvent) -> Decision {
        let PaymentEvent::CashReceiptRequested {
            receipt,
            amount,
            tax_free,
            ..
        } = &asked
        else {
            return Ok(vec![]);
        };
        if self.receipts.contains_key(receipt) {
            return Ok(vec![]);
        }
        if self.status != PaymentStatus::Captured {
            return Err(PaymentRefusal::NotCaptured);
        }
        if self.standing_receipt().is_some() {
            return Err(PaymentRefusal::ReceiptStands);
        }
        let due = self.receipt_due();
        if *amount != due || !due.is_positive() || tax_free.is_negative() || tax_free > amount {
            return Err(PaymentRefusal::ReceiptDiffers { due });
        }
        Ok(vec![asked])
    }

    /// Each refund is taken back once.
    fn reduce_receipt(&self, receipt: ReceiptId, refund: RefundId, at: DateTime<Utc>) -> Decision {
        let known = self.known_receipt(&receipt)?;
        if self.receipted.contains(&refund) {
            return Ok(vec![]);
        }
        let Some(RefundState::Done(amount)) = self.refunds.get(&refund).copied() else {
            return Err(PaymentRefusal::NoRefund);
        };
        if amount > known.left {
            return Err(PaymentRefusal::TooMuch { left: known.left });
        }
        Ok(vec![PaymentEvent::CashReceiptReduced {
            receipt,
            refund,
            amount,
            at,
        }])
    }

    pub(super) fn fold_receipt(&mut self, event: PaymentEvent) {
        match event {
            PaymentEvent::CashReceiptRequested {
                receipt,
                issuer,
                kind,
                number,
                amount,
                tax_free,
                at,
            } => {
                let asked = CashReceipt {
                    issuer,
                    wish: ReceiptWish { kind, number },
                    amount,
                    tax_free,
                    left: amount,
                    asked_at: at,
                    stage: ReceiptStage::Asked,
                };
                self.receipts.insert(receipt, asked);
                // It is asked for what is left after them.
                self.receipted = self.refunds_done();
            }
            PaymentEvent::CashReceiptIssued {
                receipt,
                reference,
                approval,
                ..
            } => self.fold_receipt_stage(
                &receipt,
                ReceiptStage::Issued {
                    reference,
                    approval,
                },
            ),
            PaymentEvent::CashReceiptRefused { receipt, code, .. } => {
                self.fold_receipt_stage(&receipt, ReceiptStage::Refused(code));
            }
            PaymentEvent::CashReceiptReduced {
                receipt,
                refund,
                amount,
                ..
            } => {
                self.receipted.insert(refund);
                if let Some(known) = self.receipts.get_mut(&receipt) {
                    known.left -= amount;
                    if known.left.is_zero() {
                        known.stage = ReceiptStage::Cancelled;
                    }
                }
            }
            PaymentEvent::CashReceiptCancelled { receipt, .. } => {
                self.receipted = self.refunds_done();
                self.fold_receipt_stage(&receipt, ReceiptStage::Cancelled);
                if let Some(known) = self.receipts.get_mut(&receipt) {
                    known.left = Won::ZERO;
                }
            }
            _ => {}
        }
    }

    fn fold_receipt_stage(&mut self, receipt: &ReceiptId, stage: ReceiptStage) {
        if let Some(known) = self.receipts.get_mut(receipt) {
            known.stage = stage;
        }
    }

    fn refunds_done(&self) -> BTreeSet<RefundId> {
        let done = self.refunds.iter();
        done.filter(|(_, state)| matches!(state, RefundState::Done(_)))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Its receipts, first asked for first.
    pub fn receipts(&self) -> impl DoubleEndedIterator<Item = (&ReceiptId, &CashReceipt)> {
        let mut all: Vec<_> = self.receipts.iter().collect();
        all.sort_by_key(|(_, receipt)| receipt.asked_at);
        all.into_iter()
    }

    /// The receipt that was asked for or issued, and not taken back.
    pub fn standing_receipt(&self) -> Option<(&ReceiptId, &CashReceipt)> {
        let mut all = self.receipts.iter();
        all.find(|(_, receipt)| {
            matches!(
                receipt.stage,
                ReceiptStage::Asked | ReceiptStage::Issued { .. }
            )
        })
    }

    /// Won that a receipt is to stand for: what was paid, less what went back.
    pub fn receipt_due(&self) -> Won {
        if self.reversed {
            return Won::ZERO;
        }
        self.captured - self.refunded()
    }

    /// Refunds that were paid and that its receipt does not know of yet, with their won.
    pub fn unreceipted(&self) -> impl Iterator<Item = (&RefundId, Won)> {
        self.refunds.iter().filter_map(|(id, state)| match state {
            RefundState::Done(amount) if !self.receipted.contains(id) => Some((id, *amount)),
            _ => None,
        })
    }
}
