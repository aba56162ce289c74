//! What an index holds of a word: every run of one, two and three of its letters, and of its initials.
//! A word is in a text only if all its runs are; so the index gives few candidates, also for words of
//! one syllable, which have too few letters for an index of threes alone.

use rustc_hash::FxHashSet;

/// What runs are of; told apart in the index.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Letters = 0,
    Initials = 3,
}

/// Letters of the longest run.
pub(super) const LONGEST: usize = 3;

/// Adds every run of up to so many letters.
pub(super) fn all(letters: &str, of: Of, into: &mut FxHashSet<i32>) {
    let letters: Vec<u8> = letters.chars().map(byte).collect();
    for length in 1..=LONGEST {
        into.extend(letters.windows(length).map(|run| gram(run, of)));
    }
}

/// Adds the longest runs: whoever has them has the shorter ones too. Answers how many letters there are.
pub(super) fn longest(letters: &str, of: Of, into: &mut FxHashSet<i32>) -> usize {
    let letters: Vec<u8> = letters.chars().map(byte).collect();
    let length = letters.len().min(LONGEST);
    if length > 0 {
        into.extend(letters.windows(length).map(|run| gram(run, of)));
    }
    letters.len()
}

/// Its length and kind in the highest byte, the letters in the others.
fn gram(run: &[u8], of: Of) -> i32 {
    let kind = of as i32 + i32::try_from(run.len()).unwrap_or(0);
    run.iter()
        .fold(kind, |gram, letter| (gram << 8) | i32::from(*letter))
}

/// ASCII stays what it is; other signs share what is left. What is found is compared again.
fn byte(sign: char) -> u8 {
    u8::try_from(sign)
        .ok()
        .filter(u8::is_ascii)
        .unwrap_or(0x80 | u8::try_from(u32::from(sign) % 0x80).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_among_what_is_held() {
        let text = "DBWJDFKS20漢字";
        let mut held = FxHashSet::default();
        all(text, Of::Letters, &mut held);
        let signs: Vec<char> = text.chars().collect();
        for from in 0..signs.len() {
            for to in from + 1..=signs.len() {
                let mut asked = FxHashSet::default();
                longest(
                    &signs[from..to].iter().collect::<String>(),
                    Of::Letters,
                    &mut asked,
                );
                assert!(!asked.is_empty() && asked.is_subset(&held));
            }
        }
        let mut others = FxHashSet::default();
        all(text, Of::Initials, &mut others);
        assert!(others.is_disjoint(&held));
    }
}
