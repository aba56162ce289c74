//! How many goods of a list each choice leaves: what stands in brackets behind a filter.
//!
//! A list's goods are counted once by all that they may be chosen by; what one choice or several leave follows
//! from those few sums, so that all ways of narrowing the same list need one look at the tables.

use std::collections::BTreeMap;

use sqlx::{PgPool, Postgres, QueryBuilder};

use super::asked::ListQuery;
use super::list::{conditions, quick};
use super::search::Wanted;
use crate::error::Answer;

/// The goods of a list, summed up by what they may be chosen by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    groups: Vec<Group>,
}

/// Goods that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    badges: Vec<String>,
    in_stock: bool,
    reduced: bool,
    products: i64,
}

/// What is chosen of a list besides its category, words and prices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// One of these badges; any goods if none is said.
    pub badges: Vec<String>,
    /// A piece is on hand.
    pub in_stock: bool,
    /// It costs less than before.
    pub reduced: bool,
}

impl Facets {
    /// Goods that these choices leave.
    pub fn left_by(&self, chosen: &Chosen) -> i64 {
        let fits = |group: &&Group| {
            (!chosen.in_stock || group.in_stock)
                && (!chosen.reduced || group.reduced)
                && (chosen.badges.is_empty()
                    || group.badges.iter().any(|it| chosen.badges.contains(it)))
        };
        self.groups.iter().filter(fits).map(|it| it.products).sum()
    }

    /// The badges that occur, the most frequent first.
    pub fn badges(&self) -> Vec<&str> {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for group in &self.groups {
            for badge in &group.badges {
                *counts.entry(badge).or_default() += group.products;
            }
        }
        let mut badges: Vec<_> = counts.into_iter().collect();
        badges.sort_by_key(|(_, products)| std::cmp::Reverse(*products));
        badges.into_iter().map(|(badge, _)| badge).collect()
    }
}

/// Sums up the goods of a list's category, words and prices; its other filters, order and page do not matter.
/// `None` where words were typed that so many goods have that counting would take longer than the list itself.
pub async fn facets(pool: &PgPool, query: &ListQuery) -> Answer<Option<Facets>> {
    let whole = ListQuery {
        badges: Vec::new(),
        in_stock: false,
        reduced: false,
        ..query.clone()
    };
    let wanted = Wanted::read(&query.search);
    if wanted.is_none() && !query.search.trim().is_empty() {
        return Ok(Some(Facets::default()));
    }
    let mut quick = quick(pool).await?;
    let asked = conditions(&mut quick, &whole, wanted).await?;
    if asked.looked_for.as_ref().is_some_and(|it| it.words_common) {
        return Ok(None);
    }
    let mut sql = QueryBuilder::<Postgres>::new(
        "SELECT w.badges, w.in_stock, w.reduced, count(*) AS products",
    );
    asked.write(&mut sql);
    sql.push(" GROUP BY w.badges, w.in_stock, w.reduced");
    let groups = sql.build_query_as::<(Vec<String>, bool, bool, i64)>();
    let groups = groups.persistent(false).fetch_all(&mut *quick).await?;
    quick.commit().await?;
    let group = |(badges, in_stock, reduced, products)| Group {
        badges,
        in_stock,
        reduced,
        products,
    };
    Ok(Some(Facets {
        groups: groups.into_iter().map(group).collect(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facets() -> Facets {
        let group = |badges: &[&str], in_stock, reduced, products| Group {
            badges: badges.iter().map(ToString::to_string).collect(),
            in_stock,
            reduced,
            products,
        };
        Facets {
            groups: vec![
                group(&["new", "best"], true, false, 3),
                group(&["new"], false, false, 2),
                group(&["산지직송"], true, true, 4),
                group(&[], true, true, 1),
            ],
        }
    }

    fn chosen(badges: &[&str], in_stock: bool, reduced: bool) -> Chosen {
        Chosen {
            badges: badges.iter().map(ToString::to_string).collect(),
            in_stock,
            reduced,
        }
    }

    #[test]
    fn choices_leave_what_fits_all_of_them_and_badges_what_has_one() {
        for (badges, in_stock, reduced, left) in [
            (&[][..], false, false, 10),
            (&["new"], false, false, 5),
            (&["new", "best"], false, false, 5),
            (&["new", "산지직송"], true, false, 7),
            (&["new"], true, true, 0),
            (&[], true, true, 5),
        ] {
            let asked = chosen(badges, in_stock, reduced);
            assert_eq!(facets().left_by(&asked), left, "{asked:?}");
        }
    }

    #[test]
    fn badges_come_by_how_many_have_them() {
        assert_eq!(facets().badges(), ["new", "산지직송", "best"]);
    }
}
