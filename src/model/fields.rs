//! The fields of records by name: what the inspector labels, compare words and search reads.
//!
//! A table stands beside each record's serde fields; a test proves that both name the same.

mod show;

use super::{AiSystem, Connector, Lane, Phase, Role, Step, Touchpoint, Variant};
pub use show::Names;
use show::Show as _;

/// A field of a `T`: its name in the file, its label on screen, and its value in words.
pub struct Field<T: 'static> {
    /// Name in the file.
    pub name: &'static str,
    /// Label on screen.
    pub label: &'static str,
    /// Whether two records agree in it.
    pub same: fn(&T, &T) -> bool,
    /// Its value as a person reads it; empty when nobody gave one.
    pub show: fn(&T, &Names<'_>) -> String,
}

/// The fields of `T` in which `a` and `b` differ, in the table's order.
pub fn changed_fields<'t, T>(table: &'t [Field<T>], a: &T, b: &T) -> Vec<&'t Field<T>> {
    table.iter().filter(|field| !(field.same)(a, b)).collect()
}

/// Makes a table of a record's fields and their labels.
macro_rules! fields {
    ($record:ty { $($name:ident: $label:literal,)* }) => {
        &[$(Field {
            name: stringify!($name),
            label: $label,
            same: |a, b| a.$name == b.$name,
            show: |record: &$record, names| record.$name.show(names),
        }),*]
    };
}

/// Every field of a step but `ext`.
pub const STEP_FIELDS: &[Field<Step>] = fields!(Step {
    lane: "Lane",
    moment: "Moment",
    span: "Moments covered",
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
    controls: "Controls",
    pains: "Pains",
    answers: "Answers pains",
    markers: "Markers",
    feeling: "Feeling",
    replaces: "Replaces",
    links: "Links",
    ai: "AI touchpoint",
    basis: "Basis",
});

/// Every field of a connector but `ext`.
pub const CONNECTOR_FIELDS: &[Field<Connector>] = fields!(Connector {
    from: "From",
    to: "To",
    kind: "Kind",
    two_way: "Two-way",
    label: "Label",
    share: "Share",
    note: "Note",
});

/// Every field of a lane but `ext`.
pub const LANE_FIELDS: &[Field<Lane>] = fields!(Lane {
    id: "Id",
    name: "Name",
    kind: "Kind",
    description: "Description",
});

/// Every field of a phase but `ext`.
pub const PHASE_FIELDS: &[Field<Phase>] = fields!(Phase {
    id: "Id",
    name: "Name",
    description: "Description",
    moments: "Moments",
});

/// Every field of a role but `ext`.
pub const ROLE_FIELDS: &[Field<Role>] = fields!(Role {
    id: "Id",
    name: "Name",
    people: "People",
    hours_per_week: "Hours per week",
    cost_per_hour: "Cost per hour",
});

/// Every field of an AI system but `ext`.
pub const AI_SYSTEM_FIELDS: &[Field<AiSystem>] = fields!(AiSystem {
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
});

/// Every field of a variant but what it holds (steps, connectors, `removed`) and `ext`.
pub const VARIANT_HEAD_FIELDS: &[Field<Variant>] = fields!(Variant {
    id: "Id",
    name: "Name",
    state: "State",
    demand: "Demand",
    build_cost: "Build cost",
    run_cost_per_month: "Run cost per month",
});

/// Every field of an AI touchpoint.
pub const TOUCHPOINT_FIELDS: &[Field<Touchpoint>] = fields!(Touchpoint {
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
});

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

    fn check_table<'de, T: serde::Deserialize<'de>>(table: &[Field<T>], without: &[&str]) {
        let mut known = fields_of::<T>();
        known.retain(|name| *name != "ext" && !without.contains(name));
        let listed: Vec<&str> = table.iter().map(|field| field.name).collect();
        assert_eq!(listed, known);
        let labels: BTreeSet<&str> = table.iter().map(|field| field.label).collect();
        assert_eq!(labels.len(), table.len(), "two fields share a label");
    }

    #[test]
    fn tables_name_the_fields_of_the_file_in_its_order() {
        check_table(STEP_FIELDS, &[]);
        check_table(CONNECTOR_FIELDS, &[]);
        check_table(LANE_FIELDS, &[]);
        check_table(PHASE_FIELDS, &[]);
        check_table(ROLE_FIELDS, &[]);
        check_table(AI_SYSTEM_FIELDS, &[]);
        check_table(VARIANT_HEAD_FIELDS, &["steps", "connectors", "removed"]);
        check_table(TOUCHPOINT_FIELDS, &[]);
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
        let field = STEP_FIELDS.iter().find(|field| field.name == name);
        let field = field.expect("a field of a step");
        let (blueprint, variant) = (blueprint(), Variant::default());
        let names = Names::of(&blueprint, &variant);
        assert_eq!((field.show)(step, &names), shown, "{name}");
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
        let field = STEP_FIELDS.iter().find(|field| field.name == "replaces");
        let show = field.expect("a field of a step").show;
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
        let names: Vec<&str> = changed_fields(STEP_FIELDS, &before, &after)
            .iter()
            .map(|field| field.name)
            .collect();
        assert_eq!(names, ["title", "note"]);
    }
}
