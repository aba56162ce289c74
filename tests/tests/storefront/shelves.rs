//! What shoppers find and how: the tree of categories, lists that are narrowed and sorted, the search.

use domain::pricing::Tax;
use domain::product::{Listing, Variant};
use domain::{CategoryId, ProductId, Reference, Won};
use reqwest::StatusCode;
use tests::shop::{process, sku, store_id};

use crate::site::{Answer, Site, Visitor};

/// What the tests' shelves hold: id, Korean and English name, category, price, pieces, badges.
type Goods = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    u32,
    &'static [&'static str],
);

const GOODS: [Goods; 5] = [
    (
        "hyunmi",
        "무농약 현미",
        "Brown rice",
        "rice",
        18_000,
        9,
        &["best"],
    ),
    ("chapssal", "찹쌀", "Sticky rice", "rice", 9_000, 9, &[]),
    ("oats", "눌린 귀리", "", "grain", 6_000, 0, &["new"]),
    (
        "egg",
        "유정란",
        "Eggs",
        "fresh",
        12_000,
        9,
        &["season", "best"],
    ),
    ("pear", "나주 배", "Pears", "fresh", 30_000, 9, &["gift"]),
];

pub fn listing((id, name, name_en, category, price, _, badges): Goods) -> Listing {
    Listing {
        name_en: name_en.into(),
        badges: badges.iter().map(ToString::to_string).collect(),
        ..Listing::new(
            ProductId::new(id).unwrap(),
            store_id(),
            name,
            (CategoryId::new(category).unwrap(), category),
            Tax::TaxFree,
            vec![Variant::new(sku(id), Won(price))],
        )
    }
}

async fn filled() -> Site {
    let site = Site::empty().await;
    let category = |id: &str| CategoryId::new(id).unwrap();
    let caller = process();
    for (id, above, name, english) in [
        ("grain", None, "곡물", "Grain"),
        ("rice", Some("grain"), "쌀", "Rice"),
        ("fresh", None, "신선", ""),
        ("bare", None, "빈 갈래", "Bare"),
    ] {
        let above = above.map(category);
        let done = site
            .shop
            .name_category(&caller, category(id), above, name, english);
        done.await.unwrap();
    }
    for goods in GOODS {
        site.shop
            .list_product(&process(), listing(goods))
            .await
            .unwrap();
        if goods.5 > 0 {
            let (sku, note) = (sku(goods.0), Reference::new("opening").unwrap());
            let done = site.shop.receive_stock(&caller, &sku, goods.5, note);
            done.await.unwrap();
        }
    }
    site.caught_up().await;
    site
}

/// The products of the list, in its order; what is offered besides is not the list.
fn listed(answer: &Answer) -> Vec<String> {
    let list = answer.body.split("id=\"list\"").nth(1).unwrap();
    let list = list.split("class=\"offered\"").next().unwrap();
    products(list)
}

fn products(html: &str) -> Vec<String> {
    let links = html.split("class=\"card-link\" href=\"/products/").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

async fn list(visitor: &Visitor, path: &str) -> Vec<String> {
    let answer = visitor.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    listed(&answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tree_leads_down_and_the_crumbs_lead_up_on_both_devices_in_both_languages() {
    let site = filled().await;
    for device in ["pc", "mobile"] {
        for (lang, grain, rice) in [("ko", "곡물", "쌀"), ("en", "Grain", "Rice")] {
            let visitor = site.visitor();
            visitor
                .post("/choice", &[("device", device), ("language", lang)])
                .await;
            let page = visitor.get("/").await;
            let below = format!("<ul class=\"below\"><li><a href=\"/?category=rice\">{rice}</a>");
            assert!(page.body.contains(&below), "{device} {lang}: {}", page.body);
            assert_eq!(
                list(&visitor, "/?category=grain").await.len(),
                3,
                "with those below"
            );
            let page = visitor.get("/?category=rice").await;
            assert_eq!(listed(&page).len(), 2);
            let up = format!("<li><a href=\"/?category&#x3D;grain\">{grain}</a></li></ol>");
            assert!(page.body.contains(&up), "{device} {lang}: {}", page.body);
            let page = visitor.get("/products/hyunmi").await;
            let up = format!(
                "<li><a href=\"/?category&#x3D;grain\">{grain}</a></li><li><a href=\"/?category&#x3D;rice\">{rice}</a></li></ol>"
            );
            assert!(page.body.contains(&up), "{device} {lang}: {}", page.body);
            let name = if lang == "en" {
                "Brown rice"
            } else {
                "무농약 현미"
            };
            assert!(page.body.contains(&format!("<h1>{name}</h1>")));
        }
    }
    let visitor = site.visitor();
    let bare = visitor.get("/?category=bare").await;
    assert_eq!(bare.status, StatusCode::OK);
    assert!(bare.body.contains("아직 빈 장입니다") && bare.body.contains("전체 상품 보기"));
    assert_eq!(
        visitor.get("/?category=none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_sorted_and_narrowed_by_links_and_a_plain_form() {
    let site = filled().await;
    let visitor = site.visitor();
    for (path, found) in [
        (
            "/?sort=cheap",
            vec!["oats", "chapssal", "egg", "hyunmi", "pear"],
        ),
        (
            "/?sort=dear&stock=1",
            vec!["pear", "hyunmi", "egg", "chapssal"],
        ),
        (
            "/?sort=cheap&min=9,000&max=12000원",
            vec!["chapssal", "egg"],
        ),
        (
            "/?sort=cheap&badge=best&badge=gift",
            vec!["egg", "hyunmi", "pear"],
        ),
        (
            "/?sort=cheap&category=grain&stock=1&max=10000",
            vec!["chapssal"],
        ),
        (
            "/?sort=cheap&min=&max=&badge=odd&stock=yes",
            vec!["oats", "chapssal", "egg", "hyunmi", "pear"],
        ),
    ] {
        assert_eq!(list(&visitor, path).await, found, "{path}");
    }
    let page = visitor
        .get("/?category=grain&sort=cheap&max=10000&stock=1")
        .await;
    for there in [
        // What the form keeps, what is set, and what takes it back.
        "<input type=\"hidden\" name=\"category\" value=\"grain\">",
        "<input type=\"hidden\" name=\"sort\" value=\"cheap\">",
        "name=\"stock\" value=\"1\" checked",
        "<a href=\"/?category&#x3D;grain&amp;sort&#x3D;cheap&amp;stock&#x3D;1\">10,000원까지",
        "<meta name=\"robots\" content=\"noindex\">",
    ] {
        assert!(page.body.contains(there), "{there} in {}", page.body);
    }
    let nothing = visitor.get("/?min=90000").await;
    assert!(nothing.body.contains("조건에 맞는 상품이 없습니다"));
    assert!(listed(&nothing).is_empty());
}

/// Value, whether it is ticked, and the count beside it, of each box of the form. What would leave nothing
/// cannot be ticked.
fn boxes(answer: &Answer) -> Vec<(String, bool, String)> {
    let form = answer.body.split("data-filters").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let boxes = form.split("<input type=\"checkbox\" ").skip(1);
    let one = |text: &str| {
        let value = text.split("value=\"").nth(1).unwrap();
        let name = text.split('"').nth(1).unwrap();
        let value = value.split('"').next().unwrap();
        let named = if name == "badge" { value } else { name };
        let count = text.split("<small>").nth(1).unwrap_or_default();
        let count = count.split('<').next().unwrap();
        let tag = text.split('>').next().unwrap();
        let ticked = tag.contains(" checked");
        let closed = tag.contains(" disabled");
        assert_eq!(closed, count == "0" && !ticked, "{text}");
        (named.to_owned(), ticked, count.to_owned())
    };
    boxes.map(one).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beside_each_filter_stands_what_it_leaves_and_only_badges_that_occur_are_offered() {
    let site = filled().await;
    let visitor = site.visitor();
    for (path, expected) in [
        (
            "/",
            vec![
                ("stock", false, "4"),
                ("sale", false, "0"),
                ("new", false, "1"),
                ("best", false, "2"),
                ("season", false, "1"),
                ("gift", false, "1"),
            ],
        ),
        (
            "/?category=grain&badge=best",
            vec![
                ("stock", false, "1"),
                ("sale", false, "0"),
                ("new", false, "1"),
                ("best", true, "1"),
            ],
        ),
        (
            "/?q=현미&badge=gift",
            vec![
                ("stock", false, "0"),
                ("sale", false, "0"),
                ("best", false, "1"),
                ("gift", true, "0"),
            ],
        ),
    ] {
        let boxes = boxes(&visitor.get(path).await);
        let told: Vec<_> = boxes
            .iter()
            .map(|(named, ticked, count)| (named.as_str(), *ticked, count.as_str()))
            .collect();
        assert_eq!(told, expected, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_search_finds_parts_initials_and_words_without_blanks_and_says_what_it_read() {
    let site = filled().await;
    let visitor = site.visitor();
    for (words, found) in [
        ("현미", "hyunmi"),
        ("무농약현미", "hyunmi"),
        ("ㅎㅁ", "hyunmi"),
        ("나주배", "pear"),
        ("유정", "egg"),
        ("brown", "hyunmi"),
        ("pear", "pear"),
    ] {
        assert_eq!(
            list(&visitor, &format!("/?q={words}")).await,
            [found],
            "{words}"
        );
    }
    let initials = visitor.get("/?q=ㅎㅁ").await;
    assert!(initials.body.contains("첫소리로 읽어 찾았습니다"));
    assert!(!visitor.get("/?q=현미").await.body.contains("첫소리로"));
    let sifted = visitor.get("/?q=쌀&max=10000").await;
    assert_eq!(listed(&sifted), ["chapssal"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_without_results_offers_what_may_have_been_meant() {
    let site = filled().await;
    let visitor = site.visitor();
    for typed in ["dbwjdfks", "유정랑"] {
        let page = visitor.get(&format!("/?q={typed}")).await;
        assert!(listed(&page).is_empty());
        assert!(
            page.body.contains("이것을 찾으셨나요?"),
            "{typed}: {}",
            page.body
        );
        let offered = page.body.split("class=\"offered\"").nth(1).unwrap();
        assert!(offered.contains("‘유정란’ 상품"), "{typed}");
        assert_eq!(products(offered), ["egg"], "{typed}");
    }
    visitor.post("/choice", &[("language", "en")]).await;
    let page = visitor.get("/?q=zzzzqq").await;
    assert!(page.body.contains("We could not find that") && !page.body.contains("Did you mean"));
    let offered = page.body.split("class=\"offered\"").nth(1).unwrap();
    assert!(offered.contains("Popular right now"));
    assert_eq!(products(offered).len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_store_has_its_own_shelves() {
    let site = Site::two_stores().await;
    let other = domain::StoreId::new("livestore").unwrap();
    let mine = listing(GOODS[0]);
    let theirs = Listing {
        store: other.clone(),
        ..listing(("broom", "싸리 빗자루", "Broom", "cleaning", 11_000, 0, &[]))
    };
    let caller = shop::Caller::system(other, "test");
    let cleaning = CategoryId::new("cleaning").unwrap();
    let done = site
        .shop
        .name_category(&caller, cleaning, None, "청소", "Cleaning");
    done.await.unwrap();
    site.shop.list_product(&process(), mine).await.unwrap();
    site.shop.list_product(&caller, theirs).await.unwrap();
    site.caught_up().await;
    let get = async |host: &str, path: &str| {
        let visitor = site.visitor();
        let ask = |client: &reqwest::Client, base: &str| {
            let request = client.get(format!("{base}{path}"));
            request.header("host", host).header("accept-language", "en")
        };
        visitor.ask(ask).await
    };
    for (host, found, nav) in [
        ("intake.example", "hyunmi", false),
        ("livestore.example", "broom", true),
    ] {
        let page = get(host, "/").await;
        assert_eq!(listed(&page), [found], "{host}");
        assert_eq!(
            page.body.contains("/?category=cleaning\">Cleaning</a>"),
            nav,
            "{host}"
        );
        let both = [
            get(host, "/products/hyunmi").await,
            get(host, "/products/broom").await,
        ];
        let open = both.map(|page| page.status == StatusCode::OK);
        assert_eq!(open, [!nav, nav], "{host}");
    }
    assert!(listed(&get("livestore.example", "/?q=현미").await).is_empty());
}
