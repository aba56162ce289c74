//! What Solapi's answers to a send mean.

use super::*;

fn message(key: &str, to: &str) -> TextMessage {
    TextMessage {
        key: key.to_owned(),
        template: "words".to_owned(),
        store: "intake".to_owned(),
        to: to.to_owned(),
        from: "0200000000".to_owned(),
        body: TextBody::Plain {
            subject: String::new(),
            text: "안녕하세요".to_owned(),
        },
        advertising: false,
    }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        body: body.as_bytes().to_vec(),
    }
}

fn sent(body: &str) -> Sent {
    read(&answer(200, body)).unwrap()
}

#[test]
fn each_message_gets_its_own_outcome() {
    let messages = [message("a", "01000000001"), message("b", "01000000002")];
    let sent = sent(
        r#"{"groupInfo":{"groupId":"G1","new":1},
            "messageList":[{"messageId":"M1","statusCode":"2000","customFields":{"key":"a"}}],
            "failedMessageList":[{"to":"01000000002","messageId":"M2","statusCode":"1062","statusMessage":"x"}]}"#,
    );
    let outcomes = outcomes(&messages, &sent).unwrap();
    assert_eq!(outcomes[0], TextOutcome::Taken("M1".to_owned()));
    assert_eq!(outcomes[1], TextOutcome::Refused("1062".to_owned()));
}

#[test]
fn an_answer_that_leaves_one_out_is_no_answer() {
    let messages = [message("a", "01000000001"), message("b", "01000000002")];
    let half = sent(
        r#"{"messageList":[{"messageId":"M1","statusCode":"2000","customFields":{"key":"a"}}]}"#,
    );
    assert!(matches!(
        outcomes(&messages, &half),
        Err(SendError::Unknown(_))
    ));
    let empty = sent(r#"{"messageList":null,"failedMessageList":null}"#);
    assert!(outcomes(&messages, &empty).is_err());
}

#[test]
fn two_to_one_number_are_not_mixed_up() {
    let messages = [message("a", "01000000001"), message("b", "01000000001")];
    let sent = sent(
        r#"{"failedMessageList":[{"to":"01000000001","statusCode":"1062"}],
            "messageList":[{"messageId":"M1","statusCode":"2000","customFields":{"key":"b"}}]}"#,
    );
    assert!(outcomes(&messages, &sent).is_err());
}

#[test]
fn what_an_error_means_follows_from_status_and_word() {
    let error = |status, body: &str| read::<Sent>(&answer(status, body)).err();
    let said = |word: &str| format!(r#"{{"errorCode":"{word}","errorMessage":"01012345678"}}"#);
    let wrong = error(403, &said("SignatureDoesNotMatch"));
    assert_eq!(
        wrong,
        Some(SendError::Misconfigured(
            "403 SignatureDoesNotMatch".to_owned()
        ))
    );
    assert!(matches!(
        error(400, &said("NotEnoughBalance")),
        Some(SendError::Misconfigured(_))
    ));
    assert!(matches!(
        error(400, &said("ValidationError")),
        Some(SendError::Refused(_))
    ));
    assert!(matches!(
        error(400, &said("SomethingNew")),
        Some(SendError::NotSent(_))
    ));
    assert!(matches!(
        error(429, &said("TooMany")),
        Some(SendError::NotSent(_))
    ));
    for (status, body) in [
        (500, said("InternalError")),
        (503, String::new()),
        (404, "<html>".to_owned()),
        (200, "{".to_owned()),
    ] {
        assert!(
            matches!(error(status, &body), Some(SendError::Unknown(_))),
            "{status}"
        );
    }
}
