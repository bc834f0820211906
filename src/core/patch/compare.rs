//! Two variants of one blueprint: what was added, removed, moved, changed, and where AI came in.
//!
//! Steps and connectors are the same by id alone: one that was drawn anew counts as removed and added, however alike
//! they are. Lanes, phases and moments are those of the blueprint, and never differ.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::ChangeKind;
use crate::model::{
    Blueprint, Connector, ConnectorId, Control, ControlId, Names, Places, Records, Removed, Step,
    StepId, Touchpoint, Variant, VariantId, changed_fields, plural,
};

/// What differs between two variants of a blueprint, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Steps that differ, each with every way in which it does; the set is never empty.
    pub steps: BTreeMap<StepId, BTreeSet<ChangeKind>>,
    /// Connectors that differ, in the same way. Hand-overs belong to their step.
    pub connectors: BTreeMap<ConnectorId, BTreeSet<ChangeKind>>,
}

impl Comparison {
    /// How many steps differ in this way.
    pub fn count(&self, kind: ChangeKind) -> usize {
        let kinds = self.steps.values();
        kinds.filter(|kinds| kind.is_of(kinds)).count()
    }

    /// How many steps differ in each way, in the order they are listed.
    pub fn counts(&self) -> impl Iterator<Item = (ChangeKind, usize)> {
        let kinds = ChangeKind::ALL.iter();
        kinds.map(|kind| (*kind, self.count(*kind)))
    }
}

/// Compares the variants `first` and `second` of `blueprint`; empty when one of them does not exist.
///
/// Moved is another lane, moment or rank; changed is any other field but `ext`.
pub fn diff_variants(blueprint: &Blueprint, first: &VariantId, second: &VariantId) -> Comparison {
    let (Some((_, first)), Some((_, second))) =
        (blueprint.variant(first), blueprint.variant(second))
    else {
        return Comparison::default();
    };
    compare(first, second)
}

fn compare(first: &Variant, second: &Variant) -> Comparison {
    Comparison {
        steps: compare_maps(&first.steps, &second.steps, step_changes),
        connectors: compare_maps(&first.connectors, &second.connectors, connector_changes),
    }
}

/// Two variants and what differs between them, kept up to date from one state of them to the next.
#[derive(Clone, Debug)]
pub struct Compared {
    first: Arc<Variant>,
    second: Arc<Variant>,
    comparison: Arc<Comparison>,
}

/// Which records of two variants are others than they were, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Steps that came, went or changed in one of them.
    pub steps: BTreeSet<StepId>,
    /// Connectors that came, went or changed in one of them.
    pub connectors: BTreeSet<ConnectorId>,
}

impl Compared {
    /// Compares two variants.
    pub fn new(first: &Arc<Variant>, second: &Arc<Variant>) -> Self {
        Self {
            first: Arc::clone(first),
            second: Arc::clone(second),
            comparison: Arc::new(compare(first, second)),
        }
    }

    /// Compares two other states of them, and says which records differ from the last ones: no others are
    /// looked at.
    pub fn update(&mut self, first: &Arc<Variant>, second: &Arc<Variant>) -> Touched {
        let mut touched = Touched::default();
        for (old, new) in [(&self.first, first), (&self.second, second)] {
            let steps = old.steps.differences(&new.steps);
            touched.steps.extend(steps.map(|(id, ..)| id.clone()));
            let connectors = old.connectors.differences(&new.connectors);
            let connectors = connectors.map(|(id, ..)| id.clone());
            touched.connectors.extend(connectors);
        }
        if touched != Touched::default() {
            let comparison = Arc::make_mut(&mut self.comparison);
            for id in &touched.steps {
                let (a, b) = (first.steps.get(id), second.steps.get(id));
                let kinds = step_changes(a.map(|a| &**a), b.map(|b| &**b));
                note(&mut comparison.steps, id, kinds);
            }
            for id in &touched.connectors {
                let (a, b) = (first.connectors.get(id), second.connectors.get(id));
                let kinds = connector_changes(a.map(|a| &**a), b.map(|b| &**b));
                note(&mut comparison.connectors, id, kinds);
            }
        }
        self.first = Arc::clone(first);
        self.second = Arc::clone(second);
        touched
    }

    /// What differs between them.
    pub fn comparison(&self) -> &Arc<Comparison> {
        &self.comparison
    }
}

pub(super) fn note<K: Ord + Clone>(
    changes: &mut BTreeMap<K, BTreeSet<ChangeKind>>,
    id: &K,
    kinds: BTreeSet<ChangeKind>,
) {
    if kinds.is_empty() {
        changes.remove(id);
    } else {
        changes.insert(id.clone(), kinds);
    }
}

fn compare_maps<K: Ord + Clone, V>(
    first: &Records<K, V>,
    second: &Records<K, V>,
    kinds_of: fn(Option<&V>, Option<&V>) -> BTreeSet<ChangeKind>,
) -> BTreeMap<K, BTreeSet<ChangeKind>> {
    let differing = first.differences(second);
    differing
        .map(|(id, a, b)| (id.clone(), kinds_of(a.map(|a| &**a), b.map(|b| &**b))))
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect()
}

fn step_changes(first: Option<&Step>, second: Option<&Step>) -> BTreeSet<ChangeKind> {
    let mut kinds = BTreeSet::new();
    let ai = |step: Option<&Step>| step.is_some_and(|step| step.ai.is_some());
    match (first, second) {
        (None, None) => {}
        (None, Some(_)) => {
            kinds.insert(ChangeKind::Added);
        }
        (Some(_), None) => {
            kinds.insert(ChangeKind::Removed);
        }
        (Some(a), Some(b)) if std::ptr::eq(a, b) => {}
        (Some(a), Some(b)) => {
            for field in changed_fields(a, b) {
                match field.name {
                    "lane" | "moment" | "rank" => kinds.insert(ChangeKind::Moved),
                    "ai" => kinds.insert(ChangeKind::Ai),
                    _ => kinds.insert(ChangeKind::Changed),
                };
            }
        }
    }
    if first.is_none() && ai(second) || second.is_none() && ai(first) {
        kinds.insert(ChangeKind::Ai);
    }
    kinds
}

fn connector_changes(
    first: Option<&Connector>,
    second: Option<&Connector>,
) -> BTreeSet<ChangeKind> {
    match (first, second) {
        (None, Some(_)) => [ChangeKind::Added].into(),
        (Some(_), None) => [ChangeKind::Removed].into(),
        (Some(a), Some(b)) if std::ptr::eq(a, b) => BTreeSet::new(),
        (Some(a), Some(b)) if !changed_fields(a, b).is_empty() => [ChangeKind::Changed].into(),
        _ => BTreeSet::new(),
    }
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A step, by its id in either variant.
    Step(StepId),
    /// A connector, by its id in either variant.
    Connector(ConnectorId),
}

/// One difference of two variants, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The record that differs, for selecting it.
    pub subject: Subject,
    /// The variant in which it is to be looked at: the second, or the first if it was removed.
    pub variant: VariantId,
    /// Every way in which it differs; never empty.
    pub kinds: BTreeSet<ChangeKind>,
    /// What it is: a step's title, or the two titles a connector joins.
    pub title: String,
    /// What is different, a sentence each: `Work time: 1m 20s → 50s`.
    pub details: Vec<String>,
}

/// Every difference of two variants in words, as one reads a blueprint: by moment, then by lane, the
/// connectors after the steps.
pub fn changes(blueprint: &Blueprint, first: &VariantId, second: &VariantId) -> Vec<Change> {
    let Some(wording) = Wording::of(blueprint, (first, second)) else {
        return Vec::new();
    };
    let comparison = compare(wording.first, wording.second);
    let kept = wording.second.steps.values();
    let kept = kept.flat_map(|step| &step.controls);
    let kept: BTreeSet<&ControlId> = kept.map(|control| &control.id).collect();
    let keeps = |control: &ControlId| kept.contains(control);
    let places = Places::of(blueprint);
    let steps = comparison.steps.into_iter();
    let mut steps: Vec<_> = steps
        .filter_map(|(id, kinds)| {
            let turn = places.turn(wording.shown(&id)?);
            Some((turn, wording.step(id, kinds, &keeps)?))
        })
        .collect();
    steps.sort_by_key(|(turn, _)| *turn);
    let connectors = comparison.connectors.into_iter();
    let connectors = connectors.filter_map(|(id, kinds)| wording.connector(id, kinds));
    let steps = steps.into_iter().map(|(_, change)| change);
    steps.chain(connectors).collect()
}

/// How `subject` differs in two variants, in words, as [`changes`] says it; `None` where it does not. `keeps`
/// says whether a step of the second variant has the control of an id.
pub fn change_of(
    blueprint: &Blueprint,
    pair: (&VariantId, &VariantId),
    subject: &Subject,
    keeps: &dyn Fn(&ControlId) -> bool,
) -> Option<Change> {
    let wording = Wording::of(blueprint, pair)?;
    let (first, second) = (wording.first, wording.second);
    match subject {
        Subject::Step(id) => {
            let (before, after) = (first.steps.get(id), second.steps.get(id));
            let kinds = step_changes(before.map(|a| &**a), after.map(|b| &**b));
            wording.step(id.clone(), kinds, keeps)
        }
        Subject::Connector(id) => {
            let (before, after) = (first.connectors.get(id), second.connectors.get(id));
            let kinds = connector_changes(before.map(|a| &**a), after.map(|b| &**b));
            wording.connector(id.clone(), kinds)
        }
    }
    .filter(|change| !change.kinds.is_empty())
}

/// Puts the differences of two variants into words.
struct Wording<'a> {
    blueprint: &'a Blueprint,
    first: &'a Variant,
    second: &'a Variant,
}

impl<'a> Wording<'a> {
    /// Of two variants that exist.
    fn of(blueprint: &'a Blueprint, (first, second): (&VariantId, &VariantId)) -> Option<Self> {
        Some(Self {
            blueprint,
            first: blueprint.variant(first)?.1,
            second: blueprint.variant(second)?.1,
        })
    }

    /// A step as it is in the second variant, or in the first if it was removed.
    fn shown(&self, id: &StepId) -> Option<&'a Arc<Step>> {
        let after = self.second.steps.get(id);
        after.or_else(|| self.first.steps.get(id))
    }

    fn names(&self) -> (Names<'a>, Names<'a>) {
        let names = |variant| Names::of(self.blueprint, variant);
        (names(self.first), names(self.second))
    }

    fn step(
        &self,
        id: StepId,
        kinds: BTreeSet<ChangeKind>,
        keeps: &dyn Fn(&ControlId) -> bool,
    ) -> Option<Change> {
        let (a, b) = (self.first, self.second);
        let (before, after) = (a.steps.get(&id), b.steps.get(&id));
        let (before_names, after_names) = self.names();
        // Reasons are given for steps of the first variant of all, and for no others.
        let is_first = || (self.blueprint.variants.first()).is_some_and(|v| v.id == a.id);
        let details = match (before, after) {
            (Some(before), Some(after)) => {
                step_details(&id, (before_names, before), (after_names, after))
            }
            (None, Some(after)) => addition(self.blueprint, (&id, after), (a, b)),
            _ if is_first() => removal(&id, before, b, keeps),
            _ => Vec::new(),
        };
        Some(Change {
            variant: if after.is_some() { b } else { a }.id.clone(),
            title: title_of(self.shown(&id)?),
            details,
            subject: Subject::Step(id),
            kinds,
        })
    }

    fn connector(&self, id: ConnectorId, kinds: BTreeSet<ChangeKind>) -> Option<Change> {
        let (a, b) = (self.first, self.second);
        let (before, after) = (a.connectors.get(&id), b.connectors.get(&id));
        let (shown, held_by) = after.map(|c| (c, b)).or(before.map(|c| (c, a)))?;
        // A connector's ends are steps of its own variant: their titles say more than ids.
        let end = |id: &StepId, held_by: &Variant| {
            let step = held_by.steps.get(id);
            step.map_or_else(|| id.to_string(), |step| title_of(step))
        };
        let (before_names, after_names) = self.names();
        let details = before.zip(after).map(|(before, after)| {
            let fields = changed_fields::<Connector>(before, after);
            let words = fields.iter().map(|field| match field.name {
                "from" => arrow(field.label, &end(&before.from, a), &end(&after.from, b)),
                "to" => arrow(field.label, &end(&before.to, a), &end(&after.to, b)),
                _ => arrow(
                    field.label,
                    &(field.words)(before, &before_names),
                    &(field.words)(after, &after_names),
                ),
            });
            words.collect()
        });
        Some(Change {
            variant: if after.is_some() { b } else { a }.id.clone(),
            title: format!(
                "{} → {}",
                end(&shown.from, held_by),
                end(&shown.to, held_by)
            ),
            details: details.unwrap_or_default(),
            subject: Subject::Connector(id),
            kinds,
        })
    }
}

/// A step's title, or words that say it has none.
pub(super) fn title_of(step: &Step) -> String {
    if step.title.is_empty() {
        "a step without a title".to_owned()
    } else {
        step.title.clone()
    }
}

/// A step's title in quotes, or words that say it has none.
pub(super) fn quoted(step: &Step) -> String {
    if step.title.is_empty() {
        title_of(step)
    } else {
        format!("“{}”", step.title)
    }
}

/// What differs between two states of a step, a sentence each.
fn step_details(
    id: &StepId,
    (before_names, before): (Names<'_>, &Step),
    (after_names, after): (Names<'_>, &Step),
) -> Vec<String> {
    let mut details = Vec::new();
    let another_cell = before.cell() != after.cell();
    for field in changed_fields(before, after) {
        match field.name {
            "rank" if another_cell => {}
            "rank" => details.push("Elsewhere in its cell".to_owned()),
            "ai" => {}
            "basis" => {
                let of =
                    |step, other, names| (field.words)(&where_basis_differs(step, other), names);
                let (old, new) = (
                    of(before, after, &before_names),
                    of(after, before, &after_names),
                );
                details.push(arrow(field.label, &old, &new));
            }
            _ => details.push(arrow(
                field.label,
                &(field.words)(before, &before_names),
                &(field.words)(after, &after_names),
            )),
        }
    }
    match (before.ai.as_deref(), after.ai.as_deref()) {
        (None, Some(ai)) => details.extend(appearance(after_names, id, ai)),
        (Some(_), None) => details.push("No longer an AI touchpoint".to_owned()),
        (Some(before), Some(after)) => details.extend(touchpoint_details(
            (before_names, before),
            (after_names, after),
        )),
        (None, None) => {}
    }
    details
}

/// The step with the basis of those fields alone in which it differs from `other`.
fn where_basis_differs(step: &Step, other: &Step) -> Step {
    let mut step = step.clone();
    step.basis
        .retain(|field, basis| other.basis.get(field) != Some(basis));
    step
}

fn touchpoint_details(
    (before_names, before): (Names<'_>, &Touchpoint),
    (after_names, after): (Names<'_>, &Touchpoint),
) -> Vec<String> {
    changed_fields(before, after)
        .into_iter()
        .map(|field| {
            let (old, new) = (
                (field.words)(before, &before_names),
                (field.words)(after, &after_names),
            );
            arrow(field.label, &old, &new)
        })
        .collect()
}

/// Where an added step stands, what it replaces, and what AI does there.
fn addition(
    blueprint: &Blueprint,
    (id, after): (&StepId, &Step),
    (first, second): (&Variant, &Variant),
) -> Vec<String> {
    let mut details = Vec::new();
    let cell = after
        .cell()
        .and_then(|(lane, moment)| blueprint.cell_name(lane, moment));
    details.push(format!("In {}", cell.as_deref().unwrap_or("the tray")));
    let replaced: Vec<String> = after
        .replaces
        .iter()
        .filter_map(|id| first.steps.get(id))
        .map(|step| quoted(step))
        .collect();
    if !replaced.is_empty() {
        details.push(format!("Replaces {}", replaced.join(", ")));
    }
    if let Some(ai) = after.ai.as_deref() {
        details.extend(appearance(Names::of(blueprint, second), id, ai));
    }
    details
}

/// What an AI touchpoint that was not there before brings.
fn appearance(names: Names<'_>, id: &StepId, ai: &Touchpoint) -> Vec<String> {
    let status = names.blueprint().ai_status(id);
    let mut details = vec![format!("Became an AI touchpoint: {}", status.words())];
    if let Some(to) = ai
        .hand_over
        .as_ref()
        .and_then(|hand_over| hand_over.to.as_ref())
    {
        // A step may be called something else in each variant: AI joins in the later one.
        let step = names.step(to);
        let step = step.map_or_else(|| format!("“{to}”"), |step| quoted(step));
        details.push(format!("Hands over to {step}"));
    }
    details
}

/// Why a step was removed, and where its duties went; what nobody said is told quietly.
fn removal(
    id: &StepId,
    before: Option<&Arc<Step>>,
    second: &Variant,
    keeps: &dyn Fn(&ControlId) -> bool,
) -> Vec<String> {
    let nothing = Removed::default();
    let removed = second
        .removed
        .get(id)
        .map_or(&nothing, |removed| &**removed);
    let mut details = Vec::new();
    // In a variant that nobody has begun nothing needs a reason yet.
    let is_begun = !second.steps.is_empty();
    if removed.why.is_empty() {
        details.extend(is_begun.then(|| "No reason given".to_owned()));
    } else {
        details.push(format!("Why: {}", removed.why));
    }
    if let Some(step) = removed
        .exceptions_go_to
        .as_ref()
        .and_then(|to| second.steps.get(to))
    {
        details.push(format!("Exceptions go to {}", quoted(step)));
    }
    let controls = before.map_or(&[][..], |step| &step.controls);
    for control in controls {
        let Some(dropped) = second.dropped_controls.get(&control.id) else {
            continue;
        };
        let name = control.called();
        details.push(match &*dropped.why {
            "" => format!("Drops the control “{name}”"),
            why => format!("Drops the control “{name}”: {why}"),
        });
    }
    let is_lost = |control: &&Control| {
        !keeps(&control.id) && !second.dropped_controls.contains_key(&control.id)
    };
    match controls.iter().filter(is_lost).count() {
        _ if !is_begun => {}
        0 => {}
        many => {
            let controls = plural(many, "control", "controls");
            details.push(format!("{controls} not accounted for"));
        }
    }
    details
}

fn arrow(label: &str, old: &str, new: &str) -> String {
    let or_none = |text: &str| {
        if text.is_empty() {
            "none".to_owned()
        } else {
            text.to_owned()
        }
    };
    format!("{label}: {} → {}", or_none(old), or_none(new))
}
