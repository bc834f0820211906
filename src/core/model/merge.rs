//! Three-way merge: what becomes of a value, a record or a register that two sides changed.
//!
//! What one side alone changed is taken. What both changed is merged as far as its type knows how
//! ([`Value::merge`](super::Value::merge)); where it does not, the base stays and the three versions are noted under
//! their path ([`Conflicts`]). Swapping the sides gives the same result and the same paths.
//!
//! Limitations: records are merged one by one. That one side deleted what the other refers to, and what belongs to
//! the whole document, is not known here. Values in a conflict are spelled by `ron`, not by `format`: they read the
//! same and look different.

mod lines;
mod lists;
mod records;

use std::{collections::BTreeMap, sync::Arc};

use ron::{extensions::Extensions, value::RawValue};
use serde::{Serialize, de::DeserializeOwned};

use super::{Conflict, Ext, FieldPath, PathPart};
pub(super) use lines::merge_lines;
pub(super) use lists::merge_list;
pub use records::{merge_fields, merge_register, merge_registers};

/// A value as both sides found it, and as each of them left it.
#[derive(Clone, Copy, Debug)]
pub struct Versions<V> {
    /// What both started from.
    pub base: V,
    /// What this side made of it.
    pub ours: V,
    /// What the other side made of it.
    pub theirs: V,
}

impl<V> Versions<V> {
    /// The same of each version.
    pub fn map<U>(self, mut made: impl FnMut(V) -> U) -> Versions<U> {
        Versions {
            base: made(self.base),
            ours: made(self.ours),
            theirs: made(self.theirs),
        }
    }

    /// References to them.
    pub fn as_ref(&self) -> Versions<&V> {
        Versions {
            base: &self.base,
            ours: &self.ours,
            theirs: &self.theirs,
        }
    }
}

impl<V: PartialEq> Versions<V> {
    /// What it is now, unless both sides changed it and not in the same way.
    pub fn settled(self) -> Option<V> {
        if self.ours == self.theirs || self.theirs == self.base {
            Some(self.ours)
        } else {
            (self.ours == self.base).then_some(self.theirs)
        }
    }
}

impl<V> Versions<Option<V>> {
    /// All three, if they are there.
    fn whole(self) -> Option<Versions<V>> {
        Some(Versions {
            base: self.base?,
            ours: self.ours?,
            theirs: self.theirs?,
        })
    }
}

/// What both sides changed and nobody could merge, and the place at which the merge is.
#[derive(Debug, Default)]
pub struct Conflicts {
    at: FieldPath,
    /// Whether both sides made what is merged here, under the same id: there is no base to keep.
    is_made_twice: bool,
    found: BTreeMap<FieldPath, Conflict>,
}

/// How to merge records or items of a type.
struct Merging<T> {
    /// The base of those that both sides made; `None` for what is no more than a value.
    fresh: fn() -> Option<T>,
    merge: fn(Versions<&T>, &mut Conflicts) -> T,
}

impl Conflicts {
    /// Each place that somebody has to decide, with its three versions: that of a field, of a unit of fields
    /// ([`Field::unit`](super::Field::unit)), of an item that one side deleted and the other changed, or of a list,
    /// where what is in question is the order of the ids that stand in the versions.
    pub fn found(&self) -> &BTreeMap<FieldPath, Conflict> {
        &self.found
    }

    /// The same as the file holds them.
    pub fn spelled(self) -> BTreeMap<String, Conflict> {
        let spelled = |path: FieldPath| {
            let parts: Vec<String> = path.iter().map(PathPart::to_string).collect();
            parts.join("/")
        };
        let found = self.found.into_iter();
        found.map(|(path, all)| (spelled(path), all)).collect()
    }

    /// Goes to a field, a record or an item, and back.
    pub fn at<Out>(&mut self, part: PathPart, merge: impl FnOnce(&mut Self) -> Out) -> Out {
        self.at.push(part);
        let merged = merge(self);
        self.at.pop();
        merged
    }

    /// Merges what has no parts that could be merged.
    pub fn plain<T: Clone + PartialEq + Serialize>(&mut self, all: Versions<&T>) -> T {
        match all.settled() {
            Some(one) => one.clone(),
            None => self.dispute(all),
        }
    }

    /// Notes a value that both sides changed, and keeps the base.
    pub fn dispute<T: Clone + Serialize>(&mut self, all: Versions<&T>) -> T {
        self.kept(all, |one| to_ron(one)).clone()
    }

    /// Notes what both sides changed, and says which version is kept: the base, or without one that which is
    /// spelled first.
    fn kept<'v, T>(&mut self, all: Versions<&'v T>, spell: impl Fn(&T) -> Box<RawValue>) -> &'v T {
        let mut spelled = all.map(spell);
        let mut kept = all.base;
        if self.is_made_twice {
            let ours_first = spelled.ours.get_ron() <= spelled.theirs.get_ron();
            kept = if ours_first { all.ours } else { all.theirs };
            spelled.base = to_ron(&None::<()>);
        }
        self.note(spelled);
        kept
    }

    fn note(&mut self, all: Versions<Box<RawValue>>) {
        let conflict = Conflict(all.base, all.ours, all.theirs);
        self.found.insert(self.at.clone(), conflict);
    }

    /// Merges a record or an item that need not be there in every version. One that one side deleted and the other
    /// changed stays as it was changed, and is noted.
    fn item<T: Clone + PartialEq + Serialize>(
        &mut self,
        id: &str,
        all: Versions<Option<&T>>,
        how: &Merging<T>,
    ) -> Option<T> {
        if let Some(one) = all.settled() {
            return one.cloned();
        }
        self.at(PathPart::Item(id.into()), |out| {
            match (all.base, all.ours, all.theirs) {
                (Some(base), Some(ours), Some(theirs)) => {
                    let all = Versions { base, ours, theirs };
                    Some((how.merge)(all, out))
                }
                (None, Some(ours), Some(theirs)) => Some(out.made_twice(ours, theirs, how)),
                (_, one, other) => {
                    out.note(all.map(|version| to_ron(&version)));
                    one.or(other).cloned()
                }
            }
        })
    }

    /// Merges what both sides made under the same id.
    fn made_twice<T: Clone + Serialize>(&mut self, ours: &T, theirs: &T, how: &Merging<T>) -> T {
        let outside = std::mem::replace(&mut self.is_made_twice, true);
        let base = (how.fresh)();
        let all = Versions {
            base: base.as_ref().unwrap_or(ours),
            ours,
            theirs,
        };
        let merged = match base {
            Some(_) => (how.merge)(all, self),
            None => self.dispute(all),
        };
        self.is_made_twice = outside;
        merged
    }
}

/// Merges what is there or not: two that were made at once as far as they have fields.
pub(super) fn merge_option<T: super::Value>(
    all: Versions<&Option<T>>,
    out: &mut Conflicts,
) -> Option<T> {
    match (all.base, all.ours, all.theirs) {
        (Some(base), Some(ours), Some(theirs)) => {
            Some(T::merge(Versions { base, ours, theirs }, out))
        }
        (None, Some(ours), Some(theirs)) if T::fresh().is_some() => {
            Some(out.made_twice(ours, theirs, &of_values()))
        }
        _ => out.dispute(all),
    }
}

/// Merges a map entry by entry.
pub(super) fn merge_map<K: Ord + Clone + AsRef<str>, T: super::Value>(
    all: Versions<&BTreeMap<K, T>>,
    out: &mut Conflicts,
) -> BTreeMap<K, T> {
    merge_entries(all, &of_values(), out)
}

/// Merges data of other tools, of which nothing is known but whose they are.
pub(super) fn merge_ext(all: Versions<&Ext>, out: &mut Conflicts) -> Ext {
    let how = Merging {
        fresh: || None,
        merge: |all, out| out.plain(all),
    };
    out.at(PathPart::Name("ext"), |out| merge_entries(all, &how, out))
}

fn merge_entries<K: Ord + Clone + AsRef<str>, T: Clone + PartialEq + Serialize>(
    all: Versions<&BTreeMap<K, T>>,
    how: &Merging<T>,
    out: &mut Conflicts,
) -> BTreeMap<K, T> {
    let sides = all.ours.keys().chain(all.theirs.keys());
    let mut keys: Vec<&K> = sides.collect();
    keys.sort_unstable();
    keys.dedup();
    let merged = keys.into_iter().filter_map(|key| {
        let entry = out.item(key.as_ref(), all.map(|map| map.get(key)), how)?;
        Some((key.clone(), entry))
    });
    merged.collect()
}

/// How values are merged.
fn of_values<T: super::Value>() -> Merging<T> {
    Merging {
        fresh: T::fresh,
        merge: T::merge,
    }
}

/// How files are read: what is there needs no `Some` around it.
fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// A value as a conflict holds it.
///
/// # Panics
/// When the `Serialize` of the value fails, which none of a record does.
pub(super) fn to_ron<T: Serialize + ?Sized>(value: &T) -> Box<RawValue> {
    let text = options().to_string(value);
    raw(text.expect("a value of a record can be written"))
}

/// RON text that was just written.
fn raw(text: String) -> Box<RawValue> {
    RawValue::from_boxed_ron(text.into()).expect("what was written can be read")
}

/// The value that a conflict holds.
///
/// # Errors
/// A sentence for the person, when it is none of this type.
pub(super) fn from_ron<T: DeserializeOwned>(text: &RawValue) -> Result<T, String> {
    let read = options().from_str(text.get_ron());
    read.map_err(|error| format!("This version of the value cannot be read: {}", error.code))
}

/// What tells an item from the others of its list.
type ItemKey = Arc<str>;
