//! What every handler shares.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use axum::http::HeaderValue;
use axum_extra::extract::cookie::Key;
use domain::StoreId;
use moka::future::Cache;
use projections::Progress;
use projections::catalogue::{self, Category, Facets};
use shop::ports::post::LocalMailbox;
use shop::ports::sns::SigningCertificates;
use shop::{Carriers, OrderTokens, Shop};
use sqlx::PgPool;

use crate::assets::Assets;
use crate::config::WebConfig;
use crate::handlers::health::Readiness;
use crate::layers;
use crate::meter::Looks;
use crate::pages::Card;
use crate::shared::Shared;
use crate::site::{Site, Sites};
use crate::templates::{TemplateError, Templates};

/// How long the navigation, a drawn list or product page, and the answer whether all is well may be
/// behind the tables.
const FRESH_FOR: Duration = Duration::from_secs(1);
/// How long maps and feeds may be behind: they are long, and read by machines.
const FEEDS_FRESH_FOR: Duration = Duration::from_mins(1);
/// How long the counts beside a list's filters may be behind.
const COUNTS_FRESH_FOR: Duration = Duration::from_secs(10);
/// Maps and feeds kept at most.
const FEEDS_KEPT: u64 = 16;
/// Drawn pages kept at most.
const PAGES_KEPT: u64 = 512;
/// Goods kept at most for who looked at them lately.
const REMINDERS_KEPT: u64 = 10_000;
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
    #[error("there is no store to show")]
    NoStores,
    #[error("two stores want the host name {0}")]
    HostTwice(String),
    #[error(
        "there is no theme {0}: it needs theme.css, logo.svg, favicon.svg and the icons drawn from it"
    )]
    NoTheme(String),
    #[error("the cookie key needs 64 bytes or more")]
    ShortKey,
}

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
    /// Where letters lie that do not leave this machine.
    pub(crate) mailbox: Option<Arc<dyn LocalMailbox>>,
    /// Who may tell what became of letters.
    pub(crate) ses: Option<SesDoor>,
}

/// The way on which Amazon SES tells what became of letters.
#[derive(Clone)]
pub(crate) struct SesDoor {
    /// The topics whose messages are believed.
    pub topics: Arc<[String]>,
    /// Where what they are signed with is found.
    pub certificates: Arc<dyn SigningCertificates>,
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
    /// The stores, by host name.
    pub sites: Sites,
    pub(crate) key: Key,
    /// What a page may load, and from where.
    pub(crate) policy: HeaderValue,
    /// Small files of pictures, and what is being made just now.
    pub(crate) images: Cache<String, axum::body::Bytes>,
    /// The navigation, by store.
    categories: Cache<StoreId, Arc<Vec<Category>>>,
    /// The same, drawn, by store, language and the category that is looked at.
    pub(crate) navs: Cache<String, Arc<str>>,
    /// What `/readyz` said last.
    pub(crate) readiness: Cache<(), Readiness>,
    /// Drawn list and product pages, by store, device, language and address.
    pub(crate) pages: Cache<String, Shared>,
    /// Drawn pictures, by file name and version.
    pub(crate) pictures: Cache<String, axum::body::Bytes>,
    /// Maps and feeds, by store.
    pub(crate) feeds: Cache<String, axum::body::Bytes>,
    /// Counts beside filters, by store, category, words and prices; none where nobody counts.
    pub(crate) facets: Cache<String, Option<Arc<Facets>>>,
    /// Goods as those who looked at them lately are reminded of them, by store, language and id; none for
    /// what is not shown.
    pub(crate) reminders: Cache<String, Option<Card>>,
    pub(crate) page_looks: Looks,
    pub(crate) picture_looks: Looks,
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
    /// Pages of the stores over their shop and its tables.
    ///
    /// # Errors
    /// A template or a file of facts is broken, a store or its theme is unknown, or the key is too short.
    pub fn new(
        shop: Shop,
        pool: PgPool,
        progress: Progress,
        config: WebConfig,
    ) -> Result<Self, StartError> {
        let key = Key::try_from(config.cookie_key.as_slice()).map_err(|_| StartError::ShortKey)?;
        let assets = Assets::load();
        let faces = config.stores.clone();
        let sites = Sites::new(faces, config.by_number.as_ref(), &shop, &assets)?;
        Ok(Self {
            mailbox: None,
            ses: None,
            inner: Arc::new(Inner {
                templates: Templates::new(&assets)?,
                tokens: OrderTokens::new(config.order_token_key),
                carriers: Carriers::load()?,
                categories: Cache::builder().time_to_live(FRESH_FOR).build(),
                navs: for_a_while(PAGES_KEPT, FRESH_FOR),
                readiness: for_a_while(1, FRESH_FOR),
                pages: for_a_while(PAGES_KEPT, FRESH_FOR),
                pictures: Cache::new(PICTURES_KEPT),
                feeds: for_a_while(FEEDS_KEPT, FEEDS_FRESH_FOR),
                facets: for_a_while(PAGES_KEPT, COUNTS_FRESH_FOR),
                reminders: for_a_while(REMINDERS_KEPT, FRESH_FOR),
                page_looks: Looks::into("pages"),
                picture_looks: Looks::into("pictures"),
                assets,
                sites,
                key,
                policy: layers::policy(&config.images),
                images: crate::handlers::images::kept(),
                shop,
                pool,
                progress,
                config,
            }),
        })
    }

    /// With a page that shows the letters and messages in this mailbox.
    #[must_use]
    pub fn with_mailbox(self, mailbox: Arc<dyn LocalMailbox>) -> Self {
        Self {
            mailbox: Some(mailbox),
            ..self
        }
    }

    /// With a door for what Amazon SES tells of letters through these SNS topics (ARNs). Without one the
    /// address answers that there is nothing.
    #[must_use]
    pub fn with_ses_notices(
        self,
        topics: Vec<String>,
        certificates: Arc<dyn SigningCertificates>,
    ) -> Self {
        let door = SesDoor {
            topics: topics.into(),
            certificates,
        };
        let ses = (!door.topics.is_empty()).then_some(door);
        Self { ses, ..self }
    }

    /// A store's categories for the navigation; none when the tables cannot be read, so that even the page
    /// that says so can be drawn.
    pub async fn categories(&self, site: &Site) -> Arc<Vec<Category>> {
        let read = async {
            let read = catalogue::categories(&self.pool, site.store(), self.shop.now()).await;
            read.map(|read| {
                let read = Arc::new(read);
                site.knows(&read);
                read
            })
        };
        self.categories
            .try_get_with_by_ref(&site.id, read)
            .await
            .unwrap_or_default()
    }
}

/// At most so many, each for so long.
fn for_a_while<K, V>(most: u64, time: Duration) -> Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder()
        .max_capacity(most)
        .time_to_live(time)
        .build()
}
