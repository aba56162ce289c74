//! What claims made at the prompt are called.

use domain::{BadId, ClaimId, OrderId};
use uuid::Uuid;

use super::words::Lines;

/// Names the claims whose lines are too many to spell out.
const CLAIMS: Uuid = Uuid::from_u128(0x6a61_6e67_6275_4372_8b6c_6169_6d73_2e31);

/// Bytes of a claim's name beyond which its lines are not spelt out.
const SPELT_OUT: usize = 60;

/// Bytes of a name given at the prompt: with the kind before it, it is still a claim's.
const LONGEST: usize = 48;

/// Claims made at the prompt are named by what they say, so that repeating the command line
/// repeats the claim; `--claim` names a second one of the same kind.
pub fn claim_id(kind: &str, given: Option<&str>, lines: &Lines) -> Result<ClaimId, BadId> {
    let name = match given {
        Some(given) => format!("{kind}-{given}"),
        None => lines
            .lines
            .iter()
            .fold(kind.to_owned(), |name, (line, pieces)| {
                format!("{name}.{line}x{pieces}")
            }),
    };
    if name.len() > SPELT_OUT {
        let hash = Uuid::new_v5(&CLAIMS, name.as_bytes());
        return ClaimId::new(format!("{kind}.{hash}"));
    }
    ClaimId::new(name)
}

/// Edits made at the prompt are named by what they say, in no words that anybody could read.
/// The order is part of it: what travels with two orders knows their edits apart.
pub fn edit_id(given: Option<&str>, order: &OrderId, words: &str) -> Result<ClaimId, BadId> {
    if let Some(given) = given {
        return ClaimId::new(format!("edit-{given}"));
    }
    let words = format!("{order} {words}");
    let hash = Uuid::new_v5(&CLAIMS, words.as_bytes()).simple().to_string();
    ClaimId::new(format!("edit.{}", &hash[..12]))
}

/// A name for a claim, as typed.
pub fn name(text: &str) -> Result<String, String> {
    match ClaimId::new(text) {
        Ok(_) if text.len() <= LONGEST => Ok(text.to_owned()),
        _ => Err(format!(
            "a name has 1 to {LONGEST} letters, no blanks around them and nothing unprintable"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: u32) -> Lines {
        Lines {
            lines: (1..=count).map(|line| (line, 1)).collect(),
        }
    }

    fn id(kind: &str, given: Option<&str>, lines: &Lines) -> String {
        claim_id(kind, given, lines).unwrap().into()
    }

    #[test]
    fn a_claim_is_named_by_what_it_says() {
        assert_eq!(id("cancel", None, &lines(0)), "cancel");
        assert_eq!(id("return", None, &lines(2)), "return.1x1.2x1");
        assert_eq!(id("refund", Some("late"), &lines(0)), "refund-late");
    }

    #[test]
    fn many_lines_are_one_claim_and_other_lines_another() {
        let (many, more) = (
            id("cancel", None, &lines(40)),
            id("cancel", None, &lines(41)),
        );
        assert_eq!(many, id("cancel", None, &lines(40)));
        assert_ne!(many, more);
        assert!(many.starts_with("cancel."));
    }

    #[test]
    fn names_that_would_be_another_claims_are_refused() {
        for bad in ["", " ", "late ", " late", "la\nte", &"x".repeat(49)] {
            assert!(name(bad).is_err(), "{bad:?}");
        }
        let longest = name(&"x".repeat(48)).unwrap();
        assert!(claim_id("refund", Some(&longest), &lines(0)).is_ok());
        assert_eq!(name("두 번째"), Ok("두 번째".to_owned()));
    }
}
