//! What search engines, feed readers and home screens ask of a store. Every address in it follows from
//! the settings, never from what a request says of its host.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::document::DocumentKind;
use letters::Language;
use projections::{documents, sitemap};
use serde_json::json;

use crate::assets::PREFIX;
use crate::error::WebError;
use crate::found::{self, MOST_ADDRESSES, News, Place};
use crate::say::say;
use crate::seen::Seen;
use crate::site::Site;
use crate::state::Web;
use crate::view;
use crate::view::board;

/// News in the feed.
const NEWS: u32 = 30;
/// The pages that every store has.
const ALWAYS: [&str; 6] = ["/", "/notices", "/events", "/guide", "/terms", "/privacy"];

/// `GET /robots.txt`
pub async fn robots(seen: Seen) -> Response {
    text("text/plain; charset=utf-8", found::robots(&seen.site.home))
}

/// `GET /sitemap.xml`: the map, or a list of maps where one does not hold all.
pub async fn map(State(web): State<Web>, seen: Seen) -> Result<Response, WebError> {
    let site = seen.site;
    let key = format!("{} map", site.store());
    let body = web.feed(&key, async {
        let (products, changed) = sitemap::extent(&web.pool, site.store()).await?;
        let written = written(&web, &site).await?;
        let all = products + i64::try_from(written.len()).unwrap_or(0);
        let maps = found::maps_for(all, MOST_ADDRESSES);
        if maps == 1 {
            return Ok(found::map(
                &[written, goods(&web, &site, 0, MOST_ADDRESSES).await?].concat(),
            ));
        }
        let own = |number| (format!("{}/sitemaps/{number}", site.home), changed);
        Ok(found::index(&(1..=maps).map(own).collect::<Vec<Place>>()))
    });
    Ok(text("application/xml; charset=utf-8", body.await?))
}

/// `GET /sitemaps/{number}`: one of several maps, from 1.
pub async fn part(
    State(web): State<Web>,
    Path(number): Path<i64>,
    seen: Seen,
) -> Result<Response, WebError> {
    let site = seen.site;
    if !(1..=1_000).contains(&number) {
        return Err(WebError::NotFound);
    }
    let key = format!("{} map {number}", site.store());
    let body = web.feed(&key, async {
        // What is written stands first in the first map, and products fill up.
        let written = written(&web, &site).await?;
        let few = i64::try_from(written.len())
            .unwrap_or(0)
            .min(MOST_ADDRESSES);
        let places = if number == 1 {
            [written, goods(&web, &site, 0, MOST_ADDRESSES - few).await?].concat()
        } else {
            let skip = (number - 1) * MOST_ADDRESSES - few;
            goods(&web, &site, skip, MOST_ADDRESSES).await?
        };
        if places.is_empty() {
            return Err(WebError::NotFound);
        }
        Ok(found::map(&places))
    });
    Ok(text("application/xml; charset=utf-8", body.await?))
}

async fn written(web: &Web, site: &Site) -> Result<Vec<Place>, WebError> {
    let documents = documents::sitemap(&web.pool, site.store(), web.shop.now()).await?;
    let document = |(kind, slug, changed): (String, String, _)| {
        let kind: DocumentKind = kind.parse().ok()?;
        Some((
            format!("{}{}", site.home, board::path(kind, &slug)),
            Some(changed),
        ))
    };
    let always = ALWAYS.map(|path| (format!("{}{path}", site.home), None));
    let documents = documents.into_iter().filter_map(document);
    Ok(always.into_iter().chain(documents).collect())
}

async fn goods(web: &Web, site: &Site, skip: i64, most: i64) -> Result<Vec<Place>, WebError> {
    let goods = sitemap::products(&web.pool, site.store(), skip, most).await?;
    let place = |(id, changed): (String, _)| {
        (
            format!("{}{}", site.home, view::product_path(&id)),
            Some(changed),
        )
    };
    Ok(goods.into_iter().map(place).collect())
}

/// `GET /notices.rss`
pub async fn news(State(web): State<Web>, seen: Seen) -> Result<Response, WebError> {
    let (site, lang) = (seen.site, seen.lang);
    let key = format!("{} news {}", site.store(), lang.code());
    let body = web.feed(&key, async {
        let (now, kind) = (web.shop.now(), DocumentKind::Notice);
        let found = documents::list(&web.pool, site.store(), kind, now, (1, NEWS)).await?;
        let entries = board::board(lang, crate::pages::BoardKind::Notices, &found, now).entries;
        let mut news: Vec<News> = entries
            .into_iter()
            .map(|entry| News {
                title: entry.title,
                summary: entry.summary,
                address: format!("{}{}", site.home, entry.href),
                at: entry.published_at,
            })
            .collect();
        news.sort_by_key(|news| std::cmp::Reverse(news.at));
        let company = site.company.told_in(lang);
        let title = format!("{} · {}", company.shop, say(lang, "notices"));
        Ok(found::feed(
            &title,
            &company.motto,
            &site.home,
            lang.code(),
            &news,
        ))
    });
    let mut response = text("application/rss+xml; charset=utf-8", body.await?);
    let vary = HeaderValue::from_static("cookie, accept-language");
    response.headers_mut().insert(header::VARY, vary);
    Ok(response)
}

/// `GET /site.webmanifest`: how the store looks on a home screen.
pub async fn manifest(State(web): State<Web>, seen: Seen) -> Response {
    let site = seen.site;
    let icon = |file: &str, sizes: &str, kind: &str| {
        let address = web.assets.address(&format!("themes/{}/{file}", site.theme));
        json!({ "src": address, "sizes": sizes, "type": kind })
    };
    let manifest = json!({
        "name": site.company.shop,
        "short_name": site.company.shop,
        "description": site.company.motto,
        "lang": Language::Ko.code(),
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": site.settings.post.colour,
        "icons": [
            icon("icon-192.png", "192x192", "image/png"),
            icon("icon-512.png", "512x512", "image/png"),
            icon("favicon.svg", "any", "image/svg+xml"),
        ],
    });
    let kind = (header::CONTENT_TYPE, "application/manifest+json");
    let keep = (header::CACHE_CONTROL, "public, max-age=3600");
    ([kind, keep], manifest.to_string()).into_response()
}

/// `GET /favicon.ico`, for those who ask without reading a page first.
pub async fn icon(State(web): State<Web>, seen: Seen) -> Result<Response, WebError> {
    themed(&web, &seen.site, "favicon.ico")
}

/// `GET /apple-touch-icon.png`, likewise.
pub async fn touch_icon(State(web): State<Web>, seen: Seen) -> Result<Response, WebError> {
    themed(&web, &seen.site, "apple-touch-icon.png")
}

/// A file of the store's theme under an address without a hash.
fn themed(web: &Web, site: &Site, file: &str) -> Result<Response, WebError> {
    let name = format!("themes/{}/{file}", site.theme);
    let address = web.assets.address(&name);
    let hashed = address.and_then(|address| address.strip_prefix(PREFIX));
    let found = hashed.and_then(|hashed| web.assets.get(hashed));
    let found = found.ok_or(WebError::NotFound)?;
    let kind = (header::CONTENT_TYPE, found.content_type.as_str());
    let keep = (header::CACHE_CONTROL, "public, max-age=3600");
    Ok(([kind, keep], found.body.clone()).into_response())
}

fn text(kind: &'static str, body: impl Into<Bytes>) -> Response {
    let kind = (header::CONTENT_TYPE, kind);
    let keep = (header::CACHE_CONTROL, "public, max-age=300");
    ([kind, keep], body.into()).into_response()
}

impl Web {
    /// A text for machines, kept for a minute: it may take a look at every product.
    async fn feed(
        &self,
        key: &str,
        write: impl Future<Output = Result<String, WebError>>,
    ) -> Result<Bytes, WebError> {
        if let Some(kept) = self.feeds.get(key).await {
            return Ok(kept);
        }
        let written = Bytes::from(write.await?);
        self.feeds.insert(key.to_owned(), written.clone()).await;
        Ok(written)
    }
}
