//! What providers tell by themselves. Most of it is a hint: the provider is asked, and only its answer counts.

use domain::{Actor, Channel, ProviderId, StoreId};

use crate::deposit::DepositNotice;
use crate::ports::paying::{Answer, Deposited, NoticeRequest, Unheard};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Takes a provider's notice. Only an `Ok` answer may be given to it: on an error it must tell again.
    ///
    /// # Errors
    /// The books or the provider cannot be reached.
    pub async fn provider_told(
        &self,
        provider: &ProviderId,
        store: &StoreId,
        request: &NoticeRequest,
    ) -> Result<Result<Answer, Unheard>, ShopError> {
        let heard = match self.provider(provider)?.hear(request).await {
            Ok(heard) => heard,
            Err(why) => return Ok(Err(why)),
        };
        let caller = Caller {
            store: store.clone(),
            actor: Actor::Provider(provider.to_string()),
            channel: Channel::System,
            correlation: None,
        };
        for attempt in &heard.attempts {
            self.look_at(&caller, attempt).await?;
        }
        if let Some(deposited) = heard.deposit {
            self.take_deposit(&caller, deposited).await?;
        }
        Ok(Ok(heard.answer))
    }

    /// Money at an account that was issued in a window, or money that went away again.
    async fn take_deposit(&self, caller: &Caller, told: Deposited) -> Result<(), ShopError> {
        let order = told.attempt.order();
        let notice = DepositNotice {
            merchant: String::new(),
            order: told.attempt.to_string(),
            deposit: told.deposit,
        };
        match order {
            order if told.reversed => self.reversal_of(caller, order.as_ref(), notice).await?,
            Some(order) => self.deposit_for(caller, &order, notice).await?,
            // The money is there, whatever number it came with.
            None => self.note_unmatched(caller, notice).await?,
        };
        Ok(())
    }
}
