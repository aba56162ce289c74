//! Every projection equals its rebuild.

use std::sync::Arc;

use anyhow::Result;
use projections::{Checked as Compared, RunError, Source};
use sqlx::PgPool;
use store::{EventLog, upcasters};

use super::{Checked, Finding};

pub(super) async fn check(pool: &PgPool, log: Arc<dyn EventLog>) -> Result<Checked> {
    let source = Source::new(log, upcasters());
    let (mut rows, mut broken) = (0, vec![]);
    for projection in projections::all() {
        let compared = match projections::check(pool, &source, &projection).await {
            Ok(compared) => compared,
            // A log that cannot be folded is a finding, not the end of the examination.
            Err(RunError::Halted { name, why }) => {
                broken.push(Finding::new(5, name, format!("cannot be rebuilt: {why}")));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        rows += compared.tables.iter().map(|table| table.rows).sum::<i64>();
        broken.extend(differences(&compared));
    }
    let parked = projections::parked(pool, None, super::LISTED).await?;
    broken.extend(parked.into_iter().map(|event| {
        let why = event
            .error
            .unwrap_or_else(|| "waits behind an earlier one of its stream".to_owned());
        let (kind, stream, number) = (event.kind, event.stream, event.sequence);
        Finding::new(
            5,
            event.name,
            format!("left out event {number} of {kind}/{stream}: {why}"),
        )
    }));
    let status = projections::status(pool).await?;
    broken.extend(status.into_iter().filter_map(|projection| {
        let why = projection.halted?;
        Some(Finding::new(5, projection.name, format!("stopped: {why}")))
    }));
    let sentence = format!("projections: {rows} rows equal those of a fold of the whole log");
    Ok(Checked { sentence, broken })
}

fn differences(compared: &Compared) -> Vec<Finding> {
    let tables = compared.tables.iter();
    tables
        .filter(|table| !table.wrong.is_empty() || !table.missing.is_empty())
        .map(|table| {
            let example = table.wrong.iter().chain(&table.missing).next();
            let what = format!(
                "{}: {} row(s) that the log does not give, {} missing, such as {}",
                table.table,
                table.wrong.len(),
                table.missing.len(),
                example.map_or("", String::as_str)
            );
            Finding::new(4, &compared.name, what)
        })
        .collect()
}
