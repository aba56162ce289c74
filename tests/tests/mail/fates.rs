//! What a server's bad days mean for a letter.

use std::time::{Duration, Instant};

use gateways::mail::Smtp;
use gateways::mail::smtp::{Patience, SmtpSettings};
use shop::ports::post::{Address, Mail, Mailer, SendError};
use tests::fakes::{Arrived, FakeSmtp};

use crate::letters::to;
use crate::smtp::{BRIEF, at, fate, sender};

fn texts(letters: &[Arrived]) -> Vec<&str> {
    letters.iter().map(|letter| letter.to[0].as_str()).collect()
}

#[tokio::test]
async fn who_says_later_is_asked_again_and_who_says_never_is_not() {
    let server = FakeSmtp::open();
    let smtp = sender(&server);
    assert_eq!(
        fate(&smtp, "greylisted").await,
        SendError::NotSent("450 4.7.1 at RCPT TO".to_owned())
    );
    smtp.send(&to("greylisted")).await.unwrap();
    assert_eq!(
        fate(&smtp, "nobody").await,
        SendError::Refused("550 5.1.1 at RCPT TO".to_owned())
    );
    assert_eq!(
        fate(&smtp, "picky").await,
        SendError::Refused("554 5.6.0 at the letter".to_owned())
    );
    assert_eq!(
        fate(&smtp, "stuffed").await,
        SendError::NotSent("452 4.3.1 at the letter".to_owned())
    );
    // A refused letter leaves nothing behind that the next one stumbles over.
    smtp.send(&to("kim")).await.unwrap();
    assert_eq!(
        texts(&server.arrived()),
        ["greylisted@example.org", "kim@example.org"]
    );
}

#[tokio::test]
async fn a_connection_lost_before_the_letter_sent_nothing_and_after_it_nobody_knows() {
    let server = FakeSmtp::open();
    let smtp = sender(&server);
    assert!(matches!(
        fate(&smtp, "gone-at-rcpt").await,
        SendError::NotSent(_)
    ));
    assert!(server.arrived().is_empty());
    assert!(matches!(
        fate(&smtp, "gone-after-letter").await,
        SendError::Unknown(_)
    ));
    assert_eq!(server.arrived().len(), 1, "it had been taken");
    smtp.send(&to("kim")).await.unwrap();
}

#[tokio::test]
async fn a_server_that_falls_silent_is_not_waited_for_for_ever() {
    let server = FakeSmtp::open();
    let smtp = sender(&server);
    let begun = Instant::now();
    assert!(matches!(
        fate(&smtp, "mute-at-rcpt").await,
        SendError::NotSent(_)
    ));
    assert!(matches!(
        fate(&smtp, "mute-after-letter").await,
        SendError::Unknown(_)
    ));
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
    // Nor one that takes the connection and says nothing at all.
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", door.local_addr().unwrap());
    let patience = Patience {
        door: Duration::from_secs(1),
        ..BRIEF
    };
    let mute = Smtp::new(SmtpSettings::from_url(&url).unwrap(), patience);
    let begun = Instant::now();
    assert!(matches!(fate(&mute, "kim").await, SendError::NotSent(_)));
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", door.local_addr().unwrap());
    drop(door);
    assert!(matches!(
        fate(&at(&url), "kim").await,
        SendError::NotSent(_)
    ));
}

#[tokio::test]
async fn what_a_relay_does_not_carry_for_us_is_a_matter_of_settings() {
    let server = FakeSmtp::open();
    let smtp = sender(&server);
    assert_eq!(
        fate(&smtp, "elsewhere").await,
        SendError::Misconfigured("554 5.7.1 at RCPT TO".to_owned())
    );
    let stranger = Mail {
        from: Address {
            name: String::new(),
            address: "stranger@jangbu.example".to_owned(),
        },
        ..to("kim")
    };
    assert_eq!(
        smtp.send(&stranger).await.unwrap_err(),
        SendError::Misconfigured("554 5.7.1 at MAIL FROM".to_owned())
    );
    assert!(server.arrived().is_empty());
}

/// The late answer to the first letter is not taken for one to the next.
#[tokio::test]
async fn a_letter_that_nobody_waits_for_any_more_leaves_its_answers_to_nobody() {
    let server = FakeSmtp::open();
    let smtp = sender(&server);
    let slow = to("slow-at-rcpt");
    let cut = tokio::time::timeout(Duration::from_millis(300), smtp.send(&slow)).await;
    assert!(cut.is_err(), "the server was to be slow: {cut:?}");
    assert_eq!(
        fate(&smtp, "nobody").await,
        SendError::Refused("550 5.1.1 at RCPT TO".to_owned())
    );
    smtp.send(&to("kim")).await.unwrap();
    assert_eq!(texts(&server.arrived()), ["kim@example.org"]);
}

#[tokio::test]
async fn where_all_connections_are_busy_a_letter_waits_so_long_and_is_not_sent() {
    let server = FakeSmtp::open();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let patience = Patience {
        door: Duration::from_secs(1),
        conversation: Duration::from_secs(30),
    };
    let smtp = Smtp::new(SmtpSettings::from_url(&url).unwrap(), patience);
    let mute = to("mute-at-rcpt");
    let busy = async {
        tokio::join!(
            smtp.send(&mute),
            smtp.send(&mute),
            smtp.send(&mute),
            smtp.send(&mute)
        )
    };
    let begun = Instant::now();
    let fifth = async {
        // They take their places first.
        tokio::time::sleep(Duration::from_millis(500)).await;
        fate(&smtp, "kim").await
    };
    tokio::select! {
        ended = busy => panic!("the server was to be mute: {ended:?}"),
        fifth = fifth => assert_eq!(fifth, SendError::NotSent("no connection within 1s".to_owned())),
    }
    // It does not wait until one of those four has been given up.
    let took = begun.elapsed();
    assert!(took < patience.conversation, "{took:?}");
    // Those four are given up by now, and what they held is free again.
    smtp.send(&to("kim")).await.unwrap();
}
