//! The cancel form.

use domain::order::{Line, LineQuantity, Order, Preview};

use super::{preview_box, rows};
use crate::pages::{CancelPage, Notice, RefundTo};
use crate::view::faces::Faces;

/// The form; none for an order that was never placed. `path` is the order page's address.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "all that the page is made of")]
pub fn cancel(
    faces: &Faces<'_>,
    order: &Order,
    path: &str,
    key: &str,
    chosen: &[LineQuantity],
    preview: Option<&Preview>,
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
        preview: preview.map(|preview| preview_box(faces, order, preview)),
        refund_to,
        notice,
    })
}
