//! The list of payments.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Asia::Seoul;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method as Verb;
use serde::Deserialize;
use serde_json::json;

use super::Client;
use super::wire::Payment;
use crate::paying::call::CallError;

/// Payments of one page; few in tests, so that pages follow each other.
const PAGE: usize = if cfg!(test) { 3 } else { 1_000 };
/// Pages at most: a million payments.
const MOST_PAGES: usize = 1_000;
/// After its day a payment may change again, and is then in no shorter list: so long PortOne lets one look back.
const LONGEST: Days = Days::new(90);

#[derive(Deserialize)]
struct Page {
    items: Vec<Payment>,
}

impl Client {
    /// All payments that changed on a day (KST) or later, each as it stands now: what moved on that day is
    /// among it.
    ///
    /// # Errors
    /// See [`CallError`]; `Unknown` also for a list that does not end.
    pub async fn payments_since(&self, day: NaiveDate) -> Result<Vec<Payment>, CallError> {
        let (from, until) = midnight(day)
            .zip(day.checked_add_days(LONGEST).and_then(midnight))
            .ok_or_else(|| CallError::NotSent("a day that never is".to_owned()))?;
        let mut payments = BTreeMap::new();
        for number in 0..MOST_PAGES {
            let body = json!({
                "page": { "number": number, "size": PAGE },
                "filter": { "storeId": self.store(), "timestampType": "STATUS_CHANGED_AT",
                    "from": stamp(from), "until": stamp(until),
                    "sortBy": "REQUESTED_AT", "sortOrder": "ASC" },
            });
            let body = body.to_string();
            let body = utf8_percent_encode(&body, NON_ALPHANUMERIC);
            let path = format!("/payments?requestBody={body}");
            let page: Page = self.call("list", Verb::GET, &path, None::<&()>).await?;
            let last = page.items.len() < PAGE;
            // One that changes meanwhile comes in between, and moves others on to the next page as well.
            let named = page.items.into_iter().map(|it| (it.id.clone(), it));
            payments.extend(named);
            if last {
                return Ok(payments.into_values().collect());
            }
        }
        Err(CallError::Unknown("an endless list".to_owned()))
    }
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = Seoul.from_local_datetime(&day.and_time(NaiveTime::MIN));
    Some(midnight.single()?.to_utc())
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
