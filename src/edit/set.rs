//! Setting a field to what a person typed, in one record or in several.

use std::sync::Arc;

use super::{Edit, Refusal};
use crate::model::{
    self, Blueprint, Fields, Key, Names, PathPart, Record, Register as _, Variant, Visit,
};

/// The edits that set the field of each record. Records that have no such place are left out, unless none has.
pub(super) fn edits(
    blueprint: &Blueprint,
    keys: &[Key],
    field: &[PathPart],
    typed: &str,
) -> Result<Vec<Edit>, Refusal> {
    let set = Set {
        blueprint,
        field,
        typed,
    };
    let mut edits = Vec::new();
    let mut left_out = None;
    for key in keys {
        match set.edit(key) {
            Ok(edit) => edits.push(edit),
            Err(refusal @ Refusal::Rule(NO_PLACE)) => left_out = Some(refusal),
            Err(refusal) => return Err(refusal),
        }
    }
    match left_out {
        Some(refusal) if edits.is_empty() => Err(refusal),
        _ => Ok(edits),
    }
}

/// Why nothing is set in a record that has no such place.
const NO_PLACE: &str = "There is no such field in it.";

#[derive(Clone, Copy)]
struct Set<'a> {
    blueprint: &'a Blueprint,
    field: &'a [PathPart],
    typed: &'a str,
}

impl Set<'_> {
    /// The record with its field set.
    fn on<T: Fields + Clone>(self, record: &T, variant: Option<&Variant>) -> Result<T, Refusal> {
        let names = match variant {
            Some(variant) => Names::of(self.blueprint, variant),
            None => Names::of_all(self.blueprint),
        };
        if model::seen(record, self.field, &names).is_none() {
            return Err(Refusal::Rule(NO_PLACE));
        }
        let mut record = record.clone();
        model::set(&mut record, self.field, self.typed, &names).map_err(Refusal::Value)?;
        Ok(record)
    }

    fn edit(self, key: &Key) -> Result<Edit, Refusal> {
        let missing = || Refusal::Missing(format!("the {}", key.noun()));
        let held = |id| {
            let held = self.blueprint.variant(id);
            held.map(|(_, held)| &**held).ok_or_else(missing)
        };
        Ok(match key {
            Key::Step(variant, id) => {
                let held = held(variant)?;
                let step = held.steps.get(id).ok_or_else(missing)?;
                Edit::PutStep {
                    variant: variant.clone(),
                    id: id.clone(),
                    step: Box::new(self.on(&**step, Some(held))?),
                }
            }
            Key::Connector(variant, id) => {
                let held = held(variant)?;
                let connector = held.connectors.get(id).ok_or_else(missing)?;
                Edit::PutConnector {
                    variant: variant.clone(),
                    id: id.clone(),
                    connector: self.on(&**connector, Some(held))?,
                }
            }
            Key::Removed(variant, id) => {
                let held = held(variant)?;
                let old = held.removed.get(id).map(|old| (**old).clone());
                let new = self.on(&old.unwrap_or_default(), Some(held))?;
                Edit::SetRemoved {
                    variant: variant.clone(),
                    step: id.clone(),
                    removed: (new != model::Removed::default()).then_some(new),
                }
            }
            Key::Variant(id) => Edit::PutVariant {
                variant: Box::new(self.on(&held(id)?.head(), None)?),
                at: None,
            },
            Key::Moment(id) => {
                let (_, phase, moment) = self.blueprint.moment(id).ok_or_else(missing)?;
                Edit::PutMoment {
                    phase: phase.id.clone(),
                    moment: self.on(moment, None)?,
                    at: None,
                }
            }
            Key::Source(id) => {
                let mut head = self.blueprint.head();
                let source = head.sources.iter_mut().find(|source| source.id == *id);
                let source = source.ok_or_else(missing)?;
                *source = self.on(source, None)?;
                Edit::SetHead(Box::new(head))
            }
            Key::Blueprint => {
                let head = self.on(&self.blueprint.head(), None)?;
                Edit::SetHead(Box::new(head))
            }
            record => {
                let (kind, _) = record.in_register().ok_or_else(missing)?;
                kind.visit(SetRecord(self, record))?.ok_or_else(missing)?
            }
        })
    }
}

/// Sets a field of a record of a register.
struct SetRecord<'a>(Set<'a>, &'a Key);

impl Visit for SetRecord<'_> {
    type Out = Result<Option<Edit>, Refusal>;

    fn kind<T: Record>(self) -> Self::Out {
        let Self(set, key) = self;
        let found = T::id_in(key).and_then(|id| Some((id, T::all(set.blueprint).record(id)?)));
        let Some((id, record)) = found else {
            return Ok(None);
        };
        let record = T::keyed(id.clone(), Arc::new(set.on(&**record, None)?));
        Ok(Some(Edit::Put { record, at: None }))
    }
}
