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

    /// How much one statement may carry, in the unit of [`Errand::weight`].
    const MOST: usize;

    /// What an ask adds to its statement.
    fn weight(_: &Self::Ask) -> usize;

    /// What two asks of one statement must not have in common.
    fn apart(_: &Self::Ask) -> impl Iterator<Item = u64> {
        std::iter::empty()
    }

    /// Asks the server and answers each as soon as its answer is known.
    fn run(
        &self,
        asks: Vec<Self::Ask>,
        replies: Replies<Self::Answer>,
    ) -> impl Future<Output = ()> + Send;
}

/// Those who asked together. Should the answer of one fail to come, it learns so when this is dropped.
pub(crate) struct Replies<A>(Vec<Option<oneshot::Sender<A>>>);

impl<A> Replies<A> {
    /// Answers the ask at this place, once.
    pub(crate) fn give(&mut self, at: usize, answer: A) {
        if let Some(reply) = self.0.get_mut(at).and_then(Option::take) {
            // Whoever asked may have gone.
            let _ = reply.send(answer);
        }
    }

    /// Answers all, in order.
    pub(crate) fn give_all(mut self, answers: impl IntoIterator<Item = A>) {
        for (at, answer) in answers.into_iter().enumerate() {
            self.give(at, answer);
        }
    }
}

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
        let mut weight = 0;
        while let Some(next) = line.waiting.pop_front() {
            let heavier = weight + E::weight(&next.0);
            if heavier > E::MOST && !together.is_empty() {
                later.push_back(next);
                break;
            }
            if E::apart(&next.0).any(|what| taken.contains(&what)) {
                later.push_back(next);
            } else {
                taken.extend(E::apart(&next.0));
                weight = heavier;
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
            let (asks, replies) = together
                .into_iter()
                .map(|(ask, reply)| (ask, Some(reply)))
                .unzip();
            let replies = Replies(replies);
            let mut work = pin!(AssertUnwindSafe(desk.errand.run(asks, replies)).catch_unwind());
            // Should it break, the callers are told by their replies being dropped.
            if timeout(SLOW, &mut work).await.is_err() {
                set_out(self.0.take());
                let _ = work.await;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers each ask with the number of asks of its statement.
    struct Counting;

    impl Errand for Counting {
        type Ask = usize;
        type Answer = usize;
        const MOST: usize = 100;

        fn weight(ask: &usize) -> usize {
            *ask
        }

        async fn run(&self, asks: Vec<usize>, replies: Replies<usize>) {
            tokio::time::sleep(Duration::from_millis(5)).await;
            replies.give_all(vec![asks.len(); asks.len()]);
        }
    }

    #[tokio::test]
    async fn a_statement_carries_so_much_and_one_ask_that_is_too_much_goes_alone() {
        let gather = Gather::new(Counting, 1);
        let asks = [40, 40, 40, 500, 40].map(|ask| gather.ask(ask));
        let together = futures::future::try_join_all(asks).await.unwrap();
        assert_eq!(together, [2, 2, 1, 1, 1]);
    }
}
