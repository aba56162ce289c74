//! Letters through Amazon SES, as moto plays it.

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_sdk_sesv2::config::Credentials;
use gateways::mail::Ses;
use gateways::mail::ses::SesSettings;
use shop::ports::post::{Mail, Mailer, SendError};
use tests::fakes::FakeSes;

use crate::letters::{address, header, pictures, read, structure, to, with_pictures};

async fn sender(endpoint: String) -> Ses {
    let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let loader = aws_config::defaults(BehaviorVersion::latest()).credentials_provider(keys);
    let settings = SesSettings {
        region: Some("ap-northeast-2".to_owned()),
        endpoint: Some(endpoint),
        configuration_set: Some("letters".to_owned()),
    };
    Ses::with(loader, settings).await
}

#[tokio::test(flavor = "multi_thread")]
async fn ses_takes_the_very_letter_that_smtp_would_carry() {
    let mut ses = FakeSes::start();
    ses.verify("jangbu.example");
    let sender = sender(ses.url()).await;
    let letter = with_pictures("kim");
    let id = sender.send(&letter).await.unwrap();
    let given = ses.given();
    let [only] = given.as_slice() else {
        panic!("{given:?}")
    };
    assert_eq!(
        (&only.id, only.source.as_str()),
        (&id, "shop@jangbu.example")
    );
    assert_eq!(only.to[0], "kim@example.org");
    let read = read(only.raw.as_bytes());
    assert_eq!(read.subject(), Some(letter.subject.as_str()));
    assert_eq!(read.to().unwrap().first().unwrap().name(), Some("김장부"));
    assert_eq!(
        structure(&read, 0),
        "alternative(plain,related(html,png,png))"
    );
    assert_eq!(pictures(&read)[0].1, letter.pictures[0].bytes);
    assert_eq!(
        header(&read, "X-Jangbu-Template").as_deref(),
        Some("order-paid")
    );
    let own = gateways::mail::message::message_id(&letter);
    assert_eq!(header(&read, "Message-ID"), Some(own));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_verified_cannot_send_and_the_answer_tells_no_address() {
    let mut ses = FakeSes::start();
    ses.verify("jangbu.example");
    let sender = sender(ses.url()).await;
    let stranger = Mail {
        from: address("남", "shop@stranger.example"),
        ..to("kim")
    };
    let error = sender.send(&stranger).await.unwrap_err();
    assert!(matches!(error, SendError::Misconfigured(_)), "{error}");
    assert!(!error.to_string().contains('@'), "{error}");
    assert!(ses.given().is_empty());
    sender.send(&to("kim")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_ses_listens_nothing_was_sent_and_it_is_asked_once() {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", door.local_addr().unwrap());
    drop(door);
    let error = sender(url).await.send(&to("kim")).await.unwrap_err();
    assert!(matches!(error, SendError::NotSent(_)), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_is_unknown_and_the_call_is_not_repeated() {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", door.local_addr().unwrap());
    let (say, calls) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in door.incoming() {
            // Dropped after that: the connection ends without a word.
            say.send(heard(stream.unwrap())).unwrap();
        }
    });
    let error = sender(url).await.send(&to("kim")).await.unwrap_err();
    assert!(matches!(error, SendError::Unknown(_)), "{error}");
    let call = calls.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(
        calls.recv_timeout(Duration::from_secs(2)).is_err(),
        "asked twice"
    );
    // What will tell later that it was taken after all.
    let key = data_encoding::BASE64URL_NOPAD.encode(b"order-paid:kim");
    for part in [
        r#""ConfigurationSetName":"letters""#,
        r#""Value":"order-paid""#,
        &format!(r#""Value":"{key}""#),
    ] {
        assert!(call.contains(part), "{part} is not in {call}");
    }
}

/// All that is said until it falls silent.
fn heard(mut stream: TcpStream) -> String {
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let (mut all, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        all.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&all).into_owned()
}
