//! What shoppers do after buying, over HTTP.

use domain::order::{Order, Status};
use domain::{ClaimId, OrderId, Won};
use reqwest::StatusCode;
use tests::shop::{pay, process};
use uuid::Uuid;

use crate::site::{Site, Visitor};

/// Asks the shop something; answers the question's page.
pub async fn asks(guest: &Visitor) -> String {
    let key = Uuid::new_v4().to_string();
    let form = [
        ("key", key.as_str()),
        ("name", "홍길동"),
        ("email", "hong@example.com"),
        ("topic", "product"),
        ("title", "재입고되나요"),
        ("text", "언제 <들어오나요>?\n알려 주세요."),
        ("agree", "on"),
    ];
    let asked = guest.post("/inquiries/new", &form).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let again = guest.post("/inquiries/new", &form).await;
    assert_eq!(asked.to(), again.to(), "sent twice, asked once");
    asked.to().split('?').next().unwrap().to_owned()
}

async fn state(site: &Site, order: &OrderId) -> Order {
    let found = site.shop.ledger().state::<Order>(order.as_str()).await;
    found.unwrap().state
}

/// Two jars of honey, paid.
pub async fn paid(site: &Site, guest: &Visitor) -> (OrderId, String) {
    guest.put("honey", "2").await;
    let path = guest.order(&[]).await.to();
    let path = path.split('?').next().unwrap().to_owned();
    let order = OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    pay(&site.shop, &order).await.unwrap();
    (order, path)
}

pub async fn arrives(site: &Site, order: &OrderId) {
    site.ship(order).await;
    site.shop.deliver(&process(), order, 1).await.unwrap();
    site.caught_up().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_piece_of_a_paid_order_is_cancelled_after_the_refund_was_shown() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let cancel = format!("{path}/cancel");
    let page = guest.get(&cancel).await;
    assert!(page.body.contains("60,000원"), "all of it: {}", page.body);
    let key = page.field("key");
    let form = |step, pieces, shown| {
        [
            ("key", key.clone()),
            ("step", String::from(step)),
            ("q0", String::from(pieces)),
            ("shown", String::from(shown)),
        ]
    };
    let send = async |form: [(&str, String); 4]| {
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        guest.post(&cancel, &form).await
    };
    let preview = send(form("preview", "1", "")).await;
    assert_eq!(preview.field("shown"), "30000");
    assert!(preview.body.contains("배송비 없이"), "{}", preview.body);
    let none = send(form("cancel", "0", "0")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let more = send(form("cancel", "3", "90000")).await;
    assert_eq!(more.status, StatusCode::CONFLICT);
    let unseen = send(form("cancel", "1", "1")).await;
    assert!(unseen.body.contains("금액이 바뀌어 다시 계산했습니다"));
    assert_eq!(state(&site, &order).await.promised(), Won(0));
    let done = send(form("cancel", "1", "30000")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = send(form("cancel", "1", "30000")).await;
    assert_eq!(again.to(), done.to(), "sent twice, cancelled once");
    assert_eq!(state(&site, &order).await.refunded(), Won(30_000));
    let page = guest.get(&done.to()).await.body;
    assert!(
        page.contains("2개 중 1개 취소됨") && page.contains("환불 완료"),
        "{page}"
    );
    assert!(!page.contains("is-off"), "the other piece comes: {page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrived_is_asked_back_and_the_request_can_be_withdrawn() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    arrives(&site, &order).await;
    let page = guest.get(&format!("{path}/return")).await;
    assert!(page.body.contains("변심 반품은"), "{}", page.body);
    let key = page.field("key");
    let form = [
        ("key", key.as_str()),
        ("step", "preview"),
        ("wish", "return"),
        ("reason", "changed-mind"),
        ("q0", "1"),
        ("text", "010-1234-0000 <b>"),
    ];
    let back = format!("{path}/return");
    let preview = guest.post(&back, &form).await;
    assert!(preview.body.contains("27,000원"), "{}", preview.body);
    assert!(preview.body.contains("&lt;b&gt;"), "what was typed stays");
    let mut asking = form;
    asking[1].1 = "ask";
    let mut senseless = asking;
    senseless[3].1 = "because";
    let refused = guest.post(&back, &senseless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = guest.post(&back, &asking).await;
    assert_eq!(asked.to(), format!("{path}?asked=1"));
    assert_eq!(guest.post(&back, &asking).await.to(), asked.to());
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("신청함") && page.contains("마음이 바뀌었어요"),
        "{page}"
    );
    // What is being sent back is not confirmed.
    let confirm = guest.post(&format!("{path}/confirm"), &[]).await;
    assert_eq!(confirm.status, StatusCode::CONFLICT);
    let withdraw = format!("{path}/claims/r-{key}/withdraw");
    let stranger = site.visitor();
    let foreign = withdraw.replacen("/claims", "x/claims", 1);
    let foreign = stranger.post(&foreign, &[]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(
        guest.post(&withdraw, &[]).await.to(),
        format!("{path}?withdrawn=1")
    );
    assert_eq!(
        guest.post(&format!("{path}/confirm"), &[]).await.to(),
        format!("{path}?confirmed=1")
    );
    assert_eq!(state(&site, &order).await.status(), Status::Confirmed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exchange_is_followed_on_the_orders_page_in_both_languages() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    arrives(&site, &order).await;
    let page = guest.get(&format!("{path}/return?lang=en")).await;
    assert!(page.body.contains("Return or exchange"), "{}", page.body);
    let key = page.field("key");
    let form = [
        ("key", key.as_str()),
        ("step", "ask"),
        ("wish", "exchange"),
        ("reason", "damaged"),
        ("q0", "1"),
    ];
    guest.post(&format!("{path}/return"), &form).await;
    let claim = || ClaimId::new(format!("r-{key}")).unwrap();
    let shop = &site.shop;
    shop.receive_return(&process(), &order, claim(), vec![], true)
        .await
        .unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "688012349999".to_owned());
    shop.ship_replacement(&process(), &order, claim(), carrier, invoice)
        .await
        .unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("교환 상품 보냄") && page.contains("688012349999"),
        "{page}"
    );
    let page = guest.get(&format!("{path}?lang=en")).await.body;
    assert!(page.contains("Replacement sent"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_says_what_was_bought_its_vat_and_what_went_back() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let what = shop::amend::Cancellation {
        claim: ClaimId::new("c").unwrap(),
        lines: Some(vec![domain::order::LineQuantity {
            line: 0,
            quantity: 1,
        }]),
        reason: "shopper".to_owned(),
    };
    site.shop.cancel(&process(), &order, what).await.unwrap();
    site.caught_up().await;
    let receipt = guest.get(&format!("{path}/receipt")).await;
    assert_eq!(receipt.header("cache-control"), "no-store");
    // 60,000 won: 54,545 and 5,455 VAT; 30,000 went back.
    for said in ["54,545원", "5,455원", "60,000원", "−30,000원", "홍길동"] {
        assert!(receipt.body.contains(said), "{said}: {}", receipt.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_found_with_its_number_and_telephone_number() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let stranger = site.visitor();
    let find = async |number: &str, phone: &str| {
        let form = [("number", number), ("phone", phone)];
        stranger.post("/orders/find", &form).await
    };
    let number = order.to_string().to_lowercase();
    let wrong = find(&number, "010-9999-9999").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = find("20200101-0000000000", "010-1234-5678").await;
    let said = |body: &str| body.contains("이 번호와 휴대전화로 된 주문이 없습니다");
    assert!(said(&wrong.body) && said(&unknown.body));
    let phone = crate::site::GOOD_FORM
        .iter()
        .find(|(name, _)| *name == "orderer_phone")
        .unwrap();
    assert_eq!(find(&number, phone.1).await.to(), path);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_read_by_whoever_holds_its_address_alone() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let path = asks(&guest).await;
    let page = guest.get(&path).await;
    assert!(
        page.body.contains("언제 &lt;들어오나요&gt;?"),
        "{}",
        page.body
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let (head, token) = path.rsplit_once('/').unwrap();
    let id: domain::InquiryId = head.rsplit_once('/').unwrap().1.parse().unwrap();
    for foreign in [
        format!("{head}/{}x", &token[1..]),
        path.replace(&id.to_string(), &Uuid::new_v4().to_string()),
    ] {
        let answer = site.visitor().get(&foreign).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{foreign}");
        let more = site.visitor().post(&foreign, &[("text", "네")]).await;
        assert_eq!(more.status, StatusCode::NOT_FOUND, "{foreign}");
    }
    site.shop
        .answer_inquiry(&process(), id, "월요일에 들어옵니다.")
        .await
        .unwrap();
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("답변 완료") && page.contains("월요일에"),
        "{page}"
    );
    let more = guest.post(&path, &[("text", "고맙습니다")]).await;
    assert_eq!(more.to(), path);
    assert!(guest.get(&path).await.body.contains("답변 대기"));
    let nothing = guest.post(&path, &[("text", " ")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_a_question_lacks_is_said_at_its_fields_at_once() {
    let site = Site::open(1).await;
    let guest = site.visitor();
    let key = Uuid::new_v4().to_string();
    let form = [("key", key.as_str()), ("name", "홍길동"), ("email", "hong")];
    let back = guest.post("/inquiries/new", &form).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["title", "text", "email", "agree"] {
        let said = back.body.contains(&format!("id=\"{field}-error\""));
        let led = back.body.contains(&format!("href=\"#{field}\""));
        assert!(said && led, "{field}: {}", back.body);
    }
    assert!(!back.body.contains("id=\"name-error\"") && back.field("name") == "홍길동");
}

/// A stranger's form names somebody's order: without its token it is about none, and tells nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_about_an_order_needs_the_orders_token() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let token = path.rsplit_once('/').unwrap().1;
    let about = |token: &str| format!("/inquiries/new?order={order}&token={token}");
    let mine = guest.get(&about(token)).await.body;
    assert!(mine.contains("홍길동") && mine.contains("에 대한 문의</p>"));
    let foreign = site.visitor().get(&about("wrong")).await.body;
    assert!(!foreign.contains("홍길동") && !foreign.contains("에 대한 문의</p>"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_received_it_writes_a_review_that_everybody_reads() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let review = format!("{path}/reviews/0");
    assert_eq!(guest.get(&review).await.to(), path, "nothing has arrived");
    let form = |stars, text| [("stars", stars), ("text", text), ("step", "save")];
    let early = guest.post(&review, &form("5", "기대돼요")).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    arrives(&site, &order).await;
    let none = guest.post(&review, &form("0", "맛있어요")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("맛있어요"), "what was typed stays");
    let told = guest.post(&review, &form("5", "향이 <좋아요>")).await;
    assert_eq!(told.to(), format!("{path}?reviewed=1"));
    let edited = guest.post(&review, &form("4", "향이 <아주> 좋아요")).await;
    assert_eq!(edited.to(), told.to());
    site.caught_up().await;
    let all = site.visitor().get("/products/honey/reviews").await.body;
    assert!(
        all.contains("향이 &lt;아주&gt; 좋아요") && all.contains("홍**"),
        "{all}"
    );
    assert!(all.contains("4.0") && !all.contains("홍길동"));
    for page in ["x", "0", "99", "-1"] {
        let page = format!("/products/honey/reviews?page={page}");
        let all = site.visitor().get(&page).await;
        assert_eq!(all.status, StatusCode::OK, "{page}");
        assert!(all.body.contains("향이 &lt;아주&gt; 좋아요"), "{page}");
    }
    let withdraw = [("step", "withdraw")];
    let gone = guest.post(&review, &withdraw).await;
    assert_eq!(gone.to(), format!("{path}?unreviewed=1"));
    let all = site.visitor().get("/products/honey/reviews").await.body;
    assert!(all.contains("아직 상품평이 없습니다"), "{all}");
    let again = guest.post(&review, &form("5", "다시")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn escrow_and_consents_are_part_of_what_was_agreed() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let path = guest.order(&[("escrow", "on")]).await.to();
    let order = OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    let placed = state(&site, &order).await;
    let draft = placed.draft().unwrap();
    assert!(draft.escrow && draft.consents.len() == 2);
    let page = guest.get(&path).await.body;
    assert!(page.contains("구매안전서비스"));
    let (plain, _) = guest.bought().await;
    assert!(!state(&site, &plain).await.draft().unwrap().escrow);
}

/// Kakao's script runs on one page, which can reach nothing of the shop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_from_elsewhere_run_in_one_window_that_is_alone() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let window = guest.get("/postcode").await;
    assert!(window.body.contains("https://t1.daumcdn.net/"));
    let policy = window.header("content-security-policy");
    for rule in [
        "connect-src https://postcode",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    let connects = policy.split("connect-src").nth(1).unwrap();
    assert!(!connects.split(';').next().unwrap().contains("'self'"));
    assert_eq!(window.header("cross-origin-opener-policy"), "unsafe-none");
    guest.put("honey", "1").await;
    let checkout = guest.get("/checkout").await;
    assert!(!checkout.header("content-security-policy").contains("daum"));
    assert!(!checkout.body.contains("daumcdn"));
}
