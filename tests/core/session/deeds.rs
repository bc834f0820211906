//! What a person does to an open document, at random, and what holds after each of it.

use std::collections::BTreeMap;

use frontstage::{
    edit::Edit,
    model::{ConnectorId, Id, Key, StepId, VariantId},
    scene::{Show, WireId},
    session::{
        Action, COMMANDS, Command, Direction, Merge, Middle, Replace, Replacement, Selection,
        SplitStep, Target, Throughout,
        bring::Bring,
        capture::{
            Pace,
            paste::{Destination, Pasted},
        },
    },
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{common::edits::edits, session::desk::Desk};

/// Something a person does.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Command(Command),
    Edit(Edit),
    EditThen(Edit, Selection),
    Select(Selection),
    Walk(Direction),
    Show(Show),
    Connect(u8, u8, u8),
    Rename,
    Commit(String),
    CommitAndGoOn(String),
    Cancel,
    Answer(usize),
    Dismiss,
    Paste,
    /// Pastes this text, by a plan when it is from elsewhere.
    #[allow(dead_code, reason = "the fuzz pastes steps of other documents")]
    PasteText(String),
    Capture(String, Pace),
    PasteLines(String, Destination),
    LaneFromTray(String),
    PutHere,
    Save,
    History(usize),
    /// Steps of another shape, in one variant or in all.
    Reshape(Reshape, VariantId, Vec<StepId>, Throughout),
    /// A step into the middle of a connector.
    PutInto(VariantId, StepId, ConnectorId),
}

/// What becomes of steps.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reshape {
    Split,
    Merge,
    ReplaceByNew,
    ReplaceByNext,
}

/// Something of everything; the ids are those of [`crate::common::blueprints`].
pub(crate) fn deeds() -> impl Strategy<Value = Deed> {
    let commands: Vec<Command> = COMMANDS.iter().map(|info| info.command).collect();
    let titles = || select(vec!["", " ", "Calls", "Calls  back\nlater", "返金"]);
    let ways = [
        Direction::Left,
        Direction::Right,
        Direction::Up,
        Direction::Down,
    ];
    any_of![
        8 => select(commands).prop_map(Deed::Command),
        4 => edits().prop_map(Deed::Edit),
        1 => (edits(), selections()).prop_map(|(edit, then)| Deed::EditThen(edit, then)),
        6 => selections().prop_map(Deed::Select),
        2 => select(ways.to_vec()).prop_map(Deed::Walk),
        1 => few().prop_map(|variant| Deed::Show(Show::One(variant))),
        2 => (few(), few()).prop_map(|(a, b)| Deed::Show(Show::Compare(a, b))),
        2 => (few(), few()).prop_map(|(a, b)| Deed::Show(Show::Overlay(a, b))),
        2 => (0..3_u8, 0..12_u8, 0..12_u8).prop_map(|(v, a, b)| Deed::Connect(v, a, b)),
        1 => Just(Deed::Rename),
        3 => titles().prop_map(|title| Deed::Commit(title.to_owned())),
        1 => titles().prop_map(|title| Deed::CommitAndGoOn(title.to_owned())),
        1 => Just(Deed::Cancel),
        3 => (0..3_usize).prop_map(Deed::Answer),
        1 => Just(Deed::Dismiss),
        2 => Just(Deed::Paste),
        6 => (lines(), paces()).prop_map(|(line, pace)| Deed::Capture(line, pace)),
        1 => (vec(lines(), 1..6), destinations())
            .prop_map(|(lines, to)| Deed::PasteLines(lines.join("\n"), to)),
        1 => Just(Deed::LaneFromTray("Courier".to_owned())),
        1 => Just(Deed::PutHere),
        1 => Just(Deed::Save),
        1 => (0..8_usize).prop_map(Deed::History),
        4 => (shapes(), few(), vec(named("s", 12), 1..4), throughout())
            .prop_map(|(shape, variant, steps, all)| Deed::Reshape(shape, variant, steps, all)),
        3 => (few(), named("s", 12), named("c", 12))
            .prop_map(|(variant, step, wire)| Deed::PutInto(variant, step, wire)),
    ]
}

fn lines() -> impl Strategy<Value = String> {
    let said = vec![
        "Calls 2m",
        "Courier: Brings it 1h !",
        "> Asks ! slow ! loud",
        "< hangs up",
        "+ notes it @ai",
        "/ elsewhere wait 2d",
        "# Settle",
        "# Phase 1",
        "! nobody knows",
        "",
        "a:\tb",
        "\tAsk\tSettle",
        "Customer\tcalls\tpays",
        "staff\tanswers\t",
        "Time\t2m\tsoon",
    ];
    select(said).prop_map(str::to_owned)
}

fn paces() -> impl Strategy<Value = Pace> {
    select(vec![Pace::On, Pace::Same, Pace::Next])
}

fn destinations() -> impl Strategy<Value = Destination> {
    select(vec![Destination::InSequence, Destination::Tray])
}

fn shapes() -> impl Strategy<Value = Reshape> {
    use Reshape as R;
    select(vec![R::Split, R::Merge, R::ReplaceByNew, R::ReplaceByNext])
}

fn throughout() -> impl Strategy<Value = Throughout> {
    select(vec![Throughout::This, Throughout::All])
}

/// The action that gives steps another shape.
fn reshaping(
    shape: Reshape,
    variant: VariantId,
    steps: &[StepId],
    throughout: Throughout,
) -> Action {
    let step = steps[0].clone();
    match shape {
        Reshape::Split => Action::SplitStep(Box::new(SplitStep {
            variant,
            step,
            titles: ["Reads", "Sorts"].map(str::to_owned),
            work: None,
            throughout,
        })),
        Reshape::Merge => Action::MergeSteps(Box::new(Merge {
            variant,
            steps: steps.iter().cloned().collect(),
            title: "Both".to_owned(),
            throughout,
        })),
        Reshape::ReplaceByNew | Reshape::ReplaceByNext => {
            let other = steps.last().cloned().unwrap_or_default();
            let by = match shape {
                Reshape::ReplaceByNew => Replacement::New("Calls 2m".to_owned()),
                _ => Replacement::Step(other),
            };
            Action::ReplaceStep(Box::new(Replace {
                variant,
                step,
                by,
                throughout,
            }))
        }
    }
}

fn few() -> impl Strategy<Value = VariantId> {
    (0..4_u8).prop_map(|number| Id::new(&format!("v{number}")))
}

fn named<T: 'static>(prefix: &'static str, count: u8) -> impl Strategy<Value = Id<T>> {
    (0..count).prop_map(move |number| Id::new(&format!("{prefix}{number}")))
}

fn selections() -> impl Strategy<Value = Selection> {
    let wires = any_of![
        named("c", 12).prop_map(WireId::Connector),
        named("s", 12).prop_map(WireId::HandOver),
    ];
    let items = (vec(named("s", 12), 0..6), vec(wires, 0..3));
    let items =
        items.prop_map(|(steps, wires)| Selection::items(&Id::new(""), steps, wires).target);
    let targets = any_of![
        1 => Just(Target::Blueprint),
        4 => (named("l", 4), named("m", 6))
            .prop_map(|(lane, moment)| Target::Cell { lane, moment }),
        6 => items,
        1 => named("l", 4).prop_map(|id| Target::Record(Key::Lane(id))),
        1 => named("ph", 3).prop_map(|id| Target::Record(Key::Phase(id))),
        1 => named("m", 6).prop_map(|id| Target::Record(Key::Moment(id))),
        1 => named("r", 3).prop_map(|id| Target::Record(Key::Role(id))),
        1 => named("a", 3).prop_map(|id| Target::Record(Key::AiSystem(id))),
        1 => named("v", 3).prop_map(|id| Target::Record(Key::Variant(id))),
    ];
    (few(), targets).prop_map(|(variant, target)| Selection { variant, target })
}

/// What was selected before and after each change, by the revision it leads to.
#[derive(Default)]
pub(crate) struct Selected {
    before: BTreeMap<u64, Selection>,
    after: BTreeMap<u64, Selection>,
}

/// Does it, and checks what undo and redo do to the selection, and that what cannot run does nothing.
pub(crate) fn act(
    desk: &mut Desk,
    deed: Deed,
    selected: &mut Selected,
    clipboard: &mut Option<String>,
) {
    let revision = desk.session.history().revision();
    let before = desk.session.selection().clone();
    let own_selection = matches!(deed, Deed::Edit(_) | Deed::EditThen(..));
    let name = format!("{deed:?}");
    let step = |number: u8| Id::new(&format!("s{number}"));
    let action = match deed {
        Deed::Command(command) => {
            if !desk.session.can(command) {
                let text = desk.text();
                desk.run(Action::Command(command));
                assert_eq!(desk.text(), text, "{command:?} was not enabled");
                return;
            }
            Action::Command(command)
        }
        Deed::Edit(edit) => Action::Edit(edit),
        Deed::EditThen(edit, then) => Action::EditThen(edit, then),
        Deed::Select(selection) => Action::Select(selection),
        Deed::Walk(direction) => Action::Walk(direction),
        Deed::Show(show) => Action::Show(show),
        Deed::Connect(variant, from, to) => Action::Connect {
            variant: Id::new(&format!("v{variant}")),
            from: step(from),
            to: step(to),
        },
        Deed::Rename => Action::Rename(before.clone()),
        Deed::Commit(title) => Action::CommitTitle(title),
        Deed::CommitAndGoOn(title) => Action::CommitTitleAndGoOn(title),
        Deed::Cancel => Action::CancelTitle,
        Deed::Answer(number) => Action::Answer(number),
        Deed::Dismiss => Action::Dismiss,
        Deed::Paste => Action::Paste(clipboard.clone().unwrap_or_default()),
        Deed::PasteText(text) => match desk.session.from_elsewhere(&text) {
            Some(fragment) => {
                let plan = Bring::plan(fragment, desk.session.blueprint());
                Action::PasteSteps(Box::new(plan))
            }
            None => Action::Paste(text),
        },
        Deed::Capture(line, pace) => Action::Capture(line, pace),
        Deed::PasteLines(text, to) => match Pasted::read(&text, desk.session.blueprint()) {
            Ok(pasted) => Action::PasteLines(Box::new(pasted), to),
            Err(_) => return,
        },
        Deed::LaneFromTray(name) => Action::LaneFromTray(name),
        Deed::PutHere => {
            let steps = before.steps().iter().cloned().collect();
            Action::PutHere(before.variant.clone(), steps)
        }
        Deed::Save => {
            desk.save();
            return;
        }
        Deed::History(done) => Action::GoToHistory(done),
        Deed::Reshape(shape, variant, steps, throughout) => {
            reshaping(shape, variant, &steps, throughout)
        }
        Deed::PutInto(variant, step, wire) => {
            let middle = Middle {
                variant: variant.clone(),
                wire: WireId::Connector(wire),
                cell: None,
            };
            Action::PutInto(middle, variant, step)
        }
    };
    let undo = action == Action::Command(Command::Undo);
    let redo = action == Action::Command(Command::Redo);
    desk.run(action);
    if let Some(text) = desk.copied() {
        *clipboard = Some(text);
    }
    let now = desk.session.history().revision();
    let blueprint = desk.session.blueprint();
    let expected = if undo && now != revision {
        selected.before.get(&revision)
    } else if redo && now != revision {
        selected.after.get(&now)
    } else {
        // The answer In between takes a step back before it makes it anew.
        let is_one_step = !name.starts_with("History") && !name.starts_with("Answer");
        if now > revision && !redo && is_one_step {
            selected.before.insert(now, before);
            if own_selection {
                let after = desk.session.selection().clone();
                selected.after.insert(now, after);
            }
        }
        None
    };
    if let Some(expected) = expected {
        // In an overlay that is what the upper variant has of it, as for whoever selects it.
        let expected = expected.still_in(blueprint);
        let now = desk.session.selection().clone();
        desk.run(Action::Select(expected));
        assert_eq!(*desk.session.selection(), now, "after {name}");
    }
}

/// Undoing everything gives `first`, redoing everything what stands here now.
pub(crate) fn undo_and_redo_all(desk: &mut Desk, first: &str) {
    desk.run(Action::CancelTitle);
    let last = desk.text();
    let (names, done) = desk.session.history().labels();
    assert!(names.iter().all(|name| !name.is_empty()), "{names:?}");
    let all = names.len();
    desk.run(Action::GoToHistory(0));
    assert_eq!(desk.text(), *first, "undo all");
    desk.run(Action::GoToHistory(done));
    assert_eq!(desk.text(), last, "redo all");
    desk.run(Action::GoToHistory(all));
    while desk.session.can(Command::Undo) {
        desk.run(Action::Command(Command::Undo));
    }
    assert_eq!(desk.text(), *first);
}
