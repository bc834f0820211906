//! What can be done to an open document, and what it says and asks in return.

use super::{
    Selection,
    capture::{
        Pace,
        paste::{Destination, Pasted},
    },
    clipboard::{Fragment, bring::Bring},
    command::Command,
    comparing::CompareAs,
    field::{FieldCell, Filled},
    find::Replacing,
    middle::Middle,
    reshape::{Merge, Replace, SplitStep},
    title::NewStep,
    vacate::Refuge,
    walk::Direction,
};
use crate::{
    edit::Edit,
    model::{ConnectorId, Key, Kind, Split, StepId, VariantId},
    patch::ChangeFilter,
    scene::Show,
};

/// Something to be done to a document, from any menu, key, field or gesture.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A command of the table.
    Command(Command),
    /// A change of the document; the selection stays as far as it still exists.
    Edit(Edit),
    /// Adds a record of this kind, and selects it.
    AddRecord(Kind),
    /// Adds a variant: a copy of this one, or an empty one.
    AddVariant(Option<VariantId>),
    /// Asks what the blueprint is called.
    AskTitle,
    /// Gives steps a title as it is typed in place: a time or a mark behind it counts as in the capture line.
    Retitle(Vec<Key>, String),
    /// A change of the document, and what is selected then.
    EditThen(Edit, Selection),
    /// Selects.
    Select(Selection),
    /// Selects and brings it into view.
    Reveal(Selection),
    /// Walks to a neighbour of what is selected.
    Walk(Direction),
    /// Selects the next card that way too; one that is selected already gives the last one back.
    Extend(Direction),
    /// Shows another variant, or two.
    Show(Show),
    /// Compares in this way, now and from now on.
    CompareAs(CompareAs),
    /// Looks at some of the changes only.
    Filter(ChangeFilter),
    /// Shows another variant, or two, and selects in it.
    ShowAndSelect(Show, Selection),
    /// Shows two variants, and asks why the step selected is in the first only.
    SayWhy(Show, Selection),
    /// Draws a connector, asking what has to be asked.
    Connect {
        /// In which variant.
        variant: VariantId,
        /// From which step.
        from: StepId,
        /// To which step.
        to: StepId,
    },
    /// Draws a flow, unless it is there already; a second one out of a step asks what that means.
    ConnectFlow {
        /// In which variant.
        variant: VariantId,
        /// From which step.
        from: StepId,
        /// To which step.
        to: StepId,
    },
    /// Opens the title of a new step.
    Draft(NewStep),
    /// Puts a step of this variant, or of the one named, into the middle of an arrow.
    PutInto(Middle, VariantId, StepId),
    /// Puts the step that was just made into a way that was there already, instead of beside it.
    PutBetween {
        /// In which variant.
        variant: VariantId,
        /// The step.
        step: StepId,
        /// Between the ends of which connector.
        way: ConnectorId,
    },
    /// Deletes a lane, phase or moment once its steps are elsewhere.
    Vacate(Key, Refuge),
    /// Makes two steps of one.
    SplitStep(Box<SplitStep>),
    /// Makes one step of several.
    MergeSteps(Box<Merge>),
    /// Lets another step take the place of one.
    ReplaceStep(Box<Replace>),
    /// Says what several ways out of a step mean, and asks for the labels of those that have none.
    WaysOut(VariantId, StepId, Split),
    /// Opens the name of what is selected.
    Rename(Selection),
    /// Takes over the name that was typed.
    CommitTitle(String),
    /// Takes over the title that was typed and opens the next moment, connected; of a label, the next that is
    /// asked for.
    CommitTitleAndGoOn(String),
    /// Closes the name without taking it over, and opens the next label that is asked for.
    CancelTitle,
    /// Takes over a line of the conversation.
    Capture(String, Pace),
    /// Takes over pasted lines.
    PasteLines(Box<Pasted>, Destination),
    /// Makes a lane of a name under which steps wait in the tray.
    LaneFromTray(String),
    /// Puts steps into the cell selected.
    PutHere(VariantId, Vec<StepId>),
    /// Pastes steps of this document that the clipboard holds as text.
    Paste(String),
    /// Puts steps of another document in by a plan.
    PasteSteps(Box<Bring>),
    /// Pastes what was copied in this window, whatever the system's clipboard holds.
    PasteCopied,
    /// Selects a cell of a row under the lanes.
    SelectField(FieldCell),
    /// Opens a cell of a row to be filled in.
    OpenField(FieldCell),
    /// Closes the cell that is being filled in.
    CloseField,
    /// Puts what was typed into steps of a variant, as one change.
    Fill(VariantId, Vec<Filled>),
    /// Replaces words in the texts of the document, as one change.
    Replace(Box<Replacing>),
    /// Shows a message.
    Tell(String),
    /// Makes the feelings of the selected cell better or worse.
    Nudge(i8),
    /// Asks.
    Ask(Question),
    /// Picks an answer to the question, by its number.
    Answer(usize),
    /// Closes the question.
    Dismiss,
    /// Takes back, or does again, until this many steps of the history are done.
    GoToHistory(usize),
}

/// A question with a few answers, shown beside what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// What can be answered; closing it does nothing.
    pub answers: Vec<(String, Action)>,
}

impl Question {
    /// Whether an answer loses something. Such a question comes first; any other can be passed over by going on.
    pub fn is_grave(&self) -> bool {
        self.answers.iter().any(|(_, action)| action.deletes())
    }
}

impl Action {
    /// Whether it deletes a part of the blueprint with all that stands in it.
    pub fn deletes(&self) -> bool {
        matches!(
            self,
            Self::Edit(Edit::Delete(
                Key::Lane(_) | Key::Phase(_) | Key::Moment(_) | Key::Variant(_)
            ))
        )
    }
}

/// A short message, with what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What happened, or why something was refused.
    pub text: String,
    /// Buttons beside it.
    pub actions: Vec<(String, Action)>,
    /// The state of the document it speaks of.
    pub revision: u64,
    /// Which notice this is: a new one has a greater number.
    pub number: u64,
}

/// What the window has to do after an action.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Put these steps on the clipboard.
    CopySteps(Box<Fragment>),
    /// Bring the selection into view.
    Reveal,
    /// Let the person fill in a field of what is selected, and come back.
    Ask(Asked),
}

/// A field that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What hurts: the pain of this number, counted from 0.
    Pain(usize),
    /// Why a step was removed.
    WhyRemoved,
    /// What AI does at a step.
    Task,
    /// What a record is called that is selected.
    Name(Key),
    /// What the blueprint is called.
    Title,
}
