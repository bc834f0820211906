//! Records as the inspector reaches them: how one is found, and the edit that puts it back.

use crate::{
    edit::Edit,
    model::{
        Blueprint, Connector, ConnectorId, Id, Key, Moment, MomentId, Record, Register as _,
        Removed, Step, StepId, Variant, VariantId,
    },
};

/// A record whose fields can be edited.
pub(super) trait Held: Clone + PartialEq + 'static {
    /// What names one of them in a blueprint.
    type Key: Clone + 'static;

    /// The record as it stands.
    fn find(blueprint: &Blueprint, key: &Self::Key) -> Option<Self>;

    /// The edit that puts it in the place of what stands there.
    fn put(self, blueprint: &Blueprint, key: &Self::Key) -> Edit;

    /// What names it in the whole document.
    fn key(key: &Self::Key) -> Key;

    /// Its path in the file: keeps fields of different records apart.
    fn path(key: &Self::Key) -> String;
}

/// A record of a register.
impl<T: Record> Held for T {
    type Key = Id<T>;

    fn find(blueprint: &Blueprint, id: &Id<T>) -> Option<Self> {
        T::all(blueprint)
            .record(id)
            .map(|record| (**record).clone())
    }

    fn put(self, _: &Blueprint, id: &Id<T>) -> Edit {
        Edit::put(id.clone(), self, None)
    }

    fn key(id: &Id<T>) -> Key {
        <T as Record>::key(id.clone())
    }

    fn path(id: &Id<T>) -> String {
        format!("{}/{id}", T::KIND.field())
    }
}

impl Held for Step {
    type Key = (VariantId, StepId);

    fn find(blueprint: &Blueprint, (variant, id): &Self::Key) -> Option<Self> {
        blueprint.step(variant, id).map(|step| (**step).clone())
    }

    fn put(self, _: &Blueprint, (variant, id): &Self::Key) -> Edit {
        Edit::PutStep {
            variant: variant.clone(),
            id: id.clone(),
            step: Box::new(self),
        }
    }

    fn key((variant, id): &Self::Key) -> Key {
        Key::Step(variant.clone(), id.clone())
    }

    fn path((variant, id): &Self::Key) -> String {
        format!("variants/{variant}/steps/{id}")
    }
}

impl Held for Connector {
    type Key = (VariantId, ConnectorId);

    fn find(blueprint: &Blueprint, (variant, id): &Self::Key) -> Option<Self> {
        let (_, variant) = blueprint.variant(variant)?;
        variant.connectors.get(id).map(|c| (**c).clone())
    }

    fn put(self, _: &Blueprint, (variant, id): &Self::Key) -> Edit {
        Edit::PutConnector {
            variant: variant.clone(),
            id: id.clone(),
            connector: self,
        }
    }

    fn key((variant, id): &Self::Key) -> Key {
        Key::Connector(variant.clone(), id.clone())
    }

    fn path((variant, id): &Self::Key) -> String {
        format!("variants/{variant}/connectors/{id}")
    }
}

/// Found even before anybody said a word about it: a step of the first variant is removed by not being
/// in the other one.
impl Held for Removed {
    type Key = (VariantId, StepId);

    fn find(blueprint: &Blueprint, (variant, id): &Self::Key) -> Option<Self> {
        let (_, variant) = blueprint.variant(variant)?;
        let removed = variant.removed.get(id).map(|removed| (**removed).clone());
        Some(removed.unwrap_or_default())
    }

    fn put(self, _: &Blueprint, (variant, id): &Self::Key) -> Edit {
        Edit::SetRemoved {
            variant: variant.clone(),
            step: id.clone(),
            removed: (self != Self::default()).then_some(self),
        }
    }

    fn key((variant, id): &Self::Key) -> Key {
        Key::Removed(variant.clone(), id.clone())
    }

    fn path((variant, id): &Self::Key) -> String {
        format!("variants/{variant}/removed/{id}")
    }
}

impl Held for Moment {
    type Key = MomentId;

    fn find(blueprint: &Blueprint, id: &MomentId) -> Option<Self> {
        blueprint.moment(id).map(|(_, _, moment)| moment.clone())
    }

    fn put(self, blueprint: &Blueprint, id: &MomentId) -> Edit {
        let phase = blueprint.moment(id).map(|(_, phase, _)| phase.id.clone());
        Edit::PutMoment {
            phase: phase.unwrap_or_default(),
            moment: self,
            at: None,
        }
    }

    fn key(id: &MomentId) -> Key {
        Key::Moment(id.clone())
    }

    fn path(id: &MomentId) -> String {
        format!("moments/{id}")
    }
}

/// Without what it holds, which the edit keeps anyway.
impl Held for Variant {
    type Key = VariantId;

    fn find(blueprint: &Blueprint, id: &VariantId) -> Option<Self> {
        blueprint.variant(id).map(|(_, variant)| variant.head())
    }

    fn put(self, _: &Blueprint, _: &VariantId) -> Edit {
        Edit::PutVariant {
            variant: Box::new(self),
            at: None,
        }
    }

    fn key(id: &VariantId) -> Key {
        Key::Variant(id.clone())
    }

    fn path(id: &VariantId) -> String {
        format!("variants/{id}")
    }
}

/// The blueprint's own fields, without its collections.
impl Held for Blueprint {
    type Key = ();

    fn find(blueprint: &Blueprint, (): &()) -> Option<Self> {
        Some(blueprint.head())
    }

    fn put(self, _: &Blueprint, (): &()) -> Edit {
        Edit::SetHead(Box::new(self))
    }

    fn key((): &()) -> Key {
        Key::Blueprint
    }

    fn path((): &()) -> String {
        String::new()
    }
}

/// The edit that changes the records `keys` of a blueprint; `None` when it changes nothing.
pub(super) fn edit_of<T: Held>(
    blueprint: &Blueprint,
    keys: &[T::Key],
    copy: Option<&dyn Fn(&T, &mut T)>,
    change: &dyn Fn(&mut T),
) -> Option<Edit> {
    let mut shown: Option<T> = None;
    let mut edits = Vec::new();
    for key in keys {
        let Some(old) = T::find(blueprint, key) else {
            continue;
        };
        let mut new = old.clone();
        match (copy, &shown) {
            (Some(copy), Some(shown)) => copy(shown, &mut new),
            _ => change(&mut new),
        }
        if shown.is_none() {
            shown = Some(new.clone());
        }
        if new != old {
            edits.push(new.put(blueprint, key));
        }
    }
    match edits.len() {
        0 | 1 => edits.pop(),
        _ => Some(Edit::All(edits)),
    }
}
