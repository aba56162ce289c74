//! What a visitor has looked at lately: a cookie of product ids, kept by the browser alone. It says
//! nothing of the person, and nothing of it is kept here.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::ProductId;
use percent_encoding::percent_decode_str;

use crate::helpers::url;

/// The cookie.
pub const RECENT_COOKIE: &str = "jangbu-recent";
/// Products that are remembered.
const MOST: usize = 8;
/// A longer cookie is not ours.
const LONGEST: usize = 2_000;
/// How long it lives after the last look, seconds.
const KEPT: i64 = 60 * 60 * 24 * 30;
/// Stands between two ids; in an id it is escaped.
const BETWEEN: char = '/';

/// The products looked at, the last one first. Whatever is no id is passed over.
#[must_use]
pub fn looked_at(jar: &CookieJar) -> Vec<String> {
    let told = jar.get(RECENT_COOKIE).map_or("", |cookie| cookie.value());
    if told.len() > LONGEST {
        return Vec::new();
    }
    let mut ids: Vec<String> = Vec::new();
    for part in told.split(BETWEEN) {
        let id = percent_decode_str(part).decode_utf8_lossy();
        let good = ProductId::new(id.as_ref()).is_ok();
        if good && ids.len() < MOST && !ids.iter().any(|known| *known == id) {
            ids.push(id.into_owned());
        }
    }
    ids
}

/// The cookie after a look at a product; none if it says that already.
pub fn after(jar: CookieJar, looked_at: &[String], id: &str, secure: bool) -> CookieJar {
    if looked_at.first().is_some_and(|first| first == id) {
        return jar;
    }
    let others = looked_at.iter().map(String::as_str);
    let all = std::iter::once(id).chain(others.filter(|other| *other != id));
    let mut text = String::new();
    for id in all.take(MOST) {
        let id = url(id);
        if text.len() + id.len() >= LONGEST {
            break;
        }
        if !text.is_empty() {
            text.push(BETWEEN);
        }
        text.push_str(&id);
    }
    jar.add(
        Cookie::build((RECENT_COOKIE, text))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(KEPT)),
    )
}

/// Forgets all of it.
pub fn forgotten(jar: CookieJar) -> CookieJar {
    jar.remove(Cookie::build(RECENT_COOKIE).path("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(jar: &CookieJar) -> String {
        jar.get(RECENT_COOKIE).unwrap().value().to_owned()
    }

    #[test]
    fn the_last_look_comes_first_once_and_only_so_many_are_kept() {
        let mut jar = CookieJar::new();
        for id in ["rice", "쌀/과자", "rice"] {
            let known = looked_at(&jar);
            jar = after(jar, &known, id, false);
        }
        assert_eq!(looked_at(&jar), ["rice", "쌀/과자"]);
        for number in 0..50 {
            let known = looked_at(&jar);
            jar = after(jar, &known, &format!("{number}-{}", "가".repeat(19)), false);
        }
        assert_eq!(looked_at(&jar).len(), MOST);
        assert!(told(&jar).len() < LONGEST);
        assert!(looked_at(&jar)[0].starts_with("49-"));
    }

    #[test]
    fn what_others_write_into_the_cookie_is_passed_over() {
        let jar = |value: &str| CookieJar::new().add(Cookie::new(RECENT_COOKIE, value.to_owned()));
        assert_eq!(looked_at(&jar("rice/%00/%20a//rice/egg")), ["rice", "egg"]);
        assert!(looked_at(&jar(&"a/".repeat(2_000))).is_empty());
        assert!(looked_at(&CookieJar::new()).is_empty());
    }
}
