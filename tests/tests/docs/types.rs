//! Reads what the domain's sources say of their types: fields, meanings, and how serde
//! writes them. The types inside events have no list of their own in the code.

use std::collections::BTreeMap;
use std::fs;

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Fields, Ident, Item, Lit, LitInt, LitStr, Meta, Token, Type};

use crate::{files, repository};

/// A type of the domain.
pub struct TypeDoc {
    pub meaning: String,
    pub form: Form,
}

/// How it looks in JSON.
pub enum Form {
    /// An object.
    Object(Vec<Field>),
    /// One text out of a few, or objects told apart by the field `tag`.
    Choice {
        tag: Option<String>,
        variants: Vec<Variant>,
    },
    /// What the type inside it is.
    Wrapped(Type),
    /// A text: an id of at most so many bytes, or one with a form for each variant.
    Text {
        longest: Option<usize>,
        variants: Vec<Variant>,
    },
}

pub struct Field {
    pub name: String,
    pub kind: Type,
    pub meaning: String,
    /// Left out of the JSON when it says nothing.
    pub optional: bool,
}

pub struct Variant {
    /// As the code names it.
    pub name: String,
    /// As the JSON names it.
    pub written: String,
    pub meaning: String,
    pub fields: Vec<Field>,
}

/// Every public struct and enum of the domain, and its text ids, by name.
pub fn of_the_domain() -> BTreeMap<String, TypeDoc> {
    let mut types = BTreeMap::new();
    for path in files(&repository().join("domain/src"), ".rs") {
        let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        for item in file.items {
            match item {
                Item::Struct(item) => {
                    types.insert(item.ident.to_string(), record(&item));
                }
                Item::Enum(item) => {
                    types.insert(item.ident.to_string(), choice(&item));
                }
                Item::Macro(item) if item.mac.path.is_ident("text_id") => {
                    for id in item.mac.parse_body::<TextIds>().unwrap().0 {
                        types.insert(id.0, id.1);
                    }
                }
                Item::Macro(item) if item.mac.path.is_ident("uuid_id") => {
                    for id in item.mac.parse_body::<UuidIds>().unwrap().0 {
                        types.insert(id.0, id.1);
                    }
                }
                _ => {}
            }
        }
    }
    types
}

fn record(item: &syn::ItemStruct) -> TypeDoc {
    let form = match &item.fields {
        Fields::Named(_) => Form::Object(fields(&item.fields)),
        Fields::Unnamed(inner) => Form::Wrapped(inner.unnamed[0].ty.clone()),
        Fields::Unit => Form::Object(vec![]),
    };
    TypeDoc {
        meaning: meaning(&item.attrs),
        form,
    }
}

fn choice(item: &syn::ItemEnum) -> TypeDoc {
    let serde = Serde::of(&item.attrs);
    let snake = serde.rename_all.as_deref() == Some("snake_case");
    let written = |name: &Ident| {
        if snake {
            snake_case(&name.to_string())
        } else {
            name.to_string()
        }
    };
    let variants: Vec<Variant> = item
        .variants
        .iter()
        .map(|variant| Variant {
            name: variant.ident.to_string(),
            written: written(&variant.ident),
            meaning: meaning(&variant.attrs),
            fields: fields(&variant.fields),
        })
        .collect();
    let form = if serde.through_text {
        Form::Text {
            longest: None,
            variants,
        }
    } else {
        Form::Choice {
            tag: serde.tag,
            variants,
        }
    };
    TypeDoc {
        meaning: meaning(&item.attrs),
        form,
    }
}

fn fields(fields: &Fields) -> Vec<Field> {
    let Fields::Named(named) = fields else {
        return vec![];
    };
    named
        .named
        .iter()
        .map(|field| Field {
            name: field.ident.as_ref().unwrap().to_string(),
            kind: field.ty.clone(),
            meaning: meaning(&field.attrs),
            optional: Serde::of(&field.attrs).skipped,
        })
        .collect()
}

/// What `uuid_id!` declares: documentation, name, kind.
struct UuidIds(Vec<(String, TypeDoc)>);

impl Parse for UuidIds {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut ids = Vec::new();
        while !input.is_empty() {
            let attributes = input.call(Attribute::parse_outer)?;
            let name: Ident = input.parse()?;
            input.parse::<Token![,]>()?;
            input.parse::<LitStr>()?;
            input.parse::<Token![;]>()?;
            let doc = TypeDoc {
                meaning: meaning(&attributes),
                form: Form::Wrapped(syn::parse_str("Uuid")?),
            };
            ids.push((name.to_string(), doc));
        }
        Ok(Self(ids))
    }
}

/// The doc comment as one paragraph, without rustdoc's links.
fn meaning(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else {
            return None;
        };
        let Expr::Lit(text) = &pair.value else {
            return None;
        };
        match &text.lit {
            Lit::Str(text) if pair.path.is_ident("doc") => Some(text.value().trim().to_owned()),
            _ => None,
        }
    });
    // The first paragraph says what it is; what follows explains the code.
    let first: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    plain(&first.join(" "))
}

/// `[`a::B`]` becomes `` `B` ``.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((path, after)) = link.split_once("`]") else {
            break;
        };
        plain.push_str(before);
        let name = path.rsplit("::").next().unwrap_or(path);
        plain.extend(["`", name, "`"]);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[derive(Default)]
struct Serde {
    rename_all: Option<String>,
    tag: Option<String>,
    skipped: bool,
    through_text: bool,
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Self {
        let mut serde = Self::default();
        for attribute in attributes.iter().filter(|one| one.path().is_ident("serde")) {
            attribute
                .parse_nested_meta(|part| {
                    let value: Option<LitStr> = match part.value() {
                        Ok(value) => Some(value.parse()?),
                        Err(_) => None,
                    };
                    let value = value.map(|text| text.value());
                    if part.path.is_ident("rename_all") {
                        serde.rename_all = value;
                    } else if part.path.is_ident("tag") {
                        serde.tag = value;
                    } else if part.path.is_ident("skip_serializing_if") {
                        serde.skipped = true;
                    } else if part.path.is_ident("into") {
                        serde.through_text = value.as_deref() == Some("String");
                    }
                    Ok(())
                })
                .unwrap();
        }
        serde
    }
}

/// What stands in `text_id! { … }`.
struct TextIds(Vec<(String, TypeDoc)>);

impl Parse for TextIds {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut ids = Vec::new();
        while !input.is_empty() {
            let attributes = input.call(Attribute::parse_outer)?;
            let name: Ident = input.parse()?;
            input.parse::<Token![,]>()?;
            input.parse::<LitStr>()?;
            input.parse::<Token![,]>()?;
            let longest: LitInt = input.parse()?;
            input.parse::<Token![;]>()?;
            let longest = Some(longest.base10_parse()?);
            let doc = TypeDoc {
                meaning: meaning(&attributes),
                form: Form::Text {
                    longest,
                    variants: vec![],
                },
            };
            ids.push((name.to_string(), doc));
        }
        Ok(Self(ids))
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
