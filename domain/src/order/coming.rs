//! Pieces on their way back are what was with the shopper when they were asked back, whatever is sent meanwhile.

use super::OrderRefusal;
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
        match self.claims.get(claim) {
            Some(Claim::Requested(asked)) if asked.is_open() => {
                self.others_coming(claim, &asked.lines)
            }
            _ => self.came_as.get(claim).cloned().unwrap_or_default(),
        }
    }

    /// The same if just these pieces come with it. More than were announced are what is with the shopper besides.
    pub(super) fn others_coming(&self, claim: &ClaimId, lines: &[LineQuantity]) -> Vec<Other> {
        self.tell_apart(claim, lines).came
    }

    /// Pieces are asked back: those that went out as another option are set apart for this claim.
    pub(super) fn others_asked(&mut self, claim: &ClaimId, lines: &[LineQuantity]) {
        let (taken, left) = std::mem::take(&mut self.others).taking(lines);
        self.others = left;
        self.asked_as.insert(claim.clone(), taken);
    }

    /// They are not coming: other claims may take them again.
    pub(super) fn others_stay(&mut self, claim: &ClaimId) {
        let stay = self.asked_as.remove(claim).unwrap_or_default();
        self.others.extend(stay.into_iter().rev());
        in_order(&mut self.others);
    }

    /// Pieces came back: those that went out as another option are remembered with their claim.
    pub(super) fn others_came(&mut self, claim: &ClaimId, lines: &[LineQuantity]) {
        let Apart { came, stay } = self.tell_apart(claim, lines);
        self.asked_as.remove(claim);
        self.others = stay;
        if !came.is_empty() {
            self.came_as.insert(claim.clone(), came);
        }
    }

    fn tell_apart(&self, claim: &ClaimId, lines: &[LineQuantity]) -> Apart {
        let set_apart = self.set_apart(claim, lines);
        let beyond = lines
            .iter()
            .zip(&set_apart)
            .map(|(part, set_apart)| LineQuantity {
                line: part.line,
                quantity: part.quantity - set_apart.quantity,
            });
        let beyond: Vec<LineQuantity> = beyond.collect();
        let mut asked_as = self.asked_as.get(claim).cloned().unwrap_or_default();
        asked_as.reverse();
        let (mut came, not_come) = asked_as.taking(&set_apart);
        let (more, mut stay) = self.others.clone().taking(&beyond);
        came.extend(more);
        stay.extend(not_come);
        in_order(&mut stay);
        Apart { came, stay }
    }

    /// What of so many pieces was set apart for a claim when it was asked for.
    fn set_apart(&self, claim: &ClaimId, lines: &[LineQuantity]) -> Vec<LineQuantity> {
        let asked = match self.claims.get(claim) {
            Some(Claim::Requested(asked)) if self.asked_as.contains_key(claim) => &asked.lines[..],
            _ => &[],
        };
        let announced = |line: u32| -> u32 {
            let of_it = asked.iter().filter(|it| it.line == line);
            of_it.map(|it| it.quantity).sum()
        };
        let part = |part: &LineQuantity| LineQuantity {
            line: part.line,
            quantity: part.quantity.min(announced(part.line)),
        };
        lines.iter().map(part).collect()
    }

    /// Pieces that are not all alike come as they were announced: more than that only as far as no other claim
    /// announced them.
    ///
    /// # Errors
    /// [`OrderRefusal::ClaimOpen`]: they are pieces of another claim.
    pub(super) fn no_others_than_announced(
        &self,
        claim: &ClaimId,
        lines: &[LineQuantity],
    ) -> Result<(), OrderRefusal> {
        for (part, set_apart) in lines.iter().zip(self.set_apart(claim, lines)) {
            let line = part.line;
            let names = |id: &&ClaimId| {
                let asked = self.exchanged_lines(id);
                *id != claim && asked.iter().any(|it| it.line == line)
            };
            let mixed = |others: &[Other]| others.iter().any(|it| it.line == line);
            let mut announced = self.asked_as.keys().filter(names);
            let unlike = mixed(&self.others) || self.asked_as.values().any(|it| mixed(it));
            if let (Some(other), true) = (announced.next(), unlike)
                && part.quantity - set_apart.quantity > self.free(line)
            {
                return Err(OrderRefusal::ClaimOpen(other.clone()));
            }
        }
        Ok(())
    }
}

/// Those that went out last at the end, however long they were asked back.
fn in_order(others: &mut [Other]) {
    others.sort_by_key(|it| it.parcel);
}

/// Pieces by what becomes of them.
struct Apart {
    /// They came, last first.
    came: Vec<Other>,
    /// They are with the shopper, and no claim asks them back.
    stay: Vec<Other>,
}
