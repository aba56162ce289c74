//! What is seen of a visitor before any cookie of ours is opened: which store was asked for, what the
//! visitor holds in the hand, and which language is read.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::Channel;
use letters::Language;

use crate::pages::Area;
use crate::routes::is_providers;
use crate::site::Site;
use crate::state::Web;
use crate::templates::Device;

/// The cookie that remembers the chosen device's pages: `pc` or `mobile`.
pub const DEVICE_COOKIE: &str = "jangbu-device";
/// The cookie that remembers the chosen language: `ko` or `en`.
pub const LANGUAGE_COOKIE: &str = "jangbu-language";
/// What pages differ by, besides their address.
const VARY: &str = "cookie, user-agent, sec-ch-ua-mobile, accept-language";

/// See the module.
#[derive(Clone)]
pub struct Seen {
    pub site: Arc<Site>,
    pub device: Device,
    pub lang: Language,
    /// The page that was asked for, as a path of this shop with its query: where a changed choice leads back to.
    pub here: Arc<str>,
}

impl Seen {
    fn of(site: Arc<Site>, headers: &HeaderMap, uri: &Uri) -> Self {
        let jar = CookieJar::from_headers(headers);
        let chosen = |name| {
            jar.get(name)
                .map(axum_extra::extract::cookie::Cookie::value)
        };
        let here = uri
            .path_and_query()
            .map_or_else(|| "/".into(), |it| Arc::from(it.as_str()));
        Self {
            site,
            device: chosen(DEVICE_COOKIE)
                .and_then(Device::named)
                .unwrap_or_else(|| device(headers)),
            lang: asked_language(uri.query())
                .or_else(|| chosen(LANGUAGE_COOKIE).and_then(language_named))
                .unwrap_or_else(|| language(headers)),
            here,
        }
    }

    /// Through which door a shopper comes.
    pub fn channel(&self) -> Channel {
        match self.device {
            Device::Pc => Channel::Pc,
            Device::Mobile => Channel::Mobile,
        }
    }

    /// For staff pages: the first store's, on a PC, in Korean.
    pub(crate) fn by_staff(web: &Web) -> Self {
        Self {
            site: web.sites.first().clone(),
            device: Device::Pc,
            lang: Language::Ko,
            here: "/".into(),
        }
    }
}

/// Finds out for every request; a host that is no store's gets a page that says so, and nothing else.
pub(crate) async fn look(
    State((web, area)): State<(Web, Area)>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let anywhere = area == Area::Admin || is_providers(path) || is_probe(path);
    let host = host(&request);
    let site = web.sites.of_host(host).cloned();
    let site = match site {
        Some(site) => site,
        None if anywhere => web.sites.first().clone(),
        None => return no_store(&web, request.headers()),
    };
    let seen = match area {
        Area::Store => Seen::of(site, request.headers(), request.uri()),
        Area::Admin => Seen::by_staff(&web),
    };
    request.extensions_mut().insert(seen);
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        let vary = HeaderValue::from_static(VARY);
        response.headers_mut().append(header::VARY, vary);
    }
    response
}

/// HTTP/2 names the host in the address, HTTP/1.1 in a header.
fn host(request: &Request) -> &str {
    let named = request.headers().get(header::HOST);
    let authority = request
        .uri()
        .authority()
        .map(axum::http::uri::Authority::as_str);
    authority
        .or_else(|| named.and_then(|host| host.to_str().ok()))
        .unwrap_or_default()
}

/// Load balancers ask by number.
fn is_probe(path: &str) -> bool {
    ["/healthz", "/readyz"].contains(&path)
}

fn no_store(web: &Web, headers: &HeaderMap) -> Response {
    let page = web.templates.no_store(language(headers));
    let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
    let keep = (header::CACHE_CONTROL, "no-store");
    (
        StatusCode::MISDIRECTED_REQUEST,
        [kind, keep],
        page.unwrap_or_default(),
    )
        .into_response()
}

/// A telephone says so, in one of two ways. Tablets get the PC's pages, which fit them better.
fn device(headers: &HeaderMap) -> Device {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let mobile = match text("sec-ch-ua-mobile") {
        Some(hint) => hint.trim() == "?1",
        None => text("user-agent").is_some_and(|agent| agent.contains("Mobi")),
    };
    if mobile { Device::Mobile } else { Device::Pc }
}

/// The language that a browser prefers among ours; Korean where it says nothing.
fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, Language::Ko);
    for part in accepted.split(',') {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim();
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        let name = tag.split('-').next().unwrap_or_default();
        if let Some(language) = language_named(&name.to_ascii_lowercase())
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

/// `lang=en` in an address: for links from elsewhere, such as a search engine's.
fn asked_language(query: Option<&str>) -> Option<Language> {
    let mut parts = query?.split('&');
    parts.find_map(|part| language_named(part.strip_prefix("lang=")?))
}

/// `ko` or `en`.
pub(crate) fn language_named(code: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|known| known.code() == code)
}

impl FromRequestParts<Web> for Seen {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let seen = parts.extensions.get::<Self>().cloned();
        Ok(seen.unwrap_or_else(|| Self::of(web.sites.first().clone(), &parts.headers, &parts.uri)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().unwrap(), HeaderValue::from_static(value))
        };
        all.iter().map(pair).collect()
    }

    #[test]
    fn a_telephone_is_known_by_its_hint_or_its_name() {
        let of = |all: &[(&'static str, &'static str)]| device(&headers(all));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";
        assert_eq!(of(&[("user-agent", iphone)]), Device::Mobile);
        let hinted = [("sec-ch-ua-mobile", "?0"), ("user-agent", "Mobi")];
        assert_eq!(of(&hinted), Device::Pc);
        assert_eq!(of(&[("sec-ch-ua-mobile", "?1")]), Device::Mobile);
        assert_eq!(of(&[]), Device::Pc);
    }

    #[test]
    fn the_language_is_the_one_that_is_preferred_and_korean_without_a_word() {
        let of = |accepted| language(&headers(&[("accept-language", accepted)]));
        assert_eq!(of("en-US,en;q=0.9"), Language::En);
        assert_eq!(of("ko-KR,ko;q=0.9,en;q=0.8"), Language::Ko);
        assert_eq!(of("fr;q=1.0, en;q=0.5, ko;q=0.7"), Language::Ko);
        assert_eq!(of("fr"), Language::Ko);
        assert_eq!(language(&HeaderMap::new()), Language::Ko);
        assert_eq!(asked_language(Some("q=1&lang=en")), Some(Language::En));
        assert_eq!(asked_language(Some("lang=fr")), None);
    }
}
