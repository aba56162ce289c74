//! Searching, lists and categories among 50,000 products: how long one asking takes, beside what one
//! would write without tables of our own: ILIKE over names, summaries and options, or the bare rows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use projections::catalogue::{self, ListQuery, Sort};
use projections::{Source, named, rebuild};
use sqlx::PgPool;
use store::{EventLog, PgLog};
use tests::made_up::{copy_in, shelves};
use tests::measure::{Bench, Beside, Limit, Series};

const PRODUCTS: u64 = 50_000;
const ROUNDS: usize = 4;
const CALLS: usize = 25;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let client = bench.database.client().await;
    copy_in(&client, shelves("demo", PRODUCTS)).await;
    let pool = folded(&bench).await;
    client
        .batch_execute("VACUUM ANALYZE")
        .await
        .expect("the server answers");
    bench.say(&format!("{PRODUCTS} products"));
    for (name, typed, alike) in SEARCHES {
        let ours = async || {
            let found = catalogue::list(&pool, &search(typed)).await;
            assert!(
                !found.expect("the tables answer").items.is_empty(),
                "{typed}"
            );
        };
        let beside = async || rows(&pool, ILIKE, alike).await;
        compare(&bench, name, "ILIKE", ours, beside).await;
    }
    for (name, query) in lists() {
        let ours = async || {
            let found = catalogue::list(&pool, &query).await;
            assert!(
                !found.expect("the tables answer").items.is_empty(),
                "{name}"
            );
        };
        let page = i64::from(query.page);
        let beside = async || bare(&pool, query.sort, page).await;
        compare(&bench, name, "whole table, sorted", ours, beside).await;
    }
    others(&bench, &pool).await;
    bench.close();
}

/// A figure's name, what is typed, and the nearest that ILIKE can ask for.
const SEARCHES: [(&str, &str, &str); 9] = [
    ("search, a word", "유정란", "유정란"),
    ("search, two words", "제주 감귤", "감귤"),
    ("search, half typed", "유저", "유정"),
    ("search, initials", "ㅇㅈㄹ", "유정란"),
    ("search, two initials", "ㄴㅊ", "녹차"),
    ("search, mixed", "유ㅈ란", "유정란"),
    ("search, one syllable", "무", "무"),
    ("search, one initial that half of all have", "ㅇ", "유"),
    ("search, a SKU", "SKU-012345", "SKU-012345"),
];

fn now() -> DateTime<Utc> {
    "2026-06-01T00:00:00Z".parse().expect("a literal time")
}

fn search(typed: &str) -> ListQuery {
    ListQuery {
        search: typed.to_owned(),
        sort: Sort::Match,
        ..all()
    }
}

fn all() -> ListQuery {
    ListQuery::new("demo", now())
}

fn lists() -> Vec<(&'static str, ListQuery)> {
    let by = |sort| ListQuery { sort, ..all() };
    let category = |id: &str| Some(id.to_owned());
    vec![
        ("list, newest", all()),
        ("list, newest, page 100", ListQuery { page: 100, ..all() }),
        ("list, most popular", by(Sort::Popular)),
        (
            "list, a category with 40 below it",
            ListQuery {
                category: category("part-1"),
                ..by(Sort::Popular)
            },
        ),
        (
            "list, one small category, cheapest",
            ListQuery {
                category: category("shelf-7"),
                ..by(Sort::PriceLow)
            },
        ),
        (
            "list, badge, price and stock",
            ListQuery {
                badges: vec!["new".to_owned()],
                price_from: Some(5_000),
                price_to: Some(9_000),
                in_stock: true,
                ..by(Sort::Popular)
            },
        ),
    ]
}

async fn others(bench: &Bench, pool: &PgPool) {
    let product = async || {
        let page = catalogue::product(pool, "demo", "p-012345").await;
        assert!(
            page.expect("the tables answer").is_some(),
            "the product is there"
        );
    };
    let row = async || {
        rows(
            pool,
            "SELECT doc FROM read.catalogue_products WHERE product_id = $1",
            "p-012345",
        )
        .await;
    };
    compare(bench, "product page's rows", "its row alone", product, row).await;
    let tree = async || {
        let tree = catalogue::categories(pool, "demo", now()).await;
        assert!(
            tree.expect("the tables answer").len() > 200,
            "the tree is there"
        );
    };
    absolute(bench, "tree of 205 categories, counted", tree).await;
    let nearest = async || {
        let near = catalogue::nearest(pool, "demo", "유정랑", now(), 3).await;
        assert!(
            !near.expect("the tables answer").is_empty(),
            "something is near"
        );
    };
    absolute(bench, "nearest words when nothing is found", nearest).await;
}

const ILIKE: &str = "
SELECT product_id, name, summary, price FROM read.catalogue_products
 WHERE store = 'demo' AND NOT hidden
   AND concat_ws(' ', name, summary, category_name, array_to_string(skus, ' ')) ILIKE '%' || $1 || '%'
 ORDER BY listed_at DESC, product_id LIMIT 24";

async fn rows(pool: &PgPool, sql: &str, asked: &str) {
    let rows = sqlx::query(sql).bind(asked).fetch_all(pool).await;
    assert!(!rows.expect("the server answers").is_empty(), "{asked}");
}

/// The page as it was read before there was a table for it: sorted anew, and counted.
async fn bare(pool: &PgPool, sort: Sort, page: i64) {
    let order = match sort {
        Sort::PriceLow => "p.price, p.product_id",
        Sort::Popular => "coalesce(b.sold, 0) DESC, p.product_id",
        _ => "p.listed_at DESC, p.product_id",
    };
    let sold = match sort {
        Sort::Popular => {
            "LEFT JOIN (SELECT o.product_id, sum(s.sold) AS sold FROM read.catalogue_offers o
             JOIN read.catalogue_stock s USING (stock_id) GROUP BY 1) b USING (product_id)"
        }
        _ => "",
    };
    let sql = format!(
        "SELECT p.product_id, p.name, p.summary, p.price, count(*) OVER () AS total
           FROM read.catalogue_products p {sold} WHERE p.store = 'demo' AND NOT p.hidden
          ORDER BY {order} LIMIT 24 OFFSET $1"
    );
    let rows = sqlx::query(&sql)
        .bind((page - 1) * 24)
        .fetch_all(pool)
        .await;
    assert!(!rows.expect("the server answers").is_empty(), "page {page}");
}

/// Milliseconds of each call, turn by turn; judged by the slowest of a hundred.
async fn timed(call: &impl AsyncFn(), into: &mut Vec<Duration>) -> f64 {
    let began = Instant::now();
    for _ in 0..CALLS {
        let asked = Instant::now();
        call().await;
        into.push(asked.elapsed());
    }
    began.elapsed().as_secs_f64() * 1_000.0 / f64::from(u32::try_from(CALLS).unwrap_or(1))
}

async fn compare(
    bench: &Bench,
    name: &str,
    rival: &str,
    ours: impl AsyncFn(),
    beside: impl AsyncFn(),
) {
    let [mut mine, mut theirs] = [const { Series(Vec::new()) }; 2];
    let (mut waits, mut other_waits) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        mine.push(timed(&ours, &mut waits).await);
        theirs.push(timed(&beside, &mut other_waits).await);
    }
    let beside = Beside {
        name: rival,
        rounds: &theirs,
    };
    bench.compare(name, "ms", &mine, &beside, Limit::AtMost(1.0));
    slowest(bench, name, &mut waits);
}

async fn absolute(bench: &Bench, name: &str, ours: impl AsyncFn()) {
    let (mut mine, mut waits) = (Series(Vec::new()), Vec::new());
    for _ in 0..ROUNDS {
        mine.push(timed(&ours, &mut waits).await);
    }
    bench.absolute(name, "ms", &mine, Limit::AtMost(20.0));
    slowest(bench, name, &mut waits);
}

fn slowest(bench: &Bench, name: &str, waits: &mut [Duration]) {
    waits.sort_unstable();
    let last = waits[waits.len() * 99 / 100].as_secs_f64() * 1_000.0;
    let series = Series(vec![last]);
    bench.absolute(
        &format!("  {name}: 99th percentile"),
        "ms",
        &series,
        Limit::AtMost(20.0),
    );
}

async fn folded(bench: &Bench) -> PgPool {
    let pool = bench.database.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(
        PgLog::connect(&bench.database.url, 4)
            .await
            .expect("the log answers"),
    );
    let catalogue = named("catalogue").expect("there is one");
    let began = Instant::now();
    let source = Source::new(log, Arc::default());
    let rebuilt = rebuild(&pool, &source, &[catalogue])
        .await
        .expect("events are sound");
    let took = began.elapsed().as_secs_f64();
    bench.say(&format!("{} events folded in {took:.1} s", rebuilt.events));
    pool
}
