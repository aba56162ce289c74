//! What is still to be done outside of the ledger, for staff.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::{Area, Page};

/// The list of jobs.
#[derive(Debug, Clone, Serialize)]
pub struct Jobs {
    pub tabs: Vec<JobTab>,
    pub jobs: Vec<JobLine>,
    /// What was just done.
    pub did: Option<String>,
    /// Jobs that the list shows at most.
    pub most: i64,
}

/// A state, and how many jobs are in it.
#[derive(Debug, Clone, Serialize)]
pub struct JobTab {
    pub label: String,
    pub href: String,
    pub count: i64,
    pub current: bool,
    /// Somebody should look.
    pub alarm: bool,
}

/// A job in the list.
#[derive(Debug, Clone, Serialize)]
pub struct JobLine {
    pub id: i64,
    pub task: String,
    pub state: String,
    pub alarm: bool,
    pub due_at: DateTime<Utc>,
    pub tries: i64,
    pub most_tries: i64,
    pub key: String,
    pub error: Option<String>,
    /// In the lane of bulk sends.
    pub bulk: bool,
}

/// One job.
#[derive(Debug, Clone, Serialize)]
pub struct JobPage {
    pub job: JobLine,
    /// JSON, for reading.
    pub payload: String,
    pub added_at: DateTime<Utc>,
    /// Who is at it.
    pub worker: Option<String>,
    /// Nobody is at it: it may be retried or cancelled.
    pub free: bool,
    pub did: Option<String>,
}

impl JobLine {
    fn sample(alarm: bool) -> Self {
        Self {
            id: 1_042,
            task: "write-letter".into(),
            state: if alarm { "그만둠" } else { "기다림" }.into(),
            alarm,
            due_at: DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default(),
            tries: if alarm { 20 } else { 0 },
            most_tries: 20,
            key: "letter:0198f2a0-1111-7000-8000-000000000001".into(),
            error: alarm.then(|| "not sent: connection refused".into()),
            bulk: !alarm,
        }
    }
}

impl Page for Jobs {
    const TEMPLATE: &'static str = "jobs";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        "작업".into()
    }

    fn samples() -> Vec<Self> {
        let tab = |label: &str, count, current, alarm| JobTab {
            label: label.into(),
            href: "/jobs?state=dead".into(),
            count,
            current,
            alarm,
        };
        vec![
            Self {
                tabs: vec![tab("모두", 2, true, false), tab("그만둠", 1, false, true)],
                jobs: vec![JobLine::sample(false), JobLine::sample(true)],
                did: Some("작업을 취소했습니다.".into()),
                most: 200,
            },
            Self {
                tabs: vec![tab("모두", 0, true, false)],
                jobs: vec![],
                did: None,
                most: 200,
            },
        ]
    }
}

impl Page for JobPage {
    const TEMPLATE: &'static str = "job";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        format!("작업 {}", self.job.id)
    }

    fn samples() -> Vec<Self> {
        let page = |alarm, worker: Option<&str>| Self {
            job: JobLine::sample(alarm),
            payload: "{\n  \"order\": \"20260801-7K3QM9XW2F\"\n}".into(),
            added_at: DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default(),
            worker: worker.map(Into::into),
            free: worker.is_none(),
            did: alarm.then(|| "곧바로 다시 하도록 했습니다.".into()),
        };
        vec![page(true, None), page(false, Some("graphile_worker_0a1b"))]
    }
}
