//! What the demo shop tells: notices, an event that runs, a page about itself, and details of products
//! with pictures.

use anyhow::{Context, Result};
use bytes::Bytes;
use chrono::{DateTime, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::document::{DocumentContent, DocumentKind, DocumentText, EventPeriod};
use domain::{Slug, StoreId};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use shop::images::{ImageFile, ImagePolicy};
use shop::{Caller, Shop};
use sqlx::PgPool;
use web::picture::{self, Subject};

use crate::commands::document::{html, markdown};

/// A document's kind, slug, days since it was published, and its files in both languages.
type Source = (DocumentKind, &'static str, i64, &'static str, &'static str);

macro_rules! source {
    ($kind:ident, $slug:literal, $days:literal, $file:literal, $form:literal) => {
        (
            DocumentKind::$kind,
            $slug,
            $days,
            include_str!(concat!("../../demo/documents/", $file, ".ko.", $form)),
            include_str!(concat!("../../demo/documents/", $file, ".en.", $form)),
        )
    };
}

const WRITTEN: [Source; 8] = [
    source!(Notice, "opening", 30, "notice-opening", "md"),
    source!(Notice, "cold-days", 3, "notice-cold-days", "md"),
    source!(Notice, "paper", 12, "notice-bags", "md"),
    source!(Event, "new-rice", 2, "event-new-rice", "md"),
    source!(Page, "about", 30, "page-about", "md"),
    source!(Product, "odae-rice", 10, "product-odae-rice", "html"),
    source!(Product, "egg", 10, "product-egg", "html"),
    source!(Product, "gochujang", 10, "product-gochujang", "html"),
];

/// The notice that stands above the others.
const PINNED: &str = "opening";
/// Days that the event takes in all.
const EVENT_DAYS: i64 = 14;
/// Pixels of a drawn picture's side.
const SIDE: u32 = 1_200;

/// Writes all of it, unless somebody has written something.
///
/// # Errors
/// A command is refused or the database fails.
pub async fn write(shop: &Shop, pool: &PgPool, caller: &Caller) -> Result<()> {
    let sql = "SELECT EXISTS (SELECT FROM events WHERE aggregate_type = 'document'
                               AND metadata->>'actor' <> 'system:demo')
                   OR EXISTS (SELECT FROM events WHERE aggregate_type = 'document'
                               AND event_type = 'DocumentPinned')";
    // Pinning comes last, so it means that all is there.
    if sqlx::query_scalar(sql).fetch_one(pool).await? {
        return Ok(());
    }
    let today = midnight(shop.now());
    for source in &WRITTEN {
        publish(shop, caller, source, today).await?;
    }
    let opening = content(&caller.store, &WRITTEN[0], today)?.id()?;
    anyhow::ensure!(
        opening.as_str().ends_with(PINNED),
        "the first is the pinned one"
    );
    shop.pin_document(caller, &opening, true).await?;
    Ok(())
}

async fn publish(
    shop: &Shop,
    caller: &Caller,
    source: &Source,
    today: DateTime<Utc>,
) -> Result<()> {
    let mut content = content(&caller.store, source, today)?;
    if content.kind == DocumentKind::Product {
        let path = drawn(shop, caller, &content).await?;
        for text in [&mut content.ko, &mut content.en].into_iter().flatten() {
            text.body = text.body.replace("{picture}", &path);
        }
    }
    let written = shop.write_document(caller, content).await?;
    let from = today - Duration::days(source.2);
    shop.publish_document(caller, &written.document, from, None)
        .await?;
    Ok(())
}

fn content(
    store: &StoreId,
    (kind, slug, days, ko, en): &Source,
    today: DateTime<Utc>,
) -> Result<DocumentContent> {
    let read = |text: &str| -> Result<DocumentText> {
        let read = match kind {
            DocumentKind::Product => html(text),
            _ => markdown(text),
        };
        read.with_context(|| format!("{slug} has no heading"))
    };
    let from = today - Duration::days(*days);
    let period = EventPeriod {
        from,
        until: from + Duration::days(EVENT_DAYS),
    };
    Ok(DocumentContent {
        store: store.clone(),
        kind: *kind,
        slug: Slug::new(*slug)?,
        period: (*kind == DocumentKind::Event).then_some(period),
        ko: Some(read(ko)?),
        en: Some(read(en)?),
    })
}

/// The drawn picture of a product as one that was uploaded: its path.
async fn drawn(shop: &Shop, caller: &Caller, content: &DocumentContent) -> Result<String> {
    let id = content.slug.as_str();
    let product = domain::ProductId::new(id)?;
    let listed = shop
        .ledger()
        .state::<domain::product::Product>(product.as_str());
    let listed = listed.await?.state;
    let listing = listed
        .listing()
        .with_context(|| format!("no product {id}"))?;
    let svg = picture::svg(&Subject {
        id,
        name: &listing.name,
        category: listing.category.as_str(),
    });
    let png = Bytes::from(png(&svg)?);
    let uploaded = shop.upload_image(caller, png, ImagePolicy::SHOP).await?;
    Ok(ImageFile::kept(uploaded.name).path())
}

fn png(svg: &str) -> Result<Vec<u8>> {
    let tree = Tree::from_str(svg, &Options::default())?;
    let mut canvas = Pixmap::new(SIDE, SIDE).context("a picture without a size")?;
    let size = tree.size();
    #[expect(clippy::cast_precision_loss, reason = "pictures are small")]
    let scale = SIDE as f32 / size.width().max(size.height());
    let scale = Transform::from_scale(scale, scale);
    resvg::render(&tree, scale, &mut canvas.as_mut());
    Ok(canvas.encode_png()?)
}

/// The beginning of a Korean day.
fn midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    let day = now.with_timezone(&Seoul).date_naive();
    let begins = Seoul.from_local_datetime(&day.and_time(NaiveTime::MIN));
    begins
        .earliest()
        .map_or(now, |begins| begins.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_can_be_written_and_its_clean_text_is_all_of_it() {
        let store = StoreId::new("intake").unwrap();
        for source in &WRITTEN {
            let content = content(&store, source, Utc::now()).unwrap();
            for text in [content.ko, content.en].into_iter().flatten() {
                assert!(
                    !text.title.is_empty() && !text.body.contains("<h1"),
                    "{}",
                    source.1
                );
                let own = text
                    .body
                    .replace("{picture}", "/images/abcdefghijklmnopqrstuvwxyz234567.webp");
                let clean = shop::content::clean(&own).html;
                assert!(clean.len() * 10 > own.len() * 8, "{}: {clean}", source.1);
            }
        }
        assert_eq!(WRITTEN[0].1, PINNED);
    }
}
