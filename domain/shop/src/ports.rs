//! The doors to the outside. The adapters behind them live in `gateways` (and the vault in
//! `store`); `ops` hands them over.

pub mod deliveries;
pub mod files;
pub mod paying;
pub mod post;
pub mod receipts;
pub mod refund_account;
pub mod sns;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::personal::Retention;
use domain::{OrderId, PaymentId, PersonalRef, RefundId, StoreId, Won};
use serde_json::Value;
use store::vault::{Vault, VaultError};

pub use refund_account::RefundAccount;

/// All the doors.
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who issues accounts for deposits, and pays back.
    pub accounts: Arc<dyn VirtualAccounts>,
    /// Where personal data is kept.
    pub vault: Arc<dyn PersonalData>,
    /// Where pictures are kept.
    pub files: Arc<dyn files::Files>,
}

/// Tells the time. Tests hand in a fixed one.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// A call to the outside that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The provider said no; asking again gives the same answer.
    #[error("the provider refused: {0}")]
    Declined(String),
    /// Nothing can be paid to the account that was named, and nothing was: its code. Another account may do.
    #[error("the provider does not pay to that account: {0}")]
    AccountRefused(String),
    /// No answer, or none that can be understood: it may have happened or not. Asking
    /// again with the same key is safe.
    #[error("the provider's answer is unknown: {0}")]
    Unknown(String),
}

/// Waits for the outside, but not for ever: what has not answered within `deadline` may have
/// happened or not.
pub(crate) async fn within<T>(
    deadline: Duration,
    call: impl Future<Output = Result<T, GatewayError>>,
) -> Result<T, GatewayError> {
    let late = || GatewayError::Unknown(format!("no answer within {deadline:?}"));
    tokio::time::timeout(deadline, call)
        .await
        .unwrap_or_else(|_| Err(late()))
}

/// A payment provider's accounts for deposits (가상계좌). Callers set the deadline.
#[async_trait]
pub trait VirtualAccounts: Send + Sync {
    /// Issues an account; the same payment always gets the same one.
    async fn issue(&self, ask: &AccountAsk) -> Result<IssuedAccount, GatewayError>;

    /// Pays back; the same refund is paid once. Answers the provider's id of it. `AccountRefused`: nothing was
    /// paid, and nothing ever is to that account.
    async fn refund(&self, ask: &RefundAsk) -> Result<String, GatewayError>;
}

/// What an account is to be issued for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountAsk {
    /// The store, which decides the merchant id.
    pub store: StoreId,
    /// The idempotency key.
    pub payment: PaymentId,
    /// The order number that the provider will repeat in its notices.
    pub order: OrderId,
    /// The bank asked for: three-digit KFTC code.
    pub bank: String,
    /// Won.
    pub amount: Won,
    /// Until when it is to take deposits.
    pub deadline: DateTime<Utc>,
}

/// An account that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedAccount {
    /// Three-digit KFTC code.
    pub bank: String,
    /// Digits.
    pub account: String,
    /// The provider's transaction id of the issue.
    pub issue: String,
}

/// What is to be paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAsk {
    /// The store, which decides the merchant id.
    pub store: StoreId,
    /// The payment that the money came with.
    pub payment: PaymentId,
    /// The idempotency key.
    pub refund: RefundId,
    /// Won.
    pub amount: Won,
    /// Where to.
    pub account: RefundAccount,
}

/// The vault, as the shop sees it.
#[async_trait]
pub trait PersonalData: Send + Sync {
    /// Keeps data of a subject; its key lives as long as the class says.
    async fn put(
        &self,
        subject: &str,
        class: Retention,
        data: &Value,
    ) -> Result<PersonalRef, VaultError>;

    /// What was kept, or none once it is erased.
    async fn get(&self, reference: &PersonalRef) -> Result<Option<Value>, VaultError>;

    /// Several at once, in the order of the references.
    async fn get_many(&self, references: &[PersonalRef]) -> Result<Vec<Option<Value>>, VaultError> {
        let mut all = Vec::with_capacity(references.len());
        for reference in references {
            all.push(self.get(reference).await?);
        }
        Ok(all)
    }

    /// Makes one entry unreadable for good; others of its subject stay.
    async fn forget(&self, reference: &PersonalRef) -> Result<(), VaultError>;

    /// Makes all that was kept of a subject in a class unreadable for good.
    async fn erase(&self, subject: &str, class: Retention) -> Result<(), VaultError>;

    /// The keyed hash by which a mail address (`email`) or a telephone number (`phone`), normalised,
    /// is known where it must not be written.
    fn fingerprint(&self, kind: &str, value: &str) -> Vec<u8>;
}

#[async_trait]
impl PersonalData for Vault {
    async fn put(
        &self,
        subject: &str,
        class: Retention,
        data: &Value,
    ) -> Result<PersonalRef, VaultError> {
        Self::put(self, subject, class, data).await
    }

    async fn get(&self, reference: &PersonalRef) -> Result<Option<Value>, VaultError> {
        Self::get(self, reference).await
    }

    async fn get_many(&self, references: &[PersonalRef]) -> Result<Vec<Option<Value>>, VaultError> {
        Self::get_many(self, references).await
    }

    async fn forget(&self, reference: &PersonalRef) -> Result<(), VaultError> {
        Self::forget(self, reference).await
    }

    async fn erase(&self, subject: &str, class: Retention) -> Result<(), VaultError> {
        Self::erase(self, subject, class).await.map(|_| ())
    }

    fn fingerprint(&self, kind: &str, value: &str) -> Vec<u8> {
        Self::fingerprint(self, kind, value)
    }
}
