//! The letters about orders, filled with facts.

use chrono::{DateTime, Utc};
use domain::ClaimId;
use domain::order::{Claim, Deal, Goods, Order, RefundPlan};
use letters::Language;
use letters::kinds::{
    Account, ChangeLate, ClaimAnswered, DepositExpired, Line, OrderCancelled, OrderDelivered,
    OrderPaid, OrderReceived, OrderRefunded, OrderShipped, OrderToPay, Recipient, Refund,
    RefundAccountAsked, RefundCause, RefundStage,
};
use shop::banks;

use super::facts::Facts;
use crate::jobs::JobError;

impl Facts {
    fn number(&self) -> String {
        self.draft.order.to_string()
    }

    fn buyer(&self) -> String {
        self.recipient.orderer.clone()
    }

    pub(super) fn received(&self) -> Result<OrderReceived, JobError> {
        let Some(account) = self.payment.account() else {
            return Err(JobError::again("its account is not there yet"));
        };
        Ok(OrderReceived {
            order: self.number(),
            buyer: self.buyer(),
            placed_at: self.draft.placed_at,
            purpose: self.purpose(),
            first: self.beside(),
            account: Account {
                bank: banks::name(&account.bank).to_owned(),
                number: account.number.clone(),
                holder: self.settings.company.clone(),
                amount: self.payment.due(),
                deadline: self.draft.deposit_deadline,
            },
            lines: self.lines(),
            amounts: self.amounts(),
            recipient: self.receiver(),
            href: self.href.clone(),
        })
    }

    pub(super) fn to_pay(&self) -> OrderToPay {
        let draft = &self.draft;
        OrderToPay {
            order: self.number(),
            buyer: self.buyer(),
            purpose: self.purpose(),
            first: self.beside().unwrap_or_default(),
            amount: draft.quote.total,
            deadline: draft.deposit_deadline,
            lines: self.lines(),
            amounts: self.amounts(),
            href: self.href.clone(),
        }
    }

    pub(super) fn paid(&self, at: DateTime<Utc>) -> OrderPaid {
        OrderPaid {
            order: self.number(),
            buyer: self.buyer(),
            paid_at: at,
            purpose: self.purpose(),
            first: self.beside(),
            comes_back: self.comes_back(),
            amount: self.order.paid(),
            lines: self.lines(),
            amounts: self.amounts(),
            recipient: self.receiver(),
            href: self.href.clone(),
        }
    }

    pub(super) fn shipped(&self, parcel: u32, at: DateTime<Utc>) -> Result<OrderShipped, JobError> {
        Ok(OrderShipped {
            order: self.number(),
            buyer: self.buyer(),
            shipped_at: at,
            parcels: vec![self.parcel(parcel)?],
            rest: self.rest(),
            recipient: self.receiver(),
            href: self.href.clone(),
        })
    }

    pub(super) fn delivered(
        &self,
        parcel: u32,
        at: DateTime<Utc>,
    ) -> Result<OrderDelivered, JobError> {
        let all_there = self.order.parcels().iter().all(|parcel| parcel.delivered);
        Ok(OrderDelivered {
            order: self.number(),
            buyer: self.buyer(),
            delivered_at: at,
            parcel: self.parcel(parcel)?,
            complete: self.rest().is_empty() && all_there,
            href: self.href.clone(),
        })
    }

    pub(super) fn cancelled(
        &self,
        refund: Option<&RefundPlan>,
        at: DateTime<Utc>,
    ) -> OrderCancelled {
        let amount = refund.map(|plan| plan.amount);
        OrderCancelled {
            order: self.number(),
            buyer: self.buyer(),
            cancelled_at: at,
            lines: refund.map_or_else(|| self.lines(), |plan| self.paid_back(None, plan)),
            extent: self.extent(),
            first: self.beside(),
            refund: amount.filter(|it| it.is_positive()).map(|amount| Refund {
                amount,
                stage: self.refund_stage(),
            }),
            first_stands: refund.is_none() && self.first_stands(),
            account_closed: refund.is_none() && self.payment.account().is_some(),
            account: self.account_masked(),
            href: self.href.clone(),
        }
    }

    fn refund_stage(&self) -> RefundStage {
        if self.order.refunded() == self.order.promised() {
            return RefundStage::Gone;
        }
        if self.refund_account.is_none() && self.payment.lacks_refund_account() {
            return RefundStage::Waits;
        }
        RefundStage::Soon
    }

    pub(super) fn refunded(
        &self,
        claim: &ClaimId,
        plan: &RefundPlan,
        at: DateTime<Utc>,
    ) -> OrderRefunded {
        let before = self.order.less_before(claim);
        OrderRefunded {
            order: self.number(),
            buyer: self.buyer(),
            cause: cause(claim, &self.order),
            refunded_at: at,
            amount: plan.amount,
            lines: self.paid_back(Some(claim), plan),
            before,
            charges: plan.charges + before,
            account: self.account_masked(),
            href: self.href.clone(),
        }
    }

    pub(super) fn answered(&self, claim: &ClaimId, accepted: bool) -> ClaimAnswered {
        let deal = self.order.deals().get(claim);
        let charged = deal.and_then(Deal::to_be_paid);
        ClaimAnswered {
            order: self.number(),
            buyer: self.buyer(),
            exchange: self.is_exchange(claim),
            accepted,
            pieces: if accepted {
                self.asked_back(claim)
            } else {
                vec![]
            },
            sent: self.sent_for(claim),
            costs: charged
                .map(|charged| charged.quote.total)
                .filter(|_| accepted),
            comes_back: self
                .order
                .less_with(claim)
                .filter(|less| accepted && less.is_positive()),
            href: self.href.clone(),
        }
    }

    pub(super) fn change_late(&self, edit: &ClaimId) -> ChangeLate {
        let plan = self.order.edits().get(edit).map(|it| &it.plan);
        let added = plan.and_then(|plan| plan.supplement.as_ref());
        let goods = added.filter(|added| !added.quote.lines.is_empty());
        ChangeLate {
            order: self.number(),
            buyer: self.buyer(),
            paid: plan.is_some_and(|plan| plan.replacement.is_some()),
            added: goods.map(|added| added.order.to_string()),
            href: self.href.clone(),
        }
    }

    pub(super) fn account_asked(&self, refused: bool) -> RefundAccountAsked {
        RefundAccountAsked {
            order: self.number(),
            buyer: self.buyer(),
            amount: self.payment.refunds_asked(),
            refused,
            href: self.href.clone(),
        }
    }

    /// Where money of a deposit goes back to, as far as mail may show it.
    fn account_masked(&self) -> Option<String> {
        let account = self.refund_account.as_ref()?;
        let language = Language::of(&self.settings.post.language);
        let bank = banks::name_in(language.code(), &account.bank);
        Some(format!("{bank} ****{}", account.tail()))
    }

    /// `home`: where to order again.
    pub(super) fn expired(&self, home: &str) -> DepositExpired {
        let added = self.draft.supplement.as_ref();
        DepositExpired {
            order: self.number(),
            buyer: self.buyer(),
            deadline: self.draft.deposit_deadline,
            account: self.payment.account().is_some(),
            purpose: self.purpose(),
            first: added.map(|it| it.to.to_string()),
            lines: self.lines(),
            amount: self.draft.quote.total,
            href: added.map_or_else(|| home.to_owned(), |it| self.page_of(&it.to)),
        }
    }

    /// What money goes back for; with a claim, as what came with it.
    fn paid_back(&self, claim: Option<&ClaimId>, plan: &RefundPlan) -> Vec<Line> {
        let parts = plan.lines.iter();
        parts
            .flat_map(|part| self.pieces_with(claim, part))
            .collect()
    }

    /// Where it goes. Mail is open to many eyes: the middle of the telephone number stays out of it.
    fn receiver(&self) -> Recipient {
        let recipient = &self.recipient;
        let address = [recipient.address.as_str(), recipient.detail.as_str()];
        let address: Vec<&str> = address
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Recipient {
            name: recipient.name.clone(),
            phone: masked(&recipient.phone),
            postcode: recipient.postcode.clone(),
            address: address.join(", "),
            memo: Some(recipient.memo.clone()).filter(|memo| !memo.is_empty()),
        }
    }
}

fn cause(name: &ClaimId, order: &Order) -> RefundCause {
    match order.claims().get(name) {
        _ if order.edits().contains_key(name) => RefundCause::Edited,
        _ if *name == ClaimId::with_first() => RefundCause::Cancelled,
        _ if name.is_of_area() => RefundCause::Area,
        _ if name.is_of_difference() => RefundCause::Difference,
        _ if *name == ClaimId::no_exchange() => RefundCause::NoExchange,
        Some(Claim::Refunded(_, goods, _) | Claim::Owed(_, goods)) => match goods {
            Goods::Unsent => RefundCause::Cancelled,
            Goods::Resellable | Goods::WrittenOff => RefundCause::Returned,
            Goods::None => RefundCause::Granted,
        },
        _ => RefundCause::Granted,
    }
}

/// `01012345678` → `010-****-5678`
fn masked(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    // Seoul's code has two digits, all others three; a company's number without one has none.
    let code = match digits.as_str() {
        seoul if seoul.starts_with("02") => 2,
        other if other.starts_with('0') => 3,
        _ => 0,
    };
    let Some(hidden) = digits.len().checked_sub(code + 4).filter(|it| *it >= 3) else {
        return "****".to_owned();
    };
    let (code, last) = (&digits[..code], &digits[digits.len() - 4..]);
    let dash = if code.is_empty() { "" } else { "-" };
    format!("{code}{dash}{}-{last}", "*".repeat(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_telephone_number_stays_out_of_a_letter() {
        assert_eq!(masked("01012345678"), "010-****-5678");
        assert_eq!(masked("02-312-3456"), "02-***-3456");
        assert_eq!(masked("031-123-4567"), "031-***-4567");
        assert_eq!(masked("1588-1234"), "****-1234");
        assert_eq!(masked("119"), "****");
    }
}
