//! Every page is drawn with every sample, for every device: a name that a template asks for and its
//! page lacks fails here, and so does anything that the shop's content security policy would stop.

use crate::assets::Assets;
use crate::frame::Frame;
use crate::pages::{
    AdminHome, AdminMessage, Audit, Cart, Checkout, Document, Home, Message, Order, Page, Product,
    Unmatched,
};
use crate::templates::{Device, Templates};

fn drawn<P: Page>(templates: &Templates) -> Vec<String> {
    P::samples()
        .iter()
        .map(|page| templates.draw(Device::Pc, &Frame::sample(), page).unwrap())
        .collect()
}

fn every_page() -> Vec<String> {
    let templates = Templates::new(Assets::load()).unwrap();
    let mut all = Vec::new();
    macro_rules! draw {
        ($page:ident) => {
            let pages = drawn::<$page>(&templates);
            assert!(!pages.is_empty(), "{} has no sample", stringify!($page));
            all.extend(pages);
        };
    }
    crate::for_each_page!(draw);
    all
}

#[test]
fn every_page_draws_with_every_sample() {
    for html in every_page() {
        assert!(html.starts_with("<!doctype html>"));
        assert!(html.contains("<html lang=\"ko\">"));
        assert_eq!(html.matches("<h1").count(), 1, "one main heading\n{html}");
    }
}

#[test]
fn no_page_needs_an_inline_script_or_style() {
    for html in every_page() {
        for forbidden in [
            " style=",
            "<style",
            " onclick=",
            " onsubmit=",
            "javascript:",
        ] {
            assert!(!html.contains(forbidden), "{forbidden} in\n{html}");
        }
        for script in html.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/static/"),
                "inline script\n{html}"
            );
        }
    }
}

#[test]
fn what_people_type_is_escaped() {
    let all = every_page().concat();
    assert!(all.contains("없는 &lt;물건&gt;"));
    assert!(!all.contains("<물건>"));
    assert!(!all.contains("<b>마포구"));
}

#[test]
fn every_field_has_a_label() {
    for html in every_page() {
        for input in html.split("<input ").skip(1) {
            let tag = input.split('>').next().unwrap();
            let Some(id) = tag
                .split("id=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
            else {
                assert!(
                    tag.contains("hidden") || tag.contains("radio") || tag.contains("checkbox"),
                    "no id: {tag}"
                );
                continue;
            };
            let labelled = html.contains(&format!("for=\"{id}\""))
                || tag.contains("checkbox")
                || tag.contains("radio");
            assert!(labelled, "no label for {id}");
        }
    }
}

/// What is changed in the cart is kept without a further click only while page and script agree.
#[test]
fn the_script_finds_its_marks_on_the_pages() {
    let all = every_page().concat();
    let script = include_str!("../static/js/shop.js");
    for rest in script.split("[data-").skip(1) {
        let mark = rest.split(['=', ']']).next().unwrap();
        assert!(all.contains(&format!(" data-{mark}")), "no data-{mark}");
    }
    assert!(script.contains("[data-line]") && script.contains("[data-order]"));
}

#[test]
fn an_option_shows_what_was_taken_off_its_price() {
    let templates = Templates::new(Assets::load()).unwrap();
    let page = drawn::<Product>(&templates).remove(0);
    let options = page.split("class=\"option-price\">").skip(1);
    let reduced = |row: &str| row.contains("20%") && row.contains("32,000원</s>");
    let first: Vec<bool> = options
        .map(|row| reduced(row.split("</label>").next().unwrap()))
        .collect();
    assert_eq!(first, [true, false, false]);
}
