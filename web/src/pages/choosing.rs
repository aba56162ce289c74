//! What a product's page is made of: pictures, what there is to choose, facts.

use serde::Serialize;

/// A picture that was uploaded, or the drawn one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Its place among the pictures, from 1.
    pub number: usize,
    pub src: String,
    /// The same in other sizes, as `srcset` takes them; none for a drawn one.
    pub srcset: Option<String>,
    /// The same, small, for choosing among several.
    pub small: String,
}

/// One thing to choose: a size, a colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AxisRow {
    /// The form's field: `axis0`…
    pub field: String,
    pub name: String,
    pub choices: Vec<AxisChoice>,
}

/// One value of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AxisChoice {
    /// What the form sends.
    pub value: String,
    pub name: String,
    pub chosen: bool,
    /// No option with it has a piece left.
    pub sold_out: bool,
}

/// One thing that can be bought.
#[derive(Debug, Clone, Serialize)]
pub struct OptionRow {
    pub sku: String,
    pub name: String,
    /// Its value of each axis, a JSON list of texts; empty without axes.
    pub values: String,
    /// Won.
    pub price: i64,
    /// The price before a discount, won.
    pub list_price: Option<i64>,
    pub discount_percent: Option<i64>,
    pub sold_out: bool,
    /// Few are left: how many.
    pub few: Option<i64>,
    pub chosen: bool,
}

/// A step back up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crumb {
    pub name: String,
    pub href: String,
}

/// A labelled fact.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// The long part of a product's page.
#[derive(Debug, Clone, Serialize)]
pub struct Detail {
    /// Clean HTML.
    pub html: String,
    /// Its language, where it is not the page's.
    pub lang: Option<&'static str>,
}

impl Detail {
    pub(super) fn sample() -> Self {
        Self {
            html: "<h2>한 포의 아침</h2><p>귀리를 <strong>두 번</strong> 볶았습니다.</p>".into(),
            lang: Some("ko"),
        }
    }
}

impl AxisRow {
    /// One for tests and the gallery.
    pub(super) fn sample(place: usize, name: &str, values: [&str; 2]) -> Self {
        let choice = |(place, value): (usize, &str)| AxisChoice {
            value: value.into(),
            name: value.into(),
            chosen: place == 0,
            sold_out: place == 1,
        };
        Self {
            field: format!("axis{place}"),
            name: name.into(),
            choices: values.into_iter().enumerate().map(choice).collect(),
        }
    }
}
