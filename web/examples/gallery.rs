//! Writes every page with every sample, and the static files, into a folder to look at:
//! `cargo run -p web --example gallery -- DIR`, then serve DIR with any file server.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use web::assets::{Assets, PREFIX};
use web::frame::Frame;
use web::pages::{
    AdminHome, AdminMessage, Audit, Cart, Checkout, Document, Home, Message, Order, Page, Product,
    Unmatched,
};
use web::templates::{Device, Templates};

fn write(root: &Path, name: &str, body: &[u8]) {
    let path = root.join(name.trim_start_matches('/'));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, body).unwrap();
}

fn pages<P: Page>(root: &Path, templates: &Templates, name: &str) {
    for (index, page) in P::samples().iter().enumerate() {
        let html = templates.draw(Device::Pc, &Frame::sample(), page).unwrap();
        write(root, &format!("{name}-{index}.html"), html.as_bytes());
    }
}

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).expect("a folder to write into"));
    let assets = Assets::load();
    for (name, asset) in assets.iter() {
        write(&root, &format!("{PREFIX}{name}"), &asset.body);
    }
    let templates = Templates::new(assets).unwrap();
    macro_rules! write_pages {
        ($page:ident) => {
            pages::<$page>(&root, &templates, stringify!($page));
        };
    }
    web::for_each_page!(write_pages);
}
