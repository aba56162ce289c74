//! Notices, events and pages over HTTP, and what is said to search engines and feed readers.

use chrono::Duration;
use domain::document::{DocumentContent, DocumentKind, DocumentText, EventPeriod};
use domain::{DocumentId, Slug};
use reqwest::StatusCode;
use serde_json::Value;
use tests::shop::{process, store_id};

use crate::site::{Answer, Site};

fn text(title: &str, body: &str) -> DocumentText {
    DocumentText {
        title: title.to_owned(),
        summary: format!("{title} 한 줄"),
        body: body.to_owned(),
    }
}

fn content(kind: DocumentKind, slug: &str, title: &str, body: &str) -> DocumentContent {
    DocumentContent {
        store: store_id(),
        kind,
        slug: Slug::new(slug).unwrap(),
        period: None,
        ko: Some(text(title, body)),
        en: None,
    }
}

async fn publish(site: &Site, content: DocumentContent) -> DocumentId {
    let written = site.shop.write_document(&process(), content).await.unwrap();
    let (document, now, caller) = (written.document, site.shop.now(), process());
    let published = site
        .shop
        .publish_document(&caller, &document, now, None)
        .await;
    published.unwrap();
    document
}

/// A page in a language, as a browser that prefers it gets it.
async fn get(site: &Site, path: &str, language: &str) -> Answer {
    let asked = site.visitor();
    asked
        .ask(|client, base| {
            let request = client.get(format!("{base}{path}"));
            request.header("accept-language", language)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_are_listed_and_read_and_gone_when_they_are_hidden() {
    let site = Site::open(1).await;
    let visitor = site.visitor();
    let empty = visitor.get("/notices").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("아직 알릴 것이 없습니다."));
    let body = "<p style=\"color:red\">쉽니다</p><script>alert(1)</script>";
    let id = publish(
        &site,
        content(DocumentKind::Notice, "holiday", "설 <연휴>", body),
    )
    .await;
    site.caught_up().await;
    let list = visitor.get("/notices").await.body;
    assert!(list.contains("href=\"/notices/holiday\"") && list.contains("설 &lt;연휴&gt;"));
    let page = visitor.get("/notices/holiday").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("<p class=\"ink-red\">쉽니다</p>"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("alert(1)"));
    for nothing in [
        "/events/holiday",
        "/pages/holiday",
        "/notices/none",
        "/notices/holiday%2F..",
    ] {
        assert_eq!(
            visitor.get(nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
    site.shop.hide_document(&process(), &id).await.unwrap();
    site.caught_up().await;
    assert_eq!(
        visitor.get("/notices/holiday").await.status,
        StatusCode::NOT_FOUND
    );
    let past = visitor.get("/notices?page=9").await;
    assert_eq!(
        (past.status, past.to()),
        (StatusCode::SEE_OTHER, "/notices".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_is_read_in_the_readers_language_and_the_other_one_is_marked() {
    let site = Site::open(1).await;
    let mut both = content(
        DocumentKind::Page,
        "about",
        "가게 이야기",
        "<p>안녕하세요</p>",
    );
    both.en = Some(text("About us", "<p>Hello</p>"));
    publish(&site, both).await;
    let korean = content(DocumentKind::Notice, "only-korean", "알림", "<p>글</p>");
    publish(&site, korean).await;
    site.caught_up().await;
    let english = get(&site, "/pages/about", "en").await.body;
    assert!(english.contains("<h1>About us</h1>") && english.contains("<p>Hello</p>"));
    assert!(
        get(&site, "/pages/about", "ko")
            .await
            .body
            .contains("안녕하세요")
    );
    let marked = get(&site, "/notices/only-korean", "en").await.body;
    assert!(marked.contains("only available in Korean"), "{marked}");
    assert!(marked.contains("<div class=\"prose\" lang=\"ko\"><p>글</p></div>"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_says_whether_it_runs() {
    let site = Site::open(1).await;
    let (now, day) = (site.shop.now(), Duration::days(1));
    for (slug, from, until) in [("over", -3, -1), ("runs", -1, 1), ("comes", 1, 3)] {
        let mut event = content(DocumentKind::Event, slug, slug, "<p>글</p>");
        let (from, until) = (now + day * from, now + day * until);
        event.period = Some(EventPeriod { from, until });
        publish(&site, event).await;
    }
    site.caught_up().await;
    let visitor = site.visitor();
    let list = visitor.get("/events").await.body;
    let place = |slug: &str| list.find(&format!("/events/{slug}\"")).unwrap();
    assert!(place("over") > place("runs") && place("over") > place("comes"));
    for (slug, state) in [("over", "종료"), ("runs", "진행 중"), ("comes", "예정")] {
        let page = visitor.get(&format!("/events/{slug}")).await.body;
        assert!(page.contains(&format!(">{state}</em>")), "{slug}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn details_stand_on_the_products_page_and_a_page_of_staff_counts_for_more_than_ours() {
    let site = Site::open(1).await;
    publish(
        &site,
        content(DocumentKind::Product, "honey", "꿀", "<h2>꿀의 길</h2>"),
    )
    .await;
    assert!(
        site.visitor()
            .get("/guide")
            .await
            .body
            .contains("이용 안내")
    );
    publish(
        &site,
        content(
            DocumentKind::Page,
            "guide",
            "우리 안내",
            "<p>직접 쓴 안내</p>",
        ),
    )
    .await;
    site.caught_up().await;
    let product = site.visitor().get("/products/honey").await.body;
    assert!(
        product.contains("<div class=\"prose\"><h2>꿀의 길</h2></div>"),
        "{product}"
    );
    let guide = site.visitor().get("/guide").await.body;
    assert!(guide.contains("직접 쓴 안내"));
    assert!(guide.contains("rel=\"canonical\" href=\"http://127.0.0.1:8080/guide\""));
}

/// The facts for machines on a page.
fn facts(page: &str) -> Vec<Value> {
    let parts = page.split("<script type=\"application/ld+json\">").skip(1);
    let fact = |part: &str| serde_json::from_str(part.split("</script>").next().unwrap()).unwrap();
    parts.map(fact).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_tells_machines_what_it_costs_and_where_it_is() {
    let site = Site::open(2).await;
    let page = site.visitor().get("/products/honey").await.body;
    let facts = facts(&page);
    let product = facts
        .iter()
        .find(|fact| fact["@type"] == "Product")
        .unwrap();
    let offer = &product["offers"][0];
    assert_eq!(
        (&offer["price"], &offer["priceCurrency"]),
        (&30_000.into(), &"KRW".into())
    );
    assert_eq!(offer["availability"], "https://schema.org/InStock");
    let trail = facts
        .iter()
        .find(|fact| fact["@type"] == "BreadcrumbList")
        .unwrap();
    let steps = trail["itemListElement"].as_array().unwrap();
    assert_eq!(steps.len(), 3);
    assert_eq!(steps[2]["item"], "http://127.0.0.1:8080/products/honey");
    assert!(page.contains("<meta property=\"og:type\" content=\"product\">"));
    let home = site.visitor().get("/").await.body;
    assert!(!home.contains("noindex"));
    for closed in ["/?q=honey", "/cart", "/nowhere"] {
        let page = site.visitor().get(closed).await.body;
        assert!(
            page.contains("<meta name=\"robots\" content=\"noindex\">"),
            "{closed}"
        );
        assert!(!page.contains("rel=\"canonical\""), "{closed}");
    }
}

/// Nothing that a page says of its own address comes from the request.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_follows_from_what_a_request_says_of_its_host() {
    let site = Site::open(1).await;
    publish(
        &site,
        content(DocumentKind::Notice, "a", "알림", "<p>글</p>"),
    )
    .await;
    site.caught_up().await;
    for path in [
        "/",
        "/products/honey",
        "/notices/a",
        "/robots.txt",
        "/sitemap.xml",
        "/notices.rss",
    ] {
        let asked = site.visitor();
        let answer = asked
            .ask(|client, base| {
                let request = client.get(format!("{base}{path}"));
                // The store of whoever comes by number.
                request.header("host", "127.9.9.9:6666")
            })
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains("http://127.0.0.1:8080"), "{path}");
        assert!(!answer.body.contains("127.9.9.9"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_engines_get_a_map_and_readers_a_feed() {
    let site = Site::open(1).await;
    publish(
        &site,
        content(DocumentKind::Notice, "a", "알림 & <소식>", "<p>글</p>"),
    )
    .await;
    publish(
        &site,
        content(DocumentKind::Product, "honey", "꿀", "<p>글</p>"),
    )
    .await;
    site.caught_up().await;
    let visitor = site.visitor();
    let map = visitor.get("/sitemap.xml").await;
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    let own = "http://127.0.0.1:8080";
    for path in [
        "/",
        "/products/honey",
        "/products/rice",
        "/notices/a",
        "/guide",
    ] {
        assert!(
            map.body.contains(&format!("<loc>{own}{path}</loc>")),
            "{path}"
        );
    }
    assert_eq!(map.body.matches("/products/honey").count(), 1);
    assert_eq!(map.body.matches("<lastmod>").count(), 3, "{}", map.body);
    assert_eq!(visitor.get("/sitemaps/1").await.body, map.body);
    for nothing in ["/sitemaps/2", "/sitemaps/0", "/sitemaps/99999999999"] {
        assert!(
            visitor.get(nothing).await.status.is_client_error(),
            "{nothing}"
        );
    }
    let robots = visitor.get("/robots.txt").await.body;
    assert!(
        robots.contains(&format!("Sitemap: {own}/sitemap.xml"))
            && robots.contains("Disallow: /cart")
    );
    let feed = visitor.get("/notices.rss").await;
    assert_eq!(
        feed.header("content-type"),
        "application/rss+xml; charset=utf-8"
    );
    assert!(
        feed.body.contains(&format!("<link>{own}/notices/a</link>")),
        "{}",
        feed.body
    );
    assert!(
        feed.body.contains("알림 &amp; &lt;소식&gt;"),
        "{}",
        feed.body
    );
    let home = visitor.get("/").await.body;
    assert!(home.contains("type=\"application/rss+xml\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_store_has_icons_of_its_own() {
    let site = Site::open(1).await;
    let visitor = site.visitor();
    let manifest = visitor.get("/site.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let told: Value = serde_json::from_str(&manifest.body).unwrap();
    for icon in told["icons"].as_array().unwrap() {
        let answer = visitor.get(icon["src"].as_str().unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.header("content-type"),
            icon["type"].as_str().unwrap()
        );
    }
    for (path, kind) in [
        ("/favicon.ico", "image/x-icon"),
        ("/apple-touch-icon.png", "image/png"),
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, kind)
        );
    }
    let home = visitor.get("/").await;
    assert!(
        home.header("content-security-policy")
            .contains("manifest-src 'self'")
    );
    assert!(
        home.body
            .contains("rel=\"apple-touch-icon\" href=\"/static/themes/intake/")
    );
}
