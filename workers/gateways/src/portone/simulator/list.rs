//! The list of payments, by pages.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::calls::Store;
use super::refusal::{INVALID, No};
use super::state::Record;
use super::{Office, Shared};

/// Payments of a page at most.
const LARGEST: usize = 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    request_body: String,
}

#[derive(Deserialize)]
struct Body {
    page: Page,
    filter: Filter,
}

#[derive(Deserialize)]
struct Page {
    number: usize,
    size: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    store_id: Option<String>,
    timestamp_type: String,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// `GET /payments?requestBody={…}`
pub(super) async fn list(
    State(office): State<Shared>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let work = || office.listed(&headers, &wanted);
    office.answer("list", work).await
}

impl Office {
    fn listed(&self, headers: &HeaderMap, wanted: &Wanted) -> Result<Value, No> {
        let body: Body = serde_json::from_str(&wanted.request_body).map_err(|_| INVALID)?;
        let Body { page, filter } = body;
        self.admit(
            headers,
            &Store {
                store_id: filter.store_id,
            },
        )?;
        let changed = filter.timestamp_type == "STATUS_CHANGED_AT";
        if !changed || !(1..=LARGEST).contains(&page.size) || filter.from > filter.until {
            return Err(INVALID);
        }
        self.state.read(|state| {
            let within =
                |record: &&Record| (filter.from..=filter.until).contains(&record.changed_at);
            let mut found: Vec<&Record> = state.payments.values().filter(within).collect();
            found.sort_by_key(|record| record.asked_at);
            let total = found.len();
            let items = found
                .into_iter()
                .skip(page.number * page.size)
                .take(page.size);
            let told = |record: &Record| record.told(&self.account.store, &self.account.channel);
            let items: Vec<Value> = items.map(told).collect();
            Ok(json!({
                "items": items,
                "page": { "number": page.number, "size": page.size, "totalCount": total },
            }))
        })
    }
}
