//! How a Rust type is written for people who read JSON.

use std::collections::BTreeSet;

use syn::{GenericArgument, PathArguments, Type};

/// A type in words, its own types as links; those are added to `met`.
pub fn words(kind: &Type, met: &mut BTreeSet<String>) -> String {
    match kind {
        Type::Tuple(tuple) => {
            let parts: Vec<String> = tuple.elems.iter().map(|part| words(part, met)).collect();
            format!("pair ({})", parts.join(", "))
        }
        Type::Path(path) => {
            let last = path.path.segments.last().unwrap();
            let inner = inner(&last.arguments);
            match (last.ident.to_string().as_str(), inner) {
                ("Box" | "Option", Some(inner)) => words(inner, met),
                ("Vec", Some(inner)) => format!("list of {}", words(inner, met)),
                ("DateTime", _) => "time".to_owned(),
                ("NaiveDate", _) => "day".to_owned(),
                ("u8" | "u32" | "u64" | "i64", _) => "integer".to_owned(),
                ("Won", _) => "won".to_owned(),
                ("String", _) => "text".to_owned(),
                ("bool", _) => "true or false".to_owned(),
                ("Uuid", _) => "UUID".to_owned(),
                (name, _) => {
                    met.insert(name.to_owned());
                    format!("[{name}](#{})", name.to_lowercase())
                }
            }
        }
        _ => panic!("events.md has no words for this kind of type"),
    }
}

/// The names of the domain's own types in a type.
pub fn own(kind: &Type) -> BTreeSet<String> {
    let mut met = BTreeSet::new();
    words(kind, &mut met);
    met
}

fn inner(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(kind)) => Some(kind),
        _ => None,
    }
}
