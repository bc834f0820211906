//! One open document: the blueprint, its history, what is selected and shown, and the scene of it.
//!
//! Everything a person does to a document goes through [`Session::run`]. Knows no window and touches no
//! file: `app` and `cli` carry out what it asks for.

mod act;
mod action;
mod add;
pub mod capture;
mod clipboard;
mod command;
mod comparing;
mod connect;
mod delete;
mod derived;
mod field;
mod find;
mod fold;
mod fresh;
mod index;
mod labels;
mod middle;
mod outline;
mod phase_tally;
mod reshape;
mod room;
mod selection;
mod shift;
mod tally;
mod title;
pub mod tray;
mod vacate;
mod walk;

use std::{path::PathBuf, sync::Arc};

use comparing::Comparing;
use derived::Derived;

use crate::{
    edit::{Edit, Refusal},
    format::{Extent, Limits},
    history::History,
    model::{Blueprint, Ids, LaneId, StepId, VariantId, plural, short_quotations},
    patch::{self, Patch},
    scene::{Lens, Scene, Show, TextMeasure},
};

pub use action::{Action, Asked, Effect, Notice, Question};
use capture::Captured;
pub use clipboard::{Fragment, bring};
pub use command::{
    COMMANDS, Can, Command, CommandInfo, Does, FileCommand, Group, Menu, Part, SETTINGS, Seen,
    When, WindowCommand,
};
pub use comparing::{Changes, CompareAs};
pub use field::{FieldCell, Filled, one_line, row_fields};
pub use find::{FindWords, Found, MatchCase, Replacing, find};
pub use index::{Index, Named, StepAt};
pub use middle::Middle;
pub use outline::{Grouping, Outline, OutlineRow, Way};
pub use phase_tally::{ADDS_WAYS, PhaseTally, sum_words};
pub use reshape::{Halving, Merge, MergePlan, Replace, Replacement, SplitStep, Throughout};
pub use selection::{Selection, Target};
pub use tally::Tally;
pub use title::{Editing, NewStep};
pub use vacate::Refuge;
pub use walk::Direction;

/// One open document.
pub struct Session {
    blueprint: Arc<Blueprint>,
    history: History<Selection>,
    selection: Selection,
    lens: Lens,
    /// The variant other than the first that was looked at last.
    other: Option<VariantId>,
    comparing: Comparing,
    path: Option<PathBuf>,
    read_only: Option<String>,
    editing: Option<Editing>,
    /// The labels that are asked for one after the other.
    labels: Option<labels::LabelsAsked>,
    /// The lane that was added last, until it has a name.
    added_lane: Option<LaneId>,
    question: Option<Question>,
    notice: Option<Notice>,
    notices: u64,
    effects: Vec<Effect>,
    ids: Ids,
    /// What tells this session from all others, on the clipboard; empty until something is copied.
    mark: String,
    /// Steps that were cut and may come back.
    cut: Option<clipboard::CutSteps>,
    captured: Captured,
    /// The cell of a row that is selected.
    field: Option<FieldCell>,
    /// It is open to be filled in.
    filling: bool,
    /// The step whose connectors are walked through.
    walked: Option<StepId>,
    text: Arc<TextMeasure>,
    /// What the scene shows: the document, or the document with the step being named.
    shown: Arc<Blueprint>,
    scene: Scene,
    changes: Option<Arc<Changes>>,
    derived: Derived,
    /// What the document takes of a file, at most.
    extent: Extent,
}

/// What a step through the history came to: what was selected there, and what changed on the way.
type Stepped = Result<Option<(Selection, Patch)>, patch::Stale>;

impl Session {
    /// Opens `blueprint`, which is on disk at `path` as it is, or has no path yet.
    pub fn new(
        blueprint: Blueprint,
        path: Option<PathBuf>,
        ids: Ids,
        text: Arc<TextMeasure>,
    ) -> Self {
        let blueprint = Arc::new(blueprint);
        let id_at = |place: usize| blueprint.variants.get(place).map(|v: &Arc<_>| v.id.clone());
        let first = id_at(0).unwrap_or_default();
        let lens = Lens::from(Show::One(first.clone()));
        let scene = Scene::build(&blueprint, &lens, &text);
        Self {
            history: History::of_saved(),
            selection: Selection::of(&first, Target::Blueprint),
            other: id_at(1),
            comparing: Comparing::default(),
            lens,
            path,
            read_only: None,
            editing: None,
            labels: None,
            added_lane: None,
            question: None,
            notice: None,
            notices: 0,
            effects: Vec::new(),
            ids,
            mark: String::new(),
            cut: None,
            captured: Captured::default(),
            field: None,
            filling: false,
            walked: None,
            text,
            shown: Arc::clone(&blueprint),
            scene,
            changes: None,
            derived: Derived::of(&blueprint),
            extent: Extent::at_most(&*blueprint),
            blueprint,
        }
    }

    /// Makes the document one that is not on disk as it stands here.
    pub fn mark_unsaved(&mut self) {
        self.history.mark_unsaved();
    }

    /// Forbids changes, and says why.
    pub fn set_read_only(&mut self, why: Option<String>) {
        self.read_only = why;
    }

    /// The state `revision` of the document is now on disk, at `path`.
    pub fn mark_saved(&mut self, path: PathBuf, revision: u64) {
        self.path = Some(path);
        self.history.mark_saved(revision);
    }

    /// The document.
    pub fn blueprint(&self) -> &Arc<Blueprint> {
        &self.blueprint
    }

    /// The document as it is drawn: with the step whose title is being typed.
    pub fn shown(&self) -> &Arc<Blueprint> {
        &self.shown
    }

    /// What was done to it.
    pub fn history(&self) -> &History<Selection> {
        &self.history
    }

    /// Whether it differs from what is on disk.
    pub fn is_dirty(&self) -> bool {
        self.history.is_dirty()
    }

    /// Its file, if it has one.
    pub fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// Whether it may not be changed.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Why it may not be changed.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What is shown.
    pub fn show(&self) -> &Show {
        &self.lens.show
    }

    /// What is shown, and what of it is folded away.
    pub fn lens(&self) -> &Lens {
        &self.lens
    }

    /// What is shown, laid out.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// What is counted of a variant.
    pub fn tally(&self, variant: &VariantId) -> &Tally {
        self.derived.tallies.get(variant)
    }

    /// Who names whom, and where pains, controls and the ends of connectors are.
    pub fn index(&self) -> &Index {
        &self.derived.index
    }

    /// The name that is being typed.
    pub fn editing(&self) -> Option<&Editing> {
        self.editing.as_ref()
    }

    /// The question that is open.
    pub fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// The last message.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// What the window has to do, once.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Does what `action` says. A refusal becomes the notice; it changes nothing.
    pub fn run(&mut self, action: Action) {
        if let Err(refusal) = self.try_run(action) {
            self.say(&refusal.to_string(), Vec::new());
        }
        self.open_what_hides();
        self.keep_field();
    }

    fn try_run(&mut self, action: Action) -> Result<(), Refusal> {
        if matches!(
            action,
            Action::Select(_)
                | Action::Reveal(_)
                | Action::Walk(_)
                | Action::Extend(_)
                | Action::Command(_)
        ) {
            // Who goes on leaves the question open: it is answered in the inspector later.
            self.question = None;
        }
        match action {
            Action::Command(command) => return self.command(command),
            Action::AddRecord(kind) => self.add_record(kind)?,
            Action::AddVariant(copied) => self.add_variant_of(copied.as_ref())?,
            Action::AskTitle => {
                self.select(&Selection::of(&self.selection.variant, Target::Blueprint));
                self.effects.push(Effect::Ask(Asked::Title));
            }
            Action::Retitle(keys, title) => self.retitle(&keys, &title)?,
            Action::Edit(edit) => self.edit(&edit, None)?,
            Action::EditThen(edit, selection) => self.edit(&edit, Some(selection))?,
            Action::Select(selection) => self.select(&selection),
            Action::Reveal(selection) => {
                self.select(&selection);
                self.effects.push(Effect::Reveal);
            }
            Action::Walk(direction) => self.walk(direction),
            Action::Extend(direction) => self.extend(direction),
            Action::Show(show) => self.show_what(show),
            Action::CompareAs(way) => self.compare_in(way),
            Action::Filter(filter) => self.set_filter(filter),
            Action::ShowAndSelect(show, selection) => {
                self.show_what(show);
                self.select(&selection);
                self.effects.push(Effect::Reveal);
            }
            Action::SayWhy(show, selection) => {
                self.show_what(show);
                self.select(&selection);
                self.effects.push(Effect::Reveal);
                self.effects.push(Effect::Ask(Asked::WhyRemoved));
            }
            Action::Connect { variant, from, to } => return self.connect(&variant, &from, &to),
            Action::ConnectFlow { variant, from, to } => {
                return self.connect_flow(&variant, &from, &to);
            }
            Action::Draft(step) => return self.open_draft(step),
            Action::PutInto(middle, source, step) => {
                return self.put_into(&middle, (&source, &step));
            }
            Action::PutBetween { variant, step, way } => {
                return self.put_between(&variant, &step, &way);
            }
            Action::WaysOut(variant, step, split) => {
                return self.say_ways_out(&variant, &step, split);
            }
            Action::Vacate(key, to) => return self.vacate(&key, &to),
            Action::SplitStep(split) => return self.split_step(&split),
            Action::MergeSteps(merge) => return self.merge_steps(&merge),
            Action::ReplaceStep(replace) => return self.replace_step(&replace),
            Action::Rename(selection) => self.open_rename(selection),
            Action::CommitTitle(text) => {
                let lane = self.lane_being_added();
                self.commit_title(&text)?;
                self.stop_asking_labels();
                self.tell_kind_of(lane);
            }
            Action::CommitTitleAndGoOn(text) => return self.commit_and_go_on(&text),
            Action::CancelTitle => {
                let lane = self.lane_being_added();
                self.close_title();
                self.tell_kind_of(lane);
                self.ask_next_label();
            }
            Action::Capture(text, pace) => return self.capture(&text, pace),
            Action::PasteLines(pasted, to) => return self.paste_lines(&pasted, to),
            Action::LaneFromTray(name) => return self.lane_from_tray(&name),
            Action::PutHere(variant, steps) => return self.put_here(&variant, &steps),
            Action::Paste(text) => return self.paste(&text),
            Action::PasteSteps(plan) => return self.bring(&plan),
            Action::PasteCopied => {
                // It does not go to the clipboard too: what was copied there before stays.
                let are_steps = |effect: &Effect| matches!(effect, Effect::CopySteps(_));
                let copied = self.effects.iter().rposition(are_steps);
                if let Some(place) = copied
                    && let Effect::CopySteps(fragment) = self.effects.remove(place)
                {
                    return self.paste_fragment(&fragment);
                }
            }
            Action::SelectField(cell) => self.select_field(cell),
            Action::OpenField(cell) => return self.open_field(cell),
            Action::CloseField => self.close_field(),
            Action::Fill(variant, filled) => return self.fill(&variant, &filled),
            Action::Replace(replacing) => return self.replace(&replacing),
            Action::Tell(text) => self.say(&text, Vec::new()),
            Action::Nudge(by) => return self.nudge(by),
            Action::Ask(question) => self.question = Some(question),
            Action::Answer(number) => {
                let question = self.question.take();
                let answer = question.and_then(|q| q.answers.into_iter().nth(number));
                if let Some((_, action)) = answer {
                    return self.try_run(action);
                }
            }
            Action::Dismiss => self.question = None,
            Action::GoToHistory(done) => self.go_to_history(done)?,
        }
        Ok(())
    }

    /// Shows a message.
    pub fn say(&mut self, text: &str, actions: Vec<(String, Action)>) {
        self.notices += 1;
        self.notice = Some(Notice {
            text: short_quotations(text).into_owned(),
            actions,
            revision: self.history.revision(),
            number: self.notices,
        });
    }

    /// Makes a change: applied to a copy, compared, remembered. No difference is no step of the history.
    fn edit(&mut self, edit: &Edit, select: Option<Selection>) -> Result<(), Refusal> {
        self.check_editable()?;
        let mut new = (*self.blueprint).clone();
        edit.apply(&mut new)?;
        let patch = patch::diff(&self.blueprint, &new);
        let before = self.selection.clone();
        if !patch.is_empty() {
            debug_assert_eq!(added_problem(&self.blueprint, &new), None, "after {edit:?}");
            let weight = room::weigh(&patch);
            room::check(
                &mut self.extent,
                &weight,
                (&self.blueprint, &new),
                &Limits::FILE,
            )?;
            self.settle(new, &patch, &select.unwrap_or(before.clone()));
            let label = short_quotations(&patch::label(&patch)).into_owned();
            let after = self.selection.clone();
            self.history
                .push(label, (patch, weight.memory), (before, after));
        } else if let Some(selection) = select {
            self.select(&selection);
        }
        Ok(())
    }

    /// Names what was done since `revision` by what was meant, where the records that changed do not say it.
    fn name_since(&mut self, revision: u64, label: &str) {
        if self.history.revision() != revision {
            self.history.name_last(&short_quotations(label));
        }
    }

    /// Steps of a variant as a change of them names them: `“Reads the case”`, `3 steps`.
    fn steps_called<'s>(
        &self,
        variant: &VariantId,
        steps: impl ExactSizeIterator<Item = &'s StepId>,
    ) -> String {
        let many = steps.len();
        let mut found = steps.filter_map(|id| self.blueprint.step(variant, id));
        match (many, found.next()) {
            (1, Some(step)) => format!("“{}”", step.called()),
            _ => plural(many, "step", "steps"),
        }
    }

    /// Whether a file could hold the document once it were `new` instead of `old`.
    ///
    /// # Errors
    /// What would be too large, and what to do.
    pub fn check_room(&self, old: &Blueprint, new: &Blueprint) -> Result<(), Refusal> {
        let mut extent = self.extent;
        room::check(
            &mut extent,
            &room::weigh(&patch::diff(old, new)),
            (old, new),
            &Limits::FILE,
        )
    }

    /// The one place where the document changes: it becomes `new`, which `patch` leads to, and all that is
    /// kept beside it follows. What is left of `select` is selected.
    fn settle(&mut self, new: Blueprint, patch: &Patch, select: &Selection) {
        self.blueprint = Arc::new(new);
        // Its answers were made from what the document was.
        self.question = None;
        self.derived.update(patch, &self.blueprint);
        self.selection = self.settled(select.still_in(&self.blueprint));
        self.refresh();
    }

    fn select(&mut self, selection: &Selection) {
        self.field = None;
        self.selection = self.settled(selection.still_in(&self.blueprint));
    }

    fn undo(&mut self) -> Result<(), Refusal> {
        self.step_history(History::undo)
    }

    fn redo(&mut self) -> Result<(), Refusal> {
        self.step_history(History::redo)
    }

    fn step_history(
        &mut self,
        step: fn(&mut History<Selection>, &mut Blueprint) -> Stepped,
    ) -> Result<(), Refusal> {
        self.check_editable()?;
        let mut blueprint = (*self.blueprint).clone();
        let stale = |_| Refusal::Rule("The history does not fit the blueprint any more.");
        let done = step(&mut self.history, &mut blueprint).map_err(stale)?;
        if let Some((selection, patch)) = done {
            // It brings back what may not be counted any more.
            room::note(&mut self.extent, &patch);
            self.settle(blueprint, &patch, &selection);
            self.follow_selection();
            self.effects.push(Effect::Reveal);
        }
        Ok(())
    }

    fn go_to_history(&mut self, wanted: usize) -> Result<(), Refusal> {
        loop {
            let (labels, done) = self.history.labels();
            let wanted = wanted.min(labels.len());
            match done.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Ok(()),
                std::cmp::Ordering::Less => self.redo()?,
                std::cmp::Ordering::Greater => self.undo()?,
            }
        }
    }

    /// Shows the variant in which something is selected, if it is not on screen.
    fn follow_selection(&mut self) {
        let variant = self.selection.variant.clone();
        if self.scene.pane(&variant).is_none() && self.blueprint.variant(&variant).is_some() {
            self.show_what(Show::One(variant));
        }
    }

    fn show_what(&mut self, show: Show) {
        let show = match show.pair() {
            // There is nothing to compare a variant with itself for.
            Some((first, second)) if first == second => Show::One(first.clone()),
            _ => show,
        };
        self.remember_look(&show);
        if show == self.lens.show {
            return;
        }
        self.lens.show = show;
        self.refresh();
        if self.scene.pane(&self.selection.variant).is_none() {
            // The same step is selected in the variant that is shown now.
            let variant = self.scene.panes.first().map(|pane| pane.variant.clone());
            let mut selection = self.selection.clone();
            selection.variant = variant.unwrap_or_default();
            self.select(&selection);
        } else {
            self.select(&self.selection.clone());
        }
    }

    /// Brings what is drawn up to date with the document.
    fn refresh(&mut self) {
        let mut later = self.blueprint.variants.iter().skip(1).map(|v| &v.id);
        if !later.clone().any(|id| Some(id) == self.other.as_ref()) {
            self.other = later.next().cloned();
        }
        let gone = |id: &VariantId| self.blueprint.variant(id).is_none();
        let lost = match &self.lens.show {
            Show::One(id) => gone(id),
            Show::Compare(first, second) | Show::Overlay(first, second) => {
                gone(first) || gone(second)
            }
        };
        if lost {
            let first = self.blueprint.variants.first().map(|v| v.id.clone());
            self.lens.show = Show::One(first.unwrap_or_default());
        }
        let shown = self.with_draft();
        // It shares what the scene brings up to date.
        self.changes = None;
        if self.scene.lens == self.lens {
            self.scene.update(&shown, &self.text);
        } else {
            self.scene = Scene::build(&shown, &self.lens, &self.text);
        }
        self.shown = shown;
        self.comparing.forget_gone(&self.blueprint);
        self.changes = self.compare_pair();
    }
}

/// A problem that `new` has and `old` has not: an edit makes none.
fn added_problem(old: &Blueprint, new: &Blueprint) -> Option<crate::model::Problem> {
    let known: Vec<_> = old
        .problems()
        .into_iter()
        .map(|problem| problem.trouble)
        .collect();
    new.problems()
        .into_iter()
        .find(|problem| !known.contains(&problem.trouble))
}
