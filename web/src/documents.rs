//! The shop's guide, terms and privacy notice: text files with places for the shop's own facts.

use letters::Language;
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
    /// Reads the language's files of `web/content` and puts the shop's facts in.
    ///
    /// # Errors
    /// A file is malformed: a fault of the build, found at start.
    pub fn load(
        company: &Company,
        store: &StoreSettings,
        lang: Language,
    ) -> Result<Self, toml::de::Error> {
        let company = company.told_in(lang);
        let fill = |text: &str| filled(text, &company, store);
        let read = |path: &'static str, source: &str| -> Result<Document, toml::de::Error> {
            let source: Source = toml::from_str(source)?;
            let section = |section: SourceSection| Section {
                heading: fill(&section.heading),
                paragraphs: section.paragraphs.iter().map(|text| fill(text)).collect(),
            };
            Ok(Document {
                path,
                heading: fill(&source.heading),
                intro: fill(&source.intro),
                sections: source.sections.into_iter().map(section).collect(),
            })
        };
        let [guide, terms, privacy] = sources(lang);
        Ok(Self {
            guide: read("/guide", guide)?,
            terms: read("/terms", terms)?,
            privacy: read("/privacy", privacy)?,
        })
    }
}

/// Guide, terms and privacy notice as they are written.
fn sources(lang: Language) -> [&'static str; 3] {
    match lang {
        Language::Ko => [
            include_str!("../content/ko/guide.toml"),
            include_str!("../content/ko/terms.toml"),
            include_str!("../content/ko/privacy.toml"),
        ],
        Language::En => [
            include_str!("../content/en/guide.toml"),
            include_str!("../content/en/terms.toml"),
            include_str!("../content/en/privacy.toml"),
        ],
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
            receipts_from: None,
            window_minutes: 30,
            name: "장부상회".into(),
            company: "주식회사 장부상회".into(),
            rules: PricingRules::standard(),
            gifts_en: std::collections::BTreeMap::new(),
            deposit_days: 3,
            merchants: vec![],
            care: shop::CareSettings::default(),
            post: shop::PostSettings::made_up("test.example"),
        };
        let told = |lang| {
            let documents = Documents::load(&Company::default(), &store, lang).unwrap();
            let all = [documents.guide, documents.terms, documents.privacy];
            serde_json::to_string(&all).unwrap()
        };
        let (korean, english) = (told(Language::Ko), told(Language::En));
        for place in [
            "shop", "company", "phone", "email", "officer", "fee", "free",
        ] {
            assert!(!korean.contains(&format!("{{{place}}}")), "{place}");
            assert!(!english.contains(&format!("{{{place}}}")), "{place}");
        }
        assert!(korean.contains("50,000원 이상") && english.contains("₩50,000 or more"));
    }

    #[test]
    fn both_languages_have_the_same_parts() {
        let parts = |lang| {
            sources(lang).map(|source| {
                let source: Source = toml::from_str(source).unwrap();
                let sections = source.sections.iter();
                sections.map(|it| it.paragraphs.len()).collect::<Vec<_>>()
            })
        };
        assert_eq!(parts(Language::Ko), parts(Language::En));
    }
}
