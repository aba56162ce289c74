//! What the shop knows of a member.

use domain::MemberId;
use domain::PersonalRef;
use domain::member::{Member, MemberCommand};
use serde::de::DeserializeOwned;
use store::Cursor;

use super::Profile;
use super::person::Email;
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// A member's name and telephone number; none once erased, or while they sleep.
    pub async fn profile_of(&self, member: &Member) -> Result<Option<Profile>, ShopError> {
        self.kept(member.profile()).await
    }

    /// A member's mail address; none once erased, or while they sleep.
    pub async fn email_of(&self, member: &Member) -> Result<Option<String>, ShopError> {
        let kept: Option<Email> = self.kept(member.email()).await?;
        Ok(kept.map(|kept| kept.email))
    }

    /// Changes name and telephone number. What was known before is forgotten.
    pub async fn change_profile(
        &self,
        caller: &Caller,
        member: MemberId,
        profile: &Profile,
    ) -> Result<Option<Cursor>, ShopError> {
        let before = self.profile_of(&self.member(member).await?).await?;
        if before.as_ref() == Some(profile) {
            return Ok(None);
        }
        let kept = self.keep(member, profile).await?;
        let change = MemberCommand::ChangeProfile {
            profile: kept.clone(),
            at: self.now(),
        };
        let changed = self.ask_member(caller, member, change).await;
        if matches!(&changed, Err(ShopError::Member(_))) {
            self.ports.vault.forget(&kept).await?;
        }
        let cursor = changed?.cursor;
        // Consents move to the new number; then the old one is forgotten.
        self.settle_consents(member).await?;
        Ok(cursor)
    }

    pub(super) async fn kept<T: DeserializeOwned>(
        &self,
        reference: Option<&PersonalRef>,
    ) -> Result<Option<T>, ShopError> {
        let Some(reference) = reference else {
            return Ok(None);
        };
        let data = self.ports.vault.get(reference).await?;
        data.map(|data| serde_json::from_value(data).map_err(ShopError::bug))
            .transpose()
    }
}
