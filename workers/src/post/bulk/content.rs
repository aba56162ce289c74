//! What a bulk send says.

use std::collections::BTreeSet;

use domain::korean_bytes::{self, Unsendable};
use letters::messages::advertising::{AdFault, brings_its_own};
use letters::messages::{self, Variables, WordsError};
use serde::{Deserialize, Serialize};
use shop::StoreSettings;
use shop::ports::post::TextBody;

use crate::post::gate;

/// The variable that the shop fills itself.
const STORE: &str = "상점";

/// Words of one's own, or a message of the shop's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Content {
    /// SMS or LMS, by length.
    Words {
        /// Of a long message.
        subject: String,
        text: String,
    },
    /// By Alimtalk where the store's template has a code, otherwise by its short words.
    Template { name: String, code: Option<String> },
}

/// Why it cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentFault {
    #[error("there is no message {0}; list them with: jangbu messages list")]
    NoTemplate(String),
    #[error("messages of the shop inform; advertising has words of its own (--text)")]
    TemplateAdvertises,
    #[error(
        "the words say that they advertise ((광고), 수신거부); then they go only to who agreed: --advertising"
    )]
    Unannounced,
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error(transparent)]
    Advertising(#[from] AdFault),
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
}

impl Content {
    /// The name under which deliveries know it.
    pub fn name(&self) -> &str {
        match self {
            Self::Words { .. } => "words",
            Self::Template { name, .. } => name,
        }
    }

    /// The columns that the recipients' file must have beside the number.
    ///
    /// # Errors
    /// There is no such message, or the words are malformed.
    pub fn columns(&self) -> Result<BTreeSet<String>, ContentFault> {
        let mut names = match self {
            Self::Words { text, .. } => messages::names(text)?,
            Self::Template { name, .. } => found(name)?.names()?,
        };
        names.remove(STORE);
        Ok(names)
    }

    /// The message to one recipient.
    ///
    /// # Errors
    /// A value is empty, or the words cannot travel or lack what the law wants.
    pub fn body(
        &self,
        store: &StoreSettings,
        advertising: bool,
        values: &[(String, String)],
    ) -> Result<TextBody, ContentFault> {
        match self {
            Self::Words { subject, text } => {
                let mut variables = values.to_vec();
                variables.push((STORE.to_owned(), store.name.clone()));
                let text = messages::fill(text, &variables)?;
                if !advertising && (brings_its_own(&text) || brings_its_own(subject)) {
                    return Err(ContentFault::Unannounced);
                }
                let (subject, text) = if advertising {
                    let advertiser = gate::advertiser(store);
                    (advertiser.subject(), advertiser.compose(&text)?)
                } else {
                    (subject.clone(), text.trim().to_owned())
                };
                korean_bytes::subject(&subject)?;
                korean_bytes::length(&text)?;
                Ok(TextBody::Plain { subject, text })
            }
            Self::Template { .. } if advertising => Err(ContentFault::TemplateAdvertises),
            Self::Template { name, code } => template(found(name)?, code.as_deref(), store, values),
        }
    }
}

fn found(name: &str) -> Result<messages::Template, ContentFault> {
    let listed = messages::find(name);
    let listed = listed.ok_or_else(|| ContentFault::NoTemplate(name.to_owned()))?;
    Ok(listed.template)
}

fn template(
    template: messages::Template,
    code: Option<&str>,
    store: &StoreSettings,
    values: &[(String, String)],
) -> Result<TextBody, ContentFault> {
    let mut variables: Variables = values.to_vec();
    if template.names()?.contains(STORE) {
        variables.push((STORE.to_owned(), store.name.clone()));
    }
    let composed = template.compose(&variables)?;
    Ok(match code {
        Some(code) => TextBody::Alimtalk {
            template: code.to_owned(),
            variables: composed.used(),
            text: composed.text,
            fallback: Some((composed.subject, composed.fallback)),
        },
        None => TextBody::Plain {
            subject: composed.subject,
            text: composed.fallback,
        },
    })
}
