//! Senders whose calls are counted, whichever they are.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shop::ports::post::{Mail, Mailer, SendError, TextMessage, TextOutcome, TextReport, Texter};

use crate::calls::counted;

/// A sender of letters or messages, counted.
pub struct Counted<T: ?Sized>(pub Arc<T>);

#[async_trait]
impl Mailer for Counted<dyn Mailer> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    async fn send(&self, mail: &Mail) -> Result<String, SendError> {
        counted(self.0.name(), "send_letter", self.0.send(mail)).await
    }
}

#[async_trait]
impl Texter for Counted<dyn Texter> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn most(&self) -> usize {
        self.0.most()
    }

    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError> {
        counted(self.0.name(), "send_messages", self.0.send(messages)).await
    }

    async fn find(
        &self,
        messages: &[TextMessage],
        since: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        counted(self.0.name(), "find_messages", self.0.find(messages, since)).await
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        counted(self.0.name(), "ask_reports", self.0.reports(ids)).await
    }
}
