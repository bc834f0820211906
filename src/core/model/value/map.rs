//! Maps of values by name.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};

use super::{
    FieldEdit, Input, ItemEdit, NO_PLACE, NOT_TYPED, PathPart, RenamedTo, Rewrite, ShownField,
    Value,
};
use crate::model::{
    Conflicts, ControlId, Gone, Names, PainId, Ref, Versions, faults::Faults, fields::Words, merge,
};

/// What an entry of a map goes by.
pub trait EntryName:
    Ord + Clone + AsRef<str> + for<'s> From<&'s str> + Serialize + DeserializeOwned
{
    /// Whether it names a record.
    const REFERS: bool = false;

    /// The record that it names, if it names one: without that the entry means nothing.
    fn named(&self) -> Option<Ref<'_>> {
        None
    }
}

impl EntryName for String {}

/// A control may be none of any step any more: what is said of it is kept.
impl EntryName for ControlId {}

impl EntryName for PainId {
    const REFERS: bool = true;

    fn named(&self) -> Option<Ref<'_>> {
        Some(Ref::Pain(self))
    }
}

/// Entries by a name that a person or the program gave. One comes with the first word that is typed into it, and goes
/// when nothing is typed in its place.
impl<K: EntryName, T: Value> Value for BTreeMap<K, T>
where
    Self: Words,
{
    const REFERS: bool = K::REFERS || T::REFERS;

    fn input() -> Input {
        Input::Part
    }

    fn read(_: &str, _: &Names<'_>) -> Result<Self, String> {
        Err(NOT_TYPED.to_owned())
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        let (key, rest) = match path {
            [PathPart::Item(key), rest @ ..] => (K::from(&**key), rest),
            [] => return Some(ShownField::of(self, names)),
            _ => return None,
        };
        match self.get(&key) {
            Some(value) => value.seen(rest, names),
            None if rest.is_empty() => Some(ShownField {
                is_optional: true,
                ..ShownField::none::<T>()
            }),
            None => Some(ShownField {
                typed: String::new(),
                words: String::new(),
                ..T::fresh()?.seen(rest, names)?
            }),
        }
    }

    fn set(
        &mut self,
        path: &[PathPart],
        edit: FieldEdit<'_>,
        names: &Names<'_>,
    ) -> Result<(), String> {
        let [PathPart::Item(key), rest @ ..] = path else {
            return Err(NO_PLACE.to_owned());
        };
        let key = K::from(&**key);
        match (rest, edit) {
            ([], FieldEdit::Item(ItemEdit::Remove)) => {
                self.remove(&key);
            }
            ([], FieldEdit::Typed(typed)) if typed.trim().is_empty() => {
                self.remove(&key);
            }
            ([], FieldEdit::Typed(typed)) => {
                self.insert(key, T::read(typed, names)?);
            }
            _ => {
                let held = self.get(&key).cloned();
                let said_something = held.as_ref().is_some_and(|value| !value.is_blank());
                let mut value = held.or_else(T::fresh).ok_or(NO_PLACE)?;
                value.set(rest, edit, names)?;
                // What is left of one when the last word is taken out of it says nothing.
                if said_something && value.is_blank() {
                    self.remove(&key);
                } else {
                    self.insert(key, value);
                }
            }
        }
        Ok(())
    }

    fn faults(&self, at: &mut Faults<'_>) {
        for (key, value) in self {
            at.key(key.as_ref(), |at| {
                if let Some(name) = key.named() {
                    at.reference(name);
                }
                value.faults(at);
            });
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        for (key, value) in self {
            key.named().into_iter().for_each(&mut *visit);
            value.refs(visit);
        }
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        self.values().for_each(|value| value.texts(names, visit));
    }

    fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
        let mut values = self.values_mut();
        values.try_for_each(|value| value.rewrite(change))
    }

    fn forget(&mut self, gone: &Gone<'_>) {
        self.retain(|key, _| !key.named().is_some_and(|name| gone.took(name)));
        self.values_mut().for_each(|value| value.forget(gone));
    }

    fn rename(&mut self, to: &RenamedTo<'_>) {
        self.values_mut().for_each(|value| value.rename(to));
        let renamed = |key: &K| to(key.named()?);
        let others: Vec<(K, String)> = self
            .keys()
            .filter_map(|key| Some((key.clone(), renamed(key)?)))
            .collect();
        for (old, new) in others {
            if let Some(value) = self.remove(&old) {
                self.insert(K::from(&new), value);
            }
        }
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        merge::merge_map(all, out)
    }
}
