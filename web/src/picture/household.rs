//! What is not eaten: bowls, pots, cloths, soap, baskets. Where a thing is too slender for its name, a card
//! hangs on it.

use super::label::{self, Place};
use super::tone::Tone;
use super::{Canvas, shadow};

/// Letters that can be read on the thing itself.
fn bright(t: &Tone) -> &'static str {
    if t.pack == "#ffffff" || t.pack == "#fbfbf2" {
        t.panel
    } else {
        "#ffffff"
    }
}

/// The name on the thing itself.
fn stamp(c: &Canvas<'_>, place: Place) -> String {
    label::words(c.name, place, bright(&c.tone))
}

/// A card with the name; `cord` is the way from its hole to what it hangs on.
fn card(c: &Canvas<'_>, place: Place, cord: &str) -> String {
    let t = &c.tone;
    let (x, y) = (
        place.cx - place.width / 2.0,
        place.cy - place.height / 2.0 - 16.0,
    );
    let (width, height) = (place.width, place.height + 28.0);
    let (hole_x, hole_y) = (place.cx, y + 13.0);
    let inside = Place {
        width: place.width - 18.0,
        height: place.height - 8.0,
        ..place
    };
    format!(
        r##"<path d="M{hole_x} {hole_y}{cord}" fill="none" stroke="{}" stroke-width="3"/><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="9" fill="#1a1408" opacity=".12" transform="translate(4 5)"/><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="9" fill="{}"/><circle cx="{hole_x}" cy="{hole_y}" r="5" fill="{}"/>{}"##,
        t.spot,
        t.panel,
        t.spot,
        label::words(c.name, inside, t.ink),
    )
}

/// A bowl on its foot.
pub fn bowl(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 346.0, 96.0);
    out += &format!(
        r##"<path d="M80 168H320C320 262 270 320 238 328V338Q238 348 228 348H172Q162 348 162 338V328C130 320 80 262 80 168Z" fill="{}"/><path d="M320 168C320 262 270 320 238 328V338Q238 348 228 348H204C248 326 276 262 276 168Z" fill="{}" opacity=".55"/>
<ellipse cx="200" cy="168" rx="120" ry="28" fill="{}"/><ellipse cx="200" cy="170" rx="106" ry="21" fill="{}"/><ellipse cx="200" cy="170" rx="106" ry="21" fill="#000" opacity=".08"/><path d="M100 200C108 246 128 280 150 300" stroke="#fff" stroke-opacity=".3" stroke-width="9" stroke-linecap="round" fill="none"/>"##,
        t.pack, t.shade, t.shade, t.ground
    );
    out += &stamp(
        c,
        Place {
            cx: 200.0,
            cy: 244.0,
            width: 150.0,
            height: 70.0,
        },
    );
    out
}

/// A mug with its handle.
pub fn mug(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 346.0, 100.0);
    out += &format!(
        r##"<path d="M258 172C336 158 340 282 258 272" fill="none" stroke="{}" stroke-width="22"/><path d="M106 118H264V318Q264 348 234 348H136Q106 348 106 318Z" fill="{}"/><path d="M264 118V318Q264 348 234 348H212C232 300 236 200 230 118Z" fill="{}" opacity=".55"/>
<ellipse cx="185" cy="118" rx="79" ry="17" fill="{}"/><ellipse cx="185" cy="119" rx="67" ry="12" fill="{}"/><path d="M122 146V320" stroke="#fff" stroke-opacity=".28" stroke-width="10" stroke-linecap="round"/>"##,
        t.shade, t.pack, t.shade, t.shade, t.ground
    );
    out += &stamp(
        c,
        Place {
            cx: 187.0,
            cy: 236.0,
            width: 112.0,
            height: 100.0,
        },
    );
    out
}

/// A spoon, lying.
pub fn spoon(c: &Canvas<'_>) -> String {
    laid(c, "")
}

/// A spoon and chopsticks.
pub fn spoon_set(c: &Canvas<'_>) -> String {
    let sticks = format!(
        r#"<path d="M196 84L214 344M220 82L228 344" stroke="{}" stroke-width="9" stroke-linecap="round"/>"#,
        c.tone.shade
    );
    laid(c, &sticks)
}

fn laid(c: &Canvas<'_>, beside: &str) -> String {
    let t = &c.tone;
    let mut out = shadow(170.0, 352.0, 92.0);
    out += &format!(
        r##"<g transform="translate(138 210) rotate(-7)"><path d="M-8-40L-9 130Q0 144 9 130L8-40Z" fill="{}"/><path d="M1-40L2 137Q6 136 9 130L8-40Z" fill="{}"/><ellipse cy="-86" rx="40" ry="56" fill="{}"/><ellipse cx="3" cy="-84" rx="29" ry="44" fill="{}" opacity=".7"/><path d="M-22-104C-20-120-12-128-4-131" stroke="#fff" stroke-opacity=".5" stroke-width="6" stroke-linecap="round" fill="none"/></g>{beside}"##,
        t.pack, t.shade, t.pack, t.shade
    );
    let place = Place {
        cx: 302.0,
        cy: 236.0,
        width: 126.0,
        height: 96.0,
    };
    out + &card(c, place, "C290 128 220 130 146 236")
}

/// A wide iron pot with a lid and a rim to lift it by.
pub fn pot(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 344.0, 120.0);
    out += &format!(
        r##"<path d="M76 212H324C324 294 290 334 248 346H152C110 334 76 294 76 212Z" fill="{}"/><path d="M324 212C324 294 290 334 248 346H214C262 318 282 270 282 212Z" fill="{}"/><path d="M94 232C98 272 112 298 132 316" stroke="#fff" stroke-opacity=".22" stroke-width="9" stroke-linecap="round" fill="none"/>
<rect x="48" y="200" width="304" height="24" rx="12" fill="{}"/><path d="M90 200C96 146 148 126 200 126S304 146 310 200Z" fill="{}"/><path d="M112 184C120 158 150 146 176 143" stroke="#fff" stroke-opacity=".25" stroke-width="8" stroke-linecap="round" fill="none"/><path d="M182 130V112Q182 96 200 96T218 112V130Z" fill="{}"/>"##,
        t.pack, t.shade, t.shade, t.pack, t.shade
    );
    out += &stamp(
        c,
        Place {
            cx: 200.0,
            cy: 276.0,
            width: 160.0,
            height: 74.0,
        },
    );
    out
}

/// A chopping board with a hole to hang it by.
pub fn board(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 352.0, 112.0);
    out += &format!(
        r#"<path d="M166 86Q166 58 200 58T234 86V116H282Q308 116 308 142V326Q308 352 282 352H118Q92 352 92 326V142Q92 116 118 116H166Z" fill="{}"/><path d="M294 119Q308 124 308 142V326Q308 352 282 352H118Q104 352 97 342H274Q294 342 294 322Z" fill="{}" opacity=".6"/>
<circle cx="200" cy="92" r="12" fill="{}"/><path d="M124 132C134 190 116 250 128 336M156 130C160 160 152 180 158 196M278 132C268 190 286 260 274 334M244 292C248 310 242 322 246 338M168 296C164 312 170 324 166 340" stroke="{}" stroke-opacity=".6" stroke-width="3" fill="none" stroke-linecap="round"/>"#,
        t.pack, t.shade, t.back, t.shade
    );
    out += &stamp(
        c,
        Place {
            cx: 200.0,
            cy: 242.0,
            width: 136.0,
            height: 96.0,
        },
    );
    out
}

/// A kitchen knife, standing on its handle.
pub fn knife(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(150.0, 354.0, 62.0);
    out += &format!(
        r##"<path d="M176 58V242H118C94 190 100 116 176 58Z" fill="#dfe5e8"/><path d="M176 58V242H160V74Z" fill="#b4bec4"/><path d="M114 204C104 168 112 130 144 92" stroke="#fff" stroke-width="5" stroke-linecap="round" fill="none"/>
<path d="M138 238H178L182 336Q182 352 166 352H150Q134 352 134 336Z" fill="{}"/><path d="M164 238H178L182 336Q182 352 166 352H162Z" fill="{}"/><circle cx="157" cy="268" r="6" fill="{}"/><circle cx="158" cy="316" r="6" fill="{}"/>"##,
        t.pack, t.shade, t.spot, t.spot
    );
    let place = Place {
        cx: 282.0,
        cy: 250.0,
        width: 140.0,
        height: 96.0,
    };
    out + &card(c, place, "C270 160 230 180 180 250")
}

/// Cloth: folded, stacked, held by a band with the name.
pub fn cloth(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 344.0, 138.0);
    for (y, fill) in [(276, t.shade), (212, t.pack), (148, t.shade)] {
        let (middle, crease) = (y + 33, y + 20);
        out += &format!(
            r##"<rect x="74" y="{y}" width="252" height="66" rx="30" fill="{fill}"/><path d="M104 {crease}H318M104 {middle}H322" stroke="#fff" stroke-opacity=".3" stroke-width="3" stroke-linecap="round"/><path d="M74 {middle}q0 33 30 33h192q30 0 30-33q-4 22-30 22H104q-28 0-30-22Z" fill="#000" opacity=".08"/>"##
        );
    }
    out += &format!(
        r#"<path d="M142 146H258V344H142Z" fill="{}"/><path d="M148 146V344M252 146V344" stroke="{}" stroke-width="2"/>"#,
        t.panel, t.spot
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 246.0,
            width: 96.0,
            height: 120.0,
        },
        t.ink,
    );
    out
}

/// A bar of soap with its bubbles.
pub fn soap(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 340.0, 132.0);
    out += &format!(
        r##"<rect x="72" y="182" width="256" height="160" rx="56" fill="{}"/><rect x="72" y="168" width="256" height="148" rx="56" fill="{}"/><rect x="92" y="184" width="216" height="116" rx="42" fill="none" stroke="{}" stroke-width="3" opacity=".7"/><path d="M100 214C106 198 118 190 132 188" stroke="#fff" stroke-opacity=".6" stroke-width="7" stroke-linecap="round" fill="none"/>
<g fill="#fff" opacity=".75"><circle cx="104" cy="132" r="26"/><circle cx="148" cy="104" r="15"/><circle cx="72" cy="176" r="13"/><circle cx="304" cy="136" r="18"/></g><g fill="none" stroke="{}" stroke-width="2.4" opacity=".6"><circle cx="104" cy="132" r="26"/><circle cx="148" cy="104" r="15"/><circle cx="72" cy="176" r="13"/><circle cx="304" cy="136" r="18"/></g>"##,
        t.shade, t.pack, t.shade, t.shade
    );
    out += &stamp(
        c,
        Place {
            cx: 200.0,
            cy: 242.0,
            width: 176.0,
            height: 86.0,
        },
    );
    out
}

/// A woven basket with a bow handle.
pub fn basket(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 348.0, 108.0);
    out += &format!(
        r##"<path d="M112 196C112 46 288 46 288 196" fill="none" stroke="{}" stroke-width="15"/><path d="M86 200H314L290 334Q287 348 272 348H128Q113 348 110 334Z" fill="{}"/><g stroke="{}" stroke-width="11" stroke-dasharray="24 14" fill="none" opacity=".75"><path d="M96 226H306"/><path d="M116 250H300"/><path d="M104 274H298"/><path d="M124 298H292"/><path d="M112 322H290"/></g>
<rect x="76" y="186" width="248" height="24" rx="12" fill="{}"/><path d="M88 192H312" stroke="#fff" stroke-opacity=".3" stroke-width="4" stroke-dasharray="16 9" stroke-linecap="round"/>"##,
        t.shade, t.pack, t.shade, t.shade
    );
    let place = Place {
        cx: 200.0,
        cy: 272.0,
        width: 132.0,
        height: 76.0,
    };
    out + &card(c, place, "V200")
}

/// A cloth bag, drawn together with a cord.
pub fn bag(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 350.0, 112.0);
    out += &format!(
        r##"<path d="M134 148C92 208 80 296 100 332Q110 350 134 350H266Q290 350 300 332C320 296 308 208 266 148Z" fill="{}"/><path d="M266 148C308 208 320 296 300 332Q290 350 266 350H240C276 300 270 206 240 148Z" fill="{}" opacity=".55"/><path d="M120 104L146 122 164 98 184 122 200 98 216 122 236 98 254 122 280 104 264 152H136Z" fill="{}"/><path d="M150 164C132 200 122 240 120 280" stroke="#fff" stroke-opacity=".25" stroke-width="9" stroke-linecap="round" fill="none"/>
<path d="M132 150H268M262 150C304 156 312 190 300 214M262 152C288 168 290 196 280 222" stroke="{}" stroke-width="7" stroke-linecap="round" fill="none"/>"##,
        t.pack, t.shade, t.pack, t.spot
    );
    out += &stamp(
        c,
        Place {
            cx: 200.0,
            cy: 262.0,
            width: 150.0,
            height: 96.0,
        },
    );
    out
}

/// A broom of tied straw.
pub fn broom(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(170.0, 352.0, 104.0);
    out += &format!(
        r#"<path d="M216 46L190 208" stroke="{}" stroke-width="15" stroke-linecap="round"/><path d="M162 200L222 212 272 334Q176 372 72 318Z" fill="{}"/><path d="M172 214L108 326M184 218L148 342M196 220L188 350M206 220L228 346M214 218L254 336" stroke="{}" stroke-width="4" stroke-linecap="round" opacity=".8"/><path d="M160 206L226 219M152 224L234 240" stroke="{}" stroke-width="8" stroke-linecap="round"/>"#,
        t.shade, t.pack, t.shade, t.spot
    );
    let place = Place {
        cx: 296.0,
        cy: 182.0,
        width: 132.0,
        height: 84.0,
    };
    out + &card(c, place, "C290 96 250 92 212 84")
}

/// A dried loofah with a paper band.
pub fn loofah(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 352.0, 84.0);
    out += &format!(
        r#"<rect x="122" y="72" width="156" height="280" rx="74" fill="{}"/><path d="M244 82Q278 98 278 146V278Q278 352 204 352C250 330 258 140 244 82Z" fill="{}" opacity=".5"/><path d="M142 124L206 80M132 166L248 88M130 208L266 118M130 250L272 156M132 292L272 200M140 324L270 240M166 340L264 282M258 124L194 80M268 166L152 88M270 208L134 118M270 250L128 156M268 292L128 200M260 324L130 240M234 340L136 282" stroke="{}" stroke-width="4" stroke-linecap="round" opacity=".55"/>
<path d="M118 178H282V280H118Z" fill="{}"/><path d="M118 186H282M118 272H282" stroke="{}" stroke-width="2"/>"#,
        t.pack, t.shade, t.shade, t.panel, t.spot
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 229.0,
            width: 142.0,
            height: 72.0,
        },
        t.ink,
    );
    out
}
