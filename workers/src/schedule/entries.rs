//! What happens by the clock: one table, in Korean time.

use chrono::Duration;

/// An entry of the schedule. Its job has its name and is given the tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The entry's name, which is the job's.
    pub name: &'static str,
    /// Minute, hour, day, month, weekday; KST.
    pub cron: &'static str,
    /// What becomes of ticks that no worker saw.
    pub missed: Missed,
    /// What it does, for people.
    pub does: &'static str,
}

/// What becomes of ticks that passed while no worker ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Each is made up for, the oldest first; of more than [`MADE_UP`] the last ones.
    EachMadeUp,
    /// The last one is made up for, whenever.
    LastMadeUp,
    /// The last one, unless it is older than that.
    LetPass {
        /// From this age on, minutes.
        older_than: i64,
    },
}

/// Missed ticks of one entry that are made up for at most.
pub const MADE_UP: usize = 31;

impl Missed {
    /// For people.
    pub fn says(self) -> String {
        match self {
            Self::EachMadeUp => "each is made up for".to_owned(),
            Self::LastMadeUp => "the last is made up for".to_owned(),
            Self::LetPass { older_than } => format!("let pass after {older_than} min"),
        }
    }

    /// Which of the ticks that are due are run, given their ages, oldest first.
    pub(super) fn keeps(self, ages: &[Duration]) -> std::ops::Range<usize> {
        let end = ages.len();
        match self {
            Self::EachMadeUp => end.saturating_sub(MADE_UP)..end,
            Self::LastMadeUp => end.saturating_sub(1)..end,
            Self::LetPass { older_than } => {
                let fresh = ages
                    .last()
                    .is_some_and(|age| *age <= Duration::minutes(older_than));
                if fresh { end - 1..end } else { end..end }
            }
        }
    }
}

/// The schedule.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "daily-sales",
        cron: "0 0 * * *",
        missed: Missed::EachMadeUp,
        does: "mails the day's sales of each store to all staff",
    },
    Entry {
        name: "expire-orders",
        cron: "*/10 * * * *",
        missed: Missed::LastMadeUp,
        does: "expires orders whose deposit is overdue and that their own process has missed",
    },
    Entry {
        name: "lapse-holds",
        cron: "5 * * * *",
        missed: Missed::LastMadeUp,
        does: "gives pieces back whose hold has passed its deadline",
    },
    Entry {
        name: "ask-reports",
        cron: "*/5 * * * *",
        missed: Missed::LastMadeUp,
        does: "asks the message provider what became of messages that it has not told of",
    },
    Entry {
        name: "sweep-bulk",
        cron: "35 * * * *",
        missed: Missed::LastMadeUp,
        does: "ends bulk sends that nobody goes on with, and erases their recipients",
    },
    Entry {
        name: "evaluate-grades",
        cron: "20 3 1 * *",
        missed: Missed::LastMadeUp,
        does: "gives every member the grade that the purchases of twelve months come to",
    },
    Entry {
        name: "sweep-dormant",
        cron: "40 3 * * *",
        missed: Missed::LastMadeUp,
        does: "tells members who have long been away that their accounts are about to sleep, and lets them",
    },
    Entry {
        name: "confirm-purchases",
        cron: "50 3 * * *",
        missed: Missed::LastMadeUp,
        does: "confirms purchases that arrived long ago and of which nothing is being sent back",
    },
    Entry {
        name: "compare-books",
        cron: "10 5 * * *",
        missed: Missed::EachMadeUp,
        does: "compares the payment providers' books of the day before with ours; what differs is an error in the log and waits in `jangbu books`",
    },
    Entry {
        name: "doctor",
        cron: "30 4 * * *",
        missed: Missed::LetPass { older_than: 120 },
        does: "checks that everything adds up; what does not is an error in the log",
    },
];
