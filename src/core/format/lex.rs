//! The words of RON: brackets, texts, numbers, names, comments.
//!
//! Goes over the bytes once and without recursion, so no input can exhaust the stack. Knows nothing of
//! blueprints, nor whether a token is right where it stands.

/// A word of RON, by the bytes it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    /// The first byte after it.
    pub(super) end: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    Comma,
    Colon,
    /// `"text"`; with whether a backslash is in it.
    Text(Escapes),
    /// `r"text"` or `r#"text"#`, with the number of hashes.
    RawText(usize),
    /// A byte string, a byte or a character: RON, but nothing a blueprint has outside `ext`.
    Literal,
    /// A name of a field, a record or a choice; also `true`, `None`, `NaN`, `inf`.
    Name,
    /// Begins like a number.
    Number,
    Comment,
    /// `#`, `!`, `=` of an attribute such as `#![enable(implicit_some)]`.
    Attribute,
    /// No word of RON.
    Bad(Bad),
}

/// Whether a text has escapes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    Some,
}

/// Why bytes are no word of RON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// A text without its closing quote.
    OpenText,
    /// A comment without its end.
    OpenComment,
    /// A character that begins nothing.
    Character,
}

/// Gives the words of a text one after the other.
#[derive(Clone)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The place of the first byte from `at` on that is not `wanted`, or the end.
    fn skip(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        self.text.as_bytes()[at..]
            .iter()
            .position(|&byte| !wanted(byte))
            .map_or(self.text.len(), |count| at + count)
    }

    /// The place of the first character from `at` on that is not `wanted`, or the end.
    fn skip_chars(&self, at: usize, wanted: impl Fn(char) -> bool) -> usize {
        let end = self.text[at..].find(|c| !wanted(c));
        end.map_or(self.text.len(), |count| at + count)
    }

    fn token(&mut self, kind: TokenKind, end: usize) -> Token {
        let start = self.at;
        self.at = end;
        Token { kind, start, end }
    }

    /// Everything that is left cannot be told apart any more.
    fn rest(&mut self, why: Bad) -> Token {
        self.token(TokenKind::Bad(why), self.text.len())
    }

    /// The next word; comments too, white space not.
    pub(super) fn next(&mut self) -> Option<Token> {
        loop {
            let byte = self.byte(self.at)?;
            return Some(match byte {
                b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c => {
                    self.at = self.skip(self.at + 1, is_space);
                    continue;
                }
                b'(' | b'[' | b'{' => self.token(TokenKind::Open(byte), self.at + 1),
                b')' | b']' | b'}' => self.token(TokenKind::Close(byte), self.at + 1),
                b',' => self.token(TokenKind::Comma, self.at + 1),
                b':' => self.token(TokenKind::Colon, self.at + 1),
                b'"' => self.text(),
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    let end = self.skip(self.at + 1, is_of_number);
                    self.token(TokenKind::Number, end)
                }
                b'r' | b'b' => self.name_or_literal(),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    let end = self.skip_chars(self.at + 1, is_of_name);
                    self.token(TokenKind::Name, end)
                }
                b'/' => self.comment(),
                b'\'' => self.character(),
                b'#' | b'!' | b'=' => self.token(TokenKind::Attribute, self.at + 1),
                0x80.. => {
                    let c = self.text[self.at..].chars().next()?;
                    if is_wide_space(c) {
                        self.at += c.len_utf8();
                        continue;
                    }
                    let end = self.skip_chars(self.at + c.len_utf8(), is_of_name);
                    self.token(TokenKind::Name, end)
                }
                _ => self.token(TokenKind::Bad(Bad::Character), self.at + 1),
            });
        }
    }

    /// The next word that is no comment.
    pub(super) fn next_word(&mut self) -> Option<Token> {
        loop {
            let token = self.next()?;
            if token.kind != TokenKind::Comment {
                return Some(token);
            }
        }
    }

    /// The last word that begins before the byte `offset` and ends there or later, or the one at it.
    pub(super) fn find_word(&mut self, offset: usize) -> Option<Token> {
        loop {
            let token = self.next_word()?;
            if token.end >= offset {
                return (token.start <= offset).then_some(token);
            }
        }
    }

    fn text(&mut self) -> Token {
        let mut escapes = Escapes::None;
        let mut end = self.at + 1;
        loop {
            end = self.skip(end, |byte| byte != b'"' && byte != b'\\');
            match self.byte(end) {
                Some(b'"') => return self.token(TokenKind::Text(escapes), end + 1),
                Some(_) if end + 2 <= self.text.len() => {
                    escapes = Escapes::Some;
                    end += 2;
                }
                _ => return self.rest(Bad::OpenText),
            }
        }
    }

    /// A name that begins with `r` or `b`, or one of the literals that begin so.
    fn name_or_literal(&mut self) -> Token {
        let rest = &self.text[self.at..];
        let raw = if rest.starts_with("br") { 2 } else { 1 };
        let hashes = self.skip(self.at + raw, |byte| byte == b'#') - self.at - raw;
        let quote = self.at + raw + hashes;
        if rest.starts_with("b\"") {
            self.at += 1;
            let text = self.text();
            return Token {
                start: text.start - 1,
                kind: match text.kind {
                    TokenKind::Text(_) => TokenKind::Literal,
                    other => other,
                },
                ..text
            };
        }
        if rest.starts_with("b'") {
            self.at += 1;
            let character = self.character();
            return Token {
                start: character.start - 1,
                ..character
            };
        }
        if !(raw == 1 && rest.starts_with('b')) && self.byte(quote) == Some(b'"') {
            let closing = format!("\"{}", &self.text[quote - hashes..quote]);
            return match self.text[quote + 1..].find(&closing) {
                Some(length) => {
                    let kind = if raw == 1 {
                        TokenKind::RawText(hashes)
                    } else {
                        TokenKind::Literal
                    };
                    self.token(kind, quote + 1 + length + closing.len())
                }
                None => self.rest(Bad::OpenText),
            };
        }
        // `r#name` is a raw name and may hold what a plain one may not.
        let end = if rest.starts_with("r#") {
            self.skip_chars(self.at + 2, |c| {
                is_of_name(c) || matches!(c, '.' | '+' | '-')
            })
        } else {
            self.skip_chars(self.at + 1, is_of_name)
        };
        self.token(TokenKind::Name, end)
    }

    /// A character in single quotes.
    fn character(&mut self) -> Token {
        let mut chars = self.text[self.at + 1..].char_indices();
        let escaped = match chars.next() {
            Some((_, '\\')) => {
                chars.next();
                true
            }
            _ => false,
        };
        // An escape such as `\u{202e}` takes up to eight more.
        let reach = if escaped { 9 } else { 1 };
        match chars.take(reach).find(|(_, c)| *c == '\'') {
            Some((offset, _)) => self.token(TokenKind::Literal, self.at + 2 + offset),
            None => self.token(TokenKind::Bad(Bad::Character), self.at + 1),
        }
    }

    fn comment(&mut self) -> Token {
        match self.byte(self.at + 1) {
            Some(b'/') => {
                let end = self.skip(self.at + 2, |byte| byte != b'\n');
                self.token(TokenKind::Comment, end)
            }
            Some(b'*') => {
                let mut level = 1_usize;
                let mut end = self.at + 2;
                while level > 0 {
                    end = self.skip(end, |byte| byte != b'*' && byte != b'/');
                    match (self.byte(end), self.byte(end + 1)) {
                        (Some(b'/'), Some(b'*')) => {
                            level += 1;
                            end += 2;
                        }
                        (Some(b'*'), Some(b'/')) => {
                            level -= 1;
                            end += 2;
                        }
                        (Some(_), Some(_)) => end += 1,
                        _ => return self.rest(Bad::OpenComment),
                    }
                }
                self.token(TokenKind::Comment, end)
            }
            _ => self.token(TokenKind::Bad(Bad::Character), self.at + 1),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii() && !is_wide_space(c)
}

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-')
}

/// White space of RON beyond ASCII.
fn is_wide_space(c: char) -> bool {
    matches!(
        c,
        '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
    )
}

/// What a name token says: `r#name` is the same name as `name`. Of other words, how they are spelled.
pub(super) fn name(text: &str, token: Token) -> &str {
    let source = &text[token.start..token.end];
    source.strip_prefix("r#").unwrap_or(source)
}

/// What a text token says, without its quotes and escapes; an escape that is none stays as written. Of other words, how
/// they are spelled: a file may have a bare word where an id in quotes belongs.
pub(super) fn unquote(text: &str, token: Token) -> String {
    let source = &text[token.start..token.end];
    match token.kind {
        TokenKind::RawText(hashes) => source[hashes + 2..source.len() - hashes - 1].to_owned(),
        TokenKind::Text(Escapes::None) => source[1..source.len() - 1].to_owned(),
        TokenKind::Text(Escapes::Some) => unescape(&source[1..source.len() - 1]),
        _ => source.to_owned(),
    }
}

fn unescape(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (c, length) = escape(&rest[at..]);
        match c {
            Some(c) => text.push(c),
            None if length > 0 => {}
            None => text.push('\\'),
        }
        rest = &rest[at + length.max(1)..];
    }
    text + rest
}

/// The character that the escape at the start of `source` stands for, and how many bytes it takes.
/// A line continuation stands for none; what is no escape takes no bytes.
fn escape(source: &str) -> (Option<char>, usize) {
    let plain = match source.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'0') => '\0',
        Some(&byte @ (b'"' | b'\'' | b'\\')) => char::from(byte),
        Some(b'\n') => {
            let rest = source[2..].trim_start_matches([' ', '\t', '\n', '\r']);
            return (None, source.len() - rest.len());
        }
        Some(b'u') => {
            let code = source[2..]
                .strip_prefix('{')
                .and_then(|rest| rest.split_once('}'))
                .and_then(|(digits, _)| {
                    Some((u32::from_str_radix(digits, 16).ok()?, digits.len()))
                });
            return match code.and_then(|(code, digits)| Some((char::from_u32(code)?, digits))) {
                Some((c, digits)) => (Some(c), digits + 4),
                None => (None, 0),
            };
        }
        Some(b'x') => {
            let code = source
                .get(2..4)
                .and_then(|d| u8::from_str_radix(d, 16).ok());
            return match code {
                Some(code) if code.is_ascii() => (Some(char::from(code)), 4),
                _ => (None, 0),
            };
        }
        _ => return (None, 0),
    };
    (Some(plain), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_words(text: &str, expected: &[&str]) {
        let mut lexer = Lexer::new(text);
        let words: Vec<&str> = std::iter::from_fn(|| lexer.next())
            .map(|token| &text[token.start..token.end])
            .collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn words_end_where_they_should() {
        check_words("A(b:-1.5e3,)", &["A", "(", "b", ":", "-1.5e3", ",", ")"]);
        check_words(
            r###"["a\"b", r"c\", r#"d"e"#]"###,
            &[
                "[",
                r#""a\"b""#,
                ",",
                r#"r"c\""#,
                ",",
                r###"r#"d"e"#"###,
                "]",
            ],
        );
        check_words(
            "/* a /* b */ */ x // y\nrole b r#q-q b'x' '\\''",
            &[
                "/* a /* b */ */",
                "x",
                "// y",
                "role",
                "b",
                "r#q-q",
                "b'x'",
                "'\\''",
            ],
        );
        check_words("\u{200e}größe: 返金", &["größe", ":", "返金"]);
        check_words("größe\u{2028}: r#a\u{200e}b", &["größe", ":", "r#a", "b"]);
    }

    #[test]
    fn texts_lose_quotes_and_escapes() {
        for (source, says) in [
            (r#""plain""#, "plain"),
            (r#""a\"b\\\n\u{e9}\x41""#, "a\"b\\\né\u{41}"),
            ("\"two \\\n   lines\"", "two lines"),
            (r##"r#"a"b"#"##, "a\"b"),
            (r#""odd \q""#, "odd \\q"),
        ] {
            let token = Lexer::new(source).next().expect("a word");
            assert_eq!(unquote(source, token), says, "{source}");
        }
    }

    #[test]
    fn what_never_ends_is_said() {
        for (text, bad) in [
            ("\"abc", Bad::OpenText),
            ("\"abc\\", Bad::OpenText),
            ("r#\"abc\"", Bad::OpenText),
            ("/* abc", Bad::OpenComment),
            ("/* abc *", Bad::OpenComment),
            ("'abc", Bad::Character),
            ("/", Bad::Character),
        ] {
            let kind = Lexer::new(text).next().map(|token| token.kind);
            assert_eq!(kind, Some(TokenKind::Bad(bad)), "{text}");
        }
    }
}
