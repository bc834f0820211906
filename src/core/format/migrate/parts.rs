//! The parts of a value in the text of a file, by the bytes they cover: fields of a record, entries of a map, items of
//! a list. Knows RON, no format of a blueprint, and no meaning of what it finds.

use std::ops::Range;

use crate::format::lex::{self, Lexer, Token, TokenKind, unquote};

/// A value of a file, by the bytes it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct RonValue<'t> {
    /// The whole text.
    text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A field, an entry or an item.
#[derive(Clone, Debug)]
pub(super) struct RonPart<'t> {
    /// The name of a field, or what the key of a map says; empty of an item.
    pub(super) name: String,
    /// Where the name or key stands; where the item begins.
    pub(super) key: Range<usize>,
    pub(super) value: RonValue<'t>,
    /// Where the next part begins: behind the comma, if there is one.
    pub(super) end: usize,
}

/// What stands between the brackets of a value.
#[derive(Clone, Debug)]
pub(super) struct RonParts<'t> {
    pub(super) parts: Vec<RonPart<'t>>,
    /// Behind the opening bracket: what is put in here parts from the rest by a comma, which may also be the last.
    pub(super) start: usize,
}

impl<'t> RonValue<'t> {
    /// The value of a whole file, behind its attributes.
    pub(super) fn of(text: &'t str) -> Self {
        let mut lexer = Lexer::new(text);
        let mut start = 0;
        // An attribute is `#![...]`.
        while let Some(token) = lexer.clone().next_word() {
            if token.kind != TokenKind::Attribute {
                start = token.start;
                break;
            }
            let mut depth = 0_usize;
            while let Some(token) = lexer.next_word() {
                match token.kind {
                    TokenKind::Open(_) => depth += 1,
                    TokenKind::Close(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 && matches!(token.kind, TokenKind::Close(_)) {
                    break;
                }
            }
        }
        Self {
            text,
            start,
            end: text.len(),
        }
    }

    /// As it is written.
    pub(super) fn source(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    fn words(&self) -> impl Iterator<Item = Token> + 't {
        let mut lexer = Lexer::new(self.source());
        let start = self.start;
        std::iter::from_fn(move || {
            let token = lexer.next_word()?;
            Some(Token {
                start: start + token.start,
                end: start + token.end,
                ..token
            })
        })
    }

    /// What stands inside its brackets; `None` where it has none. `Some(x)` is `x`.
    pub(super) fn inside(&self) -> Option<RonParts<'t>> {
        let mut words = self.words();
        let first = words.next()?;
        let is_named = first.kind == TokenKind::Name;
        let open = if is_named { words.next()? } else { first };
        let TokenKind::Open(bracket) = open.kind else {
            return None;
        };
        let inside = self.parts(bracket, open.end, words)?;
        if is_named && lex::name(self.text, first) == "Some" {
            return inside.parts.first()?.value.inside();
        }
        Some(inside)
    }

    fn parts(
        &self,
        bracket: u8,
        start: usize,
        words: impl Iterator<Item = Token>,
    ) -> Option<RonParts<'t>> {
        let mut inside = RonParts {
            parts: Vec::new(),
            start,
        };
        let mut depth = 0_usize;
        // The first word of the part, the colon behind it, and the last word so far.
        let (mut first, mut colon, mut last) = (None::<Token>, None::<usize>, start);
        let mut take = |first: Token, colon: Option<usize>, last: usize, end: usize| {
            let value = colon.unwrap_or(first.start);
            let skipped = self.text.get(value..last)?;
            let begins = Lexer::new(skipped).next_word();
            let value = value + begins.map_or(0, |word| word.start);
            let name = match (colon, first.kind) {
                (None, _) => String::new(),
                (Some(_), TokenKind::Name) => lex::name(self.text, first).to_owned(),
                (Some(_), _) => unquote(self.text, first),
            };
            inside.parts.push(RonPart {
                name,
                key: first.start..first.end,
                value: Self {
                    text: self.text,
                    start: value,
                    end: last,
                },
                end,
            });
            Some(())
        };
        for token in words {
            match token.kind {
                TokenKind::Close(_) if depth == 0 => {
                    if let Some(first) = first.take() {
                        take(first, colon, last, last)?;
                    }
                    return Some(inside);
                }
                TokenKind::Comma if depth == 0 => {
                    take(first.take()?, colon.take(), last, token.end)?;
                    continue;
                }
                TokenKind::Colon if depth == 0 && colon.is_none() && bracket != b'[' => {
                    colon = Some(token.end);
                }
                TokenKind::Open(_) => depth += 1,
                TokenKind::Close(_) => depth -= 1,
                TokenKind::Bad(_) => return None,
                _ => {}
            }
            first.get_or_insert(token);
            last = token.end;
        }
        None
    }

    /// What a text says; `None` of anything else. `Some(x)` is `x`.
    pub(super) fn said(&self) -> Option<String> {
        let mut words = self.words();
        let first = words.next()?;
        match first.kind {
            TokenKind::Text(_) | TokenKind::RawText(_) => Some(unquote(self.text, first)),
            TokenKind::Name if lex::name(self.text, first) == "Some" => {
                let open = words.next()?;
                let inside = self.parts(b'(', open.end, words)?;
                inside.parts.first()?.value.said()
            }
            _ => None,
        }
    }

    /// Its words with one blank between them, without comments and commas before a closing bracket: two that mean the
    /// same are spelled the same.
    pub(super) fn plain(&self) -> String {
        let mut plain = String::new();
        let mut comma = false;
        for token in self.words() {
            if comma && !matches!(token.kind, TokenKind::Close(_)) {
                plain.push_str(", ");
            }
            comma = token.kind == TokenKind::Comma;
            if !comma {
                plain.push_str(self.text.get(token.start..token.end).unwrap_or_default());
                plain.push(' ');
            }
        }
        plain
    }
}

impl<'t> RonParts<'t> {
    /// The field called `name`.
    pub(super) fn field(&self, name: &str) -> Option<&RonPart<'t>> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// The value of the field called `name`.
    pub(super) fn value(&self, name: &str) -> Option<RonValue<'t>> {
        self.field(name).map(|part| part.value)
    }

    /// The parts of the value of the field called `name`.
    pub(super) fn inside(&self, name: &str) -> Vec<RonPart<'t>> {
        let value = self.value(name).and_then(|value| value.inside());
        value.map_or_else(Vec::new, |inside| inside.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_their_names() {
        let text = "#![enable(implicit_some)]\nB(a: 1, // b: 2\n c: {\"d/e\": (f: [1, 2,],), \"g\": ()}, h: Some(\"x\\\"y\"))";
        let whole = RonValue::of(text).inside().expect("brackets");
        let names: Vec<&str> = whole.parts.iter().map(|part| &*part.name).collect();
        assert_eq!(names, ["a", "c", "h"]);
        let of_map = whole.inside("c");
        assert_eq!(of_map[0].name, "d/e");
        let inner = of_map[0].value.inside().expect("a record");
        assert_eq!(inner.value("f").expect("a field").source(), "[1, 2,]");
        assert_eq!(inner.value("f").expect("a field").plain(), "[ 1 , 2 ] ");
        assert_eq!(inner.inside("f").len(), 2);
        assert!(of_map[1].value.inside().expect("empty").parts.is_empty());
        let said = whole.value("h").and_then(|value| value.said());
        assert_eq!(said.as_deref(), Some("x\"y"));
        assert_eq!(whole.value("a").expect("a field").said(), None);
        assert!(whole.value("a").expect("a field").inside().is_none());
    }

    #[test]
    fn what_is_no_value_has_no_parts() {
        for text in ["", "(", "(a: 1", "x", "(a: \"b", "(,)"] {
            assert!(RonValue::of(text).inside().is_none(), "{text}");
        }
    }
}
