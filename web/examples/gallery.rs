//! Writes every page with every sample, and the static files, into a folder to look at:
//! `cargo run -p web --example gallery -- DIR`, then serve DIR with any file server.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use letters::Language;
use web::assets::{Assets, PREFIX};
use web::frame::Frame;
use web::pages::members::{
    Account, Addresses, Consents, Forgot, History, Join, Leave, LetterSent, Login, MyInquiries,
    MyReviews, NewEmail, Profile, Reset, Verify, Wake,
};
use web::pages::{
    AdminHome, AdminMessage, AskPage, Audit, Board, CancelPage, Cart, ChangePage, Checkout,
    ClaimPage, Document, FindOrder, Home, InquiryPage, JobPage, Jobs, Kept, LetterPage, Letters,
    Mailbox, Message, Order, OrdererPage, Page, Pay, PayClosed, Product, ReceiptPage,
    RefundAccountPage, ReviewPage, ReviewsPage, Sheet, Unmatched, Wallet,
};
use web::picture::{self, Subject};
use web::templates::{Device, Templates};

fn write(root: &Path, name: &str, body: &[u8]) {
    let path = root.join(name.trim_start_matches('/'));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, body).unwrap();
}

fn pages<P: Page>(root: &Path, templates: &Templates, name: &str) {
    for (index, page) in P::samples().iter().enumerate() {
        for device in Device::ALL {
            for lang in Language::ALL {
                let frame = Frame::sample().dressed(device, lang);
                let html = templates.draw(&frame, page).unwrap();
                let file = format!("{}/{}/{name}-{index}.html", device.as_str(), lang.code());
                write(root, &file, html.as_bytes());
            }
        }
    }
}

/// The products that samples speak of.
const PRODUCTS: &[(&str, &str, &str)] = &[
    ("oat-shake", "오트 한 끼 쉐이크", "meal"),
    ("odae-rice", "철원 오대쌀", "grain"),
    ("perilla-oil", "저온 압착 들기름", "pantry"),
    ("daily-nuts", "하루 견과 클래식", "snack"),
    ("tangerine", "제주 노지 감귤", "fresh"),
    ("barley-tea", "두 번 볶은 보리차", "drink"),
    ("gochujang", "찹쌀 고추장", "pantry"),
    ("chicken", "수비드 닭가슴살", "protein"),
    ("pouch", "장바구니 파우치", "gift"),
];

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).expect("a folder to write into"));
    let assets = Assets::load();
    for (name, asset) in assets.iter() {
        write(&root, &format!("{PREFIX}{name}"), &asset.body);
    }
    for (id, name, category) in PRODUCTS {
        let svg = picture::svg(&Subject { id, name, category });
        write(&root, &format!("/pictures/{id}.svg"), svg.as_bytes());
    }
    let templates = Templates::new(&assets).unwrap();
    macro_rules! write_pages {
        ($page:ident) => {
            pages::<$page>(&root, &templates, stringify!($page));
        };
    }
    web::for_each_page!(write_pages);
}
