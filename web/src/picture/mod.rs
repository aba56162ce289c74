//! Product pictures, drawn: a pure function from a product's name and category to an SVG. The demo
//! shop needs no photographs this way, and an imported product has a face from its first moment.
//!
//! The drawing refers to nothing outside itself: letters are outlines of an embedded font, so a
//! picture looks the same wherever it is shown.

#![expect(
    clippy::format_push_string,
    reason = "a drawing is a string that grows; `write!` would add only an error that cannot happen"
)]

mod fresh;
mod household;
mod label;
mod motif;
mod motif_pantry;
mod packs;
mod reading;
mod tag;
mod tone;
mod vessels;
mod wares;

use sha2::{Digest, Sha256};

use reading::Reading;
pub use reading::{Motif, Shape};
use tone::Tone;

/// What a picture is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Product id: chooses among equals.
    pub id: &'a str,
    /// Product name: says what it is and stands on the label.
    pub name: &'a str,
    /// Category id, when known.
    pub category: &'a str,
}

/// Changes whenever drawing changes, so that kept pictures are asked for anew.
const EDITION: &str = "3";

/// A short text that names this very picture; part of its address, so that it may be kept for ever.
#[must_use]
pub fn version(subject: &Subject<'_>) -> String {
    data_encoding::HEXLOWER.encode(&digest(subject)[..4])
}

/// Draws the picture: 400 × 400, about 5–12 kB.
#[must_use]
pub fn svg(subject: &Subject<'_>) -> String {
    let reading = Reading::of(subject.name, subject.category, digest(subject)[4]);
    let turn = digest(subject)[5];
    let canvas = Canvas {
        tone: reading.tone.colours(),
        motif: reading.motif,
        name: subject.name,
        turn,
    };
    let thing = match reading.shape {
        Shape::Pouch => packs::pouch(&canvas),
        Shape::Sack => packs::sack(&canvas),
        Shape::Box => packs::carton_box(&canvas),
        Shape::Bar => packs::bar(&canvas),
        Shape::Carton => vessels::carton(&canvas),
        Shape::Jar => vessels::jar(&canvas),
        Shape::Bottle => vessels::bottle(&canvas),
        Shape::Can => vessels::can(&canvas),
        Shape::Tin => vessels::tin(&canvas),
        Shape::Cup => fresh::cup(&canvas),
        Shape::Tray => fresh::tray(&canvas),
        Shape::Crate => fresh::crate_of(&canvas),
        Shape::Eggs => fresh::eggs(&canvas),
        Shape::Bowl => household::bowl(&canvas),
        Shape::Mug => household::mug(&canvas),
        Shape::Spoon => household::spoon(&canvas),
        Shape::SpoonSet => household::spoon_set(&canvas),
        Shape::Pot => household::pot(&canvas),
        Shape::Board => household::board(&canvas),
        Shape::Knife => household::knife(&canvas),
        Shape::Cloth => household::cloth(&canvas),
        Shape::Soap => household::soap(&canvas),
        Shape::Basket => household::basket(&canvas),
        Shape::Bag => household::bag(&canvas),
        Shape::Broom => household::broom(&canvas),
        Shape::Loofah => household::loofah(&canvas),
        Shape::Tag => tag::tag(&canvas),
    };
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="800" height="800">{}<g transform="translate(-26 -30) scale(1.13)">{thing}</g></svg>"#,
        backdrop(&canvas)
    )
}

/// What every shape needs to draw itself.
struct Canvas<'a> {
    tone: Tone,
    motif: Motif,
    name: &'a str,
    /// 0–255, fixed per product: small differences between equals.
    turn: u8,
}

impl Canvas<'_> {
    /// One of `n` ways.
    fn way(&self, n: u8) -> u8 {
        self.turn % n
    }
}

/// The wall and the table behind the thing.
fn backdrop(canvas: &Canvas<'_>) -> String {
    let Tone { ground, back, .. } = canvas.tone;
    let behind = match (canvas.turn / 7) % 4 {
        0 => format!(r#"<circle cx="200" cy="196" r="150" fill="{back}"/>"#),
        1 => format!(r#"<path d="M64 400V200a136 136 0 0 1 272 0v200Z" fill="{back}"/>"#),
        2 => format!(r#"<path d="M0 286H400V400H0Z" fill="{back}"/>"#),
        _ => format!(
            r#"<path d="M0 400V250C90 196 150 318 250 262 320 222 352 200 400 214V400Z" fill="{back}"/>"#
        ),
    };
    format!(r#"<path d="M0 0h400v400H0z" fill="{ground}"/>{behind}"#)
}

/// The soft shadow under a thing.
fn shadow(cx: f32, cy: f32, rx: f32) -> String {
    let ry = rx * 0.09;
    format!(
        r##"<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry:.1}" fill="#1a1408" opacity=".16"/>"##
    )
}

fn digest(subject: &Subject<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [EDITION, subject.id, subject.name, subject.category] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(name: &str) -> Subject<'_> {
        Subject {
            id: "p",
            name,
            category: "",
        }
    }

    #[test]
    fn the_same_product_has_the_same_picture_and_address() {
        assert_eq!(svg(&subject("현미")), svg(&subject("현미")));
        assert_ne!(version(&subject("현미")), version(&subject("백미")));
    }

    #[test]
    fn a_name_cannot_break_out_of_the_drawing() {
        for name in [
            "<script>alert(1)</script>",
            "\"/><x",
            "]]>&lt;",
            "",
            "é漢\u{0}",
            &"가".repeat(300),
        ] {
            let drawn = svg(&subject(name));
            assert!(!drawn.contains("script") && !drawn.contains("<x"));
            assert_eq!(drawn.matches("<svg").count(), 1);
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{name}");
        }
    }

    #[test]
    fn every_shape_and_motif_can_be_drawn() {
        for shape in Shape::ALL {
            assert!(!format!("{shape:?}").is_empty());
        }
        for motif in Motif::ALL {
            assert!(motif::draw(*motif, 0.0, 0.0, 1.0, 0.0).contains("<g"));
        }
    }
}
