//! How long a message is on a Korean telephone: bytes of windows-949, in which carriers count and
//! bill.
//!
//! A short message (SMS) has 90 bytes at most, a long one (LMS) 2,000, its subject 40. A Hangul
//! syllable takes two, ASCII and a line break one. What windows-949 cannot write (an emoji) fails
//! at one provider and becomes `?` at another, so it is found before anything is sent.

use encoding_rs::{EUC_KR, EncoderResult};

/// Bytes of a short message at most.
pub const SMS: usize = 90;
/// Bytes of a long message at most.
pub const LMS: usize = 2_000;
/// Bytes of a long message's subject at most.
pub const SUBJECT: usize = 40;

/// How a text travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// As a short message of so many bytes.
    Sms(usize),
    /// As a long message of so many bytes.
    Lms(usize),
}

impl Length {
    /// Its bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Sms(bytes) | Self::Lms(bytes) => bytes,
        }
    }
}

/// Why a text cannot travel. Names one character or a number, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// Telephones do not know this character.
    #[error("the character {0:?} (U+{code:04X}) cannot be written in a message", code = u32::from(*.0))]
    Character(char),
    /// More bytes than even a long message, or its subject, may have.
    #[error("{bytes} bytes are too many; {most} is the most")]
    TooLong { bytes: usize, most: usize },
    /// There is nothing to say.
    #[error("it is empty")]
    Empty,
}

/// Bytes of a text in windows-949.
///
/// # Errors
/// The first character that cannot be written.
pub fn bytes(text: &str) -> Result<usize, Unsendable> {
    let mut encoder = EUC_KR.new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
    let mut encoded = vec![0; room.unwrap_or(text.len() * 2)];
    let (result, _, written) =
        encoder.encode_from_utf8_without_replacement(text, &mut encoded, true);
    match result {
        EncoderResult::Unmappable(character) => Err(Unsendable::Character(character)),
        EncoderResult::InputEmpty | EncoderResult::OutputFull => Ok(written),
    }
}

/// Whether a text is a short or a long message.
///
/// # Errors
/// It is empty, too long, or has a character that cannot be written.
pub fn length(text: &str) -> Result<Length, Unsendable> {
    match bytes(text)? {
        0 => Err(Unsendable::Empty),
        bytes @ ..=SMS => Ok(Length::Sms(bytes)),
        bytes @ ..=LMS => Ok(Length::Lms(bytes)),
        bytes => Err(Unsendable::TooLong { bytes, most: LMS }),
    }
}

/// Checks the subject of a long message; it may be empty.
///
/// # Errors
/// It is too long, or has a character that cannot be written.
pub fn subject(text: &str) -> Result<usize, Unsendable> {
    match bytes(text)? {
        bytes @ ..=SUBJECT => Ok(bytes),
        bytes => Err(Unsendable::TooLong {
            bytes,
            most: SUBJECT,
        }),
    }
}

/// The text as far as it goes into so many bytes, without what cannot be written: for names and
/// titles that others chose.
pub fn cut(text: &str, most: usize) -> String {
    let (mut kept, mut room) = (String::new(), most);
    for character in text.chars() {
        let Ok(length) = bytes(character.encode_utf8(&mut [0; 4])) else {
            continue;
        };
        let Some(left) = room.checked_sub(length) else {
            break;
        };
        room = left;
        kept.push(character);
    }
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_takes_two_bytes_and_a_letter_one() {
        assert_eq!(bytes("[인테이크] 주문이 접수되었습니다."), Ok(33));
        assert_eq!(bytes("(광고)[데모샵] 8월 특가 안내"), Ok(28));
        assert_eq!(
            bytes("배송이 시작되었습니다. 송장번호 123456789012"),
            Ok(44)
        );
        assert_eq!(bytes("한\n줄"), Ok(5));
    }

    #[test]
    fn rare_syllables_take_two_bytes_too() {
        assert_eq!(bytes("똠"), Ok(2));
        assert_eq!(bytes("뷁"), Ok(2));
        assert_eq!(bytes("펲"), Ok(2));
    }

    #[test]
    fn what_cannot_be_written_is_named_and_never_replaced() {
        assert_eq!(bytes("가😀"), Err(Unsendable::Character('😀')));
        let told = bytes("😀").unwrap_err().to_string();
        assert!(told.contains("😀") && told.contains("U+1F600"), "{told}");
        assert_eq!(bytes("é"), Err(Unsendable::Character('é')));
    }

    #[test]
    fn ninety_bytes_are_short_and_one_more_is_long() {
        let exactly = "가".repeat(45);
        assert_eq!(length(&exactly), Ok(Length::Sms(90)));
        assert_eq!(length(&format!("{exactly}.")), Ok(Length::Lms(91)));
        assert_eq!(length(&"가".repeat(1_000)), Ok(Length::Lms(2_000)));
        let over = length(&format!("{}.", "가".repeat(1_000)));
        let too_long = Unsendable::TooLong {
            bytes: 2_001,
            most: 2_000,
        };
        assert_eq!(over, Err(too_long));
        assert_eq!(length(""), Err(Unsendable::Empty));
    }

    #[test]
    fn a_subject_has_forty_bytes_at_most() {
        assert_eq!(subject(&"가".repeat(20)), Ok(40));
        assert!(subject(&format!("{}.", "가".repeat(20))).is_err());
        assert_eq!(subject(""), Ok(0));
    }

    #[test]
    fn a_name_is_cut_between_characters_and_loses_what_cannot_be_written() {
        assert_eq!(cut("가나다", 5), "가나");
        assert_eq!(cut("두부😀 한 모", 90), "두부 한 모");
        assert_eq!(cut("가나다", 90), "가나다");
    }
}
