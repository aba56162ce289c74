//! A template with `#{변수}`, and how it is filled: every name given, none left over, nothing empty.

use std::collections::BTreeSet;

use domain::korean_bytes::{self, Unsendable};

use super::ALIMTALK;

/// Names, as they stand between `#{` and `}`, and their values.
pub type Variables = Vec<(String, String)>;

/// A message's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// `order-paid`
    pub name: &'static str,
    /// What staff and Kakao's reviewers call it.
    pub title: &'static str,
    /// Alimtalk's words; they are approved as they stand.
    pub text: &'static str,
    /// Subject of the long message that goes out instead.
    pub subject: &'static str,
    /// Its words.
    pub fallback: &'static str,
}

/// A message: what its template may use, and samples.
pub trait Message: Sized {
    /// Its words.
    const TEMPLATE: Template;

    /// Values of all that the words name.
    fn variables(&self) -> Variables;

    /// Faces by a short name.
    fn samples() -> Vec<(&'static str, Self)>;

    /// Fills the template.
    ///
    /// # Errors
    /// A value is empty, or the words are too long.
    fn compose(&self) -> Result<Composed, WordsError> {
        Self::TEMPLATE.compose(&self.variables())
    }
}

/// A finished message.
#[derive(Clone, PartialEq, Eq)]
pub struct Composed {
    pub name: &'static str,
    template: &'static str,
    pub variables: Variables,
    /// Alimtalk's words.
    pub text: String,
    pub subject: String,
    /// The words of the message that goes out where Alimtalk cannot.
    pub fallback: String,
}

impl std::fmt::Debug for Composed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Composed({})", self.name)
    }
}

/// Why words cannot be finished. Says names of variables, never their values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    #[error("#{{{0}}} has no value")]
    Missing(String),
    #[error("#{{{0}}} is given, and no words use it")]
    Unused(String),
    #[error("#{{{0}}} is empty")]
    Empty(String),
    #[error("a `#{{` is left in the words")]
    Left,
    #[error("`#{{` is not closed, or names nothing, or has a dot in its name")]
    Malformed,
    #[error("an Alimtalk of {0} characters is too long; {ALIMTALK} is the most")]
    TooLong(usize),
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
}

impl Composed {
    /// The variables that Alimtalk's own words use: a provider that fills the template refuses others.
    pub fn used(&self) -> Variables {
        let used = |(name, _): &&(String, String)| self.template.contains(&format!("#{{{name}}}"));
        self.variables.iter().filter(used).cloned().collect()
    }
}

impl Template {
    /// Fills words and fallback.
    ///
    /// # Errors
    /// See [`WordsError`].
    pub fn compose(&self, variables: &[(String, String)]) -> Result<Composed, WordsError> {
        let variables: Variables = variables
            .iter()
            .map(|(name, value)| (name.clone(), one_line(value)))
            .collect();
        check(&[self.text, self.subject, self.fallback], &variables)?;
        let text = fill(self.text, &variables)?;
        let characters = text.chars().count();
        if characters > ALIMTALK {
            return Err(WordsError::TooLong(characters));
        }
        // A name with an emoji must not keep a message from going out.
        let plain: Variables = variables
            .iter()
            .map(|(name, value)| (name.clone(), writable(value)))
            .collect();
        let subject = korean_bytes::cut(&fill(self.subject, &plain)?, korean_bytes::SUBJECT);
        let fallback = fill(self.fallback, &plain)?;
        korean_bytes::length(&fallback)?;
        Ok(Composed {
            name: self.name,
            template: self.text,
            variables,
            text,
            subject,
            fallback,
        })
    }

    /// The names that its words use, in order.
    ///
    /// # Errors
    /// The words are malformed.
    pub fn names(&self) -> Result<BTreeSet<String>, WordsError> {
        let mut all = BTreeSet::new();
        for words in [self.text, self.subject, self.fallback] {
            all.extend(names(words)?);
        }
        Ok(all)
    }
}

fn check(words: &[&str], variables: &[(String, String)]) -> Result<(), WordsError> {
    let mut used = BTreeSet::new();
    for words in words {
        used.extend(names(words)?);
    }
    let unused = variables.iter().find(|(name, _)| !used.contains(name));
    match unused {
        Some((name, _)) => Err(WordsError::Unused(name.clone())),
        None => Ok(()),
    }
}

/// The names between `#{` and `}`.
///
/// # Errors
/// One is not closed, empty, or has a dot, which one provider forbids.
pub fn names(words: &str) -> Result<BTreeSet<String>, WordsError> {
    let mut found = BTreeSet::new();
    let mut rest = words;
    while let Some(at) = rest.find("#{") {
        let (name, after) = rest[at + 2..]
            .split_once('}')
            .ok_or(WordsError::Malformed)?;
        if name.trim().is_empty() || name.contains(['.', '#', '{']) {
            return Err(WordsError::Malformed);
        }
        found.insert(name.to_owned());
        rest = after;
    }
    Ok(found)
}

/// Fills words; variables that they do not use are left alone.
///
/// # Errors
/// A name has no value, or an empty one; a value brings a `#{`.
pub fn fill(words: &str, variables: &[(String, String)]) -> Result<String, WordsError> {
    let mut filled = words.to_owned();
    for name in names(words)? {
        let value = variables.iter().find(|(given, _)| *given == name);
        let (_, value) = value.ok_or_else(|| WordsError::Missing(name.clone()))?;
        if value.trim().is_empty() {
            return Err(WordsError::Empty(name));
        }
        if value.contains("#{") {
            return Err(WordsError::Left);
        }
        filled = filled.replace(&format!("#{{{name}}}"), value);
    }
    if filled.contains("#{") {
        return Err(WordsError::Left);
    }
    Ok(filled)
}

/// A value has one line: what others typed cannot add lines to an approved text.
fn one_line(value: &str) -> String {
    value
        .split(char::is_control)
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

/// The value without what telephones do not know; what would be nothing then is a `-`.
fn writable(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let kept = korean_bytes::cut(value, usize::MAX);
    if kept.is_empty() {
        "-".to_owned()
    } else {
        kept
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
