//! Checkouts that are paid in a provider's window, over HTTP against the real binary: into the cart, the order form,
//! to the window, its page, the agreement there, back, paid. The providers are simulated in a process of their own,
//! so that what they cost stands apart from what shop and PostgreSQL cost.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::{Client, Url, redirect};
use tests::measure::{
    Bench, Beside, Goods, Http, Limit, Run, Series, Site, cpu_seconds, drive, end, jangbu, place,
    postmaster, put_into_cart,
};
use tests::pg::Database;
use tokio::process::Child;
use tokio::sync::Mutex;

const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(4);
const VISITORS: usize = 16;
/// The ways to pay, as the order form names them.
const WAYS: [(&str, &str); 2] = [
    ("KakaoPay", "pay=kakaopay%3Awallet"),
    ("TossPay", "pay=tosspay%3Awallet"),
];

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let server = postmaster(&bench.database.client().await).await;
    let data = tempfile::tempdir().expect("a directory");
    let providers = providers(&bench.database, data.path()).await;
    let theirs = providers.id().expect("it runs");
    let site = Site::open(&bench.database, data).await;
    visit(&site, "bank=088", Duration::from_secs(1)).await;
    for (name, way) in WAYS {
        visit(&site, way, Duration::from_secs(1)).await;
        let [mut paid, mut placed, mut ours, mut simulated] = [const { Series(Vec::new()) }; 4];
        for _ in 0..ROUNDS {
            let before = (site.cpu(server), cpu_seconds(theirs));
            let run = visit(&site, way, ROUND).await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            #[expect(clippy::cast_precision_loss, reason = "a count of checkouts")]
            let each = |seconds: f64| seconds * 1_000.0 / run.done as f64;
            ours.push(each(site.cpu(server) - before.0));
            simulated.push(each(cpu_seconds(theirs) - before.1));
            paid.push(run.rate());
            placed.push(visit(&site, "bank=088", ROUND / 2).await.rate());
        }
        let placed = Beside {
            name: "orders placed to wait for a deposit",
            rounds: &placed,
        };
        let rate = format!("paid checkouts, {name}, {VISITORS} visitors");
        bench.compare(&rate, "/s", &paid, &placed, Limit::None);
        let cost = format!("paid checkout, {name}: processor time of shop and PostgreSQL");
        bench.absolute(&cost, "ms", &ours, Limit::None);
        let cost = format!("paid checkout, {name}: processor time of the simulated provider");
        bench.absolute(&cost, "ms", &simulated, Limit::None);
    }
    site.close().await;
    end(providers).await;
    bench.close();
}

/// The simulated providers, whose notices go nowhere.
async fn providers(database: &Database, data: &std::path::Path) -> Child {
    let words = ["simulate", "payments", "--shop", "http://127.0.0.1:9"];
    jangbu(database, &words, data).await.0
}

/// All visitors, checkout after checkout; those that wait for a deposit end with the order.
async fn visit(site: &Site, way: &'static str, time: Duration) -> Run {
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        visitors.push(Mutex::new(Http::open(&site.host).await));
    }
    let (visitors, goods) = (Arc::new(visitors), site.goods.clone());
    drive(VISITORS, time, move |caller, call| {
        let (visitors, goods) = (visitors.clone(), goods.clone());
        async move {
            let number = (usize::try_from(call).expect("few") * 7 + caller * 3) % goods.len();
            let visitor = &mut *visitors[caller].lock().await;
            checkout(visitor, &goods[number], way).await;
        }
    })
    .await
}

async fn checkout(visitor: &mut Http, goods: &Goods, way: &str) {
    visitor.forget();
    put_into_cart(visitor, goods).await;
    let placed = place(visitor, "the-only-one", &goods.total, way).await;
    if way.starts_with("bank=") {
        return;
    }
    let page = visitor.post(&placed, "").await;
    let back = agree(&between(&page.body, "<a class=\"button\" href=\"")).await;
    let came = visitor.get(&back).await;
    let paid = came.status == 303 && came.location.ends_with("?new=1");
    assert!(paid, "not paid: {} {}", came.status, came.location);
}

/// Another browser than the one that is measured: the provider's pages are not the shop's work.
static ELSEWHERE: LazyLock<Client> = LazyLock::new(|| {
    let browser = Client::builder().redirect(redirect::Policy::none());
    browser.no_proxy().build().expect("a client")
});

/// Agrees in a wallet's window, and gives the shop's address that it sends the browser back to.
async fn agree(window: &str) -> String {
    let shown = ELSEWHERE.get(window).send().await.expect("it is open");
    let base = shown.url().clone();
    let page = shown.text().await.expect("a page");
    let action = between(&page, "<form method=\"post\" action=\"");
    let action = base.join(&action).expect("an address");
    let inputs = page.split("<input type=\"hidden\" ").skip(1);
    let mut fields: Vec<(String, String)> = inputs
        .map(|input| (between(input, "name=\""), between(input, "value=\"")))
        .collect();
    if page.contains("name=\"means\"") {
        let means = between(&page, "name=\"means\" value=\"");
        fields.push(("means".to_owned(), means));
    }
    fields.push(("choice".to_owned(), "approve".to_owned()));
    let agreed = ELSEWHERE.post(action).form(&fields).send().await;
    let agreed = agreed.expect("it is open");
    let back = agreed.headers().get(LOCATION).expect("the way back");
    let back = Url::parse(back.to_str().expect("text")).expect("an address");
    match back.query() {
        Some(query) => format!("{}?{query}", back.path()),
        None => back.path().to_owned(),
    }
}

/// What stands between these words and the next quotation mark.
fn between(text: &str, before: &str) -> String {
    let found = text.split_once(before);
    let (_, rest) = found.unwrap_or_else(|| panic!("no `{before}` in {text}"));
    let value = rest.split_once('"').expect("an attribute").0;
    value.replace("&#x3D;", "=").replace("&amp;", "&")
}
