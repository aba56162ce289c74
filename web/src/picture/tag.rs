//! A paper tag on a cord: for goods that come in no pack, and of which no drawing tells what they are.

use super::label::{self, Place};
use super::{Canvas, shadow};

/// A tag with the name, hanging a little to one side.
pub fn tag(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let lean = f32::from(c.way(7)) - 3.0;
    let name = label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 236.0,
            width: 150.0,
            height: 104.0,
        },
        t.ink,
    );
    let (below, pack, panel, shade) = (shadow(200.0, 352.0, 96.0), t.pack, t.panel, t.shade);
    format!(
        r#"{below}<g transform="rotate({lean} 200 40)"><path d="M200 138C170 96 150 60 156 0M200 138C230 96 246 60 242 0" fill="none" stroke="{shade}" stroke-width="4" stroke-linecap="round"/><path d="M152 104H248L304 160V330Q304 344 290 344H110Q96 344 96 330V160Z" fill="{pack}"/><path d="M158 118H242L290 166V324Q290 330 284 330H116Q110 330 110 324V166Z" fill="{panel}"/><circle cx="200" cy="142" r="13" fill="{shade}"/><circle cx="200" cy="142" r="6" fill="{panel}"/>{name}<path d="M134 304H266" stroke="{pack}" stroke-width="4" stroke-linecap="round" stroke-dasharray="1 11"/></g>"#
    )
}
