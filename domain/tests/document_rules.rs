//! What becomes of a document, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::story::{after, given};
use domain::document::{
    Document, DocumentCommand, DocumentContent, DocumentEvent, DocumentKind, DocumentRefusal,
    DocumentText, EventPeriod, LONGEST_BODY,
};
use domain::ids::{DocumentId, ProductId, Slug, StoreId};

fn text(title: &str) -> DocumentText {
    DocumentText {
        title: title.to_owned(),
        summary: String::new(),
        body: "<p>쉽니다.</p>".to_owned(),
    }
}

fn notice() -> DocumentContent {
    DocumentContent {
        store: StoreId::new("main").unwrap(),
        kind: DocumentKind::Notice,
        slug: Slug::new("holiday").unwrap(),
        period: None,
        ko: Some(text("설 연휴")),
        en: None,
    }
}

fn write(content: DocumentContent) -> DocumentCommand {
    DocumentCommand::Write {
        content: Box::new(content),
    }
}

fn written(content: DocumentContent) -> DocumentEvent {
    DocumentEvent::DocumentWritten {
        content: Box::new(content),
    }
}

fn publish(from: i64, until: Option<i64>) -> DocumentCommand {
    DocumentCommand::Publish {
        from: hour(from),
        until: until.map(hour),
    }
}

fn refused(content: DocumentContent, refusal: DocumentRefusal) {
    given::<Document>([]).when(write(content)).refuses(refusal);
}

#[test]
fn a_document_is_written_and_written_anew() {
    let renamed = || DocumentContent {
        ko: Some(text("추석 연휴")),
        ..notice()
    };
    given::<Document>([])
        .when(write(notice()))
        .then([written(notice())])
        .when(write(notice()))
        .nothing_happens()
        .when(write(renamed()))
        .then([written(renamed())]);
}

#[test]
fn a_document_keeps_its_store_its_kind_and_its_slug() {
    let elsewhere = DocumentContent {
        slug: Slug::new("another").unwrap(),
        ..notice()
    };
    after::<Document>([write(notice())])
        .when(write(elsewhere))
        .refuses(DocumentRefusal::AnotherDocument);
    let product = ProductId::new("rice").unwrap();
    let id = DocumentId::of_product(&notice().store, &product).unwrap();
    assert_eq!(id.as_str(), "main/product/rice");
    assert_eq!(notice().id().unwrap().as_str(), "main/notice/holiday");
}

#[test]
fn a_document_says_something_in_some_language() {
    let silent = DocumentContent {
        ko: None,
        ..notice()
    };
    refused(silent, DocumentRefusal::NoText);
    let english = DocumentContent {
        ko: None,
        en: Some(text("Holidays")),
        ..notice()
    };
    given::<Document>([]).when(write(english)).succeeds();
}

#[test]
fn a_title_is_there_and_nothing_is_endless() {
    for title in ["  ".to_owned(), "가".repeat(121)] {
        let ko = Some(text(&title));
        refused(
            DocumentContent { ko, ..notice() },
            DocumentRefusal::BadTitle,
        );
    }
    let with = |change: fn(&mut DocumentText)| {
        let mut ko = text("제목");
        change(&mut ko);
        DocumentContent {
            ko: Some(ko),
            ..notice()
        }
    };
    refused(
        with(|text| text.summary = "가".repeat(301)),
        DocumentRefusal::LongSummary,
    );
    refused(
        with(|text| text.body = "a".repeat(LONGEST_BODY + 1)),
        DocumentRefusal::LongBody,
    );
}

#[test]
fn a_slug_can_be_read_in_an_address_and_a_products_is_its_id() {
    for slug in ["Holiday", "설날", "a b", "a/b", "-a", "a-"] {
        let slug = Slug::new(slug).unwrap();
        refused(
            DocumentContent { slug, ..notice() },
            DocumentRefusal::BadSlug,
        );
    }
    let detail = DocumentContent {
        kind: DocumentKind::Product,
        slug: Slug::new("쌀_10kg").unwrap(),
        ..notice()
    };
    given::<Document>([]).when(write(detail)).succeeds();
}

#[test]
fn an_event_has_a_period_and_nothing_else_has_one() {
    let period = |until| {
        Some(EventPeriod {
            from: hour(0),
            until: hour(until),
        })
    };
    let event = |period| DocumentContent {
        kind: DocumentKind::Event,
        period,
        ..notice()
    };
    given::<Document>([])
        .when(write(event(period(1))))
        .succeeds();
    refused(event(None), DocumentRefusal::BadPeriod);
    refused(event(period(0)), DocumentRefusal::EndsBeforeItBegins);
    let notice = DocumentContent {
        period: period(1),
        ..notice()
    };
    refused(notice, DocumentRefusal::BadPeriod);
}

#[test]
fn a_document_is_published_hidden_and_published_again() {
    let shown = |until: Option<i64>| DocumentEvent::DocumentPublished {
        from: hour(0),
        until: until.map(hour),
    };
    let document = after::<Document>([write(notice())])
        .when(publish(0, None))
        .then([shown(None)])
        .when(publish(0, None))
        .nothing_happens()
        .when(DocumentCommand::Hide)
        .then([DocumentEvent::DocumentHidden {}])
        .when(DocumentCommand::Hide)
        .nothing_happens()
        .when(publish(0, None))
        .then([shown(None)])
        .when(publish(0, Some(2)))
        .then([shown(Some(2))])
        .when(publish(0, Some(0)))
        .refuses(DocumentRefusal::EndsBeforeItBegins)
        .state();
    assert_eq!(document.published(), Some((hour(0), Some(hour(2)))));
    assert!(!document.is_hidden());
}

#[test]
fn a_document_is_pinned_and_taken_down_again() {
    let pin = |pinned| DocumentCommand::Pin { pinned };
    after::<Document>([write(notice())])
        .when(pin(false))
        .nothing_happens()
        .when(pin(true))
        .then([DocumentEvent::DocumentPinned {}])
        .when(pin(true))
        .nothing_happens()
        .when(pin(false))
        .then([DocumentEvent::DocumentUnpinned {}]);
}

#[test]
fn nothing_is_asked_of_a_document_that_was_never_written() {
    let pin = DocumentCommand::Pin { pinned: true };
    for command in [publish(0, None), DocumentCommand::Hide, pin] {
        given::<Document>([])
            .when(command)
            .refuses(DocumentRefusal::NotWritten);
    }
}
