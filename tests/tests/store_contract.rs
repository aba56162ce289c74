//! What every log promises, told once and run over each of them.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use futures::StreamExt;
use store::{
    AppendError, Cursor, EventLog, MemoryLog, Recorded, Replayed, Snapshot, StreamKey, Tail, replay,
};
use tests::pg;
use tests::till::{commit, paid_in};
use uuid::Uuid;

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
    what_was_appended_is_loaded_in_order,
    an_outcome_is_the_place_of_the_commits_last_event,
    a_commit_on_a_past_version_conflicts_and_writes_nothing,
    a_commit_on_a_future_version_conflicts_and_leaves_no_gap,
    a_conflict_fails_its_own_commit_alone,
    several_commits_to_one_stream_stand_on_each_other,
    a_commit_that_stands_on_a_failed_one_fails_too,
    the_same_commit_again_succeeds_and_writes_nothing,
    a_commit_that_is_no_json_is_refused_alone,
    a_commit_without_events_is_refused,
    loading_goes_on_after_a_version,
    reading_in_pages_of_any_size_gives_every_event_once,
    the_head_is_the_last_readable_event,
    the_end_is_the_last_event_also_where_readers_may_not_see_it_yet,
    payload_and_metadata_come_back_as_they_were_given,
    sixty_four_writers_on_one_stream_leave_no_gap,
    a_reader_is_woken_by_an_append,
    waiting_ends_when_the_time_is_up,
    a_tail_hands_out_each_event_once,
    a_replay_ends_by_saying_so,
    the_newest_snapshot_of_a_shape_is_kept,
    states_are_loaded_from_their_snapshots,
}

async fn ok(log: &Log, id: &str, expected: i64, count: i64) -> Cursor {
    log.append(&[commit(id, expected, count)])
        .await
        .pop()
        .unwrap()
        .unwrap()
}

async fn sequences(log: &Log, id: &str) -> Vec<i64> {
    let events = log.load(&[(StreamKey::new("till", id), 0)]).await.unwrap();
    events.into_iter().map(|event| event.sequence).collect()
}

/// Everything appended so far, once readers may see it: in a database a transaction of
/// anybody's, in any database of the cluster, holds readers back until it ends.
async fn read_all(log: &Log, count: usize) -> Vec<store::Recorded> {
    for _ in 0..1_000 {
        let events = log.read(Cursor::default(), 1_000_000).await.unwrap();
        if events.len() >= count {
            return events;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("readers never saw {count} events");
}

async fn what_was_appended_is_loaded_in_order(log: Log) {
    ok(&log, "a", 0, 3).await;
    ok(&log, "b", 0, 1).await;
    ok(&log, "a", 3, 2).await;
    assert_eq!(sequences(&log, "a").await, [1, 2, 3, 4, 5]);
    assert_eq!(sequences(&log, "b").await, [1]);
    assert!(sequences(&log, "c").await.is_empty());
}

async fn an_outcome_is_the_place_of_the_commits_last_event(log: Log) {
    let outcomes = log
        .append(&[commit("b", 0, 2), commit("a", 0, 3), commit("c", 0, 1)])
        .await;
    for (outcome, id) in outcomes.into_iter().zip(["b", "a", "c"]) {
        let events = log.load(&[(StreamKey::new("till", id), 0)]).await.unwrap();
        assert_eq!(outcome.unwrap(), events.last().unwrap().cursor, "{id}");
    }
}

async fn a_commit_on_a_past_version_conflicts_and_writes_nothing(log: Log) {
    ok(&log, "a", 0, 2).await;
    for past in [0, 1] {
        assert_eq!(
            log.append(&[commit("a", past, 2)]).await,
            [Err(AppendError::Conflict)]
        );
    }
    assert_eq!(sequences(&log, "a").await, [1, 2]);
}

async fn a_commit_on_a_future_version_conflicts_and_leaves_no_gap(log: Log) {
    ok(&log, "a", 0, 2).await;
    assert_eq!(
        log.append(&[commit("a", 3, 1)]).await,
        [Err(AppendError::Conflict)]
    );
    assert_eq!(
        log.append(&[commit("new", 1, 1)]).await,
        [Err(AppendError::Conflict)]
    );
    assert_eq!(sequences(&log, "a").await, [1, 2]);
    assert!(sequences(&log, "new").await.is_empty());
}

async fn a_conflict_fails_its_own_commit_alone(log: Log) {
    ok(&log, "taken", 0, 1).await;
    let batch = [
        commit("a", 0, 1),
        commit("taken", 0, 2),
        commit("gap", 7, 1),
        commit("b", 0, 3),
    ];
    let outcomes = log.append(&batch).await;
    assert!(outcomes[0].is_ok() && outcomes[3].is_ok());
    assert_eq!(outcomes[1], Err(AppendError::Conflict));
    assert_eq!(outcomes[2], Err(AppendError::Conflict));
    assert_eq!(sequences(&log, "taken").await, [1]);
    assert_eq!(sequences(&log, "b").await, [1, 2, 3]);
}

async fn several_commits_to_one_stream_stand_on_each_other(log: Log) {
    let outcomes = log
        .append(&[
            commit("a", 0, 2),
            commit("b", 0, 1),
            commit("a", 2, 1),
            commit("a", 3, 1),
        ])
        .await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(sequences(&log, "a").await, [1, 2, 3, 4]);
}

async fn a_commit_that_stands_on_a_failed_one_fails_too(log: Log) {
    ok(&log, "a", 0, 1).await;
    // The second expects version 1, which is there, but not as the first would have left it.
    let outcomes = log
        .append(&[commit("a", 0, 1), commit("a", 1, 1), commit("b", 0, 1)])
        .await;
    assert_eq!(outcomes[0], Err(AppendError::Conflict));
    assert_eq!(outcomes[1], Err(AppendError::Conflict));
    assert!(outcomes[2].is_ok());
    assert_eq!(sequences(&log, "a").await, [1]);
}

async fn the_same_commit_again_succeeds_and_writes_nothing(log: Log) {
    let first = commit("a", 0, 2);
    let landed = log.append(std::slice::from_ref(&first)).await;
    ok(&log, "a", 2, 1).await;
    assert_eq!(log.append(&[first]).await, landed);
    assert_eq!(sequences(&log, "a").await, [1, 2, 3]);
}

async fn a_commit_that_is_no_json_is_refused_alone(log: Log) {
    let mut broken = commit("broken", 0, 2);
    broken.events[1].payload = "{not json".into();
    let outcomes = log
        .append(&[
            commit("a", 0, 1),
            broken,
            commit("z", 0, 1),
            commit("y", 0, 1),
        ])
        .await;
    assert!(
        matches!(outcomes[1], Err(AppendError::Rejected(_))),
        "{outcomes:?}"
    );
    assert!(
        [0, 2, 3].into_iter().all(|at| outcomes[at].is_ok()),
        "{outcomes:?}"
    );
    assert!(sequences(&log, "broken").await.is_empty());
}

async fn a_commit_without_events_is_refused(log: Log) {
    let outcomes = log.append(&[commit("a", 0, 0), commit("b", -1, 1)]).await;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Err(AppendError::Rejected(_)))),
        "{outcomes:?}"
    );
}

async fn loading_goes_on_after_a_version(log: Log) {
    ok(&log, "a", 0, 5).await;
    ok(&log, "b", 0, 2).await;
    let wanted = [
        (StreamKey::new("till", "a"), 3),
        (StreamKey::new("till", "b"), 0),
        (StreamKey::new("till", "c"), 0),
    ];
    let events = log.load(&wanted).await.unwrap();
    let found: Vec<_> = events
        .iter()
        .map(|event| (event.id.as_str(), event.sequence))
        .collect();
    assert_eq!(found, [("a", 4), ("a", 5), ("b", 1), ("b", 2)]);
}

async fn reading_in_pages_of_any_size_gives_every_event_once(log: Log) {
    for n in 0..7 {
        ok(&log, &format!("t{n}"), 0, 1 + n % 3).await;
    }
    let all = read_all(&log, 13).await;
    assert_eq!(all.len(), 13);
    assert!(all.windows(2).all(|pair| pair[0].cursor < pair[1].cursor));
    for size in 1..5 {
        let mut paged = Vec::new();
        let mut after = Cursor::default();
        loop {
            let page = log.read(after, size).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.cursor;
            paged.extend(page);
        }
        assert_eq!(paged, all, "pages of {size}");
    }
}

async fn the_head_is_the_last_readable_event(log: Log) {
    assert_eq!(log.head().await.unwrap(), Cursor::default());
    ok(&log, "a", 0, 2).await;
    let last = ok(&log, "b", 0, 2).await;
    read_all(&log, 4).await;
    assert_eq!(log.head().await.unwrap(), last);
}

async fn the_end_is_the_last_event_also_where_readers_may_not_see_it_yet(log: Log) {
    assert_eq!(log.end().await.unwrap(), Cursor::default());
    ok(&log, "a", 0, 2).await;
    let last = ok(&log, "b", 0, 2).await;
    assert_eq!(log.end().await.unwrap(), last);
}

async fn payload_and_metadata_come_back_as_they_were_given(log: Log) {
    let mut given = commit("a", 0, 1);
    given.events[0].payload =
        r#"{ "PaidIn" : {"amount":1,  "note":"한글 \u0000 \"quoted\"", "amount":1.0} }"#.into();
    given.events[0].metadata = r#"{"z":"1","a":"2"}"#.into();
    log.append(std::slice::from_ref(&given))
        .await
        .pop()
        .unwrap()
        .unwrap();
    let found = read_all(&log, 1).await.pop().unwrap();
    assert_eq!(found.payload, given.events[0].payload);
    assert_eq!(found.metadata, given.events[0].metadata);
    assert_eq!(found.event_id, given.events[0].event_id);
    assert_eq!(
        (
            found.kind.as_str(),
            found.event_type.as_str(),
            found.event_version.as_str()
        ),
        ("till", "PaidIn", "1")
    );
}

async fn sixty_four_writers_on_one_stream_leave_no_gap(log: Log) {
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let log = log.clone();
        writers.spawn(async move {
            let mut expected = 0;
            let event = paid_in(1);
            loop {
                let mut mine = commit("hot", expected, 0);
                mine.events = vec![event.clone()];
                match log.append(&[mine]).await.pop().unwrap() {
                    Ok(cursor) => return cursor,
                    Err(AppendError::Conflict) => {
                        expected = log
                            .load(&[(StreamKey::new("till", "hot"), expected)])
                            .await
                            .unwrap()
                            .last()
                            .map_or(expected, |event| event.sequence);
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    let cursors: std::collections::HashSet<_> = writers.join_all().await.into_iter().collect();
    assert_eq!(cursors.len(), 64, "each writer got a place of its own");
    assert_eq!(sequences(&log, "hot").await, (1..=64).collect::<Vec<_>>());
    let read = read_all(&log, 64).await;
    assert!(
        read.iter().map(|event| event.sequence).eq(1..=64),
        "and readers see the stream in its order"
    );
}

async fn a_reader_is_woken_by_an_append(log: Log) {
    let waiting = log.clone();
    let reader = tokio::spawn(async move {
        waiting
            .wait_for_more(Cursor::default(), Duration::from_secs(10))
            .await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut wake = log.appended();
    ok(&log, "a", 0, 1).await;
    assert!(reader.await.unwrap().unwrap());
    assert!(wake.has_changed().unwrap() || wake.changed().await.is_ok());
}

async fn waiting_ends_when_the_time_is_up(log: Log) {
    let head = ok(&log, "a", 0, 1).await;
    read_all(&log, 1).await;
    assert!(
        !log.wait_for_more(head, Duration::from_millis(120))
            .await
            .unwrap()
    );
}

async fn a_tail_hands_out_each_event_once(log: Log) {
    let mut tail = Tail::new(log.clone(), Cursor::default());
    let writer = log.clone();
    let writing = tokio::spawn(async move {
        for n in 0..50 {
            ok(&writer, &format!("t{n}"), 0, 2).await;
        }
    });
    let mut seen = Vec::new();
    while seen.len() < 100 {
        let batch = tail.next_batch(7, Duration::from_secs(10)).await.unwrap();
        assert!(!batch.is_empty(), "only {} of 100 came", seen.len());
        seen.extend(batch);
    }
    writing.await.unwrap();
    assert_eq!(seen, log.read(Cursor::default(), 1_000).await.unwrap());
    assert!(
        tail.next_batch(7, Duration::from_millis(20))
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_replay_ends_by_saying_so(log: Log) {
    let commits: Vec<_> = (0..50).map(|n| commit(&format!("t{n}"), 0, 100)).collect();
    assert!(log.append(&commits).await.iter().all(Result::is_ok));
    read_all(&log, 5_000).await;
    let mut events = 0;
    let mut end = None;
    let mut stream = std::pin::pin!(replay(log.clone(), Cursor::default()));
    while let Some(item) = stream.next().await {
        match item.unwrap() {
            Replayed::Events(batch) => events += batch.len(),
            Replayed::End(cursor) => end = Some(cursor),
        }
    }
    assert_eq!((events, end), (5_000, Some(log.head().await.unwrap())));
}

fn snapshot(id: &str, shape: &str, sequence: i64) -> Snapshot {
    let state = format!(r#"{{"balance":{sequence},"movements":{sequence}}}"#);
    Snapshot {
        stream: StreamKey::new("till", id),
        sequence,
        shape: shape.to_owned(),
        state,
    }
}

async fn the_newest_snapshot_of_a_shape_is_kept(log: Log) {
    for (shape, sequence) in [("1", 4), ("1", 9), ("1", 7), ("2", 3)] {
        log.save_snapshots(&[snapshot("a", shape, sequence)])
            .await
            .unwrap();
    }
    let wanted = |shape: &str| (StreamKey::new("till", "a"), shape.to_owned());
    assert_eq!(
        log.load_snapshots(&[wanted("1")]).await.unwrap(),
        [snapshot("a", "1", 9)]
    );
    assert_eq!(
        log.load_snapshots(&[wanted("2")]).await.unwrap(),
        [snapshot("a", "2", 3)]
    );
    assert!(log.load_snapshots(&[wanted("3")]).await.unwrap().is_empty());
}

async fn states_are_loaded_from_their_snapshots(log: Log) {
    for id in ["a", "b"] {
        ok(&log, id, 0, 5).await;
    }
    log.save_snapshots(&[snapshot("a", "1", 3)]).await.unwrap();
    let wanted = ["a", "b", "c"].map(|id| (StreamKey::new("till", id), "1".to_owned()));
    let loaded = log.load_states(&wanted).await.unwrap();
    assert_eq!(loaded.snapshots, [snapshot("a", "1", 3)]);
    let found: Vec<_> = loaded
        .events
        .iter()
        .map(|event| (event.id.as_str(), event.sequence))
        .collect();
    assert_eq!(
        found,
        [
            ("a", 4),
            ("a", 5),
            ("b", 1),
            ("b", 2),
            ("b", 3),
            ("b", 4),
            ("b", 5)
        ]
    );
    let after = [
        (StreamKey::new("till", "a"), 3),
        (StreamKey::new("till", "b"), 0),
    ];
    // Metadata, event id, time and the place in the log need not come along: nothing is folded
    // from them.
    let folded = |events: Vec<Recorded>| -> Vec<Recorded> {
        let strip = |event: Recorded| Recorded {
            cursor: Cursor {
                epoch: 0,
                position: 0,
                ..event.cursor
            },
            metadata: String::new(),
            event_id: Uuid::nil(),
            recorded_at: DateTime::UNIX_EPOCH,
            ..event
        };
        events.into_iter().map(strip).collect()
    };
    assert_eq!(
        folded(loaded.events),
        folded(log.load(&after).await.unwrap())
    );
}
