//! Goods as the lines of carts and orders show them: with the product's own picture and in the reader's
//! language, as far as the catalogue knows them. Prices and Korean names stay those of the line itself.

use std::collections::{BTreeMap, HashMap};

use domain::Sku;
use domain::pricing::{Gift, QuoteLine};
use letters::Language;
use projections::catalogue::Face;

use super::{Reader, picture_of, product_path};
use crate::nav::told;
use crate::pages::Line;

/// What the catalogue says now of the products of some lines.
pub struct Faces<'a> {
    reader: Reader<'a>,
    known: HashMap<String, Face>,
    gifts_en: &'a BTreeMap<Sku, String>,
}

impl<'a> Faces<'a> {
    /// `known` are products by id, `gifts_en` gifts' English names.
    #[must_use]
    pub fn new(
        reader: Reader<'a>,
        known: HashMap<String, Face>,
        gifts_en: &'a BTreeMap<Sku, String>,
    ) -> Self {
        Self {
            reader,
            known,
            gifts_en,
        }
    }

    /// The reader's language.
    #[must_use]
    pub fn lang(&self) -> Language {
        self.reader.lang
    }

    /// A product's name: the English one for English readers if there is one, else the line's own.
    #[must_use]
    pub fn name<'b>(&'b self, product: &str, own: &'b str) -> &'b str {
        let face = self.known.get(product);
        told(self.lang(), own, face.map_or("", |face| &face.name_en))
    }

    /// The same of an option.
    #[must_use]
    pub fn option(&self, product: &str, sku: &str, own: Option<&str>) -> Option<String> {
        let own = own?;
        let face = self.known.get(product);
        let english = face.and_then(|face| face.options_en.get(sku));
        Some(told(self.lang(), own, english.map_or("", String::as_str)).to_owned())
    }

    /// A product's name where no line has one of its own; none if nobody knows the product any more.
    #[must_use]
    pub fn known_name(&self, product: &str) -> Option<&str> {
        let face = self.known.get(product)?;
        Some(told(self.lang(), &face.name, &face.name_en))
    }

    /// The address of a product's page, as long as it has one.
    #[must_use]
    pub fn page(&self, product: &str) -> Option<String> {
        let face = self.known.get(product)?;
        (!face.hidden).then(|| product_path(product))
    }

    /// The address of a small picture: the uploaded one, else the drawn one.
    #[must_use]
    pub fn picture(&self, product: &str, name: &str, category: &str) -> String {
        let face = self.known.get(product);
        let image = face.and_then(|face| face.image.as_deref());
        let uploaded = image.and_then(|name| self.reader.picture(name, 160));
        uploaded.map_or_else(
            || {
                let (name, category) = face.map_or((name, category), |face| {
                    (face.name.as_str(), face.category.as_str())
                });
                picture_of(product, name, category)
            },
            |picture| picture.small,
        )
    }

    /// A line's name with its option.
    #[must_use]
    pub fn full_name(&self, line: &QuoteLine) -> String {
        let product = line.product.as_str();
        let name = self.name(product, &line.name);
        match self.option(product, line.sku.as_str(), line.option.as_deref()) {
            Some(option) => format!("{name} {option}"),
            None => name.to_owned(),
        }
    }

    /// A line of a quote, at the prices that it was quoted.
    #[must_use]
    pub fn line(&self, quoted: &QuoteLine) -> Line {
        let product = quoted.product.as_str();
        Line {
            href: product_path(product),
            picture: self.picture(product, &quoted.name, quoted.category.as_str()),
            name: self.name(product, &quoted.name).to_owned(),
            option: self.option(product, quoted.sku.as_str(), quoted.option.as_deref()),
            quantity: quoted.quantity.into(),
            unit_price: quoted.unit_price.0,
            total: quoted.gross.0,
            gift: false,
            note: None,
            off: false,
        }
    }

    /// A gift's name.
    #[must_use]
    pub fn gift_name<'b>(&'b self, gift: &'b Gift) -> &'b str {
        let english = self.gifts_en.get(&gift.sku);
        told(self.lang(), &gift.name, english.map_or("", String::as_str))
    }

    /// Gifts, which have no pages of their own.
    #[must_use]
    pub fn gifts(&self, gifts: &[Gift]) -> Vec<Line> {
        let line = |gift: &Gift| Line {
            href: String::new(),
            picture: picture_of(gift.sku.as_str(), &gift.name, "gift"),
            name: self.gift_name(gift).to_owned(),
            option: None,
            quantity: gift.quantity.into(),
            unit_price: 0,
            total: 0,
            gift: true,
            note: None,
            off: false,
        };
        gifts.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shop::images::ImageAddresses;

    fn named(lang: Language, image: Option<&str>) -> (String, Option<String>, String) {
        let face = Face {
            name: "햅쌀".into(),
            name_en: "New rice".into(),
            category: "grain".into(),
            image: image.map(Into::into),
            options_en: HashMap::from([("rice-4".into(), "4 kg bag".into())]),
            hidden: false,
        };
        let images = ImageAddresses::default();
        let reader = Reader {
            lang,
            images: &images,
        };
        let (none, known) = (BTreeMap::new(), HashMap::from([("rice".into(), face)]));
        let faces = Faces::new(reader, known, &none);
        (
            faces.name("rice", "쌀").to_owned(),
            faces.option("rice", "rice-4", Some("4kg")),
            faces.picture("rice", "쌀", "grain"),
        )
    }

    #[test]
    fn english_readers_get_english_names_and_korean_ones_those_of_the_line() {
        let (name, option, _) = named(Language::En, None);
        assert_eq!(
            (name.as_str(), option.as_deref()),
            ("New rice", Some("4 kg bag"))
        );
        let (name, option, _) = named(Language::Ko, None);
        assert_eq!((name.as_str(), option.as_deref()), ("쌀", Some("4kg")));
    }

    #[test]
    fn an_uploaded_picture_stands_before_the_drawn_one() {
        let name = "a".repeat(32);
        let (.., drawn) = named(Language::Ko, None);
        assert!(drawn.starts_with("/pictures/rice.svg?v="), "{drawn}");
        let (.., uploaded) = named(Language::Ko, Some(&name));
        assert_ne!(uploaded, drawn);
    }
}
