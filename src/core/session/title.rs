//! Names being typed: of a new step, which exists only once it has words, and of what is there.

use std::sync::Arc;

use super::{
    Action, Direction, Session, Target, add::kind_named, connect::handing_over,
    selection::Selection,
};
use crate::{
    edit::{Edit, Refusal},
    model::{
        Blueprint, Connector, ConnectorId, Key, LaneId, Moment, MomentId, PathPart, Step, StepId,
        VariantId,
    },
    scene::WireId,
};

/// A step that is drawn while its title is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewStep {
    /// In which variant.
    pub variant: VariantId,
    /// Its id.
    pub id: StepId,
    /// Its row.
    pub lane: LaneId,
    /// Its column.
    pub moment: MomentId,
    /// Above which card of the cell; below all when `None`.
    pub at: Option<usize>,
    /// A moment to be made for it: where in which phase.
    pub new_moment: Option<(crate::model::PhaseId, Moment, usize)>,
    /// The connectors to be made with it, or to be led to it: two in the middle of another one.
    pub connectors: Vec<(ConnectorId, Connector)>,
    /// The AI touchpoint that is to hand over to it.
    pub handed_by: Option<StepId>,
}

/// A name being typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Editing {
    /// The title of a new step.
    New(NewStep),
    /// The name of what is selected; with it, what it was.
    Name(Selection, String),
}

impl NewStep {
    /// A new step below all others of a cell.
    pub fn in_cell(variant: VariantId, id: StepId, lane: LaneId, moment: MomentId) -> Self {
        Self {
            variant,
            id,
            lane,
            moment,
            at: None,
            new_moment: None,
            connectors: Vec::new(),
            handed_by: None,
        }
    }

    /// What makes it, as `step`, in `blueprint`.
    fn edit(&self, blueprint: &Blueprint, step: Step) -> Edit {
        let mut edits = Vec::new();
        if let Some((phase, moment, at)) = &self.new_moment {
            edits.push(Edit::PutMoment {
                phase: phase.clone(),
                moment: moment.clone(),
                at: Some(*at),
            });
        }
        edits.push(Edit::PutStep {
            variant: self.variant.clone(),
            id: self.id.clone(),
            step: Box::new(step),
        });
        edits.push(Edit::PlaceSteps {
            variant: self.variant.clone(),
            steps: vec![self.id.clone()],
            lane: self.lane.clone(),
            moment: self.moment.clone(),
            at: self.at,
        });
        if let Some(owner) = &self.handed_by
            && let Some(step) = blueprint.step(&self.variant, owner)
        {
            edits.push(put_step(&self.variant, owner, handing_over(step, &self.id)));
        }
        for (id, connector) in &self.connectors {
            edits.push(Edit::PutConnector {
                variant: self.variant.clone(),
                id: id.clone(),
                connector: connector.clone(),
            });
        }
        Edit::All(edits)
    }

    /// Gives it another id, and its connectors that end.
    fn rename(&mut self, id: StepId) {
        let old = std::mem::replace(&mut self.id, id);
        for (_, connector) in &mut self.connectors {
            for end in [&mut connector.from, &mut connector.to] {
                if *end == old {
                    *end = self.id.clone();
                }
            }
        }
    }
}

impl Session {
    /// The document as it is drawn: with the step whose title is being typed.
    pub(super) fn with_draft(&self) -> Arc<Blueprint> {
        if let Some(Editing::New(step)) = &self.editing {
            let mut preview = (*self.blueprint).clone();
            let edit = step.edit(&preview, Step::default());
            if edit.apply(&mut preview).is_ok() {
                return Arc::new(preview);
            }
        }
        Arc::clone(&self.blueprint)
    }

    pub(super) fn open_draft(&mut self, step: NewStep) -> Result<(), Refusal> {
        self.check_editable()?;
        let edit = step.edit(&self.blueprint, Step::default());
        edit.apply(&mut (*self.blueprint).clone())?;
        self.editing = Some(Editing::New(step));
        self.refresh();
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    pub(super) fn open_rename(&mut self, selection: Selection) {
        if let Some(name) = self.name_of(&selection)
            && !self.is_read_only()
        {
            self.close_title();
            self.select(&selection);
            self.editing = Some(Editing::Name(selection, name));
        }
    }

    pub(super) fn close_title(&mut self) {
        if matches!(self.editing.take(), Some(Editing::New(_))) {
            self.refresh();
        }
    }

    /// Takes over the name; says which step it was, if it was one.
    pub(super) fn commit_title(&mut self, text: &str) -> Result<Option<StepId>, Refusal> {
        let text = plain(text);
        match self.editing.take() {
            None => Ok(None),
            Some(Editing::New(_)) if text.is_empty() => {
                self.refresh();
                Ok(None)
            }
            Some(Editing::New(mut step)) => {
                // The id comes from the title, which is known only now.
                let said = self.read_title(&text);
                let draft = step.id.clone();
                step.rename(self.fresh_step_id(&said.title));
                let selection = Selection::step(&step.variant, &step.id);
                let edit = step.edit(&self.blueprint, said);
                if let Err(refusal) = self.edit(&edit, Some(selection)) {
                    // The field stays open: what was typed is not lost with the refusal.
                    step.rename(draft);
                    self.editing = Some(Editing::New(step));
                    return Err(refusal);
                }
                self.effects.push(super::Effect::Reveal);
                // Of a step in the middle of a connector it was said where it goes.
                if let [(id, connector)] = &step.connectors[..]
                    && step.handed_by.is_none()
                {
                    self.ask_what_leads_on(&step.variant, (&step.id, id), connector);
                }
                Ok(Some(step.id))
            }
            Some(Editing::Name(selection, old)) => {
                if text != plain(&old) {
                    self.rename(&selection, &text)?;
                }
                Ok(selection.lead().cloned())
            }
        }
    }

    pub(super) fn commit_and_go_on(&mut self, text: &str) -> Result<(), Refusal> {
        if let Some(Editing::Name(selection, _)) = &self.editing
            && selection.lead().is_none()
        {
            self.commit_title(text)?;
            self.ask_next_label();
            return Ok(());
        }
        let is_made = self.commit_title(text)?.is_some();
        // From the tray there is no way to go on.
        if is_made && self.question.is_none() && self.place().is_some() {
            self.new_step_towards(Direction::Right)?;
        }
        Ok(())
    }

    /// The name that F2 changes.
    fn name_of(&self, selection: &Selection) -> Option<String> {
        let blueprint = &self.blueprint;
        Some(match &selection.target {
            Target::Items { .. } => match (selection.lead(), selection.wires().first()) {
                (Some(step), _) => blueprint.step(&selection.variant, step)?.title.clone(),
                (None, Some(WireId::Connector(id))) => {
                    let (_, variant) = blueprint.variant(&selection.variant)?;
                    variant.connectors.get(id)?.label.clone()
                }
                (None, Some(WireId::HandOver(id))) => {
                    let step = blueprint.step(&selection.variant, id)?;
                    step.hand_over()?.label.clone()
                }
                (None, None) => return None,
            },
            Target::Record(Key::Moment(id)) => blueprint.moment(id)?.2.name.clone(),
            Target::Record(Key::Variant(id)) => blueprint.variant(id)?.1.name.clone(),
            Target::Record(key) => key.record(blueprint)?.name().to_owned(),
            Target::Blueprint => blueprint.title.clone(),
            Target::Cell { .. } => return None,
        })
    }

    fn rename(&mut self, selection: &Selection, name: &str) -> Result<(), Refusal> {
        let blueprint = Arc::clone(&self.blueprint);
        let name = name.to_owned();
        let variant = &selection.variant;
        let gone = || Refusal::Missing("What was named".to_owned());
        let edit = match &selection.target {
            Target::Items { .. } => match (selection.lead(), selection.wires().first()) {
                (Some(id), _) => {
                    let step = blueprint.step(variant, id).ok_or_else(gone)?;
                    let mut ids = self.ids.clone();
                    let new = self.retitled(&mut ids, step, &name);
                    self.ids = ids;
                    put_step(variant, id, new)
                }
                (None, Some(WireId::Connector(id))) => {
                    let (_, held) = blueprint.variant(variant).ok_or_else(gone)?;
                    let connector = held.connectors.get(id).ok_or_else(gone)?;
                    let connector = Connector {
                        label: name,
                        ..(**connector).clone()
                    };
                    Edit::PutConnector {
                        variant: variant.clone(),
                        id: id.clone(),
                        connector,
                    }
                }
                (None, Some(WireId::HandOver(id))) => {
                    let mut step = (**blueprint.step(variant, id).ok_or_else(gone)?).clone();
                    let hand_over = step.ai.as_mut().and_then(|ai| ai.hand_over.as_mut());
                    hand_over.ok_or_else(gone)?.label = name;
                    put_step(variant, id, step)
                }
                (None, None) => return Err(gone()),
            },
            Target::Record(key) => {
                let set = |field, typed| Edit::Set {
                    keys: vec![key.clone()],
                    field,
                    typed,
                };
                // The first name of a lane may say of which kind it is.
                let is_added = matches!(key, Key::Lane(id) if self.added_lane.as_ref() == Some(id));
                let kind = kind_named(&name).filter(|_| is_added);
                let kind =
                    kind.map(|kind| set(vec![PathPart::Name("kind")], kind.words().to_owned()));
                let name = set(key.name_field(), name);
                Edit::All([name].into_iter().chain(kind).collect())
            }
            Target::Blueprint => Edit::Set {
                keys: vec![Key::Blueprint],
                field: Key::Blueprint.name_field(),
                typed: name,
            },
            Target::Cell { .. } => return Err(gone()),
        };
        self.try_run(Action::Edit(edit))
    }
}

/// A name on one line.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn put_step(variant: &VariantId, id: &StepId, step: Step) -> Edit {
    Edit::PutStep {
        variant: variant.clone(),
        id: id.clone(),
        step: Box::new(step),
    }
}
