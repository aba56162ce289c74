//! Jobs, as staff look after them on the admin port.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::jobs::{Counts, JobDesk, JobQuery, JobRow, JobState};

use super::admin::draw;
use crate::error::WebError;
use crate::pages::{AdminMessage, JobLine, JobPage, JobTab, Jobs};
use crate::state::Web;

/// Jobs shown at most.
const MOST: u32 = 200;

/// What of the list is looked at.
#[derive(Debug, Default, Deserialize)]
pub struct Looking {
    state: Option<String>,
    /// What was just done, to be told.
    did: Option<String>,
}

/// `GET /jobs`
pub async fn list(
    State(web): State<Web>,
    Query(looking): Query<Looking>,
) -> Result<Response, WebError> {
    let desk = JobDesk::new(web.pool.clone());
    let state = looking.state.as_deref().and_then(state);
    let query = JobQuery {
        state,
        task: None,
        most: MOST,
    };
    let page = Jobs {
        tabs: tabs(&desk.counts().await?, state),
        jobs: desk.list(&query).await?.iter().map(line).collect(),
        did: looking.did.as_deref().and_then(did).map(str::to_owned),
        most: MOST.into(),
    };
    draw(&web, StatusCode::OK, &page)
}

/// `GET /jobs/{id}`
pub async fn show(
    State(web): State<Web>,
    Path(id): Path<i64>,
    Query(looking): Query<Looking>,
) -> Result<Response, WebError> {
    let Some(job) = JobDesk::new(web.pool.clone()).show(id).await? else {
        let page = AdminMessage {
            headline: format!("작업 {id}은(는) 목록에 없습니다"),
            detail: "끝난 작업은 목록에서 사라집니다. 취소되었거나 없던 번호일 수도 있습니다."
                .into(),
        };
        return draw(&web, StatusCode::NOT_FOUND, &page);
    };
    let payload = serde_json::to_string_pretty(&job.payload).unwrap_or_default();
    let page = JobPage {
        job: line(&job),
        payload,
        added_at: job.created_at,
        worker: job.locked_by.clone(),
        free: job.state != JobState::Running,
        did: looking.did.as_deref().and_then(did).map(str::to_owned),
    };
    draw(&web, StatusCode::OK, &page)
}

/// `POST /jobs/{id}/retry`
pub async fn retry(State(web): State<Web>, Path(id): Path<i64>) -> Result<Response, WebError> {
    let done = JobDesk::new(web.pool.clone()).retry(&[id]).await?;
    Ok(answer(id, &done, "retried"))
}

/// `POST /jobs/{id}/cancel`
pub async fn cancel(State(web): State<Web>, Path(id): Path<i64>) -> Result<Response, WebError> {
    let done = JobDesk::new(web.pool.clone()).cancel(&[id]).await?;
    if done.is_empty() {
        return Ok(answer(id, &done, "left"));
    }
    Ok(Redirect::to("/jobs?did=cancelled").into_response())
}

fn answer(id: i64, done: &[i64], word: &str) -> Response {
    let word = if done.contains(&id) { word } else { "left" };
    Redirect::to(&format!("/jobs/{id}?did={word}")).into_response()
}

fn did(word: &str) -> Option<&'static str> {
    match word {
        "retried" => Some("곧바로 다시 하도록 했습니다."),
        "cancelled" => Some("작업을 취소했습니다."),
        "left" => Some("지금 작업자가 하고 있거나 이미 끝난 작업이라 손대지 않았습니다."),
        _ => None,
    }
}

fn state(word: &str) -> Option<JobState> {
    JobState::ALL
        .into_iter()
        .find(|state| state.as_str() == word)
}

fn tabs(counts: &[Counts], looked_at: Option<JobState>) -> Vec<JobTab> {
    let of = |state: Option<JobState>| {
        let wanted = |count: &&Counts| state.is_none_or(|state| state.as_str() == count.state);
        counts.iter().filter(wanted).map(|count| count.jobs).sum()
    };
    let all = JobTab {
        label: "모두".into(),
        href: "/jobs".into(),
        count: of(None),
        current: looked_at.is_none(),
        alarm: false,
    };
    let each = JobState::ALL.into_iter().map(|state| JobTab {
        label: words(state).into(),
        href: format!("/jobs?state={}", state.as_str()),
        count: of(Some(state)),
        current: looked_at == Some(state),
        alarm: state == JobState::Dead && of(Some(state)) > 0,
    });
    std::iter::once(all).chain(each).collect()
}

fn words(state: JobState) -> &'static str {
    match state {
        JobState::Running => "하는 중",
        JobState::Ready => "기다림",
        JobState::Scheduled => "예약됨",
        JobState::Retrying => "다시 할 예정",
        JobState::Dead => "그만둠",
    }
}

fn line(job: &JobRow) -> JobLine {
    JobLine {
        id: job.id,
        task: job.task.clone(),
        state: words(job.state).into(),
        alarm: job.state == JobState::Dead,
        due_at: job.run_at,
        tries: i64::from(job.attempts),
        most_tries: i64::from(job.max_attempts),
        key: job.key.clone().unwrap_or_else(|| "—".into()),
        error: job.last_error.clone(),
        bulk: job.bulk,
    }
}
