//! What a visitor chooses for all pages: the device's pages, and the language.

use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;

use crate::seen::{DEVICE_COOKIE, LANGUAGE_COOKIE, language_named};
use crate::sent::Sent;
use crate::templates::Device;
use crate::visitor::Visitor;

/// How long a choice is remembered, seconds.
const KEPT: i64 = 60 * 60 * 24 * 365;

/// The form at the foot of every page. An empty or odd choice leaves things as they are.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    device: String,
    language: String,
    /// The page to go back to.
    next: String,
}

/// `POST /choice`
pub async fn choose(
    visitor: Visitor,
    jar: CookieJar,
    Sent(chosen): Sent<Chosen>,
) -> (CookieJar, Redirect) {
    let device = Device::named(&chosen.device).map(|it| (DEVICE_COOKIE, it.as_str()));
    let language = language_named(&chosen.language).map(|it| (LANGUAGE_COOKIE, it.code()));
    let cookie = |(name, value): (&'static str, &'static str)| {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(visitor.is_secure())
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(KEPT))
    };
    let jar = [device, language]
        .into_iter()
        .flatten()
        .fold(jar, |jar, choice| jar.add(cookie(choice)));
    (jar, Redirect::to(on_this_site(&chosen.next)))
}

/// A path of this shop; anything else leads to its first page. `//host` and `/\\host` are other sites to
/// a browser.
#[must_use]
pub fn on_this_site(next: &str) -> &str {
    let mut signs = next.chars();
    let path = signs.next() == Some('/') && !matches!(signs.next(), Some('/' | '\\'));
    let plain = !next.chars().any(|sign| sign.is_control() || sign == '\\');
    if path && plain && next.len() <= 2_000 {
        next
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_off_the_site() {
        for next in ["/", "/cart", "/?q=%EC%8C%80&page=2"] {
            assert_eq!(on_this_site(next), next);
        }
        for next in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "javascript:1",
        ] {
            assert_eq!(on_this_site(next), "/", "{next:?}");
        }
    }
}
