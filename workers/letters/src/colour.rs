//! A store's colour, and what follows from it: what can be read on it, and it on what, by day and by
//! night.

use serde::Serialize;

/// The shop's own green, where a store's colour cannot be read.
const GREEN: Colour = Colour(0x1f, 0x6f, 0x4a);
const WHITE: Colour = Colour(0xff, 0xff, 0xff);
const INK: Colour = Colour(0x1c, 0x21, 0x1d);
/// The letter's sheet by night.
const NIGHT: Colour = Colour(0x1d, 0x21, 0x1e);
/// What WCAG 2.2 wants between text and what it stands on (level AA).
const LEGIBLE: f64 = 4.5;
/// What it wants between large letters and what they stand on.
const LARGE: f64 = 3.0;
/// What is pleasant to read by night.
const CLEAR: f64 = 7.0;

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Whether a text names a colour as `#1f6f4a` does.
pub fn is_colour(text: &str) -> bool {
    parse(text).is_some()
}

fn parse(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let all = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    digits
        .bytes()
        .all(|digit| digit.is_ascii_hexdigit())
        .then_some(Colour(all[1], all[2], all[3]))
}

impl Colour {
    /// Of a store's settings; the shop's green if they name none.
    pub fn of(text: &str) -> Self {
        parse(text).unwrap_or(GREEN)
    }

    /// `#1f6f4a`
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// So many percent of this over another one.
    pub fn over(self, ground: Self, percent: u32) -> Self {
        let mix = |a: u8, b: u8| {
            let sum = u32::from(a) * percent + u32::from(b) * (100 - percent);
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Self(
            mix(self.0, ground.0),
            mix(self.1, ground.1),
            mix(self.2, ground.2),
        )
    }

    /// WCAG's relative luminance, 0 to 1.
    fn light(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(self.0) + 0.7152 * part(self.1) + 0.0722 * part(self.2)
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.light(), other.light());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, moved towards another one until it can be read on a ground.
    fn legible_on(self, ground: Self, towards: Self, contrast: f64) -> Self {
        let steps = (0..=100).step_by(5);
        let moved = |percent| towards.over(self, percent);
        steps
            .map(moved)
            .find(|colour| colour.contrast(ground) >= contrast)
            .unwrap_or(towards)
    }
}

/// The colours of a letter that follow from the store's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Palette {
    /// The store's, or the next one to it that can carry words: a button.
    pub colour: String,
    /// What can be read on it.
    pub on_colour: String,
    /// Words in the store's colour on white.
    pub word: String,
    /// A breath of it: a box on the white sheet.
    pub tint: String,
    pub night_word: String,
    pub night_tint: String,
}

impl Palette {
    /// Of a store's colour.
    pub fn of(text: &str) -> Self {
        let colour = Colour::of(text);
        // White on a light colour is hard to read, black on a strong one looks like a warning.
        let on_colour = if colour.contrast(WHITE) < LARGE {
            INK
        } else {
            WHITE
        };
        let away = if on_colour == WHITE { INK } else { WHITE };
        let tint = colour.over(WHITE, 8);
        let night_tint = colour.over(NIGHT, 22);
        Self {
            colour: colour.legible_on(on_colour, away, LEGIBLE).hex(),
            on_colour: on_colour.hex(),
            word: colour.legible_on(tint, INK, LEGIBLE).hex(),
            tint: tint.hex(),
            night_word: colour.legible_on(night_tint, WHITE, CLEAR).hex(),
            night_tint: night_tint.hex(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_behind_a_hash() {
        assert!(is_colour("#1f6F4a"));
        for bad in [
            "1f6f4a",
            "#1f6f4",
            "#1f6f4g",
            "#+f6f4a",
            "green",
            "",
            "#1f6f4a;x",
        ] {
            assert!(!is_colour(bad), "{bad}");
            assert_eq!(Palette::of(bad), Palette::of("#1f6f4a"));
        }
    }

    #[test]
    fn words_can_be_read_whatever_the_stores_colour_is() {
        for store in [
            "#1f6f4a", "#ffffff", "#000000", "#ffd400", "#e8453c", "#808080", "#03c75a",
        ] {
            let palette = Palette::of(store);
            let pairs = [
                (&palette.on_colour, &palette.colour),
                (&palette.word, &palette.tint),
                (&palette.night_word, &palette.night_tint),
            ];
            for (above, below) in pairs {
                let contrast = Colour::of(above).contrast(Colour::of(below));
                assert!(
                    contrast >= LEGIBLE,
                    "{store}: {above} on {below} is {contrast}"
                );
            }
        }
    }
}
