//! What a value of a field can do, once for each type: be said and typed, be wrong, name other records.
//!
//! A field's row in a table ([`Field`](super::Field)) is made of these; whoever reads the tables (problems, edits,
//! find, "used by", forms) knows no type by name. Values know no window.
//!
//! A type that is made of fields is a part: it answers by its own table ([`Fields`]).

mod simple;

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Conflicts, Fields, Gone, Names, Ref, RefKind, Versions, faults::Faults, fields::Words, merge,
};

/// How a value is typed or picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Words, on one line or several.
    Text,
    /// Something with a spelling of its own, on a line.
    Line {
        /// Shown in an empty field: spellings that are taken.
        hint: &'static str,
        /// Shown after the value.
        unit: Unit,
    },
    /// Several words, with commas between them.
    Names,
    /// One of a few choices.
    Choice {
        /// What they are called, in the order of a pick list.
        all: Vec<&'static str>,
        /// Whether nobody need have made it.
        optional: bool,
        /// Whether other words are taken too.
        open: bool,
    },
    /// Another record, by its name: of which kind.
    Reference(RefKind),
    /// Several values in a list.
    List,
    /// Fields of its own.
    Part,
}

/// What stands after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    None,
    Currency,
    Hours,
}

impl Input {
    /// The input of a value that nobody need have given.
    #[must_use]
    pub fn or_none(self) -> Self {
        match self {
            Self::Choice { all, open, .. } => Self::Choice {
                all,
                open,
                optional: true,
            },
            other => other,
        }
    }
}

/// A step on the way from a record into one of its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathPart {
    /// A field, by its name in the file.
    Name(&'static str),
    /// An entry of a list, by its number counted from 0.
    Number(usize),
    /// A record, an item of a list or an entry of a map, by its id.
    Item(Arc<str>),
}

impl fmt::Display for PathPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Number(number) => number.fmt(f),
            Self::Item(id) => f.write_str(id),
        }
    }
}

/// The way from a record to a field of it, or to a part of that.
pub type FieldPath = Vec<PathPart>;

/// A value of any type as a form shows it.
pub struct ShownField {
    /// What the field is called.
    pub label: &'static str,
    /// How it is typed or picked.
    pub input: Input,
    /// As a person types it; empty when nobody gave it.
    pub typed: String,
    /// As a person reads it; empty when nobody gave it.
    pub words: String,
    /// What it can be if it is a reference: as it is typed, and as a person reads it.
    pub choices: fn(&Names<'_>) -> Vec<(String, String)>,
}

/// The type of a field.
pub trait Value: Clone + PartialEq + Words + Serialize + DeserializeOwned {
    /// Whether it can name another record.
    const REFERS: bool = false;

    /// How it is typed or picked.
    fn input() -> Input;

    /// As a person types it; empty when nobody gave it.
    fn typed(&self, names: &Names<'_>) -> String {
        self.in_words(names)
    }

    /// What a person typed.
    ///
    /// # Errors
    /// A sentence for the person, when the text cannot be understood.
    fn read(typed: &str, names: &Names<'_>) -> Result<Self, String>;

    /// Sets what stands at `path` within it, or itself.
    ///
    /// # Errors
    /// As [`Value::read`], and when there is no such place.
    fn set(&mut self, path: &[PathPart], typed: &str, names: &Names<'_>) -> Result<(), String> {
        if path.is_empty() {
            *self = Self::read(typed, names)?;
            return Ok(());
        }
        Err(NO_PLACE.to_owned())
    }

    /// What a reference can be: as it is typed, and as a person reads it.
    fn choices(_: &Names<'_>) -> Vec<(String, String)> {
        Vec::new()
    }

    /// What stands at `path` within it, or itself, as a form shows it; `None` where the path leads nowhere.
    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        path.is_empty().then(|| ShownField {
            label: "",
            input: Self::input(),
            typed: self.typed(names),
            words: self.in_words(names),
            choices: Self::choices,
        })
    }

    /// An empty one to be filled in, of a part.
    fn fresh() -> Option<Self> {
        None
    }

    /// Whether it says nothing, of a part.
    fn is_blank(&self) -> bool {
        false
    }

    /// Notes what cannot be read, lies outside its range or names nothing.
    fn faults(&self, _: &mut Faults<'_>) {}

    /// Hands out every reference in it.
    fn refs(&self, _: &mut dyn FnMut(Ref<'_>)) {}

    /// Hands out every text in it that people wrote, and the names of people and things it refers to, but no places.
    fn texts(&self, _: &Names<'_>, _: &mut dyn FnMut(&str)) {}

    /// Whether it means nothing any more once what it names went.
    fn is_lost(&self, _: &Gone<'_>) -> bool {
        false
    }

    /// Clears the references in it to what went.
    fn forget(&mut self, _: &Gone<'_>) {}

    /// The id by which it goes among others of a list.
    fn item_id(&self) -> Option<&str> {
        None
    }

    /// What becomes of it when two sides went on from the base.
    fn merge(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        match all.settled() {
            Some(one) => one.clone(),
            None => Self::merge_both(all, out),
        }
    }

    /// The same when both sides changed it and not in the same way; without parts that could be merged it is noted.
    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        out.dispute(all)
    }
}

/// A path that leads nowhere: a mistake of the program, not of a person.
const NO_PLACE: &str = "There is no such field";

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
        Some(ShownField {
            label: "",
            input: Self::input(),
            typed: self.typed(names),
            words: self.in_words(names),
            choices: T::choices,
        })
    }

    /// A part that is not there begins empty, and goes when nothing is left in it.
    fn set(&mut self, path: &[PathPart], typed: &str, names: &Names<'_>) -> Result<(), String> {
        if path.is_empty() {
            *self = Self::read(typed, names)?;
            return Ok(());
        }
        let mut value = self.take().or_else(T::fresh).ok_or(NO_PLACE)?;
        value.set(path, typed, names)?;
        *self = (!value.is_blank()).then_some(value);
        Ok(())
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

    fn forget(&mut self, gone: &Gone<'_>) {
        if self.as_ref().is_some_and(|value| value.is_lost(gone)) {
            *self = None;
        } else if let Some(value) = self {
            value.forget(gone);
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

    fn set(&mut self, path: &[PathPart], typed: &str, names: &Names<'_>) -> Result<(), String> {
        (**self).set(path, typed, names)
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

    fn is_lost(&self, gone: &Gone<'_>) -> bool {
        (**self).is_lost(gone)
    }

    fn forget(&mut self, gone: &Gone<'_>) {
        (**self).forget(gone);
    }

    fn item_id(&self) -> Option<&str> {
        (**self).item_id()
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        Box::new(T::merge_both(all.map(|value| &**value), out))
    }
}

/// Values separated by commas, or by semicolons where one has a comma.
impl<T: Value> Value for Vec<T> {
    const REFERS: bool = T::REFERS;

    fn input() -> Input {
        match T::input() {
            Input::Text => Input::Names,
            _ => Input::List,
        }
    }

    fn typed(&self, names: &Names<'_>) -> String {
        let typed: Vec<String> = self.iter().map(|value| value.typed(names)).collect();
        super::typed::show_names(&typed)
    }

    fn read(typed: &str, names: &Names<'_>) -> Result<Self, String> {
        let parts = super::typed::names(typed)?;
        parts.iter().map(|part| T::read(part, names)).collect()
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        match path {
            [PathPart::Number(number), rest @ ..] => self.get(*number)?.seen(rest, names),
            [PathPart::Name(_) | PathPart::Item(_), ..] => None,
            [] => Some(ShownField {
                label: "",
                input: Self::input(),
                typed: self.typed(names),
                words: self.in_words(names),
                choices: Self::choices,
            }),
        }
    }

    fn set(&mut self, path: &[PathPart], typed: &str, names: &Names<'_>) -> Result<(), String> {
        match path {
            [] => *self = Self::read(typed, names)?,
            [PathPart::Number(number), rest @ ..] => {
                let value = self.get_mut(*number).ok_or(NO_PLACE)?;
                value.set(rest, typed, names)?;
            }
            [PathPart::Item(id), rest @ ..] => {
                let mut values = self.iter_mut();
                let value = values.find(|value| value.item_id() == Some(id));
                value.ok_or(NO_PLACE)?.set(rest, typed, names)?;
            }
            [PathPart::Name(_), ..] => return Err(NO_PLACE.to_owned()),
        }
        Ok(())
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

    fn forget(&mut self, gone: &Gone<'_>) {
        self.retain(|value| !value.is_lost(gone));
        for value in self {
            value.forget(gone);
        }
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        merge::merge_list(all, out)
    }
}

/// Entries by a name that a person or the program gave.
impl<K, T: Value> Value for BTreeMap<K, T>
where
    K: Ord + Clone + AsRef<str> + Serialize + DeserializeOwned,
    Self: Words,
{
    const REFERS: bool = T::REFERS;

    fn input() -> Input {
        Input::Part
    }

    fn read(_: &str, _: &Names<'_>) -> Result<Self, String> {
        Err(NOT_TYPED.to_owned())
    }

    fn faults(&self, at: &mut Faults<'_>) {
        for (key, value) in self {
            at.key(key.as_ref(), |at| value.faults(at));
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        self.values().for_each(|value| value.refs(visit));
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        self.values().for_each(|value| value.texts(names, visit));
    }

    fn forget(&mut self, gone: &Gone<'_>) {
        self.values_mut().for_each(|value| value.forget(gone));
    }

    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        merge::merge_map(all, out)
    }
}

/// What a part says to who types into all of it.
const NOT_TYPED: &str = "It has fields of its own: fill in those";

/// Makes values of types that are made of fields. `lost with FIELD` names the field without which one of a list
/// means nothing; `stands alone` marks a part that says something with all of its fields empty: it neither comes with
/// the first of them nor goes with the last.
macro_rules! parts {
    (@fresh) => {
        Some(Self::default())
    };
    (@fresh stands alone) => {
        None
    };
    (@is_blank $this:ident) => {
        *$this == Self::default()
    };
    (@is_blank $this:ident stands alone) => {
        false
    };
    ($($part:ty $(: lost with $needed:ident)? $(, $stands:ident $alone:ident)?;)*) => {$(
        impl Value for $part {
            const REFERS: bool = super::fields::refers(<$part as Fields>::FIELDS);

            fn input() -> Input {
                Input::Part
            }

            fn read(_: &str, _: &Names<'_>) -> Result<Self, String> {
                Err(NOT_TYPED.to_owned())
            }

            fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
                super::fields::seen(self, path, names)
            }

            fn set(
                &mut self,
                path: &[PathPart],
                typed: &str,
                names: &Names<'_>,
            ) -> Result<(), String> {
                super::fields::set(self, path, typed, names)
            }

            fn fresh() -> Option<Self> {
                parts!(@fresh $($stands $alone)?)
            }

            fn is_blank(&self) -> bool {
                parts!(@is_blank self $($stands $alone)?)
            }

            fn faults(&self, at: &mut Faults<'_>) {
                super::fields::faults(self, at);
            }

            fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
                super::fields::refs(self, visit);
            }

            fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
                super::fields::texts(self, names, visit);
            }

            $(fn is_lost(&self, gone: &Gone<'_>) -> bool {
                Value::is_lost(&self.$needed, gone)
            })?

            fn forget(&mut self, gone: &Gone<'_>) {
                super::fields::forget(self, gone);
            }

            fn item_id(&self) -> Option<&str> {
                Fields::own_id(self)
            }

            fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
                merge::merge_fields(all, out)
            }
        }
    )*};
}

parts! {
    super::Basis;
    super::Control;
    super::DataUse;
    super::Demand;
    super::Fallback;
    super::HandOver;
    super::Incident;
    super::Link;
    super::Moment;
    super::Monitor;
    super::Oversight;
    super::Pain;
    super::Reply;
    super::Rule;
    super::Source;
    super::Stop;
    super::Touchpoint, stands alone;
    super::Worker: lost with role;
}
