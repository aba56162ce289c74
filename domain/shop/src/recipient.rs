//! Who ordered and where it goes: personal data, kept in the vault and nowhere else.

use std::fmt;

use domain::cart::CartStatus;
use domain::image::ImagePurpose;
use domain::order::{Order, OrderCommand, OrderDraft};
use domain::personal::Retention;
use domain::{CartId, Decide, OrderId, PersonalRef};
use serde::{Deserialize, Serialize};
use store::Cursor;

use crate::review::subject_of_order;
use crate::{Caller, Shop, ShopError};

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

/// The vault's subject for what a guest told us with one order, and of what came back of it.
pub(crate) fn subject(order: &OrderId) -> String {
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

    /// Makes an order's personal data unreadable for good, and says so in its stream. The
    /// order itself stays. Idempotent: done again it erases what a restored backup brought back.
    pub async fn erase_recipient(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Option<Cursor>, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let now = self.now();
        let erase = OrderCommand::EraseRecipient { at: now };
        state.decide(erase.clone()).map_err(ShopError::Order)?;
        // The keys first: the event may say only what is true already.
        self.erase_kept(order).await?;
        self.erase_after(order).await?;
        self.drop_all_photos(caller, order, ImagePurpose::Claim)
            .await?;
        let done = self
            .ledger
            .execute::<Order>(order.as_str(), erase, &caller.meta(now))
            .await?;
        Ok(done.cursor)
    }

    /// Erases what was kept for an order number.
    pub(crate) async fn erase_kept(&self, order: &OrderId) -> Result<(), ShopError> {
        let (subject, class) = (subject(order), Retention::Order5y);
        Ok(self.ports.vault.erase(&subject, class).await?)
    }

    /// Erases what was written after the order was placed: about what came back, and a guest's
    /// reviews. What a member wrote stays until the member takes it back or leaves.
    async fn erase_after(&self, order: &OrderId) -> Result<(), ShopError> {
        let vault = &self.ports.vault;
        vault.erase(&subject(order), Retention::Complaint3y).await?;
        let reviews = subject_of_order(order);
        Ok(vault.erase(&reviews, Retention::UntilWithdrawal).await?)
    }

    /// Forgets what was kept with a draft, unless that very draft is being ordered: the same
    /// form sent twice keeps two entries under one order number, and only one of them counts.
    pub(crate) async fn forget_unless_ordered(
        &self,
        cart: CartId,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let Some(kept) = &draft.recipient else {
            return Ok(());
        };
        let cart = self.cart(cart).await?;
        let begun = match cart.status() {
            CartStatus::CheckingOut { draft, .. } => draft.recipient.as_ref() == Some(kept),
            CartStatus::Open => false,
        };
        let id = draft.order.as_str();
        let order = self.ledger.state::<Order>(id).await?.state;
        let placed = order.draft().and_then(|draft| draft.recipient.as_ref()) == Some(kept);
        if begun || placed {
            return Ok(());
        }
        self.forget_draft(draft).await
    }

    /// Forgets what was kept with a draft that comes to nothing.
    pub(crate) async fn forget_draft(&self, draft: &OrderDraft) -> Result<(), ShopError> {
        let number = draft.cash_receipt.as_ref();
        let number = number.and_then(|it| it.number.as_ref());
        for kept in draft.recipient.iter().chain(number) {
            self.ports.vault.forget(kept).await?;
        }
        Ok(())
    }
}
