//! Advertising in the form the law wants (정보통신망법 §50): it begins with `(광고)`, then who sends
//! it and where to reach them, and ends with the free number that ends it.
//!
//! Our code puts these words around what staff wrote; staff cannot leave them out or change them.

use domain::korean_bytes;

/// The first word: exactly so, without a space or another bracket in it.
pub const LABEL: &str = "(광고)";
/// Before the free number.
pub const OPT_OUT: &str = "무료수신거부";

/// Who advertises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advertiser<'a> {
    /// The store's name.
    pub name: &'a str,
    /// Where to reach it.
    pub contact: &'a str,
    /// The free number for opting out: `080-000-0000`.
    pub opt_out: &'a str,
}

/// Why a text is not what the law wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdFault {
    #[error("advertising begins with (광고), the sender's name and contact")]
    Beginning,
    #[error("advertising ends with 무료수신거부 and the free number")]
    End,
    #[error("the sender's name and contact are settings, and one of them is empty")]
    Nameless,
    #[error("the number for opting out must be free (080)")]
    OptOut,
    #[error("there is nothing between the label and the opt-out")]
    Empty,
    #[error("Alimtalk carries no advertising: Kakao approves none")]
    Alimtalk,
    #[error("the words bring a label or an opt-out of their own; both are put around them")]
    Twice,
}

impl Advertiser<'_> {
    fn head(&self) -> String {
        format!("{LABEL}{} {}\n", self.name, self.contact)
    }

    fn foot(&self) -> String {
        format!("\n{OPT_OUT} {}", self.opt_out)
    }

    fn sound(&self) -> Result<(), AdFault> {
        if self.name.trim().is_empty() || self.contact.trim().is_empty() {
            return Err(AdFault::Nameless);
        }
        let digits: String = self.opt_out.chars().filter(char::is_ascii_digit).collect();
        let odd = |letter: char| !letter.is_ascii_digit() && letter != '-';
        let free = digits.starts_with("080") && (10..=11).contains(&digits.len());
        if !free || self.opt_out.contains(odd) {
            return Err(AdFault::OptOut);
        }
        Ok(())
    }

    /// Puts the law's words around what staff wrote.
    ///
    /// # Errors
    /// There is nothing to say, the words bring a label of their own, or the settings lack something.
    pub fn compose(&self, words: &str) -> Result<String, AdFault> {
        self.sound()?;
        let words = words.trim();
        if words.is_empty() {
            return Err(AdFault::Empty);
        }
        if brings_its_own(words) {
            return Err(AdFault::Twice);
        }
        Ok(format!("{}{words}{}", self.head(), self.foot()))
    }

    /// The subject of a long message.
    pub fn subject(&self) -> String {
        korean_bytes::cut(&format!("{LABEL}{}", self.name), korean_bytes::SUBJECT)
    }

    /// Checks a text as it is about to leave.
    ///
    /// # Errors
    /// What it lacks.
    pub fn check(&self, text: &str) -> Result<(), AdFault> {
        self.sound()?;
        let inner = text.strip_prefix(&self.head()).ok_or(AdFault::Beginning)?;
        let inner = inner.strip_suffix(&self.foot()).ok_or(AdFault::End)?;
        if inner.trim().is_empty() {
            return Err(AdFault::Empty);
        }
        Ok(())
    }
}

/// Whether words say of themselves that they advertise: also in the ways by which the label is usually
/// hidden: `(광/고)`, `[광고]`, `( 광 고 )`.
pub fn brings_its_own(words: &str) -> bool {
    let letters: String = words
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"/.·-_".contains(*letter))
        .collect();
    let labels = ["(광고", "[광고", "<광고", "（광고", "【광고"];
    labels.iter().any(|label| letters.contains(label)) || letters.contains("수신거부")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: Advertiser<'_> = Advertiser {
        name: "장부상회",
        contact: "02-000-0000",
        opt_out: "080-000-0000",
    };

    #[test]
    fn the_laws_words_stand_around_what_staff_wrote() {
        let text = SHOP.compose(" 8월 특가: 두부 한 모 더! ").unwrap();
        assert_eq!(
            text,
            "(광고)장부상회 02-000-0000\n8월 특가: 두부 한 모 더!\n무료수신거부 080-000-0000"
        );
        assert_eq!(SHOP.check(&text), Ok(()));
        assert_eq!(SHOP.subject(), "(광고)장부상회");
    }

    #[test]
    fn a_text_without_them_does_not_pass() {
        let text = SHOP.compose("특가").unwrap();
        for (changed, fault) in [
            (text.replace("(광고)", "(광/고)"), AdFault::Beginning),
            (text.replace("(광고)", "[광고]"), AdFault::Beginning),
            (format!(" {text}"), AdFault::Beginning),
            (text.replace("장부상회", "장터"), AdFault::Beginning),
            (text.replace("080-000-0000", "080-000-0001"), AdFault::End),
            (format!("{text} "), AdFault::End),
            (text.replace("특가", " "), AdFault::Empty),
        ] {
            assert_eq!(SHOP.check(&changed), Err(fault), "{changed}");
        }
    }

    #[test]
    fn staff_bring_no_label_and_no_opt_out() {
        for words in [
            "(광고) 특가",
            "( 광 고 ) 특가",
            "[광/고]특가",
            "특가\n무료수신거부 02-1",
        ] {
            assert_eq!(SHOP.compose(words), Err(AdFault::Twice), "{words}");
        }
        assert_eq!(SHOP.compose(" \n"), Err(AdFault::Empty));
    }

    #[test]
    fn opting_out_is_free() {
        for number in ["02-000-0000", "080", "", "080-000-0000원"] {
            let shop = Advertiser {
                opt_out: number,
                ..SHOP
            };
            assert_eq!(shop.compose("특가"), Err(AdFault::OptOut), "{number}");
        }
        let nameless = Advertiser {
            contact: " ",
            ..SHOP
        };
        assert_eq!(nameless.compose("특가"), Err(AdFault::Nameless));
    }
}
