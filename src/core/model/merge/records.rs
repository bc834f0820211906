//! Records, merged field by field as their tables say, and registers of them.

use std::{collections::BTreeSet, sync::Arc};

use serde::Serialize;

use super::{Conflicts, Merging, Versions, lists::Order, raw};
use crate::model::{Blueprint, Field, Fields, Id, Kind, PathPart, Record, Register, Visit};

/// Merges a record by its table. What has no row there, such as the steps of a variant, is that of the base.
pub fn merge_fields<T: Fields + Clone>(all: Versions<&T>, out: &mut Conflicts) -> T {
    let mut merged = all.base.clone();
    let mut units = Vec::new();
    for field in T::FIELDS {
        match field.unit {
            None => out.at(PathPart::Name(field.name), |out| {
                (field.merge)(all, &mut merged, out);
            }),
            Some(unit) if !units.contains(&unit) => {
                units.push(unit);
                out.at(PathPart::Name(unit), |out| {
                    merge_unit(unit, all, &mut merged, out);
                });
            }
            Some(_) => {}
        }
    }
    T::merge_ext(all, &mut merged, out);
    merged
}

/// Merges fields that mean something only together: all of them are those of one version.
fn merge_unit<T: Fields>(unit: &str, all: Versions<&T>, merged: &mut T, out: &mut Conflicts) {
    let fields = T::FIELDS.iter().filter(|field| field.unit == Some(unit));
    let fields: Vec<&Field<T>> = fields.collect();
    let one = all.map(|record| Together(record, &fields)).settled();
    let one = one.map_or_else(
        || {
            out.kept(all, |record| {
                let values = fields.iter().map(|field| (field.ron)(record).to_string());
                raw(format!("({})", values.collect::<Vec<_>>().join(",")))
            })
        },
        |together| together.0,
    );
    for field in &fields {
        (field.copy)(one, merged);
    }
}

/// Some fields of a record.
struct Together<'v, T: 'static>(&'v T, &'v [&'static Field<T>]);

impl<T> PartialEq for Together<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.1.iter().all(|field| (field.same)(self.0, other.0))
    }
}

/// Merges all registers of three blueprints into a fourth.
pub fn merge_registers(all: Versions<&Blueprint>, into: &mut Blueprint, out: &mut Conflicts) {
    struct Merge<'m>(
        Versions<&'m Blueprint>,
        &'m mut Blueprint,
        &'m mut Conflicts,
    );

    impl Visit for Merge<'_> {
        type Out = ();

        fn kind<T: Record>(self) {
            let Self(all, into, out) = self;
            *T::all_mut(into) = out.at(PathPart::Name(T::KIND.field()), |out| {
                merge_register(all.map(T::all), out)
            });
        }
    }

    for kind in Kind::ALL {
        kind.visit(Merge(all, into, out));
    }
}

/// Merges the records of a register, or of what is held as one: by their ids, and their order, where they have one.
pub fn merge_register<T, Held>(all: Versions<&Held>, out: &mut Conflicts) -> Held
where
    T: Fields + Clone + Default + PartialEq + Serialize,
    Held: Register<T>,
{
    let how: Merging<Arc<T>> = Merging {
        fresh: || Some(Arc::default()),
        merge: |all, out| Arc::new(merge_fields(all.map(|record| &**record), out)),
    };
    let mut merged = all.base.clone();
    let changed = [all.ours, all.theirs].map(|side| all.base.differing(side).records);
    let changed: BTreeSet<Id<T>> = changed.into_iter().flatten().map(|(id, _)| id).collect();
    for id in changed {
        let found = all.map(|register| register.record(&id));
        match out.item(id.as_str(), found, &how) {
            Some(record) => merged.put(&id, record, None),
            None => drop(merged.take(&id)),
        }
    }
    if Held::IS_ORDERED {
        let ids = all.map(ids);
        let staying: BTreeSet<Id<T>> = self::ids(&merged).into_iter().collect();
        let order = Order::of(ids.as_ref().map(|ids| &**ids), |id| staying.contains(id));
        if order.is_disputed {
            // The base's order is kept already.
            let _ = out.dispute(ids.as_ref());
        }
        let order: Vec<Id<T>> = order.keys.into_iter().cloned().collect();
        merged.arrange(&order);
    }
    merged
}

fn ids<T: 'static>(register: &impl Register<T>) -> Vec<Id<T>> {
    let entries = register.entries();
    entries.map(|(id, _)| id.clone()).collect()
}
