//! The cart's page.

use domain::cart::CartItem as DomainItem;
use domain::pricing::{PricingRules, Quote};
use domain::{ProductId, Sku, Won};
use projections::cart::{CartItem, CartView};

use super::{amounts, picture_of, product_path};
use crate::pages::{Amounts, Cart, CartLine, FreeShipping, Line, Notice};

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

/// The page of a cart; `quote` is what of it can be priced.
#[must_use]
pub fn cart(
    view: Option<&CartView>,
    quote: Option<&Quote>,
    rules: Option<&PricingRules>,
    notice: Option<Notice>,
) -> Cart {
    let items = view.map_or(&[][..], |view| &view.items);
    let busy = view.is_some_and(|view| view.checking_out.is_some());
    let waiting =
        || Notice::warning("앞서 보낸 주문을 처리하고 있습니다. 잠시 뒤 새로 열어 주세요.");
    Cart {
        lines: items.iter().map(cart_line).collect(),
        gifts: quote.map(gifts).unwrap_or_default(),
        count: view.map_or(0, CartView::pieces),
        amounts: quote.map_or_else(Amounts::default, amounts),
        free_shipping: quote
            .zip(rules)
            .and_then(|(quote, rules)| free_shipping(quote, rules)),
        notice: notice.or_else(|| busy.then(waiting)),
        advice: advice(items, busy),
        can_check_out: !busy && quote.is_some() && items.iter().all(CartItem::can_buy),
    }
}

/// The word on what was put in a moment ago; none when it is not in the cart.
#[must_use]
pub fn added(view: Option<&CartView>, sku: &str) -> Option<Notice> {
    let item = view?.items.iter().find(|item| item.sku == sku)?;
    Some(if item.can_buy() {
        Notice::done("장바구니에 담았습니다.")
    } else {
        Notice::warning("담으신 만큼 남아 있지 않습니다. 아래에서 확인해 주세요.")
    })
}

/// Why the cart cannot be ordered; what to do stands at each line.
fn advice(items: &[CartItem], busy: bool) -> String {
    if busy {
        "앞서 보낸 주문이 끝나면 주문할 수 있습니다."
    } else if items.iter().all(CartItem::can_buy) {
        "화면을 새로 여시면 주문할 수 있습니다."
    } else {
        "안내가 붙은 상품을 고치시면 주문할 수 있습니다."
    }
    .into()
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

/// Gifts that go with a quote.
#[must_use]
pub fn gifts(quote: &Quote) -> Vec<Line> {
    let gift = |gift: &domain::pricing::Gift| Line {
        // A gift has no page of its own.
        href: String::new(),
        picture: picture_of(gift.sku.as_str(), &gift.name, "gift"),
        name: gift.name.clone(),
        option: None,
        quantity: gift.quantity.into(),
        unit_price: 0,
        total: 0,
        gift: true,
        note: None,
    };
    quote.gifts.iter().map(gift).collect()
}

fn cart_line(item: &CartItem) -> CartLine {
    let now = item.now.as_ref();
    let name = now.map_or("지금은 팔지 않는 상품", |offer| &offer.name);
    let price = now.map_or(item.added_price, |offer| offer.price);
    CartLine {
        sku: item.sku.clone(),
        line: Line {
            href: product_path(&item.product),
            picture: picture_of(&item.product, name, now.map_or("", |offer| &offer.category)),
            name: name.into(),
            option: now.and_then(|offer| offer.option.clone()),
            quantity: item.quantity,
            unit_price: price,
            total: price * item.quantity,
            gift: false,
            note: item
                .changed_price()
                .map(|_| "담으신 뒤 값이 바뀌었습니다".into()),
        },
        max_quantity: item.available.clamp(1, AT_ONCE),
        off: is_off(item),
        problem: problem(item),
    }
}

fn problem(item: &CartItem) -> Option<String> {
    match item {
        CartItem { now: None, .. } => Some("더는 팔지 않습니다. 빼 주세요.".into()),
        CartItem { available, .. } if *available <= 0 => Some("품절되었습니다. 빼 주세요.".into()),
        CartItem {
            available,
            quantity,
            ..
        } if quantity > available => Some(format!("{available}개 남았습니다. 수량을 줄여 주세요.")),
        _ => None,
    }
}
