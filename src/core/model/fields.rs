//! The fields of records by name: what the inspector labels, compare words and search reads.
//!
//! The struct of a record, its spelling in the file and its table are written together by `record!`.

mod define;
mod show;

use ron::value::RawValue;

use super::{
    Conflicts, FieldEdit, FieldPath, Gone, Input, PathPart, Ref, RenamedTo, Rewrite, ShownField,
    Value, Versions, faults::Faults,
};
pub(super) use define::{default, id_in, is_written, plain, record, row, set_id};
pub(super) use show::or_id;
pub use show::{Names, Words};

/// A field of a `T`: what it is called, and what can be done with it whatever its type.
pub struct Field<T: 'static> {
    /// Name in the file.
    pub name: &'static str,
    /// Label on screen.
    pub label: &'static str,
    /// With which others it means one thing, and is merged as one: the fields that have this name.
    pub unit: Option<&'static str>,
    /// How it is typed or picked.
    pub input: fn() -> Input,
    /// Whether two records agree in it.
    pub same: fn(&T, &T) -> bool,
    /// Its value as a person reads it; empty when nobody gave one.
    pub words: fn(&T, &Names<'_>) -> String,
    /// What stands at a path within it, or itself where the path is empty, as a form shows it.
    pub seen: SeenAt<T>,
    /// Its value as a person types it; empty when nobody gave one.
    pub typed: fn(&T, &Names<'_>) -> String,
    /// Changes what stands at a path within it, or itself where the path is empty.
    pub set: Set<T>,
    /// The items of the list at a path within it: how many there are, and what leads to the first of them.
    pub items: ItemsAt<T>,
    /// The path within it that leads to the same thing in the second record, if it has that.
    pub same_way: fn(&T, &T, &[PathPart]) -> Option<FieldPath>,
    /// Gives its value in the first record to the second.
    pub copy: fn(&T, &mut T),
    /// Notes what cannot be read, lies outside its range or names nothing.
    pub faults: fn(&T, &mut Faults<'_>),
    /// Whether it can name other records.
    pub refers: bool,
    /// Hands out every reference in it.
    pub refs: fn(&T, &mut dyn FnMut(Ref<'_>)),
    /// Hands out every text in it that people wrote, and the names of people and things it refers to.
    pub texts: fn(&T, &Names<'_>, &mut dyn FnMut(&str)),
    /// Changes texts in it that people wrote; else says what is wrong with a new one.
    pub rewrite: fn(&mut T, &mut Rewrite<'_>) -> Result<(), String>,
    /// Clears references in it to what went.
    pub forget: fn(&mut T, &Gone<'_>),
    /// Gives references in it other ids.
    pub rename: fn(&mut T, &RenamedTo<'_>),
    /// Its value as a conflict holds it.
    pub ron: fn(&T) -> Box<RawValue>,
    /// Sets it to what a conflict holds; else says what is wrong with that.
    pub set_ron: fn(&mut T, &RawValue) -> Result<(), String>,
    /// Gives what becomes of its value in three versions of a record to a fourth.
    pub merge: fn(Versions<&T>, &mut T, &mut Conflicts),
}

/// What stands at a path within a field, or the field itself, as a form shows it.
pub type SeenAt<T> = fn(&T, &[PathPart], &Names<'_>) -> Option<ShownField>;

/// How many items a list has, and what leads to the first so many of them.
pub type ItemsAt<T> = fn(&T, &[PathPart], usize) -> Option<(usize, FieldPath)>;

/// Changes a field, or a part of it; else says what is wrong with it.
pub type Set<T> = fn(&mut T, &[PathPart], FieldEdit<'_>, &Names<'_>) -> Result<(), String>;

/// What is made of fields.
pub trait Fields: Sized + 'static {
    /// Every field but `ext`, and but what a variant or a blueprint holds, in the order of the file.
    const FIELDS: &'static [Field<Self>];

    /// The field called `name` in the file.
    fn field(name: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|field| field.name == name)
    }

    /// The id that it carries itself.
    fn own_id(&self) -> Option<&str> {
        None
    }

    /// Gives it an id, if it carries one itself.
    fn set_own_id(&mut self, _: &str) {}

    /// Gives what becomes of the data of other tools in three versions to a fourth.
    fn merge_ext(_: Versions<&Self>, _: &mut Self, _: &mut Conflicts) {}
}

/// The fields of `T` in which `a` and `b` differ, in the table's order.
pub fn changed_fields<T: Fields>(a: &T, b: &T) -> Vec<&'static Field<T>> {
    let fields = T::FIELDS.iter();
    fields.filter(|field| !(field.same)(a, b)).collect()
}

/// Whether one of the fields can name other records.
pub(super) const fn refers<T>(fields: &[Field<T>]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if fields[at].refers {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a record of this type can name others.
pub const fn can_refer<T: Fields>() -> bool {
    refers(T::FIELDS)
}

/// Notes what is wrong with the fields of a record.
pub(super) fn faults<T: Fields>(record: &T, at: &mut Faults<'_>) {
    for field in T::FIELDS {
        at.name(field.name, |at| (field.faults)(record, at));
    }
}

/// Hands out every reference in the fields of a record.
pub fn refs<T: Fields>(record: &T, visit: &mut dyn FnMut(Ref<'_>)) {
    for field in T::FIELDS.iter().filter(|field| field.refers) {
        (field.refs)(record, visit);
    }
}

/// Hands out every text in the fields of a record that people wrote.
pub(super) fn texts<T: Fields>(record: &T, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
    for field in T::FIELDS {
        (field.texts)(record, names, visit);
    }
}

/// Changes every text in the fields of a record that people wrote, where `change` has another one.
///
/// # Errors
/// What is wrong with a new text.
pub fn rewrite<T: Fields>(record: &mut T, change: &mut Rewrite<'_>) -> Result<(), String> {
    let mut fields = T::FIELDS.iter();
    fields.try_for_each(|field| (field.rewrite)(record, change))
}

/// Clears references in the fields of a record to what went.
pub fn forget<T: Fields>(record: &mut T, gone: &Gone<'_>) {
    for field in T::FIELDS.iter().filter(|field| field.refers) {
        (field.forget)(record, gone);
    }
}

/// Gives references in the fields of a record other ids, where `to` has one.
pub fn rename<T: Fields>(record: &mut T, to: &RenamedTo<'_>) {
    for field in T::FIELDS.iter().filter(|field| field.refers) {
        (field.rename)(record, to);
    }
}

/// Whether a field of a record names something that went.
pub fn names_gone<T: Fields>(record: &T, gone: &Gone<'_>) -> bool {
    let mut found = false;
    refs(record, &mut |name| found |= gone.took(name));
    found
}

/// What stands at the end of `path`, as a form shows it; `None` where the path leads nowhere.
pub fn seen<T: Fields>(record: &T, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
    let (field, rest) = first_of::<T>(path)?;
    let mut seen = (field.seen)(record, rest, names)?;
    if seen.label.is_empty() {
        seen.label = field.label;
    }
    Some(seen)
}

/// Changes the field, or the part of one, to which `path` leads.
///
/// # Errors
/// A sentence for the person, when what was typed cannot be understood.
pub fn set<T: Fields>(
    record: &mut T,
    path: &[PathPart],
    edit: FieldEdit<'_>,
    names: &Names<'_>,
) -> Result<(), String> {
    let (field, rest) = first_of::<T>(path).ok_or("What this changes is no longer there")?;
    (field.set)(record, rest, edit, names)
}

/// The items of the list to which `path` leads: how many there are, and what leads to the first `most` of them.
pub fn items<T: Fields>(record: &T, path: &[PathPart], most: usize) -> Option<(usize, FieldPath)> {
    let (field, rest) = first_of::<T>(path)?;
    (field.items)(record, rest, most)
}

/// The path that leads to the same field, or item of a list, in another record; `None` where that has no such item.
pub fn same_way<T: Fields>(record: &T, other: &T, path: &[PathPart]) -> Option<FieldPath> {
    let (field, rest) = first_of::<T>(path)?;
    let rest = (field.same_way)(record, other, rest)?;
    let field = PathPart::Name(field.name);
    Some(std::iter::once(field).chain(rest).collect())
}

/// The field with which a path begins, and the rest of the path.
fn first_of<T: Fields>(path: &[PathPart]) -> Option<(&'static Field<T>, &[PathPart])> {
    match path {
        [PathPart::Name(name), rest @ ..] => Some((T::field(name)?, rest)),
        _ => None,
    }
}

/// How the type of a field is typed: the function only says which type.
pub(super) fn input<T, V: Value>(_: fn(&T) -> &V) -> Input {
    V::input()
}

/// Whether the type of a field can name other records.
pub(super) const fn type_refers<T, V: Value>(_: fn(&T) -> &V) -> bool {
    V::REFERS
}

/// Whether no two of the words are the same.
pub(super) const fn all_differ(words: &[&str]) -> bool {
    let mut at = 0;
    while at < words.len() {
        let mut other = 0;
        while other < at {
            if is_same(words[at], words[other]) {
                return false;
            }
            other += 1;
        }
        at += 1;
    }
    true
}

/// `==`, which no `const fn` can call yet.
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The names that serde knows in a `T`: a record's fields, an enum's choices.
#[cfg(test)]
pub(super) fn fields_of<'de, T: serde::Deserialize<'de>>() -> Vec<&'static str> {
    use serde::de::{Deserializer, Error as _, Visitor, value::Error};

    /// Hears what a type asks for, and gives it nothing.
    struct Names<'n>(&'n mut Vec<&'static str>);

    impl<'de> Deserializer<'de> for Names<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
            Err(Error::custom("only names are asked for"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            *self.0 = fields.to_vec();
            self.deserialize_any(visitor)
        }

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            name: &'static str,
            choices: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            self.deserialize_struct(name, choices, visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
        }
    }

    let mut names = Vec::new();
    let _ = T::deserialize(Names(&mut names));
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{
        Autonomy, Basis, Blueprint, Lane, Moment, Money, PainId, Phase, Role, Share, Split, Step,
        StepId, Touchpoint, Variant, Worker, Written,
    };

    fn blueprint() -> Blueprint {
        Blueprint {
            currency: "EUR".into(),
            lanes: vec![Arc::new(Lane {
                id: "agent".into(),
                name: "Agent".to_owned(),
                ..Lane::default()
            })],
            phases: vec![Arc::new(Phase {
                id: "ask".into(),
                name: "Ask".to_owned(),
                moments: vec![Moment {
                    id: "m".into(),
                    ..Moment::default()
                }],
                ..Phase::default()
            })],
            roles: vec![Arc::new(Role {
                id: "clerk".into(),
                name: "Clerk".to_owned(),
                ..Role::default()
            })],
            ..Blueprint::default()
        }
    }

    fn check_shown(step: &Step, name: &str, shown: &str) {
        let field = Step::field(name);
        let field = field.expect("a field of a step");
        let (blueprint, variant) = (blueprint(), Variant::default());
        let names = Names::of(&blueprint, &variant);
        assert_eq!((field.words)(step, &names), shown, "{name}");
    }

    #[test]
    fn values_are_shown_in_words() {
        let mut step = Step::new("agent".into(), "m".into(), "Reads the case");
        step.work = Some(Written::read("270s"));
        step.workers = vec![Worker {
            role: "clerk".into(),
            work: Some(Written::read("soon")),
        }];
        step.cost = Some(Money(12.5));
        step.happens = Some(Share(0.665));
        step.split = Some(Split::Either);
        step.start = Some(false);
        step.answers = vec![PainId::new("gone")];
        step.basis.insert("work".to_owned(), Basis::default());
        step.ai = Some(Box::new(Touchpoint {
            autonomy: Some(Autonomy::ActsThenInforms),
            ..Touchpoint::default()
        }));
        for (name, shown) in [
            ("lane", "Agent"),
            ("moment", "Ask, 1"),
            ("title", "Reads the case"),
            ("work", "4m 30s"),
            ("workers", "Clerk soon"),
            ("wait", ""),
            ("cost", "12.50 EUR"),
            ("happens", "66.5 %"),
            ("split", "Either, one of them"),
            ("start", "No"),
            ("answers", "gone"),
            ("basis", "Work time: Guess"),
            ("ai", "Acts, then informs"),
        ] {
            check_shown(&step, name, shown);
        }
    }

    #[test]
    fn a_step_has_the_title_of_the_variant_looked_at() {
        let called = |id: &str, steps: &[(&str, &str)]| Variant {
            id: id.into(),
            steps: (steps.iter())
                .map(|(id, title)| (StepId::from(*id), Step::new("l".into(), "m".into(), title)))
                .map(|(id, step)| (id, Arc::new(step)))
                .collect(),
            ..Variant::default()
        };
        let before = called("before", &[("asks", "Asks"), ("reads", "Reads")]);
        let after = called("after", &[("asks", "Asks the bot")]);
        let variants = [before.clone(), after.clone()].map(Arc::new);
        let blueprint = Blueprint {
            variants: variants.to_vec(),
            ..Blueprint::default()
        };
        let step = Step {
            replaces: vec!["asks".into(), "reads".into(), "gone".into()],
            ..Step::default()
        };
        let field = Step::field("replaces");
        let show = field.expect("a field of a step").words;
        for (variant, words) in [
            (before, "Asks, Reads, gone"),
            (after, "Asks the bot, Reads, gone"),
        ] {
            assert_eq!(show(&step, &Names::of(&blueprint, &variant)), words);
        }
    }

    #[test]
    fn changed_fields_come_in_the_order_of_the_table() {
        let before = Step::default();
        let after = Step {
            note: "x".to_owned(),
            title: "y".to_owned(),
            ..Step::default()
        };
        let names: Vec<&str> = changed_fields(&before, &after)
            .iter()
            .map(|field| field.name)
            .collect();
        assert_eq!(names, ["title", "note"]);
    }
}
