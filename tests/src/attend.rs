//! All processes of the shop, without the engine that runs them: each reads the whole log and
//! gives its subjects attention, due or not, until nothing new happens.

use std::collections::{BTreeMap, HashMap};

use domain::Meta;
use shop::{Caller, Shop, ShopError};
use store::EventLog;
use workers::processes::{Process, Reading, all};

use crate::seen::events;

/// Rounds after which processes that are never quiet are given up.
const MOST: usize = 10;

/// What the processes do after a restart. What one of them refuses is told, as the engine
/// would, and does not stop the others.
pub async fn attend(shop: &Shop) -> Vec<ShopError> {
    let log = shop.ledger().log().clone();
    let mut end = None;
    for _ in 0..MOST {
        let mut refusals = Vec::new();
        for process in all() {
            for (subject, caller) in due(process.as_ref(), log.as_ref()).await {
                refusals.extend(process.act(shop, &caller, &subject).await.err());
            }
        }
        let now = Some(log.end().await.expect("the log answers"));
        if end == now {
            return refusals;
        }
        end = now;
    }
    panic!("the processes are never quiet");
}

/// The subjects of a process, by the last word on each.
async fn due(process: &dyn Process, log: &dyn EventLog) -> BTreeMap<String, Caller> {
    let mut subjects = BTreeMap::new();
    for event in events(log).await {
        if !process.kinds().contains(&event.kind.as_str()) {
            continue;
        }
        let map: HashMap<String, String> =
            serde_json::from_str(&event.metadata).expect("metadata of ours");
        let meta = Meta::from_map(&map).expect("metadata of ours");
        match process.read(&event, &meta).expect("an event of ours") {
            Reading::Nothing | Reading::Enqueue(_) => {}
            Reading::Attend(subject, _) => {
                subjects.insert(subject, Caller::system(meta.store, process.name()));
            }
            Reading::Forget(subject) => drop(subjects.remove(&subject)),
        }
    }
    subjects
}
