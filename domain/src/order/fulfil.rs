//! Packing, shipping, delivering and confirming.

use chrono::{DateTime, Utc};

use super::events::LineQuantity;
use super::parts::{Line, Parcel, Status};
use super::state::Order;
use super::{OrderEvent, OrderRefusal};

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

impl Order {
    /// Packing begins once, after payment.
    pub(super) fn prepare(&self, at: DateTime<Utc>) -> Decision {
        self.in_fulfilment()?;
        match self.status {
            Status::Paid => Ok(vec![OrderEvent::PreparationStarted { at }]),
            _ => Ok(vec![]),
        }
    }

    /// A parcel takes what is left of the lines it names. The same invoice number twice is
    /// the same parcel, and must say the same.
    pub(super) fn ship(
        &self,
        carrier: String,
        invoice: String,
        lines: Option<Vec<LineQuantity>>,
        at: DateTime<Utc>,
    ) -> Decision {
        check_invoice(&carrier, &invoice)?;
        let same = |parcel: &Parcel| parcel.carrier == carrier && parcel.invoice == invoice;
        if let Some(known) = self.parcels.iter().find(|parcel| same(parcel)) {
            return match lines {
                Some(lines) if same_pieces(&known.lines, &lines) => Ok(vec![]),
                // All that was left went with it.
                None if self.lines.iter().all(|line| line.to_ship() == 0) => Ok(vec![]),
                _ => Err(OrderRefusal::OtherParcel),
            };
        }
        self.in_fulfilment()?;
        let lines = self.chosen(lines, Line::to_ship, OrderRefusal::NothingToShip)?;
        let parcel = u32::try_from(self.parcels.len()).unwrap_or(u32::MAX) + 1;
        Ok(vec![OrderEvent::ParcelShipped {
            parcel,
            carrier,
            invoice,
            lines,
            at,
        }])
    }

    pub(super) fn correct_invoice(
        &self,
        parcel: u32,
        carrier: String,
        invoice: String,
    ) -> Decision {
        check_invoice(&carrier, &invoice)?;
        let found = self.parcel(parcel)?;
        if found.carrier == carrier && found.invoice == invoice {
            return Ok(vec![]);
        }
        Ok(vec![OrderEvent::InvoiceCorrected {
            parcel,
            carrier,
            invoice,
        }])
    }

    pub(super) fn deliver(&self, parcel: u32, at: DateTime<Utc>) -> Decision {
        if self.parcel(parcel)?.delivered {
            return Ok(vec![]);
        }
        Ok(vec![OrderEvent::ParcelDelivered { parcel, at }])
    }

    pub(super) fn confirm(&self, at: DateTime<Utc>) -> Decision {
        match self.status {
            // What is being sent back is not kept.
            Status::Delivered => match self.open_claim() {
                Some(claim) => Err(OrderRefusal::ClaimOpen(claim.clone())),
                None => Ok(vec![OrderEvent::PurchaseConfirmed { at }]),
            },
            Status::Confirmed => Ok(vec![]),
            _ => {
                self.in_fulfilment()?;
                Err(OrderRefusal::NotDelivered)
            }
        }
    }

    fn parcel(&self, parcel: u32) -> Result<&Parcel, OrderRefusal> {
        (parcel as usize)
            .checked_sub(1)
            .and_then(|place| self.parcels.get(place))
            .ok_or(OrderRefusal::NoParcel(parcel))
    }

    /// The lines asked for, checked against what `left` says remains; all of it if none
    /// were named. `nothing` says that this is no piece at all.
    pub(super) fn chosen(
        &self,
        lines: Option<Vec<LineQuantity>>,
        left: fn(&Line) -> u32,
        nothing: OrderRefusal,
    ) -> Result<Vec<LineQuantity>, OrderRefusal> {
        let chosen = match lines {
            Some(lines) => self.checked(&lines, left)?,
            None => (0..)
                .zip(&self.lines)
                .map(|(line, of)| LineQuantity {
                    line,
                    quantity: left(of),
                })
                .filter(|part| part.quantity > 0)
                .collect(),
        };
        if chosen.is_empty() {
            Err(nothing)
        } else {
            Ok(chosen)
        }
    }

    fn checked(
        &self,
        lines: &[LineQuantity],
        left: fn(&Line) -> u32,
    ) -> Result<Vec<LineQuantity>, OrderRefusal> {
        let merged = merged(lines);
        for part in &merged {
            let line = self.lines.get(part.line as usize);
            let left = left(line.ok_or(OrderRefusal::NoLine(part.line))?);
            if part.quantity > left {
                let LineQuantity {
                    line,
                    quantity: asked,
                } = *part;
                return Err(OrderRefusal::TooMany { line, asked, left });
            }
        }
        Ok(merged)
    }
}

/// Each line once, without those of no pieces.
fn merged(lines: &[LineQuantity]) -> Vec<LineQuantity> {
    let mut merged: Vec<LineQuantity> = Vec::with_capacity(lines.len());
    for part in lines.iter().filter(|part| part.quantity > 0) {
        match merged.iter_mut().find(|seen| seen.line == part.line) {
            Some(seen) => seen.quantity = seen.quantity.saturating_add(part.quantity),
            None => merged.push(*part),
        }
    }
    merged
}

/// Whether both name the same pieces, in whatever order.
pub(super) fn same_pieces(one: &[LineQuantity], other: &[LineQuantity]) -> bool {
    let sorted = |lines| {
        let mut lines = merged(lines);
        lines.sort_by_key(|part| part.line);
        lines
    };
    sorted(one) == sorted(other)
}

/// Carriers number their parcels with 8 to 20 digits (CJ 10 or 12, the post office 13).
pub(super) fn check_invoice(carrier: &str, invoice: &str) -> Result<(), OrderRefusal> {
    let digits = invoice.bytes().all(|byte| byte.is_ascii_digit());
    if carrier.is_empty() || carrier.len() > 32 {
        return Err(OrderRefusal::BadCarrier);
    }
    if !digits || !(8..=20).contains(&invoice.len()) {
        return Err(OrderRefusal::BadInvoice);
    }
    Ok(())
}
