//! The fields of records by name: what the inspector labels, compare words and search reads.
//!
//! A table stands beside each record's serde fields; a test proves that both name the same.

mod show;

use super::{
    AiSystem, Basis, Comment, Connector, Control, DataUse, Demand, Fallback, Gone, HandOver,
    Incident, Input, Lane, Link, Moment, Monitor, Oversight, Pain, PathPart, Phase, Ref, Removed,
    Reply, Role, Rule, Source, Step, Stop, Touchpoint, Value, Variant, Worker, faults::Faults,
};
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

/// Whether the type of a field can name other records.
const fn can_refer<T, V: Value>(_: fn(&T) -> &V) -> bool {
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
            typed: |record, _| record.id.to_string(),
            set: |_, _, _, _| Err("An id stays as it was made".to_owned()),
            copy: |from, to| to.id.clone_from(&from.id),
            faults: |_, _| {},
            refers: false,
            refs: |_, _| {},
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
            typed: |record, names| Value::typed(&record.$name, names),
            set: |record, path, typed, names| Value::set(&mut record.$name, path, typed, names),
            copy: |from, to| to.$name.clone_from(&from.$name),
            faults: |record, at| Value::faults(&record.$name, at),
            refers: can_refer(|record: &$record| &record.$name),
            refs: |record, visit| Value::refs(&record.$name, visit),
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

tables! {
    Step {
        lane: "Lane",
        moment: "Moment",
        span: "Moments covered" and at_least_one,
        rank: "Order in the cell",
        title: "Title",
        description: "Description",
        note: "Note",
        kind: "Kind",
        work: "Work time",
        workers: "Workers",
        wait: "Wait",
        cost: "Cost",
        happens: "Happens in",
        split: "Split",
        join: "Join",
        start: "Cases begin here",
        owner: "Owner",
        perceived_owner: "Owner in the customer's eyes",
        channel: "Channel",
        systems: "Systems",
        controls: "Controls" and controls,
        pains: "Pains" and pains,
        answers: "Answers pains",
        markers: "Markers",
        feeling: "Feeling",
        replaces: "Replaces" first,
        links: "Links",
        ai: "AI touchpoint",
        basis: "Basis",
    }
    Connector {
        from: "From",
        to: "To",
        kind: "Kind",
        two_way: "Two-way",
        label: "Label",
        share: "Share",
        note: "Note",
    }
    Lane {
        id: "Id",
        name: "Name",
        kind: "Kind",
        description: "Description",
    }
    Phase {
        id: "Id",
        name: "Name",
        description: "Description",
        moments: "Moments",
    }
    Role {
        id: "Id",
        name: "Name",
        people: "People",
        hours_per_week: "Hours per week",
        cost_per_hour: "Cost per hour",
    }
    AiSystem {
        id: "Id",
        name: "Name",
        supplier: "Supplier",
        version: "Version",
        technique: "Technique",
        model_owner: "Model owner",
        inventory_number: "Inventory number",
        risk_tier: "Risk tier",
        data: "Data",
        last_validated: "Last validated",
        exit_plan: "Exit plan",
    }
    Variant {
        id: "Id",
        name: "Name",
        state: "State",
        demand: "Demand",
        build_cost: "Build cost",
        run_cost_per_month: "Run cost per month",
    }
    Touchpoint {
        task: "Task",
        never: "Must never",
        system: "AI system",
        technique: "Technique",
        autonomy: "Autonomy",
        status: "Status",
        next_review: "Next review",
        owner: "Business owner",
        affects_person: "Affects rights or money",
        reversible: "Reversible",
        appeal: "Way to appeal",
        oversight: "Oversight",
        unit_cost: "Cost of a run",
        resolves: "Resolves without a person",
        hand_over: "Hand-over",
        fallback: "Fallback in an outage",
        stop: "How to stop it",
        languages: "Languages",
        channels: "Channels",
        serves: "Serves",
        serves_not: "Does not serve",
        logs: "Logs",
        incidents: "Incidents",
        data: "Data used",
        customer_told: "Customer is told it is AI",
        explained: "Explanation on offer",
        rules: "Rules that apply",
        monitors: "Monitors",
        takes_over: "Takes over",
        value: "Value",
        effort: "Effort",
        risk: "Risk",
        wave: "Wave",
    }
    Moment {
        id: "Id",
        name: "Name",
    }
    Demand {
        cases_per_month: "Cases per month",
        repeat_share: "Repeat share",
    }
    Removed {
        why: "Why",
        exceptions_go_to: "Exceptions go to",
        controls_dropped: "Controls dropped",
    }
    Comment {
        at: "About",
        author: "Author",
        text: "Text",
        date: "Date",
        replies: "Replies",
        resolved: "Resolved",
    }
    Reply {
        author: "Author",
        text: "Text",
        date: "Date",
    }
    Source {
        title: "Title",
        says: "What it says",
        address: "Address",
        date: "Date",
    }
    Worker {
        role: "Role",
        work: "Work time",
    }
    Control {
        id: "Id",
        name: "Name",
        rule: "Rule",
    }
    Pain {
        id: "Id",
        text: "Text",
        often: "How often",
        bad: "How bad",
        said_by: "Said by",
        votes: "Votes",
    }
    Link {
        title: "Title",
        address: "Address",
    }
    Basis {
        kind: "Kind",
        source: "Source",
        on: "On",
    }
    Oversight {
        role: "Role",
        share: "Share of the cases",
        time: "Time of a review",
        can_stop: "Can stop it",
        can_override: "Can override it",
    }
    HandOver {
        to: "To",
        triggers: "When",
        confidence: "Confidence below",
        label: "Label",
    }
    Fallback {
        to: "To",
        last_tested: "Last tested",
    }
    Stop {
        who: "Who",
        how: "How",
        takes: "Takes",
    }
    Incident {
        on: "On",
        what: "What",
        severity: "Severity",
        done: "Done",
    }
    DataUse {
        name: "Name",
        personal: "Personal",
        special_category: "Special category",
        leaves: "Leaves the organisation",
    }
    Rule {
        name: "Name",
        why: "Why",
        checked_on: "Checked on",
    }
    Monitor {
        metric: "Metric",
        kind: "Kind",
        baseline: "Baseline",
        target: "Target",
        measured: "Measured",
        alert_at: "Alert at",
        how_often: "How often",
    }
}

/// A step covers a moment or more.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a row of a table hands a reference"
)]
fn at_least_one(span: &u32, at: &mut Faults<'_>) {
    if *span == 0 {
        at.out_of_range("1 or more", *span);
    }
}

fn controls(controls: &Vec<Control>, at: &mut Faults<'_>) {
    at.doubled(controls.iter().map(|control| &*control.id));
    Value::faults(controls, at);
}

fn pains(pains: &Vec<Pain>, at: &mut Faults<'_>) {
    at.doubled(pains.iter().map(|pain| pain.id.as_str()));
    Value::faults(pains, at);
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
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::model::{
        Autonomy, Basis, Blueprint, Moment, Money, PainId, Share, Split, StepId, Worker, Written,
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
