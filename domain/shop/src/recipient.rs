//! Who ordered and where it goes: personal data, kept in the vault and nowhere else.

use std::fmt;

use domain::personal::Retention;
use domain::{OrderId, PersonalRef};
use serde::{Deserialize, Serialize};

use crate::{Shop, ShopError};

/// Orderer, recipient and address of one order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Who ordered.
    pub orderer: String,
    /// The orderer's phone.
    pub orderer_phone: String,
    /// The orderer's mail address; may be empty.
    #[serde(default)]
    pub email: String,
    /// Who receives it.
    pub name: String,
    /// The recipient's phone.
    pub phone: String,
    /// Five digits.
    pub postcode: String,
    /// Street address.
    pub address: String,
    /// Building, floor, door.
    #[serde(default)]
    pub detail: String,
    /// What the carrier should know.
    #[serde(default)]
    pub memo: String,
    /// The name under which the deposit will come.
    #[serde(default)]
    pub depositor: String,
}

impl fmt::Debug for Recipient {
    /// Never into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(…)")
    }
}

/// The vault's subject for what a guest told us with one order.
fn subject(order: &OrderId) -> String {
    format!("order:{order}")
}

impl Shop {
    pub(crate) async fn keep_recipient(
        &self,
        order: &OrderId,
        recipient: &Recipient,
    ) -> Result<PersonalRef, ShopError> {
        let data = serde_json::to_value(recipient).map_err(ShopError::bug)?;
        Ok(self
            .ports
            .vault
            .put(&subject(order), Retention::Order5y, &data)
            .await?)
    }

    /// Reads a recipient from the vault; none once erased.
    pub async fn recipient(&self, reference: &PersonalRef) -> Result<Option<Recipient>, ShopError> {
        let data = self.ports.vault.get(reference).await?;
        data.map(|data| serde_json::from_value(data).map_err(ShopError::bug))
            .transpose()
    }

    /// Makes an order's personal data unreadable for good. The order itself stays.
    pub async fn erase_recipient(&self, order: &OrderId) -> Result<(), ShopError> {
        Ok(self
            .ports
            .vault
            .erase(&subject(order), Retention::Order5y)
            .await?)
    }
}
