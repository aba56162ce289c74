//! The vault's locks. Every ciphertext is bound to the row it belongs in.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use domain::personal::Commitment;
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

const NONCE: usize = 24;
const SALT: usize = 32;

/// The key that wraps all others; 32 random bytes kept outside the database.
#[derive(Clone, zeroize::ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Takes the key's bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new random key.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Reads 64 hexadecimal digits; `None` if it is anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = HEXLOWER
            .decode(text.trim().to_ascii_lowercase().as_bytes())
            .ok()?;
        let key = <[u8; 32]>::try_from(bytes.as_slice()).ok().map(Self);
        bytes.zeroize();
        key
    }

    /// As 64 hexadecimal digits, to be kept in a file that only the shop can read.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// Where a ciphertext belongs; opening it anywhere else fails.
pub(super) struct Label<'a> {
    pub(super) id: Uuid,
    pub(super) subject: &'a str,
    pub(super) class: &'a str,
}

impl Label<'_> {
    /// Unambiguous bytes: the lengths keep neighbours apart.
    fn bytes(&self, purpose: &str) -> Vec<u8> {
        let mut bytes = self.id.as_bytes().to_vec();
        for part in [purpose, self.subject, self.class] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}

/// What the master key gives: one key to wrap data keys, one to hash look-ups.
#[derive(zeroize::ZeroizeOnDrop)]
pub(super) struct Seals {
    wrap: [u8; 32],
    lookup: [u8; 32],
}

impl Seals {
    pub(super) fn new(master: &MasterKey) -> Self {
        let derive = |purpose: &[u8]| mac(&master.0, &[purpose]);
        Self {
            wrap: derive(b"jangbu vault, data keys, 1"),
            lookup: derive(b"jangbu vault, look-ups, 1"),
        }
    }

    pub(super) fn wrap(&self, label: &Label<'_>, key: &DataKey) -> Vec<u8> {
        encrypt(&self.wrap, &label.bytes("key"), &key.0)
    }

    pub(super) fn unwrap(&self, label: &Label<'_>, wrapped: &[u8]) -> Option<DataKey> {
        let bytes = decrypt(&self.wrap, &label.bytes("key"), wrapped)?;
        bytes.as_slice().try_into().ok().map(DataKey)
    }

    /// A look-up's keyed hash.
    pub(super) fn digest(&self, kind: &str, value: &str) -> Vec<u8> {
        let length = (kind.len() as u64).to_be_bytes();
        mac(&self.lookup, &[&length, kind.as_bytes(), value.as_bytes()]).to_vec()
    }
}

/// The key of one subject's entries of one class.
#[derive(zeroize::ZeroizeOnDrop)]
pub(super) struct DataKey([u8; 32]);

impl DataKey {
    pub(super) fn random() -> Self {
        Self(rand::random())
    }

    /// Seals a text with a fresh salt, and commits to it.
    pub(super) fn seal(&self, label: &Label<'_>, text: &str) -> (Vec<u8>, Commitment) {
        let salt = Zeroizing::new(rand::random::<[u8; SALT]>());
        let mut plain = Zeroizing::new(Vec::with_capacity(SALT + text.len()));
        plain.extend_from_slice(salt.as_slice());
        plain.extend_from_slice(text.as_bytes());
        (
            encrypt(&self.0, &label.bytes("entry"), &plain),
            commit(salt.as_slice(), text.as_bytes()),
        )
    }

    /// Opens it and checks that it is what was committed to.
    pub(super) fn open(
        &self,
        label: &Label<'_>,
        sealed: &[u8],
        promised: &Commitment,
    ) -> Option<Zeroizing<String>> {
        let plain = decrypt(&self.0, &label.bytes("entry"), sealed)?;
        let (salt, text) = plain.split_at_checked(SALT)?;
        let kept = commit(salt, text);
        if !bool::from(kept.0.as_bytes().ct_eq(promised.0.as_bytes())) {
            return None;
        }
        String::from_utf8(text.to_vec()).ok().map(Zeroizing::new)
    }
}

fn commit(salt: &[u8], text: &[u8]) -> Commitment {
    Commitment(HEXLOWER.encode(&mac(salt, &[text])))
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn encrypt(key: &[u8; 32], label: &[u8], plain: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = rand::random();
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
    #[expect(clippy::expect_used, reason = "fails only beyond 256 GiB")]
    let sealed = cipher
        .encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: plain,
                aad: label,
            },
        )
        .expect("shorter than 256 GiB");
    [nonce.as_slice(), &sealed].concat()
}

fn decrypt(key: &[u8; 32], label: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
    cipher
        .decrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: sealed,
                aad: label,
            },
        )
        .ok()
        .map(Zeroizing::new)
}

/// A random id (UUID version 4): tells nothing of when or whose.
pub(super) fn random_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}
