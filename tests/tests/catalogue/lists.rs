//! The tree of categories, filters, orders, and what is sold only for a time.

use projections::catalogue::{self, Chosen, ListQuery, Sort, cards, categories, facets};
use serde_json::json;
use tests::folded::all_equal;
use tests::told::{Shop, at};

use crate::goods::{LISTED, all, folded, found, now, offer, sell};

async fn shelves(shop: &Shop) {
    let added = |id: &str, parent: Option<&str>, place: u32| json!({"CategoryAdded": {"category": id, "parent": parent, "name": format!("이름 {id}"), "place": place}});
    let events = [
        added("food", None, 0),
        added("home", None, 1),
        added("grain", Some("food"), 0),
        added("rice", Some("grain"), 0),
        added("secret", Some("home"), 0),
        json!({"CategoryHidden": {"category": "secret"}}),
    ];
    shop.tell(LISTED, "categories", "demo", &events).await;
    for (id, category) in [
        ("odae", "rice"),
        ("oats", "grain"),
        ("jam", "food"),
        ("cup", "secret"),
        ("gift", "elsewhere"),
    ] {
        let more = json!({"category": category, "category_name": "먼 곳"});
        offer(shop, id, id, 1_000, more).await;
    }
}

#[tokio::test]
async fn a_category_counts_and_shows_what_lies_below_it() {
    let shop = Shop::new().await;
    shelves(&shop).await;
    folded(&shop).await;
    let tree = async || {
        let read = categories(&shop.pool, "demo", now()).await.unwrap();
        let told = read.into_iter().map(|it| (it.id, it.depth, it.products));
        told.collect::<Vec<_>>()
    };
    let row = |id: &str, depth, products| (id.to_owned(), depth, products);
    assert_eq!(
        tree().await,
        [
            row("food", 0, 3),
            row("grain", 1, 2),
            row("rice", 2, 1),
            row("home", 0, 1),
            row("elsewhere", 0, 1),
        ]
    );
    let below = async |category: &str| {
        let category = Some(category.to_owned());
        found(&shop, ListQuery { category, ..all() }).await
    };
    assert_eq!(below("food").await, ["jam", "oats", "odae"]);
    assert_eq!(below("rice").await, ["odae"]);
    assert_eq!(
        below("home").await,
        ["cup"],
        "hidden from the navigation only"
    );
    assert_eq!(below("sea").await, Vec::<String>::new());

    let moved = json!({"CategoryMoved": {"category": "grain", "parent": "home", "place": 0}});
    shop.tell(LISTED, "categories", "demo", &[moved]).await;
    folded(&shop).await;
    assert_eq!(below("food").await, ["jam"]);
    assert_eq!(tree().await[1..3], [row("home", 0, 3), row("grain", 1, 2)]);
    all_equal(&shop.pool, &shop.log).await;
}

/// Three products, of which the cheap one is sold out.
async fn three() -> Shop {
    let shop = Shop::new().await;
    for (id, price, list_price, badges) in [
        ("cheap", 1_000, None, &["new"][..]),
        ("middle", 5_000, Some(6_000), &["best", "sale"]),
        ("dear", 9_000, Some(9_000), &[]),
    ] {
        let sku = id.to_uppercase();
        let more = json!({"badges": badges, "variants": [{"sku": sku, "price": price, "list_price": list_price}]});
        offer(&shop, id, id, price, more).await;
    }
    sell(&shop, "CHEAP", 5, 5).await;
    sell(&shop, "DEAR", 5, 1).await;
    folded(&shop).await;
    shop
}

fn questions() -> Vec<(ListQuery, &'static [&'static str])> {
    let mut cases: Vec<(ListQuery, &'static [&'static str])> = Vec::new();
    let by = |sort| ListQuery { sort, ..all() };
    cases.push((by(Sort::PriceLow), &["cheap", "middle", "dear"]));
    cases.push((by(Sort::PriceHigh), &["dear", "middle", "cheap"]));
    cases.push((by(Sort::Name), &["cheap", "dear", "middle"]));
    cases.push((by(Sort::Popular), &["cheap", "dear", "middle"]));
    cases.push((by(Sort::Match), &["cheap", "dear", "middle"]));
    let cheap = || by(Sort::PriceLow);
    let badges = |badges: &[&str]| badges.iter().map(|it| (*it).to_owned()).collect();
    cases.push((
        ListQuery {
            price_from: Some(5_000),
            ..cheap()
        },
        &["middle", "dear"],
    ));
    cases.push((
        ListQuery {
            price_to: Some(5_000),
            ..cheap()
        },
        &["cheap", "middle"],
    ));
    cases.push((
        ListQuery {
            badges: badges(&["new", "best"]),
            ..cheap()
        },
        &["cheap", "middle"],
    ));
    cases.push((
        ListQuery {
            in_stock: true,
            ..cheap()
        },
        &["dear"],
    ));
    cases.push((
        ListQuery {
            reduced: true,
            ..cheap()
        },
        &["middle"],
    ));
    cases.push((
        ListQuery {
            search: "d".to_owned(),
            price_to: Some(5_000),
            ..cheap()
        },
        &["middle"],
    ));
    cases
}

#[tokio::test]
async fn a_list_is_filtered_and_sorted() {
    let shop = three().await;
    for (query, expected) in questions() {
        assert_eq!(found(&shop, query.clone()).await, expected, "{query:?}");
    }
    let asked = ["dear", "gone", "cheap"].map(str::to_owned);
    let shown = cards(&shop.pool, "demo", &asked, now()).await.unwrap();
    let shown: Vec<_> = shown
        .iter()
        .map(|card| (card.product.as_str(), card.sold_out))
        .collect();
    assert_eq!(shown, [("dear", false), ("cheap", true)]);
}

#[tokio::test]
async fn what_each_choice_leaves_is_what_the_list_narrowed_so_shows() {
    let shop = three().await;
    let cheap = ListQuery {
        price_to: Some(5_000),
        ..all()
    };
    let word = ListQuery {
        search: "middle".to_owned(),
        ..all()
    };
    for (base, badges) in [
        (all(), vec!["best", "new", "sale"]),
        (cheap, vec!["best", "new", "sale"]),
        (word, vec!["best", "sale"]),
    ] {
        let facets = facets(&shop.pool, &base).await.unwrap().expect("counted");
        assert_eq!(facets.badges(), badges, "{base:?}");
        for (badge, in_stock, reduced) in [
            (None, false, false),
            (None, true, false),
            (None, false, true),
            (Some("new"), false, false),
            (Some("best"), false, true),
            (Some("best"), true, false),
        ] {
            let badges: Vec<String> = badge.into_iter().map(str::to_owned).collect();
            let chosen = Chosen {
                badges: badges.clone(),
                in_stock,
                reduced,
            };
            let narrowed = ListQuery {
                badges,
                in_stock,
                reduced,
                ..base.clone()
            };
            let shown = i64::try_from(found(&shop, narrowed).await.len()).unwrap();
            assert_eq!(facets.left_by(&chosen), shown, "{base:?} {chosen:?}");
        }
    }
}

#[tokio::test]
async fn what_is_scheduled_comes_and_goes_without_an_event() {
    let shop = Shop::new().await;
    let times = json!({"sale_from": "2026-03-02T15:00:00Z", "sale_until": "2026-03-04T15:00:00Z"});
    offer(&shop, "feast", "설 꾸러미", 1_000, times).await;
    folded(&shop).await;
    for (time, sold) in [
        ("2026-03-02T14:59:59Z", false),
        ("2026-03-02T15:00:00Z", true),
        ("2026-03-04T14:59:59Z", true),
        ("2026-03-04T15:00:00Z", false),
    ] {
        let time = at(time);
        let listed = found(&shop, ListQuery::new("demo", time)).await;
        let search = ListQuery {
            search: "ㅅ ㄲㄹㅁ".to_owned(),
            sort: Sort::Match,
            ..ListQuery::new("demo", time)
        };
        let page = catalogue::product(&shop.pool, "demo", "feast")
            .await
            .unwrap()
            .expect("its page tells when it is sold");
        let tree = categories(&shop.pool, "demo", time).await.unwrap();
        let told = [
            listed.len() == 1,
            found(&shop, search).await.len() == 1,
            page.listing.is_scheduled_at(time),
            tree.len() == 1,
        ];
        assert_eq!(told, [sold; 4], "at {time}");
    }
}

#[tokio::test]
async fn two_stores_sell_from_one_shelf() {
    let shop = Shop::new().await;
    let spoon = |id: &str, store: &str| json!({"store": store, "variants": [{"sku": "SPOON", "price": 6_000}, {"sku": format!("{id}-2"), "price": 9_000}]});
    sell(&shop, "SPOON", 3, 2).await;
    offer(&shop, "here", "나무 숟가락", 6_000, spoon("here", "demo")).await;
    offer(
        &shop,
        "there",
        "나무 숟가락",
        6_000,
        spoon("there", "other"),
    )
    .await;
    offer(&shop, "plain", "젓가락", 6_000, json!({})).await;
    folded(&shop).await;
    let state = async |store: &str| {
        let popular = ListQuery {
            sort: Sort::Popular,
            ..ListQuery::new(store, now())
        };
        let page = catalogue::list(&shop.pool, &popular).await.unwrap();
        let first = &page.items[0];
        (page.total, first.product.clone(), first.sold_out)
    };
    assert_eq!(state("demo").await, (2, "here".to_owned(), false));
    assert_eq!(state("other").await, (1, "there".to_owned(), false));
    let taken = json!({"StockTaken": {"hold": "last", "quantity": 1, "held": false}});
    shop.tell(LISTED, "stock", "SPOON", &[taken]).await;
    folded(&shop).await;
    assert!(
        state("demo").await.2 && state("other").await.2,
        "sold out in both"
    );
    all_equal(&shop.pool, &shop.log).await;
}

#[tokio::test]
async fn beside_a_product_stand_others_of_its_shelf_and_then_of_the_one_above() {
    let shop = Shop::new().await;
    shelves(&shop).await;
    sell(&shop, "JAM", 9, 4).await;
    folded(&shop).await;
    let odae = catalogue::product(&shop.pool, "demo", "odae")
        .await
        .unwrap()
        .unwrap();
    let related = catalogue::related(&shop.pool, &odae.listing, now(), 4)
        .await
        .unwrap();
    let related: Vec<_> = related.iter().map(|card| card.product.as_str()).collect();
    assert_eq!(
        related,
        ["oats"],
        "its shelf holds nothing else, the one above holds oats"
    );
}
