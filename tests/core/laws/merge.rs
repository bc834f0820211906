//! What two sides made of a value, a record or a register comes together: nothing is lost, and no side is the first.

use std::{any::type_name, collections::BTreeSet, fmt::Debug};

use frontstage::{
    edit::Edit,
    model::{
        Blueprint, Conflict, Conflicts, Control, Field, FieldEdit, Fields, Input, Link, Moment,
        Names, Pain, PathPart, Phase, Record, Register, Step, Value, Variant, Versions, Visit,
        merge_fields, merge_register, merge_registers,
    },
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::TestRunner,
};
use ron::value::RawValue;

use crate::common::{
    blueprints, cases,
    edits::edits,
    kinds::{EachKind, Kind, each_kind, filled, typed},
};

fn versions<'v, T>(base: &'v T, ours: &'v T, theirs: &'v T) -> Versions<&'v T> {
    Versions { base, ours, theirs }
}

/// Proves what is true of every merge, and gives what comes of it.
fn check<T: PartialEq + Debug>(
    all: Versions<&T>,
    merge: impl Fn(Versions<&T>, &mut Conflicts) -> T,
) -> (T, Conflicts) {
    let merged = |base, ours, theirs| {
        let mut out = Conflicts::default();
        let merged = merge(versions(base, ours, theirs), &mut out);
        (merged, out)
    };
    let Versions { base, ours, theirs } = all;
    for one in [ours, theirs] {
        for (ours, theirs) in [(one, base), (base, one), (one, one)] {
            let (merged, out) = merged(base, ours, theirs);
            assert_eq!(&merged, one, "one side alone changed it");
            assert!(out.found().is_empty(), "{:?}", out.found());
        }
    }
    let (result, out) = merged(base, ours, theirs);
    let (swapped, swapped_out) = merged(base, theirs, ours);
    assert_eq!(result, swapped, "it matters which side is which");
    let swap = |Conflict(base, ours, theirs): &Conflict| {
        Conflict(base.clone(), theirs.clone(), ours.clone())
    };
    let found = swapped_out.found().iter();
    let swapped_found = found.map(|(path, conflict)| (path.clone(), swap(conflict)));
    assert_eq!(*out.found(), swapped_found.collect());
    (result, out)
}

/// Proves that a record has what one side alone changed in it.
fn check_nothing_is_lost<T: Fields>(all: Versions<&T>, merged: &T) {
    for field in T::FIELDS {
        let together = |other: &&Field<T>| match field.unit {
            Some(unit) => other.unit == Some(unit),
            None => other.name == field.name,
        };
        let fields: Vec<_> = T::FIELDS.iter().filter(together).collect();
        for (one, other) in [(all.ours, all.theirs), (all.theirs, all.ours)] {
            if fields.iter().all(|field| (field.same)(other, all.base)) {
                assert!((field.same)(merged, one), "{} is lost", field.name);
            }
        }
    }
}

/// Whether a field has no parts that could be merged.
fn is_whole<T>(field: &Field<T>) -> bool {
    let input = (field.input)();
    matches!(
        input,
        Input::Line { .. } | Input::Choice { .. } | Input::Reference(_)
    )
}

/// Merges records of every kind of which each field is empty, filled, or something that can be typed.
struct Merges {
    blueprint: Blueprint,
    typed: Vec<String>,
}

impl EachKind for Merges {
    fn kind<T: Kind>(&mut self, reach: fn(&mut Blueprint) -> &mut T, _: fn(&Blueprint) -> Edit) {
        let old = reach(&mut self.blueprint.clone()).clone();
        let names = Names::of(&self.blueprint, &self.blueprint.variants[0]);
        let others = |field: &'static Field<T>| {
            let mut others = vec![T::default(), old.clone()];
            let choices = match (field.input)() {
                Input::Choice { all, .. } => all,
                _ => Vec::new(),
            };
            for typed in self.typed.iter().map(String::as_str).chain(choices) {
                let mut other = T::default();
                let is_new = (field.set)(&mut other, &[], FieldEdit::Typed(typed), &names).is_ok()
                    && !others.iter().any(|known| (field.same)(known, &other));
                if is_new && others.len() < 5 {
                    others.push(other);
                }
            }
            others
        };
        let fields = T::FIELDS.iter().filter(|field| field.name != "id");
        let fields: Vec<_> = fields.map(|field| (field, others(field))).collect();
        let picks = vec(any::<[Index; 3]>(), fields.len());
        let picked = |picks: &[[Index; 3]], version: usize| {
            let mut record = old.clone();
            for (pick, (field, others)) in picks.iter().zip(&fields) {
                (field.copy)(pick[version].get(others), &mut record);
            }
            record
        };
        let checked = TestRunner::new(cases(24)).run(&picks, |picks| {
            let [base, ours, theirs] = [0, 1, 2].map(|version| picked(&picks, version));
            let all = versions(&base, &ours, &theirs);
            let (merged, out) = check(all, merge_fields);
            check_nothing_is_lost(all, &merged);
            for (field, _) in fields.iter().filter(|(field, _)| is_whole(field)) {
                let is_unlike = |a, b| !(field.same)(a, b);
                if is_unlike(&ours, &theirs) && is_unlike(&ours, &base) && is_unlike(&theirs, &base)
                {
                    let path = vec![PathPart::Name(field.unit.unwrap_or(field.name))];
                    assert!(
                        out.found().contains_key(&path),
                        "{} is not noted",
                        field.name
                    );
                }
            }
            Ok(())
        });
        if let Err(error) = checked {
            panic!("{}: {error}", type_name::<T>());
        }
    }
}

#[test]
fn two_sides_of_each_kind_come_together() {
    let blueprint = filled();
    let typed = typed(&blueprint);
    each_kind(&mut Merges { blueprint, typed });
}

/// Writes and reads each field of each kind.
struct Spelled(Blueprint);

impl EachKind for Spelled {
    fn kind<T: Kind>(&mut self, reach: fn(&mut Blueprint) -> &mut T, _: fn(&Blueprint) -> Edit) {
        let (old, empty) = (reach(&mut self.0).clone(), T::default());
        let nonsense = RawValue::from_ron("{1: {}}").unwrap();
        for field in T::FIELDS {
            for (one, other) in [(&old, &empty), (&empty, &old)] {
                let mut read = other.clone();
                let text = (field.ron)(one);
                assert_eq!((field.set_ron)(&mut read, &text), Ok(()), "{text}");
                assert!((field.same)(&read, one), "{}: {text}", field.name);
                assert!((field.set_ron)(&mut read, nonsense).is_err());
                assert!((field.same)(&read, one), "{} was garbled", field.name);
            }
        }
    }
}

#[test]
fn each_field_can_stand_in_a_conflict() {
    each_kind(&mut Spelled(filled()));
}

/// What edits that are accepted make of a blueprint.
fn edited(base: &Blueprint, edits: &[Edit]) -> Blueprint {
    let mut blueprint = base.clone();
    for edit in edits {
        let mut new = blueprint.clone();
        if edit.apply(&mut new).is_ok() {
            blueprint = new;
        }
    }
    blueprint
}

/// Proves that every record that one side alone changed is as that side left it, and so every field of those which
/// both changed.
fn check_records<T: Fields + PartialEq + Debug, Held: Register<T>>(
    all: Versions<&Held>,
    merged: &Held,
) {
    let held = [all.base, all.ours, all.theirs];
    let ids = held.into_iter().flat_map(Register::entries);
    let ids: BTreeSet<_> = ids.map(|(id, _)| id).collect();
    for id in ids {
        let now = merged.record(id);
        let Versions { base, ours, theirs } = all.map(|register| register.record(id));
        if theirs == base {
            assert_eq!(now, ours);
        } else if ours == base {
            assert_eq!(now, theirs);
        } else if let (Some(base), Some(ours), Some(theirs)) = (base, ours, theirs) {
            check_nothing_is_lost(versions(&**base, ours, theirs), now.unwrap());
        } else {
            let is_there = ours.is_some() || theirs.is_some();
            assert_eq!(now.is_some(), is_there, "{id} is lost");
        }
    }
}

struct CheckRegister<'b>(Versions<&'b Blueprint>, &'b Blueprint);

impl Visit for CheckRegister<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        check_records(self.0.map(T::all), T::all(self.1));
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn edits_of_two_sides_come_together(
        base in blueprints(),
        ours in vec(edits(), 1..12),
        theirs in vec(edits(), 1..12),
    ) {
        let (ours, theirs) = (edited(&base, &ours), edited(&base, &theirs));
        // Variants are merged one by one below; what the file says of itself is not merged here.
        let of_base = |side: &Blueprint| Blueprint {
            format: base.format,
            variants: base.variants.clone(),
            conflicts: base.conflicts.clone(),
            ..side.clone()
        };
        let all = versions(&base, &of_base(&ours), &of_base(&theirs)).map(Blueprint::clone);
        let (merged, _) = check(all.as_ref(), |all, out| {
            let mut merged = merge_fields(all, out);
            merge_registers(all, &mut merged, out);
            merged
        });
        check_nothing_is_lost(all.as_ref(), &merged);
        for kind in frontstage::model::Kind::ALL {
            kind.visit(CheckRegister(all.as_ref(), &merged));
        }
        for base in &base.variants {
            let found = |side: &Blueprint| side.variant(&base.id).map(|(_, variant)| variant.clone());
            if let (Some(ours), Some(theirs)) = (found(&ours), found(&theirs)) {
                check_variant(versions(&**base, &ours, &theirs));
            }
        }
    }

    #[test]
    fn lists_with_ids_come_together(base in pains(), ours in pains(), theirs in pains()) {
        let all = versions(&base, &ours, &theirs);
        let (merged, _) = check(all, Value::merge);
        let find = |list: &Vec<Pain>, id: &str| {
            list.iter().find(|pain| pain.id.as_str() == id).cloned()
        };
        for id in IDS {
            let now = find(&merged, id);
            let Versions { base, ours, theirs } = all.map(|list| find(list, id));
            if theirs == base {
                prop_assert_eq!(now, ours);
            } else if ours == base {
                prop_assert_eq!(now, theirs);
            } else {
                prop_assert_eq!(now.is_some(), ours.is_some() || theirs.is_some());
            }
        }
        let order = |list: &[Pain], other: &[Pain]| -> Vec<_> {
            let ids = list.iter().map(|pain| pain.id.clone());
            ids.filter(|id| other.iter().any(|pain| pain.id == *id)).collect()
        };
        if order(&base, &theirs) == order(&theirs, &base) {
            let staying: Vec<Pain> = base.iter().filter(|pain| {
                [&ours, &theirs].iter().all(|list| find(list, pain.id.as_str()).is_some())
            }).cloned().collect();
            prop_assert_eq!(order(&merged, &staying), order(&ours, &staying));
        }
    }

    #[test]
    fn lists_without_ids_come_together(
        words in [words(), words(), words()],
        links in [links(), links(), links()],
    ) {
        let [base, ours, theirs] = &words;
        let (merged, out) = check(versions(base, ours, theirs), Value::merge);
        if out.found().is_empty() {
            let both = ours.iter().chain(theirs).filter(|word| !base.contains(word));
            prop_assert!(both.into_iter().all(|word| merged.contains(word)));
        }
        let [base, ours, theirs] = &links;
        let (merged, out) = check(versions(base, ours, theirs), Value::merge);
        if out.found().is_empty() {
            let both = ours.iter().chain(theirs).filter(|link| !base.contains(link));
            prop_assert!(both.into_iter().all(|link| merged.contains(link)));
        }
    }

    #[test]
    fn texts_come_together_by_lines(base in lines(), ours in lines(), theirs in lines()) {
        let all = versions(&base, &ours, &theirs);
        let (merged, out) = check(all, Value::merge);
        if !out.found().is_empty() {
            prop_assert_eq!(merged, base);
            return Ok(());
        }
        let base: Vec<&str> = base.lines().collect();
        let new = ours.lines().chain(theirs.lines()).filter(|line| !base.contains(line));
        for line in new {
            prop_assert!(merged.lines().any(|other| other == line), "{} is lost", line);
        }
    }
}

fn check_variant(all: Versions<&Variant>) {
    let heads = all.map(Variant::head);
    let heads = versions(&heads.base, &heads.ours, &heads.theirs);
    let (merged, _) = check(heads, merge_fields);
    check_nothing_is_lost(heads, &merged);
    let steps = all.map(|variant| &variant.steps);
    let (merged, _) = check(steps, merge_register);
    check_records(steps, &merged);
    let connectors = all.map(|variant| &variant.connectors);
    let (merged, _) = check(connectors, merge_register);
    check_records(connectors, &merged);
}

const IDS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// Some of a few pains, in any order.
fn pains() -> impl Strategy<Value = Vec<Pain>> {
    vec((select(&IDS[..]), select(vec!["", "slow", "dear"])), 0..7).prop_map(|pains| {
        let mut seen = BTreeSet::new();
        let pains = pains.into_iter().filter(|(id, _)| seen.insert(*id));
        pains.map(|(id, text)| pain(id, text)).collect()
    })
}

fn pain(id: &str, text: &str) -> Pain {
    Pain {
        id: id.into(),
        text: text.to_owned(),
        ..Pain::default()
    }
}

fn words() -> impl Strategy<Value = Vec<String>> {
    vec(select(&IDS[..]).prop_map(str::to_owned), 0..4)
}

fn links() -> impl Strategy<Value = Vec<Link>> {
    words().prop_map(|titles| {
        let titles = titles.into_iter();
        let link = |title| Link {
            title,
            address: String::new(),
        };
        titles.map(link).collect()
    })
}

fn lines() -> impl Strategy<Value = String> {
    vec(select(&IDS[..]), 0..6).prop_map(|lines| lines.join("\n"))
}

/// What both made of a record that began as `base`, and what is in dispute, as the file has it.
fn merged<T: Fields + Clone>(
    base: &T,
    ours: impl FnOnce(&mut T),
    theirs: impl FnOnce(&mut T),
) -> (T, Vec<(String, String)>) {
    let (mut one, mut other) = (base.clone(), base.clone());
    ours(&mut one);
    theirs(&mut other);
    let mut out = Conflicts::default();
    let merged = merge_fields(versions(base, &one, &other), &mut out);
    let spelled = |(path, Conflict(base, ours, theirs)): (String, Conflict)| {
        (path, format!("{base} | {ours} | {theirs}"))
    };
    (merged, out.spelled().into_iter().map(spelled).collect())
}

fn noted(path: &str, versions: &str) -> Vec<(String, String)> {
    vec![(path.to_owned(), versions.to_owned())]
}

#[test]
fn a_step_that_both_moved_stays() {
    let step = Step::new("agent".into(), "m-1".into(), "Reads");
    let (merged, noted) = merged(
        &step,
        |ours| {
            ours.lane = Some("customer".into());
            ours.title = "Reads it".to_owned();
        },
        |theirs| theirs.rank = 7,
    );
    assert_eq!(merged.cell(), step.cell());
    assert_eq!((merged.rank, &*merged.title), (0, "Reads it"));
    let versions = r#"("agent","m-1",0) | ("customer","m-1",0) | ("agent","m-1",7)"#;
    assert_eq!(noted, self::noted("place", versions));
}

#[test]
fn what_one_side_deleted_and_the_other_changed_stays() {
    let step = Step {
        pains: vec![pain("p-1", "slow"), pain("p-2", "dear")],
        ..Step::default()
    };
    let (merged, noted) = merged(
        &step,
        |ours| drop(ours.pains.remove(0)),
        |theirs| theirs.pains[0].votes = Some(3),
    );
    assert_eq!(merged.pains[0].votes, Some(3));
    assert_eq!(merged.pains.len(), 2);
    let versions = r#"(id:"p-1",text:"slow") | None | (id:"p-1",text:"slow",votes:3)"#;
    assert_eq!(noted, self::noted("pains/p-1", versions));
}

#[test]
fn what_both_sides_made_is_one() {
    let control = |name: &str, rule: &str| Control {
        id: "four-eyes".into(),
        name: name.to_owned(),
        rule: rule.to_owned(),
    };
    let (merged, noted) = merged(
        &Step::default(),
        |ours| ours.controls.push(control("Two people", "")),
        |theirs| theirs.controls.push(control("Four eyes", "House rule")),
    );
    assert_eq!(merged.controls, [control("Four eyes", "House rule")]);
    let versions = r#"None | "Two people" | "Four eyes""#;
    assert_eq!(noted, self::noted("controls/four-eyes/name", versions));
}

#[test]
fn moments_that_both_put_in_order_stay_as_they_were() {
    let moment = |id: &str| Moment {
        id: id.into(),
        ..Moment::default()
    };
    let phase = Phase {
        moments: ["a", "b", "c"].map(moment).into(),
        ..Phase::default()
    };
    let (merged, noted) = merged(
        &phase,
        |ours| ours.moments.swap(0, 1),
        |theirs| {
            theirs.moments.swap(1, 2);
            theirs.moments.push(moment("new"));
        },
    );
    assert_eq!(merged.moments, ["a", "b", "new", "c"].map(moment));
    let versions = r#"["a","b","c"] | ["b","a","c"] | ["a","c","b","new"]"#;
    assert_eq!(noted, self::noted("moments", versions));
}

#[test]
fn data_of_other_tools_is_kept() {
    let step = Step::default();
    let data = |text: &str| RawValue::from_boxed_ron(text.into()).unwrap();
    let (merged, noted) = merged(
        &step,
        |ours| {
            ours.ext.insert("a.b".to_owned(), data("1"));
            ours.ext.insert("both".to_owned(), data("2"));
        },
        |theirs| {
            theirs.ext.insert("c.d".to_owned(), data("3"));
            theirs.ext.insert("both".to_owned(), data("4"));
        },
    );
    assert_eq!(merged.ext.len(), 3);
    assert_eq!(noted, self::noted("ext/both", "None | 2 | 4"));
}
