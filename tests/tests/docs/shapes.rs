//! The part of `events.md` that describes the types inside events, and the ids.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::names::{own, words};
use crate::types::{Field, Form, TypeDoc, Variant};

/// All types that the events above mention, and those inside them.
pub fn inner_types(page: &mut String, types: &BTreeMap<String, TypeDoc>, met: BTreeSet<String>) {
    let all = reached(types, met);
    page.push_str("\n## Types inside events\n");
    let (texts, others): (Vec<_>, Vec<_>) = all
        .iter()
        .map(|name| (name, &types[name]))
        .partition(|(_, doc)| matches!(doc.form, Form::Text { .. }));
    for (name, doc) in others {
        writeln!(page, "\n### {name}\n\n{}", doc.meaning).unwrap();
        shape(page, &doc.form);
    }
    page.push_str("\n## Ids and other checked texts\n\nIds have no blanks around them and no control characters.\n");
    for (name, doc) in texts {
        let bound = match doc.form {
            Form::Text {
                longest: Some(longest),
                ..
            } => format!(" At most {longest} bytes."),
            _ => " The same text as in the metadata.".to_owned(),
        };
        writeln!(page, "\n### {name}\n\n{}{bound}", doc.meaning).unwrap();
    }
}

/// These types and all types inside them.
fn reached(types: &BTreeMap<String, TypeDoc>, met: BTreeSet<String>) -> BTreeSet<String> {
    let mut all = BTreeSet::from(["StoreId".to_owned()]);
    let mut new: Vec<String> = met.into_iter().collect();
    while let Some(name) = new.pop() {
        let doc = types
            .get(&name)
            .unwrap_or_else(|| panic!("no source tells of {name}"));
        let within = |fields: &[Field]| {
            fields
                .iter()
                .flat_map(|field| own(&field.kind))
                .collect::<Vec<_>>()
        };
        if all.insert(name) {
            match &doc.form {
                Form::Object(fields) => new.extend(within(fields)),
                Form::Choice { variants, .. } => {
                    new.extend(variants.iter().flat_map(|variant| within(&variant.fields)));
                }
                Form::Wrapped(inner) => new.extend(own(inner)),
                Form::Text { .. } => {}
            }
        }
    }
    all
}

fn shape(page: &mut String, form: &Form) {
    let mut met = BTreeSet::new();
    match form {
        Form::Object(fields) => rows(page, fields, &mut met),
        Form::Wrapped(inner) => writeln!(page, "\nWritten as {}.", words(inner, &mut met)).unwrap(),
        Form::Choice { tag, variants } => choices(page, tag.as_deref(), variants, &mut met),
        Form::Text { .. } => {}
    }
}

fn choices(page: &mut String, tag: Option<&str>, variants: &[Variant], met: &mut BTreeSet<String>) {
    let Some(tag) = tag else {
        page.push_str("\nOne of these texts.\n\n| value | meaning |\n|---|---|\n");
        for variant in variants {
            writeln!(page, "| `{}` | {} |", variant.written, variant.meaning).unwrap();
        }
        return;
    };
    writeln!(page, "\nAn object; its field `{tag}` says which.\n").unwrap();
    page.push_str("| value | meaning | further fields |\n|---|---|---|\n");
    for variant in variants {
        let fields = variant.fields.iter();
        let further: Vec<String> = fields
            .map(|of| format!("`{}` ({}): {}", of.name, words(&of.kind, met), of.meaning))
            .collect();
        let (written, meaning) = (&variant.written, &variant.meaning);
        writeln!(page, "| `{written}` | {meaning} | {} |", further.join(" ")).unwrap();
    }
}

fn rows(page: &mut String, fields: &[Field], met: &mut BTreeSet<String>) {
    page.push_str("\n| field | type | meaning |\n|---|---|---|\n");
    for field in fields {
        let optional = if field.optional { ", optional" } else { "" };
        let kind = words(&field.kind, met);
        writeln!(
            page,
            "| `{}` | {kind}{optional} | {} |",
            field.name, field.meaning
        )
        .unwrap();
    }
}
