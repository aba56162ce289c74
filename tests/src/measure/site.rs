//! The real binary as a server under load, and what its visitors do.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::{Http, cpu_seconds, open_counter};
use crate::made_up::{copy_in, shelves};
use crate::pg::Database;

/// Products beside those of the demo.
const OTHERS: u64 = 50_000;

/// Something to buy.
pub struct Goods {
    /// Its product.
    pub product: String,
    /// Its SKU.
    pub sku: String,
    /// What a piece costs with its carriage, as the order form says.
    pub total: String,
}

/// The real binary, serving the demo shop.
pub struct Site {
    child: Child,
    /// Where it listens: `127.0.0.1:PORT`.
    pub host: String,
    /// What it sells.
    pub goods: Arc<Vec<Goods>>,
    _data: TempDir,
}

impl Site {
    /// Opens it in this directory, with as many products as a large shop has.
    pub async fn open(database: &Database, data: TempDir) -> Self {
        let (child, told) = jangbu(database, &["up", "--port", "0"], data.path()).await;
        let shop = told["shop"]
            .as_str()
            .expect("an address")
            .trim_start_matches("http://");
        let host = shop.trim_end_matches('/').to_owned();
        caught_up(&host).await;
        let goods = Arc::new(goods(database, &host).await);
        // As many products beside them as a large shop has; its tables follow. The demo has a tree already.
        copy_in(&database.client().await, shelves("intake", OTHERS).skip(1)).await;
        caught_up(&host).await;
        Self {
            child,
            host,
            goods,
            _data: data,
        }
    }

    /// Seconds of processor time that shop and database have used.
    #[must_use]
    pub fn cpu(&self, postmaster: u32) -> f64 {
        cpu_seconds(postmaster) + cpu_seconds(self.child.id().expect("it runs"))
    }

    /// Closes it.
    pub async fn close(self) {
        end(self.child).await;
    }
}

/// Waits until the shop's tables know all that is in its log.
async fn caught_up(host: &str) {
    let mut visitor = Http::open(host).await;
    loop {
        let told = visitor.get("/readyz").await;
        let told: serde_json::Value = serde_json::from_str(&told.body).expect("JSON");
        let models = told["projections"].as_array().expect("all of them");
        if models.iter().all(|model| model["lag_events"] == 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Starts the program, built for release, with a data directory; gives the first line that it says.
pub async fn jangbu(database: &Database, words: &[&str], data: &Path) -> (Child, Value) {
    let binary = std::env::current_exe()
        .expect("a program has a file")
        .with_file_name("../jangbu");
    let mut child = Command::new(&binary)
        .args(words)
        .args(["--json", "--data"])
        .arg(data)
        .env("DATABASE_URL", &database.url)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|why| {
            panic!(
                "{}: {why}; build it first: cargo build --release",
                binary.display()
            )
        });
    let mut said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = said.next_line().await.expect("a pipe");
    let first = first.expect("it tells where it listens");
    (child, serde_json::from_str(&first).expect("JSON"))
}

/// Asks a program that was started here to end, and waits for it.
pub async fn end(mut child: Child) {
    let pid = nix::unistd::Pid::from_raw(child.id().expect("it runs").cast_signed());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).expect("it runs");
    child.wait().await.expect("it ends");
}

/// Puts a piece into the visitor's cart.
pub async fn put_into_cart(visitor: &mut Http, Goods { product, sku, .. }: &Goods) {
    let put = visitor
        .post(
            "/cart/lines",
            &format!("product={product}&sku={sku}&quantity=1"),
        )
        .await;
    assert!(
        put.status == 303,
        "not put into the cart: {} {}",
        put.status,
        put.body
    );
}

/// Sends the order form, and gives the address that the browser is sent on to.
pub async fn place(visitor: &mut Http, key: &str, total: &str, way: &str) -> String {
    let filled = format!("checkout_key={key}&shown_total={total}&step=order&{FORM}&{way}");
    let placed = visitor.post("/checkout", &filled).await;
    assert!(
        placed.status == 303,
        "no order: {} {}",
        placed.status,
        placed.body
    );
    placed.location
}

/// The demo's first store's products of one option, with more pieces for them.
async fn goods(database: &Database, host: &str) -> Vec<Goods> {
    let client = database.client().await;
    let sold = "SELECT product_id, p.skus[1] FROM read.catalogue_products p JOIN read.catalogue_window w USING (product_id)
                WHERE w.store = 'intake' AND cardinality(p.skus) = 1 AND w.sale_from IS NULL ORDER BY 1";
    let rows = client.query(sold, &[]).await.expect("the server answers");
    assert!(!rows.is_empty(), "the demo shop is empty");
    let shop = open_counter(database, 0).await;
    let mut visitor = Http::open(host).await;
    let mut goods = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut one = Goods {
            product: row.get(0),
            sku: row.get(1),
            total: String::new(),
        };
        let (sku, note) = (
            one.sku.parse().expect("a SKU"),
            "bench".parse().expect("a name"),
        );
        shop.receive_stock(&crate::shop::process(), &sku, 1_000_000, note)
            .await
            .expect("pieces arrive");
        visitor.forget();
        put_into_cart(&mut visitor, &one).await;
        visitor
            .get("/checkout")
            .await
            .field("shown_total")
            .clone_into(&mut one.total);
        goods.push(one);
    }
    goods
}

const FORM: &str = "orderer_name=%ED%99%8D%EA%B8%B8%EB%8F%99&orderer_phone=010-1234-5678&same=on&postcode=04001\
    &address=%EC%84%9C%EC%9A%B8%20%EB%A7%88%ED%8F%AC%EA%B5%AC%20%EC%9B%94%EB%93%9C%EC%BB%B5%EB%A1%9C%201\
    &address_detail=101&agree_order=on&agree_privacy=on";
