//! A shop on a street with a payment provider.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use domain::order::{PaymentMethod, Status};
use domain::payment::{Means, Payment, PaymentStatus};
use domain::{AttemptId, OrderId, ProviderId, RefundId, Won};
use shop::paying::{Came, Settled};
use shop::ports::paying::{Brought, Opened, Opening, PayBack};
use shop::{Caller, Links, Providers, Shop, ShopError};
use store::MemoryLog;
use tests::seen::order;
use tests::shop::{World, cart, form, offer, process, put, refund_account, shopper, store_id};

use crate::bank::{Bank, Which};
use crate::door::Door;
use crate::shopper::{Came as Walked, press};

/// What the order costs: two pieces and their carriage.
pub const PRICE: Won = Won(27_000);

/// What the shop waits for a provider.
pub const PATIENCE: Duration = Duration::from_millis(400);

/// A shop that sells rice for 12,000 won, and a payment provider beside it.
pub struct Street {
    pub world: World,
    pub shop: Shop,
    pub bank: Bank,
    which: Which,
    means: Means,
    /// Where the provider tells what happens, for shops that listen.
    door: Option<Door>,
}

impl Street {
    pub async fn open(which: Which) -> Self {
        Self::with(which, which.means(), None).await
    }

    /// The same, where shoppers take accounts in the provider's window, and the shop listens to notices.
    pub async fn with_accounts(which: Which) -> Self {
        let door = Door::open().await;
        Self::with(which, Means::VirtualAccount, Some(door)).await
    }

    async fn with(which: Which, means: Means, door: Option<Door>) -> Self {
        let mut world = World::around(Arc::new(MemoryLog::new()));
        world.settings.provider_deadline = PATIENCE;
        if let Some(door) = &door {
            world.settings.links = Links::new(&door.url(), [0; 32]);
        }
        let told = door.as_ref().map(|door| door.notices(which));
        let bank = which.open(world.clock.clone(), told).await;
        let provider = bank.provider(PATIENCE * 2);
        let shop = world.open().with_providers(Providers::new([provider]));
        offer(&shop, "rice", Won(12_000), 10_000).await;
        if let Some(door) = &door {
            door.lead_to(shop.clone());
        }
        Self {
            world,
            shop,
            bank,
            which,
            means,
            door,
        }
    }

    /// Its provider, as the shop calls it.
    pub fn provider(&self) -> ProviderId {
        ProviderId::new(self.which.name()).unwrap()
    }

    /// What the provider has told so far; the shop listens.
    pub fn door(&self) -> &Door {
        self.door.as_ref().expect("a shop that listens")
    }

    /// Who buys, on the device whose window it is.
    pub fn shopper(&self) -> Caller {
        Caller {
            channel: self.which.channel(),
            ..shopper()
        }
    }

    /// A window for an order.
    pub async fn opened(&self, order: &OrderId) -> Result<Opening, ShopError> {
        self.shop.open_window(&self.shopper(), order).await
    }

    /// An order of two pieces, to be paid in the provider's window.
    pub async fn order(&self, key: &str) -> OrderId {
        let cart = cart();
        put(&self.shop, cart, "rice", 2).await;
        let mut form = form(&self.shop, cart, key).await.unwrap();
        form.method = PaymentMethod::Window {
            provider: self.provider(),
            means: self.means,
        };
        let placed = self.shop.check_out(&shopper(), &form).await;
        placed.unwrap().order
    }

    /// The same, and it is paid.
    pub async fn paid(&self, key: &str) -> OrderId {
        let order = self.order(key).await;
        self.visit(&order, "approve").await;
        assert_eq!(self.status(&order).await, Status::Paid, "{:?}", self.which);
        order
    }

    /// What the shop would ask its provider to pay back of an order.
    pub async fn pay_back(&self, order: &OrderId, amount: Won, held: Won, refund: &str) -> PayBack {
        let payment = self.payment(order).await;
        let (attempt, known) = payment.approved().unwrap();
        PayBack {
            of: Opened {
                store: store_id(),
                attempt: attempt.clone(),
                means: known.means,
                amount: payment.due(),
                key: known.key.clone(),
                payer: order.to_string(),
                opened_at: known.opened_at,
                deposit_until: known.until,
                asked_at: None,
                transaction: known.transaction().map(str::to_owned),
            },
            refund: RefundId::new(refund).unwrap(),
            amount,
            tax_free: Won(0),
            held,
            refusals: 0,
            account: payment.is_deposit().then(refund_account),
        }
    }

    /// The shopper goes to the window and does this there; gives what the browser brings back.
    pub async fn window(&self, order: &OrderId, choice: &str) -> Brought {
        let opening = self.opened(order).await.unwrap();
        press(&opening, choice).await.brought()
    }

    /// The same, and the browser is back at once.
    pub async fn visit(&self, order: &OrderId, choice: &str) -> Came {
        let opening = self.opened(order).await.unwrap();
        let turn = self.payment(order).await.attempts().len();
        match press(&opening, choice).await {
            Walked::Back(brought) => {
                let turn = u32::try_from(turn).unwrap();
                self.back(order, turn, &brought).await
            }
            Walked::Closed | Walked::Nowhere => Came::Closed,
        }
    }

    /// The browser is back from the order's window number `turn`.
    pub async fn back(&self, order: &OrderId, turn: u32, brought: &Brought) -> Came {
        self.try_back(order, turn, brought).await.unwrap()
    }

    pub async fn try_back(
        &self,
        order: &OrderId,
        turn: u32,
        brought: &Brought,
    ) -> Result<Came, ShopError> {
        let attempt = AttemptId::of(order, turn);
        let caller = shopper();
        let came = self.shop.window_came_back(&caller, &attempt, brought);
        Ok(came.await?.expect("an attempt of this shop"))
    }

    /// The process looks at the order, again and again as time goes by, until all is known.
    pub async fn settle(&self, order: &OrderId) {
        let mut wait = Span::seconds(30);
        for _ in 0..40 {
            self.world.clock.advance(wait);
            match self.shop.settle_attempts(&process(), order, false).await {
                Ok(Settled::All) => {
                    self.shop.settle_paid(&process(), order).await.unwrap();
                    return;
                }
                Ok(Settled::Later(due)) => wait = (due - self.shop.now()).max(wait),
                Err(error) if error.is_passing() => {}
                Err(error) => panic!("{order}: {error}"),
            }
        }
        panic!("{order} is never settled");
    }

    /// The processes end whatever was begun.
    pub async fn finish(&self, order: &OrderId) {
        self.settle(order).await;
        // What a window took by itself, and no browser told, is found when the time is over.
        if self.status(order).await == Status::PendingDeposit {
            self.world.clock.advance(Span::minutes(31));
            self.shop.expire(&process(), order).await.unwrap();
            self.settle(order).await;
        }
        for _ in 0..40 {
            match self.shop.finish_cancellation(&process(), order).await {
                Ok(()) => return self.settle_claims(order).await,
                // One refund after the other.
                Err(error) if error.is_passing() => {}
                Err(error) => panic!("{order}: {error}"),
            }
        }
        panic!("the cancellation of {order} is never finished");
    }

    /// Its time to pay is over: also windows from which nobody came back are asked about.
    pub async fn settle_closing(&self, order: &OrderId) {
        let settled = self.shop.settle_attempts(&process(), order, true).await;
        assert_eq!(settled.unwrap(), Settled::All);
        self.settle(order).await;
    }

    /// The provider's name.
    pub fn name(&self) -> &'static str {
        self.which.name()
    }

    /// Refunds that were asked for are paid, however often the provider must be asked.
    pub async fn settle_claims(&self, order: &OrderId) {
        for _ in 0..40 {
            match self.shop.settle_claims(&process(), order).await {
                Ok(_) => return,
                Err(error) if error.is_passing() => {}
                Err(error) => panic!("{order}: {error}"),
            }
        }
        panic!("the claims of {order} are never settled");
    }

    pub async fn payment(&self, order: &OrderId) -> Payment {
        let id = order.payment();
        let ledger = self.shop.ledger();
        ledger.state::<Payment>(id.as_str()).await.unwrap().state
    }

    pub async fn status(&self, of: &OrderId) -> Status {
        order(&self.shop, of).await.status()
    }

    /// What the shop believes to hold of an order is what the provider's books say.
    pub async fn assert_books_agree(&self, order: &OrderId) {
        let payment = self.payment(order).await;
        let ours = match payment.status() {
            PaymentStatus::Captured => payment.captured() - payment.refunded(),
            _ => Won(0),
        };
        let turns = 1..=u32::try_from(payment.attempts().len()).unwrap();
        let theirs = turns.map(|turn| self.bank.balance(AttemptId::of(order, turn).as_str()));
        assert_eq!(ours, theirs.sum(), "{:?} {order}: {payment:?}", self.which);
    }
}
