//! Asking together: what many callers want of the server at the same moment goes there as one
//! statement, and each gets its own answer. Under load this is group commit; alone, nobody
//! waits for company.

use std::collections::{HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::log::LogError;

/// Something that can be asked of the server for many callers at once.
pub(crate) trait Errand: Send + Sync + 'static {
    /// What one caller wants.
    type Ask: Send + 'static;
    /// What it gets.
    type Answer: Send + 'static;

    /// What two asks of one statement must not have in common.
    fn apart(_: &Self::Ask) -> impl Iterator<Item = u64> {
        std::iter::empty()
    }

    /// Asks the server; one answer for each, in order.
    fn run(&self, asks: Vec<Self::Ask>) -> impl Future<Output = Vec<Self::Answer>> + Send;
}

/// Asks of one statement at most.
const MOST: usize = 512;

/// A statement that takes longer passes its place on: what it waits for, a lock or a lost
/// connection, shall not hold up everybody.
const SLOW: Duration = Duration::from_millis(250);

/// Where callers meet.
pub(crate) struct Gather<E: Errand>(Arc<Desk<E>>);

struct Desk<E: Errand> {
    errand: E,
    /// Statements under way at once. Few, so that many callers meet in each.
    at_once: usize,
    line: Mutex<Line<E>>,
}

struct Line<E: Errand> {
    waiting: VecDeque<Waiting<E>>,
    under_way: usize,
}

type Waiting<E> = (<E as Errand>::Ask, oneshot::Sender<<E as Errand>::Answer>);

impl<E: Errand> Gather<E> {
    pub(crate) fn new(errand: E, at_once: usize) -> Self {
        let line = Line {
            waiting: VecDeque::new(),
            under_way: 0,
        };
        Self(Arc::new(Desk {
            errand,
            at_once,
            line: Mutex::new(line),
        }))
    }

    /// Asks along with whoever else is asking. What was asked is done even if the caller goes away.
    pub(crate) async fn ask(&self, ask: E::Ask) -> Result<E::Answer, LogError> {
        let (reply, answer) = oneshot::channel();
        if self.0.enter((ask, reply)) {
            set_out(Some(self.0.clone()));
        }
        answer
            .await
            .map_err(|_| LogError::Internal("asking the log broke".to_owned()))
    }
}

impl<E: Errand> Desk<E> {
    fn line(&self) -> MutexGuard<'_, Line<E>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the line; whether another statement may set out.
    fn enter(&self, waiting: Waiting<E>) -> bool {
        let mut line = self.line();
        line.waiting.push_back(waiting);
        let free = line.under_way < self.at_once;
        line.under_way += usize::from(free);
        free
    }

    /// Those who go together now; whoever must stay apart from them keeps its place in the line.
    fn next(&self) -> Option<Vec<Waiting<E>>> {
        let mut line = self.line();
        if line.waiting.is_empty() {
            line.under_way -= 1;
            return None;
        }
        let mut taken = HashSet::new();
        let (mut together, mut later) = (Vec::new(), VecDeque::new());
        while together.len() < MOST
            && let Some(next) = line.waiting.pop_front()
        {
            if E::apart(&next.0).any(|what| taken.contains(&what)) {
                later.push_back(next);
            } else {
                taken.extend(E::apart(&next.0));
                together.push(next);
            }
        }
        later.append(&mut line.waiting);
        line.waiting = later;
        Some(together)
    }
}

fn set_out<E: Errand>(desk: Option<Arc<Desk<E>>>) {
    tokio::spawn(Turn(desk).run());
}

/// One of the statements that may be under way.
struct Turn<E: Errand>(Option<Arc<Desk<E>>>);

impl<E: Errand> Turn<E> {
    /// One statement after the other until nobody waits, or this place was passed on.
    async fn run(mut self) {
        while let Some(desk) = self.0.clone() {
            // Whoever is about to ask too does so now.
            tokio::task::yield_now().await;
            let Some(together) = desk.next() else {
                self.0 = None;
                return;
            };
            let (asks, replies): (Vec<_>, Vec<_>) = together.into_iter().unzip();
            let mut work = pin!(AssertUnwindSafe(desk.errand.run(asks)).catch_unwind());
            let answers = match timeout(SLOW, &mut work).await {
                Ok(answers) => answers,
                Err(_) => {
                    set_out(self.0.take());
                    work.await
                }
            };
            // Should it break, the callers are told by their replies being dropped.
            for (reply, answer) in replies.into_iter().zip(answers.unwrap_or_default()) {
                // Whoever asked may have gone.
                let _ = reply.send(answer);
            }
        }
    }
}

impl<E: Errand> Drop for Turn<E> {
    /// The runtime may end while a statement is under way.
    fn drop(&mut self) {
        if let Some(desk) = &self.0 {
            desk.line().under_way -= 1;
        }
    }
}
