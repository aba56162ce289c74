//! Finding products by what people type: parts of words, first consonants (ㅎㅁ), half-typed
//! syllables, with blanks or without. Why this way: `ops/docs/decisions/0024-search-in-korean.md`.

mod grams;
mod keyboard;
mod letters;
mod wanted;

use domain::product::Listing;
use rustc_hash::FxHashSet;

use grams::Of;
pub(crate) use keyboard::as_hangul;
pub(crate) use letters::spell;
pub(crate) use wanted::{Fit, Wanted};

/// Stands before and behind each text; no word has it.
pub(crate) const BREAK: &str = "\n";

/// What the table holds of a product for searching.
#[derive(Default)]
pub(crate) struct Spelling {
    /// The letters of its names, a break around each.
    pub(crate) names: String,
    /// The initials of its names, likewise.
    pub(crate) name_initials: String,
    /// The letters of names and of all else that is found, likewise.
    pub(crate) letters: String,
    /// The initials of all that, likewise.
    pub(crate) initials: String,
    /// Runs of letters and initials, in order.
    pub(crate) grams: Vec<i32>,
}

impl Spelling {
    /// Of all that is said of a product.
    pub(crate) fn of(listing: &Listing) -> Self {
        let mut runs = FxHashSet::default();
        let (mut letters, mut initials) = (BREAK.to_owned(), BREAK.to_owned());
        let mut add = |text: &str, before: &str| {
            for (all, spelled, of) in [
                (&mut letters, spell(text), Of::Letters),
                (&mut initials, letters::initials(text), Of::Initials),
            ] {
                if !spelled.is_empty() {
                    grams::all(&format!("{before}{spelled}"), of, &mut runs);
                    all.extend([spelled.as_str(), BREAK]);
                }
            }
            (letters.len(), initials.len())
        };
        add(&listing.name, BREAK);
        let (names, name_initials) = add(&listing.name_en, BREAK);
        others(listing).for_each(|text| {
            add(text, "");
        });
        let mut grams: Vec<_> = runs.into_iter().collect();
        grams.sort_unstable();
        Self {
            names: letters[..names].to_owned(),
            name_initials: initials[..name_initials].to_owned(),
            letters,
            initials,
            grams,
        }
    }
}

fn others(listing: &Listing) -> impl Iterator<Item = &str> {
    let said = [
        &listing.category_name,
        &listing.summary,
        &listing.summary_en,
    ];
    let options = listing.variants.iter().flat_map(|it| {
        let names = it.option.iter().chain(&it.option_en);
        names.map(String::as_str).chain([it.sku.as_str()])
    });
    said.into_iter().map(String::as_str).chain(options)
}

/// The runs of each part of these letters, of which whoever mistyped one or two leaves one right: of
/// halves, and of longer texts of thirds.
pub(crate) fn parts(letters: &str) -> Vec<Vec<i32>> {
    let letters: Vec<char> = letters.chars().take(48).collect();
    let many = if letters.len() < 12 { 2 } else { 3 };
    let parts = letters.chunks(letters.len().div_ceil(many).max(1));
    let runs = parts.filter(|part| part.len() > 1).map(|part| {
        let mut runs = FxHashSet::default();
        grams::longest(&part.iter().collect::<String>(), Of::Letters, &mut runs);
        runs.into_iter().collect()
    });
    runs.collect()
}
