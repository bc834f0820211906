//! The clipboard of the system. Copied steps lie on it twice: as text that a person can read, their titles one a line or
//! the rows of a table that show them, and as HTML which carries the steps themselves, which this program reads first.
//!
//! Where the system takes text alone, the steps themselves are the text.

use egui::{Event, Key};

use crate::format::PlainCells;
use crate::session::Fragment;

/// A clipboard that takes text and HTML together.
pub trait Clipboard {
    /// Puts both on the clipboard; says whether it could.
    fn put(&mut self, text: &str, html: &str) -> bool;

    /// The HTML that is on it, if any is.
    fn html(&mut self) -> Option<String>;
}

/// No clipboard but that of the window library, which knows text alone.
pub struct TextOnly;

impl Clipboard for TextOnly {
    fn put(&mut self, _: &str, _: &str) -> bool {
        false
    }

    fn html(&mut self) -> Option<String> {
        None
    }
}

/// The clipboard of the system; `None` where there is none to be had.
pub struct SystemClipboard(Option<arboard::Clipboard>);

impl SystemClipboard {
    /// Connects to it. What this program puts on it stays while this lives.
    pub fn new() -> Self {
        // Without one, steps go to the clipboard as text.
        Self(arboard::Clipboard::new().ok())
    }
}

impl Default for SystemClipboard {
    fn default() -> Self {
        Self::new()
    }
}

impl Clipboard for SystemClipboard {
    fn put(&mut self, text: &str, html: &str) -> bool {
        let clipboard = self.0.as_mut();
        clipboard.is_some_and(|clipboard| clipboard.set_html(html, Some(text)).is_ok())
    }

    fn html(&mut self) -> Option<String> {
        self.0.as_mut()?.get().html().ok()
    }
}

/// Notices when the chord for pasting comes to nothing. Where the clipboard holds neither text nor a picture, the
/// window library swallows the press of its key and tells only that it was let go.
#[derive(Debug, Default)]
pub(super) struct PasteChord {
    /// Since the key was let go last, it was seen pressed, or something was pasted.
    is_seen: bool,
}

impl PasteChord {
    /// Takes the events of a frame; true when one of them ends a chord that pasted nothing.
    pub(super) fn fails(&mut self, events: &[Event]) -> bool {
        let mut fails = false;
        for event in events {
            match event {
                Event::Paste(_) | Event::PasteImage(_) => self.is_seen = true,
                Event::Key {
                    key: Key::V,
                    pressed,
                    ..
                } => {
                    fails |= !pressed && !self.is_seen;
                    self.is_seen = *pressed;
                }
                _ => {}
            }
        }
        fails
    }
}

/// What there is to say when nothing could be pasted.
pub(super) fn why_nothing(clipboard: &mut dyn Clipboard) -> &'static str {
    match clipboard.html() {
        Some(_) => {
            "The clipboard holds formatted words alone (HTML), and no text. Copy them as plain text."
        }
        None => "The clipboard holds no text.",
    }
}

/// The attribute that holds the steps.
const ATTRIBUTE: &str = "data-frontstage";

/// A list of the titles that carries the steps.
pub(super) fn html_of_steps(fragment: &Fragment) -> String {
    let titles = fragment.titles();
    let lines = titles
        .iter()
        .map(|title| format!("<li>{}</li>", escaped(title)));
    let lines: String = lines.collect();
    let steps = carried(fragment);
    format!("<meta charset=\"utf-8\"><ul{steps}>{lines}</ul>")
}

/// A table of cells, that carries the steps it shows.
pub(super) fn html_of_cells(cells: &PlainCells, steps: Option<&Fragment>) -> String {
    let lines = cells.lines().map(|line| {
        let cells = line
            .iter()
            .map(|cell| format!("<td>{}</td>", escaped(cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    });
    let (lines, steps): (String, _) = (lines.collect(), steps.map(carried).unwrap_or_default());
    format!("<meta charset=\"utf-8\"><table{steps}>{lines}</table>")
}

fn carried(fragment: &Fragment) -> String {
    format!(" {ATTRIBUTE}=\"{}\"", escaped(&fragment.text()))
}

/// The steps that HTML carries, as text.
pub(super) fn steps_in(html: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("{ATTRIBUTE}=\""))?;
    let (steps, _) = rest.split_once('"')?;
    let mut text = steps.to_owned();
    for (sign, entity) in ENTITIES.iter().rev() {
        text = text.replace(entity, sign);
    }
    Some(text)
}

/// Signs that mean something in HTML, and how they are written there. The ampersand comes first on the way out, and
/// last on the way back.
const ENTITIES: &[(&str, &str)] = &[
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("\"", "&quot;"),
    ("\n", "&#10;"),
    ("\r", "&#13;"),
    ("\t", "&#9;"),
];

fn escaped(text: &str) -> String {
    let mut escaped = text.to_owned();
    for (sign, entity) in ENTITIES {
        escaped = escaped.replace(sign, entity);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_chord(events: &[Event], fails: bool) {
        let mut chord = PasteChord::default();
        // Each in a frame of its own.
        let failed = events
            .iter()
            .any(|event| chord.fails(std::slice::from_ref(event)));
        assert_eq!(failed, fails, "{events:?}");
    }

    #[test]
    fn a_chord_that_pastes_nothing_is_noticed() {
        let key = |key, pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        };
        let pasted = Event::Paste("words".to_owned());
        check_chord(&[key(Key::V, false)], true);
        check_chord(&[pasted.clone(), key(Key::V, false)], false);
        check_chord(&[pasted, key(Key::V, false), key(Key::V, false)], true);
        check_chord(&[key(Key::V, true), key(Key::V, false)], false);
        check_chord(&[key(Key::C, false)], false);
    }

    #[test]
    fn what_html_carries_comes_back() {
        let text = "Blueprint(title: \"<b> & &quot;\n\ttwo\")\r";
        let html = format!("<ul {ATTRIBUTE}=\"{}\"><li>x</li></ul>", escaped(text));
        assert_eq!(steps_in(&html).as_deref(), Some(text));
        assert_eq!(steps_in("<ul><li>x</li></ul>"), None);
    }
}
