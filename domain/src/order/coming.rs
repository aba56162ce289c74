//! Pieces on their way back are what was with the shopper when they were asked back, whatever is sent meanwhile.

use std::collections::BTreeMap;

use super::events::LineQuantity;
use super::others::{Other, Taking};
use super::parts::{Claim, Line};
use super::state::Order;
use crate::ids::ClaimId;

impl Order {
    /// Pieces of a line that are with the shopper and that no claim asks back.
    pub fn free(&self, line: u32) -> u32 {
        let with_shopper = self.lines.get(line as usize).map_or(0, Line::to_return);
        with_shopper.saturating_sub(self.asked_of(line))
    }

    /// What is not what was ordered among the pieces that came with a claim, or are to come.
    pub(super) fn others_with(&self, claim: &ClaimId) -> Vec<Other> {
        let known = self.asked_as.get(claim).or_else(|| self.came_as.get(claim));
        known.cloned().unwrap_or_default()
    }

    /// The same if just these pieces come with it. More than were announced are what is with the shopper besides.
    pub(super) fn others_coming(&self, claim: &ClaimId, lines: &[LineQuantity]) -> Vec<Other> {
        self.tell_apart(claim, lines).came
    }

    /// Pieces are asked back: those that went out as another option are set apart for this claim.
    pub(super) fn others_asked(&mut self, claim: &ClaimId, lines: &[LineQuantity]) {
        let (taken, left) = std::mem::take(&mut self.others).taking(lines);
        self.others = left;
        if !taken.is_empty() {
            self.asked_as.insert(claim.clone(), taken);
        }
    }

    /// They are not coming: other claims may take them again.
    pub(super) fn others_stay(&mut self, claim: &ClaimId) {
        let stay = self.asked_as.remove(claim).unwrap_or_default();
        self.others.extend(stay.into_iter().rev());
    }

    /// Pieces came back, and are with the shopper up to now: those that went out as another option are remembered
    /// with their claim.
    pub(super) fn others_came(&mut self, claim: &ClaimId, lines: &[LineQuantity]) {
        let Apart {
            came,
            stay,
            asked_as,
        } = self.tell_apart(claim, lines);
        self.others = stay;
        self.asked_as = asked_as;
        if !came.is_empty() {
            self.came_as.insert(claim.clone(), came);
        }
    }

    fn tell_apart(&self, claim: &ClaimId, lines: &[LineQuantity]) -> Apart {
        let mut asked_as = self.asked_as.clone();
        let mut set_apart = asked_as.remove(claim).unwrap_or_default();
        set_apart.reverse();
        let within: Vec<LineQuantity> = lines
            .iter()
            .map(|part| self.of_announced(claim, *part))
            .collect();
        let beyond: Vec<LineQuantity> = lines
            .iter()
            .zip(&within)
            .map(|(part, within)| LineQuantity {
                line: part.line,
                quantity: part.quantity - within.quantity,
            })
            .collect();
        let (mut came, not_come) = set_apart.taking(&within);
        let (more, mut stay) = self.others.clone().taking(&beyond);
        // Where nothing else is left with the shopper, they are what another claim announced.
        let missing: Vec<LineQuantity> = within
            .iter()
            .zip(&beyond)
            .map(|(within, beyond)| {
                let line = beyond.line;
                let of_claim = within.quantity - pieces_of(&came, line);
                let alike = self.as_ordered(line).saturating_sub(of_claim);
                let open = beyond.quantity - pieces_of(&more, line);
                let quantity = open.saturating_sub(alike);
                LineQuantity { line, quantity }
            })
            .collect();
        came.extend(more);
        for mut part in missing {
            for announced in asked_as.values_mut() {
                let (taken, left) = std::mem::take(announced).taking(&[part]);
                *announced = left;
                part.quantity -= pieces_of(&taken, part.line);
                came.extend(taken);
            }
        }
        stay.extend(not_come);
        Apart {
            came,
            stay,
            asked_as,
        }
    }

    /// Of so many pieces of a line those that were announced with a claim.
    fn of_announced(&self, claim: &ClaimId, part: LineQuantity) -> LineQuantity {
        let asked = match self.claims.get(claim) {
            Some(Claim::Requested(asked)) if asked.is_open() => &asked.lines[..],
            _ => &[],
        };
        let announced = asked.iter().filter(|it| it.line == part.line);
        let announced: u32 = announced.map(|it| it.quantity).sum();
        LineQuantity {
            line: part.line,
            quantity: part.quantity.min(announced),
        }
    }

    /// Pieces of a line with the shopper that are what was ordered.
    fn as_ordered(&self, line: u32) -> u32 {
        let with_shopper = self.lines.get(line as usize).map_or(0, Line::to_return);
        let asked = self.asked_as.values().map(|it| pieces_of(it, line));
        with_shopper.saturating_sub(pieces_of(&self.others, line) + asked.sum::<u32>())
    }
}

/// Pieces by what becomes of them.
struct Apart {
    /// They came, last first.
    came: Vec<Other>,
    /// They are with the shopper.
    stay: Vec<Other>,
    /// They are announced with other claims.
    asked_as: BTreeMap<ClaimId, Vec<Other>>,
}

fn pieces_of(others: &[Other], line: u32) -> u32 {
    let of_it = others.iter().filter(|it| it.line == line);
    of_it.map(|it| it.quantity).sum()
}
