//! Our aggregates are plain cqrs-es aggregates: each runs on the stock framework, unchanged.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use std::fmt::Debug;

use common::baskets::{line, sku};
use common::hour;
use common::orders::*;
use cqrs_es::mem_store::MemStore;
use cqrs_es::{AggregateError, CqrsFramework, DomainEvent, EventStore};
use domain::album::{Album, AlbumCommand, Photo};
use domain::cart::{Cart, CartCommand};
use domain::categories::{Categories, CategoriesCommand};
use domain::coupon::{Campaign, ClaimedBy, Coupon, CouponCommand, Issue};
use domain::credit::{Credit, CreditCommand, CreditNote};
use domain::document::{Document, DocumentCommand, DocumentContent, DocumentKind, DocumentText};
use domain::ids::{CategoryId, CheckoutKey, HoldId, MemberId, OrderId, ProductId, Reference};
use domain::ids::{Slug, StoreId};
use domain::image::{Image, ImageCommand, ImageName, ImagePurpose};
use domain::inquiry::{Inquiry, InquiryCommand, Question, Topic};
use domain::member::{ConsentKind, Member, MemberCommand};
use domain::meta::{Actor, Channel};
use domain::money::Won;
use domain::order::{Order, OrderCommand, Wish};
use domain::payment::{Payment, PaymentCommand, TaxFree};
use domain::personal::{Commitment, PersonalRef};
use domain::pricing::{Condition, Effect, Names, Tax};
use domain::product::{Listing, Product, ProductCommand, Variant};
use domain::review::{Bought, Opinion, Review, ReviewCommand};
use domain::rule::Decide;
use domain::stock::{Stock, StockCommand};
use uuid::Uuid;

/// Runs `commands` on the framework and by `decide` alone, and then `refused`: both must leave
/// the same events and the same state, and both must refuse.
async fn runs_on_the_stock_framework<A>(commands: Vec<A::Command>, refused: A::Command)
where
    A: Decide + PartialEq + Debug,
    A::Command: Clone,
    A::Error: PartialEq + Debug + Send + Sync + 'static,
{
    let store = MemStore::<A>::default();
    let framework = CqrsFramework::new(store.clone(), vec![], ());
    let (mut state, mut events) = (A::default(), Vec::new());
    for command in commands {
        framework.execute("stream", command.clone()).await.unwrap();
        for event in state.decide(command).unwrap() {
            events.push(event.clone());
            state.apply(event);
        }
    }
    let error = framework
        .execute("stream", refused.clone())
        .await
        .unwrap_err();
    let AggregateError::UserError(refusal) = error else {
        panic!("{error}")
    };
    assert_eq!(Err(refusal), state.decide(refused));

    let recorded = store.load_events("stream").await.unwrap();
    let payloads: Vec<_> = recorded.into_iter().map(|it| it.payload).collect();
    assert_eq!(payloads, events);
    let context = store.load_aggregate("stream").await.unwrap();
    assert_eq!(context.aggregate, state);
    for event in events {
        reads_back(&event);
    }
}

/// As the log keeps it: tagged with the name that is also the event's type.
fn reads_back<E: DomainEvent + Debug>(event: &E) {
    let json = serde_json::to_value(event).unwrap();
    let names: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, [event.event_type()]);
    assert_eq!(event.event_version(), "1");
    assert_eq!(&serde_json::from_value::<E>(json).unwrap(), event);
}

#[tokio::test]
async fn an_order_does() {
    let commands = vec![
        place(),
        pay(),
        prepare(),
        ship("12345678", Some(vec![pieces(0, 1)])),
        cancel("c-1", Some(vec![pieces(1, 1)])),
        record_refund("c-1"),
        ship("87654321", None),
        deliver(1),
        deliver(2),
        take_back("r-1", vec![pieces(0, 1)]),
        record_refund("r-1"),
        grant("g-1", 500),
    ];
    runs_on_the_stock_framework::<Order>(commands, ship("99999999", None)).await;
}

#[tokio::test]
async fn an_exchanged_order_does() {
    let replace = |invoice: &str| OrderCommand::ShipReplacement {
        claim: claim("x-1"),
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
        at: hour(95),
    };
    let commands = vec![
        place(),
        pay(),
        ship("12345678", None),
        deliver(1),
        ask_for(Wish::Exchange, "x-1", vec![pieces(0, 1)]),
        take_back("x-1", vec![]),
        record_restock("x-1"),
        replace("87654321"),
        OrderCommand::RecordReplacement {
            claim: claim("x-1"),
            at: hour(96),
        },
        ask_for(Wish::Return, "r-1", vec![pieces(1, 1)]),
        OrderCommand::WithdrawClaim {
            claim: claim("r-1"),
            at: hour(97),
        },
    ];
    runs_on_the_stock_framework::<Order>(commands, replace("87654322")).await;
}

fn personal(id: u128) -> PersonalRef {
    PersonalRef {
        id: uuid::Uuid::from_u128(id),
        commitment: Commitment("0123456789abcdef".repeat(4)),
    }
}

#[tokio::test]
async fn an_inquiry_does() {
    let question = Question {
        store: StoreId::new("main").unwrap(),
        member: None,
        contact: personal(1),
        topic: Topic::Delivery,
        order: Some(order_id()),
        text: personal(2),
        photos: vec![],
        at: hour(0),
    };
    let answer = |number, text| InquiryCommand::Answer {
        number,
        text: personal(text),
        at: hour(1),
    };
    let commands = vec![
        InquiryCommand::Ask {
            question: Box::new(question),
        },
        answer(1, 3),
        InquiryCommand::Reopen {
            text: personal(4),
            at: hour(2),
        },
        InquiryCommand::Close { at: hour(3) },
    ];
    runs_on_the_stock_framework::<Inquiry>(commands, answer(2, 5)).await;
}

#[tokio::test]
async fn a_review_does() {
    let opinion = |stars| Opinion {
        stars,
        words: personal(stars.into()),
        photos: vec![],
    };
    let bought = Bought {
        store: StoreId::new("main").unwrap(),
        product: ProductId::new("rice").unwrap(),
        sku: sku("rice"),
        option: None,
        order: order_id(),
        line: 0,
        member: None,
    };
    let commands = vec![
        ReviewCommand::Write {
            bought: Box::new(bought),
            kept: 1,
            opinion: opinion(5),
            at: hour(0),
        },
        ReviewCommand::Edit {
            opinion: opinion(4),
            at: hour(1),
        },
        ReviewCommand::Hide {
            reason: "abuse".to_owned(),
            at: hour(2),
        },
        ReviewCommand::Show { at: hour(3) },
        ReviewCommand::Answer {
            text: personal(9),
            at: hour(4),
        },
        ReviewCommand::Withdraw { at: hour(5) },
    ];
    let edit = ReviewCommand::Edit {
        opinion: opinion(1),
        at: hour(6),
    };
    runs_on_the_stock_framework::<Review>(commands, edit).await;
}

#[tokio::test]
async fn a_payment_does() {
    let request = PaymentCommand::Request {
        order: order_id(),
        amount: TOTAL,
        at: hour(0),
    };
    let capture = PaymentCommand::RecordCapture { at: hour(1) };
    let give_back = |id| PaymentCommand::RequestRefund {
        tax_free: TaxFree::default(),
        refund: refund(id),
        amount: Won(28_000),
        at: hour(2),
    };
    let commands = vec![request, capture, give_back("r-1")];
    runs_on_the_stock_framework::<Payment>(commands, give_back("r-2")).await;
}

#[tokio::test]
async fn stock_does() {
    let hold = |id: &str, quantity| StockCommand::Hold {
        hold: HoldId::new(id).unwrap(),
        quantity,
        until: hour(1),
        now: hour(0),
    };
    let take = StockCommand::Take {
        hold: HoldId::new("a").unwrap(),
        quantity: 2,
    };
    let reference = Reference::new("note").unwrap();
    let receive = StockCommand::Receive {
        quantity: 5,
        reference,
    };
    let lapse = StockCommand::Lapse { now: hour(2) };
    let commands = vec![receive, hold("a", 2), hold("b", 3), take, lapse];
    runs_on_the_stock_framework::<Stock>(commands, hold("c", 4)).await;
}

#[tokio::test]
async fn a_cart_does() {
    let add = |name: &str, quantity| CartCommand::Add {
        product: line(name, 1, 1).product,
        sku: sku(name),
        quantity,
        price: Won(10_000),
    };
    let key = CheckoutKey::new("k").unwrap();
    let begin = CartCommand::BeginCheckout {
        key: key.clone(),
        draft: draft(),
        orders_before: 0,
        at: hour(0),
    };
    let finish = CartCommand::FinishCheckout { key };
    let commands = vec![add("rice", 2), add("apple", 1), begin.clone(), finish];
    runs_on_the_stock_framework::<Cart>(commands, begin).await;
}

#[tokio::test]
async fn a_product_does() {
    let listing = Box::new(Listing::new(
        ProductId::new("rice").unwrap(),
        StoreId::new("main").unwrap(),
        "현미",
        (CategoryId::new("grain").unwrap(), "곡물"),
        Tax::TaxFree,
        vec![Variant::new(sku("rice"), Won(18_000))],
    ));
    let change = |price| ProductCommand::ChangePrice {
        sku: sku("rice"),
        price: Won(price),
    };
    let commands = vec![
        ProductCommand::List { listing },
        change(17_000),
        ProductCommand::Hide,
        ProductCommand::Show,
    ];
    runs_on_the_stock_framework::<Product>(commands, change(-1)).await;
}

#[tokio::test]
async fn a_stores_categories_do() {
    let name = |category: &str, parent: Option<&str>| CategoriesCommand::Name {
        category: CategoryId::new(category).unwrap(),
        parent: parent.map(|parent| CategoryId::new(parent).unwrap()),
        name: "곡물".to_owned(),
        name_en: String::new(),
    };
    let commands = vec![name("food", None), name("grain", Some("food"))];
    let unknown = name("fish", Some("sea"));
    runs_on_the_stock_framework::<Categories>(commands, unknown).await;
}

#[tokio::test]
async fn a_credit_does() {
    let note = |amount| {
        let category = CategoryId::new("kitchen").unwrap();
        let line = domain::credit::CreditLine {
            sku: sku("mug"),
            category,
            quantity: 1,
            amount,
        };
        let note = CreditNote {
            store: StoreId::new("intake").unwrap(),
            channel: Channel::System,
            reference: Reference::new("C489449").unwrap(),
            customer: None,
            country: "EIRE".to_owned(),
            lines: vec![line],
            at: hour(0),
        };
        CreditCommand::Record {
            note: Box::new(note),
        }
    };
    runs_on_the_stock_framework::<Credit>(vec![note(Won(500))], note(Won(501))).await;
}

#[tokio::test]
async fn a_picture_does() {
    let upload = ImageCommand::Upload {
        width: 1_000,
        height: 600,
        bytes: 90_000,
        purpose: ImagePurpose::Review,
        by: Actor::Guest,
    };
    let size = |width| ImageCommand::RecordSize {
        width,
        bytes: 9_000,
    };
    let commands = vec![upload.clone(), size(400), ImageCommand::Remove, upload];
    runs_on_the_stock_framework::<Image>(commands, size(1_000)).await;
}

#[tokio::test]
async fn an_album_does() {
    let photo = |letter: &str| ImageName::new(letter.repeat(32)).unwrap();
    let as_kept = Photo {
        purpose: ImagePurpose::Claim,
        width: 1_000,
        height: 600,
        at: hour(1),
        used: false,
    };
    let add = |letter| AlbumCommand::Add {
        photo: photo(letter),
        as_kept,
    };
    let used = |letter| AlbumCommand::Use {
        photos: vec![photo(letter)],
        at: hour(2),
    };
    let sweep = AlbumCommand::Sweep { at: hour(40) };
    let commands = vec![add("a"), add("b"), used("a"), sweep];
    runs_on_the_stock_framework::<Album>(commands, used("b")).await;
}

#[tokio::test]
async fn a_document_does() {
    let content = Box::new(DocumentContent {
        store: StoreId::new("main").unwrap(),
        kind: DocumentKind::Page,
        slug: Slug::new("about").unwrap(),
        period: None,
        ko: Some(DocumentText {
            title: "가게 이야기".to_owned(),
            summary: String::new(),
            body: "<p>안녕하세요.</p>".to_owned(),
        }),
        en: None,
    });
    let publish = |until| DocumentCommand::Publish {
        from: hour(0),
        until: Some(hour(until)),
    };
    let commands = vec![
        DocumentCommand::Write { content },
        publish(1),
        DocumentCommand::Hide,
        DocumentCommand::Pin { pinned: true },
    ];
    runs_on_the_stock_framework::<Document>(commands, publish(0)).await;
}

#[tokio::test]
async fn a_member_does() {
    let kept = |number| domain::PersonalRef {
        id: uuid::Uuid::from_u128(number),
        commitment: domain::personal::Commitment("0".repeat(64)),
    };
    let at = hour(0);
    let join = MemberCommand::Join {
        store: StoreId::new("main").unwrap(),
        language: "ko".to_owned(),
        email: kept(1),
        profile: kept(2),
        at,
    };
    let agree = |kind| MemberCommand::GiveConsent {
        kind,
        text: "2026-01".to_owned(),
        at,
    };
    let save = MemberCommand::SaveAddress {
        address: domain::AddressId(uuid::Uuid::from_u128(3)),
        place: kept(3),
        at,
    };
    let commands = vec![
        join,
        agree(ConsentKind::Sms),
        agree(ConsentKind::Night),
        MemberCommand::VerifyEmail { at },
        save,
        MemberCommand::See { at: hour(30) },
        MemberCommand::Withdraw {
            reason: "member".to_owned(),
            at,
        },
    ];
    runs_on_the_stock_framework::<Member>(commands, agree(ConsentKind::Mail)).await;
}

#[tokio::test]
async fn a_coupon_does() {
    let campaign = Campaign {
        name: Names::new("환영 쿠폰", "Welcome coupon"),
        issue: Issue::Staff,
        condition: Condition::default(),
        effect: Effect::FreeShipping,
        most_claims: Some(1),
        most_uses: None,
        per_member: 2,
        guests: false,
        valid_days: Some(30),
    };
    let give = |number| CouponCommand::Claim {
        member: MemberId(Uuid::from_u128(number)),
        by: ClaimedBy::Staff,
        at: hour(0),
    };
    let reserve = |order: &str| CouponCommand::Reserve {
        order: OrderId::new(order).unwrap(),
        member: Some(MemberId(Uuid::from_u128(1))),
        at: hour(1),
    };
    let order = || OrderId::new("a").unwrap();
    let commands = vec![
        CouponCommand::Define {
            campaign: Box::new(campaign),
            at: hour(0),
        },
        give(1),
        reserve("a"),
        reserve("b"),
        CouponCommand::Redeem {
            order: order(),
            at: hour(2),
        },
        CouponCommand::Release {
            order: order(),
            at: hour(3),
        },
        CouponCommand::Stop { at: hour(4) },
    ];
    runs_on_the_stock_framework::<Coupon>(commands, give(2)).await;
}
