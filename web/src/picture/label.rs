//! Letters as outlines, so that a picture needs no font of its reader.
//!
//! The font is Black Han Sans (SIL OFL 1.1, `black-han-sans-OFL.txt`), cut down to KS X 1001.

use std::fmt::Write;
use std::sync::LazyLock;

use ttf_parser::{Face, OutlineBuilder};

static FACE: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("black-han-sans-subset.ttf"), 0).ok());

/// More words than this are dropped from a label.
const MOST_WORDS: usize = 6;
/// Line height over letter size.
const LEADING: f32 = 1.12;

/// Where a label's words go: a box around a middle.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub cx: f32,
    pub cy: f32,
    pub width: f32,
    pub height: f32,
}

/// Draws words as large as they fit into a place, broken into at most three lines.
pub fn words(text: &str, place: Place, fill: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
    let Some((lines, size)) = best_break(&words, place) else {
        return String::new();
    };
    let leading = size * LEADING;
    let count = f32::from(u8::try_from(lines.len()).unwrap_or(1));
    let first = place.cy - leading * (count - 1.0) / 2.0 + size * 0.36;
    let mut path = String::new();
    let mut baseline = first;
    for line in &lines {
        outline(line, place.cx, baseline, size, &mut path);
        baseline += leading;
    }
    format!(r#"<path fill="{fill}" d="{path}"/>"#)
}

/// One line in a given size, around `cx`.
pub fn line(text: &str, cx: f32, baseline: f32, size: f32, fill: &str) -> String {
    let mut path = String::new();
    outline(text, cx, baseline, size, &mut path);
    format!(r#"<path fill="{fill}" d="{path}"/>"#)
}

/// The break into lines that allows the largest letters.
fn best_break(words: &[&str], place: Place) -> Option<(Vec<String>, f32)> {
    let gaps = words.len().checked_sub(1)?;
    let mut best: Option<(Vec<String>, f32, f32)> = None;
    for cuts in 0_u32..(1 << gaps) {
        if cuts.count_ones() > 2 {
            continue;
        }
        let lines = broken(words, cuts);
        let widest = lines.iter().map(|line| width(line)).fold(0.0, f32::max);
        if widest <= 0.0 {
            continue;
        }
        let count = f32::from(u8::try_from(lines.len()).unwrap_or(1));
        let size = (place.width / widest)
            .min(place.height / (count * LEADING))
            .min(56.0);
        let worth = if dangles(&lines) { size * 0.75 } else { size };
        if best.as_ref().is_none_or(|(_, _, other)| worth > *other) {
            best = Some((lines, size, worth));
        }
    }
    best.map(|(lines, size, _)| (lines, size))
}

/// A line but the last ends in a word of one syllable (한 | 끼), which belongs to the next.
fn dangles(lines: &[String]) -> bool {
    let ends = lines.iter().take(lines.len().saturating_sub(1));
    ends.filter_map(|line| line.rsplit(' ').next())
        .any(|word| word.chars().count() == 1)
}

/// Joins words, breaking after the n-th where bit n of `cuts` is set.
fn broken(words: &[&str], cuts: u32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (index, word) in words.iter().enumerate() {
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(word.chars().take(14));
        }
        if cuts & (1 << index) != 0 && index + 1 < words.len() {
            lines.push(String::new());
        }
    }
    lines
}

/// Width of a text in letters of size 1.
fn width(text: &str) -> f32 {
    let Some(face) = FACE.as_ref() else {
        return 0.0;
    };
    let units = f32::from(face.units_per_em());
    text.chars()
        .filter_map(|letter| face.glyph_index(letter))
        .filter_map(|glyph| face.glyph_hor_advance(glyph))
        .map(|advance| f32::from(advance) / units)
        .sum()
}

fn outline(text: &str, cx: f32, baseline: f32, size: f32, path: &mut String) {
    let Some(face) = FACE.as_ref() else { return };
    let scale = size / f32::from(face.units_per_em());
    let mut x = cx - width(text) * size / 2.0;
    for glyph in text.chars().filter_map(|letter| face.glyph_index(letter)) {
        let mut pen = Pen {
            path,
            x,
            y: baseline,
            scale,
        };
        face.outline_glyph(glyph, &mut pen);
        x += f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * scale;
    }
}

/// Writes a glyph's outline as an SVG path.
struct Pen<'a> {
    path: &'a mut String,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen<'_> {
    fn point(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (index, (x, y)) in points.iter().enumerate() {
            if index > 0 {
                self.path.push(' ');
            }
            // Writing to a String cannot fail.
            let _ = write!(
                self.path,
                "{:.1} {:.1}",
                self.x + x * self.scale,
                self.y - y * self.scale
            );
        }
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.point('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.point('L', &[(x, y)]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.point('Q', &[(x1, y1), (x, y)]);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.point('C', &[(x1, y1), (x2, y2), (x, y)]);
    }
    fn close(&mut self) {
        self.path.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_broken_so_that_its_letters_are_larger() {
        let place = Place {
            cx: 0.0,
            cy: 0.0,
            width: 100.0,
            height: 100.0,
        };
        let (lines, size) = best_break(&["오트", "한", "끼", "쉐이크"], place).unwrap();
        assert!(lines.len() > 1);
        assert!(size > 20.0);
    }

    #[test]
    fn nothing_to_write_writes_nothing() {
        let place = Place {
            cx: 0.0,
            cy: 0.0,
            width: 100.0,
            height: 100.0,
        };
        assert_eq!(words("  ", place, "#000"), "");
        assert_eq!(words("漢字", place, "#000"), "");
    }
}
