//! What is milled, dried, pressed or laid, drawn around 0,0 about 90 wide.

use super::reading::Motif;

/// The drawing of a motif that `motif` does not draw itself.
pub fn art(motif: Motif) -> &'static str {
    match motif {
        Motif::Ear => EAR,
        Motif::Rice => RICE,
        Motif::Almond => ALMOND,
        Motif::Walnut => WALNUT,
        Motif::Bean => BEAN,
        Motif::Egg => EGG,
        Motif::Sesame => SESAME,
        Motif::Tofu => TOFU,
        Motif::Bud => BUD,
        Motif::Drop => DROP,
        Motif::Salt => SALT,
        Motif::Chicken => CHICKEN,
        _ => STAR,
    }
}

const EAR: &str = r##"<path d="M0 54C-2 20 2-10 0-40" stroke="#b98a35" stroke-width="4" stroke-linecap="round" fill="none"/><g fill="#e0b04c"><path d="M0-56C9-48 9-36 0-28C-9-36-9-48 0-56Z"/><path d="M-3-14C-18-16-22-26-20-36C-8-34-2-26-3-14Z"/><path d="M-3 6C-20 4-25-7-23-17C-10-15-2-6-3 6Z"/><path d="M-3 26C-20 25-26 14-24 4C-11 6-2 14-3 26Z"/></g><g fill="#c9953a"><path d="M3-14C18-16 22-26 20-36C8-34 2-26 3-14Z"/><path d="M3 6C20 4 25-7 23-17C10-15 2-6 3 6Z"/><path d="M3 26C20 25 26 14 24 4C11 6 2 14 3 26Z"/></g><path d="M-20-38l-7-14M20-38l7-14M-23-18l-10-12M23-18l10-12M0-56v-8" stroke="#c9953a" stroke-width="2" stroke-linecap="round"/>"##;

const RICE: &str = r##"<g fill="#fffdf4" stroke="#dccfae" stroke-width="2"><ellipse cx="-22" cy="14" rx="20" ry="9" transform="rotate(-24 -22 14)"/><ellipse cx="20" cy="18" rx="20" ry="9" transform="rotate(18 20 18)"/><ellipse cx="-4" cy="-4" rx="20" ry="9" transform="rotate(34 -4 -4)"/><ellipse cx="24" cy="-14" rx="19" ry="9" transform="rotate(-38 24 -14)"/><ellipse cx="-26" cy="-18" rx="18" ry="8.5" transform="rotate(8 -26 -18)"/><ellipse cx="0" cy="34" rx="19" ry="8.5" transform="rotate(-6 0 34)"/></g>"##;

const ALMOND: &str = r##"<path d="M-18-44C8-36 18-2-4 40C-36 22-44-22-18-44Z" fill="#b9743a"/><path d="M-18-44C8-36 18-2-4 40C-10 12-10-18-18-44Z" fill="#955526"/><path d="M-26-22c-4 14-1 30 8 44" stroke="#d99a61" stroke-width="3" stroke-linecap="round" fill="none"/><path d="M26-24C46-8 44 26 14 46C-4 22 2-14 26-24Z" fill="#c98445"/><path d="M26-24C46-8 44 26 14 46C26 22 28-2 26-24Z" fill="#a2602d"/><path d="M16-8C8 6 8 22 12 34" stroke="#e6ad76" stroke-width="3" stroke-linecap="round" fill="none"/>"##;

const WALNUT: &str = r##"<path d="M-40 2C-42-28-18-42 0-42S42-28 40 2C38 28 18 42 0 42S-38 28-40 2Z" fill="#c39a66"/><path d="M12-41C32-36 42-20 40 2C38 28 18 42 0 42C26 26 32-12 12-41Z" fill="#a07844"/><path d="M0-42V42M-8-28c-14 0-20 10-12 16-14 2-14 16-4 18-8 8 0 20 12 16M8-28c14 0 20 10 12 16 14 2 14 16 4 18 8 8 0 20-12 16" stroke="#7d5828" stroke-width="3" fill="none" stroke-linecap="round"/>"##;

const BEAN: &str = r##"<path d="M-40-8C-40-28-18-34-8-22C-2-14 4-18 10-10C18 6-2 24-22 16C-34 12-40 4-40-8Z" fill="#d9b877"/><path d="M-8-22C-2-14 4-18 10-10C18 6-2 24-22 16C-4 12 2-6-8-22Z" fill="#b8924f"/><path d="M2 14C4-4 26-8 36 4C46 18 36 38 16 38C2 36-2 26 2 14Z" fill="#2f2a31"/><path d="M36 4C46 18 36 38 16 38C32 32 38 18 36 4Z" fill="#1b181d"/><path d="M10 14c3-6 9-9 14-8" stroke="#7c7480" stroke-width="3.6" stroke-linecap="round" fill="none"/><path d="M-31-10c1-7 6-11 12-10" stroke="#f3dcab" stroke-width="3.6" stroke-linecap="round" fill="none"/>"##;

const EGG: &str = r##"<path d="M0-42C20-42 31-8 31 10A31 31 0 0 1-31 10C-31-8-20-42 0-42Z" fill="#eab98a"/><path d="M10-39C24-28 31-4 31 10A31 31 0 0 1-10 40C18 30 22-8 10-39Z" fill="#d59c68"/><path d="M-18-2C-17-14-12-24-6-29" stroke="#fbe0c2" stroke-width="5.5" stroke-linecap="round" fill="none"/>"##;

const SESAME: &str = r##"<g fill="#e9cf95" stroke="#c9a557" stroke-width="1.8"><path d="M-30 20C-38 8-34-6-26-12C-18-4-18 10-30 20Z"/><path d="M-6 34C-18 28-20 14-16 6C-4 10 2 22-6 34Z"/><path d="M18 30C8 22 8 8 14 0C26 6 28 20 18 30Z"/><path d="M38 8C26 4 22-8 26-18C38-14 44-2 38 8Z"/><path d="M2-8C-8-14-10-28-4-36C8-30 10-18 2-8Z"/></g><g fill="#4a3a2b"><path d="M-18-14C-24-22-22-32-16-38C-8-32-8-22-18-14Z"/><path d="M22-20C16-28 18-38 24-42C32-36 32-26 22-20Z"/><path d="M6 12C0 4 2-4 8-8C14-2 14 6 6 12Z"/></g>"##;

const TOFU: &str = r##"<path d="M-44-10L0-30 44-10 0 10Z" fill="#fffdf5"/><path d="M-44-10L0 10V44L-44 22Z" fill="#f2ead6"/><path d="M44-10L0 10V44L44 22Z" fill="#e0d4b8"/><path d="M-22-20L22 0M22-20L-22 0" stroke="#ece2c8" stroke-width="2.4"/>"##;

const BUD: &str = r##"<path d="M-30-26C-8-44 20-20 12 10C4 34-20 36-34 18C-44 4-42-16-30-26Z" fill="#6b4026"/><path d="M-30-26C-14-16-24 2-16 30C-4 32 8 24 12 10C20-20-8-44-30-26Z" fill="#54301b"/><path d="M-30-26C-14-14-24 4-14 32" stroke="#3a1f10" stroke-width="4" fill="none"/><path d="M36-6C50 8 44 36 22 42C2 46-4 26 8 10C16 0 28-10 36-6Z" fill="#7c4c2d"/><path d="M36-6C26 8 34 22 22 42C44 36 50 8 36-6Z" fill="#5f371e"/><path d="M36-6C24 10 32 24 20 42" stroke="#3a1f10" stroke-width="3.6" fill="none"/>"##;

const DROP: &str = r##"<path d="M0-48C16-22 32-4 32 16A32 32 0 0 1-32 16C-32-4-16-22 0-48Z" fill="#f0ac1f"/><path d="M0-48C16-22 32-4 32 16A32 32 0 0 1-4 48C22 34 18-8 0-48Z" fill="#d08a0c"/><path d="M-18 16A19 19 0 0 0-4 34" stroke="#ffe3a0" stroke-width="6" stroke-linecap="round" fill="none"/>"##;

const SALT: &str = r##"<g stroke="#b9d3e2" stroke-width="2"><path d="M-34-2L-14-14 4-2-16 12Z" fill="#fff"/><path d="M-34-2L-16 12V34L-34 20Z" fill="#e7f1f7"/><path d="M4-2L-16 12V34L4 20Z" fill="#d3e5ef"/><path d="M8 14L24 4 40 14 24 24Z" fill="#fff"/><path d="M8 14L24 24V42L8 32Z" fill="#e7f1f7"/><path d="M40 14L24 24V42L40 32Z" fill="#d3e5ef"/><path d="M2-30L14-38 26-30 14-22Z" fill="#fff"/><path d="M2-30L14-22V-8L2-16Z" fill="#e7f1f7"/><path d="M26-30L14-22V-8L26-16Z" fill="#d3e5ef"/></g>"##;

const CHICKEN: &str = r##"<path d="M-46 4C-42-20-16-34 10-30C36-26 50-10 48 6C46 24 20 34-8 32C-32 30-50 22-46 4Z" fill="#f3cfa6"/><path d="M48 6C46 24 20 34-8 32C-32 30-50 22-46 4C-34 20 20 26 48 6Z" fill="#dfae7a"/><path d="M-26-8L-14-20M-10-8L4-22M8-6L22-19M24-2L34-12" stroke="#b9763f" stroke-width="5" stroke-linecap="round"/><circle cx="-20" cy="8" r="2" fill="#7a4a20"/><circle cx="4" cy="10" r="2" fill="#7a4a20"/><circle cx="22" cy="10" r="2" fill="#7a4a20"/>"##;

const STAR: &str = r##"<circle r="30" fill="#fff" opacity=".55"/><path d="M0-24L6-7 24-6 10 5 15 22 0 12-15 22-10 5-24-6-6-7Z" fill="#d8371f"/>"##;
