//! What comes chilled or straight from the field: cup, tray, crate, eggs.

use super::label::{self, Place};
use super::packs::seal;
use super::{Canvas, motif, shadow};
use crate::picture::reading::Motif;

/// A cup sealed with a film: porridge, yoghurt.
pub fn cup(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 346.0, 98.0);
    out += &format!(
        r##"<path d="M104 150H296L276 322Q273 348 248 348H152Q127 348 124 322Z" fill="{}"/><path d="M296 150L276 322Q273 348 248 348H226C246 300 254 220 256 150Z" fill="{}" opacity=".5"/>
<path d="M118 158L136 326L148 338C140 280 136 220 136 158Z" fill="#fff" opacity=".3"/>
<path d="M94 138Q94 124 108 124H292Q306 124 306 138V146Q306 156 296 156H104Q94 156 94 146Z" fill="{}"/><path d="M294 126L324 108 330 130 304 146Z" fill="{}"/><path d="M108 130H288" stroke="#fff" stroke-opacity=".4" stroke-width="3" stroke-linecap="round"/>"##,
        t.pack, t.shade, t.spot, t.spot
    );
    out += &format!(
        r#"<path d="M113 226C160 206 240 250 287 226L276 322Q273 348 248 348H152Q127 348 124 322Z" fill="{}"/>"#,
        t.panel
    );
    let bright = if t.pack == "#ffffff" || t.pack == "#fbfbf2" {
        t.panel
    } else {
        "#ffffff"
    };
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 190.0,
            width: 148.0,
            height: 56.0,
        },
        bright,
    );
    out += &motif::draw(c.motif, 164.0, 302.0, 0.66, -16.0);
    out += &motif::draw(c.motif, 238.0, 302.0, 0.66, 20.0);
    out += &motif::draw(c.motif, 200.0, 298.0, 0.86, 0.0);
    out
}

/// A tray in a paper sleeve.
pub fn tray(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 322.0, 146.0);
    out += &format!(
        r##"<path d="M60 176Q60 160 76 160H324Q340 160 340 176L328 298Q326 318 306 318H94Q74 318 72 298Z" fill="#c9a877"/><path d="M60 176Q60 160 76 160H324Q340 160 340 176L338 190H62Z" fill="#e3c79b"/><path d="M78 196H322L313 292Q312 304 300 304H100Q88 304 87 292Z" fill="{}"/>"##,
        t.back
    );
    out += &motif::draw(c.motif, 96.0, 248.0, 0.72, -12.0);
    out += &motif::draw(c.motif, 304.0, 248.0, 0.72, 14.0);
    out += &format!(
        r#"<path d="M116 150H284L280 326H120Z" fill="{}"/><path d="M256 150H284L280 326H254Z" fill="{}" opacity=".5"/><path d="M117 176H283M119 302H281" stroke="{}" stroke-width="3" fill="none" opacity=".8"/>"#,
        t.pack, t.shade, t.panel
    );
    let bright = if t.pack == "#ffffff" || t.pack == "#fbfbf2" {
        t.panel
    } else {
        "#ffffff"
    };
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 244.0,
            width: 136.0,
            height: 84.0,
        },
        bright,
    );
    out += &seal(200.0, 150.0, t.spot, "#fff");
    out += &motif::draw(c.motif, 88.0, 336.0, 0.6, -26.0);
    out
}

/// A shallow crate heaped with what grew.
pub fn crate_of(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 346.0, 140.0);
    out += r##"<path d="M70 250H330L322 276H78Z" fill="#8c6238"/>"##;
    let heap: &[(f32, f32, f32, f32)] = &[
        (140.0, 168.0, 1.0, -14.0),
        (200.0, 142.0, 1.08, 6.0),
        (262.0, 170.0, 1.0, 18.0),
        (106.0, 222.0, 1.0, -26.0),
        (170.0, 214.0, 1.12, 4.0),
        (234.0, 216.0, 1.12, -8.0),
        (294.0, 224.0, 1.0, 22.0),
    ];
    for (x, y, scale, turn) in heap {
        out += &motif::draw(c.motif, *x, *y, *scale, *turn);
    }
    out += &format!(
        r##"<path d="M66 256H334L326 340Q325 348 316 348H84Q75 348 74 340Z" fill="#dcb27a"/><path d="M70 300H330L329 308H71Z" fill="#b98a50"/><path d="M66 256H334L333 264H67Z" fill="#efcf9f"/><path d="M300 256H334L326 340Q325 348 316 348H296Z" fill="#a8773f" opacity=".35"/>
<rect x="112" y="268" width="176" height="66" rx="8" fill="{}"/>"##,
        t.panel
    );
    out += &label::words(
        c.name,
        Place {
            cx: 217.0,
            cy: 301.0,
            width: 118.0,
            height: 54.0,
        },
        t.ink,
    );
    out += &seal(132.0, 301.0, "#d8371f", "#fff");
    out
}

/// A pulp box of eggs, open.
pub fn eggs(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 342.0, 142.0);
    out += &format!(
        r#"<path d="M78 96Q80 82 94 82H306Q320 82 322 96L334 206H66Z" fill="{}"/><path d="M92 106Q93 96 102 96H298Q307 96 308 106L316 190H84Z" fill="{}"/>"#,
        t.shade, t.pack
    );
    let bright = if t.pack == "#ffffff" {
        t.panel
    } else {
        "#ffffff"
    };
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 140.0,
            width: 170.0,
            height: 66.0,
        },
        bright,
    );
    for (row, y, scale) in [(0, 222.0, 0.86), (1, 256.0, 1.0)] {
        for column in 0..5_u8 {
            let step = if row == 0 { 52.0 } else { 56.0 };
            let x = 200.0 + (f32::from(column) - 2.0) * step;
            let turn = if (column + row + c.way(3)).is_multiple_of(2) {
                -5.0
            } else {
                6.0
            };
            out += &motif::draw(Motif::Egg, x, y, scale, turn);
        }
    }
    out += r##"<path d="M60 258Q74 284 88 262Q102 286 116 262Q130 286 144 262Q158 286 172 262Q186 286 200 262Q214 286 228 262Q242 286 256 262Q270 286 284 262Q298 286 312 262Q326 284 340 258L328 328Q326 342 312 342H88Q74 342 72 328Z" fill="#cdbfae"/><path d="M72 300H328L326 312H74Z" fill="#b5a591"/>"##;
    out += &seal(200.0, 318.0, "#d8371f", "#fff");
    out
}
