//! What each store has agreed on: prices of carriage, gifts, how long a deposit may take.

use std::collections::BTreeMap;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::StoreId;
use domain::pricing::PricingRules;

/// The settings of all stores of one installation.
#[derive(Debug, Clone)]
pub struct ShopSettings {
    /// By id.
    pub stores: BTreeMap<StoreId, StoreSettings>,
    /// How much longer than its deposit deadline an order keeps its pieces, so that the
    /// order expires before they are given away.
    pub hold_grace: Duration,
    /// How long the payment provider may take to answer one call. Afterwards its answer counts
    /// as unknown, and it is asked again under the same key.
    pub provider_deadline: StdDuration,
}

/// The settings of one store.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// Its name, as shoppers read it.
    pub name: String,
    /// Its price rules.
    pub rules: PricingRules,
    /// How many days a deposit may take; it ends with the last second of that day, KST.
    pub deposit_days: u32,
    /// The merchant ids whose notices are this store's.
    pub merchants: Vec<String>,
}

impl ShopSettings {
    /// Settings with one store.
    pub fn single(id: StoreId, store: StoreSettings) -> Self {
        Self {
            stores: BTreeMap::from([(id, store)]),
            hold_grace: Duration::hours(1),
            provider_deadline: StdDuration::from_secs(10),
        }
    }
}

impl StoreSettings {
    /// Until when the deposit for an order placed now may arrive: 23:59:59 KST.
    pub fn deposit_deadline(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let day = now.with_timezone(&Seoul).date_naive() + Duration::days(self.deposit_days.into());
        let midnight = (day + Duration::days(1)).and_time(NaiveTime::MIN);
        // Korea has kept UTC+9 without summer time since 1988: the local time is unique.
        let end = Seoul.from_local_datetime(&midnight).earliest();
        end.map_or(now, |end| end.with_timezone(&Utc) - Duration::seconds(1))
    }
}
