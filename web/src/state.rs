//! What every handler shares.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use domain::StoreId;
use moka::future::Cache;
use projections::Progress;
use projections::catalogue::{self, Category};
use shop::{Shop, StoreSettings};
use sqlx::PgPool;

use crate::assets::Assets;
use crate::carriers::Carriers;
use crate::config::WebConfig;
use crate::documents::Documents;
use crate::handlers::health::Readiness;
use crate::shared::Shared;
use crate::templates::{TemplateError, Templates};
use crate::token::OrderTokens;

/// How long the navigation, a drawn list or product page, and the answer whether all is well may be
/// behind the tables.
const FRESH_FOR: Duration = Duration::from_secs(1);
/// Drawn pages kept at most.
const PAGES_KEPT: u64 = 512;
/// Drawn pictures kept at most (about 7 kB each).
const PICTURES_KEPT: u64 = 2_000;

/// The pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error("a file of facts is malformed: {0}")]
    Facts(#[from] toml::de::Error),
    #[error("the shop has no store {0}")]
    NoStore(StoreId),
    #[error("the cookie key needs 64 bytes or more")]
    ShortKey,
}

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
}

/// See [`Web`].
pub struct Inner {
    pub shop: Shop,
    /// For reading tables.
    pub pool: PgPool,
    /// How far the tables are.
    pub progress: Progress,
    pub config: WebConfig,
    pub templates: Templates,
    pub assets: Assets,
    pub tokens: OrderTokens,
    pub carriers: Carriers,
    pub documents: Documents,
    pub(crate) key: Key,
    pub(crate) categories: Cache<(), Arc<Vec<Category>>>,
    /// The navigation as it was read last, however old, for pages that must not wait.
    known_categories: RwLock<Arc<Vec<Category>>>,
    /// What `/readyz` said last.
    pub(crate) readiness: Cache<(), Readiness>,
    /// Drawn list and product pages, by address.
    pub(crate) pages: Cache<String, Shared>,
    /// Drawn pictures, by file name and version.
    pub(crate) pictures: Cache<String, axum::body::Bytes>,
}

impl std::ops::Deref for Web {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl FromRef<Web> for Key {
    fn from_ref(web: &Web) -> Self {
        web.key.clone()
    }
}

impl Web {
    /// Pages of a store over its shop and its tables.
    ///
    /// # Errors
    /// A template or a file of facts is broken, the store is unknown, or the key is too short.
    pub fn new(
        shop: Shop,
        pool: PgPool,
        progress: Progress,
        config: WebConfig,
    ) -> Result<Self, StartError> {
        let settings = shop.settings().stores.get(&config.store);
        let settings = settings.ok_or_else(|| StartError::NoStore(config.store.clone()))?;
        let documents = Documents::load(&config.company, settings)?;
        let key = Key::try_from(config.cookie_key.as_slice()).map_err(|_| StartError::ShortKey)?;
        let assets = Assets::load();
        let brief = |most| {
            Cache::builder()
                .max_capacity(most)
                .time_to_live(FRESH_FOR)
                .build()
        };
        Ok(Self {
            inner: Arc::new(Inner {
                templates: Templates::new(assets.clone())?,
                tokens: OrderTokens::new(config.order_token_key),
                carriers: Carriers::load()?,
                categories: Cache::builder()
                    .max_capacity(1)
                    .time_to_live(FRESH_FOR)
                    .build(),
                known_categories: RwLock::default(),
                readiness: Cache::builder()
                    .max_capacity(1)
                    .time_to_live(FRESH_FOR)
                    .build(),
                pages: brief(PAGES_KEPT),
                pictures: Cache::new(PICTURES_KEPT),
                assets,
                documents,
                key,
                shop,
                pool,
                progress,
                config,
            }),
        })
    }

    /// The store's id, as tables name it.
    pub fn store(&self) -> &str {
        self.config.store.as_str()
    }

    /// What the store has agreed on. It was there when the pages were started.
    pub fn settings(&self) -> Option<&StoreSettings> {
        self.shop.settings().stores.get(&self.config.store)
    }

    /// The navigation's categories; none when the tables cannot be read, so that even the page that
    /// says so can be drawn.
    pub async fn categories(&self) -> Arc<Vec<Category>> {
        let read = async {
            let read = catalogue::categories(&self.pool, self.store()).await;
            read.map(|read| {
                let read = Arc::new(read);
                self.known_categories
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone_from(&read);
                read
            })
        };
        self.categories
            .try_get_with((), read)
            .await
            .unwrap_or_default()
    }

    /// The navigation's categories as they were known last, at once.
    pub(crate) fn known_categories(&self) -> Arc<Vec<Category>> {
        self.known_categories
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
