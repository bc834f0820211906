//! Words and addresses as a picture may hold them, whatever a file holds: nothing hides or turns what stands around it.

use std::{borrow::Cow, fmt::Write as _};

use crate::scene::is_no_letter;

/// `text` on one line, without control characters and marks that turn the direction of letters.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_odd = |letter: char| letter.is_control() || is_no_letter(letter) || ends_line(letter);
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().filter_map(|letter| match letter {
        letter if letter == '\t' || ends_line(letter) => Some(' '),
        letter if is_odd(letter) => None,
        letter => Some(letter),
    });
    Cow::Owned(letters.collect())
}

fn ends_line(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// An address in the characters that one may have (RFC 3986): all others as `%` and the bytes of their UTF-8.
pub(super) fn address(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        let is_plain = byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            );
        if is_plain {
            address.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_what_hides_or_turns_others() {
        assert_eq!(plain("Größe, 返金 (1)"), "Größe, 返金 (1)");
        assert_eq!(
            plain("a\u{0}\u{1b}[31mb\u{202e}c\u{2066}d\u{feff}\ne\u{85}\u{ffff}"),
            "a[31mbcd e"
        );
    }

    #[test]
    fn addresses_are_ascii() {
        let plain = "https://example.org/a%20b?c=d&e='f'#g(h)";
        assert_eq!(address(plain), plain);
        assert_eq!(
            address("https://a.org/\u{202e}\u{0}é \"<x>\r\n"),
            "https://a.org/%E2%80%AE%00%C3%A9%20%22%3Cx%3E%0D%0A"
        );
    }
}
