//! A bucket of Amazon S3, or of whatever else speaks its protocol.

use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{ClientOptions, RetryConfig};

/// How long one request may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// Times that a request is made again after an error of the server, a visitor waiting.
const AGAIN: usize = 2;

/// Which bucket, and who asks.
#[derive(Clone, Default)]
pub struct S3Settings {
    /// The bucket's name.
    pub bucket: String,
    /// Put before every key; may be empty.
    pub prefix: String,
    /// Such as `ap-northeast-2`.
    pub region: String,
    /// The server's address, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// Key and secret. None: those of the machine, as Amazon gives them to its own.
    pub keys: Option<(String, String)>,
}

impl std::fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("S3Settings").field(&self.bucket).finish()
    }
}

impl S3Settings {
    pub(super) fn open(&self) -> Result<AmazonS3, object_store::Error> {
        let client = ClientOptions::new()
            .with_timeout(DEADLINE)
            .with_connect_timeout(Duration::from_secs(3));
        let retry = RetryConfig {
            max_retries: AGAIN,
            retry_timeout: DEADLINE,
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_client_options(client)
            .with_retry(retry);
        if let Some(endpoint) = &self.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        if let Some((key, secret)) = &self.keys {
            builder = builder
                .with_access_key_id(key)
                .with_secret_access_key(secret);
        }
        builder.build()
    }
}
