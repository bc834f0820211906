//! The sources as the suite sees them: words and signs of Rust, without comments and text.

use std::{fs, path::Path};

/// A file of `src/`.
pub(crate) struct Source {
    /// From the top of the repository, with `/`.
    pub(crate) path: String,
    /// As it is written.
    pub(crate) text: String,
    /// Words and signs, without comments, text and `#[cfg(test)]` items.
    pub(crate) code: Vec<String>,
}

impl Source {
    /// The top folder or file of `src/`, or of `src/core/`, that it belongs to: `scene`, `app`, `lib`, `main`.
    pub(crate) fn room(&self) -> &str {
        let inside = self.path.trim_start_matches("src/");
        let inside = inside.trim_start_matches("core/");
        let end = inside.find(['/', '.']).unwrap_or(inside.len());
        &inside[..end]
    }

    /// Whether it belongs to a unit test, whole.
    pub(crate) fn is_test(&self) -> bool {
        let mut parts = self.path.split('/');
        parts.any(|part| part == "tests" || part == "tests.rs")
    }
}

/// Every Rust file under `folder` of the repository, in order.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let mut sources: Vec<Source> = files(folder)
        .into_iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| {
            let text = fs::read_to_string(in_repository(&path)).expect("a source can be read");
            let text = text.replace("\r\n", "\n");
            let code = without_tests(&words(&text));
            Source { path, text, code }
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!sources.is_empty(), "no sources in {folder}");
    sources
}

/// A place of the repository.
pub(crate) fn in_repository(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(in_repository(folder)).expect("a folder can be listed") {
        let entry = entry.expect("a folder can be listed");
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Words (names, lifetimes, numbers) and signs (`::` is one) of `text`; comments are left out and
/// every piece of text becomes `""`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let (mut at, mut words) = (0, Vec::new());
    while let Some(&byte) = bytes.get(at) {
        let rest = &text[at..];
        let length = if byte.is_ascii_whitespace() {
            1
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = quoted(rest) {
            words.push("\"\"".to_owned());
            length
        } else if is_word(byte)
            || (byte == b'\'' && bytes.get(at + 1).copied().is_some_and(is_word))
        {
            let end = rest[1..].find(|c: char| !c.is_ascii() || !is_word(c as u8));
            let length = end.map_or(rest.len(), |end| end + 1);
            words.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") {
                2
            } else {
                rest.chars().next().map_or(1, char::len_utf8)
            };
            words.push(rest[..length].to_owned());
            length
        };
        at += length;
    }
    words
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of the block comment at the start of `text`; they nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the string or character at the start of `text`, if one stands there.
fn quoted(text: &str) -> Option<usize> {
    let prefix = text
        .find(|c: char| !matches!(c, 'b' | 'c' | 'r'))
        .filter(|length| *length <= 2)?;
    let (is_raw, body) = (text[..prefix].contains('r'), &text[prefix..]);
    let hashes = body.find(|c| c != '#').unwrap_or(0);
    if is_raw && body[hashes..].starts_with('"') {
        let close = format!("\"{}", "#".repeat(hashes));
        let inside = &body[hashes + 1..];
        let end = inside.find(&close).map(|end| end + close.len());
        return Some(prefix + hashes + 1 + end.unwrap_or(inside.len()));
    }
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut chars = body.char_indices().skip(1);
    let mut count = 0;
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return Some(prefix + at + 1);
        } else if quote == '\'' && (count > 0 || c == '\n') && !body.starts_with("'\\") {
            // A lifetime.
            return None;
        }
        count += 1;
    }
    (quote == '"').then_some(text.len())
}

/// `words` less every item under `#[cfg(test)]`.
fn without_tests(words: &[String]) -> Vec<String> {
    const MARK: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];
    let mut code = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let here = &words[at..];
        if here.len() < MARK.len() || !here.iter().zip(MARK).all(|(a, b)| a == b) {
            code.push(words[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        // The item ends with its first `;`, or with the brace that closes its first one.
        let mut depth = 0;
        while at < words.len() {
            match words[at].as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 && matches!(words[at - 1].as_str(), "}" | ";") {
                break;
            }
        }
    }
    code
}

/// Every path in `code` that begins with `root`, groups of `use` spelled out: `crate::a::{b, c::d}`
/// gives `[a, b]` and `[a, c, d]` for the root `crate`.
pub(crate) fn paths(code: &[String], root: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for at in 0..code.len() {
        let begins = code[at] == root && code.get(at + 1).is_some_and(|next| next == "::");
        if begins && (at == 0 || code[at - 1] != "::") {
            tree(code, at + 2, &mut Vec::new(), &mut paths);
        }
    }
    paths
}

/// Reads the path or group at `at`, after a `::`; gives where it ends.
fn tree(
    code: &[String],
    mut at: usize,
    trunk: &mut Vec<String>,
    paths: &mut Vec<Vec<String>>,
) -> usize {
    let length = trunk.len();
    loop {
        match code.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while code.get(at).is_some_and(|word| word != "}") {
                    at = tree(code, at, trunk, paths);
                    // What stands up to the comma: `as _`.
                    while code.get(at).is_some_and(|word| word != "," && word != "}") {
                        at += 1;
                    }
                    at += usize::from(code.get(at).is_some_and(|word| word == ","));
                }
                at += 1;
                break;
            }
            Some(word) => {
                trunk.push(word.to_owned());
                at += 1;
                if code.get(at).is_none_or(|next| next != "::") {
                    paths.push(trunk.clone());
                    break;
                }
                at += 1;
            }
            None => break,
        }
    }
    trunk.truncate(length);
    at
}

/// A function as its signature has it.
pub(crate) struct Function<'s> {
    pub(crate) name: &'s str,
    /// Whether its file is not all that can call it.
    pub(crate) is_public: bool,
    /// The words of each parameter; the first begins with the parenthesis.
    pub(crate) parameters: Vec<Vec<&'s str>>,
}

/// Functions of `code`, in order.
pub(crate) fn functions(code: &[String]) -> Vec<Function<'_>> {
    let mut functions = Vec::new();
    for at in 0..code.len().saturating_sub(1) {
        let name = code[at + 1].as_str();
        if code[at] != "fn" || !name.bytes().all(is_word) {
            continue;
        }
        let (mut angle, mut open) = (0, at + 2);
        while open < code.len() && (angle > 0 || code[open] != "(") {
            match code[open].as_str() {
                "<" => angle += 1,
                ">" if code[open - 1] != "-" => angle -= 1,
                _ => {}
            }
            open += 1;
        }
        let (mut depth, mut parameters) = (0, vec![Vec::new()]);
        for word in &code[open..] {
            match word.as_str() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                "," if depth == 1 => parameters.push(Vec::new()),
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if let Some(last) = parameters.last_mut() {
                last.push(word.as_str());
            }
        }
        let before = &code[at.saturating_sub(5)..at];
        let since = before
            .iter()
            .rposition(|word| matches!(word.as_str(), "}" | ";" | "{" | "]"));
        let before = &before[since.map_or(0, |at| at + 1)..];
        functions.push(Function {
            name,
            is_public: before.iter().any(|word| word == "pub"),
            parameters,
        });
    }
    functions
}

#[test]
fn words_leave_out_comments_and_text() {
    let text = r##"use crate::{a, b::{c as _, d}}; // crate::no
        /* crate::no /* nested */ */ fn f<'x>(ui: &'x mut Ui) -> char { '"'; "crate::no"; r#"""#; b'\''; '\u{1F}' }
        #[cfg(test)] mod tests { use crate::no; fn g() {} } crate::e()"##;
    let code = without_tests(&words(text));
    let paths: Vec<String> = paths(&code, "crate").iter().map(|p| p.join("::")).collect();
    assert_eq!(paths, ["a", "b::c", "b::d", "e"]);
    let functions = functions(&code);
    assert_eq!(functions.len(), 1);
    assert_eq!(functions[0].name, "f");
    assert!(!functions[0].is_public);
    let parameters = &functions[0].parameters;
    assert_eq!(parameters[0].join(" "), "( ui : & 'x mut Ui");
}
