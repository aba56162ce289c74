//! The order's page.

use chrono::{DateTime, Utc};
use domain::order::Status;
use domain::payment::PaymentStatus;
use projections::orders::{LineView, OrderView, ParcelView};
use shop::Recipient as Kept;

use super::cart::gifts;
use super::{amounts, picture_of, product_path};
use crate::banks;
use crate::carriers::Carriers;
use crate::pages::{Account, Line, Notice, Order, OrderState, Parcel, Recipient, Step, remaining};

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
    pub notice: Option<Notice>,
}

/// The page; none for an order that was never placed.
#[must_use]
pub fn order(seen: Seen<'_>) -> Option<Order> {
    let draft = seen.view.order().draft()?;
    let status = standing(&seen);
    let mut lines: Vec<Line> = seen.view.lines().iter().map(line).collect();
    lines.extend(gifts(&draft.quote));
    let account = account(&seen);
    Some(Order {
        number: draft.order.to_string(),
        placed_at: draft.placed_at,
        fresh: seen.fresh && status == Status::PendingDeposit,
        state: state(status, account.is_some()),
        steps: steps(&seen, draft.placed_at),
        account,
        parcels: seen
            .view
            .parcels()
            .iter()
            .map(|parcel| self::parcel(parcel, &seen))
            .collect(),
        lines,
        amounts: amounts(&draft.quote),
        refunded: seen.view.refunded(),
        recipient: seen.recipient.map(recipient),
        cancel: (status == Status::PendingDeposit).then(|| format!("{}/cancel", seen.path)),
        notice: seen.notice,
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

fn line(line: &LineView<'_>) -> Line {
    let quoted = line.quoted;
    let note = match (line.cancelled, line.returned) {
        (0, 0) => None,
        (cancelled, 0) if cancelled == quoted.quantity => Some("취소됨".into()),
        (cancelled, 0) => Some(format!("{cancelled}개 취소됨")),
        (_, returned) if returned == quoted.quantity => Some("반품됨".into()),
        (_, returned) => Some(format!("{returned}개 반품됨")),
    };
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
        note,
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

#[expect(
    clippy::too_many_lines,
    reason = "a table of words, one row per status"
)]
fn state(status: Status, has_account: bool) -> OrderState {
    let (code, stamp, headline, detail) = match status {
        Status::PendingDeposit if has_account => (
            "waiting",
            "입금 대기",
            "주문을 장부에 적었습니다",
            "아래 계좌로 입금하시면 바로 준비를 시작합니다.",
        ),
        Status::New | Status::Abandoned | Status::PendingDeposit => (
            "waiting",
            "입금 대기",
            "계좌를 받고 있습니다",
            "입금하실 계좌가 곧 나옵니다. 잠시 뒤 이 화면을 새로 열어 주세요.",
        ),
        Status::Paid => (
            "paid",
            "결제 완료",
            "입금을 확인했습니다",
            "이제 상품을 준비합니다.",
        ),
        Status::Preparing => (
            "preparing",
            "배송 준비",
            "상품을 준비하고 있습니다",
            "담는 대로 보내 드립니다.",
        ),
        Status::PartlyShipped => (
            "shipped",
            "일부 배송",
            "먼저 준비된 상품이 가고 있습니다",
            "나머지도 준비되는 대로 보내 드립니다.",
        ),
        Status::Shipped => (
            "shipped",
            "배송중",
            "상품이 가고 있습니다",
            "맡긴 택배사와 송장 번호는 아래에 있습니다.",
        ),
        Status::Delivered => (
            "delivered",
            "배송 완료",
            "상품이 도착했습니다",
            "맛있게 드세요.",
        ),
        Status::Confirmed => ("confirmed", "구매 확정", "고맙습니다", "맛있게 드세요."),
        Status::Cancelled => (
            "cancelled",
            "취소",
            "취소된 주문입니다",
            "입금하신 금액이 있으면 확인하는 대로 돌려드립니다.",
        ),
        Status::Expired => (
            "expired",
            "기한 지남",
            "입금 기한이 지난 주문입니다",
            "이 계좌로 입금하지 마세요. 필요하시면 새로 주문해 주세요.",
        ),
        Status::Refunded => (
            "refunded",
            "환불 완료",
            "모두 돌려드린 주문입니다",
            "이용해 주셔서 고맙습니다.",
        ),
    };
    OrderState {
        code: code.into(),
        stamp: stamp.into(),
        headline: headline.into(),
        detail: detail.into(),
    }
}
