//! What a step did, in one line: done twice it looks the same in the order, and staff must see that
//! the second time nothing went back.

use domain::ClaimId;
use domain::Won;
use domain::order::{Claim, Order};

use super::show::kst;
use super::words::Step;

/// The line; none for a step that only looks. `order` is how the step left it.
pub fn line(step: &Step, claim: Option<&ClaimId>, done: bool, order: &Order) -> Option<String> {
    let (did, was) = match step {
        // An edit tells by itself what it did, and the order what became of its receipt or refund.
        Step::Show { .. } | Step::Edit(_) | Step::Receipt(_) | Step::SettleRefund(_) => {
            return None;
        }
        Step::Prepare { .. } => told("packing has begun", "packing began before"),
        Step::Ship {
            carrier, invoice, ..
        } => (
            format!("shipped with {carrier} {invoice}"),
            format!("{carrier} {invoice} is a parcel of this order already"),
        ),
        Step::Correct { .. } => told("corrected", "the parcel says so already"),
        Step::Deliver { parcel, .. } => (
            format!("parcel {parcel} is delivered"),
            format!("parcel {parcel} is delivered already"),
        ),
        Step::Confirm { .. } => told("the purchase is confirmed", "it is confirmed already"),
        Step::Erase { .. } => (
            "erased who ordered and where it went".to_owned(),
            erased(order),
        ),
        Step::RefundAccount { .. } => told(
            "refunds of the deposit go to that account",
            "they go to that account already",
        ),
        Step::Cancel { .. } => claimed("cancelled and ", claim, order),
        Step::Return { .. } => claimed("taken back and ", claim, order),
        Step::Refund { .. } => claimed("", claim, order),
    };
    Some(if done {
        did
    } else {
        format!("nothing done: {was}")
    })
}

fn told(did: &str, was: &str) -> (String, String) {
    (did.to_owned(), was.to_owned())
}

fn claimed(did: &str, claim: Option<&ClaimId>, order: &Order) -> (String, String) {
    match claim.and_then(|id| Some((id, amount(order.claims().get(id)?)?))) {
        Some((id, (went, amount))) => (
            format!("{did}{went} {amount} (claim {id})"),
            format!("claim `{id}` of {amount} exists already; for another one give --claim NAME"),
        ),
        // What came back for an exchange is replaced, not paid back.
        None if claim.is_some_and(|id| order.claims().contains_key(id)) => (
            "taken back for an exchange".to_owned(),
            "it came back before".to_owned(),
        ),
        // All of it was given up before, by another claim or by an edit.
        None if order.paid().is_positive() => {
            let was = format!("the order is {} already", order.status().as_str());
            (was.clone(), was)
        }
        // Nobody had paid, so nothing goes back.
        None => (
            "cancelled before it was paid".to_owned(),
            format!("the order is {} already", order.status().as_str()),
        ),
    }
}

/// Whether money went back, or is still to, and how much; none while nothing is decided.
fn amount(claim: &Claim) -> Option<(&'static str, Won)> {
    match claim {
        Claim::Owed(plan, _) => Some(("still to be paid back", plan.amount)),
        Claim::Refunded(plan, ..) => Some(("refunded", plan.amount)),
        Claim::Requested(_) | Claim::Swapped(_) => None,
    }
}

fn erased(order: &Order) -> String {
    match order.recipient_erased() {
        Some(at) => format!("that was erased already, at {}", kst(at)),
        None => "the order came without a recipient".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use domain::RefundId;
    use domain::order::{Goods, RefundPlan};
    use serde_json::{from_value, to_value};

    use super::*;
    use crate::cli::{Cli, Command};

    fn step(words: &[&str]) -> Step {
        let order = ["jangbu", "order", words[0], "20260102-7Q2M4XKD9A"];
        let cli = Cli::parse_from(order.iter().chain(&words[1..]));
        match cli.command {
            Command::Order(order) => order.step,
            other => panic!("{other:?}"),
        }
    }

    fn order_with(id: &str, amount: i64) -> Order {
        let plan = RefundPlan {
            lines: vec![],
            charges: Won(amount),
            amount: Won(amount),
        };
        let mut order = to_value(Order::default()).unwrap();
        let refund = RefundId::new("20260102-7Q2M4XKD9A/refund").unwrap();
        order["claims"][id] = to_value(Claim::Refunded(plan, Goods::None, refund)).unwrap();
        from_value(order).unwrap()
    }

    fn says(words: &[&str], done: bool, order: &Order) -> String {
        let step = step(words);
        let claim = step.claim().unwrap();
        line(&step, claim.as_ref(), done, order).unwrap()
    }

    #[test]
    fn a_repeated_refund_is_told_from_a_new_one() {
        let order = order_with("refund", 1_000);
        let refund = ["refund", "--amount", "1000"];
        assert_eq!(
            says(&refund, true, &order),
            "refunded 1,000원 (claim refund)"
        );
        assert_eq!(
            says(&refund, false, &order),
            "nothing done: claim `refund` of 1,000원 exists already; for another one give --claim NAME"
        );
    }

    #[test]
    fn a_step_without_a_claim_says_when_it_was_done_before() {
        let order = Order::default();
        assert_eq!(says(&["prepare"], true, &order), "packing has begun");
        let nothing = [
            says(&["prepare"], false, &order),
            says(&["deliver"], false, &order),
            says(&["cancel"], false, &order),
            says(&["erase", "--yes"], false, &order),
        ];
        for line in nothing {
            assert!(line.starts_with("nothing done: "), "{line}");
        }
    }
}
