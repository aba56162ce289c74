//! Who pays, for providers that want to know.

use super::private::Private;

/// Who buys. Some providers show it in their window, others insist on it.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// Name.
    pub name: Private,
    /// Telephone number, digits.
    pub phone: Private,
    /// E-mail address.
    pub email: Private,
}
