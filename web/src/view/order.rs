//! The order's page.

use chrono::{DateTime, Utc};
use domain::order::Status;
use domain::payment::PaymentStatus;
use projections::orders::{LineView, OrderView, ParcelView};
use shop::Recipient as Kept;

use super::cart::gifts;
use super::order_words::{Money, fate, state, stray};
use super::{amounts, picture_of, product_path};
use crate::banks;
use crate::carriers::Carriers;
use crate::pages::{Account, Line, Notice, Order, Parcel, Recipient, Step, remaining};

/// All that the page is made of.
pub struct Seen<'a> {
    pub view: &'a OrderView,
    /// From the vault; none once erased.
    pub recipient: Option<Kept>,
    pub carriers: &'a Carriers,
    /// In whose name the account is.
    pub holder: &'a str,
    pub now: DateTime<Utc>,
    /// The page's own address.
    pub path: &'a str,
    /// It was placed a moment ago.
    pub fresh: bool,
    /// It was cancelled a moment ago.
    pub cancelled: bool,
    pub notice: Option<Notice>,
}

/// The page; none for an order that was never placed.
#[must_use]
pub fn order(seen: Seen<'_>) -> Option<Order> {
    let draft = seen.view.order().draft()?;
    let status = standing(&seen);
    let account = account(&seen);
    Some(Order {
        number: draft.order.to_string(),
        placed_at: draft.placed_at,
        fresh: seen.fresh && status == Status::PendingDeposit,
        state: state(status, account.is_some(), money(seen.view)),
        stray: stray(status, seen.view.payment.as_ref().map(|doc| &doc.payment)),
        steps: steps(&seen, draft.placed_at),
        account,
        parcels: seen
            .view
            .parcels()
            .iter()
            .map(|parcel| self::parcel(parcel, &seen))
            .collect(),
        lines: lines(&seen, status),
        amounts: amounts(&draft.quote),
        refunded: seen.view.refunded(),
        recipient: seen.recipient.map(recipient),
        cancel: (status == Status::PendingDeposit).then(|| format!("{}/cancel", seen.path)),
        notice: seen.notice.or_else(|| {
            let done = seen.cancelled && status == Status::Cancelled;
            done.then(|| Notice::done("주문을 취소했습니다."))
        }),
    })
}

/// Where the order stands for its buyer. The payment is closed or captured first and the order
/// follows it: nobody is asked for money in between.
fn standing(seen: &Seen<'_>) -> Status {
    let status = seen.view.order().status();
    let payment = seen.view.payment.as_ref().map(|doc| doc.payment.status());
    match (status, payment) {
        (Status::PendingDeposit, Some(PaymentStatus::Cancelled)) => Status::Cancelled,
        (Status::PendingDeposit, Some(PaymentStatus::Expired)) => Status::Expired,
        (Status::PendingDeposit, Some(PaymentStatus::Captured)) => Status::Paid,
        _ => status,
    }
}

fn account(seen: &Seen<'_>) -> Option<Account> {
    let open = standing(seen) == Status::PendingDeposit;
    let payment = &seen.view.payment.as_ref().filter(|_| open)?.payment;
    let account = payment.account()?;
    Some(Account {
        bank: banks::name(&account.bank).into(),
        number: account.number.clone(),
        holder: seen.holder.into(),
        amount: payment.due().0,
        deadline: account.deadline,
        remaining: remaining(seen.now, account.deadline),
    })
}

/// What became of the money of an order that left its way.
fn money(view: &OrderView) -> Money {
    match (view.order().paid().0, view.owed()) {
        (0, _) => Money::NeverCame,
        (_, 1..) => Money::Owed,
        _ => Money::WentBack,
    }
}

/// What was ordered. An order that ended before its way began ends for every line, gifts too.
fn lines(seen: &Seen<'_>, status: Status) -> Vec<Line> {
    let quoted = seen.view.lines();
    let draft = seen.view.order().draft();
    let given = draft.map(|draft| gifts(&draft.quote)).unwrap_or_default();
    let mut lines: Vec<Line> = quoted.iter().map(line).chain(given).collect();
    if matches!(status, Status::Cancelled | Status::Expired) {
        for line in &mut lines {
            line.note = Some("취소됨".into());
        }
    }
    lines
}

fn line(line: &LineView<'_>) -> Line {
    let quoted = line.quoted;
    Line {
        href: product_path(quoted.product.as_str()),
        picture: picture_of(
            quoted.product.as_str(),
            &quoted.name,
            quoted.category.as_str(),
        ),
        name: quoted.name.clone(),
        option: quoted.option.clone(),
        quantity: quoted.quantity.into(),
        unit_price: quoted.unit_price.0,
        total: quoted.gross.0,
        gift: false,
        note: fate(line.cancelled, line.returned, quoted.quantity),
    }
}

fn parcel(parcel: &ParcelView<'_>, seen: &Seen<'_>) -> Parcel {
    let lines = seen.view.lines();
    let name = |place: u32| {
        let quoted = lines.get(usize::try_from(place).ok()?)?.quoted;
        Some(quoted.option.as_ref().map_or_else(
            || quoted.name.clone(),
            |option| format!("{} {option}", quoted.name),
        ))
    };
    let contents = parcel
        .lines
        .iter()
        .filter_map(|part| Some(format!("{} × {}", name(part.line)?, part.quantity)));
    Parcel {
        carrier: seen.carriers.name(parcel.carrier).into(),
        invoice: parcel.invoice.into(),
        tracking: seen.carriers.tracking(parcel.carrier, parcel.invoice),
        shipped_at: parcel.times.shipped,
        delivered: parcel.times.delivered.is_some(),
        contents: contents.collect(),
    }
}

fn recipient(kept: Kept) -> Recipient {
    Recipient {
        orderer: kept.orderer,
        name: kept.name,
        phone: kept.phone,
        postcode: kept.postcode,
        address: [kept.address, kept.detail]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        memo: Some(kept.memo).filter(|memo| !memo.is_empty()),
    }
}

/// The way so far; none for orders that left it.
fn steps(seen: &Seen<'_>, placed: DateTime<Utc>) -> Vec<Step> {
    let times = &seen.view.doc.times;
    let now = match standing(seen) {
        Status::PendingDeposit => 0,
        Status::Paid => 1,
        Status::Preparing => 2,
        Status::PartlyShipped | Status::Shipped => 3,
        Status::Delivered | Status::Confirmed => 4,
        Status::New
        | Status::Abandoned
        | Status::Cancelled
        | Status::Expired
        | Status::Refunded => {
            return Vec::new();
        }
    };
    let delivered = times.delivered.filter(|_| now == 4);
    Order::way(
        now,
        &[
            Some(placed),
            times.paid,
            times.prepared,
            times.shipped,
            delivered,
        ],
    )
}
