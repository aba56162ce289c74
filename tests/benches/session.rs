//! A whole guest session over HTTP against the real binary: product page, into the cart, the
//! cart, the order form, the order, the provider's notice. Processor time of shop and
//! PostgreSQL per session (pages, projections and processes included, the visitor not), and
//! sessions a second beside the library's orders.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use domain::{OrderId, Won};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use gateways::inicis::deposit_notice::DepositNotice;
use shop::ports::{AccountAsk, VirtualAccounts};
use tests::made_up::{copy_in, shelves};
use tests::measure::{
    Bench, Beside, Http, Limit, Run, Series, buy, cpu_seconds, drive, open_counter, postmaster,
};
use tests::pg::{Database, database};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(4);
const VISITORS: usize = 16;
/// Products beside those of the demo.
const OTHERS: u64 = 50_000;
/// The demo shop's merchant id.
const MERCHANT: &str = "jangbudemo";

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let server = postmaster(&bench.database.client().await).await;
    let library = open_counter(&database().await, 40).await;
    let site = Site::open(&bench.database).await;
    site.visit(Duration::from_secs(2), true).await;
    let [mut cpu, mut sessions, mut parts, mut orders, mut waits] =
        [const { Series(Vec::new()) }; 5];
    for _ in 0..ROUNDS {
        let before = site.cpu(server);
        let run = site.visit(ROUND, true).await;
        // What was written last is still being folded.
        tokio::time::sleep(Duration::from_millis(500)).await;
        #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
        cpu.push((site.cpu(server) - before) * 1_000.0 / run.done as f64);
        waits.push(run.per_mille(990));
        sessions.push(run.rate());
        parts.push(site.visit(ROUND / 2, false).await.rate());
        let shop = library.clone();
        let run = drive(VISITORS, ROUND / 2, move |caller, call| {
            let shop = shop.clone();
            async move {
                buy(&shop, (call * 7 + caller as u64) % 40).await;
            }
        });
        orders.push(run.await.rate());
    }
    bench.absolute(
        "guest session over HTTP: processor time of all",
        "ms",
        &cpu,
        Limit::AtMost(1.5),
    );
    let orders = Beside {
        name: "library orders, 16 callers",
        rounds: &orders,
    };
    bench.compare(
        "their order part over HTTP, 16 visitors",
        "/s",
        &parts,
        &orders,
        Limit::AtLeast(0.6),
    );
    bench.absolute(
        "guest sessions over HTTP, 16 visitors",
        "/s",
        &sessions,
        Limit::None,
    );
    bench.absolute(
        "guest session: 99 % take at most",
        "ms",
        &waits,
        Limit::None,
    );
    site.close().await;
    bench.close();
}

/// Something to buy.
struct Goods {
    product: String,
    sku: String,
    /// What a piece costs with its carriage, as the order form says.
    total: String,
}

/// The real binary, serving the demo shop.
struct Site {
    child: Child,
    host: String,
    goods: Arc<Vec<Goods>>,
    bank: Arc<DemoBank>,
    _data: tempfile::TempDir,
}

impl Site {
    async fn open(database: &Database) -> Self {
        let binary = std::env::current_exe()
            .expect("a program has a file")
            .with_file_name("../jangbu");
        let data = tempfile::tempdir().expect("a directory");
        let mut child = Command::new(&binary)
            .args(["up", "--port", "0", "--json", "--data"])
            .arg(data.path())
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
        let first = said
            .next_line()
            .await
            .expect("a pipe")
            .expect("it tells where it listens");
        let told: serde_json::Value = serde_json::from_str(&first).expect("JSON");
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
            bank: Arc::new(DemoBank::new(MERCHANT, Books::in_memory())),
            _data: data,
        }
    }

    /// Seconds of processor time that shop and database have used.
    fn cpu(&self, postmaster: u32) -> f64 {
        cpu_seconds(postmaster) + cpu_seconds(self.child.id().expect("it runs"))
    }

    /// All visitors, session after session, whole ones or only what is written.
    async fn visit(&self, time: Duration, whole: bool) -> Run {
        let mut visitors = Vec::new();
        for _ in 0..VISITORS {
            visitors.push(Mutex::new(Http::open(&self.host).await));
        }
        let (visitors, goods, bank) = (Arc::new(visitors), self.goods.clone(), self.bank.clone());
        drive(VISITORS, time, move |caller, call| {
            let (visitors, goods, bank) = (visitors.clone(), goods.clone(), bank.clone());
            async move {
                let number = (usize::try_from(call).expect("few") * 7 + caller * 3) % goods.len();
                let visitor = &mut *visitors[caller].lock().await;
                if whole {
                    session(visitor, &goods[number], &bank).await;
                } else {
                    order_part(visitor, &goods[number], &bank).await;
                }
            }
        })
        .await
    }

    async fn close(mut self) {
        let pid = nix::unistd::Pid::from_raw(self.child.id().expect("it runs").cast_signed());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).expect("it runs");
        self.child.wait().await.expect("it ends");
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

/// From the product's page to the paid order.
async fn session(visitor: &mut Http, goods: &Goods, bank: &DemoBank) {
    visitor.forget();
    let page = visitor.get(&format!("/products/{}", goods.product)).await;
    assert!(page.status == 200, "no product page: {}", page.status);
    put(visitor, goods).await;
    let cart = visitor.get("/cart").await;
    assert!(cart.body.contains("/checkout"), "the cart is empty");
    let form = visitor.get("/checkout").await;
    let (key, total) = (
        form.field("checkout_key").to_owned(),
        form.field("shown_total").to_owned(),
    );
    order(visitor, &key, &total, bank).await;
}

/// The part of it that writes, without the pages between.
async fn order_part(visitor: &mut Http, goods: &Goods, bank: &DemoBank) {
    visitor.forget();
    put(visitor, goods).await;
    order(visitor, "the-only-one", &goods.total, bank).await;
}

async fn put(visitor: &mut Http, Goods { product, sku, .. }: &Goods) {
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

async fn order(visitor: &mut Http, key: &str, total: &str, bank: &DemoBank) {
    let filled = format!("checkout_key={key}&shown_total={total}&step=order&{FORM}");
    let placed = visitor.post("/checkout", &filled).await;
    assert!(
        placed.status == 303,
        "no order: {} {}",
        placed.status,
        placed.body
    );
    let order: OrderId = placed
        .location
        .split('/')
        .nth(2)
        .expect("an order's address")
        .parse()
        .expect("its number");
    let notice = notice(bank, order, Won(total.parse().expect("won")))
        .await
        .to_form();
    let told = visitor.post("/webhooks/inicis/vbank", &notice).await;
    assert!(told.body == "OK", "the notice was answered {}", told.body);
}

/// What the provider says when the money comes: it gave the account itself.
async fn notice(bank: &DemoBank, order: OrderId, amount: Won) -> DepositNotice {
    let ask = AccountAsk {
        store: "intake".parse().expect("a name"),
        payment: order.payment(),
        order: order.clone(),
        bank: "088".to_owned(),
        amount,
        deadline: chrono::Utc::now(),
    };
    let account = bank.issue(&ask).await.expect("the demo bank issues");
    DepositNotice {
        deposit: format!("ININPGVBNK{order}"),
        issue: account.issue,
        order: order.to_string(),
        merchant: MERCHANT.to_owned(),
        account: account.account,
        bank: account.bank,
        bank_name: "신한은행".to_owned(),
        amount,
        depositor: "홍길동".to_owned(),
        at: chrono::Utc::now(),
    }
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
        shop.receive_stock(&tests::shop::process(), &sku, 1_000_000, note)
            .await
            .expect("pieces arrive");
        visitor.forget();
        put(&mut visitor, &one).await;
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
    &address_detail=101&bank=088&agree_order=on&agree_privacy=on";
