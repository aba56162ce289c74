//! Photos that shoppers send with a return, an exchange or a review: the whole path over HTTP.

use domain::OrderId;
use image::ImageFormat;
use reqwest::StatusCode;
use tests::pictures::{file, png, telephone_photo};
use tests::shop::process;

use crate::care::{arrives, paid};
use crate::site::{Answer, Site, Visitor};

/// Sends a form of parts as a browser does: the fields, and the files under `photos`.
async fn send(
    visitor: &Visitor,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, Vec<u8>)],
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (name, content) in files {
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\n\
             content-type: image/jpeg\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    visitor
        .ask(|client, base| {
            let request = client.post(format!("{base}{path}")).body(body);
            let request = request.header("content-type", "multipart/form-data; boundary=x");
            request.header("sec-fetch-site", "same-origin")
        })
        .await
}

/// Two jars of honey that arrived: the order, and its page.
async fn arrived(site: &Site, guest: &Visitor) -> (OrderId, String) {
    let (order, path) = paid(site, guest).await;
    arrives(site, &order).await;
    (order, path)
}

/// A claim's form, filled in.
fn asking<'a>(key: &'a str, step: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", key),
        ("wish", "return"),
        ("reason", "damaged"),
        ("q0", "1"),
        ("text", "뚜껑이 <깨졌어요>"),
        ("step", step),
    ]
}

/// Every `/…/photos/…` or `/images/…` address on a page that a link leads to.
fn linked(page: &Answer, part: &str) -> Vec<String> {
    let addresses = page.body.split("href=\"").skip(1);
    let addresses = addresses.filter_map(|rest| rest.split('"').next());
    addresses
        .filter(|address| address.contains(part))
        .map(str::to_owned)
        .collect()
}

async fn pictures_in_the_log(site: &Site) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'ImageUploaded'")
        .fetch_one(&site.pool)
        .await
        .unwrap()
}

fn jpeg(width: u32) -> Vec<u8> {
    file(width, 300, ImageFormat::Jpeg)
}

/// A claim's photo, for everybody who asks for it.
async fn seen_by_its_owner_and_staff(site: &Site, guest: &Visitor, order: &OrderId, photo: &str) {
    let given = guest.get(photo).await;
    assert_eq!(given.header("content-type"), "image/webp");
    assert_eq!(given.header("cache-control"), "no-store");
    assert_eq!(given.header("cross-origin-resource-policy"), "same-origin");
    for told in ["37.5665", "EXIF", "Exif", "GPS"] {
        assert!(!given.body.contains(told), "{told} is still in it");
    }
    let file = photo.rsplit('/').next().unwrap();
    let (_, foreign) = site.visitor().bought().await;
    for nowhere in [
        format!("/images/{file}"),
        format!("/images/{}", file.replace(".webp", "-160.webp")),
        format!("{foreign}/photos/{file}"),
        photo.replacen("/photos", "x/photos", 1),
    ] {
        let answer = site.visitor().get(&nowhere).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    let staff = format!("/orders/{order}/photos/{file}");
    let given = site.auditor().get(&staff).await;
    assert_eq!(given.status, StatusCode::OK);
    assert_eq!(given.header("cache-control"), "no-store");
    assert_eq!(
        site.visitor().get(&staff).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_shows_what_broke_to_its_owner_and_to_staff_alone() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = arrived(&site, &guest).await;
    let form = guest.get(&format!("{path}/return")).await;
    assert!(form.body.contains("enctype=\"multipart/form-data\""));
    let key = form.field("key");
    let to = format!("{path}/return");
    // Seen once in the preview, it comes back with the form by its name alone.
    let photo = telephone_photo(400, 300);
    let seen = send(
        &guest,
        &to,
        &asking(&key, "preview"),
        &[("IMG_1.jpg", photo)],
    )
    .await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    assert!(
        seen.body.contains("&lt;깨졌어요&gt;"),
        "what was typed stays"
    );
    let name = seen.field("photo0");
    let mut fields = asking(&key, "ask");
    fields.push(("photo0", &name));
    let asked = send(&guest, &to, &fields, &[("IMG_2.png", jpeg(200))]).await;
    assert_eq!(asked.to(), format!("{path}?asked=1"));
    let page = guest.get(&asked.to()).await;
    let photos = linked(&page, "/photos/");
    assert_eq!(photos.len(), 2, "{}", page.body);
    assert!(
        page.body.contains("width=\"300\" height=\"400\""),
        "upright"
    );
    assert!(photos[0].contains(&name), "the first is the first");
    for photo in &photos {
        seen_by_its_owner_and_staff(&site, &guest, &order, photo).await;
    }
    // What is forgotten is gone for everybody, with its pictures.
    let desk = process();
    for claim in tests::seen::order(&site.shop, &order).await.claims().keys() {
        let withdrawn = site.shop.withdraw_claim(&desk, &order, claim.clone());
        withdrawn.await.unwrap();
    }
    site.shop.erase_recipient(&process(), &order).await.unwrap();
    assert_eq!(guest.get(&photos[0]).await.status, StatusCode::NOT_FOUND);
    site.shop.clear_album(&process(), &order).await.unwrap();
    let removed = "SELECT count(*) FROM events WHERE event_type = 'ImageRemoved'";
    let removed: i64 = sqlx::query_scalar(removed)
        .fetch_one(&site.pool)
        .await
        .unwrap();
    assert_eq!(removed, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_is_refused_says_why_and_nothing_is_lost() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path) = arrived(&site, &guest).await;
    let key = guest.get(&format!("{path}/return")).await.field("key");
    let to = format!("{path}/return");
    let files = [
        ("good.jpg", jpeg(301)),
        (
            "<b>.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
        ),
        ("half.jpg", jpeg(302)[..900].to_vec()),
        ("bomb.png", png(60_000, 60_000, 2, &[])),
        ("large.jpg", vec![0xff; 8 * 1024 * 1024 + 1]),
        ("sixth.jpg", jpeg(303)),
    ];
    let refused = send(&guest, &to, &asking(&key, "ask"), &files).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "‘&lt;b&gt;.svg’: JPEG, PNG, WebP, GIF 사진만",
        "‘half.jpg’: 열리지 않는 사진",
        "‘bomb.png’: 가로세로가 너무 큰",
        "‘large.jpg’: 8 MB보다 큽니다",
        "나머지는 빼 두었습니다",
        "&lt;깨졌어요&gt;",
    ] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert!(!refused.body.contains("<b>.svg"));
    assert_eq!(linked(&refused, "/photos/").len(), 1);
    let english = send(
        &guest,
        &format!("{to}?lang=en"),
        &asking(&key, "ask"),
        &files[1..2],
    )
    .await;
    assert!(
        english.body.contains("only JPEG, PNG, WebP"),
        "{}",
        english.body
    );
    // A film instead of a photo: the form is still what it was.
    let film = [("film.mov", vec![0; 60 * 1024 * 1024])];
    let refused = send(&guest, &to, &asking(&key, "ask"), &film).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("‘film.mov’: 8 MB보다") && refused.body.contains("깨졌어요"));
    assert_eq!(pictures_in_the_log(&site).await, 1);
    let page = guest.get(&path).await;
    assert!(!page.body.contains("신청함"), "nothing was asked for");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_sends_photos_for_an_order_that_is_not_theirs_or_has_nothing_to_show() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path) = arrived(&site, &guest).await;
    let stranger = site.visitor();
    let (_, theirs) = stranger.bought().await;
    site.caught_up().await;
    let key = guest.get(&format!("{path}/return")).await.field("key");
    let to = format!("{path}/return");
    let good = || vec![("good.jpg", jpeg(301))];
    let wrong = to.replacen("/return", "x/return", 1);
    let foreign = send(&stranger, &wrong, &asking(&key, "ask"), &good()).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let much = [("good.jpg", vec![0; 1024 * 1024])];
    let foreign = send(&stranger, &wrong, &asking(&key, "ask"), &much).await;
    assert_eq!(
        foreign.status,
        StatusCode::PAYLOAD_TOO_LARGE,
        "nor a large one"
    );
    // Theirs waits for its deposit: there is nothing to send back, or to judge.
    let unpaid = send(
        &stranger,
        &format!("{theirs}/return"),
        &asking(&key, "ask"),
        &good(),
    )
    .await;
    assert_eq!(unpaid.status, StatusCode::CONFLICT);
    let stars = [("stars", "5"), ("text", "좋아요"), ("step", "save")];
    let unpaid = send(&stranger, &format!("{theirs}/reviews/0"), &stars, &good()).await;
    assert_eq!(unpaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(pictures_in_the_log(&site).await, 0);
    // A name that somebody else's form knows is nobody's here, and neither is a claim's photo a review's.
    let seen = send(&guest, &to, &asking(&key, "preview"), &good()).await;
    let name = seen.field("photo0");
    let mut review = stars.to_vec();
    review.push(("photo0", &name));
    let reviewed = send(&guest, &format!("{path}/reviews/0"), &review, &[]).await;
    assert_eq!(reviewed.to(), format!("{path}?reviewed=1"));
    site.caught_up().await;
    let all = stranger.get("/products/honey/reviews").await;
    assert!(all.body.contains("좋아요") && !all.body.contains(&name));
    let (_, second) = arrived(&site, &guest).await;
    let other = guest.get(&format!("{second}/return")).await.field("key");
    let mut fields = asking(&other, "preview");
    fields.push(("photo0", &name));
    let seen = send(&guest, &format!("{second}/return"), &fields, &[]).await;
    assert!(linked(&seen, "/photos/").is_empty(), "{}", seen.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_photos_a_day_for_an_order_and_what_is_not_used_goes_after_a_day() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = arrived(&site, &guest).await;
    let key = guest.get(&format!("{path}/return")).await.field("key");
    let to = format!("{path}/return");
    let five = |from: u32| -> Vec<(&str, Vec<u8>)> {
        (from..from + 5)
            .map(|width| ("a.jpg", jpeg(width)))
            .collect()
    };
    for round in 0..6 {
        let sent = send(
            &guest,
            &to,
            &asking(&key, "preview"),
            &five(100 + round * 5),
        )
        .await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    }
    let full = send(&guest, &to, &asking(&key, "ask"), &[("b.jpg", jpeg(50))]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("하루 30장까지"), "{}", full.body);
    assert_eq!(pictures_in_the_log(&site).await, 30);
    site.advance(chrono::Duration::hours(24));
    let kept = send(&guest, &to, &asking(&key, "ask"), &[("b.jpg", jpeg(50))]).await;
    assert_eq!(kept.to(), format!("{path}?asked=1"), "{}", kept.body);
    let album = site.shop.clear_album(&process(), &order).await.unwrap();
    assert_eq!((album.photos().count(), album.removed().count()), (1, 30));
    site.advance(chrono::Duration::days(30));
    let album = site.shop.clear_album(&process(), &order).await.unwrap();
    assert_eq!(album.photos().count(), 1, "what a claim names stays");
    // A browser is known for two weeks.
    let number = [("phone", "010-1234-5678"), ("next", "")];
    let known = guest.post(&format!("{path}/orderer"), &number).await;
    assert_eq!(known.to(), path);
    let page = guest.get(&path).await;
    let photo = linked(&page, "/photos/").remove(0);
    assert_eq!(guest.get(&photo).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reviews_photos_are_seen_by_everybody_until_they_are_taken_out() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = arrived(&site, &guest).await;
    let review = format!("{path}/reviews/0");
    let form = [("stars", "5"), ("text", "향이 좋아요"), ("step", "save")];
    let files = [("1.jpg", telephone_photo(900, 600)), ("2.jpg", jpeg(500))];
    let mut unstarred = form.to_vec();
    unstarred[0].1 = "0";
    let refused = send(&guest, &review, &unstarred, &files).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (one, two) = (refused.field("photo0"), refused.field("photo1"));
    let mut both = form.to_vec();
    both.extend([("photo0", one.as_str()), ("photo1", two.as_str())]);
    let written = send(&guest, &review, &both, &[]).await;
    assert_eq!(written.to(), format!("{path}?reviewed=1"));
    site.caught_up().await;
    for page in ["/products/honey", "/products/honey/reviews"] {
        let page = site.visitor().get(page).await;
        let photos = linked(&page, "/images/");
        assert_eq!(
            photos,
            [format!("/images/{one}.webp"), format!("/images/{two}.webp")]
        );
        assert!(
            page.body
                .contains("width=\"400\" height=\"600\" alt=\"사진 1\" loading=\"lazy\"")
        );
        let given = site.visitor().get(&photos[0]).await;
        assert!(given.header("cache-control").contains("immutable"));
        assert!(!given.body.contains("37.5665") && !given.body.contains("EXIF"));
        let small = photos[0].replace(".webp", "-400.webp");
        assert_eq!(site.visitor().get(&small).await.status, StatusCode::OK);
    }
    // One box is unticked: that photo goes.
    let again = guest.get(&review).await;
    assert_eq!(linked(&again, "/images/").len(), 2);
    let mut one_only = form.to_vec();
    one_only.push(("photo1", two.as_str()));
    send(&guest, &review, &one_only, &[]).await;
    site.caught_up().await;
    let all = site.visitor().get("/products/honey/reviews").await;
    assert_eq!(linked(&all, "/images/"), [format!("/images/{two}.webp")]);
    guest.post(&review, &[("step", "withdraw")]).await;
    let album = site.shop.clear_album(&process(), &order).await.unwrap();
    assert_eq!((album.photos().count(), album.removed().count()), (0, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_of_two_reviews_of_an_order_stays_until_neither_shows_it() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    guest.put("rice", "1").await;
    let (order, path) = arrived(&site, &guest).await;
    let review = |line: u32| format!("{path}/reviews/{line}");
    let form = [("stars", "5"), ("text", "좋아요"), ("step", "save")];
    let both = || [("both.jpg", jpeg(500))];
    for line in [0, 1] {
        let written = send(&guest, &review(line), &form, &both()).await;
        assert_eq!(written.to(), format!("{path}?reviewed=1"));
    }
    let photo = linked(&guest.get(&review(1)).await, "/images/").remove(0);
    let left = async || {
        let album = site.shop.clear_album(&process(), &order).await.unwrap();
        (album.photos().count(), album.removed().count())
    };
    guest.post(&review(0), &[("step", "withdraw")]).await;
    assert_eq!(left().await, (1, 0), "the other review shows it");
    assert_eq!(guest.get(&photo).await.status, StatusCode::OK);
    // Its box is unticked there, too.
    let plain = send(&guest, &review(1), &form, &[]).await;
    assert_eq!(plain.to(), format!("{path}?reviewed=1"));
    assert_eq!(left().await, (0, 1));
}
