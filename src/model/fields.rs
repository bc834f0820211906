//! The fields of records by name: what the inspector labels, compare words and search reads.
//!
//! A table stands beside each record's serde fields; a test proves that both name the same.

mod show;

use super::{Gone, Input, PathPart, Ref, Value, faults::Faults};
pub(super) use show::or_id;
pub use show::{Names, Words};

/// A field of a `T`: what it is called, and what can be done with it whatever its type.
pub struct Field<T: 'static> {
    /// Name in the file.
    pub name: &'static str,
    /// Label on screen.
    pub label: &'static str,
    /// How it is typed or picked.
    pub input: fn() -> Input,
    /// Whether two records agree in it.
    pub same: fn(&T, &T) -> bool,
    /// Its value as a person reads it; empty when nobody gave one.
    pub words: fn(&T, &Names<'_>) -> String,
    /// What it can be if it is a reference: as it is typed, and as a person reads it.
    pub choices: fn(&Names<'_>) -> Vec<(String, String)>,
    /// Its value as a person types it; empty when nobody gave one.
    pub typed: fn(&T, &Names<'_>) -> String,
    /// Sets what stands at a path within it, or itself where the path is empty, to what a person typed.
    pub set: Set<T>,
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
    /// Clears references in it to what went.
    pub forget: fn(&mut T, &Gone<'_>),
}

/// Sets a field, or a part of it, to what a person typed; else says what is wrong with it.
pub type Set<T> = fn(&mut T, &[PathPart], &str, &Names<'_>) -> Result<(), String>;

/// What is made of fields.
pub trait Fields: Sized + 'static {
    /// Every field but `ext`, and but what a variant or a blueprint holds, in the order of the file.
    const FIELDS: &'static [Field<Self>];

    /// The field called `name` in the file.
    fn field(name: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|field| field.name == name)
    }
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

/// Clears references in the fields of a record to what went.
pub fn forget<T: Fields>(record: &mut T, gone: &Gone<'_>) {
    for field in T::FIELDS.iter().filter(|field| field.refers) {
        (field.forget)(record, gone);
    }
}

/// Whether a field of a record names something that went.
pub fn names_gone<T: Fields>(record: &T, gone: &Gone<'_>) -> bool {
    let mut found = false;
    refs(record, &mut |name| found |= gone.took(name));
    found
}

/// Sets the field, or the part of one, to which `path` leads.
///
/// # Errors
/// A sentence for the person, when what was typed cannot be understood.
pub fn set<T: Fields>(
    record: &mut T,
    path: &[PathPart],
    typed: &str,
    names: &Names<'_>,
) -> Result<(), String> {
    let field = match path.first() {
        Some(PathPart::Name(name)) => T::field(name),
        _ => None,
    };
    let field = field.ok_or("There is no such field")?;
    (field.set)(record, &path[1..], typed, names)
}

/// How the type of a field is typed: the function only says which type.
fn input<T, V: Value>(_: fn(&T) -> &V) -> Input {
    V::input()
}

/// What a reference of the type of a field can be.
fn choices<T, V: Value>(_: fn(&T) -> &V, names: &Names<'_>) -> Vec<(String, String)> {
    V::choices(names)
}

/// Whether the type of a field can name other records.
const fn type_refers<T, V: Value>(_: fn(&T) -> &V) -> bool {
    V::REFERS
}

/// A row of a table. `id` is what a record is called by others and names nobody; `first` marks a field whose steps
/// are those of the first variant; a function after the label notes faults beside those of the type.
macro_rules! field {
    ($record:ty, $name:ident: $label:literal first) => {
        Field {
            faults: |record, at| at.in_first(|at| Value::faults(&record.$name, at)),
            refs: |record, visit| {
                Value::refs(&record.$name, &mut |name| visit(name.in_first()));
            },
            forget: |record, gone| Value::forget(&mut record.$name, &gone.in_first()),
            ..field!($record, $name: $label)
        }
    };
    ($record:ty, $name:ident: $label:literal and $faults:path) => {
        Field {
            faults: |record, at| $faults(&record.$name, at),
            ..field!($record, $name: $label)
        }
    };
    ($record:ty, id: $label:literal) => {
        Field {
            name: "id",
            label: $label,
            input: || Input::Part,
            same: |a, b| a.id == b.id,
            words: |record: &$record, _| record.id.to_string(),
            choices: |_| Vec::new(),
            typed: |record, _| record.id.to_string(),
            set: |_, _, _, _| Err("An id stays as it was made".to_owned()),
            copy: |from, to| to.id.clone_from(&from.id),
            faults: |_, _| {},
            refers: false,
            refs: |_, _| {},
            texts: |_, _, _| {},
            forget: |_, _| {},
        }
    };
    ($record:ty, $name:ident: $label:literal) => {
        Field {
            name: stringify!($name),
            label: $label,
            input: || input(|record: &$record| &record.$name),
            same: |a, b| a.$name == b.$name,
            words: |record: &$record, names| record.$name.in_words(names),
            choices: |names| choices(|record: &$record| &record.$name, names),
            typed: |record, names| Value::typed(&record.$name, names),
            set: |record, path, typed, names| Value::set(&mut record.$name, path, typed, names),
            copy: |from, to| to.$name.clone_from(&from.$name),
            faults: |record, at| Value::faults(&record.$name, at),
            refers: type_refers(|record: &$record| &record.$name),
            refs: |record, visit| Value::refs(&record.$name, visit),
            texts: |record, names, visit| Value::texts(&record.$name, names, visit),
            forget: |record, gone| Value::forget(&mut record.$name, gone),
        }
    };
}

/// Makes the tables of records and parts: names in the file, and labels.
macro_rules! tables {
    ($($record:ident { $($name:ident: $label:literal $($mark:ident $($faults:path)?)?,)* })*) => {$(
        impl Fields for $record {
            const FIELDS: &'static [Field<Self>] =
                &[$(field!($record, $name: $label $($mark $($faults)?)?)),*];
        }
    )*};
}

mod tables;

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
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::model::{
        AiSystem, Autonomy, Basis, Blueprint, Comment, Connector, Control, DataUse, Demand,
        Fallback, HandOver, Incident, Lane, Link, Moment, Money, Monitor, Oversight, Pain, PainId,
        Phase, Removed, Reply, Role, Rule, Share, Source, Split, Step, StepId, Stop, Touchpoint,
        Variant, Worker, Written,
    };

    fn check_table<'de, T: serde::Deserialize<'de> + Fields>(without: &[&str]) {
        let table = T::FIELDS;
        let mut known = fields_of::<T>();
        known.retain(|name| *name != "ext" && !without.contains(name));
        let listed: Vec<&str> = table.iter().map(|field| field.name).collect();
        assert_eq!(listed, known);
        let labels: BTreeSet<&str> = table.iter().map(|field| field.label).collect();
        assert_eq!(labels.len(), table.len(), "two fields share a label");
    }

    #[test]
    fn tables_name_the_fields_of_the_file_in_its_order() {
        check_table::<Step>(&[]);
        check_table::<Connector>(&[]);
        check_table::<Lane>(&[]);
        check_table::<Phase>(&[]);
        check_table::<Role>(&[]);
        check_table::<AiSystem>(&[]);
        check_table::<Variant>(&["steps", "connectors", "removed"]);
        check_table::<Touchpoint>(&[]);
        check_table::<Moment>(&[]);
        check_table::<Demand>(&[]);
        check_table::<Removed>(&[]);
        check_table::<Comment>(&[]);
        check_table::<Reply>(&[]);
        check_table::<Source>(&[]);
        check_table::<Worker>(&[]);
        check_table::<Control>(&[]);
        check_table::<Pain>(&[]);
        check_table::<Link>(&[]);
        check_table::<Basis>(&[]);
        check_table::<Oversight>(&[]);
        check_table::<HandOver>(&[]);
        check_table::<Fallback>(&[]);
        check_table::<Stop>(&[]);
        check_table::<Incident>(&[]);
        check_table::<DataUse>(&[]);
        check_table::<Rule>(&[]);
        check_table::<Monitor>(&[]);
    }

    fn blueprint() -> Blueprint {
        Blueprint {
            currency: "EUR".to_owned(),
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
            ("ai", "Idea, Acts, then informs"),
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
