//! The inspector: every field of what is selected, at the right of the window.
//!
//! Owns the drafts of its text fields and what is unfolded. It reads the session and never changes it:
//! what a person does becomes an [`Action`], done after the frame.

mod basis;
mod blueprint;
mod compare;
mod form;
mod forms;
mod frame;
mod gaps;
mod left;
mod link;
mod list;
mod naming;
mod pick;
mod places;
mod record;
mod references;
mod rows;
mod several;
mod step;
mod touchpoint;
mod wire;

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::RandomState},
    hash::{BuildHasher, Hasher},
    sync::Arc,
};

use egui::{Margin, ScrollArea, Ui, UiBuilder, vec2};

use crate::{
    app::{draft::Drafts, known::KnownWords, look, widgets::message_ui},
    checks::Finding,
    model::{Blueprint, Ids, Key, Problem},
    scene::{Ink, WireId, size},
    session::{Action, Asked, Selection, Session, Target},
};

/// What the inspector remembers from frame to frame.
pub struct InspectorState {
    drafts: Drafts,
    /// What was selected in the last frame.
    selection: Option<Selection>,
    /// Whether edits of a step go to the same step of every variant.
    everywhere: bool,
    /// Groups of the AI touchpoint that are unfolded.
    groups: BTreeSet<&'static str>,
    /// The path of the figure whose basis is unfolded, and of the link that asks before it opens.
    unfolded: Option<String>,
    /// The field for which somebody asked for another word than those in its list, and what it held then.
    is_other: Option<(String, String)>,
    faults: KnownFaults,
    /// How many items are shown of the lists of which somebody asked for more, by their paths.
    listed: BTreeMap<String, usize>,
    /// Which field takes the keyboard when it is shown next.
    wanted: Option<Wanted>,
    /// The record that was made in a pick list, whose name is asked for below it.
    naming: Option<naming::NewName>,
    /// The group of the AI touchpoint that is to come into view.
    jump: Option<&'static str>,
    /// The form of what is missing that is shown in place of all fields.
    gaps: Option<gaps::GapForm>,
    known: KnownWords,
    /// The field that took the keyboard from the canvas, to which it goes back.
    visited: Option<egui::Id>,
    ids: Ids,
    /// Who writes.
    author: String,
}

impl Default for InspectorState {
    fn default() -> Self {
        Self::new(Ids::from_seed(RandomState::new().build_hasher().finish()))
    }
}

impl InspectorState {
    /// An inspector that takes the ids of what it makes from `ids`.
    pub fn new(ids: Ids) -> Self {
        Self {
            drafts: Drafts::default(),
            selection: None,
            everywhere: false,
            groups: touchpoint::OPEN_AT_FIRST.iter().copied().collect(),
            unfolded: None,
            is_other: None,
            faults: KnownFaults::default(),
            listed: BTreeMap::new(),
            wanted: None,
            naming: None,
            jump: None,
            gaps: None,
            known: KnownWords::default(),
            visited: None,
            ids,
            author: String::new(),
        }
    }

    /// Says who writes: replies bear that name.
    pub fn note_author(&mut self, name: &str) {
        if self.author != name {
            name.clone_into(&mut self.author);
        }
    }

    /// Gives the keyboard to the first field in the next frame.
    pub fn request_focus(&mut self) {
        self.wanted = Some(Wanted::First);
    }

    /// Gives the keyboard to a field of what is selected; it goes back to the canvas then.
    pub fn ask(&mut self, field: Asked) {
        let name = match field {
            Asked::Pain(number) => step::pain_field(number).spoken,
            Asked::WhyRemoved => compare::why_removed().to_owned(),
            Asked::Task => {
                self.groups.insert(touchpoint::DOES);
                places::of_ai("task").to_owned()
            }
            Asked::Title => places::label::<Blueprint>("title").to_owned(),
            Asked::Name(key) => places::name_label(&key).to_owned(),
        };
        self.wanted = Some(Wanted::Visited(name));
    }

    /// Shows exactly the fields that a finding misses, once what is selected then is selected.
    pub fn ask_for_gaps(&mut self, finding: &Finding, selection: &Selection) {
        self.gaps = gaps::GapForm::of(finding, selection.clone());
    }

    /// Unfolds every group of fields.
    pub fn unfold_all(&mut self) {
        self.groups = touchpoint::GROUPS.iter().copied().collect();
    }

    /// Whether the field `id`, spoken of as `name`, takes the keyboard now.
    fn takes_focus(&mut self, id: egui::Id, name: &str) -> bool {
        match self.wanted.take() {
            Some(Wanted::First) => true,
            Some(Wanted::Field(wanted)) if wanted == id => true,
            Some(Wanted::Visited(wanted)) if wanted == name => {
                self.visited = Some(id);
                true
            }
            other => {
                self.wanted = other;
                false
            }
        }
    }

    /// The same for what is no text field: only if it is meant by itself.
    fn takes_focus_alone(&mut self, id: egui::Id) -> bool {
        let is_meant = matches!(self.wanted, Some(Wanted::Field(wanted)) if wanted == id);
        if is_meant {
            self.wanted = None;
        }
        is_meant
    }

    /// Leads back to the canvas from the field that was visited, once nothing has the keyboard.
    fn go_back(&mut self, ctx: &egui::Context) {
        let Some(visited) = self.visited else { return };
        match ctx.memory(egui::Memory::focused) {
            Some(id) if id == visited => {}
            Some(_) => self.visited = None,
            None => {
                self.visited = None;
                ctx.memory_mut(|memory| memory.request_focus(super::canvas::canvas_id()));
            }
        }
    }
}

/// What is wrong with the record shown, found out once for each state of the document.
#[derive(Default)]
struct KnownFaults(Option<(Arc<Blueprint>, Key, Vec<Problem>)>);

impl KnownFaults {
    fn of(&mut self, blueprint: &Arc<Blueprint>, key: &Key) -> &[Problem] {
        let is_known =
            |(of, known, _): &(Arc<Blueprint>, Key, _)| Arc::ptr_eq(of, blueprint) && known == key;
        if !self.0.as_ref().is_some_and(is_known) {
            let faults = key.faults(blueprint);
            self.0 = Some((Arc::clone(blueprint), key.clone(), faults));
        }
        self.0.as_ref().map_or(&[], |(.., faults)| faults)
    }
}

/// Which field wants the keyboard.
enum Wanted {
    /// The first.
    First,
    /// The one of this id.
    Field(egui::Id),
    /// The one with this spoken name, for a visit from the canvas.
    Visited(String),
}

/// Takes over what is being typed, whichever field it is in: before a command, saving and closing.
/// What cannot be understood stays a draft; [`open_draft`] then still names it.
pub fn commit_drafts(state: &mut InspectorState, session: &Session, actions: &mut Vec<Action>) {
    state.drafts.commit(None, session, actions);
}

/// The label and text of a field that is typed in and not yet in the document.
pub fn open_draft(state: &InspectorState) -> Option<(String, String)> {
    let draft = state.drafts.last()?;
    Some((draft.label.clone(), draft.text.clone()))
}

/// Shows the fields of what is selected, and pushes what a person does with them.
pub fn inspector_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
) {
    let selection = session.selection().still_in(session.blueprint());
    if state.selection.as_ref() != Some(&selection) {
        // What was typed belongs to what was selected then.
        state.drafts.commit(None, session, actions);
        state.everywhere = false;
        state.unfolded = None;
        state.is_other = None;
        state.listed.clear();
        state.naming = None;
        state.jump = None;
        state.known.close();
        if matches!(state.wanted, Some(Wanted::Field(_))) {
            state.wanted = None;
        }
        state.selection = Some(selection.clone());
    } else {
        state.drafts.commit(Some(ui.ctx()), session, actions);
    }
    let gaps = state.gaps.take();
    let gaps = gaps.filter(|form| form.selection == selection);
    if gaps.is_none() {
        touchpoint::index_ui(ui, session, state, &selection);
    }
    ScrollArea::vertical()
        .id_salt((
            "inspector",
            &selection.variant.as_str(),
            target_name(&selection),
        ))
        .auto_shrink(false)
        .show(ui, |ui| {
            // The content never makes the panel wider than it is.
            let room = ui.available_rect_before_wrap();
            let pad = size::PANEL_PAD;
            let mut inner = ui.new_child(UiBuilder::new().max_rect(room.shrink(pad)));
            inner.spacing_mut().item_spacing.y = size::GRID;
            // What cannot be edited must still be read.
            inner.visuals_mut().disabled_alpha = 0.85;
            if let Some(why) = session.read_only() {
                read_only_ui(&mut inner, why);
            }
            match gaps {
                None => selected_ui(&mut inner, session, state, actions, &selection),
                Some(form) => {
                    if gaps::gaps_ui(&mut inner, session, state, actions, &form) {
                        state.gaps = Some(form);
                    }
                }
            }
            let height = inner.min_rect().height() + 2.0 * pad;
            ui.allocate_space(vec2(room.width(), height));
        });
    // Enter takes over in the frame it is pressed in.
    state.drafts.commit(Some(ui.ctx()), session, actions);
    state.go_back(ui.ctx());
}

fn selected_ui(
    ui: &mut Ui,
    session: &Session,
    state: &mut InspectorState,
    actions: &mut Vec<Action>,
    selection: &Selection,
) {
    let (steps, wires) = (selection.steps(), selection.wires());
    let variant = &selection.variant;
    match &selection.target {
        Target::Items { .. } => match (steps.len(), wires.len(), steps.first(), wires.first()) {
            (1, 0, Some(step), _) => step::step_ui(ui, session, state, actions, (variant, step)),
            (0, 1, _, Some(WireId::Connector(id))) => {
                wire::connector_ui(ui, session, state, actions, (variant, id));
            }
            (0, 1, _, Some(WireId::HandOver(step))) => {
                wire::hand_over_ui(ui, session, state, actions, (variant, step));
            }
            _ => several::several_ui(ui, session, state, actions, selection),
        },
        Target::Blueprint => blueprint::blueprint_ui(ui, session, state, actions),
        Target::Cell { lane, moment } => frame::cell_ui(ui, session, actions, (lane, moment)),
        Target::Record(Key::Moment(id)) => frame::moment_ui(ui, session, state, actions, id),
        Target::Record(Key::Variant(id)) => frame::variant_ui(ui, session, state, actions, id),
        Target::Record(key) => record::record_ui(ui, session, state, actions, key),
    }
}

fn read_only_ui(ui: &mut Ui, why: &str) {
    egui::Frame::NONE
        .fill(look::ink(ui, Ink::WarningFill))
        .corner_radius(size::CONTROL_RADIUS as u8)
        .inner_margin(Margin::symmetric(8, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            message_ui(ui, Ink::WarningText, &format!("For reading only: {why}"));
        });
}

/// Keeps the scroll positions of different records apart.
fn target_name(selection: &Selection) -> String {
    format!("{:?}", selection.target)
}
