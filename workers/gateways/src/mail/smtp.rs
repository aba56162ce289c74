//! Letters by SMTP, over a few kept connections.
//!
//! The conversation is held step by step, because what a lost connection means depends on where it was
//! lost: before the letter was handed over it is surely not sent, after that nobody knows.

mod door;
mod settings;
mod verdict;

use std::time::Duration;

use async_trait::async_trait;
use deadpool::Runtime;
use deadpool::managed::{Object, Pool, PoolError};
use lettre::Message;
use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::{Extension, MailParameter};
use shop::ports::post::{Mail, Mailer, SendError};
use tokio::time::{Instant, timeout};

use super::message::{compose, message_id};

use door::{Door, Place};
use verdict::{Judge, step, told};

pub use settings::{BadUrl, SmtpSettings};

/// Connections kept at most.
const CONNECTIONS: usize = 4;

/// How long the server may take. Together it is less than what the job that writes a letter waits for
/// ([`Patience::whole`]): so it is always known how far a letter came.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To have a connection: a kept one that is free, or a new one, greeted and let in.
    pub door: Duration,
    /// For all of a letter's conversation, from MAIL to the answer to the letter.
    pub conversation: Duration,
}

impl Patience {
    /// For one letter, everything included.
    pub fn whole(self) -> Duration {
        self.door + self.conversation
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            door: Duration::from_secs(25),
            // Some servers read a letter for a while before they say that they took it. Who is given up
            // too early is handed the same letter again.
            conversation: Duration::from_secs(80),
        }
    }
}

/// Sends letters to an SMTP server. Cheap to clone.
#[derive(Clone)]
pub struct Smtp {
    pool: Pool<Door>,
    patience: Patience,
}

impl Smtp {
    /// Letters to this server. Nothing is connected before the first one.
    pub fn new(settings: SmtpSettings, patience: Patience) -> Self {
        let builder = Pool::builder(Door { settings }).max_size(CONNECTIONS);
        Self {
            // It only fails without a runtime, which was given.
            pool: builder
                .runtime(Runtime::Tokio1)
                .build()
                .unwrap_or_else(|error| unreachable!("{error}")),
            patience,
        }
    }

    /// A place in the pool; all may be busy with a slow server.
    async fn place(&self) -> Result<Object<Door>, SendError> {
        let patience = self.patience.door;
        match timeout(patience, Box::pin(self.pool.get())).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(error)) => Err(not_let_in(&error)),
            Err(_) => Err(SendError::NotSent(format!(
                "no connection within {patience:?}"
            ))),
        }
    }
}

#[async_trait]
impl Mailer for Smtp {
    fn name(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, mail: &Mail) -> Result<String, SendError> {
        let letter = compose(mail)?;
        let mut place = self.place().await?;
        let Some(mut connection) = Place::take(&mut place) else {
            return Err(SendError::NotSent("no connection".to_owned()));
        };
        let until = Instant::now() + self.patience.conversation;
        match hand_over(&mut connection, &letter, until).await {
            Ok(()) => place.put_back(connection),
            Err(error) => {
                // It is not put back, also if nobody waits for this any more.
                let _ = timeout(Duration::from_secs(1), connection.abort()).await;
                return Err(error);
            }
        }
        Ok(message_id(mail))
    }
}

fn not_let_in(error: &PoolError<SmtpError>) -> SendError {
    match error {
        PoolError::Backend(error) => told("when connecting", error, Judge::Door),
        other => SendError::NotSent(format!("no connection: {other}")),
    }
}

/// The steps of handing over one letter.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    letter: &Message,
    until: Instant,
) -> Result<(), SendError> {
    let envelope = letter.envelope();
    let sender = commands::Mail::new(envelope.from().cloned(), parameters(connection, envelope)?);
    let answer = connection.command(sender);
    step("MAIL FROM", Judge::Door, until, answer).await?;
    for to in envelope.to() {
        let answer = connection.command(commands::Rcpt::new(to.clone(), vec![]));
        step("RCPT TO", Judge::Recipient, until, answer).await?;
    }
    let answer = connection.command(commands::Data);
    step("DATA", Judge::Letter, until, answer).await?;
    let letter = letter.formatted();
    let answer = connection.message(&letter);
    step("the letter", Judge::HandedOver, until, answer).await
}

fn parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
) -> Result<Vec<MailParameter>, SendError> {
    let from = envelope.from().into_iter();
    let ascii = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
    if from.chain(envelope.to()).all(ascii) {
        return Ok(vec![]);
    }
    if connection
        .server_info()
        .supports_feature(Extension::SmtpUtfEight)
    {
        return Ok(vec![MailParameter::SmtpUtfEight]);
    }
    let reason = "the address is not ASCII, and the server takes no others";
    Err(SendError::Refused(reason.to_owned()))
}
