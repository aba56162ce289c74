//! How many stars products have.

use std::collections::HashMap;

use sqlx::PgPool;

use crate::error::Answer;

/// The stars of one product, of the reviews that everybody may read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rating {
    /// Reviews by their stars: `by_stars[0]` have one star.
    pub by_stars: [i64; 5],
}

impl Rating {
    /// Reviews.
    pub fn count(&self) -> i64 {
        self.by_stars.iter().sum()
    }

    /// The average in tenths, rounded half up: 43 is 4.3 stars. None without a review.
    pub fn tenths(&self) -> Option<i64> {
        let (count, stars) = (self.count(), (1..).zip(self.by_stars));
        let sum: i64 = stars.map(|(stars, count): (i64, i64)| stars * count).sum();
        (count > 0).then(|| (sum * 20 + count) / (count * 2))
    }

    /// How many of a hundred reviews have so many stars (1 to 5), rounded half up.
    pub fn percent(&self, stars: usize) -> i64 {
        let some = stars
            .checked_sub(1)
            .and_then(|place| self.by_stars.get(place));
        let (some, all) = (some.copied().unwrap_or(0), self.count().max(1));
        (some * 200 + all) / (all * 2)
    }
}

/// The stars of these products, in one query; a product without a review is not there.
pub async fn ratings(pool: &PgPool, products: &[&str]) -> Answer<HashMap<String, Rating>> {
    let rows: Vec<(String, i16, i64)> = sqlx::query_as(
        "SELECT product, stars, count(*) FROM read.reviews
          WHERE product = ANY ($1) AND status = 'shown' GROUP BY product, stars",
    )
    .bind(products)
    .fetch_all(pool)
    .await?;
    let mut ratings = HashMap::<String, Rating>::new();
    for (product, stars, count) in rows {
        let place = usize::try_from(stars).unwrap_or(0).checked_sub(1);
        let rating = ratings.entry(product).or_default();
        if let Some(slot) = place.and_then(|place| rating.by_stars.get_mut(place)) {
            *slot += count;
        }
    }
    Ok(ratings)
}

/// The stars of one product.
pub async fn rating(pool: &PgPool, product: &str) -> Answer<Rating> {
    let mut ratings = ratings(pool, &[product]).await?;
    Ok(ratings.remove(product).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Rating;

    #[test]
    fn an_average_is_told_in_tenths() {
        let rating = |by_stars| Rating { by_stars };
        assert_eq!(rating([0; 5]).tenths(), None);
        assert_eq!(rating([0, 0, 0, 0, 3]).tenths(), Some(50));
        assert_eq!(rating([1, 0, 0, 0, 2]).tenths(), Some(37));
        assert_eq!(rating([1, 0, 0, 0, 1]).tenths(), Some(30));
        // 4.25 is told as 4.3.
        assert_eq!(rating([0, 0, 0, 3, 1]).tenths(), Some(43));
        assert_eq!(rating([0, 0, 0, 3, 1]).percent(4), 75);
        assert_eq!(rating([0; 5]).percent(5), 0);
    }
}
