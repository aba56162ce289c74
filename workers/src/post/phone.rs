//! Telephone numbers as people write them, and as providers want them: digits, from 0.

use phonenumber::{Mode, Type, country, metadata::DATABASE};

/// The digits of a Korean mobile number; none where it is anything else.
pub fn mobile(text: &str) -> Option<String> {
    let number = phonenumber::parse(Some(country::Id::KR), text.trim()).ok()?;
    let korean = number.country().id() == Some(country::Id::KR);
    let mobile = number.number_type(&DATABASE) == Type::Mobile;
    if !korean || !mobile || !number.is_valid() || number.extension().is_some() {
        return None;
    }
    let national = number.format().mode(Mode::National).to_string();
    let digits: String = national.chars().filter(char::is_ascii_digit).collect();
    digits.starts_with('0').then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_many_hands() {
        for text in [
            "01012345678",
            "010-1234-5678",
            "010 1234 5678",
            "+82 10-1234-5678",
            "+821012345678",
            " 010.1234.5678 ",
        ] {
            assert_eq!(mobile(text).as_deref(), Some("01012345678"), "{text}");
        }
    }

    #[test]
    fn what_is_no_korean_mobile_number_is_none() {
        for text in [
            "",
            "02-000-0000",
            "0212345678",
            "010-1234",
            "080-123-4567",
            "+1 650 253 0000",
            "전화",
            "0101234567890",
        ] {
            assert_eq!(mobile(text), None, "{text}");
        }
    }
}
