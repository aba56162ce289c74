//! What a member asked and thinks, in lists.

use domain::review::ReviewStatus;
use domain::{InquiryId, OrderId};
use letters::Language;
use projections::Page;
use projections::inquiries::InquiryRow as Asked;
use projections::reviews::ReviewRow;
use shop::review::Words;

use super::care::reviews::drawn;
use super::faces::Faces;
use crate::pages::Pager;
use crate::pages::members::{InquiryRow, MyInquiries, MyReview, MyReviews};
use crate::say::say;
use crate::state::Web;

/// Letters of a review in a list.
const BEGINNING: usize = 120;

/// Questions of one page, with their titles from the vault.
#[must_use]
pub fn inquiries(found: &Page<Asked>, inquiries: Vec<InquiryRow>) -> MyInquiries {
    let href = |page: u32| format!("/members/inquiries?page={page}");
    MyInquiries {
        inquiries,
        pager: Pager::around(found.page, found.pages, href),
    }
}

/// A question; none if its id is malformed.
#[must_use]
pub fn inquiry_row(
    web: &Web,
    lang: Language,
    row: &Asked,
    title: Option<String>,
) -> Option<InquiryRow> {
    let id: InquiryId = row.inquiry.parse().ok()?;
    Some(InquiryRow {
        href: web.tokens.inquiry_path(id),
        title,
        topic: say(lang, &format!("topic-{}", row.topic)),
        standing: say(lang, &format!("inquiry-{}", row.status)),
        asked_at: row.asked_at,
        answered_at: row.answered_at,
    })
}

/// Reviews of one page.
#[must_use]
pub fn reviews(found: &Page<ReviewRow>, reviews: Vec<MyReview>) -> MyReviews {
    let href = |page: u32| format!("/members/reviews?page={page}");
    MyReviews {
        reviews,
        pager: Pager::around(found.page, found.pages, href),
    }
}

/// A review; none for one without an opinion. Its product is named as the catalogue names it now.
#[must_use]
pub fn review_row(
    web: &Web,
    faces: &Faces<'_>,
    row: &ReviewRow,
    words: Option<&Words>,
) -> Option<MyReview> {
    let (bought, opinion) = (row.review.bought()?, row.review.opinion()?);
    let order: &OrderId = &bought.order;
    let (product, sku) = (bought.product.as_str(), bought.sku.as_str());
    Some(MyReview {
        href: format!("{}/reviews/{}", web.tokens.path(order), bought.line),
        product: faces.known_name(product).unwrap_or(product).to_owned(),
        product_href: faces.page(product),
        option: faces.option(product, sku, bought.option.as_deref()),
        stars: opinion.stars,
        drawn: drawn(opinion.stars),
        text: words.map(|words| beginning(&words.text)),
        at: row.review.written_at()?,
        photos: opinion.photos.len(),
        answered: row.review.answer().is_some(),
        hidden: row.review.status() == ReviewStatus::Hidden,
    })
}

fn beginning(text: &str) -> String {
    let mut letters = text.chars();
    let begun: String = letters.by_ref().take(BEGINNING).collect();
    if letters.next().is_some() {
        format!("{}…", begun.trim_end())
    } else {
        begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_review_is_cut_where_a_letter_ends() {
        assert_eq!(beginning("맛있어요"), "맛있어요");
        let long = beginning(&"가".repeat(BEGINNING + 1));
        assert_eq!(long.chars().count(), BEGINNING + 1);
        assert!(long.ends_with("가…"));
    }
}
