//! Where a record or a field stands in the text of a file, and what stands at a byte of it.
//!
//! A walk of its own over the words, made only when there is something to say: a file without problems
//! never pays for paths. Paths are those of [`Problem`](crate::model::Problem): names of fields, ids,
//! and numbers counted from 0 where a list has no ids.

use std::{collections::HashMap, fmt::Write as _};

use crate::model;

use super::{
    lex::{self, Lexer, Token, TokenKind, unquote},
    walk::{Mend, Why},
};

/// Lists beside the registers whose records are named by their `id`.
const NAMED_LISTS: &[&str] = &["moments", "variants", "sources"];

/// What [`find`] found.
#[derive(Debug, Default)]
pub(super) struct PathsAt<'p> {
    /// The bytes at which each path stands, as often as it stands there.
    pub(super) of_path: HashMap<&'p str, Vec<usize>>,
    /// The path of the entry that each mend is about, in their order.
    pub(super) of_mend: Vec<String>,
}

/// Where each of `paths` stands in `text`, and the path of each of `mends`.
///
/// `mends` are the changes the text was parsed with: a renamed key counts under its new name.
pub(super) fn find<'p>(
    text: &str,
    mends: &[Mend],
    paths: impl Iterator<Item = &'p str>,
) -> PathsAt<'p> {
    let mut places = PathsAt {
        of_path: paths.map(|path| (path, Vec::new())).collect(),
        of_mend: Vec::new(),
    };
    let entries: HashMap<usize, usize> = (0..)
        .zip(mends)
        .map(|(number, mend)| (mend.entry, number))
        .collect();
    places.of_mend = vec![String::new(); mends.len()];
    let mut tracer = Tracer::new(text, mends.iter());
    while let Some(start) = tracer.next_entry() {
        if let Some(found) = places.of_path.get_mut(tracer.path.as_str()) {
            found.push(start);
        }
        if let Some(&number) = entries.get(&start) {
            places.of_mend[number].clone_from(&tracer.path);
        }
    }
    places
}

/// The path of what stands at the byte `offset` of `text`; a record without id has its number in it.
pub(super) fn path_at(text: &str, mends: &[Mend], offset: usize) -> String {
    let has_id = |mend: &&Mend| !matches!(mend.why, Why::Unnamed { .. } | Why::Made { .. });
    let mut tracer = Tracer::new(text, mends.iter().filter(has_id));
    tracer.until = offset;
    while tracer.next_entry().is_some() {}
    tracer.path
}

struct Frame {
    bracket: u8,
    /// How long the path of the bracket itself is.
    path: usize,
    /// Which element of a list is next.
    index: usize,
    /// Whether the list's records are named by their id.
    named: bool,
    /// Whether the next word begins an element or an entry.
    begins: bool,
}

/// Goes from entry to entry: a field, a key of a map, an element of a list.
struct Tracer<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    /// The new names of entries that a mend gave one, by their first byte.
    renamed: HashMap<usize, &'t str>,
    frames: Vec<Frame>,
    path: String,
    /// The byte before which it stops.
    until: usize,
}

impl<'t> Tracer<'t> {
    fn new(text: &'t str, mends: impl Iterator<Item = &'t Mend>) -> Self {
        let renamed = mends
            .filter_map(|mend| match &mend.why {
                Why::Doubled { now, .. }
                | Why::Unnamed { now }
                | Why::Parted { now, .. }
                | Why::Made { now } => Some((mend.entry, now.as_str())),
                Why::NotFinite(_) | Why::Followed | Why::Newer => None,
            })
            .collect();
        Self {
            text,
            lexer: Lexer::new(text),
            renamed,
            frames: Vec::new(),
            path: String::new(),
            until: usize::MAX,
        }
    }

    /// Goes on to the next entry, whose path is then in `path`, and gives its first byte.
    fn next_entry(&mut self) -> Option<usize> {
        loop {
            let mut ahead = self.lexer.clone();
            let token = ahead.next_word()?;
            if token.start > self.until {
                return None;
            }
            let begins = self.frames.last_mut().is_some_and(|top| {
                std::mem::take(&mut top.begins) && !matches!(token.kind, TokenKind::Close(_))
            });
            let entry = begins && self.enter(token, &ahead);
            // The bracket of an element is read only after the element was announced.
            self.lexer = ahead;
            match token.kind {
                TokenKind::Open(bracket) => self.open(bracket),
                TokenKind::Close(_) => {
                    if let Some(frame) = self.frames.pop() {
                        self.path.truncate(frame.path);
                    }
                }
                TokenKind::Comma => {
                    if let Some(top) = self.frames.last_mut() {
                        top.begins = true;
                        top.index += 1;
                        self.path.truncate(top.path);
                    }
                }
                TokenKind::Bad(_) => return None,
                _ => {}
            }
            if entry {
                return Some(token.start);
            }
        }
    }

    fn open(&mut self, bracket: u8) {
        let field = self.path.rsplit('/').next().unwrap_or_default();
        self.frames.push(Frame {
            bracket,
            path: self.path.len(),
            index: 0,
            named: bracket == b'['
                && (NAMED_LISTS.contains(&field) || model::Kind::of_field(field).is_some()),
            begins: true,
        });
    }

    /// Appends the name of the entry that `token` begins; false when it has none.
    fn enter(&mut self, token: Token, ahead: &Lexer<'t>) -> bool {
        let Some(top) = self.frames.last() else {
            return false;
        };
        let renamed = || Some((*self.renamed.get(&token.start)?).to_owned());
        let name = match (top.bracket, token.kind) {
            (b'(', TokenKind::Name) => lex::name(self.text, token).to_owned(),
            (b'{', TokenKind::Text(_) | TokenKind::RawText(_)) => {
                renamed().unwrap_or_else(|| unquote(self.text, token))
            }
            (b'[', _) if top.named => renamed()
                .or_else(|| id_of_record(self.text, token, ahead.clone()))
                .unwrap_or_else(|| top.index.to_string()),
            (b'[', _) => top.index.to_string(),
            _ => return false,
        };
        let separator = if self.path.is_empty() { "" } else { "/" };
        let _ = write!(self.path, "{separator}{name}");
        true
    }
}

/// The `id` of the record that `token` opens, if it has one that is not empty.
fn id_of_record(text: &str, token: Token, mut lexer: Lexer<'_>) -> Option<String> {
    let mut depth = match token.kind {
        TokenKind::Open(b'(') => 1_usize,
        TokenKind::Name => 0,
        _ => return None,
    };
    let mut is_id = false;
    loop {
        let word = lexer.next_word()?;
        match word.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return None;
                }
            }
            TokenKind::Name if depth == 1 => is_id = lex::name(text, word) == "id",
            TokenKind::Comma => is_id = false,
            TokenKind::Text(_) | TokenKind::RawText(_) if depth == 1 && is_id => {
                return Some(unquote(text, word)).filter(|id| !id.is_empty());
            }
            TokenKind::Bad(_) => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"(
    title: "x",
    lanes: [(name: "A", id: "a"), (id: "b"), (name: "no id")],
    phases: [(id: "p", moments: [(id: "m")])],
    variants: [(id: "before", steps: {"s/1": (pains: [(text: "slow"), (text: "odd")])})],
)"#;

    fn check_path(path: &str, source: &str) {
        let found = find(TEXT, &[], [path].into_iter());
        let at = found.of_path[path][0];
        assert!(TEXT[at..].starts_with(source), "{path}: {}", &TEXT[at..]);
        assert_eq!(path_at(TEXT, &[], at), path);
    }

    #[test]
    fn records_are_found_by_path() {
        check_path("title", "title: ");
        check_path("lanes/a", "(name: \"A\"");
        check_path("lanes/a/id", "id: \"a\"");
        check_path("lanes/2", "(name: \"no id\"");
        check_path("phases/p/moments/m/id", "id: \"m\"");
        check_path("variants/before/steps/s/1", "\"s/1\"");
        check_path("variants/before/steps/s/1/pains/1/text", "text: \"odd\"");
    }
}
