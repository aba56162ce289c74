//! The cart's page.

use domain::cart::CartItem as DomainItem;
use domain::pricing::{PricingRules, Quote};
use domain::{ProductId, Sku, Won};
use letters::Language;
use projections::cart::{CartItem, CartView};
use shop::members::{Carried, Merged, WhyLeft};
use shop::pricing::Priced;

use super::faces::Faces;
use super::{amounts, product_path};
use crate::coupon_words::{hint, refused};
use crate::helpers::money;
use crate::pages::{Amounts, Cart, CartLine, CouponBox, FreeShipping, Line, Notice};
use crate::say::{say, say_with};

/// Pieces that can be asked for at once in the cart.
const AT_ONCE: i64 = 999;

/// What there is of this cannot be sold at all now: its line is struck out and not added up. Where only
/// pieces are missing the line counts, so that the sums fit what stands there.
fn is_off(item: &CartItem) -> bool {
    item.now.is_none() || item.available <= 0
}

/// What of the cart can be priced: everything that is still to be had.
#[must_use]
pub fn priceable(view: &CartView) -> Vec<DomainItem> {
    let offered = view.items.iter().filter(|item| !is_off(item));
    offered
        .filter_map(|item| {
            Some(DomainItem {
                product: ProductId::new(&item.product).ok()?,
                sku: Sku::new(&item.sku).ok()?,
                quantity: item.quantity.try_into().ok()?,
                price: Won(item.added_price),
            })
        })
        .collect()
}

/// The page of a cart; `priced` is what of it can be priced.
#[must_use]
pub fn cart(
    faces: &Faces<'_>,
    view: Option<&CartView>,
    priced: Option<&Priced>,
    rules: &PricingRules,
    coupon: CouponBox,
    notice: Option<Notice>,
) -> Cart {
    let lang = faces.lang();
    let quote = priced.map(|priced| &priced.quote);
    let missed = priced.map_or(&[][..], |priced| &priced.missed);
    let items = view.map_or(&[][..], |view| &view.items);
    let busy = view.is_some_and(|view| view.checking_out.is_some());
    let waiting = || Notice::warning(say(lang, "cart-busy"));
    Cart {
        lines: items.iter().map(|item| cart_line(faces, item)).collect(),
        gifts: quote.map_or_else(Vec::new, |quote| faces.gifts(&quote.gifts)),
        count: view.map_or(0, CartView::pieces),
        amounts: quote.map_or_else(Amounts::default, |quote| amounts(lang, quote)),
        hints: missed.iter().filter_map(|it| hint(lang, it)).collect(),
        coupon,
        free_shipping: quote.and_then(|quote| free_shipping(quote, rules)),
        notice: notice.or_else(|| busy.then(waiting)),
        advice: advice(lang, items, busy),
        can_check_out: !busy && quote.is_some() && items.iter().all(CartItem::can_buy),
        guest: true,
        waiting: vec![],
    }
}

/// The word on what was put in a moment ago; none when it is not in the cart.
#[must_use]
pub fn added(lang: Language, view: Option<&CartView>, sku: &str) -> Option<Notice> {
    let item = view?.items.iter().find(|item| item.sku == sku)?;
    Some(if item.can_buy() {
        Notice::done(say(lang, "cart-added"))
    } else {
        Notice::warning(say(lang, "cart-added-short"))
    })
}

/// Why the cart cannot be ordered; what to do stands at each line.
fn advice(lang: Language, items: &[CartItem], busy: bool) -> String {
    let key = if busy {
        "cart-advice-busy"
    } else if items.iter().all(CartItem::can_buy) {
        "cart-advice-again"
    } else {
        "cart-advice-mend"
    };
    say(lang, key)
}

fn free_shipping(quote: &Quote, rules: &PricingRules) -> Option<FreeShipping> {
    let from = rules
        .free_shipping_over
        .filter(|_| rules.shipping_fee.is_positive())?;
    let missing = quote.free_shipping_gap(rules).unwrap_or(Won::ZERO);
    Some(FreeShipping {
        missing: missing.0,
        from: from.0,
        reached: (from - missing).0,
    })
}

fn cart_line(faces: &Faces<'_>, item: &CartItem) -> CartLine {
    let lang = faces.lang();
    let now = item.now.as_ref();
    let gone = say(lang, "cart-gone-name");
    let name = now.map_or(&gone, |offer| &offer.name);
    let price = now.map_or(item.added_price, |offer| offer.price);
    CartLine {
        sku: item.sku.clone(),
        line: Line {
            href: product_path(&item.product),
            picture: faces.picture(&item.product, name, now.map_or("", |offer| &offer.category)),
            name: faces.name(&item.product, name).to_owned(),
            option: faces.option(
                &item.product,
                &item.sku,
                now.and_then(|it| it.option.as_deref()),
            ),
            quantity: item.quantity,
            unit_price: price,
            total: price * item.quantity,
            gift: false,
            note: item
                .changed_price()
                .map(|now| price_change(lang, item.added_price, now)),
            off: is_off(item),
        },
        max_quantity: item.available.clamp(1, AT_ONCE),
        off: is_off(item),
        problem: problem(lang, item),
    }
}

/// Both prices: nobody has to remember the old one.
fn price_change(lang: Language, before: i64, now: i64) -> String {
    let facts = [
        ("before", money(before, lang).into()),
        ("now", money(now, lang).into()),
    ];
    say_with(lang, "cart-price-changed", &facts)
}

fn problem(lang: Language, item: &CartItem) -> Option<String> {
    match item {
        CartItem { now: None, .. } => Some(say(lang, "cart-gone")),
        CartItem { available, .. } if *available <= 0 => Some(say(lang, "cart-sold-out")),
        CartItem {
            available,
            quantity,
            ..
        } if quantity > available => Some(say_with(
            lang,
            "cart-few",
            &[("count", (*available).into())],
        )),
        _ => None,
    }
}

/// What is said after a login of the guest's cart that went into the member's; none if nothing lay in it.
#[must_use]
pub fn merged(lang: Language, merged: &Merged) -> Option<Notice> {
    let mut words = Vec::new();
    if !merged.added.is_empty() {
        words.push(say(lang, "merged"));
    }
    let left: u32 = merged.left.iter().map(|item| item.quantity).sum();
    if left > 0 {
        words.push(say_with(lang, "merged-left", &[("count", left.into())]));
    }
    if merged.under_way.is_some() {
        words.push(say(lang, "merged-waits"));
    }
    words.extend(merged.coupon.as_ref().map(|coupon| carried(lang, coupon)));
    let coupon_left = merged.coupon.as_ref().is_some_and(|it| it.left.is_some());
    let words = (!words.is_empty()).then(|| words.join(" "))?;
    Some(if left > 0 || merged.under_way.is_some() || coupon_left {
        Notice::warning(words)
    } else {
        Notice::done(words)
    })
}

/// What became of the guest's coupon.
fn carried(lang: Language, coupon: &Carried) -> String {
    let name = coupon.name.in_language(lang.code()).to_owned();
    match &coupon.left {
        None => say_with(lang, "merged-coupon", &[("name", name.into())]),
        Some(WhyLeft::OwnChosen) => say_with(lang, "merged-coupon-own", &[("name", name.into())]),
        Some(WhyLeft::Refused(why)) => {
            let facts = [("name", name.into()), ("why", refused(lang, why).into())];
            say_with(lang, "merged-coupon-left", &facts)
        }
    }
}
