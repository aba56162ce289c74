//! Orders that are changed, added to, moved, replaced and cancelled in any order, from a seed that is printed. At every
//! moment exactly the goods that stand, their carriage and what the area costs are paid for; in the end all came back.

use std::collections::BTreeSet;
use std::sync::Mutex;

use domain::order::{LineQuantity, Order, Status};
use domain::{ClaimId, OrderId, Won};
use rand::Rng;
use rand::rngs::StdRng;
use shop::amend::Cancellation;
use shop::edit::Edit;
use shop::{Shop, ShopError};
use tests::attend::attend;
use tests::seed::{dice, many};
use tests::seen::{order, paid_back, stock};
use tests::shop::{World, pay, shopper};

use crate::stage::*;

const WALKS: usize = 60;
const STEPS: u32 = 9;
/// One way, and what a remote area costs more, won.
const CARRIAGE: i64 = 3_000;
const AREA: i64 = 3_000;

/// A shopper who cannot make up their mind.
struct Walk {
    world: World,
    shop: Shop,
    dice: StdRng,
    orders: BTreeSet<OrderId>,
    told: Mutex<Vec<String>>,
}

/// What the shopper does.
enum Wish {
    Cancel(OrderId, Cancellation),
    Change {
        id: OrderId,
        name: ClaimId,
        what: Box<Edit>,
        /// What comes is paid for; else it is given up.
        pays: bool,
    },
}

impl Walk {
    async fn begin(dice: StdRng) -> Self {
        let world = world();
        let (shop, first) = paid(&world).await;
        Self {
            world,
            shop,
            dice,
            orders: BTreeSet::from([first]),
            told: Mutex::default(),
        }
    }

    async fn wish(&mut self, number: u32) -> Wish {
        let place = self.dice.random_range(0..self.orders.len());
        let id = self.orders.iter().nth(place).unwrap().clone();
        let state = order(&self.shop, &id).await;
        // What is paid and has no goods has nothing that a shopper could cancel.
        let fixed = state.lines().is_empty() && state.status() == Status::Confirmed;
        if !fixed && self.dice.random_bool(0.3) {
            return Wish::Cancel(id, self.cancellation(&state, number));
        }
        let name = ClaimId::new(format!("edit-{number}")).unwrap();
        let (what, pays) = (Box::new(self.edit(&state)), self.dice.random_bool(0.8));
        Wish::Change {
            id,
            name,
            what,
            pays,
        }
    }

    fn cancellation(&mut self, state: &Order, number: u32) -> Cancellation {
        let mut what = Cancellation::whole("shopper");
        if state.status() != Status::PendingDeposit && self.dice.random_bool(0.5) {
            let lines = state.lines().len().max(1);
            let line = u32::try_from(self.dice.random_range(0..lines)).unwrap();
            what.lines = Some(vec![LineQuantity { line, quantity: 1 }]);
            what.claim = named(&format!("piece-{number}"));
        }
        what
    }

    fn edit(&mut self, state: &Order) -> Edit {
        let mut what = Edit::default();
        if self.dice.random_bool(0.6) {
            for line in 0..u32::try_from(state.lines().len()).unwrap() {
                let quantity = self.dice.random_range(0..3);
                what.lines.push(LineQuantity { line, quantity });
            }
        }
        if self.dice.random_bool(0.4) {
            what.add = swap(0, self.dice.random_range(1..3)).add;
        }
        if self.dice.random_bool(0.5) {
            let home = self.dice.random_bool(0.5);
            what.recipient = to(if home { "06236" } else { "63000" }).recipient;
        }
        what
    }

    /// Does it; the order that came of it, and what was agreed to go back.
    async fn take(&self, wish: Wish) -> (Option<OrderId>, Won) {
        let (id, name, what, pays) = match wish {
            Wish::Cancel(id, what) => {
                let done = self.shop.cancel(&shopper(), &id, what.clone()).await;
                self.note(&format!("cancel {id} {:?}", what.lines), &done);
                return (None, Won::ZERO);
            }
            Wish::Change {
                id,
                name,
                what,
                pays,
            } => (id, name, what, pays),
        };
        let agreed = match self.shop.preview_edit(&id, &what).await {
            Ok(preview) => preview.agreed(),
            Err(error) => {
                self.note(&format!("no change of {id}"), &Err::<(), _>(error));
                return (None, Won::ZERO);
            }
        };
        let who = shopper();
        let edited = self.shop.edit_order(&who, &id, name, &what, agreed);
        let edited = edited.await;
        let told = format!(
            "change {id} {:?} +{:?} to {:?}: {agreed:?}",
            what.lines,
            what.add.first().map(|it| it.quantity),
            what.recipient.as_ref().map(|it| &it.postcode)
        );
        self.note(&told, &edited);
        let added = edited.as_ref().ok().and_then(|it| it.supplement.clone());
        let Some(added) = added else {
            let back = edited.map_or(Won::ZERO, |_| agreed.to_pay_back);
            return (None, back);
        };
        if pays {
            let paid = pay(&self.shop, &added).await;
            self.note(&format!("pay {added}"), &paid);
            return (Some(added), agreed.to_pay_back);
        }
        let whole = Cancellation::whole("shopper");
        let done = self.shop.cancel(&shopper(), &added, whole).await;
        self.note(&format!("give up {added}"), &done);
        (Some(added), Won::ZERO)
    }

    /// One thing after the other: what was agreed to goes back, not more.
    async fn step(&mut self, number: u32) {
        let wish = self.wish(number).await;
        let (change, before) = (matches!(wish, Wish::Change { .. }), paid_back(&self.world));
        let (added, back) = self.take(wish).await;
        self.orders.extend(added);
        self.settle().await;
        if change {
            let went = paid_back(&self.world) - before;
            assert_eq!(went, back.0, "{:#?}", self.told);
        }
    }

    /// Two things at once, as with two windows of a browser.
    async fn race(&mut self, number: u32) {
        let one = self.wish(2 * number).await;
        let other = self.wish(2 * number + 1).await;
        let ((one, _), (other, _)) = futures::join!(self.take(one), self.take(other));
        self.orders.extend(one.into_iter().chain(other));
        self.settle().await;
    }

    async fn settle(&self) {
        assert!(attend(&self.shop).await.is_empty(), "{:#?}", self.told);
    }

    fn note<T>(&self, what: &str, done: &Result<T, ShopError>) {
        let how = done.as_ref().err();
        let how = how.map_or("done".to_owned(), ToString::to_string);
        self.told.lock().unwrap().push(format!("{what}: {how}"));
    }

    /// What is paid and not paid back is what stands.
    async fn adds_up(&self) {
        let (mut kept, mut goods, mut area) = (0, 0, None);
        for id in &self.orders {
            let state = order(&self.shop, id).await;
            assert!(state.promised() <= state.paid(), "{id}: {:#?}", self.told);
            kept += (state.paid() - state.promised()).0;
            let standing = standing(&state);
            goods += standing.0;
            if standing.is_positive() {
                let there = self.shop.current_recipient(&state).await.unwrap().unwrap();
                let remote = there.postcode == "63000";
                assert_ne!(
                    area,
                    Some(!remote),
                    "all of it goes there: {:#?}",
                    self.told
                );
                area = Some(remote);
            }
        }
        let carried = match area {
            None => 0,
            Some(false) => CARRIAGE,
            Some(true) => CARRIAGE + AREA,
        };
        assert_eq!(kept, goods + carried, "{:#?}", self.told);
    }

    /// All is cancelled.
    async fn end(&self) {
        let mut paid = 0;
        for id in &self.orders {
            let whole = Cancellation::whole("shopper");
            drop(self.shop.cancel(&shopper(), id, whole).await);
        }
        assert!(attend(&self.shop).await.is_empty(), "{:#?}", self.told);
        for id in &self.orders {
            let state = order(&self.shop, id).await;
            paid += state.paid().0;
            assert!(state.open_edit().is_none(), "{id}: {:#?}", self.told);
            assert_eq!(state.refunded(), state.paid(), "{id}: {:#?}", self.told);
        }
        assert_eq!(paid_back(&self.world), paid, "{:#?}", self.told);
        for sku in ["rice", "tea"] {
            let shelf = stock(&self.shop, sku).await;
            let free = shelf.available(self.shop.now());
            assert_eq!(free, 10, "{sku}: {:#?}", self.told);
        }
    }
}

/// What an order's goods cost that are still to be sent, won.
fn standing(state: &Order) -> Won {
    let paid = !matches!(
        state.status(),
        Status::PendingDeposit | Status::Cancelled | Status::Expired
    );
    let Some(draft) = state.draft().filter(|_| paid) else {
        return Won::ZERO;
    };
    let lines = draft.quote.lines.iter().zip(state.lines());
    lines
        .map(|(quoted, line)| Won(quoted.unit_price.0 * i64::from(line.to_ship())))
        .sum()
}

/// One thing after the other, or two at once.
async fn walks(at_once: bool) {
    for dice in many(dice(), WALKS) {
        let mut walk = Walk::begin(dice).await;
        for number in 0..STEPS {
            if at_once {
                walk.race(number).await;
            } else {
                walk.step(number).await;
            }
            walk.adds_up().await;
        }
        walk.end().await;
    }
}

#[tokio::test]
async fn exactly_what_stands_is_paid_for_whatever_is_changed() {
    walks(false).await;
}

#[tokio::test]
async fn the_same_where_two_things_happen_at_once() {
    walks(true).await;
}
