//! A wire between the shop and its database that can be cut at the worst moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// Passes everything on until it is told to swallow answers.
pub struct Proxy {
    /// What to connect to instead of the database.
    pub url: String,
    answers_to_lose: Arc<AtomicU32>,
    cuts: Arc<AtomicU32>,
    _directory: tempfile::TempDir,
}

impl Proxy {
    /// A wire to the database behind a socket URL.
    pub fn before(url: &str) -> Self {
        let (start, rest) = url.split_once('@').expect("a user");
        let (host, database) = rest.split_once('/').expect("a database");
        let upstream = Path::new(
            &host
                .replace("%2F", "/")
                .replace("%2E", ".")
                .replace("%2D", "-"),
        )
        .join(".s.PGSQL.5432");
        let directory = tempfile::Builder::new()
            .prefix("jangbu-wire-")
            .tempdir()
            .expect("a directory");
        let listener =
            UnixListener::bind(directory.path().join(".s.PGSQL.5432")).expect("a socket");
        let host = directory
            .path()
            .to_str()
            .expect("plain names")
            .replace('/', "%2F");
        let proxy = Self {
            url: format!("{start}@{host}/{database}"),
            answers_to_lose: Arc::default(),
            cuts: Arc::default(),
            _directory: directory,
        };
        tokio::spawn(serve(
            listener,
            upstream,
            proxy.answers_to_lose.clone(),
            proxy.cuts.clone(),
        ));
        proxy
    }

    /// The next statements reach the server and are carried out, but instead of an answer
    /// the connection breaks, so many times.
    pub fn lose_answers(&self, times: u32) {
        self.answers_to_lose.store(times, Ordering::SeqCst);
    }

    /// How often the wire was cut.
    pub fn cuts(&self) -> u32 {
        self.cuts.load(Ordering::SeqCst)
    }
}

async fn serve(
    listener: UnixListener,
    upstream: PathBuf,
    lose: Arc<AtomicU32>,
    cuts: Arc<AtomicU32>,
) {
    while let Ok((shop, _)) = listener.accept().await {
        let Ok(database) = UnixStream::connect(&upstream).await else {
            continue;
        };
        tokio::spawn(pass(shop, database, lose.clone(), cuts.clone()));
    }
}

async fn pass(
    mut shop: UnixStream,
    mut database: UnixStream,
    lose: Arc<AtomicU32>,
    cuts: Arc<AtomicU32>,
) {
    let mut question = vec![0; 1 << 16];
    let mut answer = vec![0; 1 << 16];
    // Whether a row is on its way to the server in the present exchange.
    let mut inserting = false;
    loop {
        tokio::select! {
            read = shop.read(&mut question) => {
                let Ok(1..) = read.as_ref() else { return };
                let said = &question[..read.unwrap_or(0)];
                inserting |= said.windows(8).any(|part| part == b"\"PaidIn\"");
                if database.write_all(said).await.is_err() { return }
            }
            read = database.read(&mut answer) => {
                let Ok(1..) = read.as_ref() else { return };
                let said = &answer[..read.unwrap_or(0)];
                // `C` is the end of a statement; for ours and sqlx's it comes after the row
                // is stored. Outside a transaction the commit is done when `Z` says idle.
                let idle = said.ends_with(b"Z\0\0\0\x05I");
                if inserting && idle {
                    let cut = lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
                    if cut.is_ok() {
                        cuts.fetch_add(1, Ordering::SeqCst);
                        return;
                    }
                    inserting = false;
                }
                if shop.write_all(said).await.is_err() { return }
            }
        }
    }
}
