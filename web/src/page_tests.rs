//! Every page is drawn with every sample, for every device: a name that a template asks for and its
//! page lacks fails here, and so does anything that the shop's content security policy would stop.

use crate::assets::Assets;
use crate::frame::Frame;
use crate::pages::members::{
    Account, Addresses, Consents, Forgot, History, Join, Leave, LetterSent, Login, MyInquiries,
    MyReviews, NewEmail, Profile, Reset, Verify, Wake,
};
use crate::pages::{
    AdminHome, AdminMessage, Area, AskPage, Audit, Board, CancelPage, Cart, ChangePage, Checkout,
    ClaimPage, Document, FindOrder, Home, InquiryPage, JobPage, Jobs, Kept, LetterPage, Letters,
    Mailbox, Message, Order, OrdererPage, Page, Pay, PayClosed, Product, ReceiptPage,
    RefundAccountPage, ReviewPage, ReviewsPage, Sheet, Unmatched, Wallet,
};
use crate::templates::{Device, Templates};
use letters::Language;

/// Every sample, for every device and in every language; staff's pages have one form.
fn drawn<P: Page>(templates: &Templates) -> Vec<String> {
    let all = Device::ALL.map(|device| Language::ALL.map(|lang| (device, lang)));
    let forms: Vec<_> = match P::AREA {
        Area::Store => all.concat(),
        Area::Admin => vec![(Device::Pc, Language::Ko)],
    };
    let draw = |page: &P, (device, lang)| {
        let frame = Frame::sample().dressed(device, lang);
        templates.draw(&frame, page).unwrap()
    };
    let samples = P::samples();
    let each = samples
        .iter()
        .map(|page| forms.iter().map(|form| draw(page, *form)));
    each.flatten().collect()
}

fn every_page() -> Vec<String> {
    let templates = Templates::new(&Assets::load()).unwrap();
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
        assert!(html.contains("<html lang=\"ko\">") || html.contains("<html lang=\"en\">"));
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
            // Facts for machines are no program: no browser runs them, whatever its policy.
            let data = script.starts_with(" type=\"application/ld+json\">{");
            // A provider's own, on the one page that leads to its window.
            let window = script.starts_with(" src=\"https://window.example/sdk.js\" defer>");
            assert!(
                data || window || script.starts_with(" src=\"/static/"),
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
    let script = concat!(
        include_str!("../static/js/frame.js"),
        include_str!("../static/js/shop.js"),
        include_str!("../static/js/pay.js")
    );
    for rest in script.split("[data-").skip(1) {
        let mark = rest.split(['=', ']']).next().unwrap();
        assert!(all.contains(&format!(" data-{mark}")), "no data-{mark}");
    }
    assert!(script.contains("[data-line]") && script.contains("[data-order]"));
}

/// A page that speaks Korean to English readers is found here. Prices set 원 smaller by themselves.
#[test]
fn shoppers_templates_leave_their_words_to_the_locales() {
    for (name, source) in crate::templates::sources() {
        let written = |sign: &char| ('가'..='힣').contains(sign);
        if name.starts_with("admin/") || name == "shared/price" {
            continue;
        }
        let found: String = source.chars().filter(written).collect();
        assert!(found.is_empty(), "{name} says {found}");
    }
}

#[test]
fn each_device_loads_style_sheets_of_its_own_and_no_page_those_of_another() {
    let templates = Templates::new(&Assets::load()).unwrap();
    let sheets = |device| {
        let frame = Frame::sample().dressed(device, Language::Ko);
        let page = templates.draw(&frame, &Home::samples().remove(0)).unwrap();
        let names = page.split("href=\"/static/css/").skip(1);
        names
            .map(|rest| rest.split('.').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(sheets(Device::Pc), ["fonts", "base", "frame", "list"]);
    let mobile = ["fonts", "base", "mobile-frame", "mobile-list"];
    assert_eq!(sheets(Device::Mobile), mobile);
}

#[test]
fn an_option_shows_what_was_taken_off_its_price() {
    let templates = Templates::new(&Assets::load()).unwrap();
    let page = drawn::<Product>(&templates).remove(0);
    let options = page.split("class=\"option-price\">").skip(1);
    let reduced = |row: &str| row.contains("20%") && row.contains("32,000원</s>");
    let first: Vec<bool> = options
        .map(|row| reduced(row.split("</label>").next().unwrap()))
        .collect();
    assert_eq!(first, [true, false, false]);
}
