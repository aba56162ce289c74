//! Documents as readers see them: in their language if it is written in it, otherwise in the other one.

use chrono::{DateTime, Duration, Utc};
use domain::document::{DocumentContent, DocumentKind, DocumentText, EventPeriod};
use letters::Language;
use projections::documents::{Listed, Reading};
use shop::content;
use shop::images::ImageAddresses;

use crate::helpers::url;
use crate::pages::{Board, BoardKind, Entry, Pager, Period, PeriodState, Sheet};

/// The path of a document; details of a product are part of that product's page.
#[must_use]
pub fn path(kind: DocumentKind, slug: &str) -> String {
    let folder = match kind {
        DocumentKind::Notice => "notices",
        DocumentKind::Event => "events",
        DocumentKind::Page => "pages",
        DocumentKind::Product => "products",
    };
    format!("/{folder}/{}", url(slug))
}

/// The path of a page of a list.
#[must_use]
pub fn list_path(kind: BoardKind, page: u32) -> String {
    match page {
        1 => kind.path().to_owned(),
        page => format!("{}?page={page}", kind.path()),
    }
}

/// A list.
#[must_use]
pub fn board(
    lang: Language,
    kind: BoardKind,
    found: &projections::Page<Listed>,
    now: DateTime<Utc>,
) -> Board {
    Board {
        kind,
        heading: kind.heading(lang),
        entries: found
            .items
            .iter()
            .map(|it| entry(lang, kind, it, now))
            .collect(),
        pager: Pager::around(found.page, found.pages, |page| list_path(kind, page)),
        number: found.page,
    }
}

fn entry(lang: Language, kind: BoardKind, from: &Listed, now: DateTime<Utc>) -> Entry {
    let (other, text) = in_language(lang, from.ko.as_ref(), from.en.as_ref());
    let (title, summary) = text.cloned().unwrap_or_default();
    Entry {
        href: format!("{}/{}", kind.path(), url(&from.slug)),
        title,
        summary,
        lang: other,
        published_at: from.published_at,
        period: from.period.map(|(from, until)| period(from, until, now)),
        pinned: from.pinned,
    }
}

/// A document; none if it has no text, which no rule lets happen.
#[must_use]
pub fn sheet(
    lang: Language,
    from: &Reading,
    images: &ImageAddresses,
    now: DateTime<Utc>,
) -> Option<Sheet> {
    let content = &from.content;
    let (other, text) = text(lang, content);
    let text = text?;
    let board = match content.kind {
        DocumentKind::Notice => Some(BoardKind::Notices),
        DocumentKind::Event => Some(BoardKind::Events),
        DocumentKind::Page | DocumentKind::Product => None,
    };
    let image = content::first_image(&text.body);
    Some(Sheet {
        board,
        back: board.map(|board| (board.heading(lang), board.path().to_owned())),
        path: path(content.kind, content.slug.as_str()),
        title: text.title.clone(),
        summary: text.summary.clone(),
        html: content::shown(&text.body, images),
        lang: other,
        published_at: from.published_at,
        changed_at: from.changed_at,
        period: content
            .period
            .map(|EventPeriod { from, until }| period(from, until, now)),
        image: image.map(|name| images.image_url(&name, 800)),
    })
}

/// The details of a product, as HTML, with their language where it is not the page's.
#[must_use]
pub fn detail(
    lang: Language,
    content: &DocumentContent,
    images: &ImageAddresses,
) -> Option<(Option<&'static str>, String)> {
    let (other, text) = text(lang, content);
    Some((other, content::shown(&text?.body, images)))
}

/// A document's text for a reader, and its language if that is another one.
pub fn text(
    lang: Language,
    content: &DocumentContent,
) -> (Option<&'static str>, Option<&DocumentText>) {
    in_language(lang, content.ko.as_ref(), content.en.as_ref())
}

fn in_language<T>(
    lang: Language,
    korean: Option<T>,
    english: Option<T>,
) -> (Option<&'static str>, Option<T>) {
    let (own, other, code) = match lang {
        Language::Ko => (korean, english, Language::En.code()),
        Language::En => (english, korean, Language::Ko.code()),
    };
    match own {
        Some(own) => (None, Some(own)),
        None => (Some(code), other),
    }
}

/// An event ends before its end: "until 1 December, 0:00" is read as "to 30 November".
fn period(from: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> Period {
    let state = if now < from {
        PeriodState::Before
    } else if now < until {
        PeriodState::Running
    } else {
        PeriodState::Over
    };
    Period {
        from,
        to: until - Duration::seconds(1),
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_own_language_or_the_other_one_marked_as_such() {
        assert_eq!(in_language(Language::Ko, Some(1), Some(2)), (None, Some(1)));
        assert_eq!(in_language(Language::En, Some(1), Some(2)), (None, Some(2)));
        assert_eq!(
            in_language(Language::En, Some(1), None),
            (Some("ko"), Some(1))
        );
        assert_eq!(
            in_language(Language::Ko, None, Some(2)),
            (Some("en"), Some(2))
        );
    }

    #[test]
    fn an_event_runs_from_its_first_moment_to_the_one_before_its_end() {
        let at = |hour: i64| DateTime::<Utc>::UNIX_EPOCH + Duration::hours(hour);
        let state = |now| period(at(1), at(2), now).state;
        assert_eq!(state(at(0)), PeriodState::Before);
        assert_eq!(state(at(1)), PeriodState::Running);
        assert_eq!(state(at(2)), PeriodState::Over);
    }
}
