//! Words to look for instead, when a search found nothing.

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;
use sqlx::{PgPool, Postgres, QueryBuilder};

use super::asked::{ListQuery, Sort};
use super::list::{list, quick};
use super::search::{as_hangul, parts, spell};
use crate::error::Answer;

/// Names that are compared, the best-selling first.
const MOST_COMPARED: i64 = 300;

/// Words of products' names that are nearest to what was typed, the nearest first, at most `most`:
/// what it says if the keyboard was set to English (`dbwjdfks`: 유정란), and words that differ in one
/// letter of three or fewer (유정랑: 유정란).
pub async fn nearest(
    pool: &PgPool,
    store: &str,
    typed: &str,
    now: DateTime<Utc>,
    most: usize,
) -> Answer<Vec<String>> {
    if let Some(meant) = as_hangul(typed) {
        let query = ListQuery {
            search: meant.clone(),
            sort: Sort::Match,
            per_page: 1,
            ..ListQuery::new(store, now)
        };
        if !list(pool, &query).await?.items.is_empty() {
            return Ok(vec![meant]);
        }
    }
    let typed = spell(typed);
    let names = candidates(pool, store, &typed, now).await?;
    Ok(nearest_words(&typed, &names, most))
}

/// Words of these names, and pairs of neighbours, whose letters are nearest.
fn nearest_words(typed: &str, names: &[String], most: usize) -> Vec<String> {
    let long = typed.chars().count();
    let (mut near, mut known): (Vec<(usize, String)>, _) = (Vec::new(), FxHashSet::default());
    for name in names {
        let words: Vec<&str> = name.split_whitespace().collect();
        let pairs = words.windows(2).map(|pair| pair.join(" "));
        for word in words.iter().map(|word| (*word).to_owned()).chain(pairs) {
            // Names have most of their words in common.
            if !known.insert(word.clone()) {
                continue;
            }
            let letters = spell(&word);
            let length = letters.chars().count();
            let longest = length.max(long);
            // So many letters are missing at least.
            if length.abs_diff(long) * 3 > longest {
                continue;
            }
            let apart = strsim::damerau_levenshtein(&letters, typed);
            if apart * 3 <= longest {
                near.push((apart, word));
            }
        }
    }
    near.sort_by_key(|(apart, _)| *apart);
    near.into_iter().take(most).map(|(_, word)| word).collect()
}

/// Names that share a good part of the letters in one piece.
async fn candidates(
    pool: &PgPool,
    store: &str,
    typed: &str,
    now: DateTime<Utc>,
) -> Answer<Vec<String>> {
    let parts = parts(typed);
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Postgres>::new(
        "SELECT w.name FROM read.catalogue_window w JOIN read.catalogue_words s USING (product_id) WHERE w.store = ",
    );
    sql.push_bind(store);
    sql.push(" AND (w.sale_from IS NULL OR w.sale_from <= ")
        .push_bind(now);
    sql.push(") AND (w.sale_until IS NULL OR w.sale_until > ")
        .push_bind(now);
    sql.push(") AND (false");
    for part in parts {
        sql.push(" OR s.grams @> ").push_bind(part);
    }
    sql.push(format!(
        ") ORDER BY w.sold DESC, w.product_id LIMIT {MOST_COMPARED}"
    ));
    let names = sql.build_query_scalar().persistent(false);
    Ok(names.fetch_all(&mut *quick(pool).await?).await?)
}
