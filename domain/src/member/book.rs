//! A member's address book.

use chrono::{DateTime, Utc};

use super::state::Member;
use super::{MOST_ADDRESSES, MemberEvent, MemberRefusal};
use crate::ids::AddressId;
use crate::personal::PersonalRef;

type Decision = Result<Vec<MemberEvent>, MemberRefusal>;

impl Member {
    pub(super) fn save_address(
        &self,
        address: AddressId,
        place: PersonalRef,
        at: DateTime<Utc>,
    ) -> Decision {
        self.awake()?;
        let full = self.addresses.len() >= MOST_ADDRESSES;
        match self.address(address) {
            Some(there) if *there == place => Ok(vec![]),
            Some(_) => Ok(vec![MemberEvent::AddressChanged { address, place, at }]),
            None if full => Err(MemberRefusal::TooManyAddresses {
                most: MOST_ADDRESSES,
            }),
            None => Ok(vec![MemberEvent::AddressSaved { address, place, at }]),
        }
    }

    pub(super) fn remove_address(&self, address: AddressId, at: DateTime<Utc>) -> Decision {
        self.awake()?;
        Ok(match self.address(address) {
            Some(_) => vec![MemberEvent::AddressRemoved { address, at }],
            None => vec![],
        })
    }

    pub(super) fn choose_address(&self, address: AddressId, at: DateTime<Utc>) -> Decision {
        self.awake()?;
        match self.address(address) {
            None => Err(MemberRefusal::NoAddress),
            Some(_) if self.default_address == Some(address) => Ok(vec![]),
            Some(_) => Ok(vec![MemberEvent::DefaultAddressChosen { address, at }]),
        }
    }

    /// An address of the book, in the vault.
    pub fn address(&self, address: AddressId) -> Option<&PersonalRef> {
        let mut all = self.addresses.iter();
        all.find(|(id, _)| *id == address).map(|(_, place)| place)
    }

    pub(super) fn fold_book(&mut self, event: MemberEvent) {
        match event {
            MemberEvent::AddressSaved { address, place, .. } => {
                self.addresses.push((address, place));
                self.default_address.get_or_insert(address);
            }
            MemberEvent::AddressChanged { address, place, .. } => {
                for (_, there) in self.addresses.iter_mut().filter(|(id, _)| *id == address) {
                    *there = place.clone();
                }
            }
            MemberEvent::AddressRemoved { address, .. } => {
                self.addresses.retain(|(id, _)| *id != address);
                if self.default_address == Some(address) {
                    self.default_address = self.addresses.first().map(|(id, _)| *id);
                }
            }
            MemberEvent::DefaultAddressChosen { address, .. } => {
                self.default_address = Some(address);
            }
            _ => {}
        }
    }
}
