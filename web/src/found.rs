//! What is said to search engines and feed readers, as the texts that they read.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use rss::{Channel, Guid, Item};

/// Addresses in one map; more are not read (<https://www.sitemaps.org/protocol.html>).
pub const MOST_ADDRESSES: i64 = 50_000;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SCHEMA: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// An absolute address, and when what is there changed last.
pub type Place = (String, Option<DateTime<Utc>>);

/// A map of addresses.
#[must_use]
pub fn map(places: &[Place]) -> String {
    listed("urlset", "url", places)
}

/// A list of maps, for shops with more addresses than one map holds.
#[must_use]
pub fn index(maps: &[Place]) -> String {
    listed("sitemapindex", "sitemap", maps)
}

fn listed(all: &str, one: &str, places: &[Place]) -> String {
    let mut text = format!("{XML}<{all} xmlns=\"{SCHEMA}\">\n");
    // Writing into a text cannot fail.
    for (address, changed) in places {
        let address = escaped(address);
        let changed = changed.map_or_else(String::new, |at| {
            let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            format!("<lastmod>{at}</lastmod>")
        });
        let _ = writeln!(text, "<{one}><loc>{address}</loc>{changed}</{one}>");
    }
    let _ = writeln!(text, "</{all}>");
    text
}

/// Five signs mean something in XML.
fn escaped(text: &str) -> String {
    let signs = [
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("\"", "&quot;"),
        ("'", "&apos;"),
    ];
    let escape = |text: String, (sign, name): (&str, &str)| text.replace(sign, name);
    signs.into_iter().fold(text.to_owned(), escape)
}

/// How many maps so many addresses need.
#[must_use]
pub fn maps_for(addresses: i64, most: i64) -> i64 {
    addresses.max(1).div_euclid(most) + i64::from(addresses.max(1).rem_euclid(most) > 0)
}

/// What search engines may not keep, and where the map is.
#[must_use]
pub fn robots(home: &str) -> String {
    let closed = [
        "/cart",
        "/checkout",
        "/orders/",
        "/choice",
        "/*?q=",
        "/*&q=",
    ];
    let closed = closed.map(|path| format!("Disallow: {path}\n")).concat();
    format!("User-agent: *\n{closed}\nSitemap: {home}/sitemap.xml\n")
}

/// One piece of news.
#[derive(Debug, Clone)]
pub struct News {
    pub title: String,
    pub summary: String,
    /// Absolute; also what readers know it by.
    pub address: String,
    pub at: DateTime<Utc>,
}

/// A feed of news.
#[must_use]
pub fn feed(title: &str, about: &str, home: &str, language: &str, news: &[News]) -> String {
    let item = |news: &News| Item {
        title: Some(news.title.clone()),
        link: Some(news.address.clone()),
        description: Some(news.summary.clone()).filter(|summary| !summary.is_empty()),
        guid: Some(Guid {
            value: news.address.clone(),
            permalink: true,
        }),
        pub_date: Some(news.at.to_rfc2822()),
        ..Item::default()
    };
    let last = news.iter().map(|news| news.at).max();
    let channel = Channel {
        title: title.to_owned(),
        link: home.to_owned(),
        description: about.to_owned(),
        language: Some(language.to_owned()),
        last_build_date: last.map(|at| at.to_rfc2822()),
        items: news.iter().map(item).collect(),
        ..Channel::default()
    };
    channel.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_names_each_address_escaped_with_its_time() {
        let at = "2026-11-22T03:04:05.678Z".parse().unwrap();
        let text = map(&[
            ("https://shop.example/?a=1&b=<2>".into(), Some(at)),
            ("https://shop.example/".into(), None),
        ]);
        assert!(text.contains("<url><loc>https://shop.example/?a=1&amp;b=&lt;2&gt;</loc><lastmod>2026-11-22T03:04:05Z</lastmod></url>"), "{text}");
        assert!(text.contains("<url><loc>https://shop.example/</loc></url>"));
    }

    #[test]
    fn there_are_as_many_maps_as_addresses_need() {
        for (addresses, maps) in [(0, 1), (1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (21, 3)] {
            assert_eq!(maps_for(addresses, 10), maps, "{addresses}");
        }
    }

    #[test]
    fn a_feed_is_read_back_as_it_was_meant() {
        let news = News {
            title: "설 <연휴> & 배송".into(),
            summary: "쉽니다".into(),
            address: "https://shop.example/notices/a".into(),
            at: "2026-11-22T03:04:05Z".parse().unwrap(),
        };
        let text = feed("장부상회", "소식", "https://shop.example", "ko", &[news]);
        let read = rss::Channel::read_from(text.as_bytes()).unwrap();
        assert_eq!(read.items()[0].title(), Some("설 <연휴> & 배송"));
        assert_eq!(
            read.items()[0].pub_date(),
            Some("Sun, 22 Nov 2026 03:04:05 +0000")
        );
    }
}
