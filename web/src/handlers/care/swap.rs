//! What lines that come back may be exchanged for: other options of the same products that can be had.

use domain::Sku;
use domain::order::{ClaimReason, LineQuantity, Order};
use shop::ShopError;
use shop::exchange::ExchangePreview;

use super::{Fields, on_sale, text};
use crate::error::WebError;
use crate::state::Web;
use crate::view::care::claim::{Chosen, Swaps};

/// Other options, line by line; none for lines of which nothing is sold any more.
pub(super) async fn swaps(web: &Web, state: &Order) -> Result<Vec<Swaps>, WebError> {
    let Some(draft) = state.draft() else {
        return Ok(vec![]);
    };
    let (products, now) = (on_sale(web, draft).await?, web.shop.now());
    let mut all = Vec::new();
    for (line, quoted) in (0..).zip(&draft.quote.lines) {
        let product = products.get(&quoted.product);
        let Some((product, listing)) = product.and_then(|it| Some((it, it.listing()?))) else {
            continue;
        };
        // Of pieces that are not alike, what went out last comes first.
        let first = LineQuantity {
            line,
            quantity: state.free(line).min(1),
        };
        let mut options = Vec::new();
        for variant in &listing.variants {
            let stock = web.shop.stock_of(&draft.store, &variant.sku);
            let there = web.shop.stock(&stock).await?.available(now) > 0;
            if there && !state.are_all(first, &variant.sku) {
                options.extend(product.variant(&variant.sku).cloned());
            }
        }
        let product = quoted.product.clone();
        all.push(Swaps {
            line,
            product,
            options,
        });
    }
    Ok(all)
}

/// What was chosen in a form, for the lines that come back: `w0`, `w1`, …
pub(super) fn wanted(fields: &Fields, lines: &[LineQuantity]) -> Vec<(u32, Sku)> {
    let wanted = |part: &LineQuantity| {
        let sku = Sku::new(text(fields, &format!("w{}", part.line))).ok()?;
        Some((part.line, sku))
    };
    lines.iter().filter_map(wanted).collect()
}

/// What the exchange would come to.
pub(super) async fn preview(
    web: &Web,
    state: &Order,
    claim: &domain::ClaimId,
    reason: ClaimReason,
    chosen: &Chosen,
) -> Result<ExchangePreview, ShopError> {
    let form = shop::claim::ClaimForm {
        claim: claim.clone(),
        wish: chosen.wish,
        lines: chosen.lines.clone(),
        reason,
        text: String::new(),
        photos: vec![],
        wanted: chosen.wanted.clone(),
    };
    web.shop.preview_exchange(state, &form).await
}
