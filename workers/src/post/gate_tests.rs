//! The gate, minute by minute.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn kst(text: &str) -> DateTime<Utc> {
    at(&format!("{text}+09:00"))
}

fn word(said: Said, when: &str) -> Word {
    Word {
        said,
        at: kst(when),
        source: "form".to_owned(),
        recorded_at: kst(when),
    }
}

fn standing(words: &[Word]) -> Standing {
    Standing {
        suppressed: false,
        consent: Consent::of(words),
    }
}

fn agreed() -> Standing {
    standing(&[word(Said::Given, "2026-01-10T12:00:00")])
}

fn agreed_to_the_night() -> Standing {
    standing(&[
        word(Said::Given, "2026-01-10T12:00:00"),
        word(Said::NightGiven, "2026-01-10T12:00:00"),
    ])
}

fn ad(medium: Medium, standing: &Standing, now: &str) -> Verdict {
    let advertising = Sending {
        medium,
        advertising: true,
    };
    judge(advertising, standing, kst(now))
}

#[test]
fn the_night_begins_at_nine_to_the_second() {
    let sms = |now| ad(Medium::Sms, &agreed(), now);
    assert_eq!(sms("2026-08-01T20:59:59"), Verdict::Send);
    let morning = Verdict::Later(kst("2026-08-02T08:00:00"));
    assert_eq!(sms("2026-08-01T21:00:00"), morning);
    assert_eq!(sms("2026-08-01T23:59:59"), morning);
}

#[test]
fn the_night_ends_at_eight_to_the_second() {
    let sms = |now| ad(Medium::Lms, &agreed(), now);
    let morning = Verdict::Later(kst("2026-08-02T08:00:00"));
    assert_eq!(sms("2026-08-02T00:00:00"), morning);
    assert_eq!(sms("2026-08-02T07:59:59"), morning);
    assert_eq!(sms("2026-08-02T08:00:00"), Verdict::Send);
}

#[test]
fn who_agreed_to_the_night_gets_it_at_night_until_that_is_taken_back() {
    let midnight = "2026-08-02T00:30:00";
    let mut words = vec![
        word(Said::Given, "2026-01-10T12:00:00"),
        word(Said::NightGiven, "2026-02-10T12:00:00"),
    ];
    assert_eq!(ad(Medium::Sms, &standing(&words), midnight), Verdict::Send);
    words.push(word(Said::NightWithdrawn, "2026-08-01T23:00:00"));
    let morning = Verdict::Later(kst("2026-08-02T08:00:00"));
    assert_eq!(ad(Medium::Sms, &standing(&words), midnight), morning);
    let noon = "2026-08-02T12:00:00";
    assert_eq!(ad(Medium::Sms, &standing(&words), noon), Verdict::Send);
}

#[test]
fn consent_for_the_night_alone_is_no_consent() {
    let night = standing(&[word(Said::NightGiven, "2026-01-10T12:00:00")]);
    let never = Verdict::Never(Reason::NoConsent);
    assert_eq!(ad(Medium::Sms, &night, "2026-08-01T12:00:00"), never);
}

#[test]
fn mail_has_no_hours() {
    let late = "2026-08-01T23:00:00";
    assert_eq!(ad(Medium::Email, &agreed(), late), Verdict::Send);
}

#[test]
fn consent_lapses_on_its_second_anniversary_in_korea() {
    // 00:30 in Korea is still the day before in UTC.
    let given = standing(&[word(Said::Given, "2024-08-02T00:30:00")]);
    let sms = |now| ad(Medium::Sms, &given, now);
    assert_eq!(sms("2026-08-01T20:59:59"), Verdict::Send);
    let lapsed = Verdict::Never(Reason::Lapsed);
    assert_eq!(sms("2026-08-02T08:00:00"), lapsed);
    let leap = standing(&[word(Said::Given, "2024-02-29T12:00:00")]);
    assert_eq!(ad(Medium::Sms, &leap, "2026-02-27T12:00:00"), Verdict::Send);
    assert_eq!(ad(Medium::Sms, &leap, "2026-02-28T12:00:00"), lapsed);
}

#[test]
fn a_confirmation_counts_two_more_years_but_never_revives() {
    let mut words = vec![
        word(Said::Given, "2024-08-02T12:00:00"),
        word(Said::NightGiven, "2024-08-02T12:00:00"),
        word(Said::Reconfirmed, "2026-07-01T12:00:00"),
    ];
    let night = "2028-06-30T23:00:00";
    assert_eq!(ad(Medium::Sms, &standing(&words), night), Verdict::Send);
    words.push(word(Said::Withdrawn, "2026-08-01T12:00:00"));
    words.push(word(Said::Reconfirmed, "2026-08-02T12:00:00"));
    let withdrawn = Verdict::Never(Reason::Withdrawn);
    assert_eq!(
        ad(Medium::Sms, &standing(&words), "2026-08-03T12:00:00"),
        withdrawn
    );
    words.push(word(Said::Given, "2026-08-04T12:00:00"));
    let now = "2026-08-05T12:00:00";
    assert_eq!(ad(Medium::Sms, &standing(&words), now), Verdict::Send);
}

#[test]
fn the_latest_word_counts_however_late_it_was_recorded() {
    let words = [
        word(Said::Withdrawn, "2026-07-01T12:00:00"),
        word(Said::Given, "2026-01-01T12:00:00"),
    ];
    let withdrawn = Verdict::Never(Reason::Withdrawn);
    assert_eq!(
        ad(Medium::Sms, &standing(&words), "2026-08-01T12:00:00"),
        withdrawn
    );
    let at_once = [
        word(Said::Withdrawn, "2026-07-01T12:00:00"),
        word(Said::Given, "2026-07-01T12:00:00"),
    ];
    assert_eq!(
        ad(Medium::Sms, &standing(&at_once), "2026-08-01T12:00:00"),
        withdrawn
    );
}

#[test]
fn who_never_agreed_gets_no_advertising_but_what_informs() {
    let nobody = Standing::default();
    let now = "2026-08-01T12:00:00";
    let never = Verdict::Never(Reason::NoConsent);
    assert_eq!(ad(Medium::Email, &nobody, now), never);
    let informs = Sending {
        medium: Medium::Alimtalk,
        advertising: false,
    };
    let midnight = kst("2026-08-01T03:00:00");
    assert_eq!(judge(informs, &nobody, midnight), Verdict::Send);
}

#[test]
fn nothing_at_all_goes_to_the_suppressed() {
    let suppressed = Standing {
        suppressed: true,
        ..agreed_to_the_night()
    };
    for advertising in [true, false] {
        let sending = Sending {
            medium: Medium::Sms,
            advertising,
        };
        let verdict = judge(sending, &suppressed, kst("2026-08-01T12:00:00"));
        assert_eq!(verdict, Verdict::Never(Reason::Suppressed));
    }
}
