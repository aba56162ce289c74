//! What the shopper's browser must be sent to, so that a provider's payment window opens.

/// How a payment window is opened.
#[derive(Clone, PartialEq, Eq)]
pub enum Opening {
    /// A page to go to.
    Redirect(String),
    /// A form to be posted.
    Form {
        /// Where to.
        action: String,
        /// What it says, by name. May hold the shopper's name and telephone number: not for logs.
        fields: Vec<(String, String)>,
        /// Of the form: `utf-8` or `euc-kr`.
        charset: &'static str,
    },
}
