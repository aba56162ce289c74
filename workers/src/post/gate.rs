//! The one gate for everything that goes to people, and above all for advertising (정보통신망법 §50).
//!
//! It is asked when something is about to leave, never when it is planned: consent may be taken
//! back in between, and the clock moves on. Hours and days are Korean.
//!
//! What informs (an order, a payment, a parcel) needs no consent and has no hours, but goes to
//! nobody who is suppressed.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, Months, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Asia::Seoul;
use letters::messages::advertising::{AdFault, Advertiser};
use shop::StoreSettings;
use shop::ports::post::{TextBody, TextMessage};
use sqlx::PgPool;
use store::post::{Consents, Medium, Said, Suppressions, Word};

/// Advertising may go from here to 21:00 without consent for the night.
const MORNING: u32 = 8;
const EVENING: u32 = 21;
/// Months after which consent must have been confirmed again.
const CONFIRM: Months = Months::new(24);

/// What is about to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    pub medium: Medium,
    pub advertising: bool,
}

/// What the gate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Send,
    /// Not at this hour; ask again then.
    Later(DateTime<Utc>),
    Never(Reason),
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The address gets nothing any more.
    Suppressed,
    /// Nobody agreed to advertising.
    NoConsent,
    /// It was taken back.
    Withdrawn,
    /// It is two years old and was not confirmed again.
    Lapsed,
}

impl Reason {
    /// Its name in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::NoConsent => "no_consent",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "consent_lapsed",
        }
    }
}

/// How it stands with one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub suppressed: bool,
    pub consent: Consent,
}

/// What the words of a person come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consent {
    /// Agreed, or confirmed, last.
    pub agreed: Option<DateTime<Utc>>,
    /// Agreed to the night, or confirmed, last.
    pub night: Option<DateTime<Utc>>,
    /// Agreed once, and took it back.
    pub withdrawn: bool,
}

impl Consent {
    /// Folds words, oldest first. Of what was said at one moment a refusal counts.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a Word>) -> Self {
        let mut words: Vec<&Word> = words.into_iter().collect();
        words.sort_by_key(|word| {
            let refusal = matches!(word.said, Said::Withdrawn | Said::NightWithdrawn);
            (word.at, refusal)
        });
        words.into_iter().fold(Self::default(), Self::then)
    }

    fn then(self, word: &Word) -> Self {
        let at = Some(word.at);
        match word.said {
            Said::Given => Self {
                agreed: at,
                withdrawn: false,
                ..self
            },
            // Only what stands can be confirmed.
            Said::Reconfirmed => Self {
                agreed: self.agreed.and(at),
                night: self.night.and(at),
                ..self
            },
            Said::NightGiven => Self { night: at, ..self },
            Said::NightWithdrawn => Self {
                night: None,
                ..self
            },
            Said::Withdrawn => Self {
                agreed: None,
                night: None,
                withdrawn: true,
            },
        }
    }
}

/// Whether it may leave now.
pub fn judge(sending: Sending, standing: &Standing, now: DateTime<Utc>) -> Verdict {
    if standing.suppressed {
        return Verdict::Never(Reason::Suppressed);
    }
    if !sending.advertising {
        return Verdict::Send;
    }
    let consent = &standing.consent;
    match consent.agreed {
        None if consent.withdrawn => return Verdict::Never(Reason::Withdrawn),
        None => return Verdict::Never(Reason::NoConsent),
        Some(agreed) if !is_fresh(agreed, now) => return Verdict::Never(Reason::Lapsed),
        Some(_) => {}
    }
    let by_night = consent.night.is_some_and(|night| is_fresh(night, now));
    let open = match sending.medium {
        Medium::Email => true,
        Medium::Sms | Medium::Lms | Medium::Alimtalk => {
            by_night || is_between(now, MORNING, EVENING)
        }
    };
    if open {
        Verdict::Send
    } else {
        Verdict::Later(next_morning(now))
    }
}

/// Until the day before the second anniversary, in Korea.
fn is_fresh(agreed: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let day = agreed.with_timezone(&Seoul).date_naive();
    let lapses = day.checked_add_months(CONFIRM);
    lapses.is_some_and(|lapses| now.with_timezone(&Seoul).date_naive() < lapses)
}

fn is_between(now: DateTime<Utc>, from: u32, until: u32) -> bool {
    (from..until).contains(&now.with_timezone(&Seoul).hour())
}

/// The next 08:00 in Korea, which has kept one clock since 1988.
fn next_morning(now: DateTime<Utc>) -> DateTime<Utc> {
    let local = now.with_timezone(&Seoul);
    let wait = Days::new(u64::from(local.hour() >= MORNING));
    let day = local.date_naive() + wait;
    let eight = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or_default();
    let morning = Seoul.from_local_datetime(&day.and_time(eight)).earliest();
    morning.map_or(now, |morning| morning.with_timezone(&Utc))
}

/// How it stands with addresses, by their fingerprints: two statements, however many they are.
///
/// # Errors
/// The database.
pub async fn standings(
    pool: &PgPool,
    sending: Sending,
    addresses: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Standing>, sqlx::Error> {
    let suppressions = Suppressions::new(pool.clone());
    let suppressed: HashSet<Vec<u8>> = suppressions.among(sending.medium, addresses).await?;
    let words = if sending.advertising {
        let consents = Consents::new(pool.clone());
        consents.of(sending.medium, addresses).await?
    } else {
        HashMap::new()
    };
    let standing = |address: &Vec<u8>| Standing {
        suppressed: suppressed.contains(address),
        consent: words.get(address).map_or(Consent::default(), Consent::of),
    };
    Ok(addresses
        .iter()
        .map(|address| (address.clone(), standing(address)))
        .collect())
}

/// Whose advertising it is.
pub fn advertiser(store: &StoreSettings) -> Advertiser<'_> {
    Advertiser {
        name: &store.name,
        contact: &store.post.contact,
        opt_out: &store.post.opt_out,
    }
}

/// The last look at the words before they leave: advertising in no other form than the law's.
///
/// # Errors
/// What the law wants is not there.
pub fn check_message(store: &StoreSettings, message: &TextMessage) -> Result<(), AdFault> {
    if !message.advertising {
        return Ok(());
    }
    match &message.body {
        TextBody::Plain { text, .. } => advertiser(store).check(text),
        TextBody::Alimtalk { .. } => Err(AdFault::Alimtalk),
    }
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
