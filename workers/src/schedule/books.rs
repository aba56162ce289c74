//! The providers' books of a day beside ours (대사).

use async_trait::async_trait;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::{AttemptId, OrderId, ProviderId, StoreId};
use projections::orders::{differences, moved_through};
use serde::{Deserialize, Serialize};
use shop::Shop;
use shop::paying::DayCompared;
use sqlx::PgPool;

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Compares the books of the Korean day before the tick.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CompareBooks {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

#[async_trait]
impl Job for CompareBooks {
    const NAME: &'static str = "compare-books";

    /// One provider that cannot be asked keeps no other from being compared.
    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let day = day_before(self.tick);
        let mut failed = None;
        for (store, provider) in context.shop.contracts() {
            let compared = compare(&context.shop, &context.pool, (&store, &provider), day).await;
            match compared {
                Ok(found) => tracing::info!(
                    %store, %provider, compared = found.compared, differ = found.differ.len(),
                    "books of {provider} for {store} on {day}: {} compared, {} differ",
                    found.compared, found.differ.len()
                ),
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

/// Compares one provider's books of a Korean day for one store.
///
/// # Errors
/// The provider, the tables or the ledger cannot be reached.
pub async fn compare(
    shop: &Shop,
    pool: &PgPool,
    (store, provider): (&StoreId, &ProviderId),
    day: NaiveDate,
) -> Result<DayCompared, JobError> {
    let moved = moved_through(pool, store.as_str(), provider.as_str(), span(day)).await;
    let mut orders = moved.map_err(JobError::again)?;
    // What differed is looked at until both agree, whenever it moved last.
    let open = differences(pool).await.map_err(JobError::again)?;
    let open = open.into_iter().filter(|it| {
        it.provider == provider.as_str() && it.store.as_deref() == Some(store.as_str())
    });
    orders
        .extend(open.filter_map(|it| Some(AttemptId::new(it.attempt).ok()?.order()?.to_string())));
    let orders = orders.into_iter().filter_map(|it| OrderId::new(it).ok());
    let caller = caller(store.clone(), CompareBooks::NAME);
    let compared = shop.compare_day(&caller, provider, day, orders).await;
    compared.map_err(|error| JobError::again(format!("{provider} for {store}: {error}")))
}

/// The Korean day that ended before a moment's own.
fn day_before(tick: DateTime<Utc>) -> NaiveDate {
    tick.with_timezone(&Seoul).date_naive() - Days::new(1)
}

/// From when until when a Korean day is.
fn span(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    // Korea has had no change of clocks since 1988: each day has one midnight and 24 hours.
    let midnight = Seoul.from_local_datetime(&day.and_time(NaiveTime::MIN));
    let from = midnight
        .earliest()
        .map_or_else(DateTime::default, |it| it.with_timezone(&Utc));
    (from, from + TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_tick_in_the_morning_is_about_the_korean_day_before() {
        let day = day_before(at("2026-11-26T20:10:00Z"));
        assert_eq!(day, NaiveDate::from_ymd_opt(2026, 11, 26).unwrap());
        let (from, until) = span(day);
        assert_eq!(from, at("2026-11-25T15:00:00Z"));
        assert_eq!(until, at("2026-11-26T15:00:00Z"));
    }
}
