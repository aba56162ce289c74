//! Three workers, one killed again and again, one frozen past its lease: every letter leaves, none is
//! written twice.

use std::collections::BTreeMap;
use std::time::Duration;

use mail_parser::MessageParser;
use rand::Rng;
use tests::fakes::FakeSmtp;
use tests::pg::{Database, database};

use super::buyer::Crowd;
use super::process::Running;
use super::{seed, shop, whole};

/// Orders of the test, each with two letters: received, paid.
const ORDERS: usize = 120;
/// How often one worker is killed while the crowd buys.
const KILLS: usize = 25;
/// Longer than a worker may be silent before others take its jobs (20 s), and than they take to notice.
const FROZEN: Duration = Duration::from_secs(32);

/// Events that a letter follows from.
async fn occasions(database: &Database) -> usize {
    let pool = database.pool().await;
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM events WHERE event_type IN ('VirtualAccountIssued', 'OrderPaid')",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    usize::try_from(count).unwrap()
}

/// How often each letter arrived, by its Message-ID.
fn arrived(smtp: &FakeSmtp) -> BTreeMap<String, usize> {
    let mut letters = BTreeMap::new();
    for letter in smtp.arrived() {
        let raw = letter.raw();
        let mail = MessageParser::default().parse(&raw).unwrap();
        let id = mail.message_id().unwrap().to_owned();
        *letters.entry(id).or_default() += 1;
    }
    letters
}

async fn keep_killing(mut victim: Running, mut random: rand::rngs::StdRng) -> Running {
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(random.random_range(200..1_500))).await;
        victim.kill().await;
        victim = victim.again().await;
    }
    victim
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "chaos: kills one of three workers and freezes another; minutes"]
async fn of_three_workers_one_killed_and_one_frozen_every_letter_leaves_under_one_name() {
    let random = seed();
    let database = database().await;
    let tools = shop(&database).await;
    let smtp = FakeSmtp::open();
    let (steady, frozen, victim) = (
        tools.work_mailing(smtp.port()).await,
        tools.work_mailing(smtp.port()).await,
        tools.work_mailing(smtp.port()).await,
    );
    let web = tools.web().await;
    let killing = tokio::spawn(keep_killing(victim, random));
    let freezing = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        frozen.freeze();
        tokio::time::sleep(FROZEN).await;
        frozen.thaw();
    };
    let crowd = Crowd::at(&web.address, tools.books());
    let (bought, ()) = tokio::join!(crowd.buy(ORDERS, 4), freezing);
    let victim = killing.await.unwrap();
    let wanted = occasions(&database).await;
    for _ in 0..240 {
        if arrived(&smtp).len() >= wanted {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // They finish what is left: a worker that would keep letters on this machine does not start here.
    tools.quiet(&database).await;
    drop((steady, frozen, victim));
    drop(web);
    let letters = arrived(&smtp);
    let again: usize = letters.values().map(|times| times - 1).sum();
    println!(
        "{wanted} letters wanted, {} arrived, {again} of them again under the same Message-ID",
        letters.len()
    );
    assert_eq!(letters.len(), wanted, "a letter is lost, or has two names");
    // A worker may die after the server took a letter and before that was written down; each kill or
    // freeze can do so to the eight jobs of one worker at most, and hardly ever does.
    assert!(again <= KILLS, "{again} letters arrived again");
    whole(&tools, &database, &bought).await;
}
