//! The processes of the shop, one file each.

mod albums;
mod cancel;
mod checkout;
mod claims;
mod deliveries;
mod edits;
mod expiry;
mod inquiries;
mod members;
mod merges;
mod payment;
mod pictures;
mod receipts;
mod short;
mod welcome;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{Actor, Meta, OrderId, PaymentId, StoreId};
use serde::de::DeserializeOwned;
use shop::{Caller, Shop, ShopError};
use store::jobs::NewJob;
use store::{Recorded, unreadable};

pub use albums::ClearAlbums;
pub use cancel::FinishCancellations;
pub use checkout::FinishCheckouts;
pub use claims::SettleClaims;
pub use deliveries::SettleDeliveries;
pub use edits::FinishEdits;
pub use expiry::ExpireDeposits;
pub use inquiries::WriteToAskers;
pub use members::{SettleMembers, WriteToMembers};
pub use merges::FinishMerges;
pub use payment::SettlePayments;
pub use pictures::PreparePictures;
pub use receipts::SettleReceipts;
pub use short::SettleShortages;
pub use welcome::WelcomeMembers;
pub use write::WriteToShoppers;

/// Reads the log, remembers which subjects need attention, and gives it when it is due.
#[async_trait]
pub trait Process: Send + Sync {
    /// The name of its checkpoint and tasks, and of the actor in the events it causes.
    fn name(&self) -> &'static str;

    /// The aggregates whose events it reads.
    fn kinds(&self) -> &'static [&'static str];

    /// Where it begins in a shop that is older than the process.
    fn begins(&self) -> Begins {
        Begins::AtTheFirstEvent
    }

    /// What an event of that aggregate means for it.
    fn read(&self, event: &Recorded, meta: &Meta) -> Result<Reading, String>;

    /// Gives a subject attention. Doing it twice is harmless.
    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError>;
}

/// What an event means for a process.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// Nothing.
    Nothing,
    /// The subject needs attention from then on.
    Attend(String, DateTime<Utc>),
    /// The subject needs none any more.
    Forget(String),
    /// Something is to be done outside of the ledger: once for this event, as the jobs' keys say.
    Enqueue(Vec<NewJob>),
}

/// Where a process begins in a shop that is older than itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// It makes up for all that happened before it.
    AtTheFirstEvent,
    /// What is past is past: nobody wants a letter about an order of last year. It begins where the
    /// others stand.
    WhereOthersStand,
}

/// What became of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It needs no more attention.
    Done,
    /// It needs attention again, from then on.
    Later(DateTime<Utc>),
}

/// All processes of the shop.
pub fn all() -> Vec<Arc<dyn Process>> {
    vec![
        Arc::new(FinishCheckouts),
        Arc::new(SettlePayments),
        Arc::new(ExpireDeposits),
        Arc::new(FinishCancellations),
        Arc::new(SettleClaims),
        Arc::new(SettleReceipts),
        Arc::new(SettleDeliveries),
        Arc::new(FinishEdits),
        Arc::new(SettleShortages),
        Arc::new(FinishMerges),
        Arc::new(SettleMembers),
        Arc::new(WriteToShoppers),
        Arc::new(PreparePictures),
        Arc::new(ClearAlbums),
        Arc::new(WriteToAskers),
        Arc::new(WriteToMembers),
        Arc::new(WelcomeMembers),
    ]
}

/// Whoever asked for it gets some seconds to finish by themselves.
pub(crate) const PATIENCE: chrono::Duration = chrono::Duration::seconds(5);

pub(crate) fn event<E: DeserializeOwned>(recorded: &Recorded) -> Result<E, String> {
    serde_json::from_str(&recorded.payload).map_err(|error| unreadable(&error))
}

/// The order whose payment an event is of.
pub(crate) fn order_paid_for(recorded: &Recorded) -> Option<OrderId> {
    PaymentId::new(recorded.id.clone()).ok()?.order()
}

/// An import finishes by itself what it began: it knows the times that a process does not.
pub(crate) fn imported(meta: &Meta) -> bool {
    matches!(meta.actor, Actor::Import(_))
}

/// Staff did it at their prompt; whatever died on the way is to be done for them.
pub(crate) fn by_staff(meta: &Meta) -> bool {
    matches!(meta.actor, Actor::Staff(_))
}

pub(crate) fn caller(store: StoreId, process: &str) -> Caller {
    Caller::system(store, process)
}
