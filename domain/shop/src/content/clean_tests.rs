//! What is left of all kinds of HTML. The strings that try to run something are the known ones: OWASP's
//! filter evasion sheet, mutation by namespaces, and what editors were once caught with.

use std::sync::LazyLock;

use super::*;

const NAME: &str = "abcdefghijklmnopqrstuvwxyz234567";

fn html(text: &str) -> String {
    clean(text).html
}

/// Tries to run something, each in its own way. A real browser is shown the same ones.
static ATTACKS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all = include_str!("../../../../tests/hostile/html.json");
    serde_json::from_str(all).unwrap()
});

/// Reads what is left as a browser does, tag by tag, and says what should not be there.
fn dangerous(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let read = tags::change(html, |tag| {
        if !TAGS.contains(&tag.name.as_str()) {
            found.push(format!("the tag {}", tag.name));
        }
        for (name, value) in &tag.attributes {
            let value = value.to_ascii_lowercase();
            let address = ["href", "src"].contains(&name.as_str());
            let safe = ["https:", "http:", "mailto:", "tel:"];
            let scheme = value.split(['/', '?', '#']).next().unwrap().contains(':');
            if name.starts_with("on")
                || ["style", "id", "name", "srcset", "srcdoc", "formaction"]
                    .contains(&name.as_str())
                || (address && scheme && !safe.iter().any(|it| value.starts_with(it)))
                || (name == "src" && !value.starts_with(PREFIX))
                || (name == "class"
                    && value
                        .split(' ')
                        .any(|class| !class.starts_with("align-") && !class.starts_with("ink-")))
            {
                found.push(format!("{name}={value}"));
            }
        }
        Some(tag)
    });
    if read != html {
        found.push("something that is no tag".to_owned());
    }
    found
}

#[test]
fn nothing_that_could_run_is_left_of_any_attack() {
    for attack in ATTACKS.iter() {
        for around in [
            attack.clone(),
            format!("<p>앞</p>{attack}<p>뒤</p>"),
            format!("<table><tr><td>{attack}"),
            format!("<ul><li>{attack}</b></i>"),
        ] {
            let left = html(&around);
            let bad = dangerous(&left);
            assert!(bad.is_empty(), "{bad:?} of\n{around}\nis left in\n{left}");
            assert_eq!(
                html(&left),
                left,
                "cleaning what is clean changes it: {around}"
            );
        }
    }
}

/// The check itself sees what it looks for.
#[test]
fn the_check_would_see_what_is_not_cleaned() {
    let seen = ATTACKS
        .iter()
        .filter(|attack| !dangerous(attack).is_empty());
    assert!(seen.count() > ATTACKS.len() * 3 / 4);
    for bad in [
        "<script>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<img src=\"https://evil.example/x\">",
        "<p style=\"color:red\">",
    ] {
        assert!(!dangerous(bad).is_empty(), "{bad}");
    }
}

#[test]
fn what_a_writer_needs_stays() {
    let text = "<h2>쌀</h2><p>올해 거둔 <strong>햅쌀</strong>입니다.</p><ul><li>하나</li></ul>\
                <table><thead><tr><th scope=\"col\">이름</th></tr></thead><tbody><tr><td colspan=\"2\">값</td></tr></tbody></table>\
                <blockquote><p>말</p></blockquote><hr><pre><code>a &lt; b</code></pre>";
    assert_eq!(html(text), text);
}

#[test]
fn links_lead_out_without_vouching_and_into_the_shop() {
    for link in [
        "https://example.org/a?b=c",
        "/products/rice",
        "mailto:help@shop.example",
        "tel:02-000-0000",
    ] {
        let left = html(&format!("<a href=\"{link}\">x</a>"));
        assert_eq!(
            left,
            format!("<a href=\"{link}\" rel=\"noopener nofollow\">x</a>")
        );
    }
}

#[test]
fn only_our_own_pictures_stay_and_wherever_they_were_seen_they_are_paths_of_ours() {
    let path = format!("/images/{NAME}.webp");
    for seen in [
        path.clone(),
        format!("/images/{NAME}-400.webp"),
        format!("https://cdn.example/shop/images/{NAME}-800.webp"),
    ] {
        let clean = clean(&format!(
            "<p><img src=\"{seen}\" alt=\"쌀\" width=\"9999\"></p>"
        ));
        assert_eq!(
            clean.html,
            format!("<p><img src=\"{path}\" alt=\"쌀\"></p>")
        );
        assert_eq!(clean.images.len(), 1);
    }
    for strange in [
        "https://evil.example/x.png",
        "/pictures/rice.svg",
        "/images/../cart.webp",
        &format!("/images/{NAME}-401.webp"),
        &format!("javascript:/images/{NAME}.webp?"),
    ] {
        assert_eq!(
            html(&format!("<p><img src=\"{strange}\">글</p>")),
            "<p>글</p>",
            "{strange}"
        );
    }
}

#[test]
fn a_style_becomes_a_class_and_the_rest_of_it_is_gone() {
    let left = html("<p style=\"text-align: center; position: fixed; color: RED\">x</p>");
    assert_eq!(left, "<p class=\"align-center ink-red\">x</p>");
    assert_eq!(html("<p style=\"margin-left:-900px\">x</p>"), "<p>x</p>");
    assert_eq!(
        html("<p class=\"align-right hero\">x</p>"),
        "<p class=\"align-right\">x</p>"
    );
}

#[test]
fn the_first_heading_is_the_pages_own() {
    assert_eq!(
        html("<h1 style=\"color:red\">쌀</h1>"),
        "<h2 class=\"ink-red\">쌀</h2>"
    );
}
