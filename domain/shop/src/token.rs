//! The unguessable part of an order's address: whoever holds it may see the order.

use data_encoding::BASE32_NOPAD;
use domain::{AttemptId, InquiryId, OrderId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Bytes of the token: 160 bits.
const LENGTH: usize = 20;

/// Makes and checks the tokens of orders. Nothing is stored: the token follows from the number.
#[derive(Clone)]
pub struct OrderTokens {
    mac: Hmac<Sha256>,
}

impl OrderTokens {
    /// Tokens under a secret key. Another key makes all old addresses invalid.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        // HMAC itself pads a key with zeros to the hash's block.
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(&key);
        Self {
            mac: Hmac::new(&block.into()),
        }
    }

    /// The token of an order: 32 letters and digits.
    #[must_use]
    pub fn token(&self, order: &OrderId) -> String {
        let digest = self.mac_of(order).finalize().into_bytes();
        BASE32_NOPAD.encode(&digest[..LENGTH]).to_lowercase()
    }

    /// The address of an order's page.
    #[must_use]
    pub fn path(&self, order: &OrderId) -> String {
        format!("/orders/{order}/{}", self.token(order))
    }

    /// Whether a token is the order's; takes the same time whatever it says.
    #[must_use]
    pub fn fits(&self, order: &OrderId, token: &str) -> bool {
        fits(self.mac_of(order), token)
    }

    /// The token of a question to the shop: no order's token opens it, nor it an order.
    #[must_use]
    pub fn inquiry_token(&self, inquiry: InquiryId) -> String {
        let digest = self.mac_of_inquiry(inquiry).finalize().into_bytes();
        BASE32_NOPAD.encode(&digest[..LENGTH]).to_lowercase()
    }

    /// The address of a question's page.
    #[must_use]
    pub fn inquiry_path(&self, inquiry: InquiryId) -> String {
        format!("/inquiries/{inquiry}/{}", self.inquiry_token(inquiry))
    }

    /// Whether a token is the question's; takes the same time whatever it says.
    #[must_use]
    pub fn fits_inquiry(&self, inquiry: InquiryId, token: &str) -> bool {
        fits(self.mac_of_inquiry(inquiry), token)
    }

    /// Where a browser comes back to from an attempt's window: providers are told this address, so it opens
    /// nothing but that attempt.
    #[must_use]
    pub fn attempt_path(&self, attempt: &AttemptId) -> String {
        let digest = self.mac_of_attempt(attempt).finalize().into_bytes();
        let token = BASE32_NOPAD.encode(&digest[..LENGTH]).to_lowercase();
        format!("/pay/{attempt}/{token}")
    }

    /// Whether a token is the attempt's; takes the same time whatever it says.
    #[must_use]
    pub fn fits_attempt(&self, attempt: &AttemptId, token: &str) -> bool {
        fits(self.mac_of_attempt(attempt), token)
    }

    fn mac_of_attempt(&self, attempt: &AttemptId) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(b"payment attempt:");
        mac.update(attempt.as_str().as_bytes());
        mac
    }

    fn mac_of_inquiry(&self, inquiry: InquiryId) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(b"inquiry page:");
        mac.update(inquiry.0.as_bytes());
        mac
    }

    fn mac_of(&self, order: &OrderId) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(b"order page:");
        mac.update(order.as_str().as_bytes());
        mac
    }
}

fn fits(mac: Hmac<Sha256>, token: &str) -> bool {
    BASE32_NOPAD
        .decode(token.to_uppercase().as_bytes())
        .is_ok_and(|bytes| bytes.len() == LENGTH && mac.verify_truncated_left(&bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_question_opens_that_question_and_nothing_else() {
        let tokens = OrderTokens::new([7; 32]);
        let [mine, other] = [1, 2].map(|id| InquiryId(uuid::Uuid::from_u128(id)));
        let token = tokens.inquiry_token(mine);
        assert!(tokens.fits_inquiry(mine, &token));
        assert!(!tokens.fits_inquiry(other, &token));
        assert!(!tokens.fits(&order(&mine.to_string()), &token));
    }

    #[test]
    fn the_token_of_an_attempt_opens_that_attempt_and_no_order() {
        let tokens = OrderTokens::new([7; 32]);
        let number = order("20260801-7K3QM9XW2F");
        let [mine, other] = [1, 2].map(|turn| AttemptId::of(&number, turn));
        let path = tokens.attempt_path(&mine);
        let token = path.rsplit('/').next().unwrap();
        assert!(tokens.fits_attempt(&mine, token));
        assert!(!tokens.fits_attempt(&other, token));
        assert!(!tokens.fits(&number, token));
        assert!(!tokens.fits(&order(mine.as_str()), token));
    }

    fn order(number: &str) -> OrderId {
        OrderId::new(number).unwrap()
    }

    #[test]
    fn a_token_opens_its_own_order_only() {
        let tokens = OrderTokens::new([7; 32]);
        let (mine, other) = (order("20260801-7K3QM9XW2F"), order("20260801-7K3QM9XW2G"));
        let token = tokens.token(&mine);
        assert_eq!(token.len(), 32);
        assert!(tokens.fits(&mine, &token));
        assert!(!tokens.fits(&other, &token));
        assert!(!OrderTokens::new([8; 32]).fits(&mine, &token));
    }

    #[test]
    fn anything_but_the_whole_token_is_refused() {
        let tokens = OrderTokens::new([7; 32]);
        let mine = order("20260801-7K3QM9XW2F");
        let token = tokens.token(&mine);
        for wrong in [
            "",
            "a",
            &token[..31],
            &token[..16],
            &format!("{token}a"),
            "가나다",
        ] {
            assert!(!tokens.fits(&mine, wrong), "{wrong}");
        }
    }
}
