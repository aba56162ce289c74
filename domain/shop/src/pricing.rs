//! What a cart costs, to whom: the products' own prices, the store's rules, the member's grade, the
//! coupon that was chosen.

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

use domain::cart::CartItem;
use domain::coupon::CouponRefusal;
use domain::pricing::{
    Basket, BasketLine, Buyer, Charge, Explained, Given, Missed, Names, Promotion,
};
use domain::pricing::{PricingRules, Quote, Unmet, explain};
use domain::product::Product;
use domain::{CartId, CouponId, OrderId, ProductId, StoreId, Won};
use futures::future::try_join_all;

use crate::cart::on_sale;
use crate::checkout::pieces;
use crate::members::Grade;
use crate::{Caller, Shop, ShopError};

/// What is to be priced.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The goods.
    pub items: &'a [CartItem],
    /// The cart that they lie in.
    pub cart: Option<CartId>,
    /// The coupon that the shopper wants to use.
    pub coupon: Option<&'a CouponId>,
    /// The unpaid order whose place they take: its coupon is theirs, and it counts for no first order.
    pub instead_of: Option<&'a OrderId>,
    /// Where they go, if that is known.
    pub postcode: Option<&'a str>,
    /// What is charged instead of carriage, for goods that go with another order; none: carriage.
    pub charges: Option<&'a [Charge]>,
}

/// What it costs, and what is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// What it costs.
    pub quote: Quote,
    /// Promotions that gave nothing.
    pub missed: Vec<Missed>,
    /// What became of the coupon that was asked for.
    pub coupon: Option<Chosen>,
}

/// A coupon that the shopper wants to use.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Its id.
    pub coupon: CouponId,
    /// Its name; none if there is no such coupon.
    pub name: Option<Names>,
    /// Why it counts for nothing.
    pub why_not: Option<WhyNot>,
}

/// Why a coupon gives nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// The shopper cannot use it.
    Refused(CouponRefusal),
    /// This basket is not what it is for.
    Unmet(Unmet),
}

impl Priced {
    /// The coupon, if the quote owes something to it.
    pub fn applied_coupon(&self) -> Option<&CouponId> {
        let chosen = self.coupon.as_ref()?;
        chosen.why_not.is_none().then_some(&chosen.coupon)
    }
}

impl Shop {
    /// What these items cost a caller now.
    pub async fn quote(&self, caller: &Caller, asked: Asked<'_>) -> Result<Priced, ShopError> {
        let store = self.store(&caller.store)?;
        let mut chosen = None;
        let mut promotions = Vec::new();
        if let Some(coupon) = asked.coupon {
            let (what, promotion) = self.chosen(caller, coupon, asked.instead_of).await?;
            promotions.extend(promotion);
            chosen = Some(what);
        }
        let grade = self.grade_of_caller(caller).await?;
        let grade = grade.and_then(|id| self.settings.members.grade(&id));
        promotions.extend(grade.and_then(promotion_of));
        let asks_first = |it: &Promotion| it.condition.first_order;
        let all = || promotions.iter().chain(&store.rules.promotions);
        let first_order = all().any(asks_first) && self.is_first_order(caller, asked).await?;
        let basket = Basket {
            lines: self.basket_lines(&caller.store, asked.items).await?,
            postcode: asked.postcode.map(str::to_owned),
            buyer: Buyer {
                store: Some(caller.store.clone()),
                member: caller.member().is_some(),
                grade: grade.map(|grade| grade.id.clone()),
                first_order,
                at: self.now(),
            },
            promotions,
            charges: asked.charges.unwrap_or_default().to_vec(),
            ..Basket::default()
        };
        let mut explained = match asked.charges {
            Some(_) => explain(&without_carriage(&store.rules), &basket)?,
            None => explain(&store.rules, &basket)?,
        };
        self.drop_missing_gifts(&caller.store, &mut explained)
            .await?;
        Ok(with_coupon(explained, chosen))
    }

    /// The coupon that a caller wants to use, and what pricing knows of it if they can.
    async fn chosen(
        &self,
        caller: &Caller,
        id: &CouponId,
        instead_of: Option<&OrderId>,
    ) -> Result<(Chosen, Option<Promotion>), ShopError> {
        let coupon = self.coupon(id).await?;
        let usable = match instead_of {
            Some(order) if coupon.may_go_over(order) => Ok(()),
            _ => coupon.usable(caller.member(), self.now()),
        };
        let promotion = usable.is_ok().then(|| coupon.campaign());
        let promotion = promotion.flatten().map(|it| it.promotion(id));
        let chosen = Chosen {
            coupon: id.clone(),
            name: coupon.campaign().map(|it| it.name.clone()),
            why_not: usable.err().map(WhyNot::Refused),
        };
        Ok((chosen, promotion))
    }

    /// Whether no order of the member stands in this store. What members order comes from their own
    /// cart, whose stream knows what it led to: two orders at once cannot both be the first.
    async fn is_first_order(&self, caller: &Caller, asked: Asked<'_>) -> Result<bool, ShopError> {
        let Some(member) = caller.member() else {
            return Ok(false);
        };
        let theirs = CartId::of_member(member, &caller.store);
        if asked.cart.is_some_and(|cart| cart != theirs) {
            return Ok(false);
        }
        let cart = self.cart(theirs).await?;
        // Whoever ordered so often that some of it is not remembered any more is no newcomer.
        if cart.orders().count() < cart.led_to() as usize {
            return Ok(false);
        }
        for order in cart.orders() {
            if !self.is_no_first(order, asked.instead_of).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn basket_lines(
        &self,
        store: &StoreId,
        items: &[CartItem],
    ) -> Result<Vec<BasketLine>, ShopError> {
        let products = self.products(items).await?;
        let line = |item: &CartItem| {
            let product = products.get(&item.product);
            let product = product.ok_or(ShopError::NotOnSale(item.sku.clone()))?;
            basket_line(product, store, item, self.now())
        };
        items.iter().map(line).collect()
    }

    async fn products(
        &self,
        items: &[CartItem],
    ) -> Result<BTreeMap<ProductId, Product>, ShopError> {
        let mut ids: Vec<_> = items.iter().map(|item| item.product.clone()).collect();
        ids.sort();
        ids.dedup();
        try_join_all(ids.into_iter().map(async |id| {
            let product = self.ledger.state::<Product>(id.as_str()).await?.state;
            Ok::<_, ShopError>((id, product))
        }))
        .await
        .map(BTreeMap::from_iter)
    }

    /// A gift that ran out in the store, or would run out by what else the order needs, is not promised.
    async fn drop_missing_gifts(
        &self,
        store: &StoreId,
        explained: &mut Explained,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let quote = &mut explained.quote;
        for gift in std::mem::take(&mut quote.gifts) {
            let stock = self.stock(&self.stock_of(store, &gift.sku)).await?;
            let others = pieces(quote)
                .into_iter()
                .find_map(|(sku, pieces)| (sku == gift.sku).then_some(pieces));
            let needed = i64::from(gift.quantity) + i64::from(others.unwrap_or(0));
            if stock.available(now) >= needed {
                quote.gifts.push(gift);
            }
        }
        let (gifts, missed) = (&quote.gifts, &mut explained.missed);
        quote.promotions.retain(|given| match &given.given {
            Given::Gift(sku) if !gifts.iter().any(|gift| gift.sku == *sku) => {
                missed.push(Missed {
                    code: given.code.clone(),
                    name: given.name.clone(),
                    why: Unmet::GiftRanOut,
                });
                false
            }
            _ => true,
        });
        Ok(())
    }
}

/// The same policy for goods that are carried with others.
fn without_carriage(rules: &PricingRules) -> PricingRules {
    PricingRules {
        shipping_fee: Won::ZERO,
        remote_surcharge: Won::ZERO,
        ..rules.clone()
    }
}

/// What a grade saves; none for grades that save nothing.
fn promotion_of(grade: &Grade) -> Option<Promotion> {
    let name = Names::new(
        format!("{} 등급 {}% 할인", grade.name.ko, grade.discount),
        format!(
            "{}% off for grade {}",
            grade.discount,
            grade.name.in_language("en")
        ),
    );
    let saves = grade.discount > 0;
    saves.then(|| Promotion::of_grade(&grade.id, name, grade.discount))
}

fn with_coupon(explained: Explained, chosen: Option<Chosen>) -> Priced {
    let Explained { quote, mut missed } = explained;
    let coupon = chosen.map(|mut chosen| {
        let place = missed
            .iter()
            .position(|it| it.code == chosen.coupon.as_str());
        if let Some(place) = place {
            chosen.why_not = Some(WhyNot::Unmet(missed.remove(place).why));
        }
        chosen
    });
    Priced {
        quote,
        missed,
        coupon,
    }
}

fn basket_line(
    product: &Product,
    store: &StoreId,
    item: &CartItem,
    now: DateTime<Utc>,
) -> Result<BasketLine, ShopError> {
    let variant = on_sale(product, store, &item.sku, now)?;
    let listing = product
        .listing()
        .ok_or_else(|| ShopError::NotOnSale(item.sku.clone()))?;
    Ok(BasketLine {
        product: item.product.clone(),
        sku: item.sku.clone(),
        name: listing.name.clone(),
        option: variant.option.clone(),
        category: listing.category.clone(),
        unit_price: variant.price,
        quantity: item.quantity,
        tax: listing.tax,
    })
}
