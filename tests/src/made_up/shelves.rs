//! A large catalogue: names that shoppers would search, in a tree of categories.

use std::collections::BTreeMap;

use serde_json::json;
use store::{Commit, NewEvent, StreamKey};
use uuid::Uuid;

const MAKERS: [&str; 40] = [
    "들판", "하동", "철원", "제주", "해남", "영주", "고흥", "봉평", "완도", "신안", "강릉", "정읍",
    "영광", "파주", "구좌", "보성", "이천", "여주", "홍성", "괴산", "상주", "청송", "무안", "나주",
    "의성", "진도", "태백", "인제", "평창", "횡성", "서산", "당진", "논산", "부여", "남해", "통영",
    "거제", "울진", "영덕", "포항",
];
#[rustfmt::skip]
const KINDS: [&str; 24] = [
    "유기농", "무농약", "햇", "방사", "저온 압착", "발아", "통", "찰", "토종", "구운",
    "말린", "생", "갓 볶은", "숙성", "담백한", "매콤한", "순한", "진한", "어린이", "하루",
    "대용량", "한 끼", "전통", "가마솥",
];
#[rustfmt::skip]
const GOODS: [&str; 50] = [
    "유정란", "현미", "녹차", "과자", "두부", "들기름", "고추장", "된장", "간장", "쌀",
    "보리차", "감귤", "사과", "고구마", "당근", "표고버섯", "블루베리", "닭가슴살", "두유", "고등어",
    "견과", "크래커", "누룽지", "초콜릿", "요거트", "천일염", "벌꿀", "유자청", "메밀면", "미역국",
    "나물밥", "배추김치", "깍두기", "멸치", "김", "다시마", "콩나물", "시금치", "옥수수", "감자",
    "무", "배", "차조", "찹쌀", "수수", "귀리", "호두", "잣", "대추", "곶감",
];

/// So many products of a store in 205 categories; a third has options, a tenth sells well.
pub fn shelves(store: &'static str, products: u64) -> impl Iterator<Item = Commit> {
    std::iter::once(tree(store)).chain((0..products).flat_map(move |number| {
        let (product, skus) = product(store, number);
        let stocks = skus.into_iter().map(move |sku| stock(store, &sku, number));
        std::iter::once(product).chain(stocks)
    }))
}

fn tree(store: &str) -> Commit {
    let added = |id: String, parent: Option<String>| json!({"CategoryAdded": {"category": id, "parent": parent, "name": id, "place": 9_999}});
    let parts = (0..5).map(|part| added(format!("part-{part}"), None));
    let shelves = (0..200).map(|shelf| {
        added(
            format!("shelf-{shelf}"),
            Some(format!("part-{}", shelf % 5)),
        )
    });
    commit(store, "categories", store, parts.chain(shelves).collect())
}

fn product(store: &str, number: u64) -> (Commit, Vec<String>) {
    // A fixed shuffle: neighbours have nothing in common.
    let random = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    let word = |of: &[&'static str], turn: u64| {
        of[usize::try_from((random >> turn) % of.len() as u64).unwrap_or(0)]
    };
    let name = format!(
        "{} {} {} {}호",
        word(&MAKERS, 1),
        word(&KINDS, 7),
        word(&GOODS, 13),
        number % 1_000
    );
    let summary = format!(
        "{}에서 온 {} {}",
        word(&MAKERS, 21),
        word(&KINDS, 25),
        word(&GOODS, 29)
    );
    let options = if number.is_multiple_of(3) { 3 } else { 1 };
    let skus: Vec<String> = (0..options)
        .map(|option| format!("SKU-{number:06}-{option}"))
        .collect();
    let price = 1_000 + random % 500 * 100;
    let variant = |(sku, size): (&String, u64)| json!({"sku": sku, "option": format!("{size} kg"), "price": price * size});
    let variants: Vec<_> = skus.iter().zip(1..).map(variant).collect();
    let shelf = random % 200;
    let listing = json!({
        "product": format!("p-{number:06}"), "store": store, "name": name, "category": format!("shelf-{shelf}"),
        "category_name": format!("갈래 {shelf}"), "summary": summary, "description": "한 알 한 알 고른 먹거리입니다.",
        "badges": [word(&["new", "best", "sale", "gift"], 0)],
        "tax": "TaxFree", "variants": variants,
    });
    let listed = json!({"ProductListed": {"listing": listing}});
    (
        commit(store, "product", &format!("p-{number:06}"), vec![listed]),
        skus,
    )
}

fn stock(store: &str, sku: &str, number: u64) -> Commit {
    let mut events = vec![json!({"StockReceived": {"quantity": 5_000, "reference": "opening"}})];
    if number.is_multiple_of(10) {
        let sold = number.wrapping_mul(2_654_435_761) % 900 + 1;
        events.push(json!({"StockTaken": {"hold": "o", "quantity": sold, "held": false}}));
    }
    commit(store, "stock", sku, events)
}

fn commit(store: &str, kind: &'static str, id: &str, events: Vec<serde_json::Value>) -> Commit {
    let metadata = BTreeMap::from([
        ("actor", "system:bench"),
        ("channel", "system"),
        ("occurred_at", "2026-01-01T00:00:00Z"),
        ("store", store),
    ]);
    let new = |event: serde_json::Value| NewEvent {
        event_id: Uuid::new_v4(),
        event_type: event
            .as_object()
            .and_then(|it| it.keys().next())
            .cloned()
            .unwrap_or_default(),
        event_version: "1".into(),
        payload: event.to_string(),
        metadata: json!(metadata).to_string(),
    };
    Commit {
        stream: StreamKey::new(kind, id),
        expected: 0,
        events: events.into_iter().map(new).collect(),
    }
}
