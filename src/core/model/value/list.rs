//! Lists of values, whose items come, go and move.

use super::{
    FieldEdit, FieldPath, Input, NO_PLACE, PathPart, RenamedTo, Rewrite, ShownField, Value,
};
use crate::model::{Conflicts, Gone, Names, Ref, Versions, faults::Faults, merge, typed};

/// What becomes of a list, or of an item of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemEdit {
    /// The list gets an item behind all others, unless it has one of that id, or that very value.
    Add(NewItem),
    /// The item is taken out.
    Remove,
    /// The item comes to another place, counted from 0 after it was taken out.
    MoveTo(usize),
}

/// An item to be put into a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    /// Its id, if such items have one; else empty.
    pub id: String,
    /// Whether it is left out where the list has an item of its name.
    pub unless_named: bool,
    /// What its fields say, as typed. An empty path is the whole item, of a list of plain values.
    pub typed: Vec<(FieldPath, String)>,
}

/// Values separated by commas, or by semicolons where one has a comma.
impl<T: Value> Value for Vec<T> {
    const REFERS: bool = T::REFERS;

    fn input() -> Input {
        match T::input() {
            Input::Text => Input::Names,
            Input::Choice {
                all, open: false, ..
            } => Input::Ticks(all),
            Input::Reference(kind) => Input::References(kind),
            _ => Input::List,
        }
    }

    fn choices(names: &Names<'_>) -> Vec<(String, String)> {
        T::choices(names)
    }

    fn typed(&self, names: &Names<'_>) -> String {
        let typed: Vec<String> = self.iter().map(|value| value.typed(names)).collect();
        typed::show_names(&typed)
    }

    fn read(typed: &str, names: &Names<'_>) -> Result<Self, String> {
        let parts = typed::names(typed)?;
        parts.iter().map(|part| T::read(part, names)).collect()
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        match path {
            [part, rest @ ..] => self[place_of(self, part)?].seen(rest, names),
            [] => Some(ShownField::of(self, names)),
        }
    }

    fn set(
        &mut self,
        path: &[PathPart],
        edit: FieldEdit<'_>,
        names: &Names<'_>,
    ) -> Result<(), String> {
        let Some((part, rest)) = path.split_first() else {
            match edit {
                FieldEdit::Typed(typed) => *self = Self::read(typed, names)?,
                FieldEdit::Item(ItemEdit::Add(new)) => add(self, new, names)?,
                FieldEdit::Item(_) => return Err(NO_PLACE.to_owned()),
            }
            return Ok(());
        };
        let place = place_of(self, part).ok_or(NO_PLACE)?;
        match (rest, edit) {
            ([], FieldEdit::Item(ItemEdit::Remove)) => {
                self.remove(place);
            }
            ([], FieldEdit::Item(ItemEdit::MoveTo(to))) => {
                let item = self.remove(place);
                self.insert((*to).min(self.len()), item);
            }
            _ => self[place].set(rest, edit, names)?,
        }
        Ok(())
    }

    fn items(&self, path: &[PathPart], most: usize) -> Option<(usize, FieldPath)> {
        if let Some((part, rest)) = path.split_first() {
            return self[place_of(self, part)?].items(rest, most);
        }
        let first = self.iter().enumerate().take(most);
        let parts = first.map(|(number, item)| match item.item_id() {
            Some(id) => PathPart::Item(id.into()),
            None => PathPart::Number(number),
        });
        Some((self.len(), parts.collect()))
    }

    fn same_way(&self, other: &Self, path: &[PathPart]) -> Option<FieldPath> {
        let Some((part, rest)) = path.split_first() else {
            return Some(Vec::new());
        };
        let place = place_of(self, part)?;
        let item = &self[place];
        // Several may go by one name: the first of them is the first there.
        let before = self[..place].iter().filter(|one| one.goes_as(item));
        let mut there = other
            .iter()
            .enumerate()
            .filter(|(_, one)| one.goes_as(item));
        let (place, same) = there.nth(before.count())?;
        let part = match part {
            PathPart::Number(_) => PathPart::Number(place),
            id => id.clone(),
        };
        let rest = item.same_way(same, rest)?;
        Some(std::iter::once(part).chain(rest).collect())
    }

    fn faults(&self, at: &mut Faults<'_>) {
        for (number, value) in self.iter().enumerate() {
            at.number(number, |at| value.faults(at));
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        for value in self {
            value.refs(visit);
        }
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        for value in self {
            value.texts(names, visit);
        }
    }

    /// A text of which nothing is left is no item any more.
    fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
        let mut kept = Vec::with_capacity(self.len());
        for mut value in std::mem::take(self) {
            let mut is_empty = false;
            value.rewrite(&mut |text| {
                let new = change(text)?;
                is_empty = new.trim().is_empty();
                Some(new)
            })?;
            if !(is_empty && T::input() == Input::Text) {
                kept.push(value);
            }
        }
        *self = kept;
        Ok(())
    }

    fn forget(&mut self, gone: &Gone<'_>) {
        self.retain(|value| !value.is_lost(gone));
        for value in self {
            value.forget(gone);
        }
    }

    /// Two that name the same thing now are one.
    fn rename(&mut self, to: &RenamedTo<'_>) {
        // Those that were renamed; what a file holds twice stays so.
        let mut changed = Vec::with_capacity(self.len());
        for value in self.iter_mut() {
            let old = value.clone();
            value.rename(to);
            changed.push(*value != old);
        }
        let mut place = 0;
        while place < self.len() {
            let value = &self[place];
            let mut others = self.iter().enumerate();
            let is_doubled =
                changed[place] && others.any(|(at, other)| at != place && other == value);
            if is_doubled {
                self.remove(place);
                changed.remove(place);
            } else {
                place += 1;
            }
        }
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        merge::merge_list(all, out)
    }
}

/// The place of the item to which a part of a path leads.
fn place_of<T: Value>(list: &[T], part: &PathPart) -> Option<usize> {
    match part {
        PathPart::Number(number) => Some(*number).filter(|number| *number < list.len()),
        PathPart::Item(id) => list.iter().position(|item| item.item_id() == Some(id)),
        PathPart::Name(_) => None,
    }
}

/// Puts a new item into a list, unless it is there.
fn add<T: Value>(list: &mut Vec<T>, new: &NewItem, names: &Names<'_>) -> Result<(), String> {
    let whole = new.typed.iter().find(|(path, _)| path.is_empty());
    let mut item = match whole {
        Some((_, typed)) => T::read(typed, names)?,
        None => T::item(&new.id).ok_or(NO_PLACE)?,
    };
    for (path, typed) in new.typed.iter().filter(|(path, _)| !path.is_empty()) {
        item.set(path, FieldEdit::Typed(typed), names)?;
    }
    let is_plain = whole.is_some();
    let is_there = |one: &T| match one.item_id() {
        Some(id) => item.item_id() == Some(id),
        None => is_plain && *one == item || new.unless_named && one.goes_as(&item),
    };
    if !list.iter().any(is_there) {
        list.push(item);
    }
    Ok(())
}
