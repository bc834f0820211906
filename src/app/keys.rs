//! Shortcuts: from the table's words to egui's keys.

use egui::{InputState, Key, KeyboardShortcut, Modifiers};

use crate::session::{COMMANDS, Command};

/// What a shortcut of the command table means to egui; `None` for a word that is no key.
pub fn shortcut(words: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for word in words.split('+') {
        match word {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "Alt" => modifiers |= Modifiers::ALT,
            name => key = Some(Key::from_name(name)?),
        }
    }
    Some(KeyboardShortcut::new(modifiers, key?))
}

/// Which shortcuts count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every one.
    All,
    /// All but bare letters: on an empty cell a letter begins a title.
    BesideLetters,
    /// Those with Ctrl or Alt, and function keys: other keys begin a value.
    Chords,
    /// Those with Ctrl that no text field knows, and function keys.
    BesideText,
}

/// The command whose shortcut was pressed first; the key is then used up.
pub fn pressed(input: &mut InputState, reach: Reach) -> Option<Command> {
    let found = input.events.iter().enumerate().find_map(|(place, event)| {
        COMMANDS.iter().find_map(|info| {
            let shortcuts = info.keys.iter().filter_map(|words| shortcut(words));
            let mut meant = shortcuts.filter(|shortcut| reach.holds(*shortcut));
            let shortcut = meant.find(|shortcut| is_pressed(event, shortcut))?;
            Some((place, info.command, shortcut))
        })
    });
    let (place, command, shortcut) = found?;
    input.events.remove(place);
    if !shortcut.modifiers.command && !shortcut.modifiers.alt {
        // The letter of the shortcut is not also the beginning of a title.
        let text = input
            .events
            .iter()
            .position(|event| matches!(event, egui::Event::Text(_)));
        text.map(|text| input.events.remove(text));
    }
    Some(command)
}

/// Whether exactly this chord was pressed. Shift and a digit arrive under another name on some keyboards:
/// the physical key counts too.
fn is_pressed(event: &egui::Event, shortcut: &KeyboardShortcut) -> bool {
    match event {
        egui::Event::Key {
            key,
            physical_key,
            pressed: true,
            modifiers,
            ..
        } => {
            let digit = shortcut.logical_key >= Key::Num0 && shortcut.logical_key <= Key::Num9;
            let same = *key == shortcut.logical_key
                || digit && *physical_key == Some(shortcut.logical_key);
            // Plus needs Shift on many keyboards.
            let lenient = matches!(shortcut.logical_key, Key::Plus | Key::Equals);
            same && modifiers.command == shortcut.modifiers.command
                && modifiers.alt == shortcut.modifiers.alt
                && (lenient || modifiers.shift == shortcut.modifiers.shift)
        }
        _ => false,
    }
}

impl Reach {
    fn holds(self, shortcut: KeyboardShortcut) -> bool {
        let key = shortcut.logical_key;
        let is_chord = shortcut.modifiers.command
            || shortcut.modifiers.alt
            || (Key::F1..=Key::F12).contains(&key);
        match self {
            Self::All => true,
            Self::BesideLetters => is_chord || !(Key::A..=Key::Z).contains(&key),
            Self::Chords => is_chord,
            Self::BesideText => works_in_text(shortcut),
        }
    }
}

fn works_in_text(shortcut: KeyboardShortcut) -> bool {
    let function_key = shortcut.logical_key >= Key::F1 && shortcut.logical_key <= Key::F12;
    let of_text = [
        Key::A,
        Key::C,
        Key::V,
        Key::X,
        Key::Z,
        Key::Y,
        Key::H,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
    ];
    function_key || shortcut.modifiers.command && !of_text.contains(&shortcut.logical_key)
}

/// The first keys of a command as they are shown; nothing for one without.
pub fn of(command: Command) -> String {
    let keys = command.info().keys.first();
    keys.map_or_else(String::new, |keys| shown(keys))
}

/// Words of a tip, and the keys that do the same.
pub fn tip(words: &str, command: Command) -> String {
    match command.info().keys.first() {
        Some(keys) => format!("{words} ({})", shown(keys)),
        None => words.to_owned(),
    }
}

/// A shortcut as it is shown: `Ctrl+Shift+Z`, with arrows and signs as signs. A plus stands apart from the
/// one that joins it to Ctrl.
pub fn shown(words: &str) -> String {
    let (held, key) = match words.rsplit_once('+') {
        Some((held, key)) => (format!("{held}+"), key),
        None => (String::new(), words),
    };
    let sign = match key {
        "Left" => "←",
        "Right" => "→",
        "Up" => "↑",
        "Down" => "↓",
        "Period" => ".",
        "Plus" => "+",
        "Minus" => "−",
        "Equals" => "=",
        key => key,
    };
    match key {
        "Plus" | "Minus" => format!("{} {sign}", held.trim_end_matches('+'))
            .trim_start()
            .to_owned(),
        _ => format!("{held}{sign}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shown_as_they_are_written_on_them() {
        for (words, expected) in [
            ("Ctrl+Shift+Z", "Ctrl+Shift+Z"),
            ("Ctrl+Plus", "Ctrl +"),
            ("Ctrl+Minus", "Ctrl −"),
            ("Ctrl+Period", "Ctrl+."),
            ("Ctrl+Shift+Right", "Ctrl+Shift+→"),
            ("Alt+Up", "Alt+↑"),
            ("F8", "F8"),
        ] {
            assert_eq!(shown(words), expected);
        }
    }

    #[test]
    fn every_shortcut_of_the_table_is_a_key() {
        for info in COMMANDS {
            for words in info.keys {
                assert!(shortcut(words).is_some(), "{words}");
            }
        }
    }
}
