//! How a simulated provider's notices reach the shop: at once, twice, or held back and out of order; each
//! again and again, until it is believed.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use reqwest::Client;
use serde_json::Value;

use super::notices::{self, Patience};
use crate::locks::lock;

/// How notices are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notices {
    /// Each once, when it happens.
    #[default]
    AtOnce,
    /// Each twice.
    Twice,
    /// Not until they are released.
    Held,
}

/// A notice: where to, and its JSON.
pub(crate) type Letter = (String, Value);

pub(crate) struct Telling {
    patience: Patience,
    /// Which status of the shop's ends it.
    believes: fn(u16) -> bool,
    client: Client,
    way: Mutex<Notices>,
    held: Mutex<Vec<Letter>>,
    believed: Arc<AtomicUsize>,
}

impl Telling {
    pub(crate) fn new(patience: Patience, believes: fn(u16) -> bool) -> io::Result<Self> {
        Ok(Self {
            patience,
            believes,
            client: notices::client().map_err(io::Error::other)?,
            way: Mutex::default(),
            held: Mutex::default(),
            believed: Arc::default(),
        })
    }

    pub(crate) fn turn(&self, way: Notices) {
        *lock(&self.way) = way;
    }

    pub(crate) fn tell(&self, letters: impl IntoIterator<Item = Letter>) {
        let way = *lock(&self.way);
        for letter in letters {
            match way {
                Notices::AtOnce => self.send(letter),
                Notices::Twice => {
                    self.send(letter.clone());
                    self.send(letter);
                }
                Notices::Held => {
                    let mut held = lock(&self.held);
                    held.push(letter);
                }
            }
        }
    }

    /// Sends what was held back, the newest first.
    pub(crate) fn release(&self) {
        let mut held = lock(&self.held);
        for letter in held.drain(..).rev() {
            self.send(letter);
        }
    }

    /// How many the shop has believed.
    pub(crate) fn believed(&self) -> usize {
        self.believed.load(Ordering::Acquire)
    }

    fn send(&self, (to, body): Letter) {
        let (client, patience, believes) = (self.client.clone(), self.patience, self.believes);
        let believed = self.believed.clone();
        tokio::spawn(async move {
            let request = || client.post(&to).json(&body);
            if notices::tell(patience, request, |status, _| believes(status)).await {
                believed.fetch_add(1, Ordering::AcqRel);
            }
        });
    }
}
