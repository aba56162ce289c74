//! What is said of jobs at the prompt.

use anyhow::Result;
use store::jobs::{JobDesk, JobRow};

use crate::cli::Outcome;
use crate::commands::order::kst;
use crate::say::say;
use crate::table;

/// Says what became of each; broken where one was left alone.
pub(super) async fn told(
    desk: &JobDesk,
    word: &str,
    asked: &[i64],
    done: &[i64],
    json: bool,
) -> Result<Outcome> {
    let left: Vec<i64> = asked
        .iter()
        .copied()
        .filter(|id| !done.contains(id))
        .collect();
    if json {
        let told = serde_json::json!({ "done": done, "left": left });
        say!("{told}")?;
    } else {
        if asked.is_empty() {
            say!("no job is dead")?;
        }
        for id in done {
            say!("job {id}: {word}")?;
        }
        for id in &left {
            let why = match desk.show(*id).await? {
                Some(_) => "left alone: a worker is at it",
                None => "no such job: it is done, was cancelled, or never was",
            };
            say!("job {id}: {why}")?;
        }
    }
    Ok(if left.is_empty() {
        Outcome::Done
    } else {
        Outcome::Broken
    })
}

pub(super) fn list(jobs: &[JobRow], json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(jobs)?)?;
        return Ok(());
    }
    if jobs.is_empty() {
        say!("no jobs")?;
        return Ok(());
    }
    let mut table = table::table(["job", "task", "state", "due", "tries", "key", "last error"]);
    for job in jobs {
        table.add_row([
            job.id.to_string(),
            job.task.clone(),
            job.state.as_str().to_owned(),
            kst(job.run_at),
            format!("{}/{}", job.attempts, job.max_attempts),
            job.key.clone().unwrap_or_else(|| "—".to_owned()),
            first_line(job.last_error.as_deref()),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn first_line(error: Option<&str>) -> String {
    let line = error.and_then(|error| error.lines().next()).unwrap_or("—");
    line.chars().take(80).collect()
}

pub(super) fn show(job: &JobRow, json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(job)?)?;
        return Ok(());
    }
    say!(
        "job       {}  ({}, {})",
        job.id,
        job.task,
        job.state.as_str()
    )?;
    say!("payload   {}", job.payload)?;
    say!("key       {}", job.key.as_deref().unwrap_or("—"))?;
    say!("tries     {} of {}", job.attempts, job.max_attempts)?;
    say!("due       {}", kst(job.run_at))?;
    say!("added     {}", kst(job.created_at))?;
    if let (Some(worker), Some(since)) = (&job.locked_by, job.locked_at) {
        say!("worker    {worker} since {}", kst(since))?;
    }
    say!("error     {}", job.last_error.as_deref().unwrap_or("—"))?;
    Ok(())
}
