//! Values that nobody need have given, and values in a box.

use super::{
    FieldEdit, FieldPath, Input, NO_PLACE, PathPart, RenamedTo, Rewrite, ShownField, Value,
};
use crate::model::{Conflicts, Gone, Names, Ref, Versions, faults::Faults, merge};

impl<T: Value> Value for Option<T> {
    const REFERS: bool = T::REFERS;

    fn input() -> Input {
        T::input().or_none()
    }

    fn choices(names: &Names<'_>) -> Vec<(String, String)> {
        T::choices(names)
    }

    fn typed(&self, names: &Names<'_>) -> String {
        self.as_ref()
            .map_or_else(String::new, |value| value.typed(names))
    }

    fn read(typed: &str, names: &Names<'_>) -> Result<Self, String> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        T::read(typed, names).map(Some)
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        if !path.is_empty() {
            return match self {
                Some(value) => value.seen(path, names),
                None => T::fresh()?.seen(path, names),
            };
        }
        let seen = match self {
            Some(value) => value.seen(path, names)?,
            None => ShownField::none::<T>(),
        };
        Some(ShownField {
            input: seen.input.or_none(),
            is_optional: true,
            ..seen
        })
    }

    /// A part that is not there begins empty, and goes when nothing is left in it.
    fn set(
        &mut self,
        path: &[PathPart],
        edit: FieldEdit<'_>,
        names: &Names<'_>,
    ) -> Result<(), String> {
        if let ([], FieldEdit::Typed(typed)) = (path, edit) {
            *self = Self::read(typed, names)?;
            return Ok(());
        }
        let mut value = self.take().or_else(T::fresh).ok_or(NO_PLACE)?;
        value.set(path, edit, names)?;
        *self = (!value.is_blank()).then_some(value);
        Ok(())
    }

    fn items(&self, path: &[PathPart], most: usize) -> Option<(usize, FieldPath)> {
        match self {
            Some(value) => value.items(path, most),
            None => T::fresh()?.items(path, most),
        }
    }

    fn same_way(&self, other: &Self, path: &[PathPart]) -> Option<FieldPath> {
        match (self, other) {
            (Some(own), Some(other)) => own.same_way(other, path),
            _ => Some(path.to_vec()),
        }
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if let Some(value) = self {
            value.faults(at);
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        if let Some(value) = self {
            value.refs(visit);
        }
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.texts(names, visit);
        }
    }

    fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
        match self {
            Some(value) => value.rewrite(change),
            None => Ok(()),
        }
    }

    fn forget(&mut self, gone: &Gone<'_>) {
        if self.as_ref().is_some_and(|value| value.is_lost(gone)) {
            *self = None;
        } else if let Some(value) = self {
            value.forget(gone);
        }
    }

    fn rename(&mut self, to: &RenamedTo<'_>) {
        if let Some(value) = self {
            value.rename(to);
        }
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        merge::merge_option(all, out)
    }
}

impl<T: Value> Value for Box<T> {
    const REFERS: bool = T::REFERS;

    fn input() -> Input {
        T::input()
    }

    fn choices(names: &Names<'_>) -> Vec<(String, String)> {
        T::choices(names)
    }

    fn typed(&self, names: &Names<'_>) -> String {
        (**self).typed(names)
    }

    fn read(typed: &str, names: &Names<'_>) -> Result<Self, String> {
        T::read(typed, names).map(Box::new)
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        (**self).seen(path, names)
    }

    fn set(
        &mut self,
        path: &[PathPart],
        edit: FieldEdit<'_>,
        names: &Names<'_>,
    ) -> Result<(), String> {
        (**self).set(path, edit, names)
    }

    fn items(&self, path: &[PathPart], most: usize) -> Option<(usize, FieldPath)> {
        (**self).items(path, most)
    }

    fn same_way(&self, other: &Self, path: &[PathPart]) -> Option<FieldPath> {
        (**self).same_way(other, path)
    }

    fn fresh() -> Option<Self> {
        T::fresh().map(Box::new)
    }

    fn is_blank(&self) -> bool {
        (**self).is_blank()
    }

    fn faults(&self, at: &mut Faults<'_>) {
        (**self).faults(at);
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        (**self).refs(visit);
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        (**self).texts(names, visit);
    }

    fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
        (**self).rewrite(change)
    }

    fn is_lost(&self, gone: &Gone<'_>) -> bool {
        (**self).is_lost(gone)
    }

    fn forget(&mut self, gone: &Gone<'_>) {
        (**self).forget(gone);
    }

    fn rename(&mut self, to: &RenamedTo<'_>) {
        (**self).rename(to);
    }

    fn item_id(&self) -> Option<&str> {
        (**self).item_id()
    }

    fn goes_as(&self, other: &Self) -> bool {
        (**self).goes_as(other)
    }

    fn item(id: &str) -> Option<Self> {
        T::item(id).map(Box::new)
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        Box::new(T::merge_both(all.map(|value| &**value), out))
    }
}
