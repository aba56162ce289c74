//! What is found by what people type.

use projections::catalogue::{self, ListQuery, Sort};
use proptest::char::range;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use tests::told::Shop;

use crate::goods::{all, folded, found, now, offer, searched, sell};

/// Product, name.
const GOODS: &[(&str, &str)] = &[
    ("egg", "들판 유정란 (20구)"),
    ("brown", "발아 현미"),
    ("cracker", "현미 크래커"),
    ("tea", "하동 녹차"),
    ("cookie", "과자"),
    ("noodle", "짜장면"),
    ("chicken", "닭가슴살 100%"),
    ("oil", "저온 압착 들기름"),
    ("bar", "Café 초코바 A_B"),
    ("radish", "무"),
];

/// What is typed, what is found first, and what is not found.
const CASES: &[(&str, &[&str], &[&str])] = &[
    ("유정란", &["egg"], &["brown"]),
    ("정란", &["egg"], &[]),
    ("유정 란", &["egg"], &[]),
    ("들판유정란20구", &["egg"], &[]),
    ("란 들판", &["egg"], &["oil"]),
    ("유저", &["egg"], &[]),
    ("유ㅈ", &["egg"], &[]),
    ("ㅇㅈㄹ", &["egg"], &["brown"]),
    ("ㅇㅈ", &["egg"], &[]),
    ("유ㅈ란", &["egg"], &[]),
    ("ㅎ미ㄴ", &[], &["egg"]),
    ("ㅎㄷ노ㄱ", &["tea"], &["brown"]),
    ("ㅎ도ㅇ 노ㄱ", &["tea"], &["brown"]),
    ("ㄷㅍㅇㅈㄹ20", &["egg"], &[]),
    ("ㅎㅁ", &["cracker", "brown"], &["tea"]),
    ("현ㅁ", &["cracker", "brown"], &[]),
    ("ㅎㅁ ㅋㄹㅋ", &["cracker"], &["brown"]),
    ("ㅎㄷㄴㅊ", &["tea"], &[]),
    ("고", &["cookie"], &[]),
    ("ㄱㅈ", &["cookie"], &[]),
    ("ㄳㅅ", &[], &["cookie"]),
    ("달", &["chicken"], &[]),
    ("닭가", &["chicken"], &[]),
    ("100%", &["chicken"], &["egg"]),
    ("짜장", &["noodle"], &[]),
    ("자장", &[], &["noodle"]),
    ("ㅉㅈ", &["noodle"], &[]),
    ("cafe", &["bar"], &[]),
    ("ＣＡＦÉ", &["bar"], &[]),
    ("a_b", &["bar"], &["egg"]),
    ("초코 바", &["bar"], &[]),
    ("무", &["radish"], &["tea"]),
    ("EGG", &["egg"], &[]),
    ("잣", &[], &[]),
    ("fresh eggs", &["egg"], &[]),
    ("갓 낳은", &["egg"], &[]),
    ("-", &[], &["egg"]),
    ("\\", &[], &["egg"]),
    ("ㅏ", &[], &["radish"]),
];

async fn shop() -> Shop {
    let shop = Shop::new().await;
    for (id, name) in GOODS {
        let more = match *id {
            "egg" => json!({"name_en": "Fresh pasture eggs", "summary": "갓 낳은 알"}),
            _ => json!({}),
        };
        offer(&shop, id, name, 1_000, more).await;
    }
    folded(&shop).await;
    shop
}

#[tokio::test]
async fn what_people_type_is_found() {
    let shop = shop().await;
    for (typed, first, not) in CASES {
        let found = searched(&shop, typed).await;
        assert!(
            found.len() >= first.len() && found.iter().zip(*first).all(|(one, other)| one == other),
            "{typed}: {found:?} instead of {first:?}"
        );
        let wrong = found.iter().find(|it| not.contains(&it.as_str()));
        assert_eq!(wrong, None, "{typed}: {found:?}");
    }
}

#[tokio::test]
async fn the_whole_name_comes_before_its_beginning_its_middle_and_the_rest_and_then_what_sells() {
    let shop = Shop::new().await;
    for (id, name, summary) in [
        ("rest", "찹쌀떡", "콩고물"),
        ("middle-slow", "검은 콩국", ""),
        ("middle", "파주 콩 두부", ""),
        ("start", "콩나물", ""),
        ("whole", "콩", ""),
    ] {
        offer(&shop, id, name, 1_000, json!({"summary": summary})).await;
    }
    sell(&shop, "REST", 90, 80).await;
    sell(&shop, "MIDDLE", 90, 40).await;
    sell(&shop, "MIDDLE-SLOW", 90, 2).await;
    folded(&shop).await;
    let ranked = ["whole", "start", "middle", "middle-slow", "rest"];
    assert_eq!(searched(&shop, "콩").await, ranked);
    // Another order is kept to where it is asked for; and pages follow each other.
    let popular = ListQuery {
        search: "콩".to_owned(),
        sort: Sort::Popular,
        ..all()
    };
    assert_eq!(found(&shop, popular).await[0], "rest");
    for (page, product) in (1..).zip(ranked) {
        let query = ListQuery {
            search: "콩".to_owned(),
            sort: Sort::Match,
            page,
            per_page: 1,
            ..all()
        };
        let page = catalogue::list(&shop.pool, &query).await.unwrap();
        assert_eq!((page.total, page.pages, page.more), (5, 5, false));
        assert_eq!(page.items[0].product, product);
    }
}

#[tokio::test]
async fn who_finds_nothing_is_told_what_there_is() {
    let shop = shop().await;
    let near = async |typed: &str| {
        catalogue::nearest(&shop.pool, "demo", typed, now(), 3)
            .await
            .unwrap()
    };
    assert_eq!(near("dbwjdfks").await, ["유정란"]);
    assert_eq!(near("gusal").await, ["현미"]);
    assert_eq!(near("유정랑").await, ["유정란"]);
    assert_eq!(near("녹챠").await[..1], ["녹차"]);
    assert_eq!(near("들끼름").await, ["들기름"]);
    for nothing in ["자동차", "xyzzy", "ㅋ", ""] {
        assert_eq!(near(nothing).await, Vec::<String>::new(), "{nothing}");
    }
}

/// A part of a name, as somebody may type it: whole, in initials, or with blanks.
#[derive(Debug, Clone, Copy)]
enum Typed {
    Whole,
    Initials,
    Spaced,
}

fn typed(part: &[char], how: Typed) -> String {
    const FIRST: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ',
        'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ];
    let initial = |sign: &char| match u32::from(*sign).checked_sub(0xac00) {
        Some(place) if place < 11_172 => FIRST[(place / 588) as usize],
        _ => *sign,
    };
    match how {
        Typed::Whole => part.iter().collect(),
        Typed::Initials => part.iter().map(initial).collect(),
        Typed::Spaced => part.iter().flat_map(|sign| [*sign, ' ']).collect(),
    }
}

/// Whatever the name, every part of it finds the product, in syllables, in initials, and with blanks.
#[test]
fn every_part_of_a_name_finds_the_product() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let name = proptest::collection::vec(
        prop_oneof![8 => range('가', '힣'), 1 => range('0', '9'), 1 => range('a', 'z'), 1 => Just(' ')],
        1..12,
    )
    .prop_map(|name| name.into_iter().collect::<String>())
    .prop_filter("a name is not blank", |name| !name.trim().is_empty());
    let names = proptest::collection::vec(name, 12);
    let how = prop_oneof![
        Just(Typed::Whole),
        Just(Typed::Initials),
        Just(Typed::Spaced)
    ];
    let asked = proptest::collection::vec(
        (
            0..12_usize,
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            how,
        ),
        40,
    );
    let mut runner = TestRunner::new(Config::with_cases(6));
    let tried = runner.run(&(names, asked), |(names, asked)| {
        runtime.block_on(async {
            let shop = Shop::new().await;
            for (number, name) in names.iter().enumerate() {
                offer(&shop, &format!("p{number}"), name, 1_000, json!({})).await;
            }
            folded(&shop).await;
            for (number, from, to, how) in asked {
                let signs: Vec<char> = names[number].chars().collect();
                let from = from.index(signs.len());
                let to = from + 1 + to.index(signs.len() - from);
                let part = typed(&signs[from..to], how);
                if part.trim().is_empty() {
                    continue;
                }
                let found = searched(&shop, &part).await;
                let wanted = format!("p{number}");
                prop_assert!(
                    found.contains(&wanted),
                    "{part:?} of {:?}: {found:?}",
                    names[number]
                );
            }
            Ok(())
        })
    });
    tried.unwrap();
}
