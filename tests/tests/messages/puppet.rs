//! A provider that does exactly what a test wants.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shop::ports::post::{SendError, TextMessage, TextOutcome, TextReport, Texter};

type Answer = Result<Vec<TextOutcome>, SendError>;
type Answers = Box<dyn Fn(&[TextMessage]) -> Answer + Send + Sync>;

/// Answers calls as told, has never taken anything when it is looked for, and knows nothing yet of
/// what became of messages.
pub struct Puppet {
    answer: Answers,
    calls: Mutex<usize>,
    asked: Mutex<Vec<String>>,
}

impl Puppet {
    pub fn new(answer: impl Fn(&[TextMessage]) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            answer: Box::new(answer),
            calls: Mutex::default(),
            asked: Mutex::default(),
        })
    }

    pub fn calls(&self) -> usize {
        *self.calls.lock().unwrap()
    }

    /// The ids that it was asked about since the last look.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[async_trait]
impl Texter for Puppet {
    fn name(&self) -> &'static str {
        "puppet"
    }

    fn most(&self) -> usize {
        100
    }

    async fn send(&self, messages: &[TextMessage]) -> Answer {
        *self.calls.lock().unwrap() += 1;
        (self.answer)(messages)
    }

    async fn find(
        &self,
        messages: &[TextMessage],
        _: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        Ok(Some(vec![None; messages.len()]))
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        self.asked.lock().unwrap().extend_from_slice(ids);
        Ok(vec![TextReport::Pending; ids.len()])
    }
}
