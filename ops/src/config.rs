//! The only place that reads the environment.

use std::path::PathBuf;

/// `PG_BIN`: the directory of the PostgreSQL programs to use instead of the machine's newest.
pub fn pg_bin() -> Option<PathBuf> {
    std::env::var_os("PG_BIN").map(PathBuf::from)
}

/// The directories of `PATH`.
pub fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map_or_else(Vec::new, |path| std::env::split_paths(&path).collect())
}
