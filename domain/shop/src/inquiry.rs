//! Questions to the shop (1:1 문의): what people write goes into the vault, the rest into the stream.

use std::fmt;

use domain::inquiry::{Inquiry, InquiryCommand, InquiryRefusal, InquiryStatus, Question, Topic};
use domain::personal::Retention;
use domain::{InquiryId, OrderId, PersonalRef};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::accounts::Often;
use store::{Cursor, ExecuteError};
use uuid::Uuid;

use crate::{Caller, Shop, ShopError};

/// Letters of a title at most.
pub const LONGEST_TITLE: usize = 100;
/// Letters of a question or answer at most.
pub const LONGEST_TEXT: usize = 4_000;

/// Names the questions that are derived from a form.
const QUESTIONS: Uuid = Uuid::from_u128(0x7a61_6e67_6275_4173_8b69_6e71_7569_7279);

/// Where an answer goes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Who asks.
    pub name: String,
    /// The mail address that the answer is sent to; may be empty.
    #[serde(default)]
    pub email: String,
    /// The telephone number; may be empty.
    #[serde(default)]
    pub phone: String,
}

/// A question as it is typed.
#[derive(Clone)]
pub struct InquiryForm {
    /// Which question it is, as [`InquiryForm::id`] makes it: sending it twice is one question.
    pub inquiry: InquiryId,
    /// Where the answer goes.
    pub contact: Contact,
    /// What it is about.
    pub topic: Topic,
    /// The order that it is about: one that the page knows to be the asker's.
    pub order: Option<OrderId>,
    /// One line.
    pub title: String,
    /// The question.
    pub text: String,
    /// Names of uploaded pictures.
    pub photos: Vec<String>,
}

impl InquiryForm {
    /// The question that is asked with a form of this key in these words. The same form sent twice asks it
    /// once; other words ask another, and nobody who names somebody else's question comes to it.
    pub fn id(key: Uuid, contact: &Contact, title: &str, text: &str) -> InquiryId {
        let mut name = key.as_bytes().to_vec();
        for part in [&contact.name, &contact.email, &contact.phone, title, text] {
            name.extend((part.len() as u64).to_be_bytes());
            name.extend(part.as_bytes());
        }
        InquiryId(Uuid::new_v5(&QUESTIONS, &name))
    }
}

/// What was written, from the vault.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct InquiryTexts {
    /// Who asked; none once erased.
    pub contact: Option<Contact>,
    /// The question's title; none once erased.
    pub title: Option<String>,
    /// Each turn, oldest first, as in [`Inquiry::turns`]; none once erased.
    pub turns: Vec<Option<String>>,
}

macro_rules! never_into_a_log {
    ($($kind:ident),+) => {$(
        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($kind), "(…)"))
            }
        }
    )+};
}
never_into_a_log!(Contact, InquiryForm, InquiryTexts);

/// The vault's subject: what was said about one question goes together, three years after it.
fn subject(inquiry: InquiryId) -> String {
    format!("inquiry:{inquiry}")
}

type Done = Result<Option<Cursor>, ShopError>;

impl Shop {
    /// Asks the shop, from a network address. No cursor: it was asked before.
    ///
    /// # Errors
    /// [`AccountRefusal::TooManyQuestions`] from one network address, whoever asks.
    ///
    /// [`AccountRefusal::TooManyQuestions`]: crate::members::AccountRefusal::TooManyQuestions
    pub async fn ask_inquiry(&self, caller: &Caller, form: &InquiryForm, origin: &str) -> Done {
        let (title, text) = (short(&form.title, LONGEST_TITLE)?, long(&form.text)?);
        if self.inquiry(form.inquiry).await?.status() != InquiryStatus::New {
            return Ok(None);
        }
        self.count_at(origin, Often::Question).await?;
        let contact = serde_json::to_value(&form.contact).map_err(ShopError::bug)?;
        let contact = self.keep_said(form.inquiry, &contact).await?;
        let said = json!({ "title": title, "text": text });
        let text = self.keep_said(form.inquiry, &said).await?;
        let question = Box::new(Question {
            store: caller.store.clone(),
            member: caller.member(),
            contact: contact.clone(),
            topic: form.topic,
            order: form.order.clone(),
            text: text.clone(),
            photos: form.photos.clone(),
            at: self.now(),
        });
        let ask = InquiryCommand::Ask { question };
        let asked = self.say(caller, form.inquiry, ask, &[contact, text]).await;
        match asked {
            // The same form arrived twice at once: the other one asked.
            Err(ShopError::Inquiry(InquiryRefusal::Asked)) => Ok(None),
            asked => asked,
        }
    }

    /// Answers a question; the letter to whoever asked follows from it. The same words twice are one
    /// answer.
    pub async fn answer_inquiry(&self, caller: &Caller, inquiry: InquiryId, text: &str) -> Done {
        let text = long(text)?;
        let state = self.inquiry(inquiry).await?;
        if self.said_last(&state, true, text).await? {
            return Ok(None);
        }
        let number = state.answers() + 1;
        let text = self.keep_said(inquiry, &json!({ "text": text })).await?;
        let answer = InquiryCommand::Answer {
            number,
            text: text.clone(),
            at: self.now(),
        };
        self.say(caller, inquiry, answer, &[text]).await
    }

    /// Whoever asked adds something, from a network address; the question waits again.
    ///
    /// # Errors
    /// As [`Shop::ask_inquiry`].
    pub async fn reopen_inquiry(
        &self,
        caller: &Caller,
        inquiry: InquiryId,
        text: &str,
        origin: &str,
    ) -> Done {
        let text = long(text)?;
        let state = self.inquiry(inquiry).await?;
        if self.said_last(&state, false, text).await? {
            return Ok(None);
        }
        self.count_at(origin, Often::Question).await?;
        let text = self.keep_said(inquiry, &json!({ "text": text })).await?;
        let at = self.now();
        let reopen = InquiryCommand::Reopen {
            text: text.clone(),
            at,
        };
        self.say(caller, inquiry, reopen, &[text]).await
    }

    /// Nothing more is to be said.
    pub async fn close_inquiry(&self, caller: &Caller, inquiry: InquiryId) -> Done {
        let close = InquiryCommand::Close { at: self.now() };
        self.say(caller, inquiry, close, &[]).await
    }

    /// Makes all that was written unreadable for good. Idempotent.
    pub async fn erase_inquiry(&self, caller: &Caller, inquiry: InquiryId) -> Done {
        if self.inquiry(inquiry).await?.status() == InquiryStatus::New {
            return Err(ShopError::Inquiry(InquiryRefusal::NotAsked));
        }
        // The keys first: the event may say only what is true already.
        let class = Retention::Complaint3y;
        self.ports.vault.erase(&subject(inquiry), class).await?;
        let erase = InquiryCommand::Erase { at: self.now() };
        self.say(caller, inquiry, erase, &[]).await
    }

    /// A question as its events left it, fresh from the log; of status `New` if nobody asked it.
    pub async fn inquiry(&self, inquiry: InquiryId) -> Result<Inquiry, ShopError> {
        let found = self.ledger.state::<Inquiry>(&inquiry.to_string()).await?;
        Ok(found.state)
    }

    /// What was written, from the vault.
    pub async fn inquiry_texts(&self, inquiry: &Inquiry) -> Result<InquiryTexts, ShopError> {
        let mut refs: Vec<PersonalRef> = Vec::new();
        refs.extend(inquiry.contact().cloned());
        let told = refs.len();
        refs.extend(inquiry.turns().iter().map(|turn| turn.text.clone()));
        let mut kept = self.ports.vault.get_many(&refs).await?;
        let turns = kept.split_off(told);
        let contact = kept.pop().flatten().map(serde_json::from_value);
        let word = |kept: &Option<Value>, name: &str| {
            let text = kept.as_ref()?.get(name)?.as_str()?;
            Some(text.to_owned())
        };
        Ok(InquiryTexts {
            contact: contact.transpose().map_err(ShopError::bug)?,
            title: turns.first().and_then(|kept| word(kept, "title")),
            turns: turns.iter().map(|kept| word(kept, "text")).collect(),
        })
    }

    /// The titles of questions, in the order of the references to what was asked; none once erased. One
    /// round trip.
    pub async fn inquiry_titles(
        &self,
        questions: &[PersonalRef],
    ) -> Result<Vec<Option<String>>, ShopError> {
        let kept = self.ports.vault.get_many(questions).await?;
        let title = |kept: Option<Value>| Some(kept?.get("title")?.as_str()?.to_owned());
        Ok(kept.into_iter().map(title).collect())
    }

    /// Whether the last turn is by that side and says just this.
    async fn said_last(
        &self,
        inquiry: &Inquiry,
        staff: bool,
        text: &str,
    ) -> Result<bool, ShopError> {
        let last = inquiry.turns().last().filter(|turn| turn.staff == staff);
        let Some(last) = last else {
            return Ok(false);
        };
        let kept = self.ports.vault.get(&last.text).await?;
        Ok(kept.is_some_and(|kept| kept["text"] == text))
    }

    async fn keep_said(&self, inquiry: InquiryId, data: &Value) -> Result<PersonalRef, ShopError> {
        let (subject, class) = (subject(inquiry), Retention::Complaint3y);
        Ok(self.ports.vault.put(&subject, class, data).await?)
    }

    /// Says something; what was kept for it is forgotten if it was refused.
    async fn say(
        &self,
        caller: &Caller,
        inquiry: InquiryId,
        command: InquiryCommand,
        kept: &[PersonalRef],
    ) -> Done {
        let meta = caller.meta(self.now());
        let id = inquiry.to_string();
        let said = self.ledger.execute::<Inquiry>(&id, command, &meta).await;
        if matches!(&said, Err(ExecuteError::Refused(_))) {
            for kept in kept {
                self.ports.vault.forget(kept).await?;
            }
        }
        Ok(said?.cursor)
    }
}

fn short(text: &str, most: usize) -> Result<&str, ShopError> {
    let text = text.trim();
    let letters = text.chars().count();
    let one_line = !text.chars().any(char::is_control);
    if one_line && (1..=most).contains(&letters) {
        Ok(text)
    } else {
        Err(ShopError::BadText { most })
    }
}

fn long(text: &str) -> Result<&str, ShopError> {
    let text = text.trim();
    if (1..=LONGEST_TEXT).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(ShopError::BadText { most: LONGEST_TEXT })
    }
}
