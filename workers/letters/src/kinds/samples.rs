//! The made-up people and goods of all samples.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Won;

use super::parts::{Account, Amounts, Line, Parcel, Piece, Recipient, Saving};

pub const ORDER: &str = "20261123-CBG1HK3TM8";
/// An order before it, of the same buyer.
pub const OTHER_ORDER: &str = "20261120-7K3QM9XW2F";
pub const BUYER: &str = "홍길동";
/// An account as letters show it.
pub const REFUND_ACCOUNT: &str = "신한은행 ****6789";
pub const ORDER_PAGE: &str = "http://127.0.0.1:8080/orders/20261123-CBG1HK3TM8/0a1b2c3d4e5f";
pub const HOME: &str = "http://127.0.0.1:8080/";

/// 2026-11-23 11:41:45 KST, and so many hours more.
pub fn at(hours: i64) -> DateTime<Utc> {
    let start = DateTime::from_timestamp(1_795_401_705, 0).unwrap_or_default();
    start + TimeDelta::hours(hours)
}

/// 2026-11-26 23:59:59 KST.
pub fn deadline() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_705_199, 0).unwrap_or_default()
}

pub fn line(name: &str, option: Option<&str>, quantity: u32, price: i64) -> Line {
    Line {
        name: name.to_owned(),
        option: option.map(str::to_owned),
        quantity,
        total: Won(price).times(quantity),
        gift: false,
    }
}

pub fn lines() -> Vec<Line> {
    vec![
        line("들판 유정란", Some("20구"), 2, 11_900),
        line("파주 콩 두부", Some("1모"), 1, 4_200),
    ]
}

pub fn pieces() -> Vec<Piece> {
    vec![Piece {
        name: "들판 유정란".to_owned(),
        option: Some("20구".to_owned()),
        quantity: 1,
    }]
}

pub fn amounts() -> Amounts {
    Amounts {
        goods: Won(28_000),
        shipping: Won(3_000),
        total: Won(31_000),
        ..Amounts::default()
    }
}

/// An order with everything that an order can have.
pub fn long_lines() -> Vec<Line> {
    let gift = Line {
        gift: true,
        total: Won(0),
        ..line("나무 숟가락", None, 1, 0)
    };
    let mut lines = lines();
    lines.extend([
        line(
            "어머니의 손맛을 그대로 담은 국내산 찹쌀 태양초 고추장 선물 세트",
            Some("500g × 3단지, 보자기 포장"),
            12,
            128_000,
        ),
        line("제주 노지 감귤", Some("5kg"), 1, 24_900),
        line("하루 견과 클래식", None, 3, 12_900),
        gift,
    ]);
    lines
}

pub fn long_amounts() -> Amounts {
    Amounts {
        goods: Won(1_627_600),
        off: vec![Saving {
            name: "열매 등급 10% 할인".to_owned(),
            amount: Won(162_760),
        }],
        surcharge: Won(3_000),
        difference: Won(1_000),
        total: Won(1_468_840),
        ..Amounts::default()
    }
}

pub fn account(amount: Won) -> Account {
    Account {
        bank: "신한은행".to_owned(),
        number: "562-112-34567890".to_owned(),
        holder: "주식회사 장부상회".to_owned(),
        amount,
        deadline: deadline(),
    }
}

pub fn recipient() -> Recipient {
    Recipient {
        name: "김받음".to_owned(),
        phone: "010-****-5678".to_owned(),
        postcode: "04001".to_owned(),
        address: "서울특별시 마포구 월드컵로 1, 101동 1001호".to_owned(),
        memo: Some("문 앞에 놓아 주세요".to_owned()),
    }
}

pub fn piece(name: &str, option: Option<&str>, quantity: u32) -> Piece {
    Piece {
        name: name.to_owned(),
        option: option.map(str::to_owned),
        quantity,
    }
}

pub fn parcel() -> Parcel {
    Parcel {
        carrier: "CJ대한통운".to_owned(),
        invoice: "688012345678".to_owned(),
        tracking: Some(
            "https://trace.cjlogistics.com/next/tracking.html?wblNo=688012345678".to_owned(),
        ),
        contents: vec![
            piece("들판 유정란", Some("20구"), 2),
            piece("파주 콩 두부", Some("1모"), 1),
        ],
    }
}
