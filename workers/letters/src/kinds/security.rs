//! Letters that carry a key: to an address, to a new password.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples;
use crate::letter::Letter;

/// Does this address belong to whoever typed it?
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct VerifyEmail {
    /// May be empty.
    pub name: String,
    /// The address that confirms; good once, until `expires_at`.
    pub href: String,
    pub expires_at: DateTime<Utc>,
}

/// Somebody has forgotten a password.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ResetPassword {
    /// May be empty.
    pub name: String,
    pub requested_at: DateTime<Utc>,
    /// Where a new one is set; good once, until `expires_at`.
    pub href: String,
    pub expires_at: DateTime<Utc>,
}

/// A member wants this address instead of the one that they have.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ChangeEmail {
    /// May be empty.
    pub name: String,
    pub requested_at: DateTime<Utc>,
    /// The address that confirms; good once, until `expires_at`.
    pub href: String,
    pub expires_at: DateTime<Utc>,
}

/// To the address that a member has: another one was asked for.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct EmailLeaving {
    /// May be empty.
    pub name: String,
    pub requested_at: DateTime<Utc>,
    /// Where the password is changed.
    pub href: String,
}

/// Somebody tried to join with the address of a member.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct AlreadyMember {
    /// May be empty.
    pub name: String,
    pub tried_at: DateTime<Utc>,
    /// Where to log in, or ask for a new password.
    pub href: String,
}

impl Letter for AlreadyMember {
    const NAME: &'static str = "already-member";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            tried_at: samples::at(0),
            href: "http://127.0.0.1:8080/members/login".to_owned(),
        };
        vec![("plain", plain)]
    }
}

impl Letter for VerifyEmail {
    const NAME: &'static str = "verify-email";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            href: "http://127.0.0.1:8080/members/verify/Zk9x-2mQ7tVw4sLr8bYc1dNf6gHj3pKa"
                .to_owned(),
            expires_at: samples::at(24),
        };
        let nameless = Self {
            name: String::new(),
            ..plain.clone()
        };
        vec![("plain", plain), ("nameless", nameless)]
    }
}

impl Letter for ResetPassword {
    const NAME: &'static str = "reset-password";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            requested_at: samples::at(0),
            href: "http://127.0.0.1:8080/members/reset/Zk9x-2mQ7tVw4sLr8bYc1dNf6gHj3pKa".to_owned(),
            expires_at: samples::at(1),
        };
        vec![("plain", plain)]
    }
}

impl Letter for ChangeEmail {
    const NAME: &'static str = "change-email";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            requested_at: samples::at(0),
            href: "http://127.0.0.1:8080/members/email/Zk9x-2mQ7tVw4sLr8bYc1dNf6gHj3pKa".to_owned(),
            expires_at: samples::at(24),
        };
        vec![("plain", plain)]
    }
}

impl Letter for EmailLeaving {
    const NAME: &'static str = "email-leaving";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            requested_at: samples::at(0),
            href: "http://127.0.0.1:8080/members/profile".to_owned(),
        };
        vec![("plain", plain)]
    }
}
