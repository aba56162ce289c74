//! SENS' other side: believes only what is signed, refuses what it would refuse, keeps its own books.

mod account;
mod alimtalk;
mod sms;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use shop::ports::Clock;

use crate::texting::simulated::{Desk, Open};

/// What it knows of the shop.
#[derive(Clone)]
pub struct Account {
    pub access_key: String,
    pub secret_key: String,
    pub sms_service: String,
    pub alimtalk_service: String,
    /// Registered numbers (발신번호).
    pub senders: Vec<String>,
    /// Kakao channels (`@name`).
    pub channels: Vec<String>,
    /// Approved templates: words with `#{…}` by their codes.
    pub templates: BTreeMap<String, String>,
}

/// An open simulator; it closes when it is dropped.
pub struct Simulator {
    desk: Arc<Desk>,
    open: Open,
}

pub(super) struct Office {
    account: Account,
    desk: Arc<Desk>,
    clock: Arc<dyn Clock>,
}

type Shared = Arc<Office>;

impl Simulator {
    /// Opens it on a port of this machine; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn open(account: Account, clock: Arc<dyn Clock>, port: u16) -> std::io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let office = Office {
            account,
            desk: desk.clone(),
            clock,
        };
        let router = Router::new()
            .route(
                "/sms/v2/services/{service}/messages",
                post(sms::send).get(sms::list),
            )
            .route(
                "/alimtalk/v2/services/{service}/messages",
                post(alimtalk::send),
            )
            .route(
                "/alimtalk/v2/services/{service}/messages/{message}",
                get(alimtalk::show),
            )
            .with_state(Arc::new(office));
        let open = Open::serve(port, router).await?;
        Ok(Self { desk, open })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// Its books and its faults.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }
}
