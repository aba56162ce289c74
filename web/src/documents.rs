//! The shop's guide, terms and privacy notice: text files with places for the shop's own facts.

use serde::Deserialize;
use shop::StoreSettings;

use crate::frame::Company;
use crate::helpers::won;
use crate::pages::{Document, Section};

/// The documents, filled in.
#[derive(Debug, Clone)]
pub struct Documents {
    pub guide: Document,
    pub terms: Document,
    pub privacy: Document,
}

#[derive(Deserialize)]
struct Source {
    heading: String,
    intro: String,
    sections: Vec<SourceSection>,
}

#[derive(Deserialize)]
struct SourceSection {
    heading: String,
    paragraphs: Vec<String>,
}

impl Documents {
    /// Reads the files of `web/content` and puts the shop's facts in.
    ///
    /// # Errors
    /// A file is malformed: a fault of the build, found at start.
    pub fn load(company: &Company, store: &StoreSettings) -> Result<Self, toml::de::Error> {
        let fill = |text: &str| filled(text, company, store);
        let read = |source: &str| -> Result<Document, toml::de::Error> {
            let source: Source = toml::from_str(source)?;
            let section = |section: SourceSection| Section {
                heading: fill(&section.heading),
                paragraphs: section.paragraphs.iter().map(|text| fill(text)).collect(),
            };
            Ok(Document {
                heading: fill(&source.heading),
                intro: fill(&source.intro),
                sections: source.sections.into_iter().map(section).collect(),
            })
        };
        Ok(Self {
            guide: read(include_str!("../content/guide.toml"))?,
            terms: read(include_str!("../content/terms.toml"))?,
            privacy: read(include_str!("../content/privacy.toml"))?,
        })
    }
}

fn filled(text: &str, company: &Company, store: &StoreSettings) -> String {
    let rules = &store.rules;
    let free = rules
        .free_shipping_over
        .map_or_else(|| "—".to_owned(), |from| won(from.0));
    [
        ("{shop}", company.shop.clone()),
        ("{company}", company.company.clone()),
        ("{phone}", company.phone.clone()),
        ("{email}", company.email.clone()),
        ("{officer}", company.privacy_officer.clone()),
        ("{fee}", won(rules.shipping_fee.0)),
        ("{free}", free),
        ("{remote}", won(rules.remote_surcharge.0)),
        ("{days}", store.deposit_days.to_string()),
    ]
    .iter()
    .fold(text.to_owned(), |text, (place, fact)| {
        text.replace(place, fact)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::pricing::PricingRules;

    #[test]
    fn every_place_is_filled() {
        let store = StoreSettings {
            name: "장부상회".into(),
            rules: PricingRules::standard(),
            deposit_days: 3,
            merchants: vec![],
        };
        let all = format!(
            "{:?}",
            Documents::load(&Company::default(), &store).unwrap()
        );
        assert!(!all.contains("{shop}") && !all.contains("{free}") && !all.contains("{days}"));
        assert!(all.contains("50,000원 이상"));
    }
}
