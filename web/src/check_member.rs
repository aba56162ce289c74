//! Reading members' forms: what is wrong is said at its field, and nothing typed is lost.

use domain::member::ConsentKind;
use letters::Language;
use shop::members::{Place, Profile};
use shop::{mail_address, members};

use crate::check::{self, bounded, line, narrow, read_phone, read_postcode};
use crate::pages::members::{JoinErrors, JoinForm, PlaceErrors, PlaceForm};
use crate::say::{say, say_with};

/// The longest mail address, bytes.
const LONGEST_EMAIL: usize = 80;

/// A mail address as it may be written to.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let email = mail_address::plain(&line(&narrow(text)));
    (email.len() <= LONGEST_EMAIL && mail_address::is_plain(&email)).then_some(email)
}

/// Who joins: mail address, name and telephone number, and what they agree to.
///
/// # Errors
/// What is wrong with which field, all of it at once.
pub fn join(
    lang: Language,
    form: &JoinForm,
) -> Result<(String, Profile, Vec<ConsentKind>), Box<JoinErrors>> {
    let mut errors = JoinErrors::default();
    let email = email(&form.email);
    if email.is_none() {
        errors.email = Some(say(lang, "wrong-email"));
    }
    let letters = form.password.chars().count();
    if letters < members::LEAST_LETTERS {
        let least = members::LEAST_LETTERS.into();
        errors.password = Some(say_with(
            lang,
            "refused-password-short",
            &[("least", least)],
        ));
    }
    let profile = Profile {
        name: name(lang, &form.name, &mut errors.name),
        phone: phone(lang, &form.phone, &mut errors.phone),
    };
    if form.agree.is_empty() {
        errors.agree = Some(say(lang, "wrong-agree"));
    }
    if form.agree_privacy.is_empty() {
        errors.agree_privacy = Some(say(lang, "wrong-agree-data"));
    }
    let sms = !form.sms.is_empty() || !form.night.is_empty();
    if sms && profile.phone.is_empty() && errors.phone.is_none() {
        errors.phone = Some(say(lang, "wrong-sms-phone"));
    }
    let said = [
        (ConsentKind::Mail, !form.mail.is_empty()),
        (ConsentKind::Sms, sms),
        (ConsentKind::Night, !form.night.is_empty()),
    ];
    let consents = said.into_iter().filter(|(_, yes)| *yes);
    match email.filter(|_| errors == JoinErrors::default()) {
        Some(email) => Ok((email, profile, consents.map(|(kind, _)| kind).collect())),
        None => Err(Box::new(errors)),
    }
}

/// A name of one line.
pub fn name(lang: Language, text: &str, error: &mut Option<String>) -> String {
    check::name(lang, text, "wrong-name", error)
}

/// A telephone number, or none.
pub fn phone(lang: Language, text: &str, error: &mut Option<String>) -> String {
    if line(text).is_empty() {
        return String::new();
    }
    let read = read_phone(text);
    if read.is_none() {
        *error = Some(say(lang, "wrong-phone"));
    }
    read.unwrap_or_default()
}

/// An address for the book.
///
/// # Errors
/// What is wrong with which field, all of it at once.
pub fn place(lang: Language, form: &PlaceForm) -> Result<Place, Box<PlaceErrors>> {
    let mut errors = PlaceErrors::default();
    let place = Place {
        label: bounded(lang, &form.label, 20, &mut errors.label),
        name: name(lang, &form.name, &mut errors.name),
        phone: phone(lang, &form.phone, &mut errors.phone),
        postcode: read_postcode(&form.postcode).unwrap_or_default(),
        address: bounded(lang, &form.address, 120, &mut errors.address),
        detail: bounded(lang, &form.detail, 80, &mut errors.detail),
        memo: check::memo(lang, &form.memo, &form.memo_text, &mut errors.memo_text),
    };
    if place.phone.is_empty() && errors.phone.is_none() {
        errors.phone = Some(say(lang, "wrong-phone"));
    }
    if place.postcode.is_empty() {
        errors.postcode = Some(say(lang, "wrong-postcode"));
    }
    if place.address.chars().count() < 4 {
        errors.address = Some(say(lang, "wrong-address"));
    }
    if errors == PlaceErrors::default() {
        Ok(place)
    } else {
        Err(Box::new(errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::CheckoutForm;

    fn good() -> JoinForm {
        JoinForm {
            email: " Hong@Example.com".into(),
            password: "long enough".into(),
            name: "홍길동".into(),
            agree: "on".into(),
            agree_privacy: "on".into(),
            ..JoinForm::default()
        }
    }

    #[test]
    fn a_form_gives_what_is_kept() {
        let (email, profile, consents) = join(Language::Ko, &good()).unwrap();
        assert_eq!(
            (email.as_str(), profile.phone.as_str()),
            ("hong@example.com", "")
        );
        assert!(consents.is_empty());
    }

    #[test]
    fn messages_need_a_number_and_those_at_night_are_messages() {
        let night = JoinForm {
            night: "on".into(),
            ..good()
        };
        assert!(join(Language::En, &night).unwrap_err().phone.is_some());
        let numbered = JoinForm {
            phone: "+82 10 1234 5678".into(),
            ..night
        };
        let (_, profile, consents) = join(Language::En, &numbered).unwrap();
        assert_eq!(profile.phone, "010-1234-5678");
        assert_eq!(consents, [ConsentKind::Sms, ConsentKind::Night]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let errors = join(Language::Ko, &JoinForm::default()).unwrap_err();
        let said = [errors.email, errors.password, errors.name, errors.agree];
        assert!(said.iter().all(Option::is_some));
        let errors = place(Language::Ko, &PlaceForm::default()).unwrap_err();
        let said = [errors.name, errors.phone, errors.postcode, errors.address];
        assert!(said.iter().all(Option::is_some));
    }

    #[test]
    fn what_is_too_long_is_told_in_the_same_words_as_on_the_order_form() {
        let long = "가".repeat(121);
        let kept = PlaceForm {
            address: long.clone(),
            ..PlaceForm::default()
        };
        let ordered = CheckoutForm {
            address_detail: long,
            ..CheckoutForm::default()
        };
        for lang in [Language::Ko, Language::En] {
            let kept = place(lang, &kept).unwrap_err().address.unwrap();
            let ordered = check::recipient(lang, &ordered, (&[], true)).unwrap_err();
            assert!(kept.contains("120"), "{kept}");
            assert_eq!(ordered.address_detail, Some(kept));
        }
    }
}
