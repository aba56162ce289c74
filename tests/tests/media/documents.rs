//! Documents: cleaned when they are written, read from when until when they are to be.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use domain::document::{DocumentContent, DocumentKind, DocumentRefusal, DocumentText, EventPeriod};
use domain::{DocumentId, Slug, StoreId};
use image::ImageFormat;
use projections::documents::{self, Listed};
use shop::images::{ImageFile, ImagePolicy};
use shop::{Shop, ShopError};
use sqlx::PgPool;
use store::{EventLog, MemoryLog};
use tests::folded::Running;
use tests::pg::database;
use tests::pictures::file;
use tests::shop::{World, process, store_id};

fn content(kind: DocumentKind, slug: &str, body: &str) -> DocumentContent {
    DocumentContent {
        store: store_id(),
        kind,
        slug: Slug::new(slug).unwrap(),
        period: None,
        ko: Some(DocumentText {
            title: format!("제목 {slug}"),
            summary: "한 줄".to_owned(),
            body: body.to_owned(),
        }),
        en: None,
    }
}

async fn write(shop: &Shop, content: DocumentContent) -> DocumentId {
    shop.write_document(&process(), content)
        .await
        .unwrap()
        .document
}

#[tokio::test]
async fn what_is_written_is_clean_and_its_pictures_have_a_size() {
    let world = World::around(Arc::new(MemoryLog::default()));
    let shop = world.open();
    let picture = Bytes::from(file(640, 480, ImageFormat::Png));
    let uploaded = shop
        .upload_image(&process(), picture, ImagePolicy::SHOP)
        .await
        .unwrap();
    let path = ImageFile::kept(uploaded.name).path();
    let body = format!(
        "<p onclick=\"x()\">글<script>alert(1)</script></p>\
         <img src=\"{path}\" alt=\"쌀\"><img src=\"https://evil.example/x.gif\">\
         <img src=\"/images/abcdefghijklmnopqrstuvwxyz234567.webp\" alt=\"\">"
    );
    let mut writing = content(DocumentKind::Notice, "a", &body);
    writing.ko.as_mut().unwrap().title = " 설\u{0}\n 연휴 ".to_owned();
    let id = write(&shop, writing).await;
    let document = shop.document(&id).await.unwrap();
    let text = document.content().unwrap().ko.clone().unwrap();
    assert_eq!(text.title, "설 연휴");
    let known = format!("<img src=\"{path}\" alt=\"쌀\" width=\"640\" height=\"480\">");
    let unknown = "<img src=\"/images/abcdefghijklmnopqrstuvwxyz234567.webp\" alt=\"\">";
    assert_eq!(text.body, format!("<p>글</p>{known}{unknown}"));
    // What stands in the log is what was cleaned.
    let log = shop
        .ledger()
        .history("document", id.as_str())
        .await
        .unwrap();
    let log = log[0].payload.clone();
    assert!(
        log.contains("640") && !log.contains("script") && !log.contains("evil"),
        "{log}"
    );
    let elsewhere = DocumentContent {
        store: StoreId::new("nowhere").unwrap(),
        ..content(DocumentKind::Notice, "b", "<p>글</p>")
    };
    let refused = shop.write_document(&process(), elsewhere).await;
    assert!(matches!(refused, Err(ShopError::NoStore(_))));
}

#[tokio::test]
async fn a_refusal_says_why() {
    let shop = World::around(Arc::new(MemoryLog::default())).open();
    let bad = content(DocumentKind::Notice, "Not-Plain", "<p>글</p>");
    let refused = shop.write_document(&process(), bad).await;
    assert!(matches!(
        refused,
        Err(ShopError::Document(DocumentRefusal::BadSlug))
    ));
    let id = DocumentId::new("intake/notice/none").unwrap();
    let refused = shop.hide_document(&process(), &id).await;
    assert!(matches!(
        refused,
        Err(ShopError::Document(DocumentRefusal::NotWritten))
    ));
}

/// Slugs of a list at a moment.
async fn list(pool: &PgPool, kind: DocumentKind, now: DateTime<Utc>) -> Vec<String> {
    let page = documents::list(pool, "intake", kind, now, (1, 10))
        .await
        .unwrap();
    page.items
        .into_iter()
        .map(|listed: Listed| listed.slug)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_appear_and_disappear_by_themselves_and_pinned_ones_stand_above() {
    let database = database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log);
    let (shop, pool) = (world.open(), database.pool().await);
    let (now, day) = (shop.now(), Duration::days(1));
    let caller = process();
    for (slug, from, until) in [
        ("old", now - day * 3, None),
        ("new", now - day, None),
        ("soon", now + day, None),
        ("short", now - day * 2, Some(now + day)),
    ] {
        let id = write(&shop, content(DocumentKind::Notice, slug, "<p>글</p>")).await;
        shop.publish_document(&caller, &id, from, until)
            .await
            .unwrap();
    }
    let draft = write(&shop, content(DocumentKind::Notice, "draft", "<p>글</p>")).await;
    let old = DocumentId::new("intake/notice/old").unwrap();
    shop.pin_document(&caller, &old, true).await.unwrap();
    let running = Running::start(&pool, &world.log).await;
    running.reaches(world.log.end().await.unwrap()).await;
    let notices = DocumentKind::Notice;
    assert_eq!(list(&pool, notices, now).await, ["old", "new", "short"]);
    assert_eq!(
        list(&pool, notices, now + day).await,
        ["old", "soon", "new"]
    );
    let read = |slug: &'static str, at| {
        let pool = pool.clone();
        async move {
            documents::by_slug(&pool, "intake", notices, slug, at)
                .await
                .unwrap()
        }
    };
    assert_eq!(read("soon", now).await, None);
    assert!(read("soon", now + day).await.is_some());
    assert!(read("draft", now).await.is_none() && read("short", now + day).await.is_none());
    assert_eq!(
        list(&pool, DocumentKind::Page, now).await,
        Vec::<String>::new()
    );
    shop.hide_document(&caller, &old).await.unwrap();
    shop.publish_document(&caller, &draft, now, None)
        .await
        .unwrap();
    running.reaches(world.log.end().await.unwrap()).await;
    assert_eq!(list(&pool, notices, now).await, ["draft", "new", "short"]);
    let standing = documents::all(&pool, "intake").await.unwrap();
    assert_eq!(standing.len(), 5);
    assert_eq!(standing.iter().filter(|it| it.is_read_at(now)).count(), 3);
    let page = documents::list(&pool, "intake", notices, now, (2, 2))
        .await
        .unwrap();
    assert_eq!((page.total, page.pages, page.items.len()), (3, 2, 1));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_is_over_stands_behind_those_that_run_and_details_are_found_by_product() {
    let database = database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log);
    let (shop, pool) = (world.open(), database.pool().await);
    let (now, day) = (shop.now(), Duration::days(1));
    for (slug, ends, from) in [("over", -1, -1), ("runs", 1, -9)] {
        let mut event = content(DocumentKind::Event, slug, "<p>글</p>");
        event.period = Some(EventPeriod {
            from: now - day * 10,
            until: now + day * ends,
        });
        let id = write(&shop, event).await;
        let from = now + day * from;
        shop.publish_document(&process(), &id, from, None)
            .await
            .unwrap();
    }
    let id = write(
        &shop,
        content(DocumentKind::Product, "현미_4kg", "<p>자세히</p>"),
    )
    .await;
    shop.publish_document(&process(), &id, now, None)
        .await
        .unwrap();
    let running = Running::start(&pool, &world.log).await;
    running.reaches(world.log.end().await.unwrap()).await;
    assert_eq!(
        list(&pool, DocumentKind::Event, now).await,
        ["runs", "over"]
    );
    let product = DocumentKind::Product;
    let detail = documents::by_slug(&pool, "intake", product, "현미_4kg", now)
        .await
        .unwrap();
    assert_eq!(detail.unwrap().content.ko.unwrap().body, "<p>자세히</p>");
    let elsewhere = documents::by_slug(&pool, "livestore", product, "현미_4kg", now).await;
    assert_eq!(elsewhere.unwrap(), None);
    let map = documents::sitemap(&pool, "intake", now).await.unwrap();
    let places: Vec<&str> = map.iter().map(|(_, slug, _)| slug.as_str()).collect();
    assert_eq!(places, ["over", "runs"]);
    running.stop().await;
}
