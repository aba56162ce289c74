//! The list page and a product page over HTTP: for a visitor with a cart, for one without, and
//! drawn anew; beside bare axum handlers, one that reads the same rows, one that answers the
//! same bytes.

use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use projections::Runner;
use store::{EventLog, PgLog};
use tests::made_up::{Mix, copy_in, history};
use tests::measure::{Bench, Beside, Http, Limit, Run, Series, drive, open_counter};
use tests::pg::Database;
use tests::shop::store_id;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio_postgres::{Client, Statement};
use tokio_util::sync::CancellationToken;
use web::{Web, WebConfig};

const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_millis(1_200);
const VISITORS: usize = 16;
const GOODS: u64 = 200;

/// What is asked for, and beside what. `N` in a path is a number of the goods, `W` are words that
/// find all goods, other ones each time.
struct Figure {
    name: &'static str,
    path: &'static str,
    with_cart: bool,
    against: &'static str,
    rival: &'static str,
}

const SAME_ROWS: &str = "bare axum, same rows";
const SAME_BYTES: &str = "static axum handler";

#[rustfmt::skip]
const FIGURES: [Figure; 5] = [
    Figure { name: "list page, visitor with a cart", path: "/", with_cart: true, against: SAME_ROWS, rival: "/list" },
    Figure { name: "product page, visitor with a cart", path: "/products/goods-N", with_cart: true, against: SAME_ROWS, rival: "/product/goods-N" },
    Figure { name: "list page, drawn anew for a search", path: "/?q=W", with_cart: false, against: SAME_ROWS, rival: "/list" },
    Figure { name: "list page, from cache", path: "/", with_cart: false, against: SAME_BYTES, rival: "/static-list" },
    Figure { name: "product page, from cache", path: "/products/goods-N", with_cart: false, against: SAME_BYTES, rival: "/static-product" },
];

/// Parts of every name: in this order or that, they find all goods.
const PARTS: [&str; 8] = ["g", "go", "goo", "good", "o", "oo", "ood", "od"];

/// Words for a search that nobody made a moment ago.
fn words(number: u64) -> String {
    let digits = (0..6).map(|place| PARTS[usize::try_from(number >> (3 * place) & 7).unwrap_or(0)]);
    digits.collect::<Vec<_>>().join("+")
}

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let client = bench.database.client().await;
    // A past, so that nothing is as quick as on empty tables.
    let mix = Mix {
        orders: 5_000,
        products: 100,
        window: 500,
        seed: 3,
    };
    copy_in(&client, history(mix)).await;
    let shop = serve_shop(&bench.database).await;
    let mut visitor = Http::open(&shop).await;
    let sizes = [
        visitor.get("/").await.body.len(),
        visitor.get("/products/goods-1").await.body.len(),
    ];
    bench.say(&format!(
        "the list page has {} bytes, a product page {}",
        sizes[0], sizes[1]
    ));
    let bare = serve(bare(&bench.database, sizes).await).await;
    for figure in FIGURES {
        let [mut ours, mut beside] = [const { Series(Vec::new()) }; 2];
        for _ in 0..ROUNDS {
            ours.push(visit(&shop, figure.path, figure.with_cart).await.rate());
            beside.push(visit(&bare, figure.rival, false).await.rate());
        }
        let beside = Beside {
            name: figure.against,
            rounds: &beside,
        };
        bench.compare(figure.name, "/s", &ours, &beside, Limit::AtLeast(0.5));
    }
    bench.close();
}

/// Visitors asking for a page again and again.
async fn visit(host: &str, path: &'static str, with_cart: bool) -> Run {
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        let mut visitor = Http::open(host).await;
        if with_cart {
            let put = visitor
                .post("/cart/lines", "product=goods-1&sku=goods-1&quantity=1")
                .await;
            assert!(put.status == 303, "not put into the cart: {}", put.status);
        }
        visitors.push(Mutex::new(visitor));
    }
    let visitors = Arc::new(visitors);
    drive(VISITORS, ROUND, move |caller, call| {
        let visitors = visitors.clone();
        async move {
            let number = (call * 13 + caller as u64) % GOODS;
            let page = visitors[caller]
                .lock()
                .await
                .get(
                    &path
                        .replace('N', &number.to_string())
                        .replace('W', &words(call * 16 + caller as u64)),
                )
                .await;
            assert!(
                page.status == 200 && page.body.len() > 100,
                "{path}: {}",
                page.status
            );
        }
    })
    .await
}

/// The storefront, its tables caught up.
async fn serve_shop(database: &Database) -> String {
    let shop = open_counter(database, GOODS).await;
    let log: Arc<dyn EventLog> = Arc::new(
        PgLog::connect(&database.url, 4)
            .await
            .expect("the log answers"),
    );
    let runner = Runner::new(
        database.pool().await,
        log.clone(),
        Arc::default(),
        projections::all(),
    );
    runner.ensure().await.expect("tables are made");
    let progress = runner.progress();
    let config = WebConfig::new(store_id(), vec![3; 64], [5; 32]);
    let web = Web::new(shop, database.pool().await, progress.clone(), config)
        .expect("templates are sound");
    tokio::spawn(runner.run(CancellationToken::new()));
    let names: Vec<_> = projections::all()
        .iter()
        .map(|projection| projection.name())
        .collect();
    let head = log.head().await.expect("the log answers");
    assert!(
        progress
            .wait_for_all(&names, head, Duration::from_mins(1))
            .await,
        "the tables did not catch up"
    );
    database
        .client()
        .await
        .batch_execute("VACUUM ANALYZE")
        .await
        .expect("the server answers");
    serve(web::storefront(&web)).await
}

async fn serve(router: Router) -> String {
    let door = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = door.local_addr().expect("it listens");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(door, service).await });
    address.to_string()
}

/// What the bare handlers share: a connection each for a few, their statements prepared.
struct Bare {
    clients: Vec<(Client, Statement, Statement)>,
}

const LIST: &str = "
SELECT p.product_id, p.name, p.summary, p.category, p.picture, p.badges, p.price, p.list_price,
       (SELECT sum(s.on_hand)::int8 FROM read.catalogue_stock AS s WHERE s.stock_id = ANY (p.skus)) AS on_hand
FROM read.catalogue_products AS p WHERE p.store = $1 AND NOT p.hidden
ORDER BY p.listed_at DESC, p.product_id LIMIT 24";

const PRODUCT: &str = "
SELECT p.doc, (SELECT sum(s.on_hand)::int8 FROM read.catalogue_stock AS s WHERE s.stock_id = ANY (p.skus)) AS on_hand
FROM read.catalogue_products AS p WHERE p.product_id = $1 AND NOT p.hidden";

async fn bare(database: &Database, sizes: [usize; 2]) -> Router {
    let mut clients = Vec::new();
    for _ in 0..8 {
        let client = database.client().await;
        let list = client.prepare(LIST).await.expect("plain SQL");
        let product = client.prepare(PRODUCT).await.expect("plain SQL");
        clients.push((client, list, product));
    }
    let [list_page, product_page] = sizes.map(|size| bytes_of(size).leak() as &'static str);
    Router::new()
        .route("/list", get(list))
        .route("/product/{product}", get(product))
        .route("/static-list", get(move || async move { Html(list_page) }))
        .route(
            "/static-product",
            get(move || async move { Html(product_page) }),
        )
        .with_state(Arc::new(Bare { clients }))
}

/// A drawn page of so many bytes.
fn bytes_of(size: usize) -> String {
    "drawn ".chars().cycle().take(size).collect()
}

impl Bare {
    fn any(&self) -> &(Client, Statement, Statement) {
        &self.clients[rand::random_range(0..self.clients.len())]
    }
}

async fn list(State(bare): State<Arc<Bare>>) -> Html<String> {
    let (client, list, _) = bare.any();
    let rows = client
        .query(list, &[&"intake"])
        .await
        .expect("the server answers");
    let mut page = String::new();
    for row in rows {
        let (product, name, summary): (&str, &str, &str) = (row.get(0), row.get(1), row.get(2));
        let (price, on_hand): (i64, Option<i64>) = (row.get(6), row.get(8));
        let link = format_args!("<a href=\"/product/{product}\">{name}</a>");
        let line = write!(page, "<li>{link} {summary} {price} {on_hand:?}</li>");
        line.expect("text takes more text");
    }
    Html(page)
}

async fn product(State(bare): State<Arc<Bare>>, Path(product): Path<String>) -> Html<String> {
    let (client, _, one) = bare.any();
    let row = client
        .query_one(one, &[&product])
        .await
        .expect("the product is there");
    let (doc, on_hand): (&str, Option<i64>) = (row.get(0), row.get(1));
    Html(format!("<h1>{product}</h1><p>{doc}</p><p>{on_hand:?}</p>"))
}
