//! A served shop, and a browser of sorts.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::{OrderId, StoreId, Won};
use projections::{Progress, Runner};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use shop::{Shop, Stocking};
use sqlx::PgPool;
use store::accounts::Accounts;
use store::{EventLog, Upcasters};
use tests::pg::{Database, database};
use tests::shop::{World, offer, process, store_id};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use web::{StoreFace, Web, WebConfig};

/// A shop behind two doors.
pub struct Site {
    pub shop: Shop,
    pub pool: PgPool,
    pub progress: Progress,
    pub store: String,
    pub admin: String,
    world: World,
    _stop: DropGuard,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where it sends the browser.
    pub fn to(&self) -> String {
        self.headers[LOCATION].to_str().unwrap().to_owned()
    }

    /// The value of the form field of this name.
    pub fn field(&self, name: &str) -> String {
        tests::html::field(&self.body, name)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// A visitor: keeps cookies, follows nothing by itself.
pub struct Visitor {
    client: Client,
    base: String,
}

impl Site {
    /// A shop that sells honey (30,000원, `pieces` of it) and rice (12,000원, 50).
    pub async fn open(pieces: u32) -> Self {
        let site = Self::around(&database().await, |config| config).await;
        offer(&site.shop, "honey", Won(30_000), pieces).await;
        offer(&site.shop, "rice", Won(12_000), 50).await;
        site.caught_up().await;
        site
    }

    /// A shop in this database, with settings as changed.
    pub async fn around(database: &Database, change: impl FnOnce(WebConfig) -> WebConfig) -> Self {
        let log: Arc<dyn EventLog> = Arc::new(database.log().await);
        Self::in_world(World::around(log), database, change, |web| web).await
    }

    /// A shop without goods.
    pub async fn empty() -> Self {
        Self::dressed(|web| web).await
    }

    /// A shop without goods of two stores: `intake.example` and `livestore.example`.
    pub async fn two_stores() -> Self {
        Self::two_stores_with(Stocking::Shared).await
    }

    /// The same with stock as told.
    pub async fn two_stores_with(stocking: Stocking) -> Self {
        let database = database().await;
        let mut world = World::around(Arc::new(database.log().await));
        let other = StoreId::new("livestore").unwrap();
        let store = world.settings.stores[&store_id()].clone();
        world.settings.stores.insert(other.clone(), store);
        world.settings.stocking = stocking;
        let face = |store: StoreId| StoreFace {
            hosts: vec![format!("{store}.example")],
            ..StoreFace::made_up(store)
        };
        let faces = vec![face(store_id()), face(other)];
        let change = |config| WebConfig {
            stores: faces,
            ..config
        };
        Self::in_world(world, &database, change, |web| web).await
    }

    /// An empty shop whose pages are dressed with something more.
    pub async fn dressed(dress: impl FnOnce(Web) -> Web) -> Self {
        let database = database().await;
        let log: Arc<dyn EventLog> = Arc::new(database.log().await);
        Self::in_world(World::around(log), &database, |config| config, dress).await
    }

    /// The shop closed and opened again: only its world remains.
    pub async fn reopened(&self, database: &Database) -> Self {
        let (config, dress) = (|config| config, |web| web);
        Self::in_world(self.world.clone(), database, config, dress).await
    }

    async fn in_world(
        world: World,
        database: &Database,
        change: impl FnOnce(WebConfig) -> WebConfig,
        dress: impl FnOnce(Web) -> Web,
    ) -> Self {
        Self::serving(world.open(), world, database, change, dress).await
    }

    /// A shop of this world that has doors of its own to the outside.
    pub async fn serving(
        shop: Shop,
        world: World,
        database: &Database,
        change: impl FnOnce(WebConfig) -> WebConfig,
        dress: impl FnOnce(Web) -> Web,
    ) -> Self {
        let pool = database.pool().await;
        let shop = shop.with_accounts(Accounts::new(pool.clone(), 1));
        let upcasters = Arc::<Upcasters>::default();
        let runner = Runner::new(
            database.pool().await,
            world.log.clone(),
            upcasters,
            projections::all(),
        );
        runner.ensure().await.unwrap();
        let config = WebConfig::new(store_id(), vec![3; 64], [5; 32]);
        let config = change(WebConfig {
            notice_senders: vec!["127.0.0.1".parse().unwrap()],
            // Beside other tests the tables are late now and then.
            patience: Duration::from_secs(5),
            ..config
        });
        let progress = runner.progress();
        let web = Web::new(shop.clone(), pool.clone(), progress.clone(), config).unwrap();
        let web = dress(web);
        let stop = CancellationToken::new();
        tokio::spawn(runner.run(stop.clone()));
        let (store, admin) = (
            serve(web::storefront(&web)).await,
            serve(web::admin(&web)).await,
        );
        Self {
            shop,
            pool,
            progress,
            store,
            admin,
            world,
            _stop: stop.drop_guard(),
        }
    }

    /// Waits until the tables know all that is in the log.
    pub async fn caught_up(&self) {
        let end = self.world.log.end().await.unwrap();
        let names: Vec<_> = projections::all()
            .iter()
            .map(|model| model.name())
            .collect();
        assert!(
            self.progress
                .wait_for_all(&names, end, Duration::from_secs(20))
                .await
        );
        // The navigation and list pages may be a second old.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::at(&self.store)
    }

    pub fn auditor(&self) -> Visitor {
        Visitor::at(&self.admin)
    }

    /// Events in the log.
    pub async fn events(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM events")
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    /// Time passes.
    pub fn advance(&self, by: chrono::Duration) {
        self.world.clock.advance(by);
    }

    /// Hands an order to a carrier.
    pub async fn ship(&self, order: &OrderId) {
        let (carrier, invoice) = ("cj".to_owned(), "688012345678".to_owned());
        self.shop
            .ship(&process(), order, carrier, invoice, None)
            .await
            .unwrap();
        self.caught_up().await;
    }
}

async fn serve(router: axum::Router) -> String {
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = door.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(door, service).await });
    format!("http://{address}")
}

impl Visitor {
    fn at(base: &str) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self {
            client,
            base: base.to_owned(),
        }
    }

    /// The same browser at another shop of the same name, with its cookies.
    pub fn elsewhere(&self, site: &Site) -> Self {
        Self {
            client: self.client.clone(),
            base: site.store.clone(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(self.url(path))).await
    }

    /// Sends a form as a browser on the shop's own page does.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.client.post(self.url(path)).form(form);
        self.send(request.header("sec-fetch-site", "same-origin"))
            .await
    }

    /// A request of any kind.
    pub async fn ask(
        &self,
        change: impl FnOnce(&Client, &str) -> reqwest::RequestBuilder,
    ) -> Answer {
        self.send(change(&self.client, &self.base)).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Puts something into the cart.
    pub async fn put(&self, name: &str, pieces: &str) -> Answer {
        self.post(
            "/cart/lines",
            &[("product", name), ("sku", name), ("quantity", pieces)],
        )
        .await
    }

    /// Opens the order form, fills it in and sends it.
    pub async fn order(&self, change: &[(&str, &str)]) -> Answer {
        let page = self.get("/checkout").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.to());
        self.send_form(&page, change).await
    }

    /// Fills in an order form and sends it.
    pub async fn send_form(&self, page: &Answer, change: &[(&str, &str)]) -> Answer {
        let (key, total) = (page.field("checkout_key"), page.field("shown_total"));
        let terms = page.field("shown_terms");
        let mut form = vec![
            ("checkout_key", key.as_str()),
            ("shown_total", total.as_str()),
            ("shown_terms", terms.as_str()),
            ("step", "order"),
        ];
        form.extend(GOOD_FORM);
        for (name, value) in change {
            form.retain(|(known, _)| known != name);
            form.push((name, value));
        }
        self.post("/checkout", &form).await
    }

    /// Buys honey and answers the order's address.
    pub async fn bought(&self) -> (OrderId, String) {
        self.put("honey", "1").await;
        let placed = self.order(&[]).await;
        assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
        let path = placed.to().split('?').next().unwrap().to_owned();
        (OrderId::new(path.split('/').nth(2).unwrap()).unwrap(), path)
    }
}

pub const GOOD_FORM: [(&str, &str); 9] = [
    ("orderer_name", "홍길동"),
    ("orderer_phone", "010-1234-5678"),
    ("same", "on"),
    ("postcode", "04001"),
    ("address", "서울특별시 마포구 월드컵로 1"),
    ("address_detail", "101동 1001호"),
    ("bank", "088"),
    ("agree_order", "on"),
    ("agree_privacy", "on"),
];
