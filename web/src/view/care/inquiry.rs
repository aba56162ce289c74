//! The pages of questions.

use domain::inquiry::{Inquiry, Topic};
use letters::Language;
use shop::inquiry::InquiryTexts;

use crate::pages::{AskErrors, AskForm, AskPage, Choice, InquiryPage, InquiryTurn, Notice};
use crate::say::say;

/// The form with what was typed and what is wrong with it.
#[must_use]
pub fn ask(lang: Language, form: AskForm, errors: AskErrors, notice: Option<Notice>) -> AskPage {
    let topic = |of: Topic| Choice {
        value: of.as_str().into(),
        text: say(lang, &format!("topic-{}", of.as_str())),
        chosen: form.topic == of.as_str(),
    };
    AskPage {
        topics: Topic::ALL.into_iter().map(topic).collect(),
        form,
        failed: errors != AskErrors::default(),
        errors,
        notice,
    }
}

/// A question and what was said. `path` is the page's own address.
#[must_use]
pub fn inquiry(
    lang: Language,
    state: &Inquiry,
    texts: &InquiryTexts,
    path: &str,
    fresh: bool,
    typed: String,
    notice: Option<Notice>,
) -> InquiryPage {
    let turns = state.turns().iter().zip(&texts.turns);
    let turns = turns.map(|(turn, text)| InquiryTurn {
        staff: turn.staff,
        lines: text.as_deref().map(lines),
        at: turn.at,
    });
    let topic = state.topic().map_or("other", Topic::as_str);
    let contact = texts.contact.as_ref();
    InquiryPage {
        title: texts.title.clone(),
        topic: say(lang, &format!("topic-{topic}")),
        code: state.status().as_str().into(),
        standing: say(lang, &format!("inquiry-{}", state.status().as_str())),
        order: state.order().map(ToString::to_string),
        turns: turns.collect(),
        action: state.erased().is_none().then(|| path.to_owned()),
        typed,
        fresh,
        by_mail: contact.is_some_and(|contact| !contact.email.is_empty()),
        notice,
    }
}

/// What somebody wrote, line by line.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
