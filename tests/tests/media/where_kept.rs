//! The same behaviour wherever files are kept: on disk, in memory, in a bucket.

use bytes::Bytes;
use futures::TryStreamExt;
use gateways::files::{S3Settings, StoredFiles};
use shop::ports::files::{FileKey, Files};
use tests::fakes::FakeS3;

fn key(text: &str) -> FileKey {
    FileKey::new(text).unwrap()
}

/// The contract of the port.
async fn keeps(files: &dyn Files) {
    let (here, nowhere) = (key("images/ab/abc-400.webp"), key("images/ab/none.webp"));
    assert_eq!(files.get(&here).await.unwrap(), None);
    assert!(files.open(&here).await.unwrap().is_none());
    assert!(!files.exists(&here).await.unwrap());
    let content = Bytes::from(vec![7; 300_000]);
    for _ in 0..2 {
        files.put(&here, content.clone()).await.unwrap();
    }
    assert!(files.exists(&here).await.unwrap());
    assert_eq!(files.get(&here).await.unwrap(), Some(content.clone()));
    let open = files.open(&here).await.unwrap().unwrap();
    assert_eq!(open.length, 300_000);
    let pieces: Vec<Bytes> = open.pieces.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), content);
    assert!(!files.exists(&nowhere).await.unwrap());
    for _ in 0..2 {
        files.delete(&here).await.unwrap();
    }
    assert_eq!(files.get(&here).await.unwrap(), None);
}

#[tokio::test]
async fn in_memory() {
    keeps(&StoredFiles::in_memory()).await;
}

#[tokio::test]
async fn on_disk() {
    let directory = tempfile::tempdir().unwrap();
    let below = directory.path().join("new/data");
    let files = StoredFiles::on_disk(&below).unwrap();
    keeps(&files).await;
    files
        .put(&key("images/ab/x.webp"), Bytes::from_static(b"x"))
        .await
        .unwrap();
    assert_eq!(std::fs::read(below.join("images/ab/x.webp")).unwrap(), b"x");
    // Nothing half-made is left lying beside it.
    let all = std::fs::read_dir(below.join("images/ab")).unwrap();
    assert_eq!(all.count(), 1);
}

#[tokio::test]
async fn a_full_or_missing_disk_is_told() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(StoredFiles::on_disk(&file.path().join("data")).is_err());
}

fn bucket(s3: &FakeS3, prefix: &str) -> StoredFiles {
    let settings = S3Settings {
        bucket: "pictures".to_owned(),
        prefix: prefix.to_owned(),
        region: "ap-northeast-2".to_owned(),
        endpoint: Some(s3.url()),
        keys: Some(("AKIDEXAMPLE".to_owned(), "secret".to_owned())),
    };
    StoredFiles::in_bucket(&settings).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_bucket() {
    let mut s3 = FakeS3::start();
    keeps(&bucket(&s3, "")).await;
    let below = bucket(&s3, "shop/one");
    keeps(&below).await;
    below
        .put(&key("images/ab/x.webp"), Bytes::from_static(b"x"))
        .await
        .unwrap();
    assert_eq!(s3.keys(), ["shop/one/images/ab/x.webp"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_is_not_there_is_told_and_no_file_is_missing() {
    let s3 = FakeS3::start();
    let settings = S3Settings {
        bucket: "another".to_owned(),
        region: "ap-northeast-2".to_owned(),
        endpoint: Some(s3.url()),
        keys: Some(("AKIDEXAMPLE".to_owned(), "secret".to_owned())),
        ..S3Settings::default()
    };
    let files = StoredFiles::in_bucket(&settings).unwrap();
    let put = files
        .put(&key("images/ab/x.webp"), Bytes::from_static(b"x"))
        .await;
    assert!(put.is_err());
}
