//! A whole guest session over HTTP against the real binary: product page, into the cart, the
//! cart, the order form, the order, the provider's notice. Processor time of shop and
//! PostgreSQL per session (pages, projections and processes included, the visitor not), and
//! sessions a second beside the library's orders.

use std::sync::Arc;
use std::time::Duration;

use domain::{OrderId, Won};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use gateways::inicis::deposit_notice::DepositNotice;
use shop::ports::{AccountAsk, VirtualAccounts};
use tests::measure::{
    Bench, Beside, Goods, Http, Limit, Run, Series, Site, buy, drive, open_counter, place,
    postmaster, put_into_cart,
};
use tests::pg::database;
use tokio::sync::Mutex;

const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(4);
const VISITORS: usize = 16;
/// The demo shop's merchant id.
const MERCHANT: &str = "jangbudemo";

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let server = postmaster(&bench.database.client().await).await;
    let library = open_counter(&database().await, 40).await;
    let data = tempfile::tempdir().expect("a directory");
    let site = Site::open(&bench.database, data).await;
    let bank = Arc::new(DemoBank::new(MERCHANT, Books::in_memory()));
    visit(&site, &bank, Duration::from_secs(2), true).await;
    let [mut cpu, mut sessions, mut parts, mut orders, mut waits] =
        [const { Series(Vec::new()) }; 5];
    for _ in 0..ROUNDS {
        let before = site.cpu(server);
        let run = visit(&site, &bank, ROUND, true).await;
        // What was written last is still being folded.
        tokio::time::sleep(Duration::from_millis(500)).await;
        #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
        cpu.push((site.cpu(server) - before) * 1_000.0 / run.done as f64);
        waits.push(run.per_mille(990));
        sessions.push(run.rate());
        parts.push(visit(&site, &bank, ROUND / 2, false).await.rate());
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

/// All visitors, session after session, whole ones or only what is written.
async fn visit(site: &Site, bank: &Arc<DemoBank>, time: Duration, whole: bool) -> Run {
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        visitors.push(Mutex::new(Http::open(&site.host).await));
    }
    let (visitors, goods, bank) = (Arc::new(visitors), site.goods.clone(), bank.clone());
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

/// From the product's page to the paid order.
async fn session(visitor: &mut Http, goods: &Goods, bank: &DemoBank) {
    visitor.forget();
    let page = visitor.get(&format!("/products/{}", goods.product)).await;
    assert!(page.status == 200, "no product page: {}", page.status);
    put_into_cart(visitor, goods).await;
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
    put_into_cart(visitor, goods).await;
    order(visitor, "the-only-one", &goods.total, bank).await;
}

async fn order(visitor: &mut Http, key: &str, total: &str, bank: &DemoBank) {
    let placed = place(visitor, key, total, "bank=088").await;
    let order: OrderId = placed
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
