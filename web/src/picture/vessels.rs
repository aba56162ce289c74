//! Glass, tin and milk carton.

use super::label::{self, Place};
use super::packs::seal;
use super::{Canvas, motif, shadow};

/// A glass jar with a lid; what is inside shows its colour.
pub fn jar(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let glass = "M124 134C108 142 104 156 104 172V316Q104 350 138 350H262Q296 350 296 316V172C296 156 292 142 276 134Z";
    let mut out = shadow(200.0, 350.0, 116.0);
    out += &format!(
        r##"<path d="{glass}" fill="#ffffff" opacity=".75"/><path d="M112 178C112 172 114 168 120 168H280C286 168 288 172 288 178V314Q288 342 260 342H140Q112 342 112 314Z" fill="{}"/>
<path d="M256 168H280C286 168 288 172 288 178V314Q288 342 260 342H244C258 300 262 230 256 168Z" fill="{}" opacity=".6"/>
<rect x="116" y="84" width="168" height="46" rx="10" fill="{}"/><path d="M116 108H284V120Q284 130 274 130H126Q116 130 116 120Z" fill="#000" opacity=".12"/><path d="M134 92V122M156 92V122M178 92V122M200 92V122M222 92V122M244 92V122M266 92V122" stroke="#fff" stroke-opacity=".25" stroke-width="3"/>"##,
        t.pack, t.shade, t.ink
    );
    out += &format!(
        r#"<path d="M104 202H296V306H104Z" fill="{}"/><path d="M104 208H296M104 300H296" stroke="{}" stroke-width="2" fill="none"/>"#,
        t.panel, t.spot
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 258.0,
            width: 158.0,
            height: 76.0,
        },
        t.ink,
    );
    out += &seal(200.0, 202.0, t.spot, "#fff");
    out += r##"<path d="M118 150C114 160 114 170 114 190V310C114 322 116 328 120 332L128 330C124 300 124 190 130 146Z" fill="#fff" opacity=".4"/>"##;
    out += &motif::draw(c.motif, 86.0, 330.0, 0.72, -24.0);
    out += &motif::draw(c.motif, 318.0, 336.0, 0.6, 26.0);
    out
}

/// A bottle for oil, juice, sauce.
pub fn bottle(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let body = "M178 98V132C178 158 138 166 138 206V328Q138 352 162 352H238Q262 352 262 328V206C262 166 222 158 222 132V98Z";
    let mut out = shadow(200.0, 352.0, 84.0);
    out += &motif::draw(c.motif, 116.0, 322.0, 0.86, -18.0);
    out += &format!(
        r##"<path d="{body}" fill="{}"/><path d="M222 98V132C222 158 262 166 262 206V328Q262 352 238 352H222C238 300 240 240 236 206C232 176 206 168 206 132V98Z" fill="{}" opacity=".55"/>
<rect x="172" y="58" width="56" height="44" rx="8" fill="{}"/><path d="M172 92H228V98Q228 102 224 102H176Q172 102 172 98Z" fill="#000" opacity=".18"/>
<path d="M188 108V134C188 164 150 172 150 208V326L160 338C154 300 156 240 160 212C164 182 196 172 196 136V108Z" fill="#fff" opacity=".3"/>
<path d="M138 216H262V318H138Z" fill="{}"/><path d="M138 224H262M138 310H262" stroke="{}" stroke-width="2" fill="none"/>"##,
        t.pack, t.shade, t.ink, t.panel, t.spot
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 272.0,
            width: 106.0,
            height: 72.0,
        },
        t.ink,
    );
    out += &seal(200.0, 214.0, t.spot, "#fff");
    out += &motif::draw(c.motif, 284.0, 330.0, 0.7, 20.0);
    out += &motif::draw(c.motif, 318.0, 344.0, 0.48, -30.0);
    out
}

/// A milk carton with a gable top.
pub fn carton(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(206.0, 350.0, 104.0);
    out += &format!(
        r##"<path d="M118 150H250V350H118Z" fill="{p}"/><path d="M250 150L292 136V334L250 350Z" fill="{s}"/>
<path d="M118 150L140 96H262L250 150Z" fill="{p}"/><path d="M118 150L140 96H262L250 150Z" fill="#16324a" opacity=".06"/><path d="M250 150L262 96 292 136Z" fill="{s}"/><path d="M250 150L262 96 292 136Z" fill="#16324a" opacity=".14"/>
<path d="M138 68H264V98H138Z" fill="{a}"/><path d="M138 78H264" stroke="#fff" stroke-opacity=".5" stroke-width="2"/>
<path d="M118 238C160 214 210 262 250 236V350H118Z" fill="{a}"/><path d="M250 236C264 230 280 226 292 216V334L250 350Z" fill="{a}"/><path d="M250 236C264 230 280 226 292 216V334L250 350Z" fill="#000" opacity=".18"/>"##,
        p = t.pack,
        s = t.shade,
        a = t.panel
    );
    out += &label::words(
        c.name,
        Place {
            cx: 184.0,
            cy: 192.0,
            width: 116.0,
            height: 68.0,
        },
        t.panel,
    );
    out += &seal(200.0, 122.0, t.spot, "#fff");
    out += &motif::draw(c.motif, 160.0, 300.0, 0.8, -16.0);
    out += &motif::draw(c.motif, 212.0, 306.0, 0.8, 20.0);
    out
}

/// A flat tin with a ring.
pub fn can(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 336.0, 122.0);
    out += &format!(
        r##"<path d="M92 164V300C92 322 140 340 200 340S308 322 308 300V164Z" fill="{}"/><path d="M262 188V332C290 326 308 314 308 300V164C300 176 284 184 262 188Z" fill="{}" opacity=".6"/>
<path d="M106 178V304L122 316V188Z" fill="#fff" opacity=".25"/>
<ellipse cx="200" cy="164" rx="108" ry="40" fill="#c9ced1"/><ellipse cx="200" cy="162" rx="100" ry="35" fill="#e9edef"/><ellipse cx="200" cy="164" rx="84" ry="28" fill="#d6dcdf"/>
<path d="M196 150a22 9 0 1 1 0 18a22 9 0 1 1 0-18Zm0 5a14 4.5 0 1 0 0 9a14 4.5 0 1 0 0-9Z" fill="#aab2b7" fill-rule="evenodd"/><rect x="214" y="155" width="30" height="8" rx="4" fill="#aab2b7"/>
<path d="M92 216C92 236 140 252 200 252S308 236 308 216V286C308 306 260 324 200 324S92 306 92 286Z" fill="{}"/>"##,
        t.pack, t.shade, t.panel
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 286.0,
            width: 158.0,
            height: 54.0,
        },
        t.ink,
    );
    out += &seal(200.0, 228.0, t.spot, "#fff");
    out += &motif::draw(c.motif, 92.0, 338.0, 0.8, -8.0);
    out += &motif::draw(c.motif, 316.0, 340.0, 0.66, 14.0);
    out
}

/// A tall tin with a lid, for tea and dried fruit.
pub fn tin(c: &Canvas<'_>) -> String {
    let t = &c.tone;
    let mut out = shadow(200.0, 350.0, 96.0);
    out += &format!(
        r##"<path d="M122 128V328C122 342 158 354 200 354S278 342 278 328V128Z" fill="{}"/><path d="M246 150V348C266 343 278 336 278 328V128C274 138 262 146 246 150Z" fill="{}" opacity=".6"/>
<path d="M118 86V128C118 142 154 152 200 152S282 142 282 128V86Z" fill="{}"/><ellipse cx="200" cy="86" rx="82" ry="24" fill="{}"/><ellipse cx="200" cy="86" rx="82" ry="24" fill="#fff" opacity=".28"/><ellipse cx="200" cy="85" rx="66" ry="17" fill="#000" opacity=".08"/>
<path d="M130 100V142L142 146V106Z" fill="#fff" opacity=".28"/><path d="M134 160V332L146 340V164Z" fill="#fff" opacity=".2"/>
<path d="M122 196C122 208 158 218 200 218S278 208 278 196V296C278 308 242 320 200 320S122 308 122 296Z" fill="{}"/>"##,
        t.pack, t.shade, t.shade, t.shade, t.panel
    );
    out += &label::words(
        c.name,
        Place {
            cx: 200.0,
            cy: 268.0,
            width: 122.0,
            height: 76.0,
        },
        t.ink,
    );
    out += &seal(200.0, 206.0, t.spot, "#fff");
    out += &motif::draw(c.motif, 98.0, 334.0, 0.76, -34.0);
    out += &motif::draw(c.motif, 304.0, 336.0, 0.72, 30.0);
    out += &motif::draw(c.motif, 326.0, 352.0, 0.46, -12.0);
    out
}
