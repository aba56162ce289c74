//! A product's page: what there is to choose, when it is sold, its pictures, what was looked at lately.

use chrono::Duration;
use domain::product::{Axis, AxisValue, Listing, Variant};
use domain::{Reference, Won};
use image::ImageFormat;
use reqwest::StatusCode;
use reqwest::header::SET_COOKIE;
use tests::pictures::file;
use tests::shop::{process, sku};

use crate::shelves::listing;
use crate::site::Site;

fn plain(id: &'static str, name: &'static str) -> Listing {
    listing((id, name, "", "food", 12_000, 0, &[]))
}

async fn stock(site: &Site, name: &str, pieces: u32) {
    let note = Reference::new("opening").unwrap();
    let (caller, sku) = (process(), sku(name));
    let done = site.shop.receive_stock(&caller, &sku, pieces, note);
    done.await.unwrap();
}

async fn offered(site: &Site, listing: Listing) {
    site.shop.list_product(&process(), listing).await.unwrap();
}

/// A pot in two sizes with two lids: the large one has no wooden lid, the small wooden one is sold out.
async fn pot() -> Site {
    let site = Site::empty().await;
    let value = |name: &str, english: &str| AxisValue {
        name: name.into(),
        name_en: english.into(),
    };
    let axis = |name: &str, english: &str, values| Axis {
        name: name.into(),
        name_en: english.into(),
        values,
    };
    let option = |id: &str, size: &str, lid: &str, price| Variant {
        values: vec![size.into(), lid.into()],
        ..Variant::new(sku(id), Won(price))
    };
    let pot = Listing {
        axes: vec![
            axis(
                "크기",
                "Size",
                vec![value("2인용", "For two"), value("4인용", "For four")],
            ),
            axis(
                "뚜껑",
                "Lid",
                vec![value("무쇠", "Iron"), value("나무", "Wood")],
            ),
        ],
        variants: vec![
            option("POT-2-WOOD", "2인용", "나무", 64_000),
            option("POT-2-IRON", "2인용", "무쇠", 69_000),
            option("POT-4-IRON", "4인용", "무쇠", 99_000),
        ],
        ..plain("pot", "무쇠 가마솥")
    };
    offered(&site, pot).await;
    stock(&site, "POT-2-IRON", 3).await;
    stock(&site, "POT-4-IRON", 9).await;
    site.caught_up().await;
    site
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_chosen_by_axes_goes_into_the_cart_without_a_script() {
    let site = pot().await;
    for device in ["pc", "mobile"] {
        let visitor = site.visitor();
        visitor.post("/choice", &[("device", device)]).await;
        let page = visitor.get("/products/pot").await;
        for there in [
            "<label for=\"axis0\">크기</label><select id=\"axis0\" name=\"axis0\"",
            "<option value=\"2인용\" data-name=\"2인용\" selected>2인용</option>",
            "<option value=\"나무\" data-name=\"나무\" disabled>나무 (품절)</option>",
            "<li class=\"is-out\" data-combo=\"[&quot;2인용&quot;,&quot;나무&quot;]\" data-price=\"64000\" data-out>",
            "<dt>재고</dt><dd>일부 품절</dd>",
        ] {
            assert!(
                page.body.contains(there),
                "{device}: {there} in {}",
                page.body
            );
        }
        let choose = async |size, lid| {
            let form = [
                ("product", "pot"),
                ("axis0", size),
                ("axis1", lid),
                ("quantity", "1"),
            ];
            visitor.post("/cart/lines", &form).await
        };
        let none = choose("4인용", "나무").await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            none.body.contains("고르신 조합은 없는 구성입니다"),
            "{}",
            none.body
        );
        assert!(
            none.body
                .contains("<option value=\"4인용\" data-name=\"4인용\" selected>"),
            "the choice is kept"
        );
        let out = choose("2인용", "나무").await;
        assert_eq!(out.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", out.body);
        assert!(
            out.body.contains("고르신 구성은 품절입니다"),
            "{}",
            out.body
        );
        let unsaid = choose("", "").await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = choose("4인용", "무쇠").await;
        assert_eq!(done.to(), "/cart?added=POT-4-IRON", "{}", done.body);
        let cart = visitor.get("/cart").await;
        assert!(cart.body.contains("4인용 / 무쇠") && cart.body.contains("99,000"));
    }
    let visitor = site.visitor();
    visitor.post("/choice", &[("language", "en")]).await;
    let page = visitor.get("/products/pot").await;
    assert!(page.body.contains(">Size</label>") && page.body.contains(">Wood (Sold out)</option>"));
    assert!(
        page.body.contains("For four / Iron") && page.body.contains("Some options are sold out")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scheduled_product_tells_when_it_is_sold_and_a_hidden_one_is_nowhere() {
    let site = Site::empty().await;
    let now = site.shop.now();
    let feast = Listing {
        sale_from: Some(now + Duration::hours(2)),
        sale_until: Some(now + Duration::hours(5)),
        ..plain("feast", "설 꾸러미")
    };
    offered(&site, feast).await;
    offered(&site, plain("secret", "감춘 상품")).await;
    stock(&site, "feast", 5).await;
    site.shop
        .show_product(&process(), &plain("secret", "").product, false)
        .await
        .unwrap();
    site.caught_up().await;
    let visitor = site.visitor();
    let hidden = visitor.get("/products/secret").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert!(!hidden.body.contains("감춘 상품"));
    for (words, sold) in [
        // Noon in Korea, and the clock moves on by two and by three hours.
        ("11월 22일 (일) 14:00부터 팝니다", false),
        ("11월 22일 (일) 17:00까지 팝니다", true),
        ("판매가 끝난 상품입니다", false),
    ] {
        let page = visitor.get("/products/feast").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(words), "{words} in {}", page.body);
        assert_eq!(
            page.body.contains("action=\"/cart/lines\" class=\"buy\""),
            sold,
            "{words}"
        );
        assert_eq!(
            page.body.contains("https://schema.org/InStock"),
            sold,
            "{words}"
        );
        let listed = visitor.get("/?q=꾸러미").await.body;
        assert_eq!(listed.contains("href=\"/products/feast\""), sold, "{words}");
        let put = visitor.put("feast", "1").await;
        assert_eq!(put.status == StatusCode::SEE_OTHER, sold, "{words}");
        site.advance(Duration::hours(if sold { 3 } else { 2 }));
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploaded_pictures_are_shown_in_fitting_sizes_and_a_drawing_says_that_it_is_one() {
    let site = Site::empty().await;
    let caller = process();
    let mut names = vec![];
    for width in [900, 600] {
        let picture = file(width, 600, ImageFormat::Png).into();
        let uploaded = site
            .shop
            .upload_image(&caller, picture, shop::images::ImagePolicy::SHOP);
        names.push(uploaded.await.unwrap().name.to_string());
    }
    let rice = Listing {
        images: names.clone(),
        ..plain("rice", "오대쌀")
    };
    offered(&site, rice).await;
    offered(&site, plain("plain", "보리")).await;
    site.caught_up().await;
    for device in ["pc", "mobile"] {
        let visitor = site.visitor();
        visitor.post("/choice", &[("device", device)]).await;
        let page = visitor.get("/products/rice").await;
        let gallery = page.body.split("class=\"gallery\"").nth(1).unwrap();
        let gallery = gallery.split("</div>").next().unwrap();
        let first = format!(
            "src=\"/images/{}-800.webp\" srcset=\"/images/{0}-160.webp 160w",
            names[0]
        );
        assert!(gallery.contains(&first), "{gallery}");
        assert!(
            gallery.contains("href=\"#picture-2\"")
                && gallery.contains("alt=\"오대쌀 그림 2\" loading=\"lazy\""),
            "{gallery}"
        );
        assert!(!gallery.contains("실제 모습은 다를 수 있습니다"));
        for part in gallery.split("/images/").skip(1) {
            let file = part.split([' ', '"']).next().unwrap();
            let answer = visitor.get(&format!("/images/{file}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{file}");
        }
        let list = visitor.get("/").await;
        assert!(
            list.body
                .contains(&format!("src=\"/images/{}-400.webp\" srcset=", names[0]))
        );
        let drawn = visitor.get("/products/plain").await;
        assert!(
            drawn
                .body
                .contains("상품을 그린 그림입니다. 실제 모습은 다를 수 있습니다.")
        );
        assert!(!drawn.body.contains("class=\"gallery-small\""));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_looked_at_is_remembered_by_the_browser_alone_until_it_is_to_forget() {
    let site = Site::empty().await;
    let all: Vec<String> = (0..12).map(|number| format!("thing-{number:02}")).collect();
    for id in &all {
        offered(&site, plain(id.clone().leak(), "물건")).await;
    }
    site.caught_up().await;
    let visitor = site.visitor();
    let shown = |body: &str| -> Vec<String> {
        let Some(recent) = body.split("class=\"recent\"").nth(1) else {
            return vec![];
        };
        let links = recent
            .split("</section>")
            .next()
            .unwrap()
            .split("href=\"/products/")
            .skip(1);
        links
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    let first = visitor.get("/products/thing-00").await;
    assert!(shown(&first.body).is_empty());
    let cookie = first.headers[SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.starts_with("jangbu-recent=thing-00;") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    for id in &all {
        visitor.get(&format!("/products/{id}")).await;
    }
    let events = site.events().await;
    let page = visitor.get("/products/thing-03").await;
    let expected: Vec<_> = all.iter().rev().take(8).cloned().collect();
    assert_eq!(
        shown(&page.body),
        expected,
        "at most eight, the last one first"
    );
    assert_eq!(site.events().await, events, "nothing of it is kept here");
    assert!(
        shown(&site.visitor().get("/products/thing-03").await.body).is_empty(),
        "others see nothing of it"
    );
    let done = visitor
        .post("/recent/forget", &[("next", "/products/thing-05")])
        .await;
    assert_eq!(done.to(), "/products/thing-05");
    assert!(shown(&visitor.get("/products/thing-05").await.body).is_empty());
    // A cookie that somebody has written is read as far as it is one.
    let odd = visitor.ask(|client, base| {
        let request = client.get(format!("{base}/products/thing-01"));
        request.header("cookie", "jangbu-recent=%3Cscript%3E/none/thing-02")
    });
    let odd = odd.await;
    assert_eq!(
        (odd.status, shown(&odd.body)),
        (StatusCode::OK, vec!["thing-02".to_owned()])
    );
    assert!(!odd.body.contains("<script>/"));
}
