//! The stores of this installation and what each has agreed on.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Duration;
use domain::StoreId;
use domain::pricing::PricingRules;
use shop::{ShopSettings, StoreSettings};

/// The storefront's store.
pub const MAIN: &str = "main";

/// Orders that were made elsewhere and are recorded here.
pub const INTAKE: &str = "intake";

/// How the demo provider names the storefront.
pub const DEMO_MERCHANT: &str = "jangbudemo";

/// How many days a deposit may take: until the end of the third day, as shoppers are used to.
const DEPOSIT_DAYS: u32 = 3;

/// The storefront, and the store of imported orders.
///
/// # Errors
/// A store's name is not an id.
pub fn settings() -> Result<ShopSettings> {
    let storefront = StoreSettings {
        name: "장부상회".to_owned(),
        rules: PricingRules::standard(),
        deposit_days: DEPOSIT_DAYS,
        merchants: vec![DEMO_MERCHANT.to_owned()],
    };
    let intake = StoreSettings {
        name: "접수".to_owned(),
        rules: PricingRules::as_recorded(),
        deposit_days: DEPOSIT_DAYS,
        merchants: Vec::new(),
    };
    Ok(ShopSettings {
        stores: BTreeMap::from([
            (StoreId::new(MAIN)?, storefront),
            (StoreId::new(INTAKE)?, intake),
        ]),
        hold_grace: Duration::hours(1),
    })
}
