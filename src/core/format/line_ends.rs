//! How the lines of a file end: what is read has `\n`, and a file that had CRLF throughout gets it back.

use std::{borrow::Cow, fmt};

/// How many lines are named.
const MAX_NAMED: usize = 10;

/// How the lines of a file end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LineEnds {
    /// With `\n`, as canonical ones do.
    #[default]
    Lf,
    /// With `\r\n`, every one of them.
    CrLf,
    /// Some with `\r\n`: the numbers of their lines, counted from 1. A save writes `\n`.
    Mixed(Vec<usize>),
}

impl LineEnds {
    /// How the lines of `bytes` end.
    pub(super) fn of(bytes: &[u8]) -> Self {
        if !bytes.contains(&b'\r') {
            return Self::Lf;
        }
        let mut with = Vec::new();
        let mut lines = 0;
        for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            if line.ends_with(b"\n") {
                lines = number;
            }
            if line.ends_with(b"\r\n") {
                with.push(number);
            }
        }
        match with.len() {
            0 => Self::Lf,
            many if many == lines => Self::CrLf,
            _ => Self::Mixed(with),
        }
    }

    /// Canonical `text` as a file with these line ends has it.
    pub fn restore(&self, text: String) -> String {
        match self {
            Self::Lf | Self::Mixed(_) => text,
            Self::CrLf => text.replace('\n', "\r\n"),
        }
    }
}

impl fmt::Display for LineEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lf => f.write_str("line ends are LF"),
            Self::CrLf => f.write_str("line ends are CRLF, in every line"),
            Self::Mixed(lines) => {
                let word = if lines.len() == 1 { "line" } else { "lines" };
                write!(f, "line ends are CRLF, in {word} ")?;
                for (number, line) in lines.iter().take(MAX_NAMED).enumerate() {
                    let separator = if number == 0 { "" } else { ", " };
                    write!(f, "{separator}{line}")?;
                }
                match lines.len().saturating_sub(MAX_NAMED) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
        }
    }
}

/// `text` with `\n` for every line end. All of `\r\r\n` is one: else what is left of it would be one the
/// next time, and a file would change each time it is written.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains("\r\n") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.strip_suffix('\n') {
            Some(line) => {
                plain.push_str(line.trim_end_matches('\r'));
                plain.push('\n');
            }
            None => plain.push_str(line),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves what is said of the line ends of `text`.
    fn check_said(text: &str, said: &str) {
        let ends = LineEnds::of(text.as_bytes());
        assert_eq!(
            ends.to_string(),
            format!("line ends are {said}"),
            "{text:?}"
        );
    }

    #[test]
    fn line_ends_are_told_apart() {
        check_said("", "LF");
        check_said("a\nb\n", "LF");
        check_said("a\rb\n", "LF");
        check_said("a\r\nb\r\n", "CRLF, in every line");
        check_said("a\r\nb", "CRLF, in every line");
        check_said("a\r\r\n", "CRLF, in every line");
        check_said("a\nb\r\nc\n", "CRLF, in line 2");
        check_said("a\n\r\nb\nc\r\nd", "CRLF, in lines 2, 4");
        let many = "a\r\n".repeat(12) + "b\n";
        check_said(
            &many,
            "CRLF, in lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more",
        );
    }

    #[test]
    fn plain_line_ends_stay_plain() {
        for text in ["a\r\nb", "a\r\r\n\r\r\r\nb\rc", "\r\n\r", "a\n\rb"] {
            let once = plain(text);
            assert!(!once.contains("\r\n"), "{text:?}");
            assert_eq!(plain(&once), once, "{text:?}");
        }
    }
}
