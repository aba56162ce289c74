//! What others wrote, in a real browser: notices, reviews, questions, searches and names full of known attacks.
//! Nothing of it runs, nothing is fetched from elsewhere, and the console says nothing but what the policy stopped.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::browser::{Browser, Device};
use crate::shop::Shop;

/// Attacks by tags, as the cleaner of documents is held against, and by what stands around a text.
const LISTS: [&str; 2] = [
    include_str!("../../hostile/html.json"),
    include_str!("../../hostile/text.json"),
];

fn attacks() -> Vec<String> {
    let read = |list: &str| serde_json::from_str::<Vec<String>>(list).unwrap();
    LISTS.into_iter().flat_map(read).collect()
}

/// The attacks in as few texts as they fit into, of so many letters each.
fn texts(most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    for attack in attacks() {
        let last = all.last_mut().unwrap();
        if last.chars().count() + attack.chars().count() + 1 > most {
            all.push(attack);
        } else {
            last.push('\n');
            last.push_str(&attack);
        }
    }
    all
}

/// Looks at a page that shows attacks: no dialog, no mark, no word of the console but the policy's, no request
/// to another host, and no tag or attribute that could run.
async fn harmless(browser: &Browser, what: &str) {
    browser.settled().await;
    // An open dialog makes the driver fail here.
    let found = browser
        .run(
            r"const bad = [];
            for (const it of document.querySelectorAll('script')) {
                const ours = it.src.startsWith(location.origin + '/static/') || it.type === 'application/ld+json';
                if (!ours) bad.push(it.outerHTML);
            }
            for (const it of document.querySelectorAll('*')) {
                if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE'].includes(it.tagName)) bad.push(it.outerHTML);
                for (const {name, value} of it.attributes) {
                    const address = ['href', 'src', 'action', 'formaction'].includes(name);
                    if (name.startsWith('on') || name === 'srcdoc') bad.push(it.outerHTML);
                    if (address && /^\s*(javascript|data|vbscript):/i.test(value)) bad.push(it.outerHTML);
                }
            }
            return bad;",
            json!([]),
        )
        .await;
    assert_eq!(found, json!([]), "{what}");
    browser.nothing_was_tried(what).await;
}

/// Sends forms as a browser does, and takes no address for an answer.
fn sender() -> reqwest::Client {
    let client = reqwest::Client::builder().cookie_store(true);
    let client = client.redirect(reqwest::redirect::Policy::none());
    client.build().unwrap()
}

async fn post(
    (shop, client): (&Shop, &reqwest::Client),
    path: &str,
    form: &[(&str, &str)],
) -> reqwest::Response {
    let request = client.post(format!("{}{path}", shop.store));
    let request = request.header("sec-fetch-site", "same-origin").form(form);
    request.send().await.unwrap()
}

fn leads_to(answer: &reqwest::Response) -> String {
    let to = answer.headers().get("location");
    let to = to.unwrap_or_else(|| panic!("{} leads nowhere", answer.status()));
    to.to_str().unwrap().to_owned()
}

async fn documents(shop: &Shop, browser: &Browser) {
    let folder = tempfile::tempdir().unwrap();
    let body: Vec<String> = attacks()
        .iter()
        .map(|attack| format!("<p>앞</p>{attack}<p>뒤</p>"))
        .collect();
    let file = folder.path().join("hostile.html");
    std::fs::write(
        &file,
        format!("<h1>&lt;svg onload=alert(1)&gt;</h1>{}", body.concat()),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    for (kind, place) in [("notice", "/notices/hostile"), ("page", "/pages/hostile")] {
        let words = [
            "document",
            "write",
            kind,
            "hostile",
            "--ko",
            file,
            "--publish",
        ];
        shop.says(&words).await;
        shop.caught_up().await;
        browser.go(place).await;
        assert!(browser.text().await.contains("뒤"));
        harmless(browser, place).await;
    }
    browser.go("/notices").await;
    harmless(browser, "the list of notices").await;
}

async fn questions(shop: &Shop, browser: &Browser) {
    for text in texts(3_900) {
        let key = Uuid::new_v4().to_string();
        let form = [
            ("key", key.as_str()),
            ("name", "<svg onload=alert(1)>"),
            ("email", ""),
            ("phone", "\"><svg/onload=1>"),
            ("topic", "<script>"),
            ("title", "</title><img src=x onerror=alert(1)>"),
            ("text", text.as_str()),
            ("agree", "on"),
        ];
        let asked = leads_to(&post((shop, &sender()), "/inquiries/new", &form).await);
        browser.go(&asked).await;
        assert!(browser.text().await.contains("onerror=alert(1)"));
        harmless(browser, "a question").await;
    }
}

async fn searches(browser: &Browser) {
    for attack in attacks() {
        let script = "location.href = '/?' + new URLSearchParams({q: arguments[0]})";
        let search = async {
            browser.run(script, json!([attack])).await;
        };
        browser.leaves(search).await;
        harmless(browser, &attack).await;
    }
}

/// An order whose every text is hostile, and the form that it came from, refused first.
async fn names(shop: &Shop, browser: &Browser) -> String {
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.click("button[name='then'][value='checkout']").await;
    browser.arrives("/checkout").await;
    let fill = "for (const [name, value] of Object.entries(arguments[0])) document.querySelector(`[name='${name}']`).value = value";
    let hostile = json!({
        "orderer_name": "\"><svg/onload=alert(1)>",
        "orderer_phone": "010",
        "orderer_email": "",
        "postcode": "04001",
        "address": "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>",
        "address_detail": "' autofocus onfocus=alert(1) x='{{constructor.constructor('alert(1)')()}}",
        "depositor": "<img src=x onerror=alert(1)>",
    });
    browser.run(fill, json!([hostile])).await;
    browser
        .run(
            "document.querySelector(\"[name='pay'][value='deposit']\").click(); document.querySelector(\"[name='bank'][value='088']\").click()",
            json!([]),
        )
        .await;
    for consent in ["agree_order", "agree_privacy"] {
        browser.tick(consent).await;
    }
    let send = "form[data-checkout] button.button-big[value='order']";
    let without_checks = "document.querySelector('form[data-checkout]').noValidate = true";
    browser.run(without_checks, json!([])).await;
    browser.click(send).await;
    harmless(browser, "the refused order form").await;
    browser
        .run(fill, json!([{"orderer_phone": "010-1234-5678"}]))
        .await;
    for consent in ["agree_order", "agree_privacy"] {
        browser.tick(consent).await;
    }
    browser.click(send).await;
    let path = browser.path().await;
    assert!(
        path.starts_with("/orders/"),
        "{path}: {}",
        browser.text().await
    );
    shop.caught_up().await;
    browser.go(&path).await;
    assert!(browser.text().await.contains("<svg/onload=alert(1)>"));
    harmless(browser, "the order").await;
    path
}

async fn reviews(shop: &Shop, browser: &Browser, order: &str) {
    let number = order.split('/').nth(2).unwrap();
    shop.says(&["simulate", "deposit", number]).await;
    let invoice = "123456789012";
    let words = [
        "order",
        "ship",
        number,
        "--carrier",
        "cj",
        "--invoice",
        invoice,
    ];
    shop.says(&words).await;
    shop.says(&["order", "deliver", number]).await;
    shop.caught_up().await;
    for page in ["receipt", "return"] {
        browser.go(&format!("{order}/{page}")).await;
        harmless(browser, page).await;
    }
    let buyer = sender();
    let known = [("phone", "010-1234-5678"), ("next", "reviews/0")];
    let to = leads_to(&post((shop, &buyer), &format!("{order}/orderer"), &known).await);
    assert_eq!(to, format!("{order}/reviews/0"));
    for text in texts(1_900) {
        let path = format!("{order}/reviews/0");
        let form = [("step", "save"), ("stars", "1"), ("text", text.as_str())];
        let to = leads_to(&post((shop, &buyer), &path, &form).await);
        assert!(to.ends_with("?reviewed=1"), "{to}");
        shop.caught_up().await;
        browser.go(&path).await;
        harmless(browser, "the form of a review").await;
        browser.go("/").await;
        browser
            .click(".cards .card:not(.is-out) a[href^='/products/']")
            .await;
        let told = browser.find("#reviews").await.text().await.unwrap();
        assert!(told.contains("alert(1)"), "{told}");
        harmless(browser, "a review").await;
    }
}

async fn nothing_runs(device: Device) {
    assert!(attacks().len() >= 60);
    let shop = Shop::open().await;
    let browser = Browser::open("hostile", device, "ko-KR", &shop.store).await;
    documents(&shop, &browser).await;
    questions(&shop, &browser).await;
    searches(&browser).await;
    let order = names(&shop, &browser).await;
    reviews(&shop, &browser, &order).await;
    assert_eq!(browser.run("return 1", json!([])).await, Value::from(1));
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_others_wrote_runs_on_a_pc() {
    nothing_runs(Device::Pc).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_others_wrote_runs_on_a_telephone() {
    nothing_runs(Device::Phone).await;
}
