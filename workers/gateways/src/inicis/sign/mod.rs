//! Every signature, hash and cipher of Inicis, as pure functions of text. The simulator uses the same formulas
//! from the other side; the vectors of the tests are from elsewhere.

pub mod api;
pub mod cipher;
pub mod mobile;
pub mod standard;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

/// Whether two signatures are the same, in a time that does not tell how far they are.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

fn sha256_hex(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

fn sha512_hex(text: &str) -> String {
    HEXLOWER.encode(&Sha512::digest(text.as_bytes()))
}

/// The account and payment that the vectors are about; the keys are made up.
#[cfg(test)]
mod sample {
    pub const MERCHANT: &str = "shoptest01";
    pub const ORDER: &str = "ORD-20260801-000123";
    pub const CARD: &str = "StdpayCARDshoptest0120260801092959123456";
    pub const ACCOUNT: &str = "StdpayVBNKshoptest0120260801092959123457";
    pub const API_KEY: &str = "TESTINIAPIKEY001";
    pub const API_IV: &str = "TESTIV0000000001";
}
