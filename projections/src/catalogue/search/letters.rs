//! Words spelled letter by letter, so that a part of a syllable can be found.
//!
//! A Hangul syllable is spelled by the keys that write it on a Korean keyboard (두벌식), as capitals:
//! 유정란 is `DBWJDFKS`. A doubled key has an apostrophe behind it: 까 is `R'K`. Everything else is in
//! small letters, without accents and blanks. Plain ASCII makes the spelling short and independent of
//! the database's locale, and what was typed on the wrong keyboard (`dbwjdfks`) can be read back.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Keys of the first consonants (초성), from U+1100.
pub(super) const FIRST: [&str; 19] = [
    "R", "R'", "S", "E", "E'", "F", "A", "Q", "Q'", "T", "T'", "D", "W", "W'", "C", "Z", "X", "V",
    "G",
];
/// Keys of the vowels (중성), from U+1161.
pub(super) const VOWEL: [&str; 21] = [
    "K", "O", "I", "O'", "J", "P", "U", "P'", "H", "HK", "HO", "HL", "Y", "N", "NJ", "NP", "NL",
    "B", "M", "ML", "L",
];
/// Keys of the last consonants (종성), from U+11A8.
pub(super) const LAST: [&str; 27] = [
    "R", "R'", "RT", "S", "SW", "SG", "E", "F", "FR", "FA", "FQ", "FT", "FX", "FV", "FG", "A", "Q",
    "QT", "T", "T'", "D", "W", "C", "Z", "X", "V", "G",
];
/// Every key of a vowel.
pub(super) const VOWEL_KEYS: &str = "KOIJPUHYNBML";
/// Every key of a consonant.
pub(super) const CONSONANT_KEYS: &str = "RSEFAQTDWCZXVG";
/// Signs that people leave out or put in as they like.
const PASSED_OVER: &str = "()[]{}<>·・‧•,.;:!?-–—/~'\"`‘’“”…「」『』【】";

/// A piece of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A whole syllable: keys of its first consonant, vowel, and last consonant (empty for none).
    Syllable(&'static str, &'static str, &'static str),
    /// A consonant by itself, as in ㅎㅁ.
    Consonant(&'static str),
    /// A vowel by itself.
    Vowel(&'static str),
    /// Anything else.
    Sign(char),
}

impl Piece {
    /// Appends its letters.
    pub(super) fn spell(self, into: &mut String) {
        match self {
            Self::Syllable(first, vowel, last) => into.extend([first, vowel, last]),
            Self::Consonant(keys) | Self::Vowel(keys) => into.push_str(keys),
            Self::Sign(sign) => into.push(sign),
        }
    }

    /// Appends its initial, one letter: of a syllable its first consonant (초성).
    pub(super) fn initial(self, into: &mut String) {
        match self {
            Self::Syllable(keys, ..) | Self::Consonant(keys) => into.push(consonant(keys)),
            // Nobody names goods by a vowel alone.
            Self::Vowel(_) => into.push('\''),
            Self::Sign(sign) => into.push(sign),
        }
    }
}

/// The pieces of a text, whatever the form and width it was typed in; blanks and dashes left out.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    // Full-width and half-width signs, ㎏ and composed syllables all come apart by this.
    let apart = text.chars().flat_map(typed_apart).nfkd();
    let apart = apart.filter(|sign| !is_combining_mark(*sign));
    let mut pieces = Vec::with_capacity(text.len() / 2);
    for sign in apart {
        let at =
            |from: u32| usize::try_from(u32::from(sign).wrapping_sub(from)).unwrap_or(usize::MAX);
        if let Some(keys) = FIRST.get(at(0x1100)) {
            pieces.push(Piece::Consonant(keys));
        } else if let Some(keys) = VOWEL.get(at(0x1161)) {
            match pieces.last_mut() {
                Some(piece @ Piece::Consonant(_)) => {
                    let Piece::Consonant(first) = *piece else {
                        continue;
                    };
                    *piece = Piece::Syllable(first, keys, "");
                }
                _ => pieces.push(Piece::Vowel(keys)),
            }
        } else if let Some(keys) = LAST.get(at(0x11a8)) {
            match pieces.last_mut() {
                Some(Piece::Syllable(_, _, last)) if last.is_empty() => *last = keys,
                _ => pieces.push(Piece::Consonant(keys)),
            }
        } else if !is_passed_over(sign) {
            pieces.extend(sign.to_lowercase().map(Piece::Sign));
        }
    }
    pieces
}

/// One letter for each first consonant; a doubled one borrows a vowel's key, for initials have no vowels.
fn consonant(keys: &str) -> char {
    match keys {
        "R'" => 'K',
        "E'" => 'O',
        "Q'" => 'I',
        "T'" => 'J',
        "W'" => 'P',
        single => single.chars().next().unwrap_or('\''),
    }
}

/// Two consonants that a keyboard has put together (ㄱ and ㅅ become ㄳ) are two initials.
fn typed_apart(sign: char) -> impl Iterator<Item = char> {
    let pair = match sign {
        'ㄳ' => ['ㄱ', 'ㅅ'],
        'ㄵ' => ['ㄴ', 'ㅈ'],
        'ㄶ' => ['ㄴ', 'ㅎ'],
        'ㄺ' => ['ㄹ', 'ㄱ'],
        'ㄻ' => ['ㄹ', 'ㅁ'],
        'ㄼ' => ['ㄹ', 'ㅂ'],
        'ㄽ' => ['ㄹ', 'ㅅ'],
        'ㄾ' => ['ㄹ', 'ㅌ'],
        'ㄿ' => ['ㄹ', 'ㅍ'],
        'ㅀ' => ['ㄹ', 'ㅎ'],
        'ㅄ' => ['ㅂ', 'ㅅ'],
        other => [other, '\0'],
    };
    // A zero is a control character, which no word has.
    pair.into_iter()
}

fn is_passed_over(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || PASSED_OVER.contains(sign)
}

/// The letters of a text.
pub(crate) fn spell(text: &str) -> String {
    let mut letters = String::new();
    for piece in pieces(text) {
        piece.spell(&mut letters);
    }
    letters
}

/// The initials of a text (초성).
pub(super) fn initials(text: &str) -> String {
    let mut initials = String::new();
    for piece in pieces(text) {
        piece.initial(&mut initials);
    }
    initials
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_is_spelled_by_its_keys() {
        for (text, letters) in [
            ("유정란", "DBWJDFKS"),
            ("까치", "R'KCL"),
            ("과자", "RHKWK"),
            ("닭 (1kg)", "EKFR1kg"),
            ("ＡＢＣ㎏", "abckg"),
            ("Café", "cafe"),
            ("ㅎㅏㄴ", "GKS"),
            ("ㄳ", "RT"),
            ("유저", "DBWJ"),
        ] {
            assert_eq!(spell(text), letters, "{text}");
        }
        // Typed on a machine that decomposes Hangul.
        assert_eq!(
            spell("\u{110b}\u{1172}\u{110c}\u{1165}\u{11bc}"),
            spell("유정")
        );
    }

    #[test]
    fn initials_are_the_first_consonants() {
        assert_eq!(initials("유정란 20구"), "DWF20R");
        assert_eq!(initials("ㅎㅁ"), "GA");
        assert_eq!(initials("짜장면 빵"), "PWAI");
    }

    #[test]
    fn every_syllable_is_spelled_differently() {
        let mut all: Vec<String> = ('가'..='힣').map(|it| spell(&it.to_string())).collect();
        let many = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), many);
    }
}
