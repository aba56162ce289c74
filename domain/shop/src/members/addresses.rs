//! A member's address book.

use domain::member::{Member, MemberCommand};
use domain::{AddressId, MemberId};
use store::Cursor;

use super::Place;
use crate::{Caller, Shop, ShopError};

/// An address of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPlace {
    /// Its id.
    pub id: AddressId,
    /// It is offered first.
    pub first: bool,
    /// What it is.
    pub place: Place,
}

impl Shop {
    /// A member's addresses, the one to be offered first before the others.
    pub async fn addresses_of(&self, member: &Member) -> Result<Vec<SavedPlace>, ShopError> {
        let mut places = Vec::new();
        for (id, reference) in member.addresses() {
            let Some(place) = self.kept(Some(reference)).await? else {
                continue;
            };
            let first = member.default_address() == Some(*id);
            let id = *id;
            places.push(SavedPlace { id, first, place });
        }
        places.sort_by_key(|place| !place.first);
        Ok(places)
    }

    /// Puts an address into the book, or corrects it: the id is made with the form.
    pub async fn save_address(
        &self,
        caller: &Caller,
        member: MemberId,
        address: AddressId,
        place: &Place,
    ) -> Result<Option<Cursor>, ShopError> {
        let before = self.member(member).await?.address(address).cloned();
        if self.kept::<Place>(before.as_ref()).await?.as_ref() == Some(place) {
            return Ok(None);
        }
        let kept = self.keep(member, place).await?;
        let save = MemberCommand::SaveAddress {
            address,
            place: kept.clone(),
            at: self.now(),
        };
        let saved = self.ask_member(caller, member, save).await;
        match &saved {
            Err(ShopError::Member(_)) => self.ports.vault.forget(&kept).await?,
            Ok(_) => {
                if let Some(before) = before {
                    self.ports.vault.forget(&before).await?;
                }
            }
            Err(_) => {}
        }
        Ok(saved?.cursor)
    }

    /// Takes an address out of the book and forgets it.
    pub async fn remove_address(
        &self,
        caller: &Caller,
        member: MemberId,
        address: AddressId,
    ) -> Result<Option<Cursor>, ShopError> {
        let before = self.member(member).await?.address(address).cloned();
        let remove = MemberCommand::RemoveAddress {
            address,
            at: self.now(),
        };
        let removed = self.ask_member(caller, member, remove).await?;
        if let Some(before) = before {
            self.ports.vault.forget(&before).await?;
        }
        Ok(removed.cursor)
    }

    /// Offers an address first from now on.
    pub async fn choose_address(
        &self,
        caller: &Caller,
        member: MemberId,
        address: AddressId,
    ) -> Result<Option<Cursor>, ShopError> {
        let choose = MemberCommand::ChooseAddress {
            address,
            at: self.now(),
        };
        Ok(self.ask_member(caller, member, choose).await?.cursor)
    }
}
