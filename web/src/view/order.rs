//! The order's page.

use chrono::{DateTime, Utc};
use domain::order::{Claim, Fault, PaymentMethod, Status};
use domain::payment::{Payment, PaymentStatus};
use domain::{OrderId, ReviewId};
use projections::orders::{LineView, OrderView, ParcelView};
use projections::reviews::ReviewRow;
use shop::{CareSettings, Recipient as Kept};

use super::amounts;
use super::care::account::of_order;
use super::care::claims::{Notes, claims, contents};
use super::cash_receipt::cash_receipt;
use super::faces::Faces;
use super::mask;
use super::order_steps::steps;
use super::order_words::{Awaited, Charges, Money, fate, state, stray};
use crate::frame::Company;
use crate::helpers::url;
use crate::pages::{
    Account, Actions, Line, Notice, Order, OrderLink, OrderState, Parcel, PayBox, Recipient,
    RefundToBox, ReviewLink, remaining,
};
use crate::say::say;
use crate::ways;
use shop::Carriers;
use shop::banks;
use shop::ports::RefundAccount;

/// All that the page is made of.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of the page by itself"
)]
pub struct Seen<'a> {
    /// The lines' products as the reader is told of them.
    pub faces: &'a Faces<'a>,
    pub view: &'a OrderView,
    /// The reader is who ordered it; all others see of persons only what they know anyway.
    pub theirs: bool,
    /// From the vault; none once erased.
    pub recipient: Option<Kept>,
    /// Where money of the deposit goes back to, from the vault.
    pub refund_account: Option<RefundAccount>,
    /// What was written about claims, from the vault.
    pub notes: &'a Notes,
    /// What was written about its lines so far.
    pub reviewed: &'a [ReviewRow],
    pub care: CareSettings,
    pub company: &'a Company,
    /// The secret part of the page's address.
    pub token: &'a str,
    pub carriers: &'a Carriers,
    /// In whose name the account is.
    pub holder: &'a str,
    pub now: DateTime<Utc>,
    /// The page's own address.
    pub path: &'a str,
    /// The address of an order's page.
    pub page_of: &'a dyn Fn(&OrderId) -> Option<String>,
    /// It goes on as another order, which was not given up.
    pub goes_on: bool,
    /// What it was added to is over, and it stands in its place.
    pub in_place: bool,
    /// Orders that belong to it.
    pub links: Vec<OrderLink>,
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
    let lang = seen.faces.lang();
    let status = standing(&seen);
    let account = account(&seen);
    let pay = pay(&seen);
    let actions = actions(&seen, status);
    Some(Order {
        number: draft.order.to_string(),
        placed_at: draft.placed_at,
        fresh: seen.fresh && status == Status::PendingDeposit,
        state: told(&seen, status, account.is_some(), pay.as_ref()),
        stray: stray(
            lang,
            status,
            seen.view.payment.as_ref().map(|doc| &doc.payment),
        ),
        steps: steps(&seen, draft.placed_at),
        account,
        pay,
        parcels: seen
            .view
            .parcels()
            .iter()
            .map(|parcel| self::parcel(parcel, &seen))
            .collect(),
        lines: lines(&seen, status),
        amounts: amounts(lang, &draft.quote),
        refunded: seen.view.refunded(),
        refund_to: refund_to(&seen),
        recipient: recipient(&seen),
        cancel: (status == Status::PendingDeposit).then(|| format!("{}/cancel", seen.path)),
        escrow: draft.escrow,
        cash_receipt: cash_receipt(
            lang,
            draft,
            seen.view.payment.as_ref().map(|doc| &doc.payment),
        ),
        claims: claims(
            seen.faces,
            seen.view,
            seen.notes,
            seen.company,
            seen.path,
            seen.page_of,
            seen.now,
        ),
        actions,
        notice: seen.notice.or_else(|| {
            let word = match status {
                Status::Cancelled => "order-was-cancelled",
                _ => "cancel-done",
            };
            seen.cancelled.then(|| Notice::done(say(lang, word)))
        }),
    })
}

/// Where it stands, in words.
fn told(seen: &Seen<'_>, status: Status, has_account: bool, pay: Option<&PayBox>) -> OrderState {
    let draft = seen.view.order().draft();
    let awaited = draft.map_or(Awaited::Account, |draft| {
        Awaited::of(&draft.method, has_account, pay)
    });
    let order = seen.view.order();
    let charges = match charges_alone(seen) {
        false if order.supplement().is_some() => Charges::Added,
        false => Charges::Beside,
        true if order.paid().is_positive() && order.promised() == order.paid() => Charges::GoBack,
        true => Charges::Alone,
    };
    let waits = (awaited, charges);
    let ended = (Money::of(seen.view), seen.goes_on);
    state(seen.faces.lang(), status, waits, ended)
}

/// Whether it only pays for something of the order that it was added to.
pub(super) fn charges_alone(seen: &Seen<'_>) -> bool {
    let order = seen.view.order();
    order.supplement().is_some() && order.lines().is_empty()
}

/// Where money goes back to, where some is to go and not the way it came.
fn refund_to(seen: &Seen<'_>) -> Option<RefundToBox> {
    let payment = &seen.view.payment.as_ref()?.payment;
    let kept = seen.refund_account.as_ref().filter(|_| seen.theirs);
    let mut claims = seen.view.order().claims().values();
    let coming = claims.any(|claim| claim.is_open() || matches!(claim, Claim::Owed(..)));
    of_order(seen.faces.lang(), (payment, coming), kept, seen.path)
}

/// What the buyer can do with it now.
fn actions(seen: &Seen<'_>, status: Status) -> Actions {
    let (order, path) = (seen.view.order(), seen.path);
    let number = order.draft().map_or("", |draft| draft.order.as_str());
    let paid = !matches!(
        status,
        Status::PendingDeposit | Status::Expired | Status::Cancelled
    );
    let some = |left: &dyn Fn(u32) -> u32| (0..).zip(order.lines()).any(|(line, _)| left(line) > 0);
    let to_ship = |line: u32| {
        order
            .lines()
            .get(line as usize)
            .map_or(0, domain::order::Line::to_ship)
    };
    let back = |line| order.returnable(line, Fault::Shops, seen.care.terms, seen.now);
    let link = |page: &str| format!("{path}/{page}");
    Actions {
        confirm: (status == Status::Delivered && order.open_claim().is_none())
            .then(|| link("confirm")),
        confirm_days: seen.care.confirm_days,
        cancel: (paid && some(&to_ship)).then(|| link("cancel")),
        change: changeable(order, seen.in_place).then(|| link("change")),
        links: seen.links.clone(),
        give_back: (paid && some(&back)).then(|| link("return")),
        receipt: link("receipt"),
        ask: format!("/inquiries/new?order={}&token={}", url(number), seen.token),
        reviews: reviews(seen),
    }
}

/// Whether the form that changes it has anything to offer.
fn changeable(order: &domain::order::Order, in_place: bool) -> bool {
    let of_its_own = order
        .draft()
        .is_some_and(|draft| draft.supplement.is_none());
    (of_its_own || in_place) && order.may_edit().is_ok() && order.open_edit().is_none()
}

/// What arrived and may be judged, or was.
fn reviews(seen: &Seen<'_>) -> Vec<ReviewLink> {
    let order = seen.view.order();
    let Some(draft) = order.draft() else {
        return vec![];
    };
    let standing = |line: u32| {
        let id = ReviewId::of(&draft.order, line);
        seen.reviewed.iter().find(|row| row.id == id.as_str())
    };
    (0..)
        .zip(&draft.quote.lines)
        .filter_map(|(line, quoted)| {
            let row = standing(line);
            // A line is judged once, also if that was taken back.
            if row.is_some_and(|row| row.review.opinion().is_none()) {
                return None;
            }
            (row.is_some() || order.kept(line) > 0).then(|| ReviewLink {
                name: seen.faces.full_name(quoted),
                href: format!("{}/reviews/{line}", seen.path),
                written: row.is_some(),
            })
        })
        .collect()
}

/// Where the order stands for its buyer. The payment is closed or captured first and the order
/// follows it: nobody is asked for money in between.
pub(super) fn standing(seen: &Seen<'_>) -> Status {
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
        bank: banks::name_in(seen.faces.lang().code(), &account.bank).into(),
        number: account.number.clone(),
        holder: seen.holder.into(),
        amount: payment.due().0,
        deadline: account.deadline,
        remaining: remaining(seen.faces.lang(), seen.now, account.deadline),
    })
}

/// The window that the order is to be paid in, while it waits for that.
fn pay(seen: &Seen<'_>) -> Option<PayBox> {
    let draft = seen.view.order().draft()?;
    let PaymentMethod::Window { provider, .. } = &draft.method else {
        return None;
    };
    let open = standing(seen) == Status::PendingDeposit;
    let payment = seen.view.payment.as_ref().map(|doc| &doc.payment);
    if !open || payment.is_some_and(|it| it.account().is_some()) {
        return None;
    }
    Some(PayBox {
        provider: ways::provider(seen.faces.lang(), provider),
        amount: draft.quote.total.0,
        deadline: draft.deposit_deadline,
        unsure: payment.is_some_and(Payment::approval_open),
        href: format!("{}/pay", seen.path),
    })
}

/// What was ordered. An order that ended before its way began ends for every line, gifts too.
fn lines(seen: &Seen<'_>, status: Status) -> Vec<Line> {
    let quoted = seen.view.lines();
    let draft = seen.view.order().draft();
    let given = draft.map_or_else(Vec::new, |draft| seen.faces.gifts(&draft.quote.gifts));
    let mut lines: Vec<Line> = quoted
        .iter()
        .map(|it| line(seen.faces, it))
        .chain(given)
        .collect();
    if matches!(status, Status::Cancelled | Status::Expired) {
        for line in &mut lines {
            line.note = Some(say(seen.faces.lang(), "fate-cancelled"));
            line.off = true;
        }
    }
    lines
}

fn line(faces: &Faces<'_>, line: &LineView<'_>) -> Line {
    let (quoted, lang) = (line.quoted, faces.lang());
    Line {
        note: fate(lang, line.cancelled, line.returned, quoted.quantity),
        off: line.cancelled + line.returned >= quoted.quantity,
        ..faces.line(quoted)
    }
}

fn parcel(parcel: &ParcelView<'_>, seen: &Seen<'_>) -> Parcel {
    Parcel {
        carrier: seen
            .carriers
            .name_in(seen.faces.lang().code(), parcel.carrier)
            .into(),
        invoice: parcel.invoice.into(),
        tracking: seen.carriers.tracking(parcel.carrier, parcel.invoice),
        shipped_at: parcel.times.shipped,
        delivered: parcel.times.delivered.is_some(),
        contents: contents(seen.faces, seen.view.order(), parcel),
    }
}

fn recipient(seen: &Seen<'_>) -> Option<Recipient> {
    let kept = seen.recipient.as_ref()?;
    if !seen.theirs {
        return Some(Recipient {
            orderer: mask::name(&kept.orderer),
            name: mask::name(&kept.name),
            phone: mask::phone(&kept.phone),
            postcode: String::new(),
            address: mask::address(&kept.address),
            memo: None,
            door: Some(format!("{}/orderer", seen.path)),
        });
    }
    let address = [kept.address.as_str(), kept.detail.as_str()];
    Some(Recipient {
        orderer: kept.orderer.clone(),
        name: kept.name.clone(),
        phone: kept.phone.clone(),
        postcode: kept.postcode.clone(),
        address: address
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        memo: Some(kept.memo.clone()).filter(|memo| !memo.is_empty()),
        door: None,
    })
}
