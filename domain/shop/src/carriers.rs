//! Carriers' names and tracking pages. The addresses are data (`carriers.toml`), because carriers
//! change them; an order keeps only carrier and number, and the link is made when it is shown.

use serde::Deserialize;

/// The carriers we know.
#[derive(Debug, Clone, Deserialize)]
pub struct Carriers {
    carrier: Vec<Carrier>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Carrier {
    code: String,
    name: String,
    english: Option<String>,
    tracking: String,
}

impl Carriers {
    /// The carriers of `carriers.toml`.
    ///
    /// # Errors
    /// The file is malformed: a fault of the build, found at start.
    pub fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../carriers.toml"))
    }

    /// Code and name of each.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.carrier
            .iter()
            .map(|carrier| (&*carrier.code, &*carrier.name))
    }

    /// A carrier's name; its code when it is unknown.
    #[must_use]
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.find(code).map_or(code, |carrier| &carrier.name)
    }

    /// The same in a language, `ko` or `en`.
    #[must_use]
    pub fn name_in<'a>(&'a self, language: &str, code: &'a str) -> &'a str {
        let english = self
            .find(code)
            .and_then(|carrier| carrier.english.as_deref());
        english
            .filter(|_| language == "en")
            .unwrap_or_else(|| self.name(code))
    }

    /// The carrier's page for a parcel; none for unknown carriers and numbers without digits.
    #[must_use]
    pub fn tracking(&self, code: &str, invoice: &str) -> Option<String> {
        let digits: String = invoice.chars().filter(char::is_ascii_digit).collect();
        let carrier = self.find(code).filter(|_| !digits.is_empty())?;
        Some(carrier.tracking.replace("{no}", &digits))
    }

    fn find(&self, code: &str) -> Option<&Carrier> {
        self.carrier.iter().find(|carrier| carrier.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invoice_number_is_put_into_the_carriers_address() {
        let carriers = Carriers::load().unwrap();
        assert_eq!(
            carriers.tracking("epost", "6068-1234-56789").unwrap(),
            "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1=6068123456789"
        );
        assert_eq!(carriers.name("cj"), "CJ대한통운");
    }

    #[test]
    fn only_digits_reach_the_address() {
        let carriers = Carriers::load().unwrap();
        let link = carriers.tracking("cj", "12\"><script>3&x=4").unwrap();
        assert!(link.ends_with("wblNo=1234"), "{link}");
        assert_eq!(carriers.tracking("cj", "없음"), None);
        assert_eq!(carriers.tracking("import", "12345678"), None);
        assert_eq!(carriers.name("import"), "import");
    }

    #[test]
    fn every_address_has_a_place_for_the_number() {
        for carrier in Carriers::load().unwrap().carrier {
            assert_eq!(
                carrier.tracking.matches("{no}").count(),
                1,
                "{}",
                carrier.code
            );
        }
    }
}
