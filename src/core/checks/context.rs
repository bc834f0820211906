//! What rules look at: the blueprint, its figures, the day, and who leads where in each variant.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Finding, FindingSeverity, Policy};
use crate::{
    measure::Numbers,
    model::{
        AiUse, Blueprint, Connector, ConnectorId, ConnectorKind, Date, Key, Kind, LaneKind, State,
        Status, Step, StepId, Touchpoint, Variant,
    },
};

/// What a rule may see.
pub(super) struct Context<'b> {
    pub(super) blueprint: &'b Blueprint,
    pub(super) numbers: &'b Numbers,
    pub(super) today: Date,
    pub(super) policy: &'b Policy,
    pub(super) variants: Vec<VariantView<'b>>,
}

/// A variant, with who leads where.
pub(super) struct VariantView<'b> {
    pub(super) variant: &'b Variant,
    /// Where cases go from each step: along flows and hand-overs.
    pub(super) carriers: BTreeMap<&'b StepId, Vec<&'b StepId>>,
    /// The flows that leave each step.
    flows: BTreeMap<&'b StepId, Vec<&'b Connector>>,
    /// Steps that are joined to one of a customer.
    customers: BTreeSet<&'b StepId>,
    /// Steps to which a case comes along a flow or a hand-over.
    pub(super) reached: BTreeSet<&'b StepId>,
    lanes: BTreeMap<&'b StepId, LaneKind>,
}

/// An AI touchpoint of a variant, with what is true of it in the world.
pub(super) struct TouchpointView<'b> {
    pub(super) id: &'b StepId,
    pub(super) step: &'b Step,
    pub(super) ai: &'b Touchpoint,
    pub(super) of: AiUse,
}

impl<'b> Context<'b> {
    pub(super) fn new(
        blueprint: &'b Blueprint,
        numbers: &'b Numbers,
        (today, policy): (Date, &'b Policy),
    ) -> Self {
        let variants = blueprint.variants.iter();
        Self {
            blueprint,
            numbers,
            today,
            policy,
            variants: variants
                .map(|variant| VariantView::new(blueprint, variant))
                .collect(),
        }
    }

    /// The first variant and a later one, for each later one that is not retired.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&VariantView<'b>, &VariantView<'b>)> {
        let (first, later) = match self.variants.split_first() {
            Some((first, later)) => (Some(first), later),
            None => (None, &[][..]),
        };
        let later = later.iter().filter(|view| !view.variant.steps.is_empty());
        later
            .filter(|view| view.variant.state != State::Retired)
            .filter_map(move |view| Some((first?, view)))
    }

    /// Every AI touchpoint of every variant that is not retired.
    pub(super) fn touchpoints(
        &self,
    ) -> impl Iterator<Item = (&VariantView<'b>, TouchpointView<'b>)> {
        let views = self.variants.iter();
        let views = views.filter(|view| view.variant.state != State::Retired);
        views.flat_map(|view| {
            let steps = view.variant.steps.iter();
            let touchpoints = steps.filter_map(|(id, step)| {
                let of = self.blueprint.ai_use(id);
                Some(TouchpointView {
                    id,
                    step,
                    ai: step.ai.as_deref()?,
                    of: of.map_or_else(AiUse::default, |of| (**of).clone()),
                })
            });
            touchpoints.map(move |touchpoint| (view, touchpoint))
        })
    }
}

impl Finding {
    /// Makes it an error once the AI use it is about has this status. In a variant that is one of several
    /// possibilities it is advice, whatever the status.
    pub(super) fn error_from(&mut self, from: Status, view: &VariantView<'_>, of: &AiUse) {
        if view.variant.state == State::Option {
            self.severity = FindingSeverity::Advice;
        } else if is_in_use(of.status) && of.status >= from {
            self.severity = FindingSeverity::Error;
        }
    }
}

/// The record to which a path leads, or in which it does.
pub(super) fn record_at(path: &str) -> Key {
    match path.split('/').collect::<Vec<_>>()[..] {
        ["variants", variant, "steps", step, ..] => Key::Step(variant.into(), step.into()),
        ["variants", variant, "connectors", connector, ..] => {
            Key::Connector(variant.into(), connector.into())
        }
        ["variants", variant, "removed", step, ..] => Key::Removed(variant.into(), step.into()),
        ["variants", variant, ..] => Key::Variant(variant.into()),
        [register, id, ..] => Kind::of_field(register).map_or(Key::Blueprint, |kind| kind.key(id)),
        _ => Key::Blueprint,
    }
}

/// Whether something is tried or in use: not an idea any more, and not given up.
pub(super) fn is_in_use(status: Status) -> bool {
    matches!(status, Status::Pilot | Status::Live)
}

impl<'b> VariantView<'b> {
    fn new(blueprint: &'b Blueprint, variant: &'b Variant) -> Self {
        let mut carriers: BTreeMap<&StepId, Vec<&StepId>> = BTreeMap::new();
        let mut flows: BTreeMap<&StepId, Vec<&Connector>> = BTreeMap::new();
        for connector in variant.connectors.values() {
            if connector.kind == ConnectorKind::Flow {
                flows.entry(&connector.from).or_default().push(connector);
                carriers
                    .entry(&connector.from)
                    .or_default()
                    .push(&connector.to);
            }
        }
        for (id, step) in &variant.steps {
            if let Some(to) = step.hand_over().and_then(|hand_over| hand_over.to.as_ref()) {
                carriers.entry(id).or_default().push(to);
            }
        }
        let kinds: BTreeMap<_, _> = blueprint
            .lanes
            .iter()
            .map(|lane| (&lane.id, lane.kind))
            .collect();
        let lanes = variant.steps.iter().filter_map(|(id, step)| {
            let kind = kinds.get(step.lane.as_ref()?)?;
            Some((id, *kind))
        });
        let lanes: BTreeMap<_, _> = lanes.collect();
        let is_theirs = |id: &StepId| lanes.get(id) == Some(&LaneKind::Customer);
        let ways = variant.connectors.values();
        let beside = ways.flat_map(|way| [(&way.from, &way.to), (&way.to, &way.from)]);
        let beside = beside.filter(|(other, _)| is_theirs(other));
        Self {
            customers: beside.map(|(_, own)| own).collect(),
            flows,
            variant,
            reached: carriers.values().flatten().copied().collect(),
            lanes,
            carriers,
        }
    }

    /// The record of one of its steps.
    pub(super) fn key(&self, step: &StepId) -> Key {
        Key::Step(self.variant.id.clone(), step.clone())
    }

    /// The record of the variant.
    pub(super) fn own_key(&self) -> Key {
        Key::Variant(self.variant.id.clone())
    }

    /// The kind of the lane in which a step stands.
    pub(super) fn lane(&self, step: &StepId) -> Option<LaneKind> {
        self.lanes.get(step).copied()
    }

    /// Where cases go from a step.
    pub(super) fn after(&self, step: &StepId) -> &[&'b StepId] {
        self.carriers.get(step).map_or(&[], Vec::as_slice)
    }

    /// The flows that lead back into some steps from where cases come from them.
    pub(super) fn loops_into(&self, steps: &[StepId]) -> Vec<ConnectorId> {
        let mut loops = Vec::new();
        for step in steps {
            let Some((step, _)) = self.variant.steps.get_key_value(step) else {
                continue;
            };
            let reached = self.reach([step], |_| true);
            let ways = self.variant.connectors.iter();
            let back = ways.filter(|(_, way)| {
                way.kind == ConnectorKind::Flow && way.to == *step && reached.contains(&way.from)
            });
            loops.extend(back.map(|(id, _)| id.clone()));
        }
        loops
    }

    /// From where cases come to each step.
    pub(super) fn before(&self) -> BTreeMap<&'b StepId, Vec<&'b StepId>> {
        let mut before: BTreeMap<&StepId, Vec<&StepId>> = BTreeMap::new();
        for (from, to) in &self.carriers {
            to.iter()
                .for_each(|to| before.entry(to).or_default().push(from));
        }
        before
    }

    /// Every step that cases come to from some steps, with these.
    pub(super) fn reach(
        &self,
        from: impl IntoIterator<Item = &'b StepId>,
        goes_on: impl Fn(&StepId) -> bool,
    ) -> BTreeSet<&'b StepId> {
        let mut reached: BTreeSet<&StepId> = BTreeSet::new();
        let mut open: VecDeque<&'b StepId> = from.into_iter().collect();
        while let Some(step) = open.pop_front() {
            if !reached.insert(step) || !goes_on(step) {
                continue;
            }
            open.extend(self.after(step));
        }
        reached
    }

    /// Whether people work at a step: its role has somebody.
    pub(super) fn has_people(&self, blueprint: &Blueprint, step: &StepId) -> bool {
        let step = self.variant.steps.get(step);
        step.is_some_and(|step| {
            step.workers.iter().any(|worker| {
                let people = blueprint
                    .role(&worker.role)
                    .and_then(|(_, role)| role.people);
                people.is_some_and(|people| people.0 > 0.0)
            })
        })
    }

    /// Whether a touchpoint faces the customer: it stands in their lane or in front of them, or is joined to a step of
    /// theirs.
    pub(super) fn faces_customer(&self, step: &StepId) -> bool {
        let is_in_front = matches!(
            self.lane(step),
            Some(LaneKind::Customer | LaneKind::Frontstage)
        );
        is_in_front || self.customers.contains(step)
    }

    /// The flows that leave a step.
    pub(super) fn flows(&self, step: &StepId) -> &[&'b Connector] {
        self.flows.get(step).map_or(&[], Vec::as_slice)
    }

    /// What a step is called.
    pub(super) fn called(&self, step: &StepId) -> &'b str {
        let step = self.variant.steps.get(step);
        step.map_or("a step that is not there", |step| step.called())
    }
}
