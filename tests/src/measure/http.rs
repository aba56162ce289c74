//! A browser that costs next to nothing: one kept connection, requests written by hand.

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// One kept connection to a shop, and the cookie it was given.
pub struct Http {
    stream: BufStream<TcpStream>,
    host: String,
    cookie: String,
}

/// What came back.
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    /// Where it sends the browser; empty for nowhere.
    pub location: String,
    /// The body.
    pub body: String,
}

impl Http {
    /// Connects to `127.0.0.1:PORT`.
    pub async fn open(host: &str) -> Self {
        let stream = TcpStream::connect(host).await.expect("somebody listens");
        stream.set_nodelay(true).expect("a TCP connection");
        Self {
            stream: BufStream::with_capacity(1 << 16, 1 << 12, stream),
            host: host.to_owned(),
            cookie: String::new(),
        }
    }

    /// Forgets its cookie: another visitor.
    pub fn forget(&mut self) {
        self.cookie.clear();
    }

    /// A page.
    pub async fn get(&mut self, path: &str) -> Page {
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\n{}\r\n",
            self.host, self.cookie
        );
        self.ask(&head, "").await
    }

    /// A form, as a browser on the shop's own page sends it; already encoded.
    pub async fn post(&mut self, path: &str, form: &str) -> Page {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\n{}sec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            self.host,
            self.cookie,
            form.len()
        );
        self.ask(&head, form).await
    }

    async fn ask(&mut self, head: &str, body: &str) -> Page {
        self.stream
            .write_all(head.as_bytes())
            .await
            .expect("the shop listens");
        self.stream
            .write_all(body.as_bytes())
            .await
            .expect("the shop listens");
        self.stream.flush().await.expect("the shop listens");
        self.answer().await
    }

    async fn answer(&mut self) -> Page {
        let first = self.line().await;
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .expect("a status");
        let (mut location, mut length) = (String::new(), 0);
        loop {
            let line = self.line().await;
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            match name {
                "location" => value.clone_into(&mut location),
                "content-length" => length = value.parse().expect("a length"),
                "set-cookie" => {
                    let pair = value.split(';').next().unwrap_or_default();
                    self.cookie = format!("cookie: {pair}\r\n");
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream
            .read_exact(&mut body)
            .await
            .expect("the whole body");
        Page {
            status,
            location,
            body: String::from_utf8(body).expect("text"),
        }
    }

    async fn line(&mut self) -> String {
        let mut line = Vec::with_capacity(128);
        loop {
            let byte = self.stream.read_u8().await.expect("the shop answers");
            if byte == b'\n' {
                line.pop();
                return String::from_utf8(line).expect("a header is text");
            }
            line.push(byte);
        }
    }
}

impl Page {
    /// The value of the form field of this name.
    pub fn field(&self, name: &str) -> &str {
        let wanted = format!("name=\"{name}\"");
        let tag = self.body.split("<input ").find(|tag| tag.contains(&wanted));
        let value = tag
            .and_then(|tag| tag.split("value=\"").nth(1))
            .and_then(|rest| rest.split('"').next());
        value.unwrap_or_else(|| panic!("no field {name} in\n{}", self.body))
    }
}
