//! What grows and swims, drawn around 0,0 about 90 wide. The pantry's half is in `motif_pantry`.

use super::motif_pantry;
use super::reading::Motif;

/// Draws a motif at a place, scaled and turned (degrees).
pub fn draw(motif: Motif, x: f32, y: f32, scale: f32, turn: f32) -> String {
    format!(
        r#"<g transform="translate({x:.1} {y:.1}) rotate({turn:.0}) scale({scale:.2})">{}</g>"#,
        art(motif)
    )
}

fn art(motif: Motif) -> &'static str {
    match motif {
        Motif::Leaf => LEAF,
        Motif::Berry => BERRY,
        Motif::Citrus => CITRUS,
        Motif::Apple => APPLE,
        Motif::Tomato => TOMATO,
        Motif::Chili => CHILI,
        Motif::Mushroom => MUSHROOM,
        Motif::Seaweed => SEAWEED,
        Motif::Ginger => GINGER,
        Motif::SweetPotato => SWEET_POTATO,
        Motif::Carrot => CARROT,
        Motif::Fish => FISH,
        Motif::Pumpkin => PUMPKIN,
        Motif::Strawberry => STRAWBERRY,
        other => motif_pantry::art(other),
    }
}

const LEAF: &str = r##"<path d="M0-48C34-30 38 16 0 46C-38 16-34-30 0-48Z" fill="#4f9f4a"/><path d="M0-48C34-30 38 16 0 46Z" fill="#3a8340"/><path d="M0-36V56M0-10L15-22M0-10L-15-22M0 12L18-2M0 12L-18-2" stroke="#d9efc4" stroke-width="2.6" stroke-linecap="round" fill="none"/>"##;

const BERRY: &str = r##"<circle cx="-20" cy="12" r="26" fill="#4b4f9e"/><circle cx="24" cy="10" r="27" fill="#3d4089"/><circle cx="2" cy="-20" r="27" fill="#5b60b5"/><path d="M2-36l4 8 9-2-5 8 7 6-9 1-1 9-6-7-8 4 3-9-7-5 9-2Z" fill="#2c2e68"/><path d="M-16-28A18 18 0 0 1-6-40" stroke="#a9ade8" stroke-width="4" stroke-linecap="round" fill="none"/><circle cx="-30" cy="4" r="4" fill="#8f94d8"/><circle cx="14" cy="2" r="4" fill="#8f94d8"/>"##;

const CITRUS: &str = r##"<circle r="43" fill="#f59a23"/><path d="M30-31A43 43 0 0 1-22 37C10 32 36 4 30-31Z" fill="#de7f10"/><path d="M-28-14A32 32 0 0 1-8-31" stroke="#ffd08a" stroke-width="6" stroke-linecap="round" fill="none"/><path d="M0-39C6-54 26-58 38-50C32-36 14-32 0-39Z" fill="#4f9a3f"/><path d="M0-39C-3-44-3-48-1-52" stroke="#6b4a1e" stroke-width="4" stroke-linecap="round" fill="none"/><circle cx="8" cy="16" r="1.8" fill="#c86f08"/><circle cx="-12" cy="20" r="1.8" fill="#c86f08"/><circle cx="20" cy="-4" r="1.8" fill="#c86f08"/>"##;

const APPLE: &str = r##"<path d="M0-30C18-46 46-34 45-4C44 26 24 46 10 44C4 43-4 43-10 44C-24 46-44 26-45-4C-46-34-18-46 0-30Z" fill="#d83a32"/><path d="M22-38C40-32 46-18 45-4C44 26 24 46 10 44C32 20 36-10 22-38Z" fill="#b3271f"/><path d="M-32-6C-32-16-26-24-18-27" stroke="#ff9d8f" stroke-width="6" stroke-linecap="round" fill="none"/><path d="M0-28C-2-38 2-46 8-52" stroke="#5d3d1c" stroke-width="4.5" stroke-linecap="round" fill="none"/><path d="M6-38C14-52 30-54 38-48C32-36 18-32 6-38Z" fill="#5ba34a"/><circle cx="-4" cy="8" r="1.8" fill="#f6b36b"/><circle cx="10" cy="20" r="1.8" fill="#f6b36b"/><circle cx="-16" cy="22" r="1.8" fill="#f6b36b"/>"##;

const TOMATO: &str = r##"<ellipse cy="4" rx="40" ry="42" fill="#e24a2f"/><path d="M26-28C48-2 36 40 4 46C26 28 34 2 26-28Z" fill="#be3620"/><path d="M-26-6C-26-16-20-24-12-28" stroke="#ffab98" stroke-width="6" stroke-linecap="round" fill="none"/><path d="M0-34L7-46 12-34 26-38 18-26 28-16 12-20 2-8-6-20-24-16-16-28-24-38-8-34Z" fill="#4c9443"/><path d="M2-34C2-42 5-48 9-52" stroke="#3a7535" stroke-width="4.5" stroke-linecap="round" fill="none"/>"##;

const CHILI: &str = r##"<path d="M-14-30C14-40 26-22 22 4C19 26 2 44-18 50C-8 32-10 18-18 2C-24-12-26-24-14-30Z" fill="#cf2e1f"/><path d="M6-30C24-26 25-10 22 4C19 26 2 44-18 50C4 30 12 0 6-30Z" fill="#a31d12"/><path d="M-10-16C-14-8-10 0-7 8" stroke="#ff9580" stroke-width="5" stroke-linecap="round" fill="none"/><path d="M-18-28C-8-38 14-40 20-28C8-24-8-22-18-28Z" fill="#4f9443"/><path d="M0-34C0-44 6-50 14-52" stroke="#4f9443" stroke-width="5" stroke-linecap="round" fill="none"/>"##;

const MUSHROOM: &str = r##"<path d="M-15 0C-12 18-16 34-12 44Q0 50 12 44C16 34 12 18 15 0Z" fill="#f5ead8"/><path d="M4 0C6 18 8 34 4 47L12 44C16 34 12 18 15 0Z" fill="#ddccb2"/><path d="M-46 2C-46-28-22-44 0-44S46-28 46 2C40 12-40 12-46 2Z" fill="#8a5f3c"/><path d="M18-41C36-34 46-20 46 2C42 8 24 10 8 10C28 0 30-24 18-41Z" fill="#6e482b"/><path d="M-14-30l8 6M-22-14l10 3M2-34l2 9M-2-14l8 5" stroke="#e7cfae" stroke-width="4" stroke-linecap="round"/>"##;

const SEAWEED: &str = r##"<path d="M-4 48C-22 26 4 12-10-8C-20-24-8-38-14-50C6-40 0-24 8-10C18 8-2 24 10 48Z" fill="#1e5b4f"/><path d="M14 48C6 30 28 20 20 2C16-10 26-20 22-32C38-22 34-6 36 8C38 24 24 32 28 48Z" fill="#2d7a66"/><path d="M-34 48C-40 32-24 22-30 6C-32-4-26-14-28-22C-14-14-16 0-16 10C-16 24-26 32-20 48Z" fill="#2d7a66"/><path d="M0 40C-4 24 4 10-2-6" stroke="#5fae96" stroke-width="2.5" stroke-linecap="round" fill="none"/>"##;

const GINGER: &str = r##"<path d="M-44 10C-46-8-28-14-20-8C-24-26-4-34 4-18C10-32 34-28 30-10C44-10 50 8 38 16C40 32 20 38 10 26C2 40-20 38-20 24C-32 30-44 24-44 10Z" fill="#dcb678"/><path d="M30-10C44-10 50 8 38 16C40 32 20 38 10 26C24 24 32 8 30-10Z" fill="#bd9150"/><path d="M-30 0c4 3 4 8 2 12M-8-18c5 3 6 8 4 13M14-16c5 3 6 8 4 12M-8 14c5 3 6 8 3 12" stroke="#a87d3e" stroke-width="2.6" stroke-linecap="round" fill="none"/>"##;

const SWEET_POTATO: &str = r##"<path d="M-50 14C-40-18-6-34 24-28C44-24 54-8 48 0C40 20 8 36-20 32C-36 30-50 26-50 14Z" fill="#9a3f63"/><path d="M48 0C40 20 8 36-20 32C10 22 36 2 38-22C50-16 52-6 48 0Z" fill="#7b2c4c"/><path d="M-30 6l10-4M-8-10l10-4M14-4l9-3M-6 14l10-4" stroke="#c9728f" stroke-width="3" stroke-linecap="round"/>"##;

const CARROT: &str = r##"<path d="M-20-16C-10-28 14-28 22-16C20 12 8 36 0 54C-10 36-20 12-20-16Z" fill="#ee7a25"/><path d="M10-24C16-22 20-20 22-16C20 12 8 36 0 54C6 30 12 4 10-24Z" fill="#cf5e10"/><path d="M-16-4h11M-13 12h9M-9 28h7M10-2h8M8 14h6" stroke="#c4570c" stroke-width="2.6" stroke-linecap="round"/><path d="M0-24C-8-38-22-40-26-50C-12-52-4-44 0-36C2-46 8-54 20-54C18-42 8-36 2-24Z" fill="#4f9a3f"/><path d="M0-24C-2-38 2-48 0-58" stroke="#3b7d33" stroke-width="4" stroke-linecap="round" fill="none"/>"##;

const FISH: &str = r##"<path d="M-50 0C-30-26 12-26 30-4L52-20C48-6 48 6 52 20L30 4C12 26-30 26-50 0Z" fill="#2f6f8f"/><path d="M-50 0C-30 26 12 26 30 4C10 12-24 12-50 0Z" fill="#dfeaee"/><circle cx="-32" cy="-5" r="4.5" fill="#fff"/><circle cx="-33" cy="-5" r="2.3" fill="#12303f"/><path d="M-20-15C-14-6-14 4-20 12" stroke="#1f556f" stroke-width="3" fill="none"/><path d="M-8-16q4 6 0 10M4-16q4 6 0 10M15-12q3 5 0 8" stroke="#1f556f" stroke-width="2.6" fill="none" stroke-linecap="round"/>"##;

const PUMPKIN: &str = r##"<path d="M-46 8C-50-18-32-32-18-28C-10-36 10-36 18-28C32-32 50-18 46 8C44 32 26 42 14 38C6 42-6 42-14 38C-26 42-44 32-46 8Z" fill="#4b7d3a"/><path d="M-14-30C-26-6-26 20-14 38M14-30C26-6 26 20 14 38M0-32V40" stroke="#2f5c26" stroke-width="3.5" fill="none"/><path d="M18-28C32-32 50-18 46 8C44 32 26 42 14 38C30 24 32-8 18-28Z" fill="#33602a"/><path d="M-4-32C-6-42-2-50 6-52L12-46C6-44 4-38 6-32Z" fill="#b98d4f"/><path d="M-36 4c0-9 4-16 9-20" stroke="#8fbf6c" stroke-width="4" stroke-linecap="round" fill="none"/>"##;

const STRAWBERRY: &str = r##"<path d="M0 50C-24 36-44 10-36-12C-30-28-10-28 0-20C10-28 30-28 36-12C44 10 24 36 0 50Z" fill="#e23b52"/><path d="M24-24C32-22 34-18 36-12C44 10 24 36 0 50C22 24 30-2 24-24Z" fill="#bd2440"/><path d="M-20-2v5M-6 8v5M10 0v5M-12 22v5M6 24v5M20 14v5M-2 36v4M-26 12v4" stroke="#ffe0a8" stroke-width="3.4" stroke-linecap="round"/><path d="M0-20L-16-34-2-32 0-46 8-32 24-36 12-22 24-14 4-16-2-8-8-16-24-12Z" fill="#4c9443"/>"##;
