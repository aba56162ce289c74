//! What the browser brought back from either window.

use shop::ports::paying::{Brought, Opened, Returned};

use super::super::client::{Client, MobileReturn, NotPaid, StandardReturn};

/// From which window, and what.
pub(super) enum Back {
    /// A PC's.
    Standard(StandardReturn),
    /// A telephone's.
    Mobile(MobileReturn),
}

/// Reads it, and sees whether it belongs to the attempt.
pub(super) fn read(client: &Client, of: &Opened, back: &Brought) -> Result<Back, NotPaid> {
    let (back, order, amount) = if back.get("P_STATUS").is_empty() {
        let read = client.standard_return(back)?;
        let order = read.order.clone();
        (Back::Standard(read), order, None)
    } else {
        let read = client.mobile_return(back)?;
        let (order, amount) = (read.order.clone(), read.amount);
        (Back::Mobile(read), order, amount)
    };
    if order != of.attempt.as_str() {
        return Err(NotPaid::OtherOrder);
    }
    if amount.is_some_and(|amount| amount != of.amount) {
        return Err(NotPaid::Foreign("P_AMT"));
    }
    Ok(back)
}

/// The same for the shop.
pub(super) fn returned(client: &Client, of: &Opened, back: &Brought) -> Returned {
    match read(client, of, back) {
        Ok(_) => Returned::Agreed,
        Err(NotPaid::Ended(code)) => Returned::Failed(code),
        Err(NotPaid::OtherMerchant) => Returned::Foreign("another merchant"),
        Err(NotPaid::OtherOrder) => Returned::Foreign("another order"),
        Err(NotPaid::Foreign(field) | NotPaid::Unreadable(field)) => Returned::Foreign(field),
    }
}
