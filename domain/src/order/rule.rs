//! Placing, paying and giving up an order.

use chrono::{DateTime, Utc};

use super::draft::OrderDraft;
use super::parts::Status;
use super::state::Order;
use super::{OrderCommand, OrderEvent, OrderRefusal};
use crate::ids::PaymentId;
use crate::money::Won;

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

impl Order {
    #[expect(
        clippy::too_many_lines,
        reason = "one arm per command, none of them long"
    )]
    pub(super) fn rule(&self, command: OrderCommand) -> Decision {
        match command {
            OrderCommand::Place { draft } => self.place(draft),
            OrderCommand::Abandon { reason, at } => self.abandon(reason, at),
            OrderCommand::Pay {
                payment,
                amount,
                at,
            } => self.pay(payment, amount, at),
            OrderCommand::Prepare { at } => self.prepare(at),
            OrderCommand::Ship {
                carrier,
                invoice,
                lines,
                at,
            } => self.ship(carrier, invoice, lines, at),
            OrderCommand::CorrectInvoice {
                parcel,
                carrier,
                invoice,
            } => self.correct_invoice(parcel, carrier, invoice),
            OrderCommand::Deliver { parcel, at } => self.deliver(parcel, at),
            OrderCommand::Confirm { at } => self.confirm(at),
            OrderCommand::Cancel {
                claim,
                lines,
                keep,
                reason,
                at,
            } => self.cancel(claim, (lines, keep), reason, at),
            OrderCommand::Expire { at } => self.expire(at),
            OrderCommand::RequestClaim {
                claim,
                request,
                terms,
                at,
            } => self.request_claim(claim, *request, terms, at),
            OrderCommand::AcceptClaim {
                claim,
                carriage,
                terms,
                at,
            } => self.accept_claim(claim, carriage, terms, at),
            OrderCommand::RejectClaim {
                claim,
                reason,
                note,
                at,
            } => self.reject_claim(claim, reason, note, at),
            OrderCommand::WithdrawClaim { claim, at } => self.withdraw_claim(claim, at),
            OrderCommand::ShipReplacement {
                claim,
                carrier,
                invoice,
                at,
            } => self.ship_replacement(claim, carrier, invoice, at),
            OrderCommand::RecordReplacement { claim, at } => self.record_replacement(claim, at),
            OrderCommand::RecordExchangePaid {
                claim,
                supplement,
                at,
            } => self.record_exchange_paid(claim, supplement, at),
            OrderCommand::RefundExchange {
                claim,
                carriage,
                at,
            } => self.refund_exchange(claim, carriage, at),
            OrderCommand::ReceiveReturn {
                claim,
                lines,
                resellable,
                at,
            } => self.receive_return(claim, &lines, resellable, at),
            OrderCommand::GrantRefund {
                claim,
                amount,
                reason,
                at,
            } => self.grant_refund(claim, amount, reason, at),
            OrderCommand::RecordRestock { claim, at } => self.record_restock(claim, at),
            OrderCommand::RecordRefund { claim, refund, at } => {
                self.record_refund(claim, refund, at)
            }
            OrderCommand::EraseRecipient { at } => self.erase_recipient(at),
            OrderCommand::BeginEdit { edit, plan, at } => self.begin_edit(edit, plan, at),
            OrderCommand::ChangeRecipient {
                edit,
                recipient,
                at,
            } => self.change_recipient(edit, recipient, at),
            OrderCommand::EndEdit { edit, outcome, at } => self.end_edit(edit, outcome, at),
        }
    }

    /// An order is placed once; its number belongs to it.
    fn place(&self, draft: Box<OrderDraft>) -> Decision {
        match &self.draft {
            Some(placed) if *placed == draft => Ok(vec![]),
            Some(_) => Err(OrderRefusal::NumberTaken),
            None if self.status == Status::Abandoned => Err(OrderRefusal::Closed(self.status)),
            None if draft.quote.lines.is_empty() && draft.quote.charges.is_empty() => {
                Err(OrderRefusal::Empty)
            }
            None => Ok(vec![OrderEvent::OrderPlaced { draft }]),
        }
    }

    /// Placing and abandoning race here, and the first one decides: whoever drives the
    /// checkout then goes the way that this stream says.
    fn abandon(&self, reason: String, at: DateTime<Utc>) -> Decision {
        match self.status {
            Status::New => Ok(vec![OrderEvent::OrderAbandoned { reason, at }]),
            Status::Abandoned => Ok(vec![]),
            _ => Err(OrderRefusal::Placed),
        }
    }

    /// An order is paid once, in full, by one payment.
    fn pay(&self, payment: PaymentId, amount: Won, at: DateTime<Utc>) -> Decision {
        let due = self.placed()?.quote.total;
        match self.status {
            _ if self.payment.as_ref() == Some(&payment) => Ok(vec![]),
            Status::PendingDeposit if amount == due => Ok(vec![OrderEvent::OrderPaid {
                payment,
                amount,
                at,
            }]),
            Status::PendingDeposit => Err(OrderRefusal::WrongAmount { due, paid: amount }),
            Status::Cancelled | Status::Expired => Err(OrderRefusal::Closed(self.status)),
            _ => Err(OrderRefusal::AlreadyPaid),
        }
    }

    /// Only a deposit that is overdue is given up.
    fn expire(&self, at: DateTime<Utc>) -> Decision {
        let deadline = self.placed()?.deposit_deadline;
        match self.status {
            Status::PendingDeposit if at < deadline => Err(OrderRefusal::NotDue(deadline)),
            Status::PendingDeposit => Ok(vec![OrderEvent::OrderExpired { at }]),
            Status::Cancelled | Status::Expired => Ok(vec![]),
            _ => Err(OrderRefusal::AlreadyPaid),
        }
    }

    pub(super) fn placed(&self) -> Result<&OrderDraft, OrderRefusal> {
        self.draft().ok_or(OrderRefusal::NotPlaced)
    }

    /// Whether goods may move: it was placed, paid, and not given up.
    pub(super) fn in_fulfilment(&self) -> Result<(), OrderRefusal> {
        self.placed()?;
        match self.status {
            Status::New | Status::PendingDeposit => Err(OrderRefusal::NotPaid),
            Status::Cancelled | Status::Expired | Status::Refunded => {
                Err(OrderRefusal::Closed(self.status))
            }
            _ => Ok(()),
        }
    }
}
