//! References that follow: what named one record names another from now on.
//!
//! Which fields name what stands in the tables of the model ([`Fields`]); nothing here knows a field.

use std::{collections::BTreeSet, sync::Arc};

use super::Refusal;
use crate::model::{
    self, Blueprint, Fields, Gone, Id, Key, Record, Records, Ref, Register as _, Removed,
    RenamedTo, StepId, VariantId, Visit, Within, names_gone,
};

/// Lets every reference to `from` name `to`, a record of the same kind and variant.
///
/// The ends of connectors stay: two steps are joined once, and what becomes of a second connector is not for a
/// reference to say.
pub(super) fn redirect(blueprint: &mut Blueprint, from: &Key, to: &Key) -> Result<(), Refusal> {
    for key in [from, to] {
        if !key.is_in(blueprint) {
            return Err(Refusal::Missing(format!("the {}", key.noun())));
        }
    }
    let are_alike = match (from, to) {
        (Key::Step(here, _), Key::Step(there, _))
        | (Key::Connector(here, _), Key::Connector(there, _)) => here == there,
        (Key::Moment(_), Key::Moment(_)) => true,
        (from, to) => match (from.in_register(), to.in_register()) {
            (Some((kind, _)), Some((other, _))) => kind == other,
            _ => false,
        },
    };
    if !are_alike {
        return Err(Refusal::Rule(
            "What named the one cannot name the other: they are not of one kind.",
        ));
    }
    let first = blueprint.variants.first().map(|variant| variant.id.clone());
    let is_first = |variant: &VariantId| first.as_ref() == Some(variant);
    let plain = |name: Ref<'_>| other_name(name, from, to, &is_first, None);
    for kind in crate::model::Kind::ALL {
        kind.visit(Follow(blueprint, &plain));
    }
    for place in 0..blueprint.variants.len() {
        let id = blueprint.variants[place].id.clone();
        let here = |name: Ref<'_>| other_name(name, from, to, &is_first, Some(&id));
        let held = &blueprint.variants[place];
        let names = |name: Ref<'_>| here(name).is_some();
        let named = Gone::new(&names);
        let steps = held.steps.values().any(|step| names_gone(&**step, &named));
        let removed = held.removed.values().any(|one| names_gone(&**one, &named));
        let key = match from {
            Key::Step(of, step) if is_first(of) => {
                Some(step).filter(|step| held.removed.contains_key(*step))
            }
            _ => None,
        };
        if !steps && !removed && key.is_none() {
            continue;
        }
        let held = Arc::make_mut(&mut blueprint.variants[place]);
        follow_all(&mut held.steps, &here);
        follow_all(&mut held.removed, &here);
        // Why the one is not here says why the other is not, unless that is said.
        if let (Some(old), Key::Step(_, new)) = (key, to)
            && !held.steps.contains_key(new)
            && let Some(removed) = held.removed.remove(old)
        {
            let both = match held.removed.get(new) {
                Some(known) => Arc::new(why_both((**known).clone(), &removed)),
                None => removed,
            };
            held.removed.insert(new.clone(), both);
        }
    }
    forget_itself(blueprint, to);
    Ok(())
}

/// Why two steps are not here, as one.
fn why_both(mut known: Removed, other: &Removed) -> Removed {
    let more = other.why.trim();
    if !more.is_empty() && known.why.trim() != more {
        if !known.why.trim().is_empty() {
            known.why.push('\n');
        }
        known.why.push_str(more);
    }
    if known.exceptions_go_to.is_none() {
        known.exceptions_go_to.clone_from(&other.exceptions_go_to);
    }
    known
}

/// What a reference names from now on; `None` when it stays. `here` is the variant of the record that has it.
fn other_name(
    name: Ref<'_>,
    from: &Key,
    to: &Key,
    is_first: &dyn Fn(&VariantId) -> bool,
    here: Option<&VariantId>,
) -> Option<String> {
    let is_named = match (name, from) {
        (Ref::Step(within, id), Key::Step(variant, step)) => {
            id == step
                && match within {
                    Within::Variant => here == Some(variant),
                    Within::First => is_first(variant),
                    Within::Named(named) => named == variant,
                }
        }
        (Ref::Connector(of, id), Key::Connector(variant, connector)) => {
            of == variant && id == connector
        }
        (Ref::Moment(id), Key::Moment(moment)) => id == moment,
        (Ref::Record(kind, id), key) => key.in_register() == Some((kind, id)),
        _ => false,
    };
    is_named.then(|| id_of(to)).flatten()
}

/// The id by which others name a record.
fn id_of(key: &Key) -> Option<String> {
    Some(match key {
        Key::Step(_, id) => id.to_string(),
        Key::Connector(_, id) => id.to_string(),
        Key::Moment(id) => id.to_string(),
        record => record.in_register()?.1.to_owned(),
    })
}

/// Records of a register that name what others are named for now; the rest stays shared.
struct Follow<'a>(&'a mut Blueprint, &'a RenamedTo<'a>);

impl Visit for Follow<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        if !model::can_refer::<T>() {
            return;
        }
        let Self(blueprint, to) = self;
        let names = |name: Ref<'_>| to(name).is_some();
        let register = T::all_mut(blueprint);
        let entries = register.entries();
        let named = entries.filter(|(_, record)| names_gone(&***record, &Gone::new(&names)));
        let named: Vec<(Id<T>, Arc<T>)> =
            named.map(|(id, r)| (id.clone(), Arc::clone(r))).collect();
        for (id, mut record) in named {
            model::rename(Arc::make_mut(&mut record), to);
            register.put(&id, record, None);
        }
    }
}

/// The same for records of a variant.
fn follow_all<T: Fields + Clone>(records: &mut Records<StepId, T>, to: &RenamedTo<'_>) {
    let names = |name: Ref<'_>| to(name).is_some();
    let named = Gone::new(&names);
    let named: BTreeSet<StepId> = records
        .iter()
        .filter(|(_, record)| names_gone(&***record, &named))
        .map(|(id, _)| id.clone())
        .collect();
    for id in named {
        if let Some(record) = records.get_mut(&id) {
            model::rename(Arc::make_mut(record), to);
        }
    }
}

/// A step that names itself now, such as one that handed over to the other, does not any more.
fn forget_itself(blueprint: &mut Blueprint, to: &Key) {
    let Key::Step(variant, step) = to else {
        return;
    };
    let is_itself = |name: Ref<'_>| matches!(name, Ref::Step(Within::Variant, id) if id == step);
    let itself = Gone::new(&is_itself);
    let mut variants = blueprint.variants.iter_mut();
    let Some(held) = variants.find(|held| held.id == *variant) else {
        return;
    };
    let names_itself = |held: &Records<StepId, model::Step>| {
        held.get(step)
            .is_some_and(|step| names_gone(&**step, &itself))
    };
    if names_itself(&held.steps)
        && let Some(step) = Arc::make_mut(held).steps.get_mut(step)
    {
        model::forget(Arc::make_mut(step), &itself);
    }
}
