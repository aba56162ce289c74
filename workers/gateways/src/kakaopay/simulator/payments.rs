//! What it keeps of payments, and how it tells of them.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Won;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::kakaopay::wire::{ActionType, Amount, Method, Standing, Status, stamp};
use crate::paying::books::{Move, Moves, Way};

/// All that outlives it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// By `tid`.
    pub(super) payments: BTreeMap<String, Payment>,
    pub(super) moves: Moves,
}

/// One payment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) tid: String,
    /// What stands in the window's address; nobody learns the `tid` from it.
    pub(super) window: String,
    pub(super) order: String,
    pub(super) user: String,
    pub(super) item: String,
    pub(super) quantity: i64,
    pub(super) amount: Amount,
    pub(super) approval_url: String,
    pub(super) cancel_url: String,
    pub(super) fail_url: String,
    pub(super) only: Option<Method>,
    pub(super) status: Status,
    pub(super) pg_token: Option<String>,
    pub(super) method: Option<Method>,
    pub(super) asked_at: DateTime<Utc>,
    pub(super) approved_at: Option<DateTime<Utc>>,
    pub(super) canceled_at: Option<DateTime<Utc>>,
    /// Given back so far.
    pub(super) cancelled: Amount,
    pub(super) actions: Vec<Done>,
}

/// Something that happened to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) aid: String,
    pub(super) what: ActionType,
    pub(super) amount: Won,
    pub(super) at: DateTime<Utc>,
}

/// An id of KakaoPay's: a letter and 19 more.
pub(super) fn fresh(letter: char) -> String {
    let mut id = Uuid::new_v4().simple().to_string().to_uppercase();
    id.truncate(19);
    format!("{letter}{id}")
}

impl Payment {
    /// What can still be given back.
    pub(super) fn left(&self) -> Amount {
        let paid = matches!(
            self.status.standing(),
            Standing::Paid | Standing::PartlyCancelled
        );
        if !paid {
            return Amount::default();
        }
        Amount {
            total: self.amount.total - self.cancelled.total,
            tax_free: self.amount.tax_free - self.cancelled.tax_free,
            vat: self.amount.vat - self.cancelled.vat,
            green_deposit: self.amount.green_deposit - self.cancelled.green_deposit,
            ..Amount::default()
        }
    }

    /// Whether its time is over before it was approved.
    pub(super) fn is_late(&self, now: DateTime<Utc>, patience: TimeDelta) -> bool {
        self.status.standing() == Standing::Open && now - self.asked_at > patience
    }

    /// Writes down what happened; the move of money is the caller's to enter.
    pub(super) fn happened(&mut self, what: ActionType, amount: Won, at: DateTime<Utc>) -> Move {
        let aid = fresh('A');
        let way = match what {
            ActionType::Cancel => Way::Back,
            _ => Way::In,
        };
        self.actions.push(Done {
            aid: aid.clone(),
            what,
            amount,
            at,
        });
        Move {
            id: aid,
            payment: self.tid.clone(),
            order: self.order.clone(),
            way,
            amount,
            at,
        }
    }

    /// What all answers about it hold.
    pub(super) fn told(&self, cid: &str) -> Value {
        let time = |at: Option<DateTime<Utc>>| at.map(stamp);
        let mut told = json!({
            "tid": self.tid, "cid": cid, "partner_order_id": self.order, "partner_user_id": self.user,
            "item_name": self.item, "item_code": "", "quantity": self.quantity, "amount": self.amount,
            "created_at": stamp(self.asked_at),
        });
        if let Some(method) = &self.method {
            told["payment_method_type"] = json!(method);
        }
        for (name, at) in [
            ("approved_at", self.approved_at),
            ("canceled_at", self.canceled_at),
        ] {
            if let Some(at) = time(at) {
                told[name] = Value::from(at);
            }
        }
        told
    }

    /// The answer of `order`.
    pub(super) fn order(&self, cid: &str) -> Value {
        let mut told = self.told(cid);
        told["status"] = json!(self.status);
        told["canceled_amount"] = json!(self.cancelled);
        told["cancel_available_amount"] = json!(self.left());
        let actions = self.actions.iter().map(|done| {
            json!({
                "aid": done.aid, "approved_at": stamp(done.at), "amount": done.amount, "point_amount": 0,
                "discount_amount": 0, "payment_action_type": done.what, "payload": "",
            })
        });
        told["payment_action_details"] = actions.collect();
        told
    }
}
