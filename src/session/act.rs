//! What the commands of the table do to a document.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Action, Command, Direction, Menu, Question, Selection, Session, Target, draft::put_step,
};
use crate::{
    edit::{Edit, Refusal, cell, place_each},
    model::{
        AiSystem, Connector, ConnectorKind, HandOver, Id, Lane, LaneId, LaneKind, Moment, MomentId,
        Pain, PainId, Phase, Role, Split, State, Step, StepId, Touchpoint, Variant, VariantId,
    },
    scene::{Show, WireId},
};

impl Session {
    /// Does what a command of the table says; commands of the window do nothing here.
    pub(super) fn command(&mut self, command: Command) -> Result<(), Refusal> {
        let changes = matches!(command.info().menu, Menu::Edit | Menu::Insert);
        if changes && !self.can(command) {
            self.check_editable()?;
        }
        match command {
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Cut => {
                if self.selection.steps().is_empty() {
                    return Err(Refusal::Rule(NO_STEP));
                }
                self.copy();
                self.delete()
            }
            Command::Copy => {
                self.copy();
                Ok(())
            }
            Command::Duplicate => self.duplicate(),
            Command::Delete => self.delete(),
            Command::SelectAll => {
                self.select_all();
                Ok(())
            }
            Command::SelectBlueprint => {
                let variant = self.selection.variant.clone();
                self.select(&Selection::of(&variant, Target::Blueprint));
                Ok(())
            }
            Command::Rename => {
                self.open_rename(self.selection.clone());
                Ok(())
            }
            Command::ShowFirst | Command::ShowSecond | Command::NextVariant => {
                self.show_variant(command);
                Ok(())
            }
            Command::ShowCompare => {
                self.compare();
                Ok(())
            }
            Command::NextChange => {
                self.next_change(1);
                Ok(())
            }
            Command::PreviousChange => {
                self.next_change(-1);
                Ok(())
            }
            Command::NewStep => self.new_step_here(),
            Command::StepRight => self.new_step_towards(Direction::Right),
            Command::StepLeft => self.new_step_towards(Direction::Left),
            Command::StepDown => self.new_step_towards(Direction::Down),
            Command::StepUp => self.new_step_towards(Direction::Up),
            Command::StepInNewMoment => self.new_step_in_new_moment(),
            Command::NextConnector => {
                self.next_connector();
                Ok(())
            }
            Command::MakeAi => self.make_ai(),
            Command::AddPain => self.add_pain(),
            Command::SplitEither => self.split(Split::Either),
            Command::SplitBoth => self.split(Split::Both),
            Command::AddLane => self.add_lane(),
            Command::AddPhase => self.add_phase(),
            Command::AddMoment => self.add_moment(),
            Command::AddRole => self.add_role(),
            Command::AddAiSystem => self.add_ai_system(),
            Command::AddVariant => self.add_variant(),
            Command::CarryOver => self.carry_over(),
            Command::StartSecond => self.start_second(),
            Command::MoveLeft => self.move_by(Direction::Left),
            Command::MoveRight => self.move_by(Direction::Right),
            Command::MoveUp => self.move_by(Direction::Up),
            Command::MoveDown => self.move_by(Direction::Down),
            _ => Ok(()),
        }
    }

    /// Steps of the selection as they stand in its variant.
    pub(super) fn selected_steps(&self) -> Vec<(StepId, Arc<Step>)> {
        let ids = self.selection.steps().iter();
        ids.filter_map(|id| {
            let step = self.blueprint.step(&self.selection.variant, id)?;
            Some((id.clone(), Arc::clone(step)))
        })
        .collect()
    }

    fn select_all(&mut self) {
        let variant = self.selection.variant.clone();
        let Some(pane) = self.scene.pane(&variant) else {
            return;
        };
        let within = self.steps_within(&variant, &self.selection.target);
        if !within.is_empty() {
            self.select(&Selection::items(&variant, within, []));
            return;
        }
        let (steps, wires) = (pane.cards.keys().cloned(), pane.wires.keys().cloned());
        self.select(&Selection::items(&variant, steps, wires));
    }

    /// The steps of a variant that stand in a lane, phase or moment.
    pub fn steps_within(&self, variant: &VariantId, target: &Target) -> Vec<StepId> {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return Vec::new();
        };
        let phase = match target {
            Target::Phase(id) => self.blueprint.phase(id).map(|(_, phase)| Arc::clone(phase)),
            _ => None,
        };
        let is_within = |step: &Step| match target {
            Target::Lane(id) => step.lane.as_ref() == Some(id),
            Target::Moment(id) => step.moment.as_ref() == Some(id),
            Target::Phase(_) => phase.as_ref().is_some_and(|phase| {
                phase
                    .moments
                    .iter()
                    .any(|moment| Some(&moment.id) == step.moment.as_ref())
            }),
            _ => false,
        };
        let steps = held.steps.iter().filter(|(_, step)| is_within(step));
        steps.map(|(id, _)| id.clone()).collect()
    }

    fn show_variant(&mut self, command: Command) {
        let ids: Vec<VariantId> = self
            .blueprint
            .variants
            .iter()
            .map(|v| v.id.clone())
            .collect();
        let wanted = match command {
            Command::ShowFirst => ids.first().cloned(),
            Command::ShowSecond => self.other.clone(),
            _ => {
                let here = ids.iter().position(|id| *id == self.selection.variant);
                here.and_then(|here| ids.get((here + 1) % ids.len()).cloned())
            }
        };
        if let Some(id) = wanted {
            let target = self.selection.target.clone();
            self.show_what(Show::One(id.clone()));
            self.select(&Selection::of(&id, target));
        }
    }

    pub(super) fn compare(&mut self) {
        if let (Some(first), Some(other)) = self.pair() {
            let show = Show::Compare(first.clone(), other.clone());
            self.show_what(show);
        }
    }

    fn delete(&mut self) -> Result<(), Refusal> {
        let selection = self.selection.clone();
        let ask = |what: &str, count: usize, edit: Edit| {
            let steps = if count == 1 {
                "1 step".to_owned()
            } else {
                format!("{count} steps")
            };
            Question {
                text: format!("{what} holds {steps} over all variants. Delete them too?"),
                answers: vec![
                    (format!("Delete with {steps}"), Action::Edit(edit)),
                    ("Keep".to_owned(), Action::Dismiss),
                ],
            }
        };
        let steps_where = |test: &dyn Fn(&Step) -> bool| -> usize {
            let all = self
                .blueprint
                .variants
                .iter()
                .flat_map(|v| v.steps.values());
            all.filter(|step| test(step)).count()
        };
        let (what, count, edit) = match &selection.target {
            Target::Blueprint | Target::Cell { .. } => return Ok(()),
            Target::Items { .. } => return self.delete_items(&selection),
            Target::Lane(lane) => {
                let count = steps_where(&|step| step.lane.as_ref() == Some(lane));
                ("This lane", count, Edit::DeleteLane { lane: lane.clone() })
            }
            Target::Phase(phase) => {
                let moments = self.blueprint.phase(phase).map(|(_, phase)| &phase.moments);
                let moments: BTreeSet<&MomentId> =
                    moments.into_iter().flatten().map(|m| &m.id).collect();
                let count =
                    steps_where(&|s| s.moment.as_ref().is_some_and(|m| moments.contains(m)));
                (
                    "This phase",
                    count,
                    Edit::DeletePhase {
                        phase: phase.clone(),
                    },
                )
            }
            Target::Moment(moment) => {
                let count = steps_where(&|step| step.moment.as_ref() == Some(moment));
                (
                    "This moment",
                    count,
                    Edit::DeleteMoment {
                        moment: moment.clone(),
                    },
                )
            }
            Target::Variant(id) => {
                let count = self.blueprint.variant(id).map_or(0, |(_, v)| v.steps.len());
                let edit = Edit::DeleteVariant {
                    variant: id.clone(),
                };
                if count > 0 {
                    self.question = Some(Question {
                        text: format!("This variant holds {count} steps. Delete it with them?"),
                        answers: vec![
                            ("Delete".to_owned(), Action::Edit(edit)),
                            ("Keep".to_owned(), Action::Dismiss),
                        ],
                    });
                    return Ok(());
                }
                ("This variant", 0, edit)
            }
            Target::Role(role) => ("This role", 0, Edit::DeleteRole { role: role.clone() }),
            Target::AiSystem(system) => (
                "This AI system",
                0,
                Edit::DeleteAiSystem {
                    system: system.clone(),
                },
            ),
        };
        if count > 0 {
            self.question = Some(ask(what, count, edit));
            return Ok(());
        }
        self.edit(&edit, None)
    }

    fn delete_items(&mut self, selection: &Selection) -> Result<(), Refusal> {
        let variant = &selection.variant;
        let steps: Vec<StepId> = selection.steps().iter().cloned().collect();
        let mut connectors = Vec::new();
        let mut edits = Vec::new();
        for wire in selection.wires() {
            match wire {
                WireId::Connector(id) => connectors.push(id.clone()),
                WireId::HandOver(id) if !steps.contains(id) => {
                    if let Some(step) = self.blueprint.step(variant, id) {
                        let mut step = (**step).clone();
                        if let Some(ai) = &mut step.ai {
                            ai.hand_over = None;
                        }
                        edits.push(put_step(variant, id, step));
                    }
                }
                WireId::HandOver(_) => {}
            }
        }
        if !connectors.is_empty() {
            edits.push(Edit::DeleteConnectors {
                variant: variant.clone(),
                connectors,
            });
        }
        // What stood where the first step stood is selected next, so that the keyboard stays where it was.
        let cell = self
            .place()
            .map(|(v, lane, moment)| Selection::in_cell(&v, &lane, &moment));
        let titles: Vec<String> = self
            .selected_steps()
            .iter()
            .map(|(_, s)| s.title.clone())
            .collect();
        if !steps.is_empty() {
            edits.push(Edit::DeleteSteps {
                variant: variant.clone(),
                steps: steps.clone(),
            });
        }
        self.edit(&Edit::All(edits), cell)?;
        self.tell_removed(variant, &steps, &titles);
        Ok(())
    }

    /// Removing a step of Before from a later variant asks why, and never insists.
    fn tell_removed(&mut self, variant: &VariantId, steps: &[StepId], titles: &[String]) {
        let Some(what) = (match titles {
            [] => None,
            [one] if one.is_empty() => Some("a step without a title".to_owned()),
            [one] => Some(format!("“{one}”")),
            many => Some(format!("{} steps", many.len())),
        }) else {
            return;
        };
        let mut actions = vec![("Undo".to_owned(), Action::Command(Command::Undo))];
        let first = self.blueprint.variants.first();
        if let Some(first) = first
            && first.id != *variant
            && let Some(step) = steps.iter().find(|id| first.steps.contains_key(*id))
        {
            let show = Show::Compare(first.id.clone(), variant.clone());
            let why = Action::ShowAndSelect(show, Selection::step(&first.id, step));
            actions.push(("Say why…".to_owned(), why));
        }
        self.say(&format!("Deleted {what}"), actions);
    }

    fn make_ai(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let mut edits = Vec::new();
        let steps = self.selected_steps();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
        for (id, step) in steps {
            if step.ai.is_none() {
                let mut step = (*step).clone();
                step.ai = Some(Box::new(Touchpoint::default()));
                edits.push(put_step(&variant, &id, step));
            }
        }
        if edits.is_empty() {
            self.say("That is an AI touchpoint already.", Vec::new());
            return Ok(());
        }
        let text = match edits.len() {
            1 => "Made it an AI touchpoint".to_owned(),
            many => format!("Made {many} steps AI touchpoints"),
        };
        self.edit(&Edit::All(edits), None)?;
        self.say_undo(&text);
        Ok(())
    }

    fn add_pain(&mut self) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let mut edits = Vec::new();
        let steps = self.selected_steps();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
        let all = self.blueprint.variants.iter();
        let pains = all.flat_map(|v| v.steps.values()).flat_map(|s| &s.pains);
        let mut known: BTreeSet<PainId> = pains.map(|pain| pain.id.clone()).collect();
        for (id, step) in steps {
            let mut step = (*step).clone();
            let mut pain = self.ids.named("pain");
            while !known.insert(pain.clone()) {
                pain = self.ids.named("pain");
            }
            step.pains.push(Pain {
                id: pain,
                text: "Pain".to_owned(),
                ..Pain::default()
            });
            edits.push(put_step(&variant, &id, step));
        }
        self.edit(&Edit::All(edits), None)?;
        self.say_undo("Added a pain; say what hurts in the inspector");
        Ok(())
    }

    fn say_undo(&mut self, text: &str) {
        let undo = ("Undo".to_owned(), Action::Command(Command::Undo));
        self.say(text, vec![undo]);
    }

    fn split(&mut self, split: Split) -> Result<(), Refusal> {
        let variant = self.selection.variant.clone();
        let lead = self.selection.lead().cloned();
        let step = lead
            .as_ref()
            .and_then(|id| self.blueprint.step(&variant, id));
        let (Some(id), Some(step)) = (&lead, step) else {
            return Err(Refusal::Rule(NO_STEP));
        };
        let mut step = (**step).clone();
        step.split = Some(split);
        self.edit(&put_step(&variant, id, step), None)
    }

    pub(super) fn connect(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
    ) -> Result<(), Refusal> {
        self.check_editable()?;
        let step = self.blueprint.step(variant, from);
        let step = step.ok_or_else(|| Refusal::Missing("the step".to_owned()))?;
        if from != to && lacks_hand_over(step) {
            let handing = put_step(variant, from, handing_over(step, to));
            self.ask_flow_or_hand_over(variant, from, to, handing);
            return Ok(());
        }
        self.draw_flow(variant, from, to)
    }

    /// The answer Flow: it is drawn, unless it is there already.
    pub(super) fn connect_flow(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
    ) -> Result<(), Refusal> {
        let held = self.blueprint.variant(variant).map(|(_, held)| held);
        let mut connectors = held.into_iter().flat_map(|held| held.connectors.values());
        if connectors.any(|c| c.from == *from && c.to == *to && c.kind == ConnectorKind::Flow) {
            self.ask_for_split(variant, from);
            return Ok(());
        }
        self.draw_flow(variant, from, to)
    }

    fn draw_flow(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
    ) -> Result<(), Refusal> {
        let id = self.fresh_connector_id();
        let selection = Selection::wire(variant, &WireId::Connector(id.clone()));
        let edit = Edit::PutConnector {
            variant: variant.clone(),
            id,
            connector: Connector {
                from: from.clone(),
                to: to.clone(),
                ..Connector::default()
            },
        };
        self.edit(&edit, Some(selection))?;
        self.ask_for_split(variant, from);
        Ok(())
    }

    /// A new connector was made with a new step: asks what has to be asked about it.
    pub(super) fn ask_what_leads_on(&mut self, variant: &VariantId, made: &Connector) {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return;
        };
        let step = held.steps.get(&made.from);
        let Some(step) = step.filter(|step| lacks_hand_over(step)) else {
            self.ask_for_split(variant, &made.from);
            return;
        };
        let same = held
            .connectors
            .iter()
            .filter(|(_, c)| c.from == made.from && c.to == made.to);
        let connectors = same.map(|(id, _)| id.clone()).collect();
        let instead = Edit::All(vec![
            Edit::DeleteConnectors {
                variant: variant.clone(),
                connectors,
            },
            put_step(variant, &made.from, handing_over(step, &made.to)),
        ]);
        self.ask_flow_or_hand_over(variant, &made.from, &made.to, instead);
    }

    fn ask_flow_or_hand_over(
        &mut self,
        variant: &VariantId,
        from: &StepId,
        to: &StepId,
        handing: Edit,
    ) {
        let flow = Action::ConnectFlow {
            variant: variant.clone(),
            from: from.clone(),
            to: to.clone(),
        };
        let selection = Selection::wire(variant, &WireId::HandOver(from.clone()));
        self.question = Some(Question {
            text: "What leads on from the AI touchpoint?".to_owned(),
            answers: vec![
                ("Flow: it resolved the case".to_owned(), flow),
                (
                    "Hand-over to a person".to_owned(),
                    Action::EditThen(handing, selection),
                ),
            ],
        });
    }

    /// The second flow out of a step asks once what several ways mean.
    pub(super) fn ask_for_split(&mut self, variant: &VariantId, from: &StepId) {
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return;
        };
        let Some(step) = held.steps.get(from) else {
            return;
        };
        let flows = held
            .connectors
            .values()
            .filter(|c| c.from == *from && c.kind == ConnectorKind::Flow);
        if flows.count() != 2 || step.split.is_some() {
            return;
        }
        let answer = |split| {
            let mut step = (**step).clone();
            step.split = Some(split);
            Action::Edit(put_step(variant, from, step))
        };
        self.question = Some(Question {
            text: match &*step.title {
                "" => "Several ways lead out of this step. Which does a case take?".to_owned(),
                title => format!("Several ways lead out of “{title}”. Which does a case take?"),
            },
            answers: vec![
                ("Either: one of them".to_owned(), answer(Split::Either)),
                ("Both: all of them".to_owned(), answer(Split::Both)),
                ("Not known yet".to_owned(), Action::Dismiss),
            ],
        });
    }

    fn add_lane(&mut self) -> Result<(), Refusal> {
        let near = match &self.selection.target {
            Target::Lane(id) => self.blueprint.lane(id),
            _ => self
                .place()
                .and_then(|(_, lane, _)| self.blueprint.lane(&lane)),
        };
        let kind = near.map_or(LaneKind::Customer, |(_, lane)| lane.kind);
        let at = near.map(|(place, _)| place + 1);
        let lane = Lane {
            id: self.fresh_id("lane", |blueprint, id| blueprint.lane(id).is_some()),
            name: "New lane".to_owned(),
            kind,
            ..Lane::default()
        };
        self.add_and_name(Target::Lane(lane.id.clone()), &Edit::PutLane { lane, at })
    }

    fn add_phase(&mut self) -> Result<(), Refusal> {
        let near = match &self.selection.target {
            Target::Phase(id) => self.blueprint.phase(id).map(|(place, _)| place),
            Target::Moment(id) => self.phase_of(id),
            _ => self
                .place()
                .and_then(|(_, _, moment)| self.phase_of(&moment)),
        };
        let phase = Phase {
            id: self.fresh_id("phase", |blueprint, id| blueprint.phase(id).is_some()),
            name: "New phase".to_owned(),
            moments: vec![Moment {
                id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
                ..Moment::default()
            }],
            ..Phase::default()
        };
        let at = near.map(|place| place + 1);
        self.add_and_name(
            Target::Phase(phase.id.clone()),
            &Edit::PutPhase { phase, at },
        )
    }

    fn phase_of(&self, moment: &MomentId) -> Option<usize> {
        let (_, phase, _) = self.blueprint.moment(moment)?;
        self.blueprint.phase(&phase.id).map(|(place, _)| place)
    }

    fn add_moment(&mut self) -> Result<(), Refusal> {
        let near = match &self.selection.target {
            Target::Moment(id) => Some(id.clone()),
            _ => self.place().map(|(_, _, moment)| moment),
        };
        let (phase, at) = match (near, &self.selection.target) {
            (Some(near), _) => {
                let found = self.blueprint.moment(&near);
                let (_, phase, _) =
                    found.ok_or_else(|| Refusal::Missing("the moment".to_owned()))?;
                let place = phase.moments.iter().position(|m| m.id == near);
                (phase.id.clone(), place.map(|place| place + 1))
            }
            (None, Target::Phase(id)) => (id.clone(), None),
            (None, _) => {
                let last = self.blueprint.phases.last();
                let last = last.ok_or(Refusal::Rule("Add a phase first."))?;
                (last.id.clone(), None)
            }
        };
        let moment = Moment {
            id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        };
        let selection = Selection::of(&self.selection.variant, Target::Moment(moment.id.clone()));
        self.edit(&Edit::PutMoment { phase, moment, at }, Some(selection))?;
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    fn add_role(&mut self) -> Result<(), Refusal> {
        let role = Role {
            id: self.fresh_id("role", |blueprint, id| blueprint.role(id).is_some()),
            name: "New role".to_owned(),
            ..Role::default()
        };
        let target = Target::Role(role.id.clone());
        let selection = Selection::of(&self.selection.variant, target);
        self.edit(&Edit::PutRole { role, at: None }, Some(selection))
    }

    fn add_ai_system(&mut self) -> Result<(), Refusal> {
        let system = AiSystem {
            id: self.fresh_id("system", |blueprint, id| blueprint.ai_system(id).is_some()),
            name: "New AI system".to_owned(),
            ..AiSystem::default()
        };
        let target = Target::AiSystem(system.id.clone());
        let selection = Selection::of(&self.selection.variant, target);
        self.edit(&Edit::PutAiSystem { system, at: None }, Some(selection))
    }

    fn add_and_name(&mut self, target: Target, edit: &Edit) -> Result<(), Refusal> {
        let selection = Selection::of(&self.selection.variant, target);
        self.edit(edit, Some(selection.clone()))?;
        self.open_rename(selection);
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// A further variant: a copy of the one looked at, to be changed.
    fn add_variant(&mut self) -> Result<(), Refusal> {
        if self.blueprint.variants.is_empty() {
            return self.open_variant(Variant {
                id: "before".into(),
                name: "Before".to_owned(),
                state: State::Today,
                ..Variant::default()
            });
        }
        let source = self.selection.variant.clone();
        let (_, source) = self
            .blueprint
            .variant(&source)
            .ok_or_else(|| Refusal::Missing("the variant".to_owned()))?;
        let name = match self.blueprint.variants.len() {
            1 => "After".to_owned(),
            many => format!("Variant {}", many + 1),
        };
        let copy = self.fresh_copy(&Arc::clone(source), &name);
        self.open_variant(copy)
    }

    fn open_variant(&mut self, variant: Variant) -> Result<(), Refusal> {
        let id = variant.id.clone();
        let edit = Edit::PutVariant {
            variant: Box::new(variant),
            at: None,
        };
        self.edit(&edit, Some(Selection::of(&id, Target::Variant(id.clone()))))?;
        self.show_what(Show::One(id.clone()));
        self.select(&Selection::of(&id, Target::Variant(id.clone())));
        Ok(())
    }

    fn fresh_copy(&mut self, source: &Variant, name: &str) -> Variant {
        let plain = Id::new(&name.to_lowercase().replace(' ', "-"));
        let taken = self.blueprint.variant(&plain).is_some();
        Variant {
            id: if taken {
                self.fresh_id(name, |blueprint, id| blueprint.variant(id).is_some())
            } else {
                plain
            },
            name: name.to_owned(),
            state: State::Option,
            ..source.clone()
        }
    }

    fn carry_over(&mut self) -> Result<(), Refusal> {
        let from = self.selection.variant.clone();
        let steps: Vec<StepId> = self.selection.steps().iter().cloned().collect();
        if steps.is_empty() {
            return Err(Refusal::Rule(NO_STEP));
        }
        let (first, other) = self.pair();
        let to = if first == Some(&from) { other } else { first };
        let Some(to) = to.cloned() else {
            return self.start_second();
        };
        let name = self
            .blueprint
            .variant(&to)
            .map_or_else(String::new, |(_, v)| v.name.clone());
        let count = steps.len();
        self.edit(&Edit::CarryOver { from, to, steps }, None)?;
        let what = if count == 1 {
            "the step".to_owned()
        } else {
            format!("{count} steps")
        };
        self.say_undo(&format!("Copied {what} to {name}"));
        Ok(())
    }

    /// Start After from Before: copies everything with its ids, and shows it.
    fn start_second(&mut self) -> Result<(), Refusal> {
        let first = self.blueprint.variants.first();
        let first = Arc::clone(first.ok_or_else(|| Refusal::Missing("the Before".to_owned()))?);
        let Some(other) = self.other.clone() else {
            let copy = self.fresh_copy(&first, "After");
            return self.open_variant(copy);
        };
        let held = self
            .blueprint
            .variant(&other)
            .map_or(0, |(_, v)| v.steps.len());
        if held > 0 {
            return Err(Refusal::Rule(
                "After has steps already. Select steps of Before and copy them to After, or add a variant.",
            ));
        }
        let steps = first.steps.keys().cloned().collect();
        let edit = Edit::CarryOver {
            from: first.id.clone(),
            to: other.clone(),
            steps,
        };
        self.edit(&edit, None)?;
        self.show_what(Show::One(other.clone()));
        self.say_undo("Copied all steps of Before; change them here");
        Ok(())
    }

    fn move_by(&mut self, direction: Direction) -> Result<(), Refusal> {
        let (right, down) = direction.delta();
        let target = self.selection.target.clone();
        let to = |place: usize, by: isize| {
            place
                .checked_add_signed(by)
                .ok_or(Refusal::Rule("It is the first already."))
        };
        let edit = match target {
            Target::Lane(lane) if down != 0 => {
                let (place, _) = self.blueprint.lane(&lane).ok_or(Refusal::Rule(NO_CARD))?;
                Edit::MoveLane {
                    lane,
                    to: to(place, down)?,
                }
            }
            Target::Phase(phase) if right != 0 => {
                let (place, _) = self.blueprint.phase(&phase).ok_or(Refusal::Rule(NO_CARD))?;
                Edit::MovePhase {
                    phase,
                    to: to(place, right)?,
                }
            }
            Target::Moment(moment) if right != 0 => self.moment_move(moment, right)?,
            Target::Variant(variant) if right != 0 => {
                let (place, _) = self
                    .blueprint
                    .variant(&variant)
                    .ok_or(Refusal::Rule(NO_CARD))?;
                Edit::MoveVariant {
                    variant,
                    to: to(place, right)?,
                }
            }
            Target::Role(role) if down != 0 => {
                let (place, _) = self.blueprint.role(&role).ok_or(Refusal::Rule(NO_CARD))?;
                Edit::MoveRole {
                    role,
                    to: to(place, down)?,
                }
            }
            Target::Items { .. } => self.steps_move(right, down)?,
            _ => return Ok(()),
        };
        self.edit(&edit, None)?;
        self.effects.push(super::Effect::Reveal);
        Ok(())
    }

    /// A moment moves within its phase, then into the neighbouring one.
    fn moment_move(&self, moment: MomentId, right: isize) -> Result<Edit, Refusal> {
        let found = self
            .blueprint
            .moment(&moment)
            .ok_or(Refusal::Rule(NO_CARD))?;
        let phase = found.1;
        let place = phase
            .moments
            .iter()
            .position(|m| m.id == moment)
            .unwrap_or(0);
        let inside = place
            .checked_add_signed(right)
            .filter(|to| *to < phase.moments.len());
        if let Some(to) = inside {
            let phase = phase.id.clone();
            return Ok(Edit::MoveMoment { moment, phase, to });
        }
        let (here, _) = self
            .blueprint
            .phase(&phase.id)
            .ok_or(Refusal::Rule(NO_CARD))?;
        let next = here
            .checked_add_signed(right)
            .and_then(|n| self.blueprint.phases.get(n));
        let next = next.ok_or(Refusal::Rule("There is no phase on that side."))?;
        Ok(Edit::MoveMoment {
            moment,
            phase: next.id.clone(),
            to: if right > 0 { 0 } else { next.moments.len() },
        })
    }

    /// The steps selected, each as many columns and lanes further. In a stack, up and down reorder first.
    fn steps_move(&self, right: isize, down: isize) -> Result<Edit, Refusal> {
        let variant = &self.selection.variant;
        let (_, held) = self
            .blueprint
            .variant(variant)
            .ok_or(Refusal::Rule(NO_CARD))?;
        let moments: Vec<&MomentId> = self.blueprint.moments().map(|(_, m)| &m.id).collect();
        let lanes: Vec<&LaneId> = self.blueprint.lanes.iter().map(|lane| &lane.id).collect();
        let steps = self.selected_steps();
        if let [(id, step)] = &steps[..]
            && down != 0
            && let Some((lane, moment)) = step.cell()
        {
            let cards = cell(held, lane, moment);
            let place = cards.iter().position(|(card, _)| *card == id).unwrap_or(0);
            let next = place
                .checked_add_signed(down)
                .filter(|next| *next < cards.len());
            if let Some(next) = next {
                return Ok(place_steps(
                    variant,
                    vec![id.clone()],
                    lane,
                    moment,
                    Some(next),
                ));
            }
        }
        let mut placed = Vec::new();
        for (id, step) in &steps {
            let Some((lane, moment)) = step.cell() else {
                continue;
            };
            let column = moments.iter().position(|m| *m == moment);
            let column = column.and_then(|column| column.checked_add_signed(right));
            let row = lanes.iter().position(|l| *l == lane);
            let row = row.and_then(|row| row.checked_add_signed(down));
            let to = column
                .and_then(|c| moments.get(c))
                .zip(row.and_then(|r| lanes.get(r)));
            let (moment, lane) = to.ok_or(Refusal::Rule("There is no cell on that side."))?;
            placed.push((id.clone(), (*lane).clone(), (*moment).clone()));
        }
        // Coming from below, a card lands below what stands there; from above, above.
        let at = (down > 0).then_some(0);
        Ok(place_each(held, variant, placed, at))
    }
}

const NO_STEP: &str = "Select a step first.";
const NO_CARD: &str = "What was selected is no longer there.";

/// An AI touchpoint that hands over to nobody yet.
fn lacks_hand_over(step: &Step) -> bool {
    step.ai.is_some() && step.hand_over().is_none_or(|h| h.to.is_none())
}

/// `step` with its AI touchpoint handing over to `to`.
fn handing_over(step: &Step, to: &StepId) -> Step {
    let mut step = step.clone();
    if let Some(ai) = &mut step.ai {
        let old = ai.hand_over.take().unwrap_or_default();
        ai.hand_over = Some(HandOver {
            to: Some(to.clone()),
            ..old
        });
    }
    step
}

fn place_steps(
    variant: &VariantId,
    steps: Vec<StepId>,
    lane: &LaneId,
    moment: &MomentId,
    at: Option<usize>,
) -> Edit {
    Edit::PlaceSteps {
        variant: variant.clone(),
        steps,
        lane: lane.clone(),
        moment: moment.clone(),
        at,
    }
}
