//! What somebody typed into the search box, as conditions on what the table holds.

use rustc_hash::FxHashSet;

use super::BREAK;
use super::grams::{self, LONGEST, Of};
use super::letters::{CONSONANT_KEYS, Piece, VOWEL_KEYS, pieces};

/// Words that count, and signs of each.
const MOST_WORDS: usize = 8;
const LONGEST_WORD: usize = 64;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Every word is there.
    pub(crate) words: Fit,
    /// All words as one begin a name.
    pub(crate) start: Fit,
    /// For LIKE over letters: the whole name is that. Empty, which fits nothing, where initials were typed.
    pub(crate) whole: String,
}

/// Conditions that must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fit {
    /// For LIKE over letters.
    pub(crate) letters: Vec<String>,
    /// For LIKE over initials.
    pub(crate) initials: Vec<String>,
    /// Regular expressions over letters, for what no such pattern can say.
    pub(crate) expressions: Vec<String>,
    /// Runs that must be there, for the index.
    pub(crate) grams: Vec<i32>,
    /// The runs say as much as all the others: none is longer than what the index holds.
    pub(crate) grams_suffice: bool,
}

impl Wanted {
    /// Reads what was typed; none if there is no letter in it.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let words: Vec<Vec<Piece>> = typed
            .split_whitespace()
            .map(|word| pieces(&word.chars().take(LONGEST_WORD).collect::<String>()))
            .filter(|word| !word.is_empty())
            .take(MOST_WORDS)
            .collect();
        if words.is_empty() {
            return None;
        }
        let whole = words.concat();
        Some(Self {
            words: Fit::of(&words, ""),
            whole: if has_initials(&whole) {
                String::new()
            } else {
                format!("%{BREAK}{}{BREAK}%", literally(&letters(&whole)))
            },
            start: Fit::of(&[whole], BREAK),
        })
    }
}

impl Fit {
    /// Of words with something before each.
    fn of(words: &[Vec<Piece>], before: &str) -> Self {
        let mut fit = Self {
            grams_suffice: true,
            ..Self::default()
        };
        let mut runs = FxHashSet::default();
        for word in words {
            let spelled = format!("{before}{}", letters(word));
            if !has_initials(word) {
                fit.letters.push(format!("%{}%", literally(&spelled)));
                fit.grams_suffice &= grams::longest(&spelled, Of::Letters, &mut runs) <= LONGEST;
                continue;
            }
            let initials = format!("{before}{}", initials(word));
            fit.initials.push(format!("%{}%", literally(&initials)));
            fit.grams_suffice &= grams::longest(&initials, Of::Initials, &mut runs) <= LONGEST;
            if !word
                .iter()
                .all(|piece| matches!(piece, Piece::Consonant(_)))
            {
                fit.expressions
                    .push(format!("{before}{}", expression(word)));
                fit.grams_suffice = false;
                for run in certain(word, before) {
                    grams::longest(&run, Of::Letters, &mut runs);
                }
            }
        }
        fit.grams = runs.into_iter().collect();
        fit.grams.sort_unstable();
        fit
    }
}

/// Whether a consonant by itself stands for any syllable that begins with it. The last one of a word
/// may as well be the end of a syllable that is still being typed.
fn is_initial(word: &[Piece], place: usize) -> bool {
    let is_last = place + 1 == word.len();
    let begun = place > 0 && !matches!(word[place - 1], Piece::Consonant(_));
    matches!(word[place], Piece::Consonant(_)) && !(is_last && begun)
}

fn has_initials(word: &[Piece]) -> bool {
    (0..word.len()).any(|place| is_initial(word, place))
}

fn letters(word: &[Piece]) -> String {
    let mut letters = String::new();
    for piece in word {
        piece.spell(&mut letters);
    }
    letters
}

/// A half-typed end may belong to the syllable before it, and then is no initial.
fn initials(word: &[Piece]) -> String {
    let mut initials = String::new();
    for (place, piece) in word.iter().enumerate() {
        let half = matches!(piece, Piece::Consonant(_) | Piece::Vowel(_));
        if !half || place + 1 < word.len() || is_initial(word, place) {
            piece.initial(&mut initials);
        }
    }
    initials
}

/// With LIKE's own signs taken literally.
fn literally(letters: &str) -> String {
    let mut text = String::with_capacity(letters.len());
    for letter in letters.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

/// The word as a regular expression over letters, as PostgreSQL reads them.
fn expression(word: &[Piece]) -> String {
    let mut text = String::new();
    for (place, piece) in word.iter().enumerate() {
        for letter in letters(&[*piece]).chars() {
            if letter.is_ascii_punctuation() && letter != '\'' {
                text.push('\\');
            }
            text.push(letter);
        }
        if is_initial(word, place) {
            text.extend(["[", VOWEL_KEYS, "]"]);
            if place + 1 < word.len() {
                text.extend(["[", VOWEL_KEYS, "']*[", CONSONANT_KEYS, "']*"]);
            }
        }
    }
    text
}

/// The letters between consonants that stand for syllables.
fn certain(word: &[Piece], before: &str) -> Vec<String> {
    let (mut runs, mut run) = (Vec::new(), before.to_owned());
    for (place, piece) in word.iter().enumerate() {
        piece.spell(&mut run);
        if is_initial(word, place) {
            runs.push(std::mem::take(&mut run));
        }
    }
    runs.push(run);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Fit {
        Wanted::read(typed).unwrap().words
    }

    #[test]
    fn whole_words_are_spelled_and_initials_are_not() {
        let plain = Wanted::read("유정 100%").unwrap();
        assert_eq!(plain.words.letters, ["%DBWJD%", r"%100\%%"]);
        assert_eq!(plain.start.letters, ["%\nDBWJD100\\%%"]);
        assert_eq!(plain.whole, "%\nDBWJD100\\%\n%");
        assert!(plain.words.initials.is_empty() && plain.words.expressions.is_empty());
        let initials = words("ㅇㅉㄹ");
        assert_eq!(initials.initials, ["%DPF%"]);
        assert!(initials.letters.is_empty() && initials.expressions.is_empty());
        let mixed = words("유ㅈ란");
        let between = format!("[{VOWEL_KEYS}][{VOWEL_KEYS}']*[{CONSONANT_KEYS}']*");
        assert_eq!(mixed.initials, ["%DWF%"]);
        assert_eq!(mixed.expressions, [format!("DBW{between}FKS")]);
    }

    #[test]
    fn a_consonant_at_the_end_is_half_a_syllable() {
        assert_eq!(words("유ㅈ").letters, ["%DBW%"]);
        assert_eq!(words("ㅎ").initials, ["%G%"]);
        assert_eq!(words("유ㅈㄹ").expressions.len(), 1);
    }

    #[test]
    fn short_words_are_known_from_the_index_alone() {
        for short in ["무", "콩", "ㅎㅁ", "ㅇㅈㄹ", "ㅎ ㅁ", "a"] {
            assert!(words(short).grams_suffice, "{short}");
        }
        for long in ["무청", "ㅇㅈㄹㄱ", "유ㅈㄹ", "ㅎ 유정란"] {
            assert!(!words(long).grams_suffice, "{long}");
        }
        assert!(Wanted::read("무").unwrap().start.grams_suffice);
        assert!(!Wanted::read("콩").unwrap().start.grams_suffice);
    }

    #[test]
    fn nothing_but_blanks_and_dashes_is_nothing() {
        for nothing in ["", "  ", "- ·", "\u{0}"] {
            assert_eq!(Wanted::read(nothing), None);
        }
    }
}
