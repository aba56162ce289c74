//! Returns and exchanges for any option, in any order, from a seed that is printed: whatever is asked, answered, paid,
//! counted, sent or thought better of, in the end exactly what the shopper has is paid for.

use std::collections::BTreeMap;
use std::sync::Mutex;

use domain::order::{Answer, Claim, ClaimReason, LineQuantity, Order, Status, Wish};
use domain::payment::RefundState;
use domain::pricing::Tax;
use domain::{ClaimId, OrderId, Sku, Won};
use rand::Rng;
use rand::rngs::StdRng;
use shop::amend::Cancellation;
use shop::exchange::Acceptance;
use shop::{Shop, ShopError};
use tests::attend::attend;
use tests::seed::{dice, many};
use tests::seen::{order, stock};
use tests::shop::{World, pay, process, shopper};

use crate::stage::*;

const WALKS: usize = 60;
const STEPS: u32 = 40;
/// One way, won.
const CARRIAGE: i64 = 3_000;

/// Two bags that arrived, and whatever becomes of them. The shop is at fault: nobody pays the way.
struct Walk {
    _world: World,
    shop: Shop,
    id: OrderId,
    dice: StdRng,
    tax: Tax,
    /// What each claim was asked for, of what there was then.
    asked: BTreeMap<ClaimId, Vec<(Sku, u32)>>,
    told: Mutex<Vec<String>>,
}

impl Walk {
    async fn begin(mut dice: StdRng) -> Self {
        let world = world();
        let tax = if dice.random_bool(0.5) {
            Tax::TaxFree
        } else {
            Tax::Taxable
        };
        let (shop, id) = arrived_with(&world, tax).await;
        Self {
            _world: world,
            shop,
            id,
            dice,
            tax,
            asked: BTreeMap::new(),
            told: Mutex::default(),
        }
    }

    async fn step(&mut self, number: u32) {
        let state = order(&self.shop, &self.id).await;
        let claims: Vec<ClaimId> = state.claims().keys().cloned().collect();
        if claims.is_empty() || self.dice.random_bool(0.25) {
            self.ask(number).await;
        } else {
            let place = self.dice.random_range(0..claims.len());
            self.go_on(&state, &claims[place], number).await;
        }
        let _passing = attend(&self.shop).await;
        for (id, claim) in order(&self.shop, &self.id).await.claims() {
            let owed = matches!(claim, Claim::Owed(..));
            assert!(!owed, "{id} is stuck: {:#?}", self.told);
        }
    }

    async fn ask(&mut self, number: u32) {
        let bag = BAGS[self.dice.random_range(0..BAGS.len())].0;
        let (name, pieces) = (format!("c{number}"), self.dice.random_range(1..3));
        let mut form = asks(&name, pieces, Some(bag), ClaimReason::Damaged);
        if self.dice.random_bool(0.4) {
            (form.wish, form.wanted) = (Wish::Return, vec![]);
        }
        if form.wish == Wish::Exchange && self.dice.random_bool(0.25) {
            form.wanted = vec![];
        }
        let what = format!("ask {name} {:?} {pieces} {:?}", form.wish, form.wanted);
        let done = self.shop.request_claim(&shopper(), &self.id, form).await;
        self.note(&what, &done);
        let state = order(&self.shop, &self.id).await;
        let claim = named(&name);
        if state.claims().contains_key(&claim) {
            self.asked
                .insert(claim.clone(), state.came(&claim, announced(pieces)));
        }
    }

    /// Anything that somebody could do about a claim now.
    async fn go_on(&mut self, state: &Order, claim: &ClaimId, number: u32) {
        let (shop, id, staff) = (&self.shop, &self.id, process());
        // Far exchanges are seen only where one step follows the other often enough.
        let step = if self.dice.random_bool(0.6) {
            next_step(state, claim)
        } else {
            self.dice.random_range(0..8)
        };
        let (what, done) = match step {
            0 => {
                let how = Acceptance::default();
                let done = shop.accept_claim(&staff, id, claim.clone(), how).await;
                ("accept", done)
            }
            1 => {
                let why = "other".to_owned();
                let done = shop.reject_claim(&staff, id, claim.clone(), why, "").await;
                ("reject", done)
            }
            2 => {
                let done = shop.withdraw_claim(&shopper(), id, claim.clone()).await;
                ("withdraw", done)
            }
            3 => {
                let lines = match self.dice.random_range(0..3) {
                    fewer if fewer > 0 && foreseen(state, claim, fewer) => pieces(fewer),
                    _ => vec![],
                };
                let done = shop.receive_return(&staff, id, claim.clone(), lines, true);
                ("receive", done.await)
            }
            4 => {
                let (carrier, invoice) = ("cj".to_owned(), format!("2234567{number:05}"));
                let done = shop.ship_replacement(&staff, id, claim.clone(), carrier, invoice);
                ("replace", done.await)
            }
            5 => {
                let done = shop.refund_exchange(&staff, id, claim.clone(), None).await;
                ("refund", done)
            }
            6 => ("pay", self.pay(state, claim).await.map(|()| None)),
            _ => {
                let parcel = u32::try_from(state.parcels().len()).unwrap();
                ("deliver", shop.deliver(&staff, id, parcel).await)
            }
        };
        self.note(&format!("{what} {claim}"), &done);
    }

    /// What the exchange costs is paid, or given up.
    async fn pay(&mut self, state: &Order, claim: &ClaimId) -> Result<(), ShopError> {
        let due = state.deals().get(claim).and_then(|deal| deal.to_be_paid());
        let Some(draft) = due else { return Ok(()) };
        if self.dice.random_bool(0.2) {
            let whole = Cancellation::whole("shopper");
            return self
                .shop
                .cancel(&shopper(), &draft.order, whole)
                .await
                .map(drop);
        }
        pay(&self.shop, &draft.order).await.map(drop)
    }

    fn note<T>(&self, what: &str, done: &Result<T, ShopError>) {
        let how = done.as_ref().err();
        let how = how.map_or("done".to_owned(), ToString::to_string);
        self.told.lock().unwrap().push(format!("{what}: {how}"));
    }

    /// Nothing is open any more: what is asked for is given up, what came is paid back.
    async fn end(&self) {
        let state = order(&self.shop, &self.id).await;
        for (claim, known) in state.claims() {
            let claim = claim.clone();
            let done = match known {
                Claim::Requested(asked) if asked.answer == Answer::Waiting || asked.is_open() => {
                    self.shop.withdraw_claim(&shopper(), &self.id, claim).await
                }
                Claim::Swapped(swap) if swap.parcel.is_none() => {
                    let staff = process();
                    let done = self.shop.refund_exchange(&staff, &self.id, claim, None);
                    done.await
                }
                _ => continue,
            };
            done.unwrap_or_else(|why| panic!("{why}: {:#?}", self.told));
        }
        assert!(attend(&self.shop).await.is_empty(), "{:#?}", self.told);
    }

    /// Carriage never goes back here: what does is free of VAT altogether, or not at all.
    async fn taxed_as_its_goods(&self, order: &OrderId) {
        let payment = self.shop.payment_of(order).await.unwrap();
        for (refund, state) in payment.refunds() {
            let RefundState::Done(amount) = *state else {
                panic!("{refund} hangs: {:#?}", self.told);
            };
            let free = match self.tax {
                Tax::TaxFree => amount,
                Tax::Taxable => Won(0),
            };
            assert_eq!(payment.tax_free_of(refund), Some(free), "{:#?}", self.told);
        }
    }

    /// What came with each claim is what it was asked for, or the first of it.
    fn came_as_asked(&self, state: &Order) {
        for (claim, asked) in &self.asked {
            let pieces = match &state.claims()[claim] {
                Claim::Swapped(swap) => swap.lines.iter().map(|it| it.quantity).sum(),
                known => match known.decided() {
                    Some((plan, _)) => plan.lines.iter().map(|it| it.quantity).sum(),
                    None => continue,
                },
            };
            let mut left: u32 = pieces;
            let first = asked.iter().map(|(sku, most)| {
                let pieces = left.min(*most);
                left -= pieces;
                (sku.clone(), pieces)
            });
            let first: Vec<_> = first.filter(|(_, pieces)| *pieces > 0).collect();
            let came = state.came(claim, announced(pieces));
            // More than were announced are whatever there is besides.
            assert!(
                left > 0 || came == first,
                "{claim}: {came:?} {first:?} {:#?}",
                self.told
            );
        }
    }

    /// Bags that are not on the shelf are the shopper's.
    async fn adds_up(&self) {
        let mut worth = 0;
        let mut held = BTreeMap::new();
        for (bag, won) in BAGS {
            let gone = 10 - stock(&self.shop, bag).await.available(self.shop.now());
            worth += gone * won;
            held.insert(bag, gone);
        }
        let first = order(&self.shop, &self.id).await;
        assert_eq!(first.promised(), first.refunded(), "{:#?}", self.told);
        self.came_as_asked(&first);
        self.taxed_as_its_goods(&self.id).await;
        let mut kept = (first.paid() - first.refunded()).0;
        for deal in first.deals().values() {
            let terms = deal.terms.as_ref();
            let Some(draft) = terms.and_then(|terms| terms.supplement.as_ref()) else {
                continue;
            };
            let charged = order(&self.shop, &draft.order).await;
            assert_eq!(charged.promised(), charged.refunded(), "{:#?}", self.told);
            self.taxed_as_its_goods(&draft.order).await;
            kept += (charged.paid() - charged.refunded()).0;
            let waits = charged.status() == Status::PendingDeposit;
            assert!(!waits, "it is asked for no more: {:#?}", self.told);
        }
        assert_eq!(kept, worth + CARRIAGE, "{held:?} {:#?}", self.told);
    }
}

fn announced(quantity: u32) -> LineQuantity {
    LineQuantity { line: 0, quantity }
}

/// Whether so few of the pieces cost no more than was agreed on for all of them: the shop does not ask for more.
fn foreseen(state: &Order, claim: &ClaimId, pieces: u32) -> bool {
    let deal = state.deals().get(claim);
    let Some(terms) = deal.and_then(|deal| deal.terms.as_ref()) else {
        return true;
    };
    let [line] = &terms.lines[..] else {
        return true;
    };
    let price = |sku: &Sku| BAGS.iter().find(|(bag, _)| sku.as_str() == *bag).unwrap().1;
    let all = LineQuantity {
        line: 0,
        quantity: line.quantity,
    };
    let came = state.lines_came(claim, all).into_iter();
    let each = came.flat_map(|(line, pieces)| vec![price(&line.sku); pieces as usize]);
    let costs: i64 = each
        .take(pieces as usize)
        .map(|worth| price(&line.sku) - worth)
        .sum();
    costs <= line.difference.0.max(0)
}

/// What usually comes next, as a number of [`Walk::go_on`].
fn next_step(state: &Order, claim: &ClaimId) -> u32 {
    let deal = state.deals().get(claim);
    let unpaid = deal.is_some_and(|deal| deal.to_be_paid().is_some());
    match &state.claims()[claim] {
        Claim::Requested(asked) if asked.answer == Answer::Waiting => 0,
        _ if unpaid => 6,
        Claim::Requested(asked) if asked.is_open() => 3,
        Claim::Swapped(swap) if swap.parcel.is_none() => 4,
        _ => 7,
    }
}

#[tokio::test]
async fn exactly_what_the_shopper_has_is_paid_for() {
    for dice in many(dice(), WALKS) {
        let mut walk = Walk::begin(dice).await;
        for number in 0..STEPS {
            walk.step(number).await;
        }
        walk.end().await;
        walk.adds_up().await;
    }
}
