//! What a command answers, on standard output.
//!
//! `println!` panics when nobody reads on, as in `jangbu … | head`.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};

/// Says a line; formats like `println!`.
///
/// # Errors
/// The line cannot be written, such as to a full disk. A reader that has read enough is no error: the
/// command ends as it would have ended.
macro_rules! say {
    ($($line:tt)*) => {
        $crate::say::line(std::io::stdout().lock(), format_args!($($line)*))
    };
}
pub(crate) use say;

pub(crate) fn line(mut to: impl Write, line: Arguments<'_>) -> io::Result<()> {
    match writeln!(to, "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that cannot take a line, for this reason.
    struct Gone(ErrorKind);

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn whoever_has_read_enough_is_left_in_peace() {
        line(Gone(ErrorKind::BrokenPipe), format_args!("{}", 1)).unwrap();
        line(Gone(ErrorKind::StorageFull), format_args!("{}", 1)).unwrap_err();
    }
}
