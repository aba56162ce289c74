//! Paper and foil: stand-up pouch, flat-bottomed sack, folding box, wrapped bar.

use super::label::{self, Place};
use super::{Canvas, motif, shadow};

/// The shop's own small mark on a pack.
pub(super) fn seal(cx: f32, cy: f32, fill: &str, ink: &str) -> String {
    let (x, y) = (cx - 13.0, cy - 13.0);
    format!(
        r#"<rect x="{x}" y="{y}" width="26" height="26" rx="6" fill="{fill}"/>{}"#,
        label::line("장부", cx, cy + 4.4, 12.0, ink)
    )
}

/// A pouch that stands, with a torn-off top and a window or a label.
pub fn pouch(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let body = "M112 100C104 190 100 284 108 336Q111 352 128 352H272Q289 352 292 336C300 284 296 190 288 100Z";
    let mut out = shadow(200.0, 352.0, 118.0);
    out += &format!(
        r##"<path d="{body}" fill="{}"/><path d="M288 100C296 190 300 284 292 336Q289 352 272 352H246C262 284 264 180 256 100Z" fill="{}" opacity=".55"/>
<path d="M124 112C117 190 114 270 120 330L136 334C129 270 131 180 138 112Z" fill="#fff" opacity=".22"/>
<path d="M108 76H292V104H108Z" fill="{}"/><path d="M108 84H292M108 90H292M108 96H292" stroke="#fff" stroke-opacity=".28" stroke-width="1.6" fill="none"/>"##,
        t.pack, t.shade, t.shade
    );
    let name = Place {
        cx: 200.0,
        cy: 0.0,
        width: 132.0,
        height: 84.0,
    };
    if c.way(2) == 0 {
        out += &format!(
            r#"<rect x="126" y="134" width="148" height="118" rx="10" fill="{}"/>"#,
            t.panel
        );
        out += &label::words(
            c.name,
            Place {
                cy: 200.0,
                width: 124.0,
                ..name
            },
            t.ink,
        );
        out += &seal(200.0, 134.0, t.spot, "#fff");
        out += &format!(
            r#"<path d="M150 298a50 40 0 0 1 100 0a50 40 0 0 1-100 0Z" fill="{}" opacity=".9"/>"#,
            t.panel
        );
        out += &motif::draw(c.motif, 178.0, 300.0, 0.5, -18.0);
        out += &motif::draw(c.motif, 222.0, 300.0, 0.5, 22.0);
        out += &motif::draw(c.motif, 200.0, 306.0, 0.56, 0.0);
    } else {
        out += &format!(
            r#"<path d="M104 236C150 206 250 268 296 232C298 276 297 310 292 336Q289 352 272 352H128Q111 352 108 336C104 308 103 274 104 236Z" fill="{}"/>"#,
            t.panel
        );
        let bright = if t.pack == "#ffffff" || t.pack == "#fbfbf2" {
            t.panel
        } else {
            "#ffffff"
        };
        out += &label::words(c.name, Place { cy: 172.0, ..name }, bright);
        out += &motif::draw(c.motif, 156.0, 296.0, 0.72, -20.0);
        out += &motif::draw(c.motif, 246.0, 298.0, 0.72, 24.0);
        out += &motif::draw(c.motif, 200.0, 300.0, 0.92, 2.0);
    }
    out
}

/// A paper sack with a stitched top, for rice and other grain.
pub fn sack(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 354.0, 116.0);
    out += &format!(
        r##"<path d="M120 118C106 180 102 290 110 338Q113 354 130 354H270Q287 354 290 338C298 290 294 180 280 118Z" fill="{}"/>
<path d="M280 118C294 180 298 290 290 338Q287 354 270 354H250C266 290 264 190 252 118Z" fill="{}" opacity=".6"/>
<path d="M132 130C124 190 121 280 126 336L138 338C133 280 136 190 144 130Z" fill="#fff" opacity=".3"/>
<path d="M114 74L286 74 282 122H118Z" fill="{}"/><path d="M116 88H284" stroke="{}" stroke-width="4" stroke-dasharray="9 6" fill="none"/>"##,
        t.pack, t.shade, t.shade, t.spot
    );
    out += &format!(
        r#"<rect x="128" y="146" width="144" height="136" rx="72" fill="{}"/>"#,
        t.panel
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 216.0,
            width: 112.0,
            height: 76.0,
        },
        t.ink,
    );
    out += &seal(200.0, 306.0, t.spot, "#fff");
    out += &motif::draw(c.motif, 88.0, 338.0, 0.62, -30.0);
    out += &motif::draw(c.motif, 118.0, 350.0, 0.5, 12.0);
    out += &motif::draw(c.motif, 306.0, 346.0, 0.56, 38.0);
    out
}

/// A folding box seen from its corner.
pub fn carton_box(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(206.0, 348.0, 124.0);
    out += &format!(
        r##"<path d="M104 112H266V348H104Z" fill="{}"/><path d="M266 112L308 90V326L266 348Z" fill="{}"/><path d="M104 112L146 90H308L266 112Z" fill="{}"/>
<path d="M104 112L146 90H308L266 112Z" fill="#fff" opacity=".35"/>"##,
        t.pack, t.shade, t.pack
    );
    out += &format!(
        r#"<path d="M104 238C150 218 214 262 266 236V348H104Z" fill="{}"/><path d="M266 236L308 212V326L266 348Z" fill="{}" opacity=".7"/>"#,
        t.panel, t.panel
    );
    let bright = if t.pack == "#ffffff" || t.pack == "#fbfbf2" {
        t.panel
    } else {
        "#ffffff"
    };
    out += &label::words(
        c.name,
        Place {
            cx: 185.0,
            cy: 174.0,
            width: 136.0,
            height: 92.0,
        },
        bright,
    );
    out += &motif::draw(c.motif, 144.0, 302.0, 0.66, -16.0);
    out += &motif::draw(c.motif, 228.0, 302.0, 0.66, 18.0);
    out += &motif::draw(c.motif, 186.0, 298.0, 0.86, 0.0);
    out += &seal(287.0, 130.0, t.spot, "#fff");
    out
}

/// Two wrapped bars, one leaning on the other.
pub fn bar(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let wrap = |fill: &str, edge: &str| {
        format!(
            r##"<path d="M-140-46L-128-38-140-30-128-22-140-14-128-6-140 2-128 10-140 18-128 26-140 34-128 42-140 46H140L128 42 140 34 128 26 140 18 128 10 140 2 128-6 140-14 128-22 140-30 128-38 140-46Z" fill="{fill}"/>
<path d="M-112-46V46M112-46V46" stroke="{edge}" stroke-width="3" fill="none" opacity=".6"/><path d="M-112-36H112V-26H-112Z" fill="#fff" opacity=".2"/>"##
        )
    };
    let mut out = shadow(200.0, 330.0, 130.0);
    out += &format!(
        r#"<g transform="translate(206 166) rotate(14)">{}</g>"#,
        wrap(t.panel, t.shade)
    );
    out += &format!(
        r#"<g transform="translate(198 250) rotate(-9)">{}{}{}</g>"#,
        wrap(t.pack, t.shade),
        label::words(
            c.name,
            Place {
                cx: 20.0,
                cy: 2.0,
                width: 160.0,
                height: 66.0
            },
            t.panel
        ),
        seal(-86.0, 0.0, t.spot, "#fff"),
    );
    out += &motif::draw(c.motif, 104.0, 146.0, 0.7, -20.0);
    out += &motif::draw(c.motif, 292.0, 318.0, 0.62, 30.0);
    out += &motif::draw(c.motif, 326.0, 292.0, 0.5, -12.0);
    out
}
