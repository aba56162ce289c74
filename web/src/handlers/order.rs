//! An order, for whoever holds its token.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use domain::image::ImagePurpose;
use domain::order::{EditOutcome, EditState, Order, Status};
use domain::{OrderId, PersonalRef};
use projections::orders::OrderView;
use serde::Deserialize;
use shop::ShopError;

use super::around::{Around, around};
use crate::error::WebError;
use crate::pages::Notice;
use crate::say::say;
use crate::state::Web;
use crate::view::care::claims::Notes;
use crate::view::order::{Seen, order as page_of};
use crate::visitor::Visitor;
use crate::watch::about_order;
use crate::words;

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// It was placed a moment ago.
    new: Option<String>,
    /// It was cancelled a moment ago, or some of it.
    cancelled: Option<String>,
    /// It was changed a moment ago.
    changed: Option<String>,
    /// A return or exchange was asked for a moment ago.
    asked: Option<String>,
    /// … or withdrawn.
    withdrawn: Option<String>,
    /// The purchase was confirmed a moment ago.
    confirmed: Option<String>,
    /// It is known since a moment that the reader ordered it; a button waits to be pressed again.
    known: Option<String>,
    /// An account for refunds was named a moment ago.
    account: Option<String>,
    /// A review was written a moment ago.
    reviewed: Option<String>,
    /// … or taken back.
    unreviewed: Option<String>,
    /// How the way through a window ended: `closed`, `failed`, `unsure` or `late`.
    window: Option<String>,
}

impl Said {
    /// What the page says first.
    fn word(&self) -> Option<&'static str> {
        let words = [
            (&self.changed, "change-done"),
            (&self.asked, "claim-was-asked"),
            (&self.withdrawn, "claim-was-withdrawn"),
            (&self.confirmed, "order-was-confirmed"),
            (&self.known, "order-known"),
            (&self.account, "refund-account-was-named"),
            (&self.reviewed, "review-was-written"),
            (&self.unreviewed, "review-was-withdrawn"),
        ];
        let said = words.into_iter().find(|(said, _)| said.is_some());
        said.map(|(_, word)| word)
    }
}

impl Said {
    /// What is said of a window that brought no money.
    fn window(&self) -> Option<&'static str> {
        match self.window.as_deref()? {
            "closed" => Some("window-closed"),
            "failed" => Some("window-failed"),
            "unsure" => Some("window-unsure"),
            "late" => Some("window-late"),
            _ => None,
        }
    }
}

/// `GET /orders/{order}/{token}`
pub async fn show(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
    Query(said): Query<Said>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    page(&web, &visitor, &order, StatusCode::OK, &said, None).await
}

/// What was asked of an order was refused: its page says why.
pub(super) async fn refused(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    error: ShopError,
) -> Result<Response, WebError> {
    if error.is_passing() {
        return Err(error.into());
    }
    let notice = Notice::warning(words::refusal(visitor.lang(), &error));
    told(web, visitor, order, notice).await
}

/// The same in words of the caller's.
pub(super) async fn told(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    notice: Notice,
) -> Result<Response, WebError> {
    let said = Said::default();
    let status = StatusCode::CONFLICT;
    page(web, visitor, order, status, &said, Some(notice)).await
}

/// `GET` of an address that only takes forms, such as a refused one leaves in the address bar.
pub async fn back(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
) -> Result<Redirect, WebError> {
    let order = opened(&web, &order, &token)?;
    Ok(Redirect::to(&web.tokens.path(&order)))
}

/// The same, of an address of one of the order's claims.
pub async fn back_from_claim(
    State(web): State<Web>,
    Path((order, token, _)): Path<(String, String, String)>,
) -> Result<Redirect, WebError> {
    let order = opened(&web, &order, &token)?;
    Ok(Redirect::to(&web.tokens.path(&order)))
}

/// The order behind an address; unknown orders and wrong tokens look alike.
pub(crate) fn opened(web: &Web, order: &str, token: &str) -> Result<OrderId, WebError> {
    let order = OrderId::new(order).map_err(|_| WebError::NoOrder)?;
    if web.tokens.fits(&order, token) {
        about_order(&order);
        Ok(order)
    } else {
        Err(WebError::NoOrder)
    }
}

/// An order of another store is none here: its page would name who did not sell it.
pub(super) fn of_this_store(visitor: &Visitor, order: &Order) -> Result<(), WebError> {
    let store = order.draft().map(|draft| &draft.store);
    if store == Some(&visitor.seen.site.id) {
        Ok(())
    } else {
        Err(WebError::NoOrder)
    }
}

/// An order as the tables know it. Who has just placed one waits here until they have heard of it.
pub(super) async fn viewed(web: &Web, order: &OrderId) -> Result<OrderView, WebError> {
    let view = || projections::orders::view(&web.pool, order.as_str());
    if let Some(view) = view().await? {
        return Ok(view);
    }
    let found = web.shop.ledger().state::<Order>(order.as_str()).await;
    let found = found.map_err(ShopError::from)?;
    if found.version == 0 || found.state.status() == Status::Abandoned {
        return Err(WebError::NoOrder);
    }
    web.knows_all("orders").await?;
    view().await?.ok_or(WebError::OrderToCome)
}

/// What was written about the order's claims, read at once, and the photos sent with them.
async fn notes(web: &Web, view: &OrderView) -> Result<Notes, WebError> {
    let claims = view.claims();
    let both = claims
        .iter()
        .flat_map(|it| [&it.note.told, &it.note.answer]);
    let written: Vec<PersonalRef> = both.flatten().cloned().collect();
    let mut texts = web.shop.claim_notes(&written).await?.into_iter();
    let mut notes = Notes::default();
    for claim in claims {
        if claim.note.told.is_some()
            && let Some(text) = texts.next().flatten()
        {
            notes.told.insert(claim.id.clone(), text);
        }
        if claim.note.answer.is_some()
            && let Some(text) = texts.next().flatten()
        {
            notes.answers.insert(claim.id.clone(), text);
        }
        let (order, photos) = (view.order().draft(), &claim.note.photos);
        if let Some(draft) = order.filter(|_| !photos.is_empty()) {
            let purpose = ImagePurpose::Claim;
            let sent = web.shop.photos_sent(&draft.order, purpose, photos);
            notes.photos.insert(claim.id.clone(), sent.await?);
        }
    }
    Ok(notes)
}

/// What the page says before all else, if nothing was refused.
fn first(visitor: &Visitor, said: &Said, order: &Order, around: &Around) -> Option<Notice> {
    let say = |word| say(visitor.lang(), word);
    let waits = order.open_edit();
    let waits = waits.is_some_and(|(_, plan)| plan.supplement.is_some());
    // What is only paid for another order cannot be ordered anew.
    let beside = order.supplement().is_some();
    let by_window = said.window().map(|word| match word {
        "window-failed" if beside => "window-failed-beside",
        word => word,
    });
    let by_window = by_window.map(|word| Notice::warning(say(word)));
    by_window
        .or_else(|| said.word().map(|word| Notice::done(say(word))))
        .or_else(|| waits.then(|| Notice::warning(say("change-waiting"))))
        .or_else(|| {
            let will = around.will_replace;
            will.then(|| Notice::done(say("change-will-replace")))
        })
        .or_else(|| change_late(order).map(|word| Notice::warning(say(word))))
        .or_else(|| {
            let made_room = order.replaced_by().filter(|_| around.goes_on);
            made_room.map(|_| Notice::done(say("change-made-room")))
        })
}

/// That the last change came too late, for as long as the goods are not there.
fn change_late(order: &Order) -> Option<&'static str> {
    let counts = |it: &&EditState| it.outcome != Some(EditOutcome::Dropped);
    let ended = order.edits().values().filter(|it| it.ended.is_some());
    let last = ended.filter(counts).max_by_key(|it| it.ended)?;
    if last.outcome != Some(EditOutcome::TooLate) {
        return None;
    }
    match (order.status(), &last.plan.replacement) {
        (Status::Paid | Status::Preparing, Some(_)) => Some("change-late-paid"),
        (Status::Paid | Status::Preparing, None) => Some("change-late-changed"),
        (Status::PartlyShipped | Status::Shipped, None) => Some("change-late-sent"),
        _ => None,
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    status: StatusCode,
    said: &Said,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let view = viewed(web, order).await?;
    of_this_store(visitor, view.order())?;
    let recipient = match view.recipient() {
        Some(reference) => web.shop.recipient(reference).await?,
        None => None,
    };
    let refund_account = match &view.payment {
        Some(doc) => web.shop.refund_account(&doc.payment).await?,
        None => None,
    };
    let theirs = visitor.ordered(view.order());
    let notes = if theirs {
        notes(web, &view).await?
    } else {
        Notes::default()
    };
    let around = around(web, visitor, view.order()).await?;
    let reviewed = projections::reviews::of_order(&web.pool, order.as_str()).await?;
    let notice = notice.or_else(|| first(visitor, said, view.order(), &around));
    let draft = view.order().draft().ok_or(WebError::NoOrder)?;
    let faces = web.faces_of(visitor, &draft.quote).await?;
    let company = visitor.seen.site.company.told_in(visitor.lang());
    let seen = Seen {
        view: &view,
        theirs,
        notes: &notes,
        reviewed: &reviewed,
        care: visitor.seen.site.settings.care,
        company: &company,
        token: &web.tokens.token(order),
        recipient,
        refund_account,
        carriers: &web.carriers,
        faces: &faces,
        holder: &visitor.seen.site.company.company,
        now: web.shop.now(),
        path: &web.tokens.path(order),
        page_of: &|order| (!around.given_up.contains(order)).then(|| web.tokens.path(order)),
        in_place: around.in_place,
        goes_on: around.goes_on,
        links: around.links,
        fresh: said.new.is_some(),
        cancelled: said.cancelled.is_some(),
        notice,
    };
    let page = page_of(seen).ok_or(WebError::NoOrder)?;
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
