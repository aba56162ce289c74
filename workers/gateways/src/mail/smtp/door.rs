//! Kept connections to the server: opened, let in, and looked at before they serve again.

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;

use super::settings::SmtpSettings;

/// A place in the pool. Whoever speaks takes the connection out, and puts it back only when all that was
/// asked is answered: one that was left in the middle still has an answer to come, which would be taken
/// for the answer to the next letter.
pub(super) struct Place(Option<AsyncSmtpConnection>);

impl Place {
    /// The connection; none where the last conversation was not ended.
    pub(super) fn take(&mut self) -> Option<AsyncSmtpConnection> {
        self.0.take()
    }

    /// After a whole conversation.
    pub(super) fn put_back(&mut self, connection: AsyncSmtpConnection) {
        self.0 = Some(connection);
    }
}

/// Opens connections, and looks whether a kept one still lives.
pub(super) struct Door {
    pub(super) settings: SmtpSettings,
}

impl Manager for Door {
    type Type = Place;
    type Error = SmtpError;

    async fn create(&self) -> Result<Place, SmtpError> {
        let SmtpSettings {
            host,
            port,
            tls,
            login,
        } = &self.settings;
        let (hello, server) = (ClientId::default(), (host.as_str(), *port));
        let implicit = tls.implicit().cloned();
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, None, &hello, implicit, None).await?;
        if let Some(parameters) = tls.starttls() {
            connection.starttls(parameters.clone(), &hello).await?;
        }
        if let Some(login) = login {
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, login).await?;
        }
        Ok(Place(Some(connection)))
    }

    async fn recycle(&self, place: &mut Place, _: &Metrics) -> RecycleResult<SmtpError> {
        // Taken out here as well: whoever waits for this answer may stop waiting.
        let Some(mut connection) = place.take() else {
            return Err(RecycleError::message("its conversation was not ended"));
        };
        if connection.has_broken() || !connection.test_connected().await {
            return Err(RecycleError::message("the server has hung up"));
        }
        place.put_back(connection);
        Ok(())
    }
}
