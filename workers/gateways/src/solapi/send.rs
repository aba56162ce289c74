//! Handing messages over: `POST /messages/v4/send-many/detail`.

use std::collections::{BTreeMap, HashMap, HashSet};

use reqwest::Method;
use shop::ports::post::{Medium, SendError, TextBody, TextMessage, TextOutcome};

use super::Solapi;
use super::wire::{KEY_FIELD, KakaoOptions, Message, SendMany, Sent, Told, Trouble};
use crate::texting::{Answer, code};

const PATH: &str = "/messages/v4/send-many/detail";

/// Words that name our own settings, whatever the status. Kept short on purpose: what is not
/// here is tried again.
const SETTINGS: [&str; 7] = [
    "InvalidApiKey",
    "InvalidAPIKey",
    "SignatureDoesNotMatch",
    "RequestTimeTooSkewed",
    "Unauthorized",
    "Forbidden",
    "NotEnoughBalance",
];

/// Words that say that this call will never be taken.
const REFUSED: [&str; 1] = ["ValidationError"];

impl Solapi {
    pub(super) async fn send_many(
        &self,
        messages: &[TextMessage],
    ) -> Result<Vec<TextOutcome>, SendError> {
        let mut seen = HashSet::new();
        let twice = messages.iter().any(|message| !seen.insert(&message.to));
        let body = SendMany {
            messages: messages
                .iter()
                .map(|message| self.message(message))
                .collect::<Result<_, _>>()?,
            allow_duplicates: twice,
            show_message_list: true,
        };
        let answer = Answer::to(self.ask(Method::POST, PATH).json(&body)).await?;
        let sent: Sent = read(&answer)?;
        outcomes(messages, &sent)
    }

    fn message(&self, message: &TextMessage) -> Result<Message, SendError> {
        let unsendable = |why: domain::korean_bytes::Unsendable| {
            SendError::Refused(format!("words that cannot travel: {why}"))
        };
        let medium = message.medium().map_err(unsendable)?;
        let (kind, subject, text, kakao) = match &message.body {
            TextBody::Plain { subject, text } => {
                let long = medium == Medium::Lms;
                let subject = Some(subject).filter(|subject| long && !subject.is_empty());
                let kind = if long { "LMS" } else { "SMS" };
                (kind, subject.cloned(), Some(text.clone()), None)
            }
            TextBody::Alimtalk {
                template,
                variables,
                fallback,
                ..
            } => {
                let kakao = self.kakao(message, template, variables, fallback.is_none())?;
                let (subject, text) = match fallback {
                    Some((subject, text)) => (Some(subject.clone()), Some(text.clone())),
                    None => (None, None),
                };
                let subject = subject.filter(|subject| !subject.is_empty());
                ("ATA", subject, text, Some(kakao))
            }
        };
        Ok(Message {
            to: message.to.clone(),
            from: message.from.clone(),
            text,
            kind: Some(kind.to_owned()),
            subject,
            kakao_options: kakao,
            custom_fields: BTreeMap::from([(KEY_FIELD.to_owned(), message.key.clone())]),
        })
    }

    fn kakao(
        &self,
        message: &TextMessage,
        template: &str,
        variables: &[(String, String)],
        disable_sms: bool,
    ) -> Result<KakaoOptions, SendError> {
        let channel = self.settings.channels.get(&message.store);
        let missing = || {
            let store = &message.store;
            SendError::Misconfigured(format!("store {store} has no Kakao channel"))
        };
        let wrapped = |(name, value): &(String, String)| (format!("#{{{name}}}"), value.clone());
        Ok(KakaoOptions {
            pf_id: channel.ok_or_else(missing)?.clone(),
            template_id: template.to_owned(),
            variables: variables.iter().map(wrapped).collect(),
            disable_sms,
        })
    }
}

/// The answer's content, or what its failure means.
pub(super) fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> Result<T, SendError> {
    let unreadable = || SendError::Unknown(format!("status {} and no answer", answer.status));
    if (200..300).contains(&answer.status) {
        return serde_json::from_slice(&answer.body).map_err(|_| unreadable());
    }
    if !(400..500).contains(&answer.status) {
        return Err(unreadable());
    }
    // Something between us and Solapi may answer 4xx too; then nobody knows.
    let trouble: Trouble = serde_json::from_slice(&answer.body).map_err(|_| unreadable())?;
    let said = format!("{} {}", answer.status, code(&trouble.error_code));
    let one_of = |list: &[&str]| list.contains(&trouble.error_code.as_str());
    Err(match answer.status {
        401 | 403 => SendError::Misconfigured(said),
        _ if one_of(&SETTINGS) => SendError::Misconfigured(said),
        400 if one_of(&REFUSED) => SendError::Refused(said),
        _ => SendError::NotSent(said),
    })
}

fn outcome(told: &Told) -> TextOutcome {
    if told.is_taken() {
        TextOutcome::Taken(told.message_id.clone())
    } else {
        TextOutcome::Refused(code(&told.status_code))
    }
}

/// By our key where it is repeated, by the number where it is not (a refused message's report has
/// no fields of ours) and no other message of the call goes there.
fn outcomes(messages: &[TextMessage], sent: &Sent) -> Result<Vec<TextOutcome>, SendError> {
    let all = || sent.message_list.iter().chain(&sent.failed_message_list);
    let by_key: HashMap<&str, &Told> = all().filter_map(|told| Some((told.key()?, told))).collect();
    let mut by_number: HashMap<&str, Vec<&Told>> = HashMap::new();
    for told in sent
        .failed_message_list
        .iter()
        .filter(|told| told.key().is_none())
    {
        by_number.entry(&told.to).or_default().push(told);
    }
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for message in messages {
        *numbers.entry(&message.to).or_default() += 1;
    }
    let found = messages.iter().map(|message| {
        let told = by_key.get(message.key.as_str()).copied();
        told.map(outcome).or_else(|| {
            let to = message.to.as_str();
            let refused = by_number.get(to).filter(|_| numbers.get(to) == Some(&1))?;
            Some(TextOutcome::Refused(code(&refused.first()?.status_code)))
        })
    });
    let found: Vec<TextOutcome> = found.flatten().collect();
    if found.len() < messages.len() {
        let missing = messages.len() - found.len();
        return Err(SendError::Unknown(format!(
            "the answer leaves {missing} of {} messages out",
            messages.len()
        )));
    }
    Ok(found)
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
