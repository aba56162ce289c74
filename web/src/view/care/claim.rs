//! The form that asks for a return or an exchange.

use chrono::{DateTime, Utc};
use domain::Sku;
use domain::order::{ClaimReason, Fault, LineQuantity, Order, Preview, Terms, Wish};
use letters::Language;

use super::photos::{Attached, Place, field};
use super::{preview_box, rows};
use crate::helpers::date;
use crate::pages::{Choice, ClaimForm, ClaimPage, Notice, RefundTo};
use crate::say::{say, say_with};
use crate::view::faces::Faces;

/// What was chosen so far.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    pub wish: Wish,
    pub reason: Option<ClaimReason>,
    pub lines: Vec<LineQuantity>,
    /// Another option that an exchange is to send, line by line.
    pub wanted: Vec<(u32, Sku)>,
    pub form: ClaimForm,
    pub photos: Attached,
    pub refund_to: RefundTo,
}

/// The form; none for an order that was never placed. `path` is the order page's address.
#[must_use]
pub fn claim(
    faces: &Faces<'_>,
    order: &Order,
    path: &str,
    chosen: Chosen,
    preview: Option<&Preview>,
    (terms, now): (Terms, DateTime<Utc>),
    notice: Option<Notice>,
) -> Option<ClaimPage> {
    let (draft, lang) = (order.draft()?, faces.lang());
    let wish = |of: Wish, key: &str| Choice {
        value: of.as_str().into(),
        text: say(lang, key),
        chosen: chosen.wish == of,
    };
    let reason = |of: ClaimReason| Choice {
        value: of.as_str().into(),
        text: say(lang, &format!("reason-{}", of.as_str())),
        chosen: chosen.reason == Some(of),
    };
    let most = |line| order.returnable(line, Fault::Shops, terms, now);
    Some(ClaimPage {
        number: draft.order.to_string(),
        back: path.to_owned(),
        action: format!("{path}/return"),
        wishes: vec![
            wish(Wish::Return, "wish-return"),
            wish(Wish::Exchange, "wish-exchange"),
        ],
        reasons: ClaimReason::ALL.into_iter().map(reason).collect(),
        rows: rows(faces, draft, &chosen.lines, most, |line| {
            until(lang, order, line, terms, now)
        }),
        preview: preview.map(|preview| preview_box(faces, order, preview)),
        carriage: preview.map_or(0, |preview| preview.carriage.0),
        exchange: chosen.wish == Wish::Exchange,
        days: terms.days.max(7),
        fee: terms.carriage.0,
        photos: field(chosen.photos, Place::Order(path)),
        form: chosen.form,
        refund_to: chosen.refund_to,
        notice,
    })
}

/// Until when a mind may be changed about a line that arrived.
fn until(
    lang: Language,
    order: &Order,
    line: u32,
    terms: Terms,
    now: DateTime<Utc>,
) -> Option<String> {
    let until = order.returnable_until(line, Fault::Shoppers, terms)?;
    if order.returnable(line, Fault::Shoppers, terms, now) == 0 {
        return Some(say(lang, "claim-late"));
    }
    let facts = [("time", date(until, lang).into())];
    Some(say_with(lang, "claim-until", &facts))
}
