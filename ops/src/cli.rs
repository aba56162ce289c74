//! The command line: one word per command, and what the process's end says about it.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::commands::{
    books, claim, coupon, deposit, doctor, document, image, import, inquiry, jobs, letters, mail,
    member, messages, migrate, order, projections, replay, review, schedule, simulate, stats,
    stock, up, web, work,
};
use crate::config::Global;
use crate::{meters, telemetry};

const ABOUT: &str = "\
Jangbu (장부, the ledger) is a shop whose ledger of events is the truth.

A request becomes a command, the command becomes events, the events become tables; pages read \
tables. Every order can be replayed as it stood at any moment, every figure recomputed from the log.";

const EXAMPLES: &str = "\
Examples:
  jangbu up                                 a shop with a database of its own, on port 8080
  jangbu up --port 9000 --data /srv/shop    elsewhere
  jangbu stats sales --by day,sku --from 2026-01-01 --to 2026-01-31
  jangbu replay order 20260102-7Q2M4XKD9A --at '2026-01-03 12:00'
  jangbu doctor                             does everything add up?

Ends with 0 when it did what was asked, 1 when that failed or an invariant is broken, 2 when the \
command line makes no sense. Every command takes --help.";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "jangbu", version, about = "An event-sourced shop", long_about = ABOUT, after_help = EXAMPLES)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    Up(up::Up),
    Web(web::Web),
    Work(work::Work),
    Migrate(migrate::Migrate),
    Import(import::Import),
    Order(order::Order),
    Member(member::Member),
    Coupon(coupon::Coupon),
    Deposit(deposit::Deposit),
    Books(books::Books),
    Claim(claim::Claim),
    Inquiry(inquiry::Inquiry),
    Review(review::Review),
    Mail(mail::Mail),
    Replay(replay::Replay),
    Projections(projections::Projections),
    Jobs(jobs::Jobs),
    Schedule(schedule::Schedule),
    Stats(stats::Stats),
    Stock(stock::Stock),
    Letters(letters::Letters),
    Messages(messages::Messages),
    Image(image::Image),
    Document(document::Document),
    Simulate(simulate::Simulate),
    Doctor(doctor::Doctor),
}

impl Command {
    /// Servers tell what they do; the others only answer.
    fn is_server(&self) -> bool {
        matches!(self, Self::Up(_) | Self::Web(_) | Self::Work(_))
    }

    async fn run(self, global: &Global) -> Result<Outcome> {
        match self {
            Self::Up(command) => command.run(global).await,
            Self::Web(command) => command.run(global).await,
            Self::Work(command) => command.run(global).await,
            Self::Migrate(command) => command.run(global).await,
            Self::Import(command) => command.run(global).await,
            Self::Order(command) => command.run(global).await,
            Self::Member(command) => command.run(global).await,
            Self::Coupon(command) => command.run(global).await,
            Self::Deposit(command) => command.run(global).await,
            Self::Books(command) => command.run(global).await,
            Self::Claim(command) => command.run(global).await,
            Self::Inquiry(command) => command.run(global).await,
            Self::Review(command) => command.run(global).await,
            Self::Mail(command) => command.run(global).await,
            Self::Replay(command) => command.run(global).await,
            Self::Projections(command) => command.run(global).await,
            Self::Jobs(command) => command.run(global).await,
            Self::Schedule(command) => command.run(global).await,
            Self::Stats(command) => command.run(global).await,
            Self::Stock(command) => command.run(global).await,
            Self::Letters(command) => command.run(global).await,
            Self::Messages(command) => command.run(global).await,
            Self::Image(command) => command.run(global).await,
            Self::Document(command) => command.run(global).await,
            Self::Simulate(command) => command.run(global).await,
            Self::Doctor(command) => command.run(global).await,
        }
    }
}

/// How a command ended, when nothing went wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Did what was asked.
    Done,
    /// Looked as asked, and found something broken.
    Broken,
}

/// The command line was understood and still makes no sense (`--from` after `--to`).
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Runs the command and turns its end into the process's: 0 done, 1 failed or broken, 2 misused.
pub fn run(cli: Cli) -> ExitCode {
    match watched(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Broken) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// Logging begins before everything else, and what it still has to send goes last.
fn watched(cli: Cli) -> Result<Outcome> {
    let quiet = !cli.command.is_server();
    let telemetry = telemetry::start(&cli.global, quiet)?;
    if !quiet {
        meters::install()?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let finished = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(cli.command.run(&cli.global)));
    telemetry.close();
    finished
}

/// `jangbu … | head` has read enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_is_for_and_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(
                command.get_about().is_some(),
                "{name} has no line in --help"
            );
            let text = command.get_after_help().map(ToString::to_string);
            assert!(
                text.is_some_and(|text| text.contains(&format!("jangbu {name}"))),
                "{name} shows no example"
            );
        }
    }

    #[test]
    fn the_terminal_breaks_the_lines_of_a_paragraph_not_we() {
        let mut commands = vec![Cli::command()];
        while let Some(command) = commands.pop() {
            let help = command.get_after_help().map(ToString::to_string);
            for paragraph in help.unwrap_or_default().split("\n\n") {
                let broken = !paragraph.starts_with("Examples:") && paragraph.contains('\n');
                assert!(!broken, "{}: {paragraph}", command.get_name());
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }

    #[test]
    fn steps_that_change_something_show_an_example_of_their_own() {
        let root = Cli::command();
        let steps = "order ship|order correct|order edit|order cancel|order return|order refund|order refund-account|order receipt|order settle-refund|order erase|\
                     deposit settle|claim accept|claim reject|claim receive|claim exchange|claim refund|inquiry answer|inquiry erase|\
                     review answer|review hide|member grade|member withdraw|coupon create|coupon issue|coupon stop|mail test|mail suppressions|jobs retry|jobs cancel|schedule run|\
                     simulate deposit|simulate texts|messages bulk|messages consents|messages suppressions|stats sales|\
                     projections check|replay order|letters preview|image add|image remove|document write|\
                     document publish|document hide|document pin";
        for step in steps.split('|') {
            let found = step
                .split(' ')
                .try_fold(&root, |at, word| at.find_subcommand(word));
            let help = found.and_then(clap::Command::get_after_help);
            let help = help.map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("jangbu {step}")), "{step}: {help}");
        }
    }

    #[test]
    fn data_and_json_may_stand_behind_the_command() {
        let cli = Cli::parse_from(["jangbu", "doctor", "--json", "--data", "/srv/shop"]);
        assert!(cli.global.json);
        assert_eq!(cli.global.data.to_str(), Some("/srv/shop"));
    }

    #[test]
    fn only_carriers_that_the_pages_can_follow_are_taken_and_the_refusal_lists_them() {
        let ship = |carrier: &str| {
            let words = format!(
                "jangbu order ship 20260102-7Q2M4XKD9A --carrier {carrier} --invoice 12345678"
            );
            Cli::try_parse_from(words.split(' '))
        };
        assert!(ship("hanjin").is_ok());
        let refused = ship("banana").err().unwrap();
        assert_eq!(refused.exit_code(), 2);
        let told = refused.to_string();
        assert!(told.contains("hanjin") && told.contains("epost"), "{told}");
    }

    #[test]
    fn a_deposit_of_nothing_makes_no_sense() {
        let words = "jangbu simulate deposit 20260102-7Q2M4XKD9A --amount";
        let deposit = |won| Cli::try_parse_from(words.split(' ').chain([won]));
        assert!(deposit("1").is_ok());
        let refused = deposit("0").err().map(|error| error.exit_code());
        assert_eq!(refused, Some(2));
    }

    #[test]
    fn an_order_takes_no_free_text_and_no_name_that_would_be_another() {
        let refund = |words: &[&str]| {
            let order = [
                "jangbu",
                "order",
                "refund",
                "20260102-7Q2M4XKD9A",
                "--amount",
                "1",
            ];
            Cli::try_parse_from(order.iter().chain(words))
        };
        for said in [&["--reason", "late"][..], &["--claim", "second"], &[]] {
            assert!(refund(said).is_ok(), "{said:?}");
        }
        let misuses = [
            ["--reason", "Kim called"],
            ["--claim", "late "],
            ["--amount", "0"],
        ];
        for misused in misuses {
            let error = refund(&misused).err().map(|error| error.exit_code());
            assert_eq!(error, Some(2), "{misused:?}");
        }
    }
}
