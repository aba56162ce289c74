//! To the window.

use domain::money::vat_included;
use domain::order::Order;
use domain::payment::{AttemptCommand, PaymentRefusal};
use domain::{AttemptId, OrderId, ProviderId};

use super::window_of;
use crate::ports::paying::{Opening, Payer, WindowAsk};
use crate::ports::within;
use crate::{Caller, Shop, ShopError};

/// Windows that one order may open: whoever needs more is no shopper.
const MOST_WINDOWS: usize = 20;

/// Windows of one order that are opened at the same moment.
const MOST_AT_ONCE: usize = 4;

impl Shop {
    /// Makes a provider's window ready for an order that waits for its money, and gives the way there. Each
    /// call is an attempt of its own; those before stay good until one of them pays.
    ///
    /// # Errors
    /// The order is paid, closed, or just being paid; the provider refuses or does not answer.
    pub async fn open_window(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Opening, ShopError> {
        for _ in 0..MOST_AT_ONCE {
            match self.open_one(caller, order).await {
                // Pressed twice: each press has a window of its own.
                Err(ShopError::Payment(PaymentRefusal::OtherWindow)) => {}
                opened => return opened,
            }
        }
        Err(ShopError::Unfinished)
    }

    async fn open_one(&self, caller: &Caller, order: &OrderId) -> Result<Opening, ShopError> {
        let Some((ask, provider)) = self.window_ask(caller, order).await? else {
            return Err(ShopError::Payment(PaymentRefusal::Differs));
        };
        let opening = self.provider(&provider)?.open(&ask);
        let window = within(self.settings.provider_deadline, opening).await?;
        let open = AttemptCommand::Open {
            provider,
            means: ask.means,
            key: window.key,
            until: ask.deposit_until,
            at: self.now(),
        };
        self.tell_attempt(caller, &ask.attempt, open).await?;
        Ok(window.opening)
    }

    async fn window_ask(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Option<(WindowAsk, ProviderId)>, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some((draft, (provider, means))) =
            state.draft().and_then(|it| Some((it, window_of(it)?)))
        else {
            return Ok(None);
        };
        let payment = self.payment_of(order).await?;
        let turn = payment.attempts().len();
        if turn >= MOST_WINDOWS {
            return Err(ShopError::Payment(PaymentRefusal::AttemptEnded));
        }
        let attempt = AttemptId::of(order, u32::try_from(turn + 1).unwrap_or(u32::MAX));
        let recipient = match state.recipient() {
            Some(kept) => self.recipient(kept).await?,
            None => None,
        };
        let recipient = recipient.unwrap_or_default();
        let pieces: u32 = draft.quote.lines.iter().map(|line| line.quantity).sum();
        let links = &self.settings.links;
        let back = links.attempt(&draft.store, &attempt);
        let ask = WindowAsk {
            store: draft.store.clone(),
            means,
            amount: payment.due(),
            tax_free: draft.quote.tax_free(),
            vat: vat_included(draft.quote.taxable),
            goods: draft.quote.title(),
            // Charges alone are one piece of something.
            pieces: pieces.max(1),
            channel: caller.channel.clone(),
            payer: Payer {
                name: recipient.orderer,
                phone: digits(&recipient.orderer_phone),
                email: recipient.email,
                id: order.to_string(),
            },
            escrow: draft.escrow && means.is_cash(),
            closed: format!("{back}/closed"),
            back,
            notices: links.page(&draft.store, &format!("/webhooks/pay/{provider}")),
            deposit_until: draft.deposit_deadline,
            attempt,
        };
        Ok(Some((ask, provider.clone())))
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
