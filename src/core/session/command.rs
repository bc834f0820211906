//! The table of commands: menus, palette, shortcuts, the keyboard page and what runs are all made from it.
//!
//! A command is one row of [`table`]. What it does to the document stands in the row; what it does in the
//! window and with files `app` says, in matches over [`WindowCommand`] and [`FileCommand`] that have to be
//! whole. Knows no window itself.

mod can;
mod on;
mod table;

pub use table::{COMMANDS, Command, FileCommand, WindowCommand};

use std::collections::BTreeSet;

use super::Session;
use crate::edit::Refusal;

/// A command's row in the table.
pub struct CommandInfo {
    /// Whose row it is.
    pub command: Command,
    /// What it is called in menus and in the command field.
    pub name: &'static str,
    /// Its menu; commands of one menu keep the table's order.
    pub menu: Menu,
    /// With which others it stands in the menu.
    pub group: Group,
    /// Other words by which people look for it, with spaces between.
    pub also: &'static str,
    /// Keys that run it, the first one shown: `Ctrl+Shift+Z`, `F8`, `A`. A key without Ctrl or Alt works
    /// while no text field has the focus.
    pub keys: &'static [&'static str],
    /// When it can run.
    pub when: When,
    /// What it is called where what is selected calls for another word.
    pub called: Option<fn(&Session) -> Option<&'static str>>,
    /// Whether what it turns on is on, if that is a matter of the session. What the window turns on and off,
    /// the window knows.
    pub is_on: Option<fn(&Session) -> bool>,
    /// Where what it does is to be seen.
    pub seen: Seen,
    /// What it does.
    pub does: Does,
}

/// Where a command stands in the menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the menus")]
pub enum Menu {
    File,
    Edit,
    View,
    Insert,
    Help,
}

impl Menu {
    /// Every menu, left to right.
    pub const ALL: &[Self] = &[Self::File, Self::Edit, Self::View, Self::Insert, Self::Help];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Insert => "Insert",
            Self::Help => "Help",
        }
    }
}

/// Commands of a menu that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Between two sections of a menu stands a line. The word is for those who read the table.
    pub section: &'static str,
    /// The part of the menu that opens beside it, if they stand in one: every menu fits a window of 720
    /// points at once.
    pub part: Option<Part>,
}

/// A part of a menu, behind a row of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What its row is called.
    pub name: &'static str,
    /// What the names of its commands begin with, and need not where its own stands before them.
    pub prefix: &'static str,
}

/// When a command can run.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// Always, on the start screen too.
    Anywhere,
    /// While a document is open.
    Open,
    /// While a document is open of which this holds.
    If(fn(&Session) -> Can),
}

/// Nothing, or why something is not possible now: a sentence for people.
pub type Can = Result<(), &'static str>;

/// The section of what the program remembers of a person's wishes: it stands at the foot of the rail too.
pub const SETTINGS: &str = "settings";

/// What is said where a command is about steps.
pub(super) const NO_STEP: &str = "Select a step first.";

/// Where what a command does is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Wherever one is.
    Here,
    /// On the board: a page that is shown in its place is left first.
    Board,
}

/// What a command does.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Something to the document, or to what is selected and shown of it.
    Session(fn(&mut Session) -> Result<(), Refusal>),
    /// Something in the window.
    Window(WindowCommand),
    /// Something with files: the document's, or pictures of it.
    Files(FileCommand),
}

impl CommandInfo {
    /// Whether it can run now, with the document that is open.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn can(&self, session: Option<&Session>) -> Can {
        match (self.when, session) {
            (When::Anywhere, _) | (When::Open, Some(_)) => Ok(()),
            (When::If(holds), Some(session)) => holds(session),
            (When::Open | When::If(_), None) => Err("Open a blueprint first."),
        }
    }

    /// What it is called where something is selected.
    pub fn called(&self, session: Option<&Session>) -> &'static str {
        let called = self.called.zip(session).and_then(|(called, s)| called(s));
        called.unwrap_or(self.name)
    }

    /// What it is called behind the row of its part.
    pub fn short_name(&self) -> &'static str {
        let prefix = self.group.part.map_or("", |part| part.prefix);
        self.name.strip_prefix(prefix).unwrap_or(self.name)
    }
}

impl Command {
    /// Its row.
    pub fn info(self) -> &'static CommandInfo {
        // The enum and the table are made from the same rows.
        &COMMANDS[self as usize]
    }
}

impl Session {
    /// Whether the command can run now.
    pub fn can(&self, command: Command) -> bool {
        command.info().can(Some(self)).is_ok()
    }

    /// The commands whose entries bear a tick, as far as the session knows.
    pub fn switched_on(&self) -> BTreeSet<Command> {
        let is_on = |info: &&CommandInfo| info.is_on.is_some_and(|is_on| is_on(self));
        let on = COMMANDS.iter().filter(is_on);
        on.map(|info| info.command).collect()
    }

    /// Refuses where the document may not be changed.
    pub(super) fn check_editable(&self) -> Result<(), Refusal> {
        can::edit(self).map_err(Refusal::Rule)
    }

    /// Does what a command of the table says; those of the window and of files do nothing here.
    pub(super) fn command(&mut self, command: Command) -> Result<(), Refusal> {
        let info = command.info();
        info.can(Some(self)).map_err(Refusal::Rule)?;
        match info.does {
            Does::Session(does) => does(self),
            Does::Window(_) | Does::Files(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen = BTreeSet::new();
        for info in COMMANDS {
            for key in info.keys {
                assert!(seen.insert(key), "{key} runs two commands");
            }
        }
    }

    #[test]
    fn every_command_finds_its_row() {
        let mut names = BTreeSet::new();
        for info in COMMANDS {
            assert_eq!(info.command.info().name, info.name);
            assert!(names.insert(info.name), "{} is called so twice", info.name);
        }
    }

    #[test]
    fn what_belongs_together_stands_together() {
        let mut menus: Vec<Menu> = COMMANDS.iter().map(|info| info.menu).collect();
        menus.dedup();
        assert_eq!(menus, Menu::ALL);
        let mut sections: Vec<_> = COMMANDS.iter().map(|i| (i.menu, i.group.section)).collect();
        sections.dedup();
        let parts = COMMANDS.iter().map(|i| i.group.part.map(|part| part.name));
        let mut parts: Vec<_> = parts.collect();
        parts.dedup();
        let mut seen = BTreeSet::new();
        for section in sections {
            assert!(seen.insert(section), "{section:?} stands in two places");
        }
        let mut seen = BTreeSet::new();
        for part in parts.into_iter().flatten() {
            assert!(seen.insert(part), "the part {part} stands in two places");
        }
        for info in COMMANDS {
            let prefix = info.group.part.map_or("", |part| part.prefix);
            assert!(info.name.starts_with(prefix), "{}", info.name);
        }
    }
}
