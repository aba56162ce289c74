//! Lists, searches, a product's page and the cart over HTTP among 50,000 products: for a visitor with
//! a cart, for one without, and drawn anew; beside bare axum handlers, which read the same rows or answer
//! the same bytes.

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
use tests::made_up::{Mix, copy_in, history, shelves};
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
/// Goods that visitors look at and buy.
const GOODS: u64 = 200;
/// Goods beside them.
const OTHERS: u64 = 50_000;

/// What is asked for, and beside what. `N` in a path is a number of the goods, `W` are words that
/// find those, other ones each time, and `K` a Korean name that some hundreds of the others have.
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
const FIGURES: [Figure; 8] = [
    Figure { name: "list page, visitor with a cart", path: "/", with_cart: true, against: SAME_ROWS, rival: "/list" },
    Figure { name: "product page, visitor with a cart", path: "/products/goods-N", with_cart: true, against: SAME_ROWS, rival: "/product/goods-N" },
    Figure { name: "list page, drawn anew for a search", path: "/?q=W", with_cart: false, against: SAME_ROWS, rival: "/list" },
    Figure { name: "search page, a name some hundreds have", path: "/?q=K", with_cart: false, against: "bare axum, ILIKE", rival: "/search/K" },
    Figure { name: "cart page", path: "/cart", with_cart: true, against: SAME_ROWS, rival: "/cart/N" },
    Figure { name: "cart page", path: "/cart", with_cart: true, against: SAME_BYTES, rival: "/static-cart" },
    Figure { name: "list page, from cache", path: "/", with_cart: false, against: SAME_BYTES, rival: "/static-list" },
    Figure { name: "product page, from cache", path: "/products/goods-N", with_cart: false, against: SAME_BYTES, rival: "/static-product" },
];

/// Names for a search, and numbers that some of these have: fewer askings than pairs in a round.
fn name(number: u64) -> String {
    const NAMES: [&str; 8] = [
        "%EC%9C%A0%EC%A0%95%EB%9E%80",
        "%ED%98%84%EB%AF%B8",
        "%EB%85%B9%EC%B0%A8",
        "%EB%91%90%EB%B6%80",
        "%EA%B0%90%EA%B7%A4",
        "%EC%82%AC%EA%B3%BC",
        "%EB%A9%B8%EC%B9%98",
        "%ED%98%B8%EB%91%90",
    ];
    let name = NAMES[usize::try_from(number % 8).unwrap_or(0)];
    format!("{name}+{}", number / 8 % 100)
}

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
    copy_in(&client, shelves("intake", OTHERS)).await;
    let shop = serve_shop(&bench.database).await;
    let mut visitor = Http::open(&shop).await;
    let mut sizes = [0; 3];
    for (size, path) in sizes.iter_mut().zip(["/", "/products/goods-1", "/cart"]) {
        if path == "/cart" {
            visitor.post("/cart/lines", PIECE).await;
        }
        *size = visitor.get(path).await.body.len();
    }
    let [list, product, cart] = sizes;
    bench.say(&format!(
        "{OTHERS} products; the list page has {list} bytes, a product page {product}, the cart {cart}"
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

/// What lies in a visitor's cart.
const PIECE: &str = "product=goods-1&sku=goods-1&quantity=1";

/// Visitors asking for a page again and again.
async fn visit(host: &str, path: &'static str, with_cart: bool) -> Run {
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        let mut visitor = Http::open(host).await;
        if with_cart {
            let put = visitor.post("/cart/lines", PIECE).await;
            assert!(put.status == 303, "not put into the cart: {}", put.status);
        }
        visitors.push(Mutex::new(visitor));
    }
    let visitors = Arc::new(visitors);
    drive(VISITORS, ROUND, move |caller, call| {
        let visitors = visitors.clone();
        async move {
            let (number, turn) = (
                (call * 13 + caller as u64) % GOODS,
                call * 16 + caller as u64,
            );
            let asked = match path {
                it if it.ends_with('N') => it.replace('N', &number.to_string()),
                it if it.ends_with('W') => it.replace('W', &words(turn)),
                it => it.replace('K', &name(turn)),
            };
            let page = visitors[caller].lock().await.get(&asked).await;
            assert!(
                page.status == 200 && page.body.len() > 40,
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
    clients: Vec<Prepared>,
}

/// A connection, and what is asked over it: list, product, search, cart.
type Prepared = (Client, [Statement; 4]);

const LIST: &str = "
SELECT p.product_id, p.name, p.summary, p.category, p.picture, p.badges, p.price, p.list_price,
       (SELECT sum(s.on_hand)::int8 FROM read.catalogue_stock AS s WHERE s.stock_id = ANY (p.skus)) AS on_hand
FROM read.catalogue_products AS p WHERE p.store = $1 AND NOT p.hidden
ORDER BY p.listed_at DESC, p.product_id LIMIT 24";

const PRODUCT: &str = "
SELECT p.doc, (SELECT sum(s.on_hand)::int8 FROM read.catalogue_stock AS s WHERE s.stock_id = ANY (p.skus)) AS on_hand
FROM read.catalogue_products AS p WHERE p.product_id = $1 AND NOT p.hidden";

const SEARCH: &str = "
SELECT p.product_id, p.name, p.summary, p.category, p.picture, p.badges, p.price, p.list_price,
       (SELECT sum(s.on_hand)::int8 FROM read.catalogue_stock AS s WHERE s.stock_id = ANY (p.skus)) AS on_hand
FROM read.catalogue_products AS p WHERE p.store = $1 AND NOT p.hidden AND p.name ILIKE '%' || $2 || '%'
ORDER BY p.listed_at DESC, p.product_id LIMIT 24";

/// What a cart of one line reads: the cart, the product, what is left of it.
const CART: &str = "
SELECT c.items, p.name, p.price, (SELECT sum(s.on_hand)::int8 FROM read.catalogue_stock AS s WHERE s.stock_id = $1) AS on_hand
FROM read.catalogue_products AS p, LATERAL (SELECT items FROM read.carts WHERE items::text LIKE '%goods-%' LIMIT 1) AS c
WHERE p.product_id = $1";

async fn bare(database: &Database, sizes: [usize; 3]) -> Router {
    let mut clients = Vec::new();
    for _ in 0..8 {
        let client = database.client().await;
        let mut statements = Vec::new();
        for sql in [LIST, PRODUCT, SEARCH, CART] {
            statements.push(client.prepare(sql).await.expect("plain SQL"));
        }
        let statements = statements.try_into().expect("as many as there are");
        clients.push((client, statements));
    }
    let [list_page, product_page, cart_page] =
        sizes.map(|size| bytes_of(size).leak() as &'static str);
    Router::new()
        .route("/list", get(list))
        .route("/product/{product}", get(product))
        .route("/search/{words}", get(search))
        .route("/cart/{number}", get(cart))
        .route("/static-cart", get(move || async move { Html(cart_page) }))
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
    fn any(&self) -> &Prepared {
        &self.clients[rand::random_range(0..self.clients.len())]
    }
}

async fn list(State(bare): State<Arc<Bare>>) -> Html<String> {
    let (client, [list, ..]) = bare.any();
    let rows = client.query(list, &[&"intake"]).await;
    Html(listed(&rows.expect("the server answers")))
}

async fn search(State(bare): State<Arc<Bare>>, Path(words): Path<String>) -> Html<String> {
    let (client, [_, _, search, _]) = bare.any();
    // The first word: ILIKE knows no others.
    let word = words.split('+').next().unwrap_or_default();
    let rows = client.query(search, &[&"intake", &word]).await;
    Html(listed(&rows.expect("the server answers")))
}

async fn cart(State(bare): State<Arc<Bare>>, Path(number): Path<u64>) -> Html<String> {
    let (client, [.., cart]) = bare.any();
    let row = client.query_one(cart, &[&format!("goods-{number}")]).await;
    let row = row.expect("the product is there");
    let (name, price, on_hand): (&str, i64, Option<i64>) = (row.get(1), row.get(2), row.get(3));
    Html(format!("<h1>{name}</h1><p>{price} {on_hand:?}</p>"))
}

/// Rows of a list as plain HTML.
fn listed(rows: &[tokio_postgres::Row]) -> String {
    let mut page = String::new();
    for row in rows {
        let (product, name, summary): (&str, &str, &str) = (row.get(0), row.get(1), row.get(2));
        let (price, on_hand): (i64, Option<i64>) = (row.get(6), row.get(8));
        let link = format_args!("<a href=\"/product/{product}\">{name}</a>");
        let line = write!(page, "<li>{link} {summary} {price} {on_hand:?}</li>");
        line.expect("text takes more text");
    }
    page
}

async fn product(State(bare): State<Arc<Bare>>, Path(product): Path<String>) -> Html<String> {
    let (client, [_, one, ..]) = bare.any();
    let row = client
        .query_one(one, &[&product])
        .await
        .expect("the product is there");
    let (doc, on_hand): (&str, Option<i64>) = (row.get(0), row.get(1));
    Html(format!("<h1>{product}</h1><p>{doc}</p><p>{on_hand:?}</p>"))
}
