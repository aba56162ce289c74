//! Letters to members for tests, written as the workers write them, without the engine that runs jobs.

use domain::Meta;
use shop::ports::post::Mail;
use store::EventLog;
use workers::jobs::{Job, JobContext};
use workers::post::WriteMemberLetter;
use workers::processes::{Process, Reading, WriteToMembers};

use crate::seen::events;

/// Sends the letters of all that happened to members; what was sent stays sent.
pub async fn send(log: &dyn EventLog, context: &JobContext) {
    for event in events(log).await {
        if event.kind != "member" {
            continue;
        }
        let meta = serde_json::from_str(&event.metadata).expect("metadata of ours");
        let meta = Meta::from_map::<std::hash::RandomState>(&meta).expect("metadata of ours");
        let reading = WriteToMembers.read(&event, &meta);
        if let Reading::Enqueue(jobs) = reading.expect("an event of ours") {
            for job in jobs {
                let job = serde_json::from_value(job.payload);
                let mut job: WriteMemberLetter = job.expect("a job of ours");
                // The log's clock is the database's, which no test moves on.
                job.0.recorded_at = job.0.at;
                job.run(context).await.expect("the letter is written");
            }
        }
    }
}

/// The last address in a letter that stands below this path.
pub fn link(letter: &Mail, below: &str) -> String {
    let words = letter.text.split_whitespace();
    let mut links = words.filter_map(|word| word.find(below).map(|at| word[at..].to_owned()));
    links.next().expect("the letter has the address")
}
