//! The cancel form.

use domain::order::{Line, LineQuantity, Order, Preview, Status};
use domain::{OrderId, Won};
use letters::Language;

use super::{preview_box, rows};
use crate::helpers::money;
use crate::pages::{CancelPage, Notice, RefundTo};
use crate::say::say_with;
use crate::view::faces::Faces;

/// The form; none for an order that was never placed. `path` is the order page's address; beside the preview stand
/// the orders that go with this one.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "all that the page is made of")]
pub fn cancel(
    faces: &Faces<'_>,
    order: &Order,
    path: &str,
    key: &str,
    chosen: &[LineQuantity],
    preview: Option<(&Preview, &[(OrderId, Order)])>,
    refund_to: RefundTo,
    notice: Option<Notice>,
) -> Option<CancelPage> {
    let draft = order.draft()?;
    let left = |line: u32| order.lines().get(line as usize).map_or(0, Line::to_ship);
    Some(CancelPage {
        number: draft.order.to_string(),
        back: path.to_owned(),
        action: format!("{path}/cancel"),
        key: key.to_owned(),
        rows: rows(faces, draft, chosen, left, |_| None),
        preview: preview.map(|(preview, with)| {
            let mut shown = preview_box(faces, order, preview, Won::ZERO);
            shown.notes.extend(kept(faces.lang(), preview));
            shown
                .notes
                .extend(with.iter().map(|it| along(faces.lang(), it)));
            shown
        }),
        refund_to,
        notice,
    })
}

/// What stays paid though nothing is left of it.
fn kept(lang: Language, preview: &Preview) -> Option<String> {
    let kept = preview.carriage_kept.0;
    let facts = [("amount", money(kept, lang).into())];
    (preview.ends && kept > 0).then(|| say_with(lang, "cancel-kept", &facts))
}

/// What becomes of an order that was added to this one, and of its money.
fn along(lang: Language, (number, added): &(OrderId, Order)) -> String {
    let back = added.retained().0;
    let facts = [
        ("number", number.to_string().into()),
        ("amount", money(back, lang).into()),
    ];
    let key = match added.status() {
        Status::Cancelled => "cancel-along-kept",
        _ if back > 0 => "cancel-along",
        _ => "cancel-along-unpaid",
    };
    say_with(lang, key, &facts)
}
