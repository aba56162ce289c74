//! The list page: its heading, what it may be narrowed to, and what to do when it is empty.

use letters::Language;
use projections::catalogue::{self, Category};

use super::Reader;
use super::catalogue::card;
use super::list_address::{ListAddress, SORTS};
use crate::nav::{self, way};
use crate::pages::{Card, Chip, Crumb, Filters, Help, Hero, Home, Link, Pager, SortLink};
use crate::say::{say, say_with};

/// Cards whose pictures are wanted at once: a row on a PC, two rows on a telephone.
const FIRST: usize = 4;

/// The list page.
#[must_use]
pub fn home(
    reader: Reader<'_>,
    asked: &ListAddress,
    found: &projections::Page<catalogue::Card>,
    categories: &[Category],
    filters: Filters,
    (hero, help): (Option<Hero>, Option<Help>),
) -> Home {
    let lang = reader.lang;
    let mut products: Vec<Card> = found.items.iter().map(|item| card(reader, item)).collect();
    // Below the window they are out of sight.
    if hero.is_none() {
        let first = products.iter_mut().take(FIRST);
        first.for_each(|card| card.first = true);
    }
    let mut crumbs = crumbs(lang, categories, asked.category.as_deref());
    // The heading is the last step.
    crumbs.pop();
    Home {
        hero,
        crumbs,
        heading: heading(lang, asked, categories),
        query: asked.search.clone(),
        total: found.total,
        more: found.more,
        chips: chips(lang, asked, categories),
        sorts: sorts(lang, asked),
        products,
        pager: Pager::around(found.page, found.pages, |page| asked.on(page).path()),
        filters,
        understood: understood(lang, &asked.search),
        help,
        all: "/".into(),
        plain: asked.is_plain(),
    }
}

/// The way to a category, itself last; empty when there is none or it is in no navigation.
#[must_use]
pub fn crumbs(lang: Language, categories: &[Category], id: Option<&str>) -> Vec<Crumb> {
    let steps = way(categories, id.unwrap_or_default()).into_iter();
    let step = |category: &Category| Crumb {
        name: nav::name(lang, category).to_owned(),
        href: ListAddress::default().of(Some(&category.id)).path(),
    };
    steps.map(step).collect()
}

/// What is offered when nothing was found: words that may have been meant, and products.
#[must_use]
pub fn help(reader: Reader<'_>, guesses: &[String], products: &[catalogue::Card]) -> Help {
    let link = |words: &String| Link {
        name: words.clone(),
        href: searched(words).path(),
    };
    Help {
        heading: match guesses.first() {
            Some(words) => say_with(reader.lang, "help-of", &[("words", words.clone().into())]),
            None => say(reader.lang, "help-popular"),
        },
        guesses: guesses.iter().map(link).collect(),
        products: products.iter().map(|it| card(reader, it)).collect(),
    }
}

/// The list of what fits these words.
#[must_use]
pub fn searched(words: &str) -> ListAddress {
    ListAddress::read(&[("q".to_owned(), words.to_owned())])
}

fn heading(lang: Language, asked: &ListAddress, categories: &[Category]) -> String {
    let category = asked.category.as_deref();
    let category = category.and_then(|id| categories.iter().find(|known| known.id == id));
    match (asked.search.as_str(), category) {
        ("", None) => say(lang, "list-all"),
        ("", Some(category)) => nav::name(lang, category).to_owned(),
        (words, _) => say_with(lang, "list-found", &[("words", words.to_owned().into())]),
    }
}

fn sorts(lang: Language, asked: &ListAddress) -> Vec<SortLink> {
    let fits = |name: &str| name != "match" || !asked.search.is_empty();
    let sorts = SORTS.iter().filter(|(name, ..)| fits(name));
    sorts
        .map(|(name, words, _)| SortLink {
            name: say(lang, words),
            href: asked.sorted(name).path(),
            current: *name == asked.sort(),
        })
        .collect()
}

/// The categories below the one that is looked at; below the lowest there are none, so those beside it.
/// Words and filters are kept, and then the counts of all products would not fit.
fn chips(lang: Language, asked: &ListAddress, categories: &[Category]) -> Vec<Chip> {
    let children = |id: Option<&str>| -> Vec<&Category> {
        let all = categories.iter();
        all.filter(|it| it.parent.as_deref() == id).collect()
    };
    let chosen = asked.category.as_deref();
    let known = chosen.and_then(|id| categories.iter().find(|it| it.id == id));
    if chosen.is_some() && known.is_none() {
        return Vec::new();
    }
    let (above, shown) = match (chosen, children(chosen)) {
        (Some(_), below) if below.is_empty() => {
            let above = known.and_then(|it| it.parent.as_deref());
            (above, children(above))
        }
        (_, below) => (chosen, below),
    };
    if shown.is_empty() {
        return Vec::new();
    }
    let counts = asked.search.is_empty() && asked.filters() == 0;
    let top = above.and_then(|id| categories.iter().find(|it| it.id == id));
    let whole = top.map_or_else(
        || children(None).iter().map(|it| it.products).sum(),
        |it| it.products,
    );
    let all = Chip {
        name: say(lang, "everything"),
        href: asked.of(above).path(),
        count: counts.then_some(whole),
        current: chosen == above,
    };
    let each = shown.into_iter().map(|category| Chip {
        name: nav::name(lang, category).to_owned(),
        href: asked.of(Some(&category.id)).path(),
        count: counts.then_some(category.products),
        current: chosen == Some(&category.id),
    });
    std::iter::once(all).chain(each).collect()
}

/// How words were read where that is not plain: consonants alone are the beginnings of syllables.
fn understood(lang: Language, search: &str) -> Option<String> {
    let consonant = |sign: char| ('ㄱ'..='ㅎ').contains(&sign);
    let letters = || search.chars().filter(|sign| *sign != ' ');
    let initials = letters().count() > 0 && letters().all(consonant);
    initials.then(|| {
        say_with(
            lang,
            "list-initials",
            &[("words", search.to_owned().into())],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consonants_alone_are_told_to_be_read_as_initials() {
        let told = |search| understood(Language::Ko, search).is_some();
        assert!(told("ㅎㅁ") && told("ㅅ ㄲㄹㅁ"));
        assert!(!told("") && !told("현ㅁ") && !told("쌀"));
    }
}
