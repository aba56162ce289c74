//! What may happen to a shopper's way through a provider's window. The provider's answers come late, twice, in
//! any order or never; money is taken for an order once, whatever they say.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::attempt::{Approval, Attempt, AttemptCommand, Issued, Stage, StrandedReason};
use super::state::{Payment, PaymentStatus};
use super::{PaymentEvent, PaymentRefusal};
use crate::ids::AttemptId;
use crate::money::Won;
use crate::personal::PersonalRef;

type Decision = Result<Vec<PaymentEvent>, PaymentRefusal>;

impl Payment {
    pub(super) fn attempt_rule(&self, attempt: AttemptId, command: AttemptCommand) -> Decision {
        match command {
            AttemptCommand::Open {
                provider,
                means,
                key,
                until,
                at,
            } => self.open_attempt(PaymentEvent::AttemptOpened {
                attempt,
                provider,
                means,
                key,
                until,
                at,
            }),
            AttemptCommand::Ask { ticket, at } => self.ask_approval(attempt, ticket, at),
            AttemptCommand::NoteApproval(approval) => self.note_approval(attempt, approval),
            AttemptCommand::NoteAccount(issued) => self.note_account(attempt, issued),
            AttemptCommand::NoteFailure { code, at } => self.note_failure(attempt, code, at),
            AttemptCommand::NoteUndone { at } => self.note_undone(attempt, at),
        }
    }

    /// Only what still waits for money sends a shopper to a window, and not while another may bring it.
    fn open_attempt(&self, opened: PaymentEvent) -> Decision {
        let PaymentEvent::AttemptOpened {
            attempt,
            provider,
            means,
            key,
            ..
        } = &opened
        else {
            return Ok(vec![]);
        };
        if let Some(known) = self.attempts.get(attempt) {
            // Two windows of one number, which the provider knows apart: the other one is another attempt.
            let same = known.provider == *provider && known.means == *means && known.key == *key;
            return if same {
                Ok(vec![])
            } else {
                Err(PaymentRefusal::OtherWindow)
            };
        }
        self.waits_for_a_window()?;
        Ok(vec![opened])
    }

    /// One attempt at a time: two that are asked at once would take the money twice.
    fn ask_approval(
        &self,
        attempt: AttemptId,
        ticket: Option<PersonalRef>,
        at: DateTime<Utc>,
    ) -> Decision {
        let known = self.attempts.get(&attempt);
        match known.ok_or(PaymentRefusal::NoAttempt)?.stage {
            // Somebody asked before: what the answer was is found out, not asked for again.
            Stage::Asked { .. } | Stage::Approved { .. } | Stage::Stranded { .. } => Ok(vec![]),
            Stage::Failed | Stage::Undone => Err(PaymentRefusal::AttemptEnded),
            Stage::Open => {
                self.waits_for_a_window()?;
                Ok(vec![PaymentEvent::ApprovalAsked {
                    attempt,
                    ticket,
                    at,
                }])
            }
        }
    }

    fn waits_for_a_window(&self) -> Result<(), PaymentRefusal> {
        match self.status {
            PaymentStatus::New => Err(PaymentRefusal::NotRequested),
            PaymentStatus::Captured => Err(PaymentRefusal::AlreadyCaptured),
            PaymentStatus::AwaitingDeposit => Err(PaymentRefusal::Differs),
            PaymentStatus::Cancelled | PaymentStatus::Expired => Err(PaymentRefusal::Closed),
            PaymentStatus::Requested if self.approval_open() => Err(PaymentRefusal::ApprovalOpen),
            PaymentStatus::Requested => Ok(()),
        }
    }

    /// Money that was taken is a fact, also of an attempt that we had given up: it pays the order if that
    /// still waits for exactly it, and must go back otherwise.
    fn note_approval(&self, attempt: AttemptId, approval: Approval) -> Decision {
        let known = self.attempts.get(&attempt);
        let known = known.ok_or(PaymentRefusal::NoAttempt)?;
        let Approval {
            transaction,
            amount,
            issuer,
            at,
        } = approval;
        match &known.stage {
            Stage::Approved {
                transaction: before,
            }
            | Stage::Stranded {
                transaction: before,
                ..
            } => {
                return if *before == transaction {
                    Ok(vec![])
                } else {
                    Err(PaymentRefusal::OtherTransaction)
                };
            }
            // It went back: what comes now was said before that.
            Stage::Undone => return Ok(vec![]),
            Stage::Open | Stage::Asked { .. } | Stage::Failed => {}
        }
        Ok(match self.unwanted(amount) {
            Some(reason) => vec![PaymentEvent::ApprovalStranded {
                attempt,
                transaction,
                amount,
                reason,
                at,
            }],
            None => vec![
                PaymentEvent::ApprovalGiven {
                    attempt,
                    transaction,
                    amount,
                    issuer,
                    at,
                },
                PaymentEvent::PaymentCaptured { amount, at },
            ],
        })
    }

    /// An account holds no money yet: one that comes too late is only forgotten.
    fn note_account(&self, attempt: AttemptId, issued: Issued) -> Decision {
        let known = self.attempts.get(&attempt);
        let known = known.ok_or(PaymentRefusal::NoAttempt)?;
        let Issued {
            transaction,
            bank,
            account,
            deadline,
            at,
        } = issued;
        match (&known.stage, self.status) {
            (
                Stage::Approved {
                    transaction: before,
                },
                _,
            ) if *before == transaction => Ok(vec![]),
            (Stage::Approved { .. } | Stage::Stranded { .. }, _) => {
                Err(PaymentRefusal::OtherTransaction)
            }
            (Stage::Undone, _) => Ok(vec![]),
            (_, PaymentStatus::Requested) => Ok(vec![
                PaymentEvent::AccountGiven {
                    attempt,
                    transaction: transaction.clone(),
                    at,
                },
                PaymentEvent::VirtualAccountIssued {
                    bank,
                    account,
                    issue: transaction,
                    deadline,
                },
            ]),
            (Stage::Failed, _) => Ok(vec![]),
            _ => {
                let code = "too-late".to_owned();
                Ok(vec![PaymentEvent::AttemptFailed { attempt, code, at }])
            }
        }
    }

    fn unwanted(&self, amount: Won) -> Option<StrandedReason> {
        match self.status {
            PaymentStatus::Cancelled => Some(StrandedReason::AfterCancel),
            PaymentStatus::Expired => Some(StrandedReason::AfterExpiry),
            PaymentStatus::Captured | PaymentStatus::AwaitingDeposit => {
                Some(StrandedReason::AlreadyPaid)
            }
            PaymentStatus::New | PaymentStatus::Requested if amount != self.due => {
                Some(StrandedReason::WrongAmount)
            }
            PaymentStatus::New | PaymentStatus::Requested => None,
        }
    }

    fn note_failure(&self, attempt: AttemptId, code: String, at: DateTime<Utc>) -> Decision {
        let known = self.attempts.get(&attempt);
        match known.ok_or(PaymentRefusal::NoAttempt)?.stage {
            Stage::Open | Stage::Asked { .. } => {
                Ok(vec![PaymentEvent::AttemptFailed { attempt, code, at }])
            }
            // Whoever says so now is late, or wrong.
            _ => Ok(vec![]),
        }
    }

    /// An approved attempt is not undone here: its money is refunded.
    fn note_undone(&self, attempt: AttemptId, at: DateTime<Utc>) -> Decision {
        let known = self.attempts.get(&attempt);
        match known.ok_or(PaymentRefusal::NoAttempt)?.stage {
            Stage::Approved { .. } => Err(PaymentRefusal::AlreadyCaptured),
            Stage::Undone => Ok(vec![]),
            _ => Ok(vec![PaymentEvent::AttemptUndone { attempt, at }]),
        }
    }

    /// Whether a provider may be taking money for it just now.
    pub fn approval_open(&self) -> bool {
        self.attempts.values().any(Attempt::is_asked)
    }

    /// Its attempts, by id.
    pub fn attempts(&self) -> &BTreeMap<AttemptId, Attempt> {
        &self.attempts
    }

    /// The attempt that brought the money.
    pub fn approved(&self) -> Option<(&AttemptId, &Attempt)> {
        let mut all = self.attempts.iter();
        all.find(|(_, it)| matches!(it.stage, Stage::Approved { .. }))
    }

    /// What an event makes of an attempt.
    pub(super) fn fold_attempt(&mut self, attempt: &AttemptId, stage: Stage) {
        if let Some(known) = self.attempts.get_mut(attempt) {
            known.stage = stage;
        }
    }
}
