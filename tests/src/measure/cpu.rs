//! Processor time that processes have used, as the kernel counts it.

use std::fs;

/// Seconds that a process and all its descendants have used, those that ended included.
pub fn cpu_seconds(root: u32) -> f64 {
    let all: Vec<Stat> = fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(|entry| read(&entry.ok()?.path()))
        .collect();
    let mut family = vec![root];
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        family.extend(
            all.iter()
                .filter(|stat| stat.parent == parent)
                .map(|stat| stat.pid),
        );
        at += 1;
    }
    let ticks: u64 = all
        .iter()
        .filter(|stat| family.contains(&stat.pid))
        .map(|stat| stat.ticks)
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "ticks of ten milliseconds")]
    let seconds = ticks as f64 / 100.0;
    seconds
}

struct Stat {
    pid: u32,
    parent: u32,
    /// Own time and that of children that ended.
    ticks: u64,
}

fn read(process: &std::path::Path) -> Option<Stat> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name in parentheses may hold anything.
    let rest = stat.rsplit_once(") ")?.1;
    let field = |at: usize| rest.split(' ').nth(at)?.parse::<u64>().ok();
    let ticks = field(11)? + field(12)? + field(13)? + field(14)?;
    Some(Stat {
        pid: stat.split(' ').next()?.parse().ok()?,
        parent: u32::try_from(field(1)?).ok()?,
        ticks,
    })
}

/// The process that is the parent of all of a server's others.
pub async fn postmaster(client: &tokio_postgres::Client) -> u32 {
    let backend: i32 = client
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .expect("the server answers")
        .get(0);
    let stat = read(format!("/proc/{backend}").as_ref()).expect("it runs on this machine");
    stat.parent
}

/// Memory of this process that lies in the machine's, in megabytes (10⁶ bytes).
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) * 1_024.0 / 1e6
}
