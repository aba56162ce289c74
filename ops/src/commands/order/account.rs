//! The account that money of a deposit goes back to, as a shopper tells it on the telephone. Its number and holder
//! come by standard input: the command line would stay in the shell's history and in the list of processes.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Result, bail};
use shop::ports::RefundAccount;

/// Reads number and holder, a line each; asks for them where somebody sits at the keyboard.
///
/// # Errors
/// Standard input ends early, or that can be no account.
pub fn read(bank: &str) -> Result<RefundAccount> {
    let (input, asks) = (io::stdin().lock(), io::stdin().is_terminal());
    read_from(input, asks, bank)
}

/// A line of standard input; asks for it where somebody sits at the keyboard.
///
/// # Errors
/// Standard input ends early.
pub fn line(what: &str) -> Result<String> {
    let (mut input, asks) = (io::stdin().lock(), io::stdin().is_terminal());
    line_from(&mut input, asks, what)
}

fn line_from(input: &mut impl BufRead, asks: bool, what: &str) -> Result<String> {
    if asks {
        let mut prompt = io::stderr().lock();
        write!(prompt, "{what}: ")?;
        prompt.flush()?;
    }
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        bail!("the {what} is missing on standard input");
    }
    Ok(line)
}

fn read_from(mut input: impl BufRead, asks: bool, bank: &str) -> Result<RefundAccount> {
    let mut next = |what: &str| line_from(&mut input, asks, what);
    let (number, holder) = (next("number")?, next("holder")?);
    Ok(RefundAccount::read(bank, &number, &holder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_holder_are_a_line_each() {
        let input = "110-123-456789\n홍길동\n";
        let read = read_from(input.as_bytes(), false, "088").unwrap();
        assert_eq!(
            (read.number.as_str(), read.holder.as_str()),
            ("110123456789", "홍길동")
        );
        let missing = read_from("110-123-456789\n".as_bytes(), false, "088");
        assert!(missing.unwrap_err().to_string().contains("holder"));
        assert!(read_from("1\n홍길동\n".as_bytes(), false, "088").is_err());
    }
}
