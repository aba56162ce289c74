//! What a page says of itself to search engines and to those who share its address. It stands in the
//! head, and nobody reads it there.

use letters::Language;
use serde::Serialize;
use serde_json::{Value, json};

use crate::frame::Frame;

/// What a page that may be found says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// The page's own address: a path of this shop, with what of the query makes it another page.
    pub path: String,
    /// A sentence or two, plain text; may be empty.
    pub description: String,
    /// Of Open Graph: `website`, `article` or `product`.
    pub kind: &'static str,
    /// The address of a picture that others can show (no SVG), if it has one.
    pub image: Option<String>,
    /// The way to it from the first page: names and paths, the page itself last.
    pub trail: Vec<(String, String)>,
    /// What it is, in the words of schema.org; more than one is possible.
    pub facts: Vec<Value>,
}

/// The head of one page, ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Head {
    /// Search engines may keep it.
    pub found: bool,
    pub description: String,
    /// Absolute.
    pub canonical: String,
    /// The same page in each language: code and absolute address.
    pub languages: Vec<(&'static str, String)>,
    pub kind: &'static str,
    /// `ko_KR`, `en_US`.
    pub locale: &'static str,
    /// Absolute; the shop's own sign if the page has no picture.
    pub image: String,
    /// Facts for machines, each a JSON text that no HTML can break out of.
    pub facts: Vec<String>,
}

/// Longer descriptions are cut by those who show them.
const LONGEST: usize = 160;

impl Head {
    /// The head of a page; of one that says nothing of itself a head that asks not to be kept.
    #[must_use]
    pub fn of(frame: &Frame, about: Option<About>) -> Self {
        let Some(about) = about else {
            return Self::default();
        };
        let trail = crumbs(frame, &about.trail);
        let facts = about.facts.iter().chain(&trail).map(quoted).collect();
        Self {
            found: true,
            description: shortened(&about.description),
            canonical: in_language(frame, &about.path, frame.lang),
            languages: Language::ALL
                .map(|lang| (lang.code(), in_language(frame, &about.path, lang)))
                .to_vec(),
            kind: about.kind,
            locale: match frame.lang {
                Language::Ko => "ko_KR",
                Language::En => "en_US",
            },
            image: about
                .image
                .map_or_else(|| frame.icon.clone(), |image| absolute(frame, &image)),
            facts,
        }
    }
}

/// An address as others need it: below the store's own, as the settings say.
#[must_use]
pub fn absolute(frame: &Frame, address: &str) -> String {
    if address.starts_with('/') {
        format!("{}{address}", frame.home)
    } else {
        address.to_owned()
    }
}

/// Korean is what a visitor without a word gets, so its address needs none.
fn in_language(frame: &Frame, path: &str, lang: Language) -> String {
    let address = absolute(frame, path);
    match lang {
        Language::Ko => address,
        Language::En if address.contains('?') => format!("{address}&lang=en"),
        Language::En => format!("{address}?lang=en"),
    }
}

fn crumbs(frame: &Frame, trail: &[(String, String)]) -> Option<Value> {
    let step = |(place, (name, path)): (usize, &(String, String))| {
        json!({
            "@type": "ListItem",
            "position": place + 1,
            "name": name,
            "item": absolute(frame, path),
        })
    };
    let steps: Vec<Value> = trail.iter().enumerate().map(step).collect();
    (!steps.is_empty()).then(|| {
        json!({
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": steps,
        })
    })
}

/// JSON that may stand in a `script` of HTML: nothing in it can end that, or begin a comment.
fn quoted(fact: &Value) -> String {
    let json = fact.to_string();
    let mut text = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            _ => text.push(sign),
        }
    }
    text
}

/// At most [`LONGEST`] characters, cut between words where there are any.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text.to_owned();
    };
    let cut = &text[..end];
    let cut = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::Device;

    fn frame(lang: Language) -> Frame {
        Frame::sample().dressed(Device::Pc, lang)
    }

    fn about(path: &str) -> About {
        About {
            path: path.into(),
            kind: "website",
            ..About::default()
        }
    }

    #[test]
    fn no_fact_breaks_out_of_its_script() {
        let fact = json!({"name": "</script><script>alert(1)</script><!-- & \u{2028}"});
        let text = quoted(&fact);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), fact);
    }

    #[test]
    fn each_language_has_an_address_and_says_which_is_its_own() {
        let head = Head::of(&frame(Language::En), Some(about("/?category=grain")));
        assert_eq!(
            head.canonical,
            "https://shop.example/?category=grain&lang=en"
        );
        assert_eq!(
            head.languages[0],
            ("ko", "https://shop.example/?category=grain".into())
        );
        let head = Head::of(&frame(Language::Ko), Some(about("/products/x")));
        assert_eq!(head.canonical, "https://shop.example/products/x");
        assert_eq!(
            head.languages[1].1,
            "https://shop.example/products/x?lang=en"
        );
        assert!(head.image.starts_with("https://shop.example/static/"));
        assert!(!Head::of(&frame(Language::Ko), None).found);
    }

    #[test]
    fn a_description_is_cut_between_words() {
        let long = "쌀 ".repeat(120);
        let cut = shortened(&long);
        assert!(cut.chars().count() <= LONGEST + 1 && cut.ends_with("쌀…"));
        assert_eq!(shortened("짧다"), "짧다");
    }
}
