//! What goes over the wire, under KakaoPay's own names. Amounts are whole won.

use domain::Won;
use serde::Serialize;

use super::PgToken;
use super::wire::Method;

/// What is asked of `ready`.
#[derive(Debug, Clone, Serialize)]
pub struct ReadyAsk {
    /// The shop's number of this attempt, at most 100 letters.
    pub partner_order_id: String,
    /// The shop's word for the shopper, at most 100 letters; nothing that names them.
    pub partner_user_id: String,
    /// What is bought, at most 100 letters.
    pub item_name: String,
    /// How many of it.
    pub quantity: u32,
    /// Won to be paid.
    pub total_amount: Won,
    /// Won of it without tax.
    pub tax_free_amount: Won,
    /// The tax inside it.
    pub vat_amount: Won,
    /// Where the browser goes when it is authenticated. KakaoPay adds only `pg_token`: what names the
    /// attempt (and cannot be guessed) must stand in the address. At most 255 letters, like the next two.
    pub approval_url: String,
    /// Where it goes when the shopper leaves.
    pub cancel_url: String,
    /// Where it goes when it fails or its time is over.
    pub fail_url: String,
    /// Only so; both where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_type: Option<Method>,
    /// Months of instalment, 0 to 12; the shopper's choice where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_month: Option<u8>,
}

/// What is asked of `approve`: the same order and shopper as at `ready`.
#[derive(Debug, Clone, Serialize)]
pub struct ApproveAsk {
    /// The payment.
    pub tid: String,
    /// As at `ready`.
    pub partner_order_id: String,
    /// As at `ready`.
    pub partner_user_id: String,
    /// What the browser brought; single-use.
    pub pg_token: PgToken,
    /// As at `ready`; KakaoPay refuses another.
    pub total_amount: Won,
}

/// What is asked of `cancel`.
#[derive(Debug, Clone, Serialize)]
pub struct CancelAsk {
    /// The payment.
    pub tid: String,
    /// Won to give back.
    pub cancel_amount: Won,
    /// Won of it without tax.
    pub cancel_tax_free_amount: Won,
    /// The tax inside it.
    pub cancel_vat_amount: Won,
    /// What the shop believes can still be given back, this cancel included: another remainder is refused,
    /// so that a repeated cancel does not give back twice.
    pub cancel_available_amount: Won,
}
