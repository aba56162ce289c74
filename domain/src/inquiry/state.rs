//! A question as its events left it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{InquiryCommand, InquiryEvent, InquiryRefusal, Topic};
use crate::ids::{MemberId, OrderId, StoreId};
use crate::personal::PersonalRef;
use crate::rule::aggregate;

/// Where a question stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryStatus {
    /// Nobody asked yet.
    #[default]
    New,
    /// 답변대기: it waits for staff.
    Open,
    /// 답변완료.
    Answered,
    /// 종료: nothing more is to be said.
    Closed,
}

impl InquiryStatus {
    /// The name under which tables and programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

/// One thing that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Staff wrote it, otherwise whoever asked.
    pub staff: bool,
    /// What was written, in the vault.
    pub text: PersonalRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// A question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Inquiry {
    pub(super) status: InquiryStatus,
    pub(super) store: Option<StoreId>,
    pub(super) member: Option<MemberId>,
    pub(super) contact: Option<PersonalRef>,
    pub(super) topic: Option<Topic>,
    pub(super) order: Option<OrderId>,
    pub(super) photos: Vec<String>,
    pub(super) turns: Vec<Turn>,
    pub(super) answers: u32,
    pub(super) erased: Option<DateTime<Utc>>,
}

aggregate!(Inquiry, "inquiry", InquiryCommand => InquiryEvent | InquiryRefusal, shape 1);

impl Inquiry {
    /// Where it stands.
    pub fn status(&self) -> InquiryStatus {
        self.status
    }

    /// The store that was asked; none before it was.
    pub fn store(&self) -> Option<&StoreId> {
        self.store.as_ref()
    }

    /// The member who asked.
    pub fn member(&self) -> Option<MemberId> {
        self.member
    }

    /// Where answers go, in the vault.
    pub fn contact(&self) -> Option<&PersonalRef> {
        self.contact.as_ref()
    }

    /// What it is about.
    pub fn topic(&self) -> Option<Topic> {
        self.topic
    }

    /// The order that it is about.
    pub fn order(&self) -> Option<&OrderId> {
        self.order.as_ref()
    }

    /// Names of uploaded pictures.
    pub fn photos(&self) -> &[String] {
        &self.photos
    }

    /// What was written, oldest first; the first one is the question, with its title.
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// How many answers were given.
    pub fn answers(&self) -> u32 {
        self.answers
    }

    /// An answer, from 1.
    pub fn answer(&self, number: u32) -> Option<&Turn> {
        let place = (number as usize).checked_sub(1)?;
        self.turns.iter().filter(|turn| turn.staff).nth(place)
    }

    /// When contact and texts were erased.
    pub fn erased(&self) -> Option<DateTime<Utc>> {
        self.erased
    }

    pub(super) fn fold(&mut self, event: InquiryEvent) {
        match event {
            InquiryEvent::InquiryAsked {
                store,
                member,
                contact,
                topic,
                order,
                text,
                photos,
                at,
            } => {
                self.store = Some(store);
                self.member = member;
                self.contact = Some(contact);
                self.topic = Some(topic);
                self.order = order;
                self.photos = photos;
                self.say(false, text, at);
            }
            InquiryEvent::InquiryAnswered { number, text, at } => {
                self.answers = number;
                self.say(true, text, at);
            }
            InquiryEvent::InquiryReopened { text, at } => self.say(false, text, at),
            InquiryEvent::InquiryClosed { .. } => self.status = InquiryStatus::Closed,
            InquiryEvent::InquiryErased { at } => self.erased = Some(at),
        }
    }

    fn say(&mut self, staff: bool, text: PersonalRef, at: DateTime<Utc>) {
        self.turns.push(Turn { staff, text, at });
        self.status = if staff {
            InquiryStatus::Answered
        } else {
            InquiryStatus::Open
        };
    }
}
