//! A shopper asks to send something back or to have it exchanged: what, why, and who pays the way.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::deal::{ExchangeTerms, Wanted};
use super::events::LineQuantity;
use super::fulfil::same_pieces;
use super::parts::{Claim, Line};
use super::state::Order;
use super::window::{Fault, Terms};
use super::{OrderEvent, OrderRefusal};
use crate::ids::ClaimId;
use crate::money::{Won, share};
use crate::personal::PersonalRef;

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

/// What a shopper wants for pieces that come back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// 반품: the money.
    #[default]
    Return,
    /// 교환: the same once more, or another option of it.
    Exchange,
}

impl Wish {
    /// The name under which tables and programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Exchange => "exchange",
        }
    }
}

/// Why something is to come back. A closed list; what the shopper tells beside it is in the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimReason {
    /// 단순 변심.
    ChangedMind,
    /// 다른 것을 잘못 골랐음: the shopper's own mistake.
    Misordered,
    /// 불량.
    Defective,
    /// 파손: it broke on the way.
    Damaged,
    /// 오배송: something else came.
    WrongItem,
    /// 상품 설명과 다름.
    NotAsDescribed,
}

impl ClaimReason {
    /// All of them, as a form lists them.
    pub const ALL: [Self; 6] = [
        Self::ChangedMind,
        Self::Misordered,
        Self::Defective,
        Self::Damaged,
        Self::WrongItem,
        Self::NotAsDescribed,
    ];

    /// The word as events hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChangedMind => "changed-mind",
            Self::Misordered => "misordered",
            Self::Defective => "defective",
            Self::Damaged => "damaged",
            Self::WrongItem => "wrong-item",
            Self::NotAsDescribed => "not-as-described",
        }
    }

    /// The reason of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// Whose fault it is, which decides until when it may be asked and who pays the way back.
    pub fn fault(self) -> Fault {
        match self {
            Self::ChangedMind | Self::Misordered => Fault::Shoppers,
            _ => Fault::Shops,
        }
    }
}

/// What a shopper asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRequest {
    /// Money, or the same once more.
    pub wish: Wish,
    /// What is to come back.
    pub lines: Vec<LineQuantity>,
    /// Why.
    pub reason: ClaimReason,
    /// What the shopper tells, in the vault.
    pub note: Option<PersonalRef>,
    /// Names of uploaded pictures, five at most.
    pub photos: Vec<String>,
    /// Other options that an exchange is to send; lines without one get the same once more.
    pub wanted: Vec<Wanted>,
}

/// A return or exchange that was asked for, and what staff said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Money, or the same once more.
    pub wish: Wish,
    /// What is to come back.
    pub lines: Vec<LineQuantity>,
    /// What the shopper owes for carriage, won: taken off the refund of a return, paid by an order of
    /// charges for an exchange.
    pub carriage: Won,
    /// What became of it.
    pub answer: Answer,
}

/// What became of what was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Staff have not looked at it.
    #[default]
    Waiting,
    /// The goods may come.
    Accepted,
    /// Staff said no.
    Rejected,
    /// The shopper thought better of it.
    Withdrawn,
}

impl Answer {
    /// The name under which tables and programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "requested",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Asked {
    /// Whether goods may still come for it.
    pub fn is_open(&self) -> bool {
        matches!(self.answer, Answer::Waiting | Answer::Accepted)
    }
}

/// Pictures of one request at most.
pub const MOST_PHOTOS: usize = 5;

/// Whether these may be the names of uploaded pictures: short, and nothing but plain letters.
pub fn are_photos(names: &[String]) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let name = |name: &String| (1..=128).contains(&name.len()) && name.bytes().all(plain);
    names.len() <= MOST_PHOTOS && names.iter().all(name)
}

impl Order {
    /// A request names pieces that are with the shopper, that no other open request names, and
    /// whose time has not passed.
    pub(super) fn request_claim(
        &self,
        claim: ClaimId,
        request: ClaimRequest,
        terms: Terms,
        at: DateTime<Utc>,
    ) -> Decision {
        if let Some(known) = self.claims.get(&claim) {
            return match known {
                Claim::Requested(asked)
                    if asked.wish == request.wish
                        && same_pieces(&asked.lines, &request.lines)
                        && self.same_wanted(&claim, &request.wanted) =>
                {
                    Ok(vec![])
                }
                // It has arrived since; what was announced is forgotten.
                Claim::Swapped(_) => Ok(vec![]),
                known if known.decided().is_some_and(|(_, goods)| goods.came_back()) => Ok(vec![]),
                _ => Err(OrderRefusal::OtherReturn(claim)),
            };
        }
        self.in_fulfilment()?;
        if !are_photos(&request.photos) {
            return Err(OrderRefusal::BadPhotos);
        }
        let nothing = OrderRefusal::NothingToReturn;
        let lines = self.chosen(Some(request.lines), Line::to_return, nothing)?;
        for part in &lines {
            self.may_ask(*part, request.reason.fault(), terms, at)?;
        }
        Self::check_wanted(&lines, request.wish == Wish::Exchange, &request.wanted)?;
        self.one_after_the_other(&claim, &lines, &request.wanted)?;
        let carriage = terms.carriage_of(request.wish, request.reason.fault());
        Ok(vec![OrderEvent::ClaimRequested {
            claim,
            wish: request.wish,
            lines,
            reason: request.reason,
            carriage,
            note: request.note,
            photos: request.photos,
            wanted: request.wanted,
            set_apart: true,
            at,
        }])
    }

    /// The goods may come. Staff who see the pictures may judge otherwise who pays the way. What an
    /// exchange comes to may be agreed on anew until it is paid or sent, also when the goods are here.
    pub(super) fn accept_claim(
        &self,
        claim: ClaimId,
        carriage: Option<Won>,
        terms: Option<Box<ExchangeTerms>>,
        at: DateTime<Utc>,
    ) -> Decision {
        let (answer, owes) = match (self.claims.get(&claim), &terms) {
            (Some(Claim::Swapped(swap)), Some(_)) if swap.parcel.is_none() => {
                (Answer::Accepted, swap.carriage)
            }
            _ => self.asked(&claim).map(|it| (it.answer, it.carriage))?,
        };
        let most = self.most_carriage(&claim);
        if let (Some(named), Some(most)) = (carriage, most)
            && named > most
        {
            return Err(OrderRefusal::TooMuchCarriage { most });
        }
        let carriage = carriage.unwrap_or(owes);
        if carriage < Won::ZERO {
            return Err(OrderRefusal::BadCarriage);
        }
        let same = answer == Answer::Accepted && owes == carriage;
        let new = match &terms {
            Some(terms) => self.new_terms(&claim, terms, same)?,
            None => !same,
        };
        match answer {
            Answer::Rejected | Answer::Withdrawn => Err(OrderRefusal::ClaimClosed(claim)),
            _ if !new => Ok(vec![]),
            Answer::Waiting | Answer::Accepted => Ok(vec![OrderEvent::ClaimAccepted {
                claim,
                carriage,
                terms,
                at,
            }]),
        }
    }

    /// What can be taken off the refund of a return that was asked for: what its goods cost. An exchange is paid for.
    fn most_carriage(&self, claim: &ClaimId) -> Option<Won> {
        let Some(Claim::Requested(asked)) = self.claims.get(claim) else {
            return None;
        };
        let quoted = &self.draft()?.quote.lines;
        let cost = asked.lines.iter().filter_map(|part| {
            let line = quoted.get(part.line as usize)?;
            Some(share(line.net, line.quantity, part.quantity))
        });
        (asked.wish == Wish::Return).then(|| cost.sum())
    }

    /// Staff say no, in a word; what they write beside it is in the vault.
    pub(super) fn reject_claim(
        &self,
        claim: ClaimId,
        reason: String,
        note: Option<PersonalRef>,
        at: DateTime<Utc>,
    ) -> Decision {
        super::reason::check_reason(&reason)?;
        match self.asked(&claim)?.answer {
            Answer::Rejected => Ok(vec![]),
            Answer::Withdrawn => Err(OrderRefusal::ClaimClosed(claim)),
            Answer::Waiting | Answer::Accepted => Ok(vec![OrderEvent::ClaimRejected {
                claim,
                reason,
                note,
                at,
            }]),
        }
    }

    /// The shopper keeps it after all.
    pub(super) fn withdraw_claim(&self, claim: ClaimId, at: DateTime<Utc>) -> Decision {
        match self.asked(&claim)?.answer {
            Answer::Withdrawn => Ok(vec![]),
            Answer::Rejected => Err(OrderRefusal::ClaimClosed(claim)),
            Answer::Waiting | Answer::Accepted => {
                Ok(vec![OrderEvent::ClaimWithdrawn { claim, at }])
            }
        }
    }

    fn same_wanted(&self, claim: &ClaimId, wanted: &[Wanted]) -> bool {
        let known = self.deals.get(claim).map_or(&[][..], |deal| &deal.wanted);
        let same = |it: &Wanted| {
            wanted
                .iter()
                .any(|of| of.line == it.line && of.sku == it.sku)
        };
        known.len() == wanted.len() && known.iter().all(same)
    }

    /// What was asked under this name, if nothing of it has arrived.
    fn asked(&self, claim: &ClaimId) -> Result<&Asked, OrderRefusal> {
        match self.claims.get(claim) {
            Some(Claim::Requested(asked)) => Ok(asked),
            Some(_) => Err(OrderRefusal::ClaimClosed(claim.clone())),
            None => Err(OrderRefusal::NoClaim),
        }
    }

    /// Pieces of a line that open requests name already.
    pub(super) fn asked_of(&self, line: u32) -> u32 {
        let open = self.claims.values().filter_map(|claim| match claim {
            Claim::Requested(asked) if asked.is_open() => Some(&asked.lines),
            _ => None,
        });
        let pieces = open.flatten().filter(|part| part.line == line);
        pieces.map(|part| part.quantity).sum()
    }

    /// The first claim whose goods are on their way back, or whose replacement is awaited.
    pub fn open_claim(&self) -> Option<&ClaimId> {
        let open = self.claims.iter().find(|(_, claim)| claim.is_open());
        open.map(|(id, _)| id)
    }
}
