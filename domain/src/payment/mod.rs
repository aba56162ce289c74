//! The ledger of one payment: nothing is overwritten, every amount follows from the events.

mod attempt;
mod attempt_rule;
mod books;
mod delivery;
mod events;
mod fold;
mod receipt;
mod receipt_rule;
mod refund_account;
mod rule;
mod state;

use chrono::{DateTime, Utc};

pub use attempt::{Approval, Attempt, AttemptCommand, Issued, Means, Stage, StrandedReason};
pub use books::{Compared, Difference, OpenDifference};
pub use delivery::{DeliveryNote, DeliveryTold};
pub use events::{PaymentEvent, UnmatchedReason};
pub use receipt::{CashReceipt, ReceiptCommand, ReceiptKind, ReceiptStage, ReceiptWish};
pub use state::{Payment, PaymentStatus, RefundState, UnmatchedDeposit};

use crate::ids::{AttemptId, NoticeId, OrderId, ReceiptId, RefundId};
use crate::money::Won;
use crate::personal::PersonalRef;

/// What the references of refunds begin with that staff made by a transfer of their own: the provider has that money yet.
const TRANSFER: &str = "transfer:";

/// A provider's word that money arrived at one of our accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deposit {
    /// The provider's id of this deposit: the key against duplicates.
    pub notice: NoticeId,
    /// The provider's id of the account's issue, when it tells.
    pub issue: Option<String>,
    /// The account it came to.
    pub account: String,
    /// Won.
    pub amount: Won,
    /// When the money arrived, by the provider's clock.
    pub at: DateTime<Utc>,
}

/// Won free of VAT.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaxFree {
    /// In the goods that a refund is for.
    pub wanted: Won,
    /// In the whole payment.
    pub of_all: Won,
    /// In refunds that were asked for when that was not written down.
    pub untold: Won,
}

/// What may be asked of a payment.
#[derive(Debug, Clone, PartialEq)]
pub enum PaymentCommand {
    /// Open it.
    Request {
        order: OrderId,
        amount: Won,
        at: DateTime<Utc>,
    },
    /// Something happens to a shopper's way through a provider's window.
    Attempt {
        attempt: AttemptId,
        command: AttemptCommand,
    },
    /// The provider issued an account.
    IssueAccount {
        bank: String,
        account: String,
        issue: String,
        deadline: DateTime<Utc>,
    },
    /// The provider says that money arrived.
    NoteDeposit { deposit: Deposit },
    /// Staff paid a deposit that fits nothing back.
    PayDepositBack {
        notice: NoticeId,
        transfer: String,
        at: DateTime<Utc>,
    },
    /// The provider says that a deposit was taken back; the notice is that of the taking back.
    NoteReversal { deposit: Deposit },
    /// Our books and a provider's were looked at side by side.
    Compare { compared: Compared },
    /// An imported book says that it was paid.
    RecordCapture { at: DateTime<Utc> },
    /// Give it up before money arrived.
    Cancel { reason: String, at: DateTime<Utc> },
    /// Give up waiting.
    Expire { at: DateTime<Utc> },
    /// Ask the provider to pay back.
    RequestRefund {
        refund: RefundId,
        amount: Won,
        /// What of it, and of the whole payment, is free of VAT.
        tax_free: TaxFree,
        at: DateTime<Utc>,
    },
    /// The provider refused to pay back.
    RefuseRefund {
        refund: RefundId,
        code: String,
        at: DateTime<Utc>,
    },
    /// Staff have the provider asked again for what it refused.
    RetryRefund { refund: RefundId, at: DateTime<Utc> },
    /// Staff paid back what the provider refused, or never answered to.
    PayRefundBack {
        refund: RefundId,
        /// The bank's or the provider's id of it.
        reference: String,
        /// Staff made a transfer of their own: the provider still has the money.
        transfer: bool,
        /// Staff looked at the provider's own pages: it pays nothing for this refund besides. Needed where it
        /// did not refuse.
        looked: bool,
        at: DateTime<Utc>,
    },
    /// The shopper names the account that money of the deposit goes back to.
    GiveRefundAccount {
        account: PersonalRef,
        at: DateTime<Utc>,
    },
    /// The provider cannot pay to that account, or nobody can read it any more.
    RefuseRefundAccount {
        account: PersonalRef,
        code: String,
        at: DateTime<Utc>,
    },
    /// Its provider was told of a parcel, or did not take what it was told.
    NoteDelivery(DeliveryNote),
    /// Something happens to a cash receipt of it.
    Receipt {
        receipt: ReceiptId,
        command: ReceiptCommand,
    },
    /// The provider, or staff by bank transfer, paid back.
    RecordRefund {
        refund: RefundId,
        reference: String,
        at: DateTime<Utc>,
    },
}

/// Why a payment refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentRefusal {
    /// It was never opened.
    #[error("the payment was never opened")]
    NotRequested,
    /// It was opened for something else.
    #[error("the payment was opened for another order or amount")]
    Differs,
    /// Money has arrived: it can be refunded, not cancelled.
    #[error("the money has arrived already")]
    AlreadyCaptured,
    /// It was cancelled or expired.
    #[error("the payment is closed")]
    Closed,
    /// Nothing has arrived that could go back.
    #[error("no money has arrived yet")]
    NotCaptured,
    /// More would go back than came in.
    #[error("at most {left} can still be refunded")]
    TooMuch { left: Won },
    /// No such refund was requested.
    #[error("no such refund was requested")]
    NoRefund,
    /// No such deposit waits for staff.
    #[error("no deposit {0} waits to be paid back")]
    NoDeposit(NoticeId),
    /// Another transfer paid the deposit back.
    #[error("transfer {0} paid this deposit back before")]
    PaidBack(String),
    /// What is given as a transfer's id may be anything, a name included.
    #[error("a transfer's id has 4 to 40 letters, digits, dots and dashes, one digit at least")]
    BadTransfer,
    /// The account still takes deposits.
    #[error("the deposit is not overdue before {0}")]
    NotDue(DateTime<Utc>),
    /// There is no such attempt.
    #[error("there is no such attempt to pay")]
    NoAttempt,
    /// The attempt ended without money.
    #[error("this attempt to pay has ended")]
    AttemptEnded,
    /// A provider may be taking the money just now.
    #[error("a provider is being asked for the money just now")]
    ApprovalOpen,
    /// Another window was opened at the same moment under this number.
    #[error("another window has this number")]
    OtherWindow,
    /// The provider names another transaction than before.
    #[error("the provider named another transaction of this attempt before")]
    OtherTransaction,
    /// Money that did not come to an account goes back the way it came.
    #[error("the money did not come as a deposit: it needs no account to go back to")]
    NotADeposit,
    /// All of the deposit went back.
    #[error("nothing of the deposit is left that could go back")]
    NothingHeld,
    /// A refund may be on its way to the account that was named before.
    #[error("a refund is on its way to the account that was named before")]
    RefundUnderWay,
    /// The provider has not refused it, and may be about to pay it.
    #[error(
        "the provider has not refused this refund, and may have paid it: look at its own pages first"
    )]
    NotRefused,
    /// There is no such receipt.
    #[error("there is no such cash receipt")]
    NoReceipt,
    /// A receipt stands already.
    #[error("a cash receipt stands already")]
    ReceiptStands,
    /// Its issuer never answered, and would issue another one.
    #[error("nobody knows whether the cash receipt was issued: look at its issuer's first")]
    ReceiptUnsure,
    /// A receipt says what was paid and not given back, nothing else.
    #[error("a cash receipt says what was paid and not given back: {due}")]
    ReceiptDiffers { due: Won },
    /// A refund of nothing.
    #[error("a refund needs an amount above zero")]
    Nothing,
}
