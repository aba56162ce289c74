//! Messages as they are: listed, previewed, and written down for Kakao's approval.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::korean_bytes::{self, Length};
use letters::messages::{self, Composed, Listed};
use serde_json::json;

use crate::config::Global;
use crate::post::stores::PostStores;
use crate::say::say;
use crate::table;

pub(super) fn list(global: &Global) -> Result<()> {
    let stores = PostStores::load(&global.data)?;
    let mut table = table::table(["message", "for", "Alimtalk", "instead", "approved in"]);
    let mut rows = Vec::new();
    for one in messages::all() {
        let composed = first(&one)?;
        let (characters, instead) = lengths(&composed)?;
        let approved = stores
            .codes
            .iter()
            .filter(|(_, message, _)| *message == one.template.name);
        let approved: Vec<&str> = approved.map(|(store, ..)| store).collect();
        rows.push(json!({
            "message": one.template.name, "title": one.template.title, "characters": characters,
            "instead": kind(instead), "bytes": instead.bytes(), "approved": approved,
        }));
        table.add_row([
            one.template.name.to_owned(),
            one.template.title.to_owned(),
            format!("{characters} characters"),
            format!("{} {} bytes", kind(instead), instead.bytes()),
            approved.join(", "),
        ]);
    }
    if global.json {
        say!("{}", serde_json::to_string_pretty(&rows)?)?;
    } else {
        say!("{table}")?;
    }
    Ok(())
}

pub(super) fn preview(name: &str, sample: Option<&str>, json: bool) -> Result<()> {
    let one = messages::find(name)
        .with_context(|| format!("there is no message {name}; see: jangbu messages list"))?;
    let mut shown = Vec::new();
    for (face, composed) in one.samples {
        if sample.is_some_and(|sample| sample != face) {
            continue;
        }
        let composed = composed.with_context(|| format!("the sample {face}"))?;
        let (characters, instead) = lengths(&composed)?;
        shown.push(json!({
            "sample": face, "alimtalk": composed.text, "characters": characters,
            "kind": kind(instead), "subject": composed.subject, "instead": composed.fallback,
            "bytes": instead.bytes(),
        }));
    }
    if shown.is_empty() {
        bail!("{name} has no sample {}", sample.unwrap_or_default());
    }
    if json {
        say!("{}", serde_json::to_string_pretty(&shown)?)?;
        return Ok(());
    }
    for one in shown {
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        say!(
            "── {} ── Alimtalk, {} of 1,000 characters\n{}",
            text("sample"),
            one["characters"],
            text("alimtalk")
        )?;
        let subject = if one["kind"] == "LMS" {
            format!(", subject: {}", text("subject"))
        } else {
            String::new()
        };
        say!(
            "\n── instead ── {}, {} bytes{subject}\n{}\n",
            text("kind"),
            one["bytes"],
            text("instead")
        )?;
    }
    Ok(())
}

/// For the dealer's form: one row per template.
pub(super) fn templates(out: Option<&Path>) -> Result<()> {
    let to: Box<dyn Write> = match out {
        Some(file) => Box::new(
            File::create(file).with_context(|| format!("cannot write {}", file.display()))?,
        ),
        None => Box::new(std::io::stdout().lock()),
    };
    let mut csv = csv::Writer::from_writer(to);
    csv.write_record([
        "name",
        "title",
        "content",
        "variables",
        "characters",
        "instead",
    ])?;
    for one in messages::all() {
        let template = one.template;
        let names: Vec<String> = messages::names(template.text)?
            .into_iter()
            .map(|name| format!("#{{{name}}}"))
            .collect();
        csv.write_record([
            template.name,
            template.title,
            template.text,
            &names.join(" "),
            &template.text.chars().count().to_string(),
            template.fallback,
        ])?;
    }
    csv.flush()?;
    Ok(())
}

fn first(one: &Listed) -> Result<Composed> {
    let sample = one.samples.first().context("a message without samples")?;
    Ok(sample.1.clone()?)
}

fn lengths(composed: &Composed) -> Result<(usize, Length)> {
    let instead = korean_bytes::length(&composed.fallback)?;
    Ok((composed.text.chars().count(), instead))
}

fn kind(length: Length) -> &'static str {
    match length {
        Length::Sms(_) => "SMS",
        Length::Lms(_) => "LMS",
    }
}
