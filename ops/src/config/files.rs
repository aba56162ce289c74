//! Where files are kept, as the environment says. Every command that opens the shop asks.

use gateways::files::S3Settings;

/// The bucket: `s3://bucket` or `s3://bucket/folder`. Without it files lie in the data directory.
const PLACE: &str = "JANGBU_FILES";
/// The bucket's region, such as `ap-northeast-2`.
const REGION: &str = "JANGBU_FILES_REGION";
/// The server's address, where it is not Amazon's.
const ENDPOINT: &str = "JANGBU_FILES_ENDPOINT";
/// Amazon's own names for who asks; without them the machine's own right counts.
const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
/// The region of a bucket that does not say.
const SEOUL: &str = "ap-northeast-2";

/// The bucket that files are kept in; none: the data directory.
///
/// # Errors
/// What is said is no bucket.
pub fn bucket() -> Result<Option<S3Settings>, String> {
    let said = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let Some(place) = said(PLACE) else {
        return Ok(None);
    };
    let [key, secret] = KEYS.map(said);
    let settings = S3Settings {
        region: said(REGION).unwrap_or_else(|| SEOUL.to_owned()),
        endpoint: said(ENDPOINT),
        keys: key.zip(secret),
        ..read(&place)
            .ok_or_else(|| format!("{PLACE}: such as s3://bucket/folder, not {place:?}"))?
    };
    Ok(Some(settings))
}

fn read(place: &str) -> Option<S3Settings> {
    let rest = place.strip_prefix("s3://")?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |sign: char| sign.is_ascii_alphanumeric() || ".-".contains(sign);
    let sound = !bucket.is_empty() && bucket.chars().all(plain);
    sound.then(|| S3Settings {
        bucket: bucket.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        ..S3Settings::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_has_a_name_and_perhaps_a_folder() {
        let of = |place| read(place).map(|found| (found.bucket, found.prefix));
        let pair = |bucket: &str, prefix: &str| Some((bucket.to_owned(), prefix.to_owned()));
        assert_eq!(of("s3://shop"), pair("shop", ""));
        assert_eq!(of("s3://shop/a/b/"), pair("shop", "a/b"));
        for bad in ["shop", "s3://", "s3:///a", "https://shop", "s3://a b"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
