//! The picture of the last days' sales: bars around a line of zero, drawn without any font or program
//! of the machine's.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use chrono::{Datelike, NaiveDate};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use crate::colour::Colour;
use crate::format;
use crate::theme::Language;

/// CSS pixels; the picture has twice as many, for sharp screens. A telephone shows it at about half the
/// width, so letters are large.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 240.0;
const SCALE: f32 = 2.0;
/// Where bars may stand: between these lines, from these edges.
const TOP: f64 = 34.0;
const BOTTOM: f64 = 180.0;
const SIDE: f64 = 14.0;
/// Sizes of letters, and how far apart two labels must be to stand in one line.
const LARGE: f64 = 18.0;
const SMALL: f64 = 16.0;
const APART: f64 = 64.0;

const WHITE: Colour = Colour(255, 255, 255);
const INK: &str = "#1c211d";
const SOFT: &str = "#616a64";
const RULE: &str = "#cdd5ce";
const RED: &str = "#c2412d";

/// The only fonts there are.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../fonts/jangbu-sans-regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../fonts/jangbu-sans-bold.ttf").to_vec());
    Arc::new(fonts)
});

/// A day's bar.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    pub day: NaiveDate,
    /// Won; may be below zero.
    pub value: i64,
}

/// The picture of these days as a PNG, 1200 × 480 pixels; the last day is in the store's colour.
///
/// # Errors
/// The drawing is at fault, and why.
pub fn png(bars: &[Bar], colour: &str, language: Language) -> Result<Vec<u8>, String> {
    let options = usvg::Options {
        font_family: "Jangbu Sans".to_owned(),
        fontdb: FONTS.clone(),
        ..usvg::Options::default()
    };
    let drawn = svg(bars, Colour::of(colour), language);
    let tree = usvg::Tree::from_str(&drawn, &options).map_err(|error| error.to_string())?;
    let size = tree.size().to_int_size();
    let size = size.scale_by(SCALE).ok_or("a picture without a size")?;
    let mut canvas = Pixmap::new(size.width(), size.height()).ok_or("a picture too large")?;
    let scale = Transform::from_scale(SCALE, SCALE);
    resvg::render(&tree, scale, &mut canvas.as_mut());
    canvas.encode_png().map_err(|error| error.to_string())
}

/// The drawing.
fn svg(bars: &[Bar], colour: Colour, language: Language) -> String {
    let scale = Scale::of(bars);
    let told = told(bars, &scale);
    let mut drawn = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="Jangbu Sans"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>"##
    );
    for (place, bar) in bars.iter().enumerate() {
        let last = place + 1 == bars.len();
        let middle = scale.middle(place);
        drawn.push_str(&scale.bar(middle, bar.value, colour, last));
        drawn.push_str(&foot(middle, bar.day, last, language));
    }
    for place in told {
        let last = place + 1 == bars.len();
        drawn.push_str(&scale.value(scale.middle(place), bars[place].value, last, language));
    }
    let zero = scale.height(0);
    let end = WIDTH - SIDE;
    // Into a string nothing fails to be written.
    let _ = write!(
        drawn,
        r#"<path d="M{SIDE} {zero:.1}H{end}" stroke="{RULE}" stroke-width="1"/></svg>"#
    );
    drawn
}

/// Which bars say their value: the last, then the highest and the lowest below zero, where they do not
/// stand in each other's way.
fn told(bars: &[Bar], scale: &Scale) -> Vec<usize> {
    let by_value = |place: &usize| bars[*place].value;
    let places = || 0..bars.len();
    let last = places().next_back();
    let highest = places().max_by_key(by_value);
    let lowest = places()
        .min_by_key(by_value)
        .filter(|place| bars[*place].value < 0);
    let mut told: Vec<usize> = Vec::new();
    for place in [last, highest, lowest].into_iter().flatten() {
        let free = |other: &usize| {
            let across = (scale.middle(place) - scale.middle(*other)).abs();
            let down = (scale.height(bars[place].value) - scale.height(bars[*other].value)).abs();
            across >= APART || down >= LARGE + 4.0
        };
        if bars[place].value != 0 && !told.contains(&place) && told.iter().all(free) {
            told.push(place);
        }
    }
    told
}

/// From won and places to pixels.
struct Scale {
    most: f64,
    least: f64,
    step: f64,
}

impl Scale {
    fn of(bars: &[Bar]) -> Self {
        let values = || bars.iter().map(|bar| as_f64(bar.value));
        let count = u32::try_from(bars.len().max(1)).unwrap_or(u32::MAX);
        Self {
            most: values().fold(0.0, f64::max),
            least: values().fold(0.0, f64::min),
            step: (WIDTH - 2.0 * SIDE) / f64::from(count),
        }
    }

    /// The middle of a bar.
    fn middle(&self, place: usize) -> f64 {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        SIDE + self.step * (f64::from(place) + 0.5)
    }

    /// How far down a value lies. With nothing to show, zero lies at the bottom.
    fn height(&self, value: i64) -> f64 {
        let span = self.most - self.least;
        if span <= 0.0 {
            return BOTTOM;
        }
        // A value below zero needs room for its label.
        let bottom = if self.least < 0.0 {
            BOTTOM - LARGE
        } else {
            BOTTOM
        };
        bottom - (as_f64(value) - self.least) / span * (bottom - TOP)
    }

    fn bar(&self, middle: f64, value: i64, colour: Colour, last: bool) -> String {
        let (zero, end) = (self.height(0), self.height(value));
        let width = (self.step * 0.62).min(40.0);
        let (x, y) = (middle - width / 2.0, zero.min(end));
        let height = (zero - end).abs().max(if value == 0 { 0.0 } else { 1.5 });
        let fill = match (value < 0, last) {
            (true, _) => RED.to_owned(),
            (false, true) => colour.hex(),
            (false, false) => colour.over(WHITE, 38).hex(),
        };
        format!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="3" fill="{fill}"/>"#
        )
    }

    fn value(&self, middle: f64, value: i64, last: bool, language: Language) -> String {
        let end = self.height(value);
        let y = if value < 0 {
            end + LARGE - 2.0
        } else {
            end - 7.0
        };
        // A long amount at the edge stays inside the picture.
        let x = middle.clamp(SIDE + APART / 2.0, WIDTH - SIDE - APART / 2.0);
        let text = brief(value, language);
        label(x, y, &text, if last { INK } else { SOFT }, last, LARGE)
    }
}

/// The day under its bar: the day of the month, and of the week.
fn foot(middle: f64, day: NaiveDate, last: bool, language: Language) -> String {
    let sunday = day.weekday() == chrono::Weekday::Sun;
    let fill = match (last, sunday) {
        (_, true) => RED,
        (true, false) => INK,
        (false, false) => SOFT,
    };
    let week = match language {
        Language::Ko => format::weekday(day).to_owned(),
        Language::En => day.format("%a").to_string().chars().take(1).collect(),
    };
    let date = day.day().to_string();
    label(middle, 204.0, &date, fill, last, SMALL)
        + &label(middle, 226.0, &week, fill, last, SMALL - 1.0)
}

fn label(x: f64, y: f64, text: &str, fill: &str, bold: bool, size: f64) -> String {
    let weight = if bold { "bold" } else { "normal" };
    format!(
        r##"<text x="{x:.1}" y="{y:.1}" fill="{fill}" stroke="#ffffff" stroke-width="4" paint-order="stroke" font-size="{size}" font-weight="{weight}" text-anchor="middle">{text}</text>"##
    )
}

/// An amount in few signs: `153만`, `1.2억`; `1.5M`, `900K`.
fn brief(value: i64, language: Language) -> String {
    let units: &[(u64, &str)] = match language {
        Language::Ko => &[
            (10_000_000_000_000_000, "경"),
            (1_000_000_000_000, "조"),
            (100_000_000, "억"),
            (10_000, "만"),
        ],
        Language::En => &[(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")],
    };
    let size = value.unsigned_abs();
    let sign = if value < 0 { "−" } else { "" };
    let Some((unit, word)) = units.iter().find(|(unit, _)| size >= *unit) else {
        return format!("{sign}{size}");
    };
    let tenths = size / (unit / 10);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{sign}{whole}{word}"),
        (whole, _) if whole >= 100 => format!("{sign}{whole}{word}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}{word}"),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a bar's height needs no more than 53 bits"
)]
fn as_f64(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
