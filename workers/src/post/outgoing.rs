//! Messages on their way, and how they are parted into calls.

use std::collections::{BTreeMap, HashSet};

use shop::ports::post::{Medium, TextBody, TextMessage};
use store::post::NewDelivery;

/// A message on its way, with what its delivery is known by.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) message: TextMessage,
    pub(super) medium: Medium,
    /// The number's fingerprint.
    pub(super) address: Vec<u8>,
    /// What it is about.
    pub(super) subject: Option<String>,
}

impl Outgoing {
    pub(super) fn delivery(&self) -> NewDelivery<'_> {
        NewDelivery {
            key: &self.message.key,
            medium: self.medium,
            template: &self.message.template,
            store: &self.message.store,
            subject: self.subject.as_deref(),
            address: Some(&self.address),
        }
    }
}

/// Parts messages into calls: alike, to different people, and as many as the provider takes.
pub(super) fn calls(messages: Vec<Outgoing>, most: usize) -> Vec<Vec<Outgoing>> {
    let mut open: BTreeMap<_, (HashSet<String>, Vec<Outgoing>)> = BTreeMap::new();
    let mut full = Vec::new();
    for one in messages {
        let message = &one.message;
        let template = match &message.body {
            TextBody::Plain { .. } => None,
            TextBody::Alimtalk { template, .. } => Some(template.clone()),
        };
        let (store, from) = (message.store.clone(), message.from.clone());
        let shape = (
            store,
            from,
            one.medium.as_str(),
            template,
            message.advertising,
        );
        let (numbers, call) = open.entry(shape).or_default();
        if call.len() >= most.max(1) || numbers.contains(&message.to) {
            numbers.clear();
            full.push(std::mem::take(call));
        }
        numbers.insert(message.to.clone());
        call.push(one);
    }
    full.extend(open.into_values().map(|(_, call)| call));
    full.retain(|call| !call.is_empty());
    full
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(number: &str, medium: Medium) -> Outgoing {
        let message = TextMessage {
            key: format!("key-{number}"),
            template: "words".to_owned(),
            store: "intake".to_owned(),
            to: number.to_owned(),
            from: "0200000000".to_owned(),
            body: TextBody::Plain {
                subject: String::new(),
                text: "안녕하세요".to_owned(),
            },
            advertising: false,
        };
        Outgoing {
            message,
            medium,
            address: number.as_bytes().to_vec(),
            subject: None,
        }
    }

    #[test]
    fn a_call_holds_what_is_alike_and_each_number_once() {
        let messages = vec![
            to("1", Medium::Sms),
            to("2", Medium::Lms),
            to("1", Medium::Sms),
            to("3", Medium::Sms),
        ];
        let calls = calls(messages, 100);
        let sizes: Vec<usize> = calls.iter().map(Vec::len).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 4);
        for call in &calls {
            let numbers: HashSet<_> = call.iter().map(|one| &one.message.to).collect();
            assert_eq!(numbers.len(), call.len());
            assert!(call.iter().all(|one| one.medium == call[0].medium));
        }
    }

    #[test]
    fn a_call_is_no_larger_than_the_provider_takes() {
        let many = (0..250).map(|n| to(&n.to_string(), Medium::Sms)).collect();
        let sizes: Vec<usize> = calls(many, 100).iter().map(Vec::len).collect();
        assert_eq!(sizes, [100, 100, 50]);
    }
}
