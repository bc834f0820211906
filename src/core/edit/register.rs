//! Edits of records that stand in registers: one way for every kind.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Edit, Refusal,
    batch::{Batch, KnownIds},
    delete_steps,
    forget::Lost,
    phase_mut, refuse_new, span, take_moment, value, variant_mut,
};
use crate::model::{Blueprint, Key, Keyed, Kind, Listed as _, Phase, Record, Register, Visit};

/// Puts a record in the place of the one that has its id, or else at `at`, or last.
pub(super) fn put(
    blueprint: &mut Blueprint,
    record: &Keyed,
    at: Option<usize>,
    known: &mut KnownIds,
) -> Result<(), Refusal> {
    struct Put<'a>(
        &'a mut Blueprint,
        &'a Keyed,
        Option<usize>,
        &'a mut KnownIds,
    );

    impl Visit for Put<'_> {
        type Out = Result<(), Refusal>;

        fn kind<T: Record>(self) -> Result<(), Refusal> {
            let Self(blueprint, keyed, at, known) = self;
            let key = keyed.key();
            let (Some(id), Some(record)) = (T::id_in(&key), T::record_in(keyed)) else {
                return Ok(());
            };
            value::check(blueprint, &**record)?;
            // A long list of new records must not look through the register for each.
            let is_new = !known.has(blueprint, T::KIND, id.as_str());
            let old = if is_new {
                None
            } else {
                T::all(blueprint).record(id).cloned()
            };
            refuse_new(blueprint, None, old.as_deref(), &**record, known)?;
            T::all_mut(blueprint).put(id, Arc::clone(record), at);
            known.add(T::KIND, id.as_str());
            Ok(())
        }
    }

    if let Keyed::Phase(_, phase) = record {
        put_phase(blueprint, phase, at)?;
        known.add_phase(phase);
        return Ok(());
    }
    let (kind, _) = record.in_register();
    kind.visit(Put(blueprint, record, at, known))
}

/// Adds a phase with its moments, or gives one that is there its other fields.
fn put_phase(blueprint: &mut Blueprint, phase: &Phase, at: Option<usize>) -> Result<(), Refusal> {
    if let Ok(old) = phase_mut(blueprint, &phase.id) {
        let moments = std::mem::take(&mut old.moments);
        *old = Phase {
            moments,
            ..phase.clone()
        };
        return Ok(());
    }
    if phase.moments.is_empty() {
        return Err(Refusal::Rule("A phase keeps at least one moment."));
    }
    let mut ids = BTreeSet::new();
    for moment in &phase.moments {
        if !ids.insert(&moment.id) || blueprint.moment(&moment.id).is_some() {
            return Err(Refusal::Doubled("the moment".to_owned()));
        }
    }
    blueprint
        .phases
        .put(phase.id(), Arc::new(phase.clone()), at);
    Ok(())
}

/// Moves a record of a register to another place among its like, or a variant.
pub(super) fn move_to(blueprint: &mut Blueprint, key: &Key, to: usize) -> Result<(), Refusal> {
    struct Move<'a>(&'a mut Blueprint, &'a Key, usize);

    impl Visit for Move<'_> {
        type Out = Result<(), Refusal>;

        fn kind<T: Record>(self) -> Result<(), Refusal> {
            let Self(blueprint, key, to) = self;
            if !T::Held::IS_ORDERED {
                return Err(Refusal::Rule("It has no place among others."));
            }
            let id = T::id_in(key).ok_or_else(|| missing(key))?;
            let register = T::all_mut(blueprint);
            let record = register.take(id).ok_or_else(|| missing(key))?;
            register.put(id, record, Some(to));
            Ok(())
        }
    }

    match key {
        Key::Variant(id) => {
            let first = blueprint.variants.first().map(|v| &v.id);
            if to == 0 || first == Some(id) {
                return Err(Refusal::Rule(
                    "The first variant is the Before and stays first.",
                ));
            }
            let variant = blueprint.variants.take(id).ok_or_else(|| missing(key))?;
            blueprint.variants.put(id, variant, Some(to));
            Ok(())
        }
        _ => match key.in_register() {
            Some((kind, _)) => kind.visit(Move(blueprint, key, to)),
            None => Err(Refusal::Rule("It has no place among others.")),
        },
    }
}

/// Deletes a record with what it holds, and clears the references to it.
pub(super) fn delete(blueprint: &mut Blueprint, key: &Key) -> Result<(), Refusal> {
    struct Take<'a>(&'a mut Blueprint, &'a Key);

    impl Visit for Take<'_> {
        type Out = Option<Keyed>;

        fn kind<T: Record>(self) -> Option<Keyed> {
            let id = T::id_in(self.1)?;
            Some(T::keyed(id.clone(), T::all_mut(self.0).take(id)?))
        }
    }

    match key {
        Key::Variant(id) => {
            if blueprint.variants.len() == 1 {
                return Err(Refusal::Rule("A blueprint keeps at least one variant."));
            }
            let variant = blueprint.variants.take(id).ok_or_else(|| missing(key))?;
            Lost::variant(&variant).forget(blueprint);
        }
        Key::Moment(id) => {
            let narrowed = span::narrowed(blueprint, &[id.clone()].into());
            take_moment(blueprint, id)?;
            span::set(blueprint, narrowed);
            Lost::moment(id).forget(blueprint);
        }
        Key::Step(variant, id) => {
            let mut batch = Batch::default();
            delete_steps(blueprint, variant, std::slice::from_ref(id), &mut batch)?;
            batch.gone.forget(blueprint);
        }
        Key::Connector(variant, id) => {
            let gone = variant_mut(blueprint, variant)?.connectors.remove(id);
            gone.ok_or_else(|| missing(key))?;
            Lost::connectors(variant, std::slice::from_ref(id)).forget(blueprint);
        }
        Key::Removed(variant, id) => {
            let gone = variant_mut(blueprint, variant)?.removed.remove(id);
            gone.ok_or_else(|| missing(key))?;
        }
        Key::Source(id) => {
            let place = blueprint.sources.iter().position(|source| source.id == *id);
            blueprint.sources.remove(place.ok_or_else(|| missing(key))?);
            Lost::record(key).forget(blueprint);
        }
        Key::Blueprint => return Err(Refusal::Rule("Close the blueprint instead.")),
        _ => {
            let Some((kind, _)) = key.in_register() else {
                return Err(missing(key));
            };
            if kind == Kind::Phase && blueprint.phases.len() == 1 {
                return Err(Refusal::Rule("A blueprint keeps at least one phase."));
            }
            if let Key::Phase(id) = key
                && let Some((_, phase)) = blueprint.phase(id)
            {
                let moments = phase.moments.iter().map(|moment| moment.id.clone());
                let narrowed = span::narrowed(blueprint, &moments.collect());
                span::set(blueprint, narrowed);
            }
            let taken = kind
                .visit(Take(blueprint, key))
                .ok_or_else(|| missing(key))?;
            match &taken {
                Keyed::Phase(_, phase) => Lost::phase(phase),
                _ => Lost::record(key),
            }
            .forget(blueprint);
        }
    }
    Ok(())
}

/// Says that what `key` names is not there.
fn missing(key: &Key) -> Refusal {
    Refusal::Missing(format!("the {}", key.noun()))
}

/// Makes the edit that adds a record with nothing but a name.
pub(super) struct NewRecord<'a>(pub(super) &'a Key, pub(super) String);

impl Visit for NewRecord<'_> {
    type Out = Option<Edit>;

    fn kind<T: Record>(self) -> Option<Edit> {
        let id = T::id_in(self.0)?.clone();
        Some(Edit::put(id.clone(), T::new(id, self.1), None))
    }
}
