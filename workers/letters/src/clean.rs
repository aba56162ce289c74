//! What is done to every fact before it stands in a letter: facts are text, never markup, never a
//! second line, never something that turns the rest of the line around.

/// The longest subject, characters. Mail readers show about 40, RFC 5322 wants lines below 998 bytes.
const LONGEST_SUBJECT: usize = 120;

/// One line: control characters and line breaks become blanks, runs of blanks one, and marks that
/// change the direction of writing are gone.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blank = true;
    for sign in text.chars().filter(|sign| !turns(*sign)) {
        let parts = sign == ' ' || sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
        if !parts {
            line.push(sign);
        } else if !blank {
            line.push(' ');
        }
        blank = parts;
    }
    line.truncate(line.trim_end().len());
    line
}

/// The paragraphs of a longer text: each one line, without the empty ones at both ends.
pub fn lines(text: &str) -> Vec<String> {
    let all: Vec<String> = text.trim().lines().map(one_line).collect();
    let mut kept: Vec<String> = Vec::with_capacity(all.len());
    for line in all {
        let twice_empty = line.is_empty() && kept.last().is_none_or(String::is_empty);
        if !twice_empty {
            kept.push(line);
        }
    }
    kept
}

/// A subject: one line, cut where it gets too long to be read.
pub fn subject(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(LONGEST_SUBJECT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// A fact inside HTML, also inside a quoted attribute.
pub fn html(text: &str) -> String {
    handlebars::html_escape(&one_line(text))
}

/// A text part as it goes out: no blanks at the ends of lines, never two empty lines on end.
pub fn text_part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// An address of the web, or of mail. Others (`javascript:`, `data:`) have no place in a letter.
pub fn is_address(text: &str) -> bool {
    let known = ["https://", "http://", "mailto:"];
    let rest = known.iter().find_map(|start| text.strip_prefix(start));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.contains(|sign: char| sign.is_control() || sign.is_whitespace())
    })
}

/// Marks that change the direction of writing (bidirectional controls).
fn turns(sign: char) -> bool {
    matches!(sign, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_one_line() {
        assert_eq!(
            one_line(" 홍\r\nBcc: x@y\u{2028}길\t동 "),
            "홍 Bcc: x@y 길 동"
        );
        assert_eq!(one_line("a\u{202E}txt\u{0}b"), "atxt b");
    }

    #[test]
    fn a_longer_text_keeps_its_paragraphs() {
        assert_eq!(lines("\n가\r\n\r\n\r\n나 \n"), ["가", "", "나"]);
        assert!(lines(" \n ").is_empty());
    }

    #[test]
    fn a_subject_ends_before_it_gets_long() {
        assert_eq!(subject("가\n나"), "가 나");
        let long = subject(&"가".repeat(500));
        assert_eq!(long.chars().count(), 121);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn only_addresses_of_web_and_mail_are_addresses() {
        for good in [
            "https://shop.example/a?b=c",
            "http://127.0.0.1:8080",
            "mailto:a@b",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//x",
            "",
            "https://",
            "https://a b",
            "https://a\nb",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_text_part_has_no_ragged_ends() {
        assert_eq!(text_part("\n\na  \n\n\nb\n\n"), "a\n\nb\n");
    }
}
