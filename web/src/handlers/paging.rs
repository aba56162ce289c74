//! Lists, page by page.

use projections::Page;

use crate::error::WebError;

/// Nobody pages further.
const LAST_PAGE: u32 = 1_000;

/// The page that an address asks for, from 1; anything unreadable is the first.
pub fn number(asked: &str) -> u32 {
    asked.parse().unwrap_or(1).clamp(1, LAST_PAGE)
}

/// That page of what `read` gives; where there are not so many any more, the last one.
pub async fn page_or_last<T, F>(asked: u32, read: impl Fn(u32) -> F) -> Result<Page<T>, WebError>
where
    F: Future<Output = Result<Page<T>, WebError>>,
{
    let found = read(asked).await?;
    if found.page > found.pages && found.pages > 0 {
        return read(found.pages).await;
    }
    Ok(found)
}
