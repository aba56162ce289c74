//! What was paid in providers' windows is what the providers say that they hold.

use anyhow::Result;
use domain::{AttemptId, PaymentId};
use shop::Shop;
use sqlx::PgPool;

use super::{Checked, Finding};

/// The latest payments that went through a window; each costs a question or two.
const LATEST: &str = "
    SELECT aggregate_id FROM events
    WHERE aggregate_type = 'payment' AND event_type = 'AttemptOpened'
    GROUP BY 1 ORDER BY max(position) DESC LIMIT 200";

/// What a comparison of whole days found and nobody has cleared up, of whatever payment it is.
async fn found_before(pool: &PgPool, known: &[Finding]) -> Result<Vec<Finding>> {
    let open = projections::orders::differences(pool).await?;
    let news = open.into_iter().filter_map(|it| {
        let what = format!(
            "{}: a comparison of its provider's books found {} there and {} here",
            it.attempt, it.theirs, it.ours
        );
        let order = AttemptId::new(it.attempt).ok()?.order()?;
        let told = known.iter().any(|it| it.subject == order.as_str());
        (!told).then(|| Finding::new(3, order.as_str(), what))
    });
    Ok(news.collect())
}

pub(super) async fn check(pool: &PgPool, shop: &Shop) -> Result<Checked> {
    let payments: Vec<String> = sqlx::query_scalar(LATEST).fetch_all(pool).await?;
    let orders = payments
        .into_iter()
        .filter_map(|id| PaymentId::new(id).ok()?.order());
    let (mut asked, mut silent) = (0, 0);
    let mut broken = Vec::new();
    for order in orders {
        match shop.compare_books(&order).await {
            Ok(differ) => {
                asked += 1;
                broken.extend(differ.into_iter().map(|it| {
                    let what = format!(
                        "{}: we say that its provider holds {}, it says {}",
                        it.attempt, it.found.ours, it.found.theirs
                    );
                    Finding::new(3, order.as_str(), what)
                }));
            }
            Err(error) => {
                silent += 1;
                tracing::warn!(%order, %error, "a provider cannot be asked about {order}: {error}");
            }
        }
    }
    broken.extend(found_before(pool, &broken).await?);
    let sentence = match silent {
        0 => format!("{asked} payments in windows compared, where no money is on its way"),
        _ => format!(
            "{asked} payments in windows compared, where no money is on its way; {silent} could not be asked about"
        ),
    };
    Ok(Checked { sentence, broken })
}
