//! A recovery file: a line that says what it is, a line about the document, then its text as it is.
//!
//! The text is not escaped, so that a person can take it out with any editor, and its stamp tells
//! a whole file from one that was cut or mended. Knows no folders and no threads.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{OpenDraft, Stamp};
use crate::store::place::path_text;

/// What is written about the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    #[serde(with = "path_text::option")]
    pub(super) path: Option<PathBuf>,
    pub(super) title: String,
    pub(super) saved: Option<Stamp>,
    /// Milliseconds since 1970.
    pub(super) time: u64,
    pub(super) open: Option<OpenDraft>,
}

/// The header with the stamp of the text that follows.
#[derive(Serialize, Deserialize)]
struct Head {
    text: Stamp,
    draft: Header,
}

const FIRST_LINE: &str = "Frontstage recovery file 1";

pub(super) fn compose(header: &Header, text: &str) -> Result<Vec<u8>, String> {
    let head = Head {
        text: Stamp::of(text.as_bytes()),
        draft: header.clone(),
    };
    // Stands on one line: RON escapes the line ends within strings.
    let head = ron::to_string(&head).map_err(|error| error.to_string())?;
    Ok(format!("{FIRST_LINE}\n{head}\n{text}").into_bytes())
}

pub(super) fn parse(bytes: Vec<u8>) -> Result<(Header, String), String> {
    let text = String::from_utf8(bytes).map_err(|_| "it is not text".to_owned())?;
    let mut parts = text.splitn(3, '\n');
    let (Some(FIRST_LINE), Some(head), Some(text)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err("it is not a recovery file of this version".into());
    };
    let head: Head =
        ron::from_str(head).map_err(|error| format!("its second line is damaged ({error})"))?;
    if head.text != Stamp::of(text.as_bytes()) {
        return Err("its text was cut or changed".into());
    }
    Ok((head.draft, text.into()))
}

#[cfg(test)]
mod tests {
    use super::{Header, OpenDraft, Stamp, compose, parse};

    #[test]
    fn what_is_written_is_read() {
        let header = Header {
            path: Some("/a/Grüße \"x\".ron".into()),
            title: "Two\nlines\r\n".into(),
            saved: Some(Stamp::of(b"x")),
            time: 17,
            open: Some(OpenDraft {
                field: "title".into(),
                text: "half a wo\n".into(),
            }),
        };
        for text in ["", "\n\n", "Blueprint(\n)\n", "one line"] {
            let bytes = compose(&header, text).expect("composes");
            let read = parse(bytes.clone());
            assert_eq!(read, Ok((header.clone(), text.to_owned())));
            for end in 0..bytes.len() {
                assert!(parse(bytes[..end].to_vec()).is_err(), "cut at {end}");
            }
        }
    }
}
