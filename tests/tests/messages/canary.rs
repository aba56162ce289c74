//! A person's number and name are found in no table outside the vault, no job and no log.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use gateways::texting::simulated::Fault;
use sqlx::PgPool;
use store::post::Said;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};
use workers::post::bulk::{BulkBatch, Content, Plan, Recipient};
use workers::post::texts::send_text;

use crate::bulk::made;
use crate::scene::{STORE, Scene, paid};

const NUMBER: &str = "01055512321";
const NAME: &str = "카나리아";

/// Keeps every word of every event.
#[derive(Clone, Default)]
pub struct Ear(Arc<Mutex<String>>);

impl Ear {
    /// Whether an error said these words.
    pub fn heard_error(&self, words: &str) -> bool {
        let heard = self.0.lock().unwrap();
        let mut errors = heard.lines().filter(|line| line.starts_with("ERROR"));
        errors.any(|line| line.contains(words))
    }
}

struct Words<'a>(&'a mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, "{}={value:?} ", field.name()).unwrap();
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        span.record(&mut Words(&mut self.0.lock().unwrap()));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut Words(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        // What the HTTP client says on its lowest level is never asked for.
        if *event.metadata().level() <= tracing::Level::DEBUG {
            let mut heard = self.0.lock().unwrap();
            write!(heard, "\n{} ", event.metadata().level()).unwrap();
            event.record(&mut Words(&mut heard));
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// Every row of every table, as text.
async fn dump(pool: &PgPool) -> String {
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_schema, table_name FROM information_schema.tables
          WHERE table_schema IN ('public', 'graphile_worker') AND table_type = 'BASE TABLE'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut all = String::new();
    for (schema, table) in &tables {
        let sql = format!("SELECT coalesce(string_agg(t::text, ' '), '') FROM {schema}.{table} t");
        let rows: String = sqlx::query_scalar(&sql).fetch_one(pool).await.unwrap();
        all += &rows;
    }
    assert!(tables.iter().any(|(_, table)| table == "deliveries"));
    all
}

/// Advertising to one person.
fn to_the_canary() -> Plan {
    Plan {
        store: STORE.to_owned(),
        content: Content::Words {
            subject: String::new(),
            text: "#{이름}님, 안녕하세요".to_owned(),
        },
        advertising: true,
        by: "staff:desk".to_owned(),
        recipients: vec![Recipient {
            row: 2,
            phone: NUMBER.to_owned(),
            values: vec![("이름".to_owned(), NAME.to_owned())],
        }],
    }
}

#[tokio::test]
async fn a_person_is_found_nowhere_but_in_the_vault() {
    let ear = Ear::default();
    let _listening = tracing::subscriber::set_default(ear.clone());
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    let post = scene.post(texter.clone());
    scene.says(&[NUMBER], Said::Given).await;
    let mut told = String::new();
    for (n, fault) in [
        Fault::Unavailable,
        Fault::TakenThenError,
        Fault::Garbage,
        Fault::None,
    ]
    .into_iter()
    .enumerate()
    {
        solapi.desk().fail(fault, 1);
        let key = format!("paid:{n}");
        let send = || {
            send_text(
                &post,
                &scene.shop,
                &scene.pool,
                paid(&scene, &key, NUMBER, true),
                None,
            )
        };
        if let Err(error) = send().await {
            write!(told, "{error} {error:?} ").unwrap();
        }
        scene.later();
        send().await.unwrap();
    }
    solapi.desk().refuse(NUMBER);
    let message = paid(&scene, "paid:refused", NUMBER, true);
    write!(told, "{message:?}").unwrap();
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    let plan = to_the_canary();
    write!(told, "{plan:?}").unwrap();
    let send = made(&scene, &plan).await;
    let before = dump(&scene.pool).await;
    scene
        .run(&BulkBatch { send, batch: 0 }, texter)
        .await
        .unwrap();
    let heard = ear.0.lock().unwrap().clone();
    assert!(heard.contains("bulk send"), "the ear hears");
    for place in [before, dump(&scene.pool).await, heard, told] {
        for canary in [NUMBER, &NUMBER[1..], NAME, "1055512321"] {
            let found = place
                .find(canary)
                .map(|at| place[at.saturating_sub(80)..at].to_owned());
            assert_eq!(found, None, "{canary}");
        }
    }
}
