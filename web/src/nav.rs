//! The tree of categories as the frame shows it, and the way to one of them.

use letters::Language;
use projections::catalogue::Category;
use serde::Serialize;

/// A category in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavCategory {
    /// Its id, as in `/?category=ID`.
    pub id: String,
    pub name: String,
    /// It is the one being looked at.
    pub current: bool,
    /// One below it is the one being looked at.
    pub within: bool,
    pub below: Vec<NavCategory>,
}

impl NavCategory {
    /// The whole tree; each comes before those below it.
    #[must_use]
    pub fn tree(lang: Language, categories: &[Category]) -> Vec<Self> {
        below(lang, categories, None)
    }

    /// Marks the one that is looked at, and those above it. Answers whether it is here.
    pub fn mark(&mut self, id: Option<&str>) -> bool {
        self.current = Some(self.id.as_str()) == id;
        self.within = false;
        for child in &mut self.below {
            self.within |= child.mark(id);
        }
        self.current || self.within
    }

    /// One for tests and the gallery.
    #[must_use]
    pub fn sample(id: &str, name: &str, below: Vec<Self>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            current: false,
            within: false,
            below,
        }
    }
}

fn below(lang: Language, categories: &[Category], above: Option<&str>) -> Vec<NavCategory> {
    let here = categories
        .iter()
        .filter(|category| category.parent.as_deref() == above);
    here.map(|category| NavCategory {
        below: below(lang, categories, Some(&category.id)),
        ..NavCategory::sample(&category.id, name(lang, category), vec![])
    })
    .collect()
}

/// A category's name in the reader's language, or the Korean one.
#[must_use]
pub fn name(lang: Language, category: &Category) -> &str {
    told(lang, &category.name, &category.name_en)
}

/// The English text for English readers, if there is one.
#[must_use]
pub fn told<'a>(lang: Language, korean: &'a str, english: &'a str) -> &'a str {
    match lang {
        Language::En if !english.is_empty() => english,
        _ => korean,
    }
}

/// The way from the top to a category, itself last; empty when it is in no navigation.
#[must_use]
pub fn way<'a>(categories: &'a [Category], id: &str) -> Vec<&'a Category> {
    let mut way: Vec<&Category> = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let known = categories.iter().find(|known| known.id == id);
        // A tree has no circles; should the table have one, the way ends.
        let Some(found) = known.filter(|_| way.len() < categories.len()) else {
            break;
        };
        way.push(found);
        next = found.parent.as_deref();
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories() -> Vec<Category> {
        let one = |id: &str, parent: Option<&str>, depth| Category {
            id: id.into(),
            name: format!("갈래 {id}"),
            name_en: if id == "rice" {
                "Rice".into()
            } else {
                String::new()
            },
            parent: parent.map(Into::into),
            depth,
            products: 1,
        };
        vec![
            one("grain", None, 0),
            one("rice", Some("grain"), 1),
            one("oats", Some("grain"), 1),
            one("fruit", None, 0),
        ]
    }

    #[test]
    fn the_tree_marks_what_is_looked_at_and_what_is_above_it() {
        let mut tree = NavCategory::tree(Language::En, &categories());
        for category in &mut tree {
            category.mark(Some("rice"));
        }
        assert!(tree[0].within && !tree[0].current && tree[0].below[0].current);
        assert!(!tree[1].within && tree[1].below.is_empty());
        assert_eq!(tree[0].below[0].name, "Rice");
        assert_eq!(tree[0].below[1].name, "갈래 oats", "no English name");
    }

    #[test]
    fn the_way_leads_from_the_top() {
        let all = categories();
        let ids = |id| {
            way(&all, id)
                .iter()
                .map(|it| it.id.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids("rice"), ["grain", "rice"]);
        assert!(ids("none").is_empty());
    }
}
