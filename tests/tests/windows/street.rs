//! A shop on a street with a payment provider.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use domain::order::{PaymentMethod, Status};
use domain::payment::{Payment, PaymentStatus};
use domain::{AttemptId, OrderId, ProviderId, Won};
use gateways::paying::fault::Fault;
use shop::paying::{Came, Settled};
use shop::ports::paying::{Brought, Opening};
use shop::{Caller, Providers, Shop, ShopError};
use store::MemoryLog;
use tests::seen::order;
use tests::shop::{World, cart, form, offer, process, put, shopper};

use crate::bank::{Bank, Which};
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
}

impl Street {
    pub async fn open(which: Which) -> Self {
        let mut world = World::around(Arc::new(MemoryLog::new()));
        world.settings.provider_deadline = PATIENCE;
        let bank = which.open(world.clock.clone()).await;
        let provider = bank.provider(PATIENCE * 2);
        let shop = world.open().with_providers(Providers::new([provider]));
        offer(&shop, "rice", Won(12_000), 10_000).await;
        Self {
            world,
            shop,
            bank,
            which,
        }
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
            provider: ProviderId::new(self.which.name()).unwrap(),
            means: self.which.means(),
        };
        let placed = self.shop.check_out(&shopper(), &form).await;
        placed.unwrap().order
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
        for _ in 0..40 {
            self.world.clock.advance(Span::seconds(30));
            match self.shop.settle_attempts(&process(), order, false).await {
                Ok(Settled::All) => {
                    self.shop.settle_paid(&process(), order).await.unwrap();
                    return;
                }
                Ok(Settled::Later(_)) => {}
                Err(error) if error.is_passing() => {}
                Err(error) => panic!("{order}: {error}"),
            }
        }
        panic!("{order} is never settled");
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

/// Every way in which a call goes wrong.
pub const FAULTS: [Fault; 6] = [
    Fault::Slow(900),
    Fault::LostAnswer,
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];
