//! Ways between steps: the one that leads to the next step, one back to a step that is there, and what several mean.

use super::{
    super::{
        Made,
        line::{CapturedLine, WayCondition},
        name::fold,
    },
    Planner,
};
use crate::model::{Connector, ConnectorKind, Split, Step, StepId};

/// Why a way back leads nowhere.
const NO_SUCH_STEP: &str =
    "No step here is called so. Type the beginning of its title, or press Tab.";
const SEVERAL_STEPS: &str = "Several steps are called so. Type more of the title, or press Tab.";

impl Planner {
    /// Joins two steps by a flow, on the condition that the line says.
    pub(super) fn join(&mut self, from: &StepId, to: StepId, line: &CapturedLine) {
        let mut connector = Connector {
            from: from.clone(),
            to,
            ..Connector::default()
        };
        if let Some(condition) = &line.condition {
            condition.label.clone_into(&mut connector.label);
            connector.share = condition.share;
        }
        let split = self.split_by(from, line);
        let wire = self.fresh_connector();
        self.flows.push((wire, connector));
        if split.is_some()
            && let Some(step) = self.step_mut(from)
        {
            step.split = split;
        }
    }

    /// What the ways out of a step mean once `line` adds one; `None` where the line says nothing new of it.
    /// Of several ways of which one is taken on a condition, one is taken.
    fn split_by(&self, from: &StepId, line: &CapturedLine) -> Option<Split> {
        let known = self.step_at(from).and_then(|step| step.split);
        let is_said = |flow: &Connector| flow.share.is_some() || !flow.label.is_empty();
        let by_condition = match line.condition {
            Some(_) => self.ways_out(from) > 0,
            None => self.flows_out(from).any(is_said),
        };
        let either = || (by_condition && known.is_none()).then_some(Split::Either);
        line.split.or_else(either)
    }

    /// The same in words, with the condition.
    pub(super) fn ways_words(&self, from: &StepId, line: &CapturedLine) -> Vec<String> {
        let condition = line.condition.as_ref().map(WayCondition::words);
        let split = self.split_by(from, line);
        let split = split.map(|split| format!("ways out: {}", split.words().to_lowercase()));
        condition.into_iter().chain(split).collect()
    }

    /// A way from the last step to the one that is called as the line says.
    pub(super) fn lead_back(&mut self, line: &CapturedLine) -> Made {
        let Some(from) = self.last.clone() else {
            return Made::Nothing("There is no step yet from which a way could lead back.");
        };
        let to = match self.called(&line.title) {
            Ok(to) => to,
            Err(why) => return Made::Nothing(why),
        };
        if to == from {
            return Made::Nothing("A step does not lead to itself.");
        }
        if self.flows_out(&from).any(|flow| flow.to == to) {
            return Made::Nothing("A way leads there already.");
        }
        let made = Made::Way {
            from: self.title(&from),
            to: self.title(&to),
            when: self.ways_words(&from, line).join(", "),
        };
        self.join(&from, to, line);
        made
    }

    /// Says what several ways mean: those out of the step before the last, else of the last.
    pub(super) fn settle_ways(&mut self, split: Split) -> Made {
        let last = self.last.clone();
        let before = last.as_ref().and_then(|last| self.before(last));
        let mut sources = before.into_iter().chain(last);
        let Some(of) = sources.find(|id| self.ways_out(id) > 1) else {
            return Made::Nothing("No two ways lead out of a step here. Say the second one first.");
        };
        let Some(step) = self.step_mut(&of) else {
            return Made::Nothing("The step is no longer there.");
        };
        step.split = Some(split);
        Made::Ways {
            of: self.title(&of),
            split,
        }
    }

    /// The step that is meant by a title: all of it, else its beginning, else a part of it.
    fn called(&self, said: &str) -> Result<StepId, &'static str> {
        let said = fold(said);
        if said.is_empty() {
            return Err("Say where it leads: ^ and the title of a step.");
        }
        let held = self.held.steps.iter().map(|(id, step)| (id, &**step));
        let planned = self.steps.iter().map(|(id, step)| (id, step));
        let planned = planned.filter(|(id, _)| !self.held.steps.contains_key(*id));
        let titles = held.chain(planned);
        let titles: Vec<(&StepId, String)> = titles
            .map(|(id, step)| (id, fold(&step.title)))
            .filter(|(_, title)| title.contains(&said))
            .collect();
        let fits: [fn(&str, &str) -> bool; 3] = [
            |title, said| title == said,
            |title, said| title.starts_with(said),
            |_, _| true,
        ];
        for fits in fits {
            let mut found = titles.iter().filter(|(_, title)| fits(title, &said));
            match (found.next(), found.next()) {
                (Some((id, _)), None) => return Ok((*id).clone()),
                (Some(_), Some(_)) => return Err(SEVERAL_STEPS),
                _ => {}
            }
        }
        Err(NO_SUCH_STEP)
    }

    fn ways_out(&self, from: &StepId) -> usize {
        self.flows_out(from).count()
    }

    fn flows_out<'p>(&'p self, from: &'p StepId) -> impl Iterator<Item = &'p Connector> {
        let held = self.held.connectors.values().map(|flow| &**flow);
        let all = self.flows.iter().map(|(_, flow)| flow).chain(held);
        all.filter(move |flow| flow.kind == ConnectorKind::Flow && flow.from == *from)
    }

    fn step_at(&self, id: &StepId) -> Option<&Step> {
        let planned = self.places.get(id).map(|at| &self.steps[*at].1);
        planned.or_else(|| self.held.steps.get(id).map(|step| &**step))
    }

    /// A step of the plan, to be changed: one that is there is put again with what is new.
    pub(super) fn step_mut(&mut self, id: &StepId) -> Option<&mut Step> {
        if !self.places.contains_key(id) {
            let step = (**self.held.steps.get(id)?).clone();
            self.places.insert(id.clone(), self.steps.len());
            self.steps.push((id.clone(), step));
        }
        let place = *self.places.get(id)?;
        self.steps.get_mut(place).map(|(_, step)| step)
    }
}
