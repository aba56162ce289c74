//! The two addresses that a notification of Amazon SNS may name, and the door through which they are
//! visited.
//!
//! Whoever can reach the shop's door can send it such a message, so nothing is fetched that could lie
//! elsewhere: an address has a type of its own, which only these rules make.

use async_trait::async_trait;

/// An `https` address at `sns.<region>.amazonaws.com` (or `.amazonaws.com.cn`), and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SnsAddress(String);

impl SnsAddress {
    /// Where a signing certificate lies: a file `….pem` directly below the host.
    pub fn certificate(url: &str) -> Option<Self> {
        let file = below(url)?;
        let name = file.strip_suffix(".pem")?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        (!name.is_empty() && name.chars().all(plain)).then(|| Self(url.to_owned()))
    }

    /// Where the subscription of a topic is confirmed.
    pub fn confirmation(url: &str) -> Option<Self> {
        let query = below(url)?.strip_prefix("?Action=ConfirmSubscription&")?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.~%:&=".contains(letter);
        query.chars().all(plain).then(|| Self(url.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What follows the host and its slash. The letters are compared, not parsed: a name, a port or a
/// password that another reader of addresses might find in them does not fit.
fn below(url: &str) -> Option<&str> {
    let (region, rest) = url.strip_prefix("https://sns.")?.split_once('.')?;
    if !is_region(region) || url.len() > LONGEST {
        return None;
    }
    let rest = rest.strip_prefix("amazonaws.com")?;
    rest.strip_prefix(".cn").unwrap_or(rest).strip_prefix('/')
}

/// `ap-northeast-2`: words, the last of them one digit. A bucket that somebody calls `sns` lies at
/// `sns.s3.amazonaws.com` or `sns.s3-us-west-2.amazonaws.com`, which is no region of SNS.
fn is_region(text: &str) -> bool {
    let word = |part: &str| part.len() >= 2 && part.bytes().all(|it| it.is_ascii_lowercase());
    let digit = |part: &str| part.len() == 1 && part.bytes().all(|it| it.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    match parts.split_last() {
        Some((last, words)) => {
            words.len() >= 2 && digit(last) && words.iter().all(|part| word(part))
        }
        None => false,
    }
}

/// Bytes; those of Amazon have about 300.
const LONGEST: usize = 2_000;

/// An address was visited in vain. The text holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(pub String);

/// Fetches what Amazon SNS signs with, and says yes to a subscription.
#[async_trait]
pub trait SigningCertificates: Send + Sync {
    /// A certificate, PEM; it may come from a cache.
    async fn certificate(&self, address: &SnsAddress) -> Result<Vec<u8>, FetchError>;

    /// Confirms a subscription by visiting its address.
    async fn confirm(&self, address: &SnsAddress) -> Result<(), FetchError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_come_from_amazon_only() {
        for good in [
            "https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-0123abcd.pem",
            "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0123abcd.pem",
        ] {
            assert!(SnsAddress::certificate(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "http://sns.ap-northeast-2.amazonaws.com/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com.evil.example/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com.cn.evil.example/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com@evil.example/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com:8443/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com\\@evil.example/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com/../a.pem",
            "https://sns.ap-northeast-2.amazonaws.com/b/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com/a.pem?x=.pem",
            "https://sns.ap-northeast-2.amazonaws.com/a.txt#.pem",
            "https://sns.ap-northeast-2.amazonaws.com/.pem",
            "https://sns.ap-northeast-2.amazonaws.com",
            "https://sns..amazonaws.com/a.pem",
            "https://sns.amazonaws.com/a.pem",
            "https://sns.evil.example/.amazonaws.com/a.pem",
            "https://sns.evil.example#.amazonaws.com/a.pem",
            "https://xsns.ap-northeast-2.amazonaws.com/a.pem",
            "https://s3.ap-northeast-2.amazonaws.com/a.pem",
            "https://sns.s3.amazonaws.com/a.pem",
            "https://sns.s3-us-west-2.amazonaws.com/a.pem",
            "https://sns.s3-accelerate.amazonaws.com/a.pem",
            "https://sns.us-east-1-x.amazonaws.com/a.pem",
            "https://169.254.169.254/latest/meta-data/a.pem",
            "https://localhost/a.pem",
            "file:///etc/ssl/a.pem",
            " https://sns.ap-northeast-2.amazonaws.com/a.pem",
            "https://sns.ap-northeast-2.amazonaws.com/a\r\nHost: evil.example/a.pem",
            "HTTPS://SNS.AP-NORTHEAST-2.AMAZONAWS.COM/a.pem",
        ] {
            assert!(SnsAddress::certificate(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_subscription_is_confirmed_at_amazon_only() {
        let query = "Action=ConfirmSubscription&TopicArn=arn:aws:sns:ap-northeast-2:123456789012:mail&Token=2336412f37";
        let good = format!("https://sns.ap-northeast-2.amazonaws.com/?{query}");
        assert_eq!(SnsAddress::confirmation(&good).unwrap().as_str(), good);
        for bad in [
            format!("http://sns.ap-northeast-2.amazonaws.com/?{query}"),
            format!("https://169.254.169.254/?{query}"),
            format!("https://sns.ap-northeast-2.amazonaws.com.evil.example/?{query}"),
            "https://sns.ap-northeast-2.amazonaws.com/?Action=DeleteTopic&TopicArn=x".to_owned(),
            format!("{good}#x"),
            format!("{good} x"),
        ] {
            assert!(SnsAddress::confirmation(&bad).is_none(), "{bad}");
        }
    }
}
