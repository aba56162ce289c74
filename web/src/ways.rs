//! Ways to pay, as the order form and the order's page name them.

use domain::ProviderId;
use domain::order::PaymentMethod;
use domain::payment::Means;
use letters::Language;
use shop::paying::Offered;

use crate::pages::{CheckoutForm, Choice, Ways};
use crate::say::say;

/// The value of a deposit to an account of the shop's provider.
pub const DEPOSIT: &str = "deposit";

/// As many ways are shown without folding any: two or three rows on a telephone.
const UNFOLDED: usize = 5;

/// The ways to choose from, the same means of several providers beside each other; none where a deposit is the only
/// one. Of many, those in front are a card, the wallets and the deposit.
#[must_use]
pub fn choices(lang: Language, offered: &[Offered], chosen: &str) -> Ways {
    if offered.is_empty() {
        return Ways::default();
    }
    let choice = |value: String, text: String| Choice {
        chosen: value == chosen,
        value,
        text,
    };
    let deposit = choice(DEPOSIT.to_owned(), say(lang, "pay-deposit"));
    let mut sorted: Vec<&Offered> = offered.iter().collect();
    sorted.sort_by_key(|it| it.means);
    let card = sorted.iter().copied().find(|it| it.means == Means::Card);
    let all_fit = sorted.len() < UNFOLDED;
    let in_front = |it: &&Offered| all_fit || it.means == Means::Wallet || card == Some(*it);
    let (front, more): (Vec<_>, Vec<_>) = sorted.into_iter().partition(in_front);
    let named = |it: &Offered| choice(value(it), name(lang, it));
    let more: Vec<_> = more.into_iter().map(named).collect();
    Ways {
        front: front.into_iter().map(named).chain([deposit]).collect(),
        more_open: more.iter().any(|it| it.chosen),
        more,
    }
}

/// What a form asks for; none where nothing, or nothing that is offered, was chosen.
#[must_use]
pub fn method(form: &CheckoutForm, offered: &[Offered]) -> Option<PaymentMethod> {
    if by_deposit(form, offered) {
        let bank = form.bank.clone();
        return Some(PaymentMethod::VirtualAccount { bank });
    }
    let found = offered.iter().find(|it| value(it) == form.pay)?;
    Some(PaymentMethod::Window {
        provider: found.provider.clone(),
        means: found.means,
    })
}

/// Whether a form asks for a deposit, whose bank is to be chosen. Who only chose a bank wants one, too.
#[must_use]
pub fn by_deposit(form: &CheckoutForm, offered: &[Offered]) -> bool {
    let bank_alone = form.pay.is_empty() && !form.bank.is_empty();
    offered.is_empty() || form.pay == DEPOSIT || bank_alone
}

/// Whether a form asks for a way to pay that has cash receipts.
#[must_use]
pub fn by_cash(form: &CheckoutForm, offered: &[Offered]) -> bool {
    match method(form, offered) {
        Some(PaymentMethod::VirtualAccount { .. }) => true,
        Some(PaymentMethod::Window { means, .. }) => means.is_cash(),
        Some(PaymentMethod::Recorded) | None => false,
    }
}

fn value(of: &Offered) -> String {
    format!("{}:{}", of.provider, of.means.as_str())
}

/// `신용카드 · KG이니시스`; of wallets the name alone.
fn name(lang: Language, of: &Offered) -> String {
    let provider = provider(lang, &of.provider);
    match of.means {
        Means::Wallet => provider,
        means => format!("{} · {provider}", say(lang, means_key(means))),
    }
}

/// A provider as shoppers know it.
#[must_use]
pub fn provider(lang: Language, provider: &ProviderId) -> String {
    let key = match provider.as_str() {
        "inicis" => "provider-inicis",
        "tosspay" => "provider-tosspay",
        "tosspayments" => "provider-tosspayments",
        "kakaopay" => "provider-kakaopay",
        "portone" => "provider-portone",
        other => return other.to_owned(),
    };
    say(lang, key)
}

const fn means_key(means: Means) -> &'static str {
    match means {
        Means::Card => "means-card",
        Means::Transfer => "means-transfer",
        Means::VirtualAccount => "means-account",
        Means::Wallet => "means-wallet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered() -> Vec<Offered> {
        vec![Offered {
            provider: ProviderId::new("kakaopay").unwrap(),
            means: Means::Wallet,
        }]
    }

    fn form(pay: &str) -> CheckoutForm {
        CheckoutForm {
            pay: pay.into(),
            bank: "088".into(),
            ..CheckoutForm::default()
        }
    }

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        let window = method(&form("kakaopay:wallet"), &offered());
        assert!(matches!(window, Some(PaymentMethod::Window { .. })));
        for odd in ["kakaopay:card", "inicis:card", "kakaopay"] {
            assert_eq!(method(&form(odd), &offered()), None, "{odd}");
        }
        assert_eq!(method(&CheckoutForm::default(), &offered()), None);
    }

    fn values(of: Vec<Choice>) -> Vec<String> {
        of.into_iter().map(|it| it.value).collect()
    }

    #[test]
    fn many_ways_are_folded_but_for_a_card_the_wallets_and_the_deposit() {
        let all = [
            ("inicis", Means::Card),
            ("inicis", Means::Transfer),
            ("tosspayments", Means::Card),
            ("tosspayments", Means::VirtualAccount),
            ("kakaopay", Means::Wallet),
        ];
        let offered = all.map(|(provider, means)| Offered {
            provider: ProviderId::new(provider).unwrap(),
            means,
        });
        let ways = choices(Language::Ko, &offered, "kakaopay:wallet");
        assert!(!ways.more_open);
        let front = ["inicis:card", "kakaopay:wallet", DEPOSIT];
        assert_eq!(values(ways.front), front);
        assert_eq!(ways.more.len(), 3);
        let ways = choices(Language::Ko, &offered, "inicis:transfer");
        assert!(ways.more_open, "what is chosen is seen");
    }

    #[test]
    fn the_same_means_of_two_providers_stand_beside_each_other() {
        let of = |provider: &str, means| Offered {
            provider: ProviderId::new(provider).unwrap(),
            means,
        };
        let offered = [
            of("kakaopay", Means::Wallet),
            of("inicis", Means::Card),
            of("inicis", Means::Transfer),
            of("tosspayments", Means::Card),
        ];
        let values = values(choices(Language::Ko, &offered, "").front);
        let grouped = ["inicis:card", "tosspayments:card", "inicis:transfer"];
        assert_eq!(values[..3], grouped);
        assert_eq!(values[3..], ["kakaopay:wallet", DEPOSIT]);
    }

    #[test]
    fn where_no_windows_are_all_orders_are_paid_by_deposit() {
        let bank = "088".to_owned();
        let deposit = Some(PaymentMethod::VirtualAccount { bank });
        assert_eq!(method(&form(""), &[]), deposit);
        assert_eq!(method(&form(DEPOSIT), &offered()), deposit);
        assert_eq!(method(&form(""), &offered()), deposit);
        assert!(choices(Language::Ko, &[], "").front.is_empty());
    }
}
