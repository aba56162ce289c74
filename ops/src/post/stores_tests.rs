//! A store's own words, well and badly written.

use super::*;
use crate::shop::settings;

const WHOLE: &str = "
[intake]
name = '들판상회'
contact = '02-1234-5678'
mail = 'shop@field.example'
imprint = '주식회사 들판 · 서울 · 02-1234-5678'
colour = '#123456'
language = 'en'
phone = '0212345678'
opt-out = '080-123-4567'
channel = 'KA01PF1'
[intake.templates]
order-paid = 'KA01TP1'
";

fn read(text: &str) -> Result<PostStores> {
    PostStores::read(text, PathBuf::from("DATA/post.toml"))
}

/// A shop with the first store alone.
fn shop(stores: &PostStores) -> ShopSettings {
    let data = tempfile::tempdir().unwrap();
    let one = "[[store]]\nid = 'intake'\nname = '들판상회'\n";
    std::fs::write(data.path().join("stores.toml"), one).unwrap();
    settings(data.path(), stores).unwrap()
}

/// What `text` leaves to be written before this may leave.
fn told(text: &str, leaving: Leaving) -> Option<String> {
    let stores = read(text).unwrap();
    let refused = stores.check(&shop(&stores), leaving).err()?;
    Some(refused.to_string())
}

#[test]
fn what_the_file_says_becomes_the_stores_own() {
    let stores = read(WHOLE).unwrap();
    let shop = shop(&stores);
    let store = shop.stores.values().next().unwrap();
    assert_eq!(store.name, "들판상회");
    let expected = PostSettings {
        sender: "shop@field.example".to_owned(),
        reply_to: None,
        language: "en".to_owned(),
        colour: "#123456".to_owned(),
        imprint: "주식회사 들판 · 서울 · 02-1234-5678".to_owned(),
        contact: "02-1234-5678".to_owned(),
        phone: "0212345678".to_owned(),
        opt_out: "080-123-4567".to_owned(),
    };
    assert_eq!(store.post, expected);
    assert_eq!(stores.codes.of("intake", "order-paid"), Some("KA01TP1"));
    assert_eq!(stores.channels()["intake"], "KA01PF1");
}

#[test]
fn what_makes_no_sense_is_named() {
    for (bad, named) in [
        ("phone = '02-1234-5678'", "phone"),
        ("phone = ''", "phone"),
        ("sender = '0212345678'", "sender"),
        ("chanel = 'x'", "chanel"),
        ("mail = 'Shop <shop@field.example>'", "mail"),
        ("mail = 'shop'", "mail"),
        (
            "reply-to = \"a@b.example\\r\\nBcc: c@d.example\"",
            "reply-to",
        ),
        ("imprint = ' '", "imprint"),
        ("name = \"a\\nb\"", "name"),
        ("colour = 'green'", "colour"),
        ("language = 'jp'", "language"),
        ("[intake.templates]\norder-payed = 'x'", "order-payed"),
    ] {
        let refused = read(&format!("[intake]\n{bad}\n")).unwrap_err();
        let told = format!("{refused:#}");
        assert!(told.contains(named), "{bad}: {told}");
    }
    let stranger = read("[elsewhere]\nphone = '0212345678'\n").unwrap();
    let told = settings(Path::new("none"), &stranger)
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("post.toml") && told.contains("elsewhere"),
        "{told}"
    );
}

#[test]
fn nothing_leaves_under_a_made_up_name() {
    let all = told("", Leaving::Letters).unwrap();
    assert!(
        all.contains("DATA/post.toml, below [intake]: name, mail, imprint, contact"),
        "{all}"
    );
    assert!(
        told("", Leaving::Messages)
            .unwrap()
            .ends_with(": name, phone, contact")
    );
    assert!(
        told("", Leaving::Advertising)
            .unwrap()
            .ends_with(": name, phone, contact, opt-out")
    );
    let letters =
        "[intake]\nname = '들판상회'\nmail = 'shop@field.example'\ncontact = '02-1234-5678'\n";
    assert!(
        told(letters, Leaving::Letters)
            .unwrap()
            .ends_with(": imprint")
    );
    assert!(
        told(letters, Leaving::Messages)
            .unwrap()
            .ends_with(": phone")
    );
    for leaving in [Leaving::Letters, Leaving::Messages, Leaving::Advertising] {
        assert_eq!(told(WHOLE, leaving), None);
    }
}
