//! Handing messages over. All of one call share sender, kind and template; a call that mixes them
//! is refused before it leaves.

use std::collections::HashMap;

use domain::korean_bytes::{self, Length};
use reqwest::Method;
use shop::ports::post::{Medium, SendError, TextBody, TextMessage, TextOutcome};

use super::Sens;
use super::wire::{Alimtalk, Failover, SendAlimtalk, SendSms, Sms, Taken};
use crate::texting::{Answer, code};

impl Sens {
    pub(super) async fn send_alike(
        &self,
        messages: &[TextMessage],
    ) -> Result<Vec<TextOutcome>, SendError> {
        let Some((first, others)) = messages.split_first() else {
            return Ok(Vec::new());
        };
        if others.len() >= super::MOST || !others.iter().all(|other| first.goes_with(other)) {
            let why = "messages of one call must be alike, and a hundred at most";
            return Err(SendError::NotSent(why.to_owned()));
        }
        let medium = first
            .medium()
            .map_err(|why| SendError::Refused(format!("words that cannot travel: {why}")))?;
        match &first.body {
            TextBody::Plain { .. } => self.send_sms(first, medium, messages).await,
            TextBody::Alimtalk { template, .. } => {
                self.send_alimtalk(first, template, messages).await
            }
        }
    }

    async fn send_sms(
        &self,
        first: &TextMessage,
        medium: Medium,
        messages: &[TextMessage],
    ) -> Result<Vec<TextOutcome>, SendError> {
        let body = sms(first, medium, messages);
        let request = self.ask(Method::POST, &self.sms()).json(&body);
        let taken: Taken = read(&Answer::to(request).await?)?;
        if taken.request_id.is_empty() {
            return Err(SendError::Unknown(
                "an answer without a request id".to_owned(),
            ));
        }
        let id =
            |message: &TextMessage| format!("s:{}:{}", taken.request_id, self.tag(&message.to));
        Ok(messages
            .iter()
            .map(|message| TextOutcome::Taken(id(message)))
            .collect())
    }

    async fn send_alimtalk(
        &self,
        first: &TextMessage,
        template: &str,
        messages: &[TextMessage],
    ) -> Result<Vec<TextOutcome>, SendError> {
        let channel = self.settings.channels.get(&first.store);
        let missing =
            || SendError::Misconfigured(format!("store {} has no Kakao channel", first.store));
        let body = SendAlimtalk {
            plus_friend_id: channel.ok_or_else(missing)?.clone(),
            template_code: template.to_owned(),
            messages: messages.iter().map(alimtalk).collect(),
        };
        let request = self.ask(Method::POST, &self.alimtalk()).json(&body);
        let taken: Taken = read(&Answer::to(request).await?)?;
        let told: HashMap<&str, _> = taken
            .messages
            .iter()
            .map(|told| (told.to.as_str(), told))
            .collect();
        let outcome = |message: &TextMessage| {
            let told = told.get(message.to.as_str())?;
            Some(match told.request_status_code.as_str() {
                "A000" => TextOutcome::Taken(format!("a:{}", told.message_id)),
                refused => TextOutcome::Refused(code(refused)),
            })
        };
        let outcomes: Option<Vec<_>> = messages.iter().map(outcome).collect();
        outcomes.ok_or_else(|| SendError::Unknown("the answer leaves messages out".to_owned()))
    }
}

/// A call's short or long messages, each with its own words.
fn sms(first: &TextMessage, medium: Medium, messages: &[TextMessage]) -> SendSms {
    let long = medium == Medium::Lms;
    let of = |message: &TextMessage| match &message.body {
        TextBody::Plain { subject, text } => {
            let subject = Some(subject.clone()).filter(|subject| long && !subject.is_empty());
            (subject, text.clone())
        }
        TextBody::Alimtalk { text, .. } => (None, text.clone()),
    };
    let each = messages.iter().map(|message| {
        let (subject, content) = of(message);
        Sms {
            to: message.to.clone(),
            subject,
            content: Some(content),
        }
    });
    let (subject, content) = of(first);
    SendSms {
        kind: if long { "LMS" } else { "SMS" }.to_owned(),
        content_type: if first.advertising { "AD" } else { "COMM" }.to_owned(),
        country_code: "82".to_owned(),
        from: first.from.clone(),
        subject,
        content,
        messages: each.collect(),
    }
}

fn alimtalk(message: &TextMessage) -> Alimtalk {
    let (content, fallback) = match &message.body {
        TextBody::Alimtalk { text, fallback, .. } => (text.clone(), fallback.as_ref()),
        TextBody::Plain { text, .. } => (text.clone(), None),
    };
    let failover = fallback.map(|(subject, text)| {
        let long = !matches!(korean_bytes::length(text), Ok(Length::Sms(_)));
        let subject = Some(subject.clone()).filter(|subject| long && !subject.is_empty());
        Failover {
            kind: if long { "LMS" } else { "SMS" }.to_owned(),
            from: message.from.clone(),
            subject,
            content: text.clone(),
        }
    });
    Alimtalk {
        country_code: "82".to_owned(),
        to: message.to.clone(),
        content,
        use_sms_failover: failover.is_some(),
        failover_config: failover,
    }
}

/// The answer's content, or what its failure means. SENS' words for errors are not known well
/// enough to lean on, so the status alone decides; a 4xx comes before anything is taken.
pub(super) fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> Result<T, SendError> {
    let said = || format!("status {}", answer.status);
    match answer.status {
        200..300 => serde_json::from_slice(&answer.body)
            .map_err(|_| SendError::Unknown(format!("{} and no answer", said()))),
        400 => Err(SendError::Refused(said())),
        401 | 403 | 404 => Err(SendError::Misconfigured(said())),
        413 | 429 => Err(SendError::NotSent(said())),
        _ => Err(SendError::Unknown(said())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_error_means_follows_from_the_status() {
        let error = |status, body: &str| {
            let body = body.as_bytes().to_vec();
            read::<Taken>(&Answer { status, body }).err()
        };
        assert!(matches!(error(400, ""), Some(SendError::Refused(_))));
        assert!(matches!(error(401, ""), Some(SendError::Misconfigured(_))));
        assert!(matches!(error(429, ""), Some(SendError::NotSent(_))));
        for (status, body) in [(500, ""), (503, ""), (302, ""), (202, "<html>")] {
            assert!(
                matches!(error(status, body), Some(SendError::Unknown(_))),
                "{status}"
            );
        }
    }
}
