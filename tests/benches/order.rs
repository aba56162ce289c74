//! An order placed and paid through the library: goods into a cart, the order form, the
//! provider's notice. Beside one transaction in one round trip by pgbench that writes the
//! same rows and checks the same stock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::{CartId, OrderId};
use shop::Shop;
use tests::measure::{
    Bench, Beside, Limit, Pgbench, Run, Series, buy, drive, literal, open_counter,
};
use tests::pg::Database;
use tokio_postgres::Client;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(2_500);
const CALLERS: usize = 64;
const GOODS: u64 = 200;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let shop = open_counter(&bench.database, GOODS).await;
    let client = bench.database.client().await;
    let first = buy(&shop, 0).await;
    let pgbench = same_rows(&client, &bench.database, first).await;
    let [mut ours, mut rows, mut waits] = [const { Series(Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        let run = orders(&shop).await;
        ours.push(run.rate());
        waits.push(run.per_mille(990));
        rows.push(pgbench.run(CALLERS, 3, &[]).await.rate);
    }
    let rows = Beside {
        name: "pgbench, the same rows, -c 64",
        rounds: &rows,
    };
    bench.compare(
        "order placed and paid, library, 64 callers",
        "/s",
        &ours,
        &rows,
        Limit::AtLeast(0.4),
    );
    bench.absolute(
        "order placed and paid: 99 % take at most",
        "ms",
        &waits,
        Limit::None,
    );
    bench.close();
}

async fn orders(shop: &Shop) -> Run {
    static CALL: AtomicU64 = AtomicU64::new(0);
    let shop = shop.clone();
    drive(CALLERS, ROUND, move |_, _| {
        let shop = shop.clone();
        async move {
            buy(&shop, CALL.fetch_add(1, Ordering::Relaxed) % GOODS).await;
        }
    })
    .await
}

/// A script that writes what this order wrote, once more for another number, and
/// takes a piece from a shelf of the same goods.
async fn same_rows(
    client: &Client,
    database: &Database,
    (cart, order): (CartId, OrderId),
) -> Pgbench {
    let make = format!(
        "CREATE TABLE same_events (LIKE events INCLUDING ALL);
         CREATE TABLE same_keys (LIKE vault_keys INCLUDING ALL);
         CREATE TABLE same_entries (LIKE vault_entries INCLUDING ALL,
                                    FOREIGN KEY (key_id) REFERENCES same_keys ON DELETE CASCADE);
         CREATE TABLE shelf (sku text PRIMARY KEY, on_hand bigint NOT NULL CHECK (on_hand >= 0));
         INSERT INTO shelf SELECT 'goods-' || n, 1000000000 FROM generate_series(0, {GOODS} - 1) AS n"
    );
    client
        .batch_execute(&make)
        .await
        .expect("the tables are made");
    let order = order.to_string();
    let written = "SELECT aggregate_type, aggregate_id, sequence, event_type, event_version, payload::text, metadata::text
                   FROM events WHERE aggregate_id IN ($1, $2, $2 || '.1')
                      OR aggregate_type = 'stock' AND payload::text LIKE '%' || $2 || '%'";
    let events = client
        .query(written, &[&cart.to_string(), &order])
        .await
        .expect("the log answers");
    assert!(events.len() == 11, "an order has {} events", events.len());
    let rows: Vec<String> = events.iter().map(row).collect();
    let vault = "SELECT length(k.wrapped), k.subject, k.class, length(e.sealed)
                 FROM vault_keys AS k JOIN vault_entries AS e USING (key_id) LIMIT 1";
    let vault = client
        .query_one(vault, &[])
        .await
        .expect("the vault holds the recipient");
    let (wrapped, subject, class, sealed): (i32, String, String, i32) =
        (vault.get(0), vault.get(1), vault.get(2), vault.get(3));
    let script = format!(
        "\\set n random(1, 9000000000000000000)\n\
         \\set goods random(0, {GOODS} - 1)\n\
         WITH taken AS (UPDATE shelf SET on_hand = on_hand - 1
              WHERE sku = 'goods-' || (:goods)::text AND on_hand >= 1 RETURNING gen_random_uuid() AS key_id),
         keys AS (INSERT INTO same_keys (key_id, subject, class, wrapped)
              SELECT key_id, {subject}, '{class}', decode(repeat('5a', {wrapped}), 'hex') FROM taken RETURNING key_id),
         entries AS (INSERT INTO same_entries (id, key_id, sealed)
              SELECT gen_random_uuid(), key_id, decode(repeat('5a', {sealed}), 'hex') FROM keys)
         INSERT INTO same_events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         SELECT v.* FROM taken, (VALUES {rows}) AS v;\n",
        subject = literal(&subject),
        rows = rows.join(", "),
    );
    let one_line: String = script
        .lines()
        .map(str::trim)
        .fold(String::new(), |text, line| {
            let end = if line.starts_with('\\') || line.ends_with(';') {
                "\n"
            } else {
                " "
            };
            text + line + end
        });
    Pgbench::new(&database.url, &one_line)
}

/// A recorded event as a row of VALUES, its stream renamed by the script's number.
fn row(event: &tokio_postgres::Row) -> String {
    let text = |at: usize| literal(&event.get::<_, String>(at));
    let (kind, id, sequence) = (text(0), text(1), event.get::<_, i64>(2));
    format!(
        "({kind}, {id} || (:n)::text, {sequence}, {}, {}, {}::json, {}::json)",
        text(3),
        text(4),
        text(5),
        text(6)
    )
}
