//! INIAPI's cipher for numbers of accounts and people: AES-128 in CBC with PKCS#7, in Base64. Key and initial
//! vector are 16 characters, used as they are, although the vector looks like Base64.

use aws_lc_rs::cipher::{
    AES_128, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
    PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use data_encoding::BASE64;

use crate::paying::secret::Secret;

/// What cannot be done with a key or a text. Says nothing about either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CipherError {
    /// Key or initial vector are not 16 bytes.
    #[error("INIAPI's key and initial vector must have 16 characters each")]
    BadKey,
    /// The text was not made with this key.
    #[error("the text cannot be read with this key")]
    Unreadable,
}

/// A key and its initial vector.
#[derive(Debug, Clone)]
pub struct Cipher {
    key: Secret,
    iv: [u8; 16],
}

impl Cipher {
    /// # Errors
    /// [`CipherError::BadKey`].
    pub fn new(key: &Secret, iv: &Secret) -> Result<Self, CipherError> {
        let iv = iv.text().as_bytes().try_into();
        let iv = iv.map_err(|_| CipherError::BadKey)?;
        if key.text().len() != 16 {
            return Err(CipherError::BadKey);
        }
        Ok(Self {
            key: key.clone(),
            iv,
        })
    }

    fn unbound(&self) -> Result<UnboundCipherKey, CipherError> {
        UnboundCipherKey::new(&AES_128, self.key.text().as_bytes()).map_err(|_| CipherError::BadKey)
    }

    /// A text, hidden from others, in Base64.
    ///
    /// # Errors
    /// [`CipherError::BadKey`]
    pub fn seal(&self, text: &str) -> Result<String, CipherError> {
        let bad = |_| CipherError::BadKey;
        let key = PaddedBlockEncryptingKey::cbc_pkcs7(self.unbound()?).map_err(bad)?;
        let mut bytes = text.as_bytes().to_vec();
        let start = EncryptionContext::Iv128(FixedLength::from(self.iv));
        key.less_safe_encrypt(&mut bytes, start).map_err(bad)?;
        Ok(BASE64.encode(&bytes))
    }

    /// The text again, as the other side reads it.
    ///
    /// # Errors
    /// [`CipherError::Unreadable`]: no Base64, another key, no text.
    pub fn open(&self, sealed: &str) -> Result<String, CipherError> {
        let mut bytes = BASE64
            .decode(sealed.as_bytes())
            .map_err(|_| CipherError::Unreadable)?;
        let bad = |_| CipherError::Unreadable;
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(self.unbound()?).map_err(bad)?;
        let start = DecryptionContext::Iv128(FixedLength::from(self.iv));
        let text = key.decrypt(&mut bytes, start).map_err(bad)?;
        String::from_utf8(text.to_vec()).map_err(|_| CipherError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{API_IV, API_KEY};
    use super::*;

    fn cipher() -> Cipher {
        Cipher::new(&API_KEY.into(), &API_IV.into()).unwrap()
    }

    #[test]
    fn known_numbers_are_sealed_as_known() {
        for (number, sealed) in [
            ("110123456789", "7J0w0YiEUFUxo8HrCAjrFA=="),
            ("01012345678", "i3XjrIVjacyJ3V9O0lXC1A=="),
        ] {
            assert_eq!(cipher().seal(number).unwrap(), sealed);
            assert_eq!(cipher().open(sealed).unwrap(), number);
        }
    }

    #[test]
    fn another_key_reads_nothing() {
        let other = Cipher::new(&"TESTINIAPIKEY002".into(), &API_IV.into()).unwrap();
        let read = other.open("7J0w0YiEUFUxo8HrCAjrFA==");
        assert_ne!(read.ok().as_deref(), Some("110123456789"));
        assert_eq!(cipher().open("no base64"), Err(CipherError::Unreadable));
        assert_eq!(cipher().open(""), Err(CipherError::Unreadable));
    }

    #[test]
    fn keys_have_sixteen_characters() {
        let made = Cipher::new(&"short".into(), &API_IV.into());
        assert!(matches!(made, Err(CipherError::BadKey)));
        let made = Cipher::new(&API_KEY.into(), &"short".into());
        assert!(matches!(made, Err(CipherError::BadKey)));
    }
}
