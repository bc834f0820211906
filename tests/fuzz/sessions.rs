//! Sessions in which anything is done in any order, from documents that are sound, odd, doubled or broken.

use frontstage::{
    edit::Edit,
    format::{Reading, read, write},
    model::{
        Blueprint, ItemEdit, Key, Kind, NewItem, PathPart, Record, Register as _, StepId,
        VariantId, Visit,
    },
    paint::svg,
    scene::{Show, Theme, WireId},
    session::{COMMANDS, Command, Does, Selection, Target},
};
use proptest::{
    collection::vec,
    strategy::{BoxedStrategy, Strategy as _},
};

use crate::{
    chance::{Chance, sample},
    common::edits::field_names,
    mutate::mutated,
    pool::{Figures, Pool},
    reader::check_same,
    session::{
        deeds::{Deed, Selected, act, deeds, undo_and_redo_all},
        desk::Desk,
    },
    xml::check_well_formed,
};

/// After how many deeds everything is compared with what is made from nothing.
const STRIDE: usize = 13;
/// How many changed documents are tried until one opens.
const TRIES: usize = 12;
/// What is typed, whatever it is typed into.
const TYPED: &[&str] = &[
    "",
    " ",
    "else",
    "a, b",
    "a; b",
    "1",
    "-3",
    "0",
    "1e308",
    "NaN",
    "66 %",
    "100 %",
    "2h",
    "1d 2h",
    "1h..3h",
    "2026-01-31",
    "Yes",
    "No",
    "Idea",
    "返金",
    "x\ny",
    "x\r\ny",
    "\t",
    "\"",
    "//",
    "/* x",
    "a/b",
    "e\u{301}",
    "\u{202e}x",
    "\u{7f}",
    "\u{0}",
    "{}",
    "None",
    "Some(1)",
    "\u{2028}",
];

/// Runs sessions, and counts what was done in them.
pub(crate) struct Sessions {
    pool: Pool,
    figures: Figures,
    deeds: BoxedStrategy<Vec<Deed>>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            pool: Pool::default(),
            figures: Figures::default(),
            deeds: vec(deeds(), 8).boxed(),
        }
    }
}

impl Sessions {
    /// Runs the session of this number.
    pub(crate) fn try_session(&mut self, number: u64) {
        self.pool.turn_to(number);
        let mut chance = Chance::of(number);
        let reading = self.begin(&mut chance);
        let is_read_only = reading.read_only.is_some();
        let mut desk = Desk::with_stride(reading.blueprint, number, STRIDE);
        let why = reading.read_only.map(|reason| reason.to_string());
        desk.session.set_read_only(why);
        let first = desk.text();
        let (mut selected, mut clipboard) = (Selected::default(), None);
        for deed in self.deeds(&mut chance) {
            let deed = match chance.once_in(2) {
                true => deed,
                false => self.aimed(&desk, &mut chance),
            };
            self.figures.count("deeds");
            act(&mut desk, deed, &mut selected, &mut clipboard);
            check_saves(&desk);
            if is_read_only {
                assert_eq!(desk.text(), first, "it was not to be changed");
            }
        }
        if desk.text() != first {
            self.figures.count("changed documents");
        }
        if chance.once_in(4) {
            check_pictures(&mut desk);
        }
        undo_and_redo_all(&mut desk, &first);
        self.figures.count("sessions");
    }

    /// Says how much was done.
    ///
    /// # Panics
    /// When hardly anything came of it.
    pub(crate) fn say_figures(&self) {
        self.figures.say();
        let (all, changed) = (
            self.figures.of("sessions"),
            self.figures.of("changed documents"),
        );
        assert!(
            all < 50 || changed * 3 > all,
            "{changed} of {all} changed anything"
        );
    }

    /// A document as the program opens it.
    fn begin(&mut self, chance: &mut Chance) -> Reading {
        if chance.once_in(3) {
            for _ in 0..TRIES {
                let (text, other) = (self.pool.text(chance), self.pool.text(chance));
                if let Ok(reading) = read(&mutated(text, other, chance)) {
                    self.figures.count("begun with a changed document");
                    return reading;
                }
            }
        }
        read(self.pool.text(chance).as_bytes()).unwrap()
    }

    fn deeds(&self, chance: &mut Chance) -> Vec<Deed> {
        let mut deeds = sample(&self.deeds, &mut chance.runner());
        deeds.truncate(1 + chance.below(8));
        deeds
    }

    /// Something that is about what the document holds.
    fn aimed(&self, desk: &Desk, chance: &mut Chance) -> Deed {
        let blueprint = desk.session.blueprint();
        let keys = keys(blueprint);
        let key = chance.pick(&keys).clone();
        let typed = chance.word(TYPED).to_owned();
        match chance.below(14) {
            0..=3 => Deed::Select(selection(blueprint, &key, &keys, chance)),
            4..=6 => Deed::Command(command(chance)),
            7 => Deed::PasteText(self.pasted(chance)),
            8 | 9 => Deed::Edit(set(key, typed, chance)),
            10 => Deed::Edit(item(key, typed, chance)),
            11 => Deed::Edit(Edit::Delete(key)),
            12 => {
                let edits = (0..=chance.below(3)).map(|_| {
                    let key = chance.pick(&keys).clone();
                    match chance.below(3) {
                        0 => Edit::Move {
                            key,
                            to: chance.below(5),
                        },
                        1 => Edit::Delete(key),
                        _ => set(key, chance.word(TYPED).to_owned(), chance),
                    }
                });
                Deed::Edit(Edit::All(edits.collect()))
            }
            _ => Deed::Show(show(blueprint, chance)),
        }
    }

    /// Text from the clipboard: of another document, changed by whoever it went through.
    fn pasted(&self, chance: &mut Chance) -> String {
        let (copied, other) = match chance.below(3) {
            0 => (self.pool.copied(chance), self.pool.text(chance)),
            _ => (self.pool.text(chance), self.pool.copied(chance)),
        };
        match chance.once_in(2) {
            true => copied.to_owned(),
            false => String::from_utf8_lossy(&mutated(copied, other, chance)).into_owned(),
        }
    }
}

/// What edits have made is saved and opens as what it was.
fn check_saves(desk: &Desk) {
    check_opens(desk.session.blueprint());
    if let Some(question) = desk.session.question() {
        assert!(!question.text.is_empty() && !question.answers.is_empty());
    }
}

fn check_opens(blueprint: &Blueprint) {
    let text = write(blueprint);
    let again = check_same(&text, blueprint);
    assert_eq!(write(&again.blueprint), text);
}

/// The scene is what it would be if it were made now, and draws a picture that others can open.
fn check_pictures(desk: &mut Desk) {
    desk.check();
    for theme in [Theme::Light, Theme::Dark] {
        check_well_formed(&svg(desk.session.scene(), theme));
    }
}

/// Everything that has a name of its own in the whole document.
fn keys(blueprint: &Blueprint) -> Vec<Key> {
    struct All<'a>(&'a Blueprint, &'a mut Vec<Key>);

    impl Visit for All<'_> {
        type Out = ();

        fn kind<T: Record>(self) {
            let entries = T::all(self.0).entries();
            self.1.extend(entries.map(|(id, _)| T::key(id.clone())));
        }
    }

    let mut keys = vec![Key::Blueprint];
    for kind in Kind::ALL {
        kind.visit(All(blueprint, &mut keys));
    }
    keys.extend(
        blueprint
            .moments()
            .map(|(_, moment)| Key::Moment(moment.id.clone())),
    );
    keys.extend(
        blueprint
            .sources
            .iter()
            .map(|source| Key::Source(source.id.clone())),
    );
    for variant in &blueprint.variants {
        let id = || variant.id.clone();
        keys.push(Key::Variant(id()));
        keys.extend(
            variant
                .steps
                .keys()
                .map(|step| Key::Step(id(), step.clone())),
        );
        keys.extend(
            variant
                .connectors
                .keys()
                .map(|c| Key::Connector(id(), c.clone())),
        );
        keys.extend(
            variant
                .removed
                .keys()
                .map(|step| Key::Removed(id(), step.clone())),
        );
    }
    keys
}

/// A command that the session itself does.
fn command(chance: &mut Chance) -> Command {
    loop {
        let info = chance.pick(COMMANDS);
        if matches!(info.does, Does::Session(_)) {
            return info.command;
        }
    }
}

/// Selects a record; of steps sometimes many, and a cell with or without any.
fn selection(blueprint: &Blueprint, key: &Key, keys: &[Key], chance: &mut Chance) -> Selection {
    let variants: Vec<VariantId> = blueprint.variants.iter().map(|v| v.id.clone()).collect();
    let variant = chance.any(&variants).cloned().unwrap_or_default();
    match key {
        Key::Step(variant, step) => {
            let others = keys.iter().filter_map(|key| match key {
                Key::Step(other, step) if other == variant => Some(step.clone()),
                _ => None,
            });
            let more = chance.below(4);
            let steps: Vec<StepId> = others.take(more).chain([step.clone()]).collect();
            Selection::items(variant, steps, [])
        }
        Key::Connector(variant, id) => Selection::wire(variant, &WireId::Connector(id.clone())),
        Key::Moment(moment) if chance.once_in(2) => match chance.any(&blueprint.lanes) {
            Some(lane) => Selection::in_cell(&variant, &lane.id, moment),
            None => Selection::of(&variant, Target::Record(key.clone())),
        },
        Key::Blueprint | Key::Removed(..) => Selection::of(&variant, Target::Blueprint),
        record => Selection::of(&variant, Target::Record(record.clone())),
    }
}

fn show(blueprint: &Blueprint, chance: &mut Chance) -> Show {
    let mut one = || {
        let variant = chance.any(&blueprint.variants);
        variant
            .map(|variant| variant.id.clone())
            .unwrap_or_default()
    };
    let (first, second) = (one(), one());
    match chance.below(3) {
        0 => Show::One(first),
        1 => Show::Compare(first, second),
        _ => Show::Overlay(first, second),
    }
}

/// A path to a field of a record, now and then into an AI touchpoint.
fn field(key: &Key, chance: &mut Chance) -> Vec<PathPart> {
    const OF_AI: &[&str] = &[
        "task",
        "autonomy",
        "status",
        "next_review",
        "unit_cost",
        "resolves",
        "languages",
        "hand_over",
        "system",
    ];
    let name = chance.word(&field_names(key));
    let mut field = vec![PathPart::Name(name)];
    if name == "ai" {
        field.push(PathPart::Name(chance.word(OF_AI)));
    }
    field
}

fn set(key: Key, typed: String, chance: &mut Chance) -> Edit {
    let field = field(&key, chance);
    let keys = vec![key];
    Edit::Set { keys, field, typed }
}

/// An item of a list that may be none, put in, taken out or moved.
fn item(key: Key, typed: String, chance: &mut Chance) -> Edit {
    let mut field = field(&key, chance);
    let place = chance.below(3);
    let what = match chance.below(3) {
        0 => {
            let names = ["name", "title", "text", "role", "metric", "what", "author"];
            let within = match chance.once_in(3) {
                true => Vec::new(),
                false => vec![PathPart::Name(chance.word(&names))],
            };
            ItemEdit::Add(NewItem {
                id: format!("p{place}"),
                unless_named: chance.once_in(2),
                typed: vec![(within, typed)],
            })
        }
        1 => {
            field.push(PathPart::Number(place));
            ItemEdit::Remove
        }
        _ => {
            field.push(PathPart::Number(place));
            ItemEdit::MoveTo(chance.below(3))
        }
    };
    let keys = vec![key];
    Edit::Item { keys, field, what }
}
