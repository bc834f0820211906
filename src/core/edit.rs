//! Every change a person can make to a blueprint, and when it is refused.
//!
//! An [`Edit`] is data: it carries the ids of what it makes. [`Edit::apply`] is the only way to change
//! a blueprint; it adds no problem to the list of [`Blueprint::problems`] and never leaves a change
//! half done, because the caller drops the copy it was applied to when it is refused.

mod batch;
mod connect;
mod forget;
mod named;
mod place;
mod redirect;
mod register;
mod set;
mod span;
mod value;

use std::{collections::BTreeSet, sync::Arc};

use batch::{Batch, KnownIds};
use forget::Lost;

use crate::model::{
    self, Blueprint, Connector, ConnectorId, FieldEdit, FieldPath, Fields, Gone, Id, ItemEdit, Key,
    Keyed, LaneId, Listed, Moment, MomentId, PathPart, Phase, PhaseId, Record, Ref, Register as _,
    Removed, Step, StepId, Variant, VariantId, Within, capital, names_gone,
};

pub use place::{cell, place_each};

/// A change to a blueprint.
///
/// `Put…` replaces the record with the same id or adds it, at `at` of its list or at the end.
/// `Move…` gives a record another place in its list: `to` counts after it was taken out.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each names the record and what becomes of it")]
pub enum Edit {
    /// Replaces the blueprint's own fields ([`Blueprint::head`]); the collections stay as they are.
    SetHead(Box<Blueprint>),
    /// Puts a record in the place of the one that has its id, or else at `at` in its register, or last. A phase that
    /// is added brings its moments; of one that exists, `moments` is ignored.
    Put { record: Keyed, at: Option<usize> },
    /// Moves a record of an ordered register, or a variant, to another place among its like.
    Move { key: Key, to: usize },
    /// Deletes a record, all it holds in every variant, and every reference to it. The last moment of a phase, the
    /// last phase and the last variant are refused.
    Delete(Key),
    /// Sets a field of one or several records, or a part of it, to what a person typed: of all or of none.
    Set {
        keys: Vec<Key>,
        field: FieldPath,
        typed: String,
    },
    /// Puts an item into a list of one or several records, takes one out or moves it: in all or in none. In the
    /// others it is the item of the same id or, of a list without ids, of the same name.
    Item {
        keys: Vec<Key>,
        field: FieldPath,
        what: ItemEdit,
    },
    PutMoment {
        phase: PhaseId,
        moment: Moment,
        at: Option<usize>,
    },
    MoveMoment {
        moment: MomentId,
        phase: PhaseId,
        to: usize,
    },
    /// Adds a variant with all it holds; for one that exists, its steps, connectors and `removed` are kept.
    PutVariant {
        variant: Box<Variant>,
        at: Option<usize>,
    },
    PutStep {
        variant: VariantId,
        id: StepId,
        step: Box<Step>,
    },
    /// Puts steps into a cell, in this order, before the card that stands at `at` there (`None`: below all).
    /// Clears no field but `rank`.
    PlaceSteps {
        variant: VariantId,
        steps: Vec<StepId>,
        lane: LaneId,
        moment: MomentId,
        at: Option<usize>,
    },
    /// Deletes steps, the connectors that touch them, and every reference to them.
    DeleteSteps {
        variant: VariantId,
        steps: Vec<StepId>,
    },
    /// Carries steps over with their ids, and the connectors between steps that are then in both.
    /// A step that is already there is replaced.
    CarryOver {
        from: VariantId,
        to: VariantId,
        steps: Vec<StepId>,
    },
    PutConnector {
        variant: VariantId,
        id: ConnectorId,
        connector: Connector,
    },
    DeleteConnectors {
        variant: VariantId,
        connectors: Vec<ConnectorId>,
    },
    /// Says why a step of the first variant is not in this one; `None` takes it back.
    SetRemoved {
        variant: VariantId,
        step: StepId,
        removed: Option<Removed>,
    },
    /// Lets whatever names a record name another one of its kind instead: a step or connector of the same variant, a
    /// moment or a record of a register. Connectors keep their ends.
    Redirect { from: Key, to: Key },
    /// Several edits as one step of the history.
    All(Vec<Edit>),
}

/// Why an edit is refused, in words for the person who tried it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What it changes does not exist.
    #[error("{} is no longer there", capital(.0))]
    Missing(String),
    /// It would make something that already exists.
    #[error("{} is there already", capital(.0))]
    Doubled(String),
    /// It would break a rule of the blueprint.
    #[error("{0}")]
    Rule(&'static str),
    /// It brings a value that is out of range, unreadable or names nothing: which, and what to write.
    #[error("{0}")]
    Value(String),
}

/// The edits that set a field of each record to what a person typed ([`Edit::Set`]), of those that it changes. Values
/// out of range and references to nothing are found when they are applied.
///
/// # Errors
/// When the text cannot be understood, or no record has such a field.
pub fn set_edits(
    blueprint: &Blueprint,
    keys: &[Key],
    field: &[PathPart],
    typed: &str,
) -> Result<Vec<Edit>, Refusal> {
    set::edits(blueprint, keys, (field, FieldEdit::Typed(typed)))
}

impl Edit {
    /// Puts a record of a register under an id.
    pub fn put<T: Record>(id: Id<T>, record: T, at: Option<usize>) -> Self {
        let record = T::keyed(id, Arc::new(record));
        Self::Put { record, at }
    }

    /// Puts a record of a register with nothing but a name; `None` where `key` names no such record.
    pub fn new_record(key: &Key, name: String) -> Option<Self> {
        let (kind, _) = key.in_register()?;
        kind.visit(register::NewRecord(key, name))
    }

    /// Puts a record of a register that carries its own id.
    pub fn put_listed<T: Record + Listed>(record: T, at: Option<usize>) -> Self {
        Self::put(record.id().clone(), record, at)
    }

    /// Makes the change.
    ///
    /// # Errors
    /// When what it names does not exist or the result would break a rule; `blueprint` may then be
    /// half changed and must be dropped.
    pub fn apply(&self, blueprint: &mut Blueprint) -> Result<(), Refusal> {
        named::check_ids(self)?;
        match self {
            Self::SetHead(head) => set_head(blueprint, head),
            Self::Move { key, to } => register::move_to(blueprint, key, *to),
            Self::Delete(key) => register::delete(blueprint, key),
            Self::PutMoment { phase, moment, at } => put_moment(blueprint, phase, moment, *at),
            Self::MoveMoment { moment, phase, to } => {
                let (taken, _) = take_moment(blueprint, moment)?;
                let phase = phase_mut(blueprint, phase)?;
                let to = (*to).min(phase.moments.len());
                phase.moments.insert(to, taken);
                Ok(())
            }
            Self::PutVariant { variant, at } => put_variant(blueprint, variant, *at),
            Self::CarryOver { from, to, steps } => carry_over(blueprint, from, to, steps),
            Self::DeleteConnectors {
                variant,
                connectors,
            } => {
                let held = variant_mut(blueprint, variant)?;
                for id in connectors {
                    if held.connectors.remove(id).is_none() {
                        return Err(Refusal::Missing("the connector".to_owned()));
                    }
                }
                Lost::connectors(variant, connectors).forget(blueprint);
                Ok(())
            }
            Self::SetRemoved {
                variant,
                step,
                removed,
            } => set_removed(blueprint, variant, step, removed.as_ref()),
            Self::Redirect { from, to } => redirect::redirect(blueprint, from, to),
            Self::Put { .. }
            | Self::Set { .. }
            | Self::Item { .. }
            | Self::PutStep { .. }
            | Self::PlaceSteps { .. }
            | Self::DeleteSteps { .. }
            | Self::PutConnector { .. }
            | Self::All(_) => Batch::run(blueprint, self),
        }
    }
}

fn set_head(blueprint: &mut Blueprint, head: &Blueprint) -> Result<(), Refusal> {
    value::check(blueprint, head)?;
    for source in &head.sources {
        value::check(blueprint, source)?;
    }
    let lost = Lost::sources(&blueprint.sources, &head.sources);
    let body = std::mem::take(blueprint);
    *blueprint = head.head().with_body_of(body);
    lost.forget(blueprint);
    Ok(())
}

fn put_moment(
    blueprint: &mut Blueprint,
    phase: &PhaseId,
    moment: &Moment,
    at: Option<usize>,
) -> Result<(), Refusal> {
    value::check(blueprint, moment)?;
    let place = blueprint
        .moment(&moment.id)
        .map(|(_, phase, _)| phase.id.clone());
    let target = phase_mut(blueprint, place.as_ref().unwrap_or(phase))?;
    match target
        .moments
        .iter_mut()
        .find(|other| other.id == moment.id)
    {
        Some(old) => *old = moment.clone(),
        None => {
            let at = at.unwrap_or(target.moments.len()).min(target.moments.len());
            target.moments.insert(at, moment.clone());
            span::widen(blueprint, &moment.id);
        }
    }
    Ok(())
}

/// Takes a moment out of its phase, which keeps at least one.
fn take_moment(blueprint: &mut Blueprint, moment: &MomentId) -> Result<(Moment, PhaseId), Refusal> {
    let missing = || Refusal::Missing("the moment".to_owned());
    let (_, phase, _) = blueprint.moment(moment).ok_or_else(missing)?;
    let id = phase.id.clone();
    if phase.moments.len() == 1 {
        return Err(Refusal::Rule(
            "A phase keeps at least one moment; delete the phase instead.",
        ));
    }
    let phase = phase_mut(blueprint, &id)?;
    let place = phase
        .moments
        .iter()
        .position(|m| m.id == *moment)
        .ok_or_else(missing)?;
    Ok((phase.moments.remove(place), id))
}

fn put_variant(
    blueprint: &mut Blueprint,
    variant: &Variant,
    at: Option<usize>,
) -> Result<(), Refusal> {
    if let Some((_, held)) = blueprint.variant(&variant.id) {
        value::check(blueprint, variant)?;
        // Its steps stay as they are, so that pains of the steps given do not count.
        let (old, new) = (held.head(), variant.head());
        let known = KnownIds::default();
        refuse_new(blueprint, Some(&variant.id), Some(&old), &new, &known)?;
        let old = variant_mut(blueprint, &variant.id)?;
        let body = std::mem::take(old);
        *old = variant.head().with_body_of(body);
        return Ok(());
    }
    if at == Some(0) && !blueprint.variants.is_empty() {
        return Err(Refusal::Rule(
            "The first variant is the Before and stays first.",
        ));
    }
    for connector in variant.connectors.values() {
        if ![&connector.from, &connector.to]
            .iter()
            .all(|end| variant.steps.contains_key(*end))
        {
            return Err(Refusal::Missing(
                "the step at the connector's end".to_owned(),
            ));
        }
    }
    let before = blueprint.clone();
    blueprint
        .variants
        .put(&variant.id, Arc::new(variant.clone()), at);
    value::check_whole(&before, blueprint)
}

fn put_step(
    blueprint: &mut Blueprint,
    variant: &VariantId,
    id: &StepId,
    step: &Step,
    batch: &mut Batch,
) -> Result<(), Refusal> {
    let old = blueprint.step(variant, id).cloned();
    if step.span == 0 && old.as_ref().is_none_or(|old| old.span != 0) {
        return Err(Refusal::Rule("A step covers at least one moment."));
    }
    value::check(blueprint, step)?;
    variant_mut(blueprint, variant)?
        .steps
        .insert(id.clone(), Arc::new(step.clone()));
    batch.note((variant, id), (old.as_deref(), Some(step)));
    check_references(blueprint, (variant, id), old.as_deref(), step, &batch.known)?;
    // A step that is here again is not missing any more.
    let variant = variant_mut(blueprint, variant)?;
    variant.removed.remove(id);
    if let Some(old) = old {
        batch.gone.pains_but(&old, step);
    }
    Ok(())
}

/// Refuses a hand-over to the step itself, and references to nothing, that `old` did not have already.
fn check_references(
    blueprint: &Blueprint,
    (variant, id): (&VariantId, &StepId),
    old: Option<&Step>,
    step: &Step,
    known: &KnownIds,
) -> Result<(), Refusal> {
    let to_itself = |step: &Step| step.hand_over().is_some_and(|h| h.to.as_ref() == Some(id));
    if to_itself(step) && !old.is_some_and(to_itself) {
        return Err(Refusal::Rule(
            "An AI touchpoint hands over to another step.",
        ));
    }
    refuse_new(blueprint, Some(variant), old, step, known)
}

/// Refuses references to nothing that `old` did not have already.
fn refuse_new<T: Fields>(
    blueprint: &Blueprint,
    variant: Option<&VariantId>,
    old: Option<&T>,
    new: &T,
    known: &KnownIds,
) -> Result<(), Refusal> {
    let news = forget::dangling(blueprint, variant, new, known);
    if news.is_empty() {
        return Ok(());
    }
    let olds = old.map_or_else(BTreeSet::new, |old| {
        forget::dangling(blueprint, variant, old, known)
    });
    match news.difference(&olds).next() {
        Some((what, _)) => Err(Refusal::Missing(format!("the {what}"))),
        None => Ok(()),
    }
}

fn delete_steps(
    blueprint: &mut Blueprint,
    variant: &VariantId,
    steps: &[StepId],
    batch: &mut Batch,
) -> Result<(), Refusal> {
    let held = &mut variant_mut(blueprint, variant)?.steps;
    for id in steps {
        let step = held.remove(id);
        let step = step.ok_or_else(|| Refusal::Missing("the step".to_owned()))?;
        batch.note((variant, id), (Some(&step), None));
        batch.gone.step(variant, id, &step);
    }
    Ok(())
}

fn carry_over(
    blueprint: &mut Blueprint,
    from: &VariantId,
    to: &VariantId,
    steps: &[StepId],
) -> Result<(), Refusal> {
    if from == to {
        return Err(Refusal::Rule("A step is carried over to another variant."));
    }
    let missing = |what: &str| Refusal::Missing(what.to_owned());
    let (_, source) = blueprint
        .variant(from)
        .ok_or_else(|| missing("the variant"))?;
    let source = Arc::clone(source);
    let target = variant_mut(blueprint, to)?;
    let mut gone = Lost::default();
    for id in steps {
        let step = source.steps.get(id).ok_or_else(|| missing("the step"))?;
        if let Some(old) = target.steps.insert(id.clone(), Arc::clone(step)) {
            gone.pains_of(&old);
        }
        target.removed.remove(id);
    }
    let carried: BTreeSet<&StepId> = steps.iter().collect();
    let mut joined = connect::Pairs::of(target);
    for (id, connector) in &source.connectors {
        let touches = carried.contains(&connector.from) || carried.contains(&connector.to);
        let whole = [&connector.from, &connector.to]
            .iter()
            .all(|end| target.steps.contains_key(*end));
        // What was drawn there anew joins the two already.
        let own = target.connectors.get(id).map(|own| &**own);
        if touches && whole && !joined.by_another(own, connector) {
            let old = target.connectors.insert(id.clone(), Arc::clone(connector));
            joined.note(old.as_deref(), Some(connector));
        }
    }
    // Ways to steps that did not come along lead nowhere here.
    let known: BTreeSet<StepId> = target.steps.keys().cloned().collect();
    let leads_nowhere =
        |name: Ref<'_>| matches!(name, Ref::Step(Within::Variant, to) if !known.contains(to));
    let nowhere = Gone::new(&leads_nowhere);
    for id in steps {
        if let Some(step) = target.steps.get_mut(id)
            && names_gone(&**step, &nowhere)
        {
            model::forget(Arc::make_mut(step), &nowhere);
        }
    }
    gone.forget(blueprint);
    Ok(())
}

fn set_removed(
    blueprint: &mut Blueprint,
    variant: &VariantId,
    step: &StepId,
    removed: Option<&Removed>,
) -> Result<(), Refusal> {
    let first = blueprint.variants.first().map(Arc::clone);
    let target = variant_mut(blueprint, variant)?;
    let Some(removed) = removed else {
        target.removed.remove(step);
        return Ok(());
    };
    if first.is_none_or(|first| !first.steps.contains_key(step)) {
        return Err(Refusal::Missing("the step in the first variant".to_owned()));
    }
    if target.steps.contains_key(step) {
        return Err(Refusal::Rule("The step is still here."));
    }
    if removed
        .exceptions_go_to
        .as_ref()
        .is_some_and(|to| !target.steps.contains_key(to))
    {
        return Err(Refusal::Missing(
            "the step that receives the exceptions".to_owned(),
        ));
    }
    target
        .removed
        .insert(step.clone(), Arc::new(removed.clone()));
    Ok(())
}

fn variant_mut<'a>(
    blueprint: &'a mut Blueprint,
    id: &VariantId,
) -> Result<&'a mut Variant, Refusal> {
    record_mut(&mut blueprint.variants, id, "the variant")
}

fn phase_mut<'a>(blueprint: &'a mut Blueprint, id: &PhaseId) -> Result<&'a mut Phase, Refusal> {
    record_mut(&mut blueprint.phases, id, "the phase")
}

fn record_mut<'a, T: Listed + Clone>(
    list: &'a mut [Arc<T>],
    id: &crate::model::Id<T>,
    what: &str,
) -> Result<&'a mut T, Refusal> {
    match list.iter_mut().find(|record| record.id() == id) {
        Some(record) => Ok(Arc::make_mut(record)),
        None => Err(Refusal::Missing(what.to_owned())),
    }
}
