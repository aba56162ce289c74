//! What leaves, leaves under a store's own name; and one letter to try the way out.

use anyhow::Result;
use clap::Parser;
use jangbu::cli::{Cli, Command, Outcome};
use tempfile::TempDir;
use tests::fakes::FakeSmtp;

const OWN: &str = "[intake]\nname = '들판상회'\nmail = 'shop@field.example'\nimprint = '들판'\ncontact = '02-1234-5678'\n";

/// A command beside a data directory, with no shop open and no database.
async fn says(data: &TempDir, words: &[&str]) -> Result<Outcome> {
    let data = ["--data", data.path().to_str().unwrap()];
    let cli = Cli::parse_from([&["jangbu"], words, &data].concat());
    match cli.command {
        Command::Mail(command) => command.run(&cli.global).await,
        Command::Up(command) => command.run(&cli.global).await,
        Command::Work(command) => command.run(&cli.global).await,
        other => panic!("{other:?} sends nothing"),
    }
}

#[tokio::test]
async fn with_a_real_sender_and_a_made_up_name_nothing_opens() {
    let data = TempDir::new().unwrap();
    let mail = ["--mail", "smtps://shop:secret@mail.example"];
    let texts = [
        "--texts",
        "solapi",
        "--solapi-key",
        "K",
        "--solapi-secret",
        "S",
    ];
    let ways: [(&[&str], &str); 2] = [
        (&mail, "name, mail, imprint, contact"),
        (&texts, "phone, contact"),
    ];
    for (way, keys) in ways {
        for command in ["up", "work"] {
            let refused = says(&data, &[&[command], way].concat()).await.unwrap_err();
            let told = format!("{refused:#}");
            assert!(
                told.contains("post.toml, below [intake]: ") && told.ends_with(keys),
                "{command}: {told}"
            );
            assert!(!told.contains("secret"), "{told}");
        }
    }
    // No database was made either.
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_letter_to_try_the_way_out_needs_no_shop_but_a_name() {
    let (server, data) = (FakeSmtp::open(), TempDir::new().unwrap());
    let way = format!("smtp://127.0.0.1:{}", server.port());
    let words = ["mail", "test", "kim@example.org", "--mail", &way];
    let refused = says(&data, &words).await.unwrap_err().to_string();
    assert!(
        refused.contains("name, mail, imprint, contact"),
        "{refused}"
    );
    assert!(server.arrived().is_empty());
    std::fs::write(data.path().join("post.toml"), OWN).unwrap();
    // The demo's other store is not this shop's.
    let one = "[[store]]\nid = 'intake'\nname = '들판상회'\n";
    std::fs::write(data.path().join("stores.toml"), one).unwrap();
    says(&data, &words).await.unwrap();
    let arrived = server.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].from, "shop@field.example");
    let raw = arrived[0].raw();
    let letter = crate::letters::read(&raw);
    let from = letter.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("들판상회"));
    assert!(letter.reply_to().is_none());
    // No database was made for it.
    assert!(!data.path().join("postgres").exists());
}

#[tokio::test]
async fn a_letter_that_stays_here_lies_in_the_mailbox() {
    let data = TempDir::new().unwrap();
    says(&data, &["mail", "test", "kim@example.org"])
        .await
        .unwrap();
    let kept = std::fs::read_to_string(data.path().join("mailbox/mailbox.jsonl")).unwrap();
    assert!(kept.contains("kim@example.org"));
}
