//! What the shop does: use cases that touch several aggregates, and the ports to all that
//! lies outside.
//!
//! No transaction spans aggregates. Each use case is a short sequence of commands, every
//! one of them idempotent, so that it may be repeated from the start after a crash: the
//! processes in `workers` call the very same functions to finish what a crash left
//! half-way.

pub mod amend;
pub mod audit;
pub mod banks;
pub mod care;
pub mod carriers;
pub mod cart;
pub mod checkout;
pub mod claim;
pub mod content;
pub mod coupons;
pub mod deposit;
pub mod edit;
pub mod error;
pub mod exchange;
pub mod find;
pub mod fulfil;
pub mod images;
pub mod inquiry;
pub mod kakao;
pub mod mail_address;
pub mod members;
pub mod paying;
pub mod ports;
pub mod pricing;
pub mod receipts;
pub mod recipient;
pub mod refund;
pub mod review;
pub mod settings;
pub mod shelving;
pub mod short;
pub mod stocking;
mod swap;
pub mod token;
pub mod unmatched;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{Actor, Channel, MemberId, Meta, StoreId};
use store::Ledger;
use store::accounts::Accounts;

pub use care::CareSettings;
pub use carriers::Carriers;
pub use error::ShopError;
pub use paying::Providers;
pub use ports::Ports;
pub use receipts::{ReceiptForm, ReceiptIssuers};
pub use recipient::Recipient;
pub use settings::{Links, PostSettings, ShopSettings, StoreSettings};
pub use stocking::Stocking;
pub use token::OrderTokens;

/// The shop: its ledger, its settings and its doors to the outside. Cheap to clone.
#[derive(Clone)]
pub struct Shop {
    pub(crate) ledger: Ledger,
    pub(crate) ports: Arc<Ports>,
    pub(crate) settings: Arc<ShopSettings>,
    pub(crate) studio: images::Studio,
    /// Where members prove who they are; none where nobody logs in.
    pub(crate) accounts: Option<Accounts>,
    /// Whose windows shoppers can pay in.
    pub(crate) providers: Providers,
    /// Who issues cash receipts.
    pub(crate) receipts: ReceiptIssuers,
}

/// On whose behalf a use case runs.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The store.
    pub store: StoreId,
    /// Who.
    pub actor: Actor,
    /// Through which door.
    pub channel: Channel,
    /// The request or run that this belongs to.
    pub correlation: Option<String>,
}

impl Caller {
    /// A process of ours, by name.
    pub fn system(store: StoreId, name: &str) -> Self {
        let actor = Actor::System(name.to_owned());
        Self {
            store,
            actor,
            channel: Channel::System,
            correlation: None,
        }
    }

    /// The member, if it is one.
    pub fn member(&self) -> Option<MemberId> {
        self.actor.member()
    }

    pub(crate) fn meta(&self, occurred_at: DateTime<Utc>) -> Meta {
        let mut meta = Meta::new(
            self.store.clone(),
            self.actor.clone(),
            self.channel.clone(),
            occurred_at,
        );
        meta.correlation.clone_from(&self.correlation);
        meta
    }
}

impl Shop {
    /// A shop over this ledger.
    pub fn new(ledger: Ledger, ports: Ports, settings: ShopSettings) -> Self {
        Self {
            ledger,
            ports: Arc::new(ports),
            settings: Arc::new(settings),
            studio: images::Studio::default(),
            accounts: None,
            providers: Providers::default(),
            receipts: ReceiptIssuers::default(),
        }
    }

    /// The same shop with members.
    #[must_use]
    pub fn with_accounts(self, accounts: Accounts) -> Self {
        Self {
            accounts: Some(accounts),
            ..self
        }
    }

    /// The same shop with other settings.
    #[must_use]
    pub fn with_settings(self, change: impl FnOnce(&mut ShopSettings)) -> Self {
        let mut settings = ShopSettings::clone(&self.settings);
        change(&mut settings);
        Self {
            settings: Arc::new(settings),
            ..self
        }
    }

    /// The ledger beneath.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What its stores have agreed on.
    pub fn settings(&self) -> &ShopSettings {
        &self.settings
    }

    /// Where personal data lies, for what is sent to people.
    pub fn personal_data(&self) -> &dyn ports::PersonalData {
        self.ports.vault.as_ref()
    }

    /// The shop's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    pub(crate) fn store(&self, id: &StoreId) -> Result<&StoreSettings, ShopError> {
        self.settings
            .stores
            .get(id)
            .ok_or_else(|| ShopError::NoStore(id.clone()))
    }
}
