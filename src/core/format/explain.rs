//! What the parser stumbled over, in words for the person who wrote the file.
//!
//! Knows ron's errors and the text around them; where in the document that is, `locate` knows.

use super::{
    fault::{Fault, Position},
    lex::{Lexer, TokenKind},
};
use crate::model::quoted;

/// What ron's error means to the person who wrote the file, and the byte of `text` it is about.
pub(super) fn explain(error: ron::error::SpannedError, text: &str) -> (usize, Fault) {
    use ron::error::Error;

    let end = Position {
        line: error.span.end.line,
        column: error.span.end.col,
    };
    let offset = end.offset(text);
    let wrong_type = |expected: &str| {
        let fault = Fault::WrongType {
            expected: expected.to_owned(),
            found: word_at(text, offset),
        };
        (offset, fault)
    };
    // Where ron read a number and then did not like it, the number is what the message is about.
    let number = Lexer::new(text)
        .find_word(offset)
        .filter(|word| word.kind == TokenKind::Number && word.start < offset);
    if let Some(number) = number {
        let fault = Fault::WrongType {
            expected: "a whole number within the range of this field".to_owned(),
            found: word_at(text, number.start),
        };
        let about_number = match error.code {
            Error::IntegerOutOfBounds | Error::InvalidIntegerDigit { .. } => true,
            Error::ExpectedComma => number.end > offset,
            _ => false,
        };
        if about_number {
            return (number.start, fault);
        }
    }
    match error.code {
        Error::ExpectedArray => wrong_type("a list in square brackets, such as [\"a\", \"b\"]"),
        Error::ExpectedBoolean => wrong_type("true or false"),
        Error::ExpectedFloat => wrong_type("a number, such as 12.5"),
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } | Error::IntegerOutOfBounds => {
            wrong_type("a whole number")
        }
        Error::ExpectedMap => wrong_type("entries in curly brackets, such as {\"id\": (...)}"),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) | Error::ExpectedUnit => {
            wrong_type("a record in round brackets, such as (name: \"...\")")
        }
        Error::ExpectedString => wrong_type("a text in double quotes"),
        Error::ExpectedIdentifier => wrong_type("a name without quotes"),
        Error::ExpectedComma
        | Error::ExpectedArrayEnd
        | Error::ExpectedMapEnd
        | Error::ExpectedStructLikeEnd
        | Error::ExpectedOptionEnd => wrong_type("a comma or the closing bracket"),
        Error::ExpectedMapColon => wrong_type("a `:` and a value"),
        Error::ExpectedStringEnd => (offset, Fault::OpenText),
        Error::ExceededRecursionLimit => (offset, Fault::TooDeep),
        Error::TrailingCharacters => (offset, Fault::AfterEnd),
        Error::UnexpectedChar(c) => (offset, Fault::Character(c)),
        Error::InvalidEscape(_) => (
            offset,
            Fault::Syntax(
                "a `\\` in a text begins an escape such as \\n: write `\\\\` for a backslash"
                    .to_owned(),
            ),
        ),
        Error::ExpectedDifferentStructName { expected, found } => (
            back_to(text, offset, &found),
            Fault::WrongRecord { found, expected },
        ),
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => (back_to(text, offset, &found), unknown_name(found, expected)),
        Error::DuplicateStructField { field, .. } => (
            back_to(text, offset, field),
            Fault::DoubledField(field.to_owned()),
        ),
        Error::InvalidValueForType { expected, found } => {
            (offset, Fault::WrongType { expected, found })
        }
        Error::ExpectedDifferentLength { expected, found } => {
            let found = format!("{found}");
            (offset, Fault::WrongType { expected, found })
        }
        // The parser's own words quote the whole name, however long it is.
        Error::InvalidIdentifier(name) | Error::SuggestRawIdentifier(name) => {
            let why = "is no name here: put texts in double quotes";
            let fault = Fault::Syntax(format!("“{}” {why}", quoted(&name)));
            (back_to(text, offset, &name), fault)
        }
        other => (offset, Fault::Syntax(other.to_string())),
    }
}

fn unknown_name(found: String, known: &'static [&'static str]) -> Fault {
    let plain = found.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &plain);
    let nearest = known
        .iter()
        .copied()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest {
        Some(nearest) => Fault::UnknownName {
            found,
            nearest,
            known,
        },
        None => Fault::Syntax(format!("“{}” cannot stand here", quoted(&found))),
    }
}

/// Where `word` begins, if it ends just before `offset`: ron stops after a name it does not know.
fn back_to(text: &str, offset: usize, word: &str) -> usize {
    text[..offset]
        .trim_end()
        .strip_suffix(word)
        .map_or(offset, str::len)
}

/// What stands at a byte, in words.
pub(super) fn word_at(text: &str, offset: usize) -> String {
    let Some(token) = Lexer::new(&text[offset..]).next_word() else {
        return "the end of the file".to_owned();
    };
    let source: String = text[offset + token.start..offset + token.end]
        .chars()
        .take(40)
        .collect();
    match token.kind {
        TokenKind::Text(_) | TokenKind::RawText(_) => format!("the text {source}"),
        TokenKind::Number => format!("the number {source}"),
        _ => format!("`{source}`"),
    }
}
