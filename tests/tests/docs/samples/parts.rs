//! What several samples have in common.

use chrono::{DateTime, Utc};
use domain::meta::Channel;
use domain::order::{LineQuantity, OrderDraft, PaymentMethod, Replaces, Supplement};
use domain::personal::{Commitment, PersonalRef};
use domain::pricing::{Charge, ChargeKind, Discount, Gift, Quote, QuoteLine, Tax};
use domain::{CartId, OrderId, Won};
use uuid::Uuid;

pub const CART: u128 = 0x0192_f0e4_7c1a_7b3d_9e5f_1a2b_3c4d_5e6f;

/// An id from a literal.
pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A time from a literal, UTC.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn order() -> OrderId {
    id("20261122-7F3K9Q2MXA")
}

/// Something in the vault.
pub fn personal() -> PersonalRef {
    PersonalRef {
        id: Uuid::from_u128(0x0192_f0e4_7c1a_7b3d_9e5f_dddd_eeee_ffff),
        commitment: Commitment("fedcba9876543210".repeat(4)),
    }
}

/// A guest's order with everything that an order can have.
pub fn full_draft() -> OrderDraft {
    OrderDraft {
        order: order(),
        store: id("intake"),
        channel: Channel::Pc,
        cart: Some(CartId(Uuid::from_u128(CART))),
        member: None,
        customer: Some("C-1042".to_owned()),
        country: "KR".to_owned(),
        recipient: Some(PersonalRef {
            id: Uuid::from_u128(0x0192_f0e4_7c1a_7b3d_9e5f_aaaa_bbbb_cccc),
            commitment: Commitment("0123456789abcdef".repeat(4)),
        }),
        quote: full_quote(),
        coupon: None,
        method: PaymentMethod::VirtualAccount {
            bank: "088".to_owned(),
        },
        deposit_deadline: at("2026-11-25T14:59:59Z"),
        escrow: false,
        cash_receipt: None,
        consents: vec![],
        supplement: None,
        replaces: None,
        placed_at: at("2026-11-22T03:04:05.123456Z"),
    }
}

fn full_quote() -> Quote {
    let rice = QuoteLine {
        product: id("brown-rice"),
        sku: id("BROWN-RICE-4KG"),
        name: "현미".to_owned(),
        option: Some("4kg".to_owned()),
        category: id("grain"),
        unit_price: Won(20_000),
        quantity: 3,
        tax: Tax::TaxFree,
        gross: Won(60_000),
        discount: Won(1_500),
        shipping: Won(2_250),
        net: Won(58_500),
        vat: Won(0),
    };
    let tea = QuoteLine {
        product: id("barley-tea"),
        sku: id("BARLEY-TEA"),
        name: "보리차".to_owned(),
        option: None,
        category: id("drink"),
        unit_price: Won(20_000),
        quantity: 1,
        tax: Tax::Taxable,
        gross: Won(20_000),
        discount: Won(500),
        shipping: Won(750),
        net: Won(19_500),
        vat: Won(1_773),
    };
    Quote {
        rules_version: 1,
        lines: vec![rice, tea],
        gifts: vec![Gift {
            sku: id("GIFT-SPOON"),
            name: "나무 숟가락".to_owned(),
            quantity: 1,
        }],
        discounts: vec![Discount {
            code: "WELCOME".to_owned(),
            name: "첫 구매 할인".to_owned(),
            amount: Won(2_000),
        }],
        charges: vec![charge(
            "REMOTE",
            "제주 추가 배송비",
            ChargeKind::RemoteArea,
            3_000,
        )],
        promotions: vec![],
        goods: Won(80_000),
        discount: Won(2_000),
        shipping: Won(3_000),
        total: Won(81_000),
        taxable: Won(22_500),
        tax_free: Won(58_500),
        vat: Won(2_046),
        shipping_vat: Won(273),
    }
}

/// An imported order of charges alone: nothing in it that could be left out.
pub fn bare_draft() -> OrderDraft {
    let charges = vec![
        charge("POST", "Postage", ChargeKind::Shipping, 18_000),
        charge("C2", "Carriage", ChargeKind::Fee, 9_000),
        charge("M", "Manual", ChargeKind::Manual, -2_000),
    ];
    OrderDraft {
        order: id("20100104-0123456789"),
        store: id("intake"),
        channel: Channel::External("online-retail".to_owned()),
        cart: None,
        member: None,
        customer: None,
        country: "France".to_owned(),
        recipient: None,
        quote: Quote {
            rules_version: 0,
            lines: vec![],
            gifts: vec![],
            discounts: vec![],
            charges,
            promotions: vec![],
            goods: Won(0),
            discount: Won(0),
            shipping: Won(25_000),
            total: Won(25_000),
            taxable: Won(25_000),
            tax_free: Won(0),
            vat: Won(2_273),
            shipping_vat: Won(2_273),
        },
        coupon: None,
        method: PaymentMethod::Recorded,
        deposit_deadline: at("2010-01-04T10:00:00Z"),
        escrow: false,
        cash_receipt: None,
        consents: vec![],
        supplement: None,
        replaces: None,
        placed_at: at("2010-01-04T10:00:00Z"),
    }
}

/// What took the place of the full order before it was paid.
pub fn replacement_draft() -> OrderDraft {
    OrderDraft {
        order: id("20261122-9H5N1S4PZC"),
        cart: None,
        coupon: None,
        replaces: Some(Replaces {
            order: order(),
            edit: id("e-0192f0e8"),
        }),
        placed_at: at("2026-11-22T06:00:00Z"),
        ..full_draft()
    }
}

/// What the shopper pays for an exchange: nothing but charges.
pub fn exchange_draft() -> OrderDraft {
    let draft = supplement_draft();
    OrderDraft {
        order: id("20261125-9H5N1S4PZC"),
        quote: Quote {
            charges: vec![charge("DIFFERENCE", "교환 차액", ChargeKind::Manual, 3_000)],
            ..draft.quote
        },
        supplement: Some(Supplement {
            to: order(),
            edit: id("x-0192f0e9"),
            then_cancel: vec![],
        }),
        placed_at: at("2026-11-25T02:00:00Z"),
        ..draft
    }
}

/// What was added to the full order: a surcharge.
pub fn supplement_draft() -> OrderDraft {
    let charges = vec![charge(
        "REMOTE",
        "도서산간 추가 배송비",
        ChargeKind::RemoteArea,
        3_000,
    )];
    let (full, bare) = (full_draft(), bare_draft());
    OrderDraft {
        order: id("20261122-8G4M0R3NYB"),
        cart: None,
        quote: Quote {
            charges,
            shipping: Won(3_000),
            total: Won(3_000),
            taxable: Won(3_000),
            vat: Won(273),
            shipping_vat: Won(273),
            ..bare.quote
        },
        supplement: Some(Supplement {
            to: order(),
            edit: id("e-0192f0e6"),
            then_cancel: vec![LineQuantity {
                line: 0,
                quantity: 1,
            }],
        }),
        placed_at: at("2026-11-22T06:00:00Z"),
        ..full
    }
}

fn charge(code: &str, name: &str, kind: ChargeKind, won: i64) -> Charge {
    Charge {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        amount: Won(won),
        tax: Tax::Taxable,
    }
}
