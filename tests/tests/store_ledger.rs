//! What the ledger promises to whoever sends it commands, over each log.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use domain::Meta;
use futures::future::maybe_done;
use store::{
    EventLog, ExecuteError, LaneOptions, Ledger, LogError, MemoryLog, StreamKey, Upcasters,
    Upcasting,
};
use tests::pg;
use tests::till::{Till, TillCommand, TillEvent, TillRefusal, commit, meta};
use tokio::task::JoinSet;

type Log = Arc<dyn EventLog>;

#[expect(clippy::unused_async, reason = "made like the other log")]
async fn memory() -> Log {
    Arc::new(MemoryLog::new())
}

async fn postgres() -> Log {
    Arc::new(pg::database().await.log().await)
}

/// Runs each sentence over each log.
macro_rules! promises {
    ($($sentence:ident),+ $(,)?) => {
        mod in_memory {
            $(#[tokio::test(flavor = "multi_thread")] async fn $sentence() { super::$sentence(super::memory().await).await; })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")] async fn $sentence() { super::$sentence(super::postgres().await).await; })+
        }
    };
}

promises! {
    a_command_becomes_events_with_its_metadata,
    a_command_without_effect_writes_nothing,
    a_refusal_is_decided_on_what_stands_in_the_log_now,
    a_look_sees_what_another_process_wrote,
    creating_what_exists_decides_on_what_exists,
    two_ledgers_on_one_stream_lose_nothing,
    a_thousand_commands_on_one_stream_are_decided_in_order,
    never_more_is_paid_out_than_was_paid_in,
    a_caller_that_goes_away_disturbs_nobody,
    a_panicking_rule_fails_its_own_command_alone,
    a_long_stream_is_loaded_from_a_snapshot,
    a_spoiled_snapshot_is_ignored,
    a_snapshot_ahead_of_its_stream_never_writes_past_a_gap,
    old_events_are_brought_up_before_they_are_folded,
    a_small_cache_changes_nothing_but_speed,
    what_was_accepted_is_done_after_the_last_handle_is_gone,
}

fn ledger(log: &Log) -> Ledger {
    Ledger::new(log.clone(), LaneOptions::default())
}

async fn pay_in(ledger: &Ledger, id: &str, amount: i64) -> store::Done<Till> {
    ledger
        .execute::<Till>(id, TillCommand::PayIn(amount), &meta())
        .await
        .unwrap()
}

async fn a_command_becomes_events_with_its_metadata(log: Log) {
    let ledger = ledger(&log);
    let meta: Meta = meta().caused_by("a test").within("run 1");
    let done = ledger
        .execute::<Till>("a", TillCommand::Count(2), &meta)
        .await
        .unwrap();
    assert_eq!((done.version, done.events.len()), (2, 2));
    let history = ledger.history("till", "a").await.unwrap();
    assert_eq!(done.cursor, Some(history[1].cursor));
    assert_eq!(history[1].payload, r#"{"PaidIn":{"amount":1}}"#);
    let kept: std::collections::HashMap<String, String> =
        serde_json::from_str(&history[0].metadata).unwrap();
    assert_eq!(Meta::from_map(&kept), Some(meta));
}

async fn a_command_without_effect_writes_nothing(log: Log) {
    let ledger = ledger(&log);
    pay_in(&ledger, "a", 10).await;
    let done = pay_in(&ledger, "a", 0).await;
    assert_eq!((done.version, done.events.len(), done.cursor), (1, 0, None));
    assert_eq!(ledger.history("till", "a").await.unwrap().len(), 1);
}

async fn a_refusal_is_decided_on_what_stands_in_the_log_now(log: Log) {
    let (ours, theirs) = (ledger(&log), ledger(&log));
    pay_in(&ours, "a", 10).await;
    pay_in(&theirs, "a", 90).await;
    // Ours remembers 10 won; it must not refuse on that.
    let done = ours
        .execute::<Till>("a", TillCommand::PayOut(100), &meta())
        .await
        .unwrap();
    assert_eq!(done.events, [TillEvent::PaidOut { amount: 100 }]);
    pay_in(&theirs, "a", 5).await;
    let refused = ours
        .execute::<Till>("a", TillCommand::PayOut(6), &meta())
        .await;
    assert!(
        matches!(
            refused,
            Err(ExecuteError::Refused(TillRefusal::TooLittle(5)))
        ),
        "{refused:?}"
    );
}

async fn a_look_sees_what_another_process_wrote(log: Log) {
    let (ours, theirs) = (ledger(&log), ledger(&log));
    assert_eq!(ours.state::<Till>("a").await.unwrap().version, 0);
    for n in 1..10 {
        pay_in(&theirs, "a", 1).await;
        let seen = ours.state::<Till>("a").await.unwrap();
        assert_eq!((seen.version, seen.state.balance), (n, n));
    }
}

async fn creating_what_exists_decides_on_what_exists(log: Log) {
    log.append(&[commit("a", 0, 3)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    let ledger = ledger(&log);
    let done = ledger
        .create::<Till>("a", TillCommand::PayOut(6), &meta())
        .await
        .unwrap();
    assert_eq!(done.version, 4);
    let refused = self::ledger(&log)
        .create::<Till>("a", TillCommand::PayOut(1), &meta())
        .await;
    assert!(
        matches!(
            refused,
            Err(ExecuteError::Refused(TillRefusal::TooLittle(0)))
        ),
        "{refused:?}"
    );
    let created = ledger
        .create::<Till>("b", TillCommand::PayIn(1), &meta())
        .await
        .unwrap();
    assert_eq!(created.version, 1);
}

async fn two_ledgers_on_one_stream_lose_nothing(log: Log) {
    let ledgers = [ledger(&log), ledger(&log), ledger(&log)];
    let mut callers = JoinSet::new();
    for n in 0..300 {
        let ledger = ledgers[n % 3].clone();
        callers.spawn(async move { pay_in(&ledger, "hot", 1).await.version });
    }
    let versions: std::collections::BTreeSet<i64> = callers.join_all().await.into_iter().collect();
    assert!(
        versions.into_iter().eq(1..=300),
        "each command has a version of its own"
    );
    for ledger in ledgers {
        assert_eq!(
            ledger.state::<Till>("hot").await.unwrap().state.balance,
            300
        );
    }
}

async fn a_thousand_commands_on_one_stream_are_decided_in_order(log: Log) {
    let ledger = ledger(&log);
    let pay = async |amount| pay_in(&ledger, "hot", amount).await;
    let mut calls: Vec<_> = (1..=1_000)
        .map(|amount| Box::pin(maybe_done(pay(amount))))
        .collect();
    for call in &mut calls {
        // Enqueues it; the pause renews tokio's budget, without which the queue makes us wait.
        let _ = futures::poll!(call);
        tokio::task::yield_now().await;
    }
    let mut done = Vec::new();
    for call in &mut calls {
        call.as_mut().await;
        done.push(call.as_mut().take_output().unwrap());
    }
    assert!(done.iter().map(|done| done.version).eq(1..=1_000));
    let history = ledger.history("till", "hot").await.unwrap();
    for (done, event) in done.iter().zip(&history) {
        assert_eq!(done.cursor, Some(event.cursor));
    }
    let ticks = history
        .iter()
        .map(|event| event.cursor.xid)
        .collect::<std::collections::BTreeSet<_>>();
    println!("1,000 commands in {} transactions", ticks.len());
}

async fn never_more_is_paid_out_than_was_paid_in(log: Log) {
    let ledgers = [ledger(&log), ledger(&log)];
    pay_in(&ledgers[0], "till", 64).await;
    let mut callers = JoinSet::new();
    for n in 0..200 {
        let ledger = ledgers[n % 2].clone();
        callers.spawn(async move {
            ledger
                .execute::<Till>("till", TillCommand::PayOut(1), &meta())
                .await
        });
    }
    let outcomes = callers.join_all().await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        64
    );
    for refused in outcomes.into_iter().filter_map(Result::err) {
        assert!(
            matches!(refused, ExecuteError::Refused(TillRefusal::TooLittle(0))),
            "{refused:?}"
        );
    }
}

async fn a_caller_that_goes_away_disturbs_nobody(log: Log) {
    let ledger = ledger(&log);
    let mut callers = JoinSet::new();
    for n in 0..200_u64 {
        let ledger = ledger.clone();
        callers.spawn(async move {
            let id = format!("t{}", n % 3);
            let call = pay_in(&ledger, &id, 1);
            if n % 2 == 0 {
                let _ = tokio::time::timeout(Duration::from_micros(n * 10), call).await;
                false
            } else {
                call.await;
                true
            }
        });
    }
    let stayed = callers
        .join_all()
        .await
        .into_iter()
        .filter(|stayed| *stayed)
        .count();
    let mut found = 0;
    for n in 0..3 {
        let id = format!("t{n}");
        let state = ledger.state::<Till>(&id).await.unwrap();
        let history = ledger.history("till", &id).await.unwrap();
        assert!(
            history
                .iter()
                .map(|event| event.sequence)
                .eq(1..=state.version)
        );
        found += history.len();
    }
    assert!(
        (stayed..=200).contains(&found),
        "{stayed} stayed, {found} events"
    );
}

async fn a_panicking_rule_fails_its_own_command_alone(log: Log) {
    let ledger = ledger(&log);
    let calls = (0..60).map(|n| {
        let ledger = ledger.clone();
        async move {
            let command = if n % 10 == 3 {
                TillCommand::Panic
            } else {
                TillCommand::PayIn(1)
            };
            ledger.execute::<Till>("a", command, &meta()).await
        }
    });
    let outcomes = futures::future::join_all(calls).await;
    for (n, outcome) in outcomes.iter().enumerate() {
        let broke = matches!(
            outcome,
            Err(ExecuteError::Unavailable(LogError::Internal(_)))
        );
        assert_eq!(broke, n % 10 == 3, "{n}: {outcome:?}");
        assert!(broke || outcome.is_ok());
    }
    assert_eq!(ledger.state::<Till>("a").await.unwrap().state.balance, 54);
}

async fn a_long_stream_is_loaded_from_a_snapshot(log: Log) {
    let options = LaneOptions {
        snapshot_every: 100,
        ..LaneOptions::default()
    };
    let ledger = Ledger::new(log.clone(), options);
    for _ in 0..7 {
        ledger
            .execute::<Till>("a", TillCommand::Count(50), &meta())
            .await
            .unwrap();
    }
    let wanted = [(StreamKey::new("till", "a"), "1".to_owned())];
    let kept = loop {
        match log.load_snapshots(&wanted).await.unwrap().pop() {
            Some(kept) if kept.sequence == 300 => break kept,
            _ => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    };
    assert_eq!(kept.state, r#"{"balance":300,"movements":300}"#);
    assert_eq!(log.load_states(&wanted).await.unwrap().events.len(), 50);
    let state = self::ledger(&log).state::<Till>("a").await.unwrap();
    assert_eq!((state.version, state.state.movements), (350, 350));
}

async fn a_spoiled_snapshot_is_ignored(log: Log) {
    log.append(&[commit("a", 0, 3)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    let spoiled = r#"{"other":"shape"}"#.to_owned();
    let stream = StreamKey::new("till", "a");
    log.save_snapshots(&[store::Snapshot {
        stream,
        sequence: 2,
        shape: "1".to_owned(),
        state: spoiled,
    }])
    .await
    .unwrap();
    let state = ledger(&log).state::<Till>("a").await.unwrap();
    assert_eq!((state.version, state.state.balance), (3, 6));
}

async fn a_snapshot_ahead_of_its_stream_never_writes_past_a_gap(log: Log) {
    log.append(&[commit("a", 0, 3)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    let state = r#"{"balance":9,"movements":9}"#.to_owned();
    let stream = StreamKey::new("till", "a");
    log.save_snapshots(&[store::Snapshot {
        stream,
        sequence: 9,
        shape: "1".to_owned(),
        state,
    }])
    .await
    .unwrap();
    let refused = ledger(&log)
        .execute::<Till>("a", TillCommand::PayIn(1), &meta())
        .await;
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(
        log.load(&[(StreamKey::new("till", "a"), 0)])
            .await
            .unwrap()
            .len(),
        3
    );
}

async fn old_events_are_brought_up_before_they_are_folded(log: Log) {
    let mut old = commit("a", 0, 2);
    old.events[0].event_type = "Moved".into();
    old.events[0].payload = r#"{"Moved":{"in":7,"out":3}}"#.into();
    log.append(&[old]).await.pop().unwrap().unwrap();
    let upcasters = Upcasters::new().one("till", "Moved", "1", |payload| {
        let part = |way: &str| payload["Moved"][way].as_i64().ok_or("no amount".to_owned());
        let event = |name: &str, amount: i64| {
            Upcasting::new(name, "1", serde_json::json!({ name: { "amount": amount } }))
        };
        Ok(vec![
            event("PaidIn", part("in")?),
            event("PaidOut", part("out")?),
        ])
    });
    let options = LaneOptions {
        upcasters: Arc::new(upcasters),
        ..LaneOptions::default()
    };
    let state = Ledger::new(log, options).state::<Till>("a").await.unwrap();
    assert_eq!(
        (state.version, state.state.movements, state.state.balance),
        (2, 3, 6)
    );
}

async fn a_small_cache_changes_nothing_but_speed(log: Log) {
    let options = LaneOptions {
        lanes: 1,
        batch: 3,
        queue: 2,
        cached: 2,
        ..LaneOptions::default()
    };
    let ledger = Ledger::new(log, options);
    let mut callers = JoinSet::new();
    for n in 0..200 {
        let ledger = ledger.clone();
        callers.spawn(async move { pay_in(&ledger, &format!("t{}", n % 10), 1).await });
    }
    callers.join_all().await;
    for n in 0..10 {
        assert_eq!(
            ledger
                .state::<Till>(&format!("t{n}"))
                .await
                .unwrap()
                .state
                .balance,
            20
        );
    }
}

async fn what_was_accepted_is_done_after_the_last_handle_is_gone(log: Log) {
    let ledger = ledger(&log);
    let call = || Box::pin(futures::future::maybe_done(call(ledger.clone())));
    let mut calls: Vec<_> = (0..100).map(|_| call()).collect();
    for call in &mut calls {
        // Enqueue, but do not wait; some may be done at once.
        let _ = futures::poll!(call.as_mut());
    }
    drop(ledger);
    for call in &mut calls {
        call.as_mut().await;
        assert!(
            call.as_mut()
                .take_output()
                .is_some_and(|version| version > 0)
        );
    }
}

async fn call(ledger: Ledger) -> i64 {
    pay_in(&ledger, "a", 1).await.version
}
