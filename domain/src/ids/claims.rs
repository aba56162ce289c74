//! What claims of the shop's own are called: money that goes back by itself.

use super::{ClaimId, EXCHANGES, short};

/// Ends the names of claims by which a surcharge comes back.
const AREA: &str = "area";

impl ClaimId {
    /// What goes back because an exchange sends something cheaper.
    pub fn cheaper(exchange: &Self) -> Self {
        Self::after("less", exchange)
    }

    /// What was paid for a dearer option that came back by this claim.
    pub fn came_back(claim: &Self) -> Self {
        Self::after("back", claim)
    }

    /// What was paid for pieces that never came to be exchanged.
    pub fn fewer_came() -> Self {
        Self("fewer".to_owned())
    }

    /// What was paid for an exchange that came to nothing.
    pub fn no_exchange() -> Self {
        Self("no-exchange".to_owned())
    }

    /// What comes back of a surcharge because an edit sends the order elsewhere.
    pub fn of_area(edit: &Self) -> Self {
        Self(format!("{edit}.{AREA}"))
    }

    /// What was paid to send elsewhere what had left before.
    pub fn area() -> Self {
        Self(AREA.to_owned())
    }

    /// What was added to an order and goes with it.
    pub fn with_first() -> Self {
        Self("with-first".to_owned())
    }

    /// Whether a surcharge comes back by it.
    pub fn is_of_area(&self) -> bool {
        self.0.rsplit('.').next() == Some(AREA)
    }

    /// Whether the difference of an exchange comes back by it.
    pub fn is_of_difference(&self) -> bool {
        *self == Self::fewer_came() || self.0.starts_with("less-") || self.0.starts_with("back-")
    }

    fn after(word: &str, claim: &Self) -> Self {
        Self(format!("{word}-{}", short(&EXCHANGES, claim.as_str())))
    }
}
