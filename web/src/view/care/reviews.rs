//! What buyers think, in pages.

use domain::pricing::QuoteLine;
use domain::review::{Review, ReviewStatus};
use letters::Language;
use projections::reviews::{Rating, ReviewRow, ReviewSort};
use shop::review::Words;

use super::inquiry::lines;
use crate::pages::{
    Notice, Pager, PhotoBox, PhotoField, ReviewBox, ReviewFilter, ReviewForm, ReviewItem,
    ReviewPage, ReviewsPage, StarBar, StarChoice,
};
use crate::say::say;
use crate::view::faces::Faces;
use crate::view::product_path;

/// The form. `review` is as it stands, `form` what is shown in its fields.
#[must_use]
pub fn form(
    faces: &Faces<'_>,
    line: &QuoteLine,
    review: &Review,
    (form, photos): (ReviewForm, PhotoField),
    paths: (&str, String),
    notice: Option<Notice>,
) -> ReviewPage {
    let (back, action) = paths;
    let (lang, shown) = (faces.lang(), faces.line(line));
    let choice = |stars: u8| StarChoice {
        stars,
        drawn: drawn(stars),
        words: say(lang, &format!("review-stars-{stars}")),
        chosen: form.stars == stars,
    };
    ReviewPage {
        back: back.to_owned(),
        action,
        name: shown.name,
        option: shown.option,
        picture: shown.picture,
        choices: (1..=5).rev().map(choice).collect(),
        written: review.opinion().is_some(),
        hidden: review.status() == ReviewStatus::Hidden,
        form,
        photos,
        notice,
    }
}

/// The short form on a product's page, or the head of all its reviews.
#[must_use]
pub fn summary(product: &str, rating: Rating, items: Vec<ReviewItem>) -> ReviewBox {
    let average = rating.tenths();
    ReviewBox {
        count: rating.count(),
        average: average.map_or_else(String::new, |it| format!("{}.{}", it / 10, it % 10)),
        bars: (1..=5_u8)
            .rev()
            .map(|stars| StarBar {
                stars,
                count: rating.by_stars[usize::from(stars) - 1],
                percent: rating.percent(stars.into()),
            })
            .collect(),
        items,
        all: format!("{}/reviews", product_path(product)),
    }
}

/// A review as everybody reads it; none for one without an opinion.
#[must_use]
pub fn item(
    row: &ReviewRow,
    words: Option<&Words>,
    answer: Option<&str>,
    photos: Vec<PhotoBox>,
) -> Option<ReviewItem> {
    let review = &row.review;
    let opinion = review.opinion()?;
    Some(ReviewItem {
        drawn: drawn(opinion.stars),
        stars: opinion.stars,
        author: words.map_or_else(|| "***".to_owned(), |words| words.author.clone()),
        option: review.bought().and_then(|bought| bought.option.clone()),
        lines: words.map(|words| lines(&words.text)),
        at: review.written_at()?,
        edited: review.edited_at().is_some(),
        // Who left has taken the words along; what was shown goes with them.
        photos: if words.is_some() { photos } else { vec![] },
        answer: answer.map(lines),
    })
}

/// How a list may be looked at, by the names in its address.
pub const SORTS: [(&str, ReviewSort); 3] = [
    ("newest", ReviewSort::Newest),
    ("highest", ReviewSort::Highest),
    ("lowest", ReviewSort::Lowest),
];

/// All reviews of a product.
#[must_use]
pub fn all(
    lang: Language,
    name: String,
    product: &str,
    sort: &str,
    pages: (u32, u32),
    summary: ReviewBox,
) -> ReviewsPage {
    let href = |sort: &str, page: u32| format!("{}?sort={sort}&page={page}", summary.all);
    let filter = |(name, _): &(&str, ReviewSort)| ReviewFilter {
        text: say(lang, &format!("reviews-{name}")),
        href: href(name, 1),
        current: *name == sort,
    };
    let (page, last) = pages;
    ReviewsPage {
        product: name,
        back: product_path(product),
        filters: SORTS.iter().map(filter).collect(),
        pager: Pager::around(page, last, |page| href(sort, page)),
        summary,
    }
}

/// ★★★★☆
pub(in crate::view) fn drawn(stars: u8) -> String {
    (1..=5)
        .map(|place| if place <= stars { '★' } else { '☆' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_are_drawn_and_averages_told_to_a_tenth() {
        assert_eq!(drawn(4), "★★★★☆");
        let rating = Rating {
            by_stars: [0, 0, 0, 3, 1],
        };
        let summary = summary("oat-shake", rating, vec![]);
        assert_eq!((summary.count, summary.average.as_str()), (4, "4.3"));
        assert_eq!(summary.bars[0].percent, 25);
        assert_eq!(super::summary("x", Rating::default(), vec![]).average, "");
    }
}
