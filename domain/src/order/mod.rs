//! An order's life: pending deposit → paid → preparing → shipped → delivered → confirmed,
//! with its side roads: cancelled, expired, returned, refunded.

mod ask;
mod claims;
mod coming;
mod deal;
mod draft;
mod edit;
mod erase;
mod events;
mod exchange;
mod fulfil;
mod give_back;
mod mixed;
mod others;
mod owed;
mod parts;
mod preview;
mod progress;
mod reason;
mod refund_plan;
mod rule;
mod state;
mod surcharge;
mod window;

use chrono::{DateTime, Utc};

pub use ask::{Answer, Asked, ClaimReason, ClaimRequest, MOST_PHOTOS, Wish, are_photos};
pub use deal::{Deal, ExchangeLine, ExchangeTerms, Wanted};
pub use draft::{OrderDraft, PaymentMethod, Replaces, Supplement};
pub use edit::{EditOutcome, EditPlan, EditState, Readdressed};
pub use events::{LineQuantity, OrderEvent};
pub use exchange::Swap;
pub use give_back::{GiveBack, GivenBack};
pub use others::{Charged, Other};
pub use parts::{Claim, Goods, Line, Parcel, Status};
pub use preview::Preview;
pub use reason::is_reason;
pub use refund_plan::{RefundLine, RefundPlan};
pub use state::Order;
pub use window::{Fault, Terms};

use crate::ids::{ClaimId, OrderId, PaymentId, RefundId, Sku};
use crate::money::Won;
use crate::personal::PersonalRef;

/// What may be asked of an order. Times are business times: when it happened.
#[derive(Debug, Clone, PartialEq)]
pub enum OrderCommand {
    /// Place it.
    Place { draft: Box<OrderDraft> },
    /// Make sure that it never is: its checkout is being undone.
    Abandon { reason: String, at: DateTime<Utc> },
    /// Its payment captured the whole amount.
    Pay {
        payment: PaymentId,
        amount: Won,
        at: DateTime<Utc>,
    },
    /// Staff begin to pack.
    Prepare { at: DateTime<Utc> },
    /// Hand a parcel to a carrier; no lines means all that remains.
    Ship {
        carrier: String,
        invoice: String,
        lines: Option<Vec<LineQuantity>>,
        at: DateTime<Utc>,
    },
    /// Correct a parcel's carrier or invoice number.
    CorrectInvoice {
        parcel: u32,
        carrier: String,
        invoice: String,
    },
    /// A parcel reached the shopper.
    Deliver { parcel: u32, at: DateTime<Utc> },
    /// The shopper confirms the purchase.
    Confirm { at: DateTime<Utc> },
    /// Cancel before shipping; no lines means all that is not shipped yet. `keep`: won of the charges that are
    /// not paid back, should nothing be left of it.
    Cancel {
        claim: ClaimId,
        lines: Option<Vec<LineQuantity>>,
        keep: Won,
        reason: String,
        at: DateTime<Utc>,
    },
    /// Give up waiting for the deposit.
    Expire { at: DateTime<Utc> },
    /// The shopper wants to send something back, for the money or for the same once more.
    RequestClaim {
        claim: ClaimId,
        request: Box<ClaimRequest>,
        terms: Terms,
        at: DateTime<Utc>,
    },
    /// Staff let the goods come; with another judgement of who pays the way, if they name one, and what
    /// an exchange comes to.
    AcceptClaim {
        claim: ClaimId,
        carriage: Option<Won>,
        terms: Option<Box<ExchangeTerms>>,
        at: DateTime<Utc>,
    },
    /// Staff say no.
    RejectClaim {
        claim: ClaimId,
        reason: String,
        note: Option<PersonalRef>,
        at: DateTime<Utc>,
    },
    /// The shopper keeps it after all.
    WithdrawClaim { claim: ClaimId, at: DateTime<Utc> },
    /// The pieces of an exchange go out.
    ShipReplacement {
        claim: ClaimId,
        carrier: String,
        invoice: String,
        at: DateTime<Utc>,
    },
    /// The stocks' books have the pieces of a replacement.
    RecordReplacement { claim: ClaimId, at: DateTime<Utc> },
    /// What the shopper owed for an exchange arrived.
    RecordExchangePaid {
        claim: ClaimId,
        supplement: OrderId,
        at: DateTime<Utc>,
    },
    /// An exchange that is not replaced is paid back, less this carriage; none: as the rule says.
    RefundExchange {
        claim: ClaimId,
        carriage: Option<Won>,
        at: DateTime<Utc>,
    },
    /// A return or exchange arrived; without an earlier request the lines say what came.
    ReceiveReturn {
        claim: ClaimId,
        lines: Vec<LineQuantity>,
        resellable: bool,
        at: DateTime<Utc>,
    },
    /// Grant money back without a return.
    GrantRefund {
        claim: ClaimId,
        amount: Won,
        reason: String,
        at: DateTime<Utc>,
    },
    /// The stocks have booked the pieces of a claim.
    RecordRestock { claim: ClaimId, at: DateTime<Utc> },
    /// The refund owed for a claim was paid.
    RecordRefund {
        claim: ClaimId,
        refund: RefundId,
        at: DateTime<Utc>,
    },
    /// Who ordered and where it went is erased.
    EraseRecipient { at: DateTime<Utc> },
    /// Shopper and shop agreed to change it.
    BeginEdit {
        edit: ClaimId,
        plan: Box<EditPlan>,
        at: DateTime<Utc>,
    },
    /// Send it elsewhere, because of an edit: its own, or one of the order that it was added to.
    ChangeRecipient {
        edit: ClaimId,
        recipient: PersonalRef,
        at: DateTime<Utc>,
    },
    /// All that an edit was to do is done, or will not be.
    EndEdit {
        edit: ClaimId,
        outcome: EditOutcome,
        at: DateTime<Utc>,
    },
}

/// Why an order refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderRefusal {
    /// There is no such order.
    #[error("the order was never placed")]
    NotPlaced,
    /// Another order has this number.
    #[error("another order has this number")]
    NumberTaken,
    /// It stands: its checkout goes forward, not back.
    #[error("the order was placed already")]
    Placed,
    /// Nothing was ordered.
    #[error("an order needs at least one line or charge")]
    Empty,
    /// The amount is not what is due.
    #[error("{due} is due, not {paid}")]
    WrongAmount { due: Won, paid: Won },
    /// Another payment paid it.
    #[error("the order is paid already")]
    AlreadyPaid,
    /// It was cancelled or expired.
    #[error("the order is closed ({})", .0.as_str())]
    Closed(Status),
    /// This needs a paid order.
    #[error("the order is not paid yet")]
    NotPaid,
    /// The deadline has not passed.
    #[error("the deposit is not overdue before {0}")]
    NotDue(DateTime<Utc>),
    /// Nothing is left that could be shipped.
    #[error("nothing is left to ship: everything is shipped or cancelled already")]
    NothingToShip,
    /// Nothing is left that could be cancelled.
    #[error("nothing unshipped is left to cancel")]
    NothingToCancel,
    /// Nothing is left that could be returned.
    #[error("nothing that was shipped is left to return")]
    NothingToReturn,
    /// A line that the order does not have; from 0, told from 1 as people count.
    #[error("the order has no line {}", .0.saturating_add(1))]
    NoLine(u32),
    /// More pieces than the line has left; from 0, told from 1 as people count.
    #[error("line {}: {asked} asked for, {left} left", .line.saturating_add(1))]
    TooMany { line: u32, asked: u32, left: u32 },
    /// No such parcel.
    #[error("the order has no parcel {0}")]
    NoParcel(u32),
    /// The same invoice number once more, for other pieces.
    #[error("this invoice number belongs to a parcel of other pieces")]
    OtherParcel,
    /// The carrier's code is malformed.
    #[error("a carrier's code has 1 to 32 letters")]
    BadCarrier,
    /// The invoice number is malformed.
    #[error("an invoice number has 8 to 20 digits and nothing else")]
    BadInvoice,
    /// The reason is no code word: events hold no free text.
    #[error("a reason is one word of small letters, such as shopper or sold-out")]
    BadReason,
    /// There is no claim of this id, or none that has come so far.
    #[error("there is no such claim")]
    NoClaim,
    /// The claim of this id was decided already, and as something else.
    #[error("claim `{claim}` stands at {stands} and says something else")]
    OtherClaim { claim: ClaimId, stands: Won },
    /// The return of this id was announced, with other pieces.
    #[error(
        "claim `{0}` was asked for with other pieces or other wishes; another one needs another name"
    )]
    OtherReturn(ClaimId),
    /// Something is being sent back, or money is owed.
    #[error("claim `{0}` is still open")]
    ClaimOpen(ClaimId),
    /// Nothing can be done about the claim any more.
    #[error("claim `{0}` is closed")]
    ClaimClosed(ClaimId),
    /// The time for asking has passed; the line from 0, told from 1 as people count.
    #[error("line {}: the time for sending it back has passed", .line.saturating_add(1))]
    TooLate { line: u32 },
    /// Too many pictures, or names that are none.
    #[error("at most {MOST_PHOTOS} pictures, by the names of their uploads")]
    BadPhotos,
    /// Carriage is no negative amount.
    #[error("carriage is zero won or more")]
    BadCarriage,
    /// It is taken off what the goods cost.
    #[error("carriage is at most {most}: it is taken off what the goods cost")]
    TooMuchCarriage { most: Won },
    /// They were announced and are on their way.
    #[error("the goods of claim `{0}` have not come yet: they are received first")]
    GoodsAwaited(ClaimId),
    /// What is wanted for it is not asked for in an exchange, or twice; the line from 0, told from 1.
    #[error("line {}: another option is wanted once, for what comes back to be exchanged", .0.saturating_add(1))]
    BadWish(u32),
    /// Only another option of what was ordered can be sent for it; the line from 0, told from 1.
    #[error("line {}: {sku} is no option of what was ordered", .line.saturating_add(1))]
    OtherProduct { line: u32, sku: Sku },
    /// Nothing was agreed on what the exchange costs.
    #[error("accept exchange `{0}` first: what it costs is not agreed on")]
    NotAccepted(ClaimId),
    /// Somebody else accepted it, and for another amount.
    #[error("`{0}` was accepted meanwhile, with something else to pay: look at it again")]
    AcceptedMeanwhile(ClaimId),
    /// What the exchange costs is not paid.
    #[error("order {0} is to be paid first; accept the exchange with --waive to send it without")]
    ExchangeUnpaid(OrderId),
    /// What the exchange costs is paid already.
    #[error("what exchange `{0}` costs is paid already")]
    ExchangePaid(ClaimId),
    /// More would go back than came in.
    #[error("at most {left} can still be refunded")]
    TooMuch { left: Won },
    /// Goods are still to be sent, or a deposit may still come.
    #[error("the recipient is still needed ({}); cancel the order or finish it first", .0.as_str())]
    RecipientNeeded(Status),
    /// The shopper has to hear of money that is still to go back.
    #[error("{0} of it is still to go back to whoever ordered it")]
    MoneyOwed(Won),
    /// Nobody knows any more where goods would go.
    #[error("who receives it and where is erased: nothing can be sent")]
    RecipientErased,
    /// There is no edit of this name.
    #[error("there is no such edit")]
    NoEdit,
    /// Nothing would be left of it: that is a cancellation.
    #[error("nothing would be left of the order: cancel it instead")]
    NothingLeft,
    /// Nothing would change.
    #[error("nothing is to be changed")]
    NothingToEdit,
    /// Something was sent: what is to change now is a return or an exchange.
    #[error("something was sent already")]
    SentAlready,
    /// An edit is under way, or waits for what it adds to be paid.
    #[error("edit `{0}` is not finished yet")]
    EditOpen(ClaimId),
    /// A cancellation, return or grant has this name.
    #[error("something else of this order is called `{0}`")]
    NameTaken(ClaimId),
    /// It came from a book: nothing can be paid for it here.
    #[error("the order was paid elsewhere: nothing can be paid for it here")]
    PaidElsewhere,
    /// It was added to an order, and is changed with that one.
    #[error("it was added to order {0}: change that one")]
    IsSupplement(OrderId),
    /// Not everything has been delivered yet.
    #[error("not everything has been delivered yet")]
    NotDelivered,
}
