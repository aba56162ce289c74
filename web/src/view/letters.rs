//! The gallery of letters.

use domain::StoreId;
use letters::{Entry, Language, RenderError, Theme};
use shop::{Links, StoreSettings};

use crate::helpers::url;
use crate::pages::{Face, LetterKind, LetterPage, Letters, Version};

/// How a store's letters look.
#[must_use]
pub fn theme(id: &StoreId, store: &StoreSettings, links: &Links) -> Theme {
    Theme {
        name: store.name.clone(),
        home: links.home(id).to_owned(),
        colour: store.post.colour.clone(),
        imprint: store.post.imprint.clone(),
        contact: store.post.contact.clone(),
    }
}

/// All letters.
#[must_use]
pub fn list() -> Letters {
    let kind = |entry: &Entry| LetterKind {
        name: entry.name.into(),
        href: path(entry),
        about: entry.about(Language::Ko),
        samples: entry.samples().join(", "),
    };
    Letters {
        letters: letters::all().iter().map(kind).collect(),
    }
}

/// One letter with all its samples.
///
/// # Errors
/// One of them cannot be written.
pub fn page(entry: &Entry, theme: &Theme) -> Result<LetterPage, RenderError> {
    let version = |sample: &str, language: Language| {
        let written = entry.render(sample, theme, language)?;
        Ok(Version {
            language: match language {
                Language::Ko => "한국어".into(),
                Language::En => "영어".into(),
            },
            subject: written.subject,
            text: written.text,
            href: format!("{}/{}/{}/html", path(entry), url(sample), language.code()),
        })
    };
    let face = |sample: &str| {
        let versions = Language::ALL.map(|language| version(sample, language));
        Ok(Face {
            sample: sample.into(),
            versions: versions.into_iter().collect::<Result<_, _>>()?,
        })
    };
    let faces = entry.samples().into_iter().map(face);
    Ok(LetterPage {
        name: entry.name.into(),
        about: entry.about(Language::Ko),
        faces: faces.collect::<Result<_, RenderError>>()?,
    })
}

fn path(entry: &Entry) -> String {
    format!("/letters/{}", url(entry.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_page_with_all_its_samples_in_both_languages() {
        for entry in letters::all() {
            let page = page(&entry, &Theme::sample()).unwrap();
            assert_eq!(page.faces.len(), entry.samples().len());
            for version in page.faces.iter().flat_map(|face| &face.versions) {
                assert!(
                    version
                        .href
                        .starts_with(&format!("/letters/{}/", entry.name))
                );
                assert!(!version.subject.is_empty() && !version.text.is_empty());
            }
        }
    }
}
