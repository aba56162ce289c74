//! Pictures over HTTP: taken in from staff, given to everybody, made once.

use image::ImageFormat;
use reqwest::StatusCode;
use serde_json::Value;
use shop::images::ImageAddresses;
use tests::pg::database;
use tests::pictures::file;

use crate::site::{Answer, Site, Visitor};

async fn send(site: &Site, content: Vec<u8>, name: &str, from: &str) -> Answer {
    sent_by(&site.auditor(), content, name, from).await
}

/// A form as a browser sends it, with another field before the file.
async fn sent_by(visitor: &Visitor, content: Vec<u8>, name: &str, from: &str) -> Answer {
    let head = format!(
        "--x\r\ncontent-disposition: form-data; name=\"alt\"\r\n\r\n쌀\r\n\
         --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: image/png\r\n\r\n"
    );
    let body = [head.as_bytes(), &content, b"\r\n--x--\r\n"].concat();
    visitor
        .ask(|client, base| {
            let request = client.post(format!("{base}/images")).body(body);
            let request = request.header("content-type", "multipart/form-data; boundary=x");
            request.header("sec-fetch-site", from)
        })
        .await
}

async fn uploaded(site: &Site, width: u32, height: u32) -> Value {
    let picture = file(width, height, ImageFormat::Png);
    let answer = send(site, picture, "../../rice.svg", "same-origin").await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_taken_in_and_given_in_every_size_for_ever() {
    let site = Site::open(1).await;
    let told = uploaded(&site, 1_000, 500).await;
    assert_eq!(
        (&told["width"], &told["height"]),
        (&1_000.into(), &500.into())
    );
    let sizes = told["sizes"].as_array().unwrap();
    let widths: Vec<u64> = sizes
        .iter()
        .map(|size| size["width"].as_u64().unwrap())
        .collect();
    assert_eq!(widths, [160, 400, 800, 1_000]);
    let visitor = site.visitor();
    for size in sizes {
        let address = size["address"].as_str().unwrap();
        for _ in 0..2 {
            let answer = visitor.get(address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert_eq!(answer.header("content-type"), "image/webp");
            assert_eq!(
                answer.header("cache-control"),
                "public, max-age=31536000, immutable"
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                "cross-origin"
            );
        }
        let mark = visitor.get(address).await.header("etag").to_owned();
        let again = visitor
            .ask(|client, base| {
                let request = client.get(format!("{base}{address}"));
                request.header("if-none-match", mark)
            })
            .await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert_eq!(again.body, "");
    }
    // It is no wider than a thousand pixels: asked for more, it is given as it is.
    let name = told["name"].as_str().unwrap();
    let wide = visitor.get(&format!("/images/{name}-1600.webp")).await;
    let kept = visitor.get(&format!("/images/{name}.webp")).await;
    assert_eq!(wide.status, StatusCode::OK);
    assert_eq!(wide.header("content-length"), kept.header("content-length"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_size_is_made_once_however_many_ask_for_it() {
    let site = Site::open(1).await;
    let told = uploaded(&site, 1_000, 500).await;
    let address = format!("/images/{}-400.webp", told["name"].as_str().unwrap());
    let asking = (0..20).map(|_| {
        let (visitor, address) = (site.visitor(), address.clone());
        tokio::spawn(async move { visitor.get(&address).await.status })
    });
    for asked in futures::future::join_all(asking).await {
        assert_eq!(asked.unwrap(), StatusCode::OK);
    }
    let made: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'ImageResized'")
            .fetch_one(&site.pool)
            .await
            .unwrap();
    assert_eq!(made, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_address_of_a_picture_is_nothing() {
    let site = Site::open(1).await;
    let told = uploaded(&site, 300, 300).await;
    let name = told["name"].as_str().unwrap();
    for nothing in [
        "/images/abcdefghijklmnopqrstuvwxyz234567.webp".to_owned(),
        "/images/abcdefghijklmnopqrstuvwxyz234567-400.webp".to_owned(),
        format!("/images/{name}"),
        format!("/images/{name}.png"),
        format!("/images/{name}-401.webp"),
        format!("/images/{}.webp", name.to_uppercase()),
        format!("/images/..%2F{name}.webp"),
        "/images/%00.webp".to_owned(),
        format!("/images/{}.webp", "a".repeat(3_000)),
    ] {
        let answer = site.visitor().get(&nothing).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
        assert!(!answer.header("cache-control").contains("immutable"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_taken_is_said_with_a_reason_and_nothing_is_kept() {
    let site = Site::open(1).await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
    let cut = file(300, 300, ImageFormat::Png)[..200].to_vec();
    for (content, status, error) in [
        (svg, StatusCode::UNSUPPORTED_MEDIA_TYPE, "strange"),
        (cut, StatusCode::UNPROCESSABLE_ENTITY, "damaged"),
        (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, "empty"),
        (
            vec![0xff; 15 * 1024 * 1024 + 1],
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_big",
        ),
    ] {
        let answer = send(&site, content, "rice.png", "same-origin").await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(told["error"], error);
        assert!(told["message"].as_str().unwrap().ends_with('.'));
    }
    let endless = send(&site, vec![0; 40 * 1024 * 1024], "rice.png", "same-origin").await;
    assert_eq!(endless.status, StatusCode::PAYLOAD_TOO_LARGE);
    let known: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE aggregate_type = 'image'")
            .fetch_one(&site.pool)
            .await
            .unwrap();
    assert_eq!(known, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_staff_on_the_shops_own_page_may_send_pictures() {
    let site = Site::open(1).await;
    let picture = file(300, 300, ImageFormat::Png);
    for from in ["cross-site", "same-site", ""] {
        let answer = send(&site, picture.clone(), "rice.png", from).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{from:?}");
    }
    // Shoppers have no such door.
    let answer = sent_by(&site.visitor(), picture, "rice.png", "same-origin").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_elsewhere_are_addressed_there_and_pages_may_load_them() {
    let site = Site::around(&database().await, |mut config| {
        config.images = ImageAddresses::below("https://cdn.example/shop");
        config
    })
    .await;
    let told = uploaded(&site, 1_000, 500).await;
    let address = told["address"].as_str().unwrap();
    assert!(
        address.starts_with("https://cdn.example/shop/images/"),
        "{address}"
    );
    assert!(told["path"].as_str().unwrap().starts_with("/images/"));
    let page = site.visitor().get("/guide").await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("img-src 'self' https://cdn.example;"),
        "{policy}"
    );
}
