//! The address of a list: what it asks for, read leniently and written in one way only, so that the same
//! list has one address.

use chrono::{DateTime, Utc};
use domain::CategoryId;
use projections::catalogue::{ListQuery, Sort};

use crate::helpers::url;

/// Orders of a list: name in the address, key of its words, meaning.
pub const SORTS: [(&str, &str, Sort); 6] = [
    ("match", "sort-match", Sort::Match),
    ("new", "sort-new", Sort::Newest),
    ("popular", "sort-popular", Sort::Popular),
    ("cheap", "sort-cheap", Sort::PriceLow),
    ("dear", "sort-dear", Sort::PriceHigh),
    ("name", "sort-name", Sort::Name),
];
/// Badges that stand first wherever there are several.
const FIRST_BADGES: [&str; 4] = ["new", "best", "season", "gift"];

/// The longest search, characters.
const LONGEST_SEARCH: usize = 50;
/// Badges asked for at once, and the longest, characters.
const MOST_BADGES: usize = 8;
const LONGEST_BADGE: usize = 30;
/// Nobody pages further.
const LAST_PAGE: u32 = 1_000;
/// Nothing costs more, won.
const DEAREST: i64 = 100_000_000;

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListAddress {
    pub category: Option<String>,
    /// Words looked for; empty for none.
    pub search: String,
    /// Won.
    pub price_from: Option<i64>,
    /// Won.
    pub price_to: Option<i64>,
    /// As staff name them, in the order of [`in_order`].
    pub badges: Vec<String>,
    pub in_stock: bool,
    pub reduced: bool,
    /// Of [`SORTS`]; none: the one that fits, the best match for a search and the newest otherwise.
    sort: Option<&'static str>,
    /// From 1; 0 counts as that.
    page: u32,
}

impl ListAddress {
    /// Reads the pairs of an address. Anything unreadable counts as not asked.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let all = |name: &'static str| {
            let named = pairs.iter().filter(move |(known, _)| known == name);
            named.map(|(_, value)| value.trim())
        };
        let one = |name| all(name).next().unwrap_or_default();
        let set = |name| all(name).any(|value| value == "1");
        let (low, high) = (price(one("min")), price(one("max")));
        let crossed = low.zip(high).is_some_and(|(low, high)| low > high);
        let (low, high) = if crossed { (high, low) } else { (low, high) };
        let words = one("q").split(|sign: char| sign.is_whitespace() || sign.is_control());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let mut asked = Self {
            category: Some(one("category"))
                .filter(|id| CategoryId::new(*id).is_ok())
                .map(ToOwned::to_owned),
            search: words.join(" ").chars().take(LONGEST_SEARCH).collect(),
            price_from: low.filter(|least| *least > 0),
            price_to: high,
            badges: badges(all("badge")),
            in_stock: set("stock"),
            reduced: set("sale"),
            sort: None,
            page: one("page").parse().unwrap_or(1).clamp(1, LAST_PAGE),
        };
        asked.sort = SORTS
            .iter()
            .map(|(name, ..)| *name)
            .find(|name| *name == one("sort"))
            .filter(|name| *name != asked.natural_sort());
        asked
    }

    /// Without a search nothing matches better than another.
    fn natural_sort(&self) -> &'static str {
        if self.search.is_empty() {
            "new"
        } else {
            "match"
        }
    }

    /// Name of the order in which the list is.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        self.sort.unwrap_or_else(|| self.natural_sort())
    }

    /// The address: only what differs from the plain list, always in the same order.
    #[must_use]
    pub fn path(&self) -> String {
        let pairs = self.pairs();
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={}", url(&value)))
            .collect();
        if pairs.is_empty() {
            "/".into()
        } else {
            format!("/?{}", pairs.join("&"))
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.kept();
        let set = |value: bool| value.then(|| "1".to_owned());
        let won = |amount: Option<i64>| amount.map(|won| won.to_string());
        let mut add = |name, value: Option<String>| pairs.extend(value.map(|it| (name, it)));
        add("min", won(self.price_from));
        add("max", won(self.price_to));
        add("stock", set(self.in_stock));
        add("sale", set(self.reduced));
        for badge in &self.badges {
            add("badge", Some(badge.clone()));
        }
        add("page", (self.page > 1).then(|| self.page.to_string()));
        pairs
    }

    /// What stays when other filters are asked for.
    #[must_use]
    pub fn kept(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.category.clone().map(|id| ("category", id)));
        pairs.extend((!self.search.is_empty()).then(|| ("q", self.search.clone())));
        pairs.extend(self.sort.map(|sort| ("sort", sort.to_owned())));
        pairs
    }

    /// The same list in another order, from its first page.
    #[must_use]
    pub fn sorted(&self, sort: &'static str) -> Self {
        Self {
            sort: (sort != self.natural_sort()).then_some(sort),
            page: 1,
            ..self.clone()
        }
    }

    /// Another page of the same list.
    #[must_use]
    pub fn on(&self, page: u32) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// The same of another category, from its first page.
    #[must_use]
    pub fn of(&self, category: Option<&str>) -> Self {
        Self {
            category: category.map(ToOwned::to_owned),
            ..self.on(1)
        }
    }

    /// The same list, asked for no badge but these.
    #[must_use]
    pub fn of_badges(&self, known: &[&str]) -> Self {
        let badges = self.badges.iter();
        let badges = badges.filter(|badge| known.contains(&badge.as_str()));
        Self {
            badges: badges.cloned().collect(),
            ..self.clone()
        }
    }

    /// The same words, category and order without any filter.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self {
            category: self.category.clone(),
            search: self.search.clone(),
            sort: self.sort,
            page: 1,
            ..Self::default()
        }
    }

    /// How many filters there are, besides category and words.
    #[must_use]
    pub fn filters(&self) -> usize {
        let price = self.price_from.is_some() || self.price_to.is_some();
        let set = [price, self.in_stock, self.reduced];
        set.into_iter().filter(|set| *set).count() + self.badges.len()
    }

    /// The list as it is by itself: no filter, order or words of the visitor's; search engines may keep it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.filters() == 0 && self.search.is_empty() && self.sort.is_none()
    }

    /// The very first page of the shop.
    #[must_use]
    pub fn is_first_page(&self) -> bool {
        self.is_plain() && self.category.is_none() && self.page <= 1
    }

    /// The question to the tables.
    #[must_use]
    pub fn query(&self, store: &str, now: DateTime<Utc>) -> ListQuery {
        let meant = SORTS.iter().find(|(name, ..)| *name == self.sort());
        ListQuery {
            category: self.category.clone(),
            search: self.search.clone(),
            price_from: self.price_from,
            price_to: self.price_to,
            badges: self.badges.clone(),
            in_stock: self.in_stock,
            reduced: self.reduced,
            sort: meant.map_or(Sort::Newest, |(_, _, meaning)| *meaning),
            page: self.page.max(1),
            ..ListQuery::new(store, now)
        }
    }
}

fn badges<'a>(asked: impl Iterator<Item = &'a str>) -> Vec<String> {
    let readable = |badge: &&str| {
        !badge.is_empty()
            && badge.chars().count() <= LONGEST_BADGE
            && !badge.contains(char::is_control)
    };
    let mut badges: Vec<&str> = asked.filter(readable).collect();
    badges.sort_unstable();
    badges.dedup();
    in_order(&mut badges);
    badges.truncate(MOST_BADGES);
    badges.into_iter().map(ToOwned::to_owned).collect()
}

/// The best-known badges first, the others as they come.
pub fn in_order(badges: &mut [&str]) {
    let place = |badge: &&str| FIRST_BADGES.iter().position(|first| first == badge);
    badges.sort_by_key(|badge| place(badge).unwrap_or(FIRST_BADGES.len()));
}

/// 10,000원 is read like 10000.
fn price(text: &str) -> Option<i64> {
    let digits: String = text
        .chars()
        .filter(|sign| !",원₩ ".contains(*sign))
        .collect();
    let won: i64 = digits.parse().ok()?;
    (0..=DEAREST).contains(&won).then_some(won)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> ListAddress {
        let pairs = query.split('&').filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        });
        ListAddress::read(&pairs.collect::<Vec<_>>())
    }

    #[test]
    fn an_address_says_only_what_differs() {
        for (asked, written) in [
            ("", "/"),
            ("q=&min=&max=&sort=new&page=1", "/"),
            (
                "page=2&sort=cheap&category=grain",
                "/?category=grain&sort=cheap&page=2",
            ),
            ("q=a%26b", "/?q=a%2526b"),
            ("q=쌀&sort=match", "/?q=%EC%8C%80"),
            ("q=쌀&sort=new", "/?q=%EC%8C%80&sort=new"),
            (
                "badge=best&badge=new&badge=odd&stock=1&sale=0",
                "/?stock=1&badge=new&badge=best&badge=odd",
            ),
            ("badge=&badge=best&badge=best", "/?badge=best"),
        ] {
            assert_eq!(read(asked).path(), written, "{asked}");
        }
    }

    #[test]
    fn prices_are_read_as_people_write_them() {
        let asked = read("min=20,000원&max=₩10000");
        assert_eq!(
            (asked.price_from, asked.price_to),
            (Some(10_000), Some(20_000)),
            "crossed ends change places"
        );
        assert_eq!(asked.filters(), 1);
        let odd = read("min=-5&max=cheap");
        assert_eq!((odd.price_from, odd.price_to), (None, None));
        assert!(odd.is_first_page());
    }

    #[test]
    fn badges_that_no_goods_have_are_not_asked_for() {
        let asked = read("badge=%&badge=best&badge=산지&min=5").of_badges(&["산지", "best"]);
        assert_eq!(asked.badges, ["best", "산지"]);
        assert_eq!(asked.price_from, Some(5));
        let many: Vec<_> = (0..20).map(|number| format!("badge=b{number}")).collect();
        assert_eq!(read(&many.join("&")).badges.len(), MOST_BADGES);
    }

    #[test]
    fn another_order_or_category_begins_at_the_first_page_and_keeps_the_filters() {
        let asked = read("q=쌀&stock=1&page=3");
        assert_eq!(
            asked.sorted("cheap").path(),
            "/?q=%EC%8C%80&sort=cheap&stock=1"
        );
        assert_eq!(asked.sorted("match").path(), "/?q=%EC%8C%80&stock=1");
        assert_eq!(
            asked.of(Some("grain")).path(),
            "/?category=grain&q=%EC%8C%80&stock=1"
        );
        assert_eq!(asked.unfiltered().path(), "/?q=%EC%8C%80");
    }
}
