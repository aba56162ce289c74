//! Samples of what happens to a document.

use domain::document::{DocumentContent, DocumentEvent, DocumentKind, DocumentText, EventPeriod};

use super::parts::{at, id};

pub fn samples() -> Vec<DocumentEvent> {
    vec![
        DocumentEvent::DocumentWritten {
            content: Box::new(full()),
        },
        DocumentEvent::DocumentWritten {
            content: Box::new(bare()),
        },
        DocumentEvent::DocumentPublished {
            from: at("2026-11-22T00:00:00Z"),
            until: Some(at("2026-12-01T00:00:00Z")),
        },
        DocumentEvent::DocumentPublished {
            from: at("2026-11-22T00:00:00Z"),
            until: None,
        },
        DocumentEvent::DocumentHidden {},
        DocumentEvent::DocumentPinned {},
        DocumentEvent::DocumentUnpinned {},
    ]
}

fn full() -> DocumentContent {
    DocumentContent {
        store: id("intake"),
        kind: DocumentKind::Event,
        slug: id("new-rice"),
        period: Some(EventPeriod {
            from: at("2026-11-22T00:00:00Z"),
            until: at("2026-12-01T00:00:00Z"),
        }),
        ko: Some(DocumentText {
            title: "햅쌀 나눔".to_owned(),
            summary: "올해 거둔 쌀을 먼저 맛보세요.".to_owned(),
            body: "<p>올해 거둔 쌀입니다.</p>".to_owned(),
        }),
        en: Some(DocumentText {
            title: "New rice".to_owned(),
            summary: "Taste this year's rice first.".to_owned(),
            body: "<p>This year's rice.</p>".to_owned(),
        }),
    }
}

/// Everything left out that may be.
fn bare() -> DocumentContent {
    DocumentContent {
        store: id("intake"),
        kind: DocumentKind::Notice,
        slug: id("holiday"),
        period: None,
        ko: Some(DocumentText {
            title: "설 연휴 배송 안내".to_owned(),
            summary: String::new(),
            body: "<p>연휴에는 쉽니다.</p>".to_owned(),
        }),
        en: None,
    }
}
