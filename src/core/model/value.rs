//! What a value of a field can do, once for each type: be said and typed, be wrong, name other records.
//!
//! A field's row in a table ([`Field`](super::Field)) is made of these; whoever reads the tables (problems, edits,
//! find, "used by", forms) knows no type by name. Values know no window.
//!
//! A type that is made of fields is a part: it answers by its own table ([`Fields`]).

mod list;
mod map;
mod maybe;
mod measured;
mod simple;
mod told;

pub use list::{ItemEdit, NewItem};

use std::{fmt, sync::Arc};

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
    /// Several other records of a kind.
    References(RefKind),
    /// Some of a few choices: what they are called, in their order.
    Ticks(Vec<&'static str>),
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

/// What becomes of the field, or the item of a list, to which a path leads.
#[derive(Clone, Copy, Debug)]
pub enum FieldEdit<'a> {
    /// It is what a person typed.
    Typed(&'a str),
    /// It is a list, or an item of one, which changes as a whole.
    Item(&'a ItemEdit),
}

/// A value of any type as a form shows it.
pub struct ShownField {
    /// What the field is called.
    pub label: &'static str,
    /// How it is typed or picked.
    pub input: Input,
    /// Whether nobody need have given it.
    pub is_optional: bool,
    /// As a person types it; empty when nobody gave it.
    pub typed: String,
    /// As a person reads it; empty when nobody gave it.
    pub words: String,
    /// What it can be if it is a reference: as it is typed, and as a person reads it.
    pub choices: fn(&Names<'_>) -> Vec<(String, String)>,
}

impl ShownField {
    /// A value itself.
    fn of<T: Value>(value: &T, names: &Names<'_>) -> Self {
        Self {
            typed: value.typed(names),
            words: value.in_words(names),
            ..Self::none::<T>()
        }
    }

    /// A value that nobody gave.
    fn none<T: Value>() -> Self {
        Self {
            label: "",
            input: T::input(),
            is_optional: false,
            typed: String::new(),
            words: String::new(),
            choices: T::choices,
        }
    }
}

/// The id that a reference has from now on; `None` where it stays as it is.
pub type RenamedTo<'a> = dyn Fn(Ref<'_>) -> Option<String> + 'a;

/// What a text becomes; `None` where it stays as it is.
pub type Rewrite<'a> = dyn FnMut(&str) -> Option<String> + 'a;

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

    /// Changes what stands at `path` within it, or itself.
    ///
    /// # Errors
    /// As [`Value::read`], and when there is no such place.
    fn set(
        &mut self,
        path: &[PathPart],
        edit: FieldEdit<'_>,
        names: &Names<'_>,
    ) -> Result<(), String> {
        match edit {
            FieldEdit::Typed(typed) if path.is_empty() => {
                *self = Self::read(typed, names)?;
                Ok(())
            }
            _ => Err(NO_PLACE.to_owned()),
        }
    }

    /// The items of the list at `path` within it, or of itself: how many there are, and what leads to the first
    /// `most` of them. `None` where there is no list.
    fn items(&self, _: &[PathPart], _: usize) -> Option<(usize, FieldPath)> {
        None
    }

    /// The path that leads to the same thing in another value: an item of a list without ids may stand at another
    /// place there. `None` where the other has no such item.
    fn same_way(&self, _: &Self, path: &[PathPart]) -> Option<FieldPath> {
        Some(path.to_vec())
    }

    /// What a reference can be: as it is typed, and as a person reads it.
    fn choices(_: &Names<'_>) -> Vec<(String, String)> {
        Vec::new()
    }

    /// What stands at `path` within it, or itself, as a form shows it; `None` where the path leads nowhere.
    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        path.is_empty().then(|| ShownField::of(self, names))
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

    /// Changes every text in it that people wrote, where `change` has another one. What stands by its name elsewhere
    /// is changed there.
    ///
    /// # Errors
    /// As [`Value::read`].
    fn rewrite(&mut self, _: &mut Rewrite<'_>) -> Result<(), String> {
        Ok(())
    }

    /// Whether it means nothing any more once what it names went.
    fn is_lost(&self, _: &Gone<'_>) -> bool {
        false
    }

    /// Clears the references in it to what went.
    fn forget(&mut self, _: &Gone<'_>) {}

    /// Gives the references in it other ids, where `to` has one.
    fn rename(&mut self, _: &RenamedTo<'_>) {}

    /// The id by which it goes among others of a list.
    fn item_id(&self) -> Option<&str> {
        None
    }

    /// Whether a list calls the other by the same name: parts by their first field, which is the id where they have one.
    fn goes_as(&self, other: &Self) -> bool {
        self == other
    }

    /// An empty one of an id, of a part that can be an item of a list.
    fn item(_: &str) -> Option<Self> {
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
const NO_PLACE: &str = "What this changes is no longer there";

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
                match path {
                    [] => Some(ShownField::of(self, names)),
                    path => super::fields::seen(self, path, names),
                }
            }

            fn set(
                &mut self,
                path: &[PathPart],
                edit: FieldEdit<'_>,
                names: &Names<'_>,
            ) -> Result<(), String> {
                super::fields::set(self, path, edit, names)
            }

            fn items(&self, path: &[PathPart], most: usize) -> Option<(usize, FieldPath)> {
                super::fields::items(self, path, most)
            }

            fn same_way(&self, other: &Self, path: &[PathPart]) -> Option<FieldPath> {
                match path {
                    [] => Some(FieldPath::new()),
                    path => super::fields::same_way(self, other, path),
                }
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

            fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
                super::fields::rewrite(self, change)
            }

            $(fn is_lost(&self, gone: &Gone<'_>) -> bool {
                Value::is_lost(&self.$needed, gone)
            })?

            fn forget(&mut self, gone: &Gone<'_>) {
                super::fields::forget(self, gone);
            }

            fn rename(&mut self, to: &RenamedTo<'_>) {
                super::fields::rename(self, to);
            }

            fn item_id(&self) -> Option<&str> {
                Fields::own_id(self)
            }

            fn goes_as(&self, other: &Self) -> bool {
                let first = <$part as Fields>::FIELDS.first();
                first.is_some_and(|field| (field.same)(self, other))
            }

            fn item(id: &str) -> Option<Self> {
                let mut item = Self::default();
                item.set_own_id(id);
                Some(item)
            }

            fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
                merge::merge_fields(all, out)
            }
        }
    )*};
}

parts! {
    super::Approver;
    super::Basis;
    super::Control;
    super::DataUse;
    super::Demand;
    super::DroppedControl;
    super::ExitPlan;
    super::Fallback;
    super::HandOver;
    super::LeftPain;
    super::Link;
    super::Moment;
    super::MonitorAction;
    super::Notification;
    super::Opportunity;
    super::Oversight;
    super::Pain;
    super::Realised;
    super::Reply;
    super::Source;
    super::Stop;
    super::SystemData;
    super::Tool;
    super::Touchpoint, stands alone;
    super::Validation;
    super::Worker: lost with role;
}
