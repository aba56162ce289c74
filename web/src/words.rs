//! What the shop's refusals are in the reader's language.

use chrono::{DateTime, Utc};
use domain::cart::CartRefusal;
use domain::member::MemberRefusal;
use domain::order::OrderRefusal;
use domain::payment::PaymentRefusal;
use domain::pricing::PricingRefusal;
use domain::review::ReviewRefusal;
use letters::Language;
use shop::ShopError;
use shop::members::AccountRefusal;
use shop::ports::GatewayError;

use crate::helpers::datetime;
use crate::say::{say, say_with};

/// A refusal in words: what is wrong, and what to do.
#[must_use]
pub fn refusal(lang: Language, error: &ShopError) -> String {
    let key = match error {
        ShopError::NotOnSale(_) => "refused-not-on-sale",
        ShopError::Short { available: 0, .. } => "refused-sold-out",
        ShopError::Short { available, .. } => {
            return say_with(lang, "refused-short", &[("count", (*available).into())]);
        }
        ShopError::PriceChanged { .. } => "refused-price-changed",
        ShopError::Coupon(refusal) => return crate::coupon_words::refused(lang, refusal),
        ShopError::Cart(refusal) => cart(refusal),
        ShopError::Order(refusal) => order(refusal),
        ShopError::Review(ReviewRefusal::Written) => "refused-reviewed",
        ShopError::Review(ReviewRefusal::NotKept) => "refused-not-kept",
        ShopError::Review(ReviewRefusal::Withdrawn) => "refused-review-gone",
        ShopError::Account(refusal) => return account(lang, refusal, "refused-login"),
        ShopError::Member(MemberRefusal::Dormant) => "refused-dormant",
        ShopError::Member(_) => "refused-member",
        ShopError::Pricing(PricingRefusal::Empty) => cart(&CartRefusal::Empty),
        ShopError::Pricing(PricingRefusal::Postcode) => "refused-postcode",
        ShopError::Pricing(PricingRefusal::Quantity { .. }) => "refused-check-quantity",
        ShopError::Gateway(GatewayError::Declined(_)) => "refused-bank",
        ShopError::Payment(PaymentRefusal::RefundUnderWay) => "refused-refund-under-way",
        ShopError::Payment(PaymentRefusal::NothingHeld | PaymentRefusal::NotADeposit) => {
            "refused-no-account-needed"
        }
        passing if passing.is_passing() => "refused-passing",
        _ => "refused-otherwise",
    };
    say(lang, key)
}

fn until_then(lang: Language, key: &str, until: DateTime<Utc>) -> String {
    say_with(lang, key, &[("time", datetime(until, lang).into())])
}

/// Why somebody did not get in; `wrong` is what is said where the password is wrong.
#[must_use]
pub fn account(lang: Language, refusal: &AccountRefusal, wrong: &str) -> String {
    match refusal {
        AccountRefusal::Wrong => say(lang, wrong),
        AccountRefusal::Locked { until } => until_then(lang, "refused-locked", *until),
        AccountRefusal::TooManyLetters { until } => until_then(lang, "refused-letters", *until),
        AccountRefusal::TooManyCodes { until } => until_then(lang, "refused-codes", *until),
        AccountRefusal::TooManyQuestions { until } => until_then(lang, "refused-questions", *until),
        AccountRefusal::BadKey => say(lang, "member-key-bad"),
        AccountRefusal::NoSuchOrder => say(lang, "find-none"),
        AccountRefusal::AddressTaken => say(lang, "refused-address-taken"),
        AccountRefusal::BadEmail => say(lang, "wrong-email"),
        AccountRefusal::TooShort { least } => say_with(
            lang,
            "refused-password-short",
            &[("least", (*least).into())],
        ),
        AccountRefusal::TooLong { most } => {
            say_with(lang, "refused-password-long", &[("most", (*most).into())])
        }
        AccountRefusal::Guessable => say(lang, "refused-guessable"),
    }
}

fn cart(refusal: &CartRefusal) -> &'static str {
    match refusal {
        CartRefusal::BadQuantity { .. } => "refused-quantity",
        CartRefusal::Full { .. } => "refused-cart-full",
        CartRefusal::NotInCart(_) => "refused-not-in-cart",
        CartRefusal::Empty => "refused-cart-empty",
        CartRefusal::CheckoutUnderWay { .. } => "refused-under-way",
        CartRefusal::AttemptEnded { .. } | CartRefusal::NoCheckout => "refused-attempt-ended",
        CartRefusal::Changed => "refused-cart-changed",
    }
}

fn order(refusal: &OrderRefusal) -> &'static str {
    match refusal {
        OrderRefusal::AlreadyPaid => "refused-already-paid",
        OrderRefusal::Closed(_) => "refused-closed",
        OrderRefusal::NotPlaced => "refused-no-order",
        OrderRefusal::TooLate { .. } => "refused-too-late",
        OrderRefusal::TooMany { .. } => "refused-too-many",
        OrderRefusal::NothingToCancel | OrderRefusal::NothingToReturn => "refused-nothing",
        OrderRefusal::ClaimOpen(_) => "refused-claim-open",
        OrderRefusal::ClaimClosed(_) => "refused-claim-closed",
        OrderRefusal::EditOpen(_) => "refused-edit-open",
        OrderRefusal::NothingLeft => "refused-nothing-left",
        OrderRefusal::NothingToEdit => "refused-nothing-to-edit",
        OrderRefusal::SentAlready => "refused-sent-already",
        OrderRefusal::NotPaid => "refused-not-paid",
        _ => "refused-order-otherwise",
    }
}
