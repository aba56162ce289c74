//! What was meant when Korean was typed with the keyboard set to English: `dbwjdfks` is 유정란.

use super::letters::{FIRST, LAST, VOWEL, VOWEL_KEYS};

/// Letters of which the shift key makes others: ㄲ, ㄸ, ㅃ, ㅆ, ㅉ, ㅒ, ㅖ.
const SHIFTED: &str = "REQTWOP";

/// The syllables that these keys write; none unless they write whole syllables and nothing else.
pub(crate) fn as_hangul(typed: &str) -> Option<String> {
    let words: Option<Vec<String>> = typed.split_whitespace().map(word).collect();
    words
        .map(|words| words.join(" "))
        .filter(|text| !text.is_empty())
}

fn word(typed: &str) -> Option<String> {
    let keys: Option<Vec<String>> = typed.chars().map(key).collect();
    let keys = keys?;
    let mut text = String::new();
    let mut at = 0;
    while at < keys.len() {
        let first = find(&FIRST, &keys[at..=at])?;
        let (vowel, vowels) = longest(&VOWEL, &keys[at + 1..])?;
        at += 1 + vowels;
        // A consonant before a vowel begins the next syllable.
        let consonants = keys[at..].iter().take_while(|key| !is_vowel(key)).count();
        let free = if at + consonants == keys.len() {
            consonants
        } else {
            consonants.checked_sub(1)?
        };
        let last = longest(&LAST, &keys[at..at + free.min(2)]);
        let (last, lasts) = last.map_or((0, 0), |(place, many)| (place + 1, many));
        at += lasts;
        let code = 0xac00 + (first * 21 + vowel) * 28 + last;
        text.push(char::from_u32(u32::try_from(code).ok()?)?);
    }
    Some(text)
}

/// One key as we spell it: a capital, with an apostrophe when it is doubled.
fn key(typed: char) -> Option<String> {
    let capital = typed.to_ascii_uppercase();
    let shifted = typed.is_ascii_uppercase() && SHIFTED.contains(typed);
    typed
        .is_ascii_alphabetic()
        .then(|| format!("{capital}{}", if shifted { "'" } else { "" }))
}

fn is_vowel(key: &str) -> bool {
    key.chars()
        .next()
        .is_some_and(|key| VOWEL_KEYS.contains(key))
}

fn find(table: &[&str], keys: &[String]) -> Option<usize> {
    let wanted = keys.concat();
    table.iter().position(|entry| *entry == wanted)
}

/// The longest beginning, of one or two keys, that stands in a table; and how many keys it takes.
fn longest(table: &[&str], keys: &[String]) -> Option<(usize, usize)> {
    (1..=keys.len().min(2))
        .rev()
        .find_map(|many| Some((find(table, &keys[..many])?, many)))
}

#[cfg(test)]
mod tests {
    use super::super::letters::spell;
    use super::*;

    #[test]
    fn what_was_typed_on_the_wrong_keyboard_is_read() {
        for (typed, meant) in [
            ("dbwjdfks", "유정란"),
            ("gusal", "현미"),
            ("Rkcl", "까치"),
            ("ekfr rkatkf", "닭 감살"),
            ("rhkwk", "과자"),
            ("dlTek", "있다"),
            ("dksw", "앉"),
            ("dkswk", "안자"),
        ] {
            assert_eq!(as_hangul(typed).as_deref(), Some(meant), "{typed}");
        }
        for other in ["green tea", "r", "kr", "", "유정", "egg20"] {
            assert_eq!(as_hangul(other), None, "{other}");
        }
    }

    #[test]
    fn every_syllable_is_read_back() {
        for syllable in '가'..='힣' {
            let spelled = spell(&syllable.to_string());
            let mut typed = String::new();
            for key in spelled.chars() {
                match key {
                    '\'' => {
                        let doubled = typed.pop().unwrap();
                        typed.push(doubled.to_ascii_uppercase());
                    }
                    key => typed.push(key.to_ascii_lowercase()),
                }
            }
            assert_eq!(as_hangul(&typed), Some(syllable.to_string()), "{typed}");
        }
    }
}
