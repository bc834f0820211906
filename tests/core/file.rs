//! The file as people meet it: what is accepted, and that saving an untouched file changes no byte.

use std::sync::Arc;

use frontstage::{
    edit::Edit,
    format::{Reading, read, read_value, write, write_value},
    model::{
        Blueprint, Id, Key, Lane, Money, PathPart, Place, Role, Step, Time, Trouble, Variant,
        Written,
    },
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::common::{
    self,
    kinds::{EachKind, Kind, each_kind, filled},
};

const GOLDEN: &str = include_str!("../golden/every-field.blueprint.ron");

/// Reads `text`, which must open without a word of complaint.
fn check_opens(text: &str) -> Reading {
    let reading = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(reading.problems, [], "{text}");
    assert_eq!(reading.read_only, None, "{text}");
    assert!(!reading.unsaved, "{text}");
    reading
}

/// Proves that `text` opens as the same document as `plain`.
fn check_same(text: &str, plain: &str) {
    let (reading, expected) = (check_opens(text), check_opens(plain));
    assert_eq!(reading.blueprint, expected.blueprint, "{text}");
}

#[test]
fn a_file_with_everything_in_it_keeps_its_bytes() {
    let reading = check_opens(GOLDEN);
    assert!(!reading.comments, "comments in `ext` are kept");
    assert_eq!(write(&reading.blueprint), GOLDEN);
}

#[test]
fn the_golden_file_fills_every_field_of_every_record() {
    /// Proves that `record` has every field of its type in the file.
    fn check_filled<T: Serialize + DeserializeOwned>(record: &T) {
        let text = write_value(record);
        for field in common::fields_of::<T>() {
            assert!(text.contains(&format!("{field}: ")), "{field} in\n{text}");
        }
    }

    struct Filled(Blueprint);

    impl EachKind for Filled {
        fn kind<T: Kind>(
            &mut self,
            reach: fn(&mut Blueprint) -> &mut T,
            _: fn(&Blueprint) -> Edit,
        ) {
            check_filled(reach(&mut self.0));
        }
    }
    let blueprint = filled();
    check_filled(&blueprint);
    each_kind(&mut Filled(blueprint));
}

#[test]
fn sources_of_older_files_get_ids_from_their_titles() {
    let text = r#"(sources: [
        (title: "Time study, 2025", says: "x"),
        (title: "Time study: 2025"),
        (says: "id: \"no\""),
        (title: "返金", date: "2025-12-31"),
        (id: "kept", title: "Kept"),
        (id: "", title: "Kept"),
    ])"#;
    let ids = |reading: &Reading| -> Vec<String> {
        let sources = reading.blueprint.sources.iter();
        sources.map(|source| source.id.to_string()).collect()
    };
    let reading = check_opens(text);
    assert_eq!(
        ids(&reading),
        [
            "time-study-2025",
            "time-study-2025-2",
            "source-3",
            "source-4",
            "kept",
            "kept-2"
        ]
    );
    assert_eq!(ids(&check_opens(text)), ids(&reading), "the same each time");
    // The first save writes them, from then on no byte changes.
    let written = write(&reading.blueprint);
    assert!(
        written.contains("id: \"time-study-2025\",\n            title:"),
        "{written}"
    );
    assert_eq!(check_opens(&written).blueprint, reading.blueprint);
}

#[test]
fn comments_of_older_files_named_their_record_by_its_path() {
    let comments: String = [
        ("a", r#"Record("")"#),
        ("b", r#"Record("lanes/l")"#),
        ("c", r#"Record("phases/p")"#),
        ("d", r#"Record("phases/p/moments/m")"#),
        ("e", r#"Record("roles/r")"#),
        ("f", r#"Record("ai_systems/a")"#),
        ("g", r#"Record("variants/v")"#),
        ("h", r#"Record("variants/v/steps/s")"#),
        ("i", r#"Record("variants/v/connectors/c")"#),
        ("j", r#"Cell("v", "l", "m")"#),
    ]
    .iter()
    .map(|(id, at)| format!("\"{id}\": (at: {at}),"))
    .collect();
    let text = format!(
        r#"(
            lanes: [(id: "l")],
            phases: [(id: "p", moments: [(id: "m")])],
            roles: [(id: "r")],
            ai_systems: [(id: "a")],
            variants: [(
                id: "v",
                steps: {{"s": (), "t": ()}},
                connectors: {{"c": (from: "s", to: "t")}},
            )],
            comments: {{{comments}}},
        )"#
    );
    let blueprint = check_opens(&text).blueprint;
    let places: Vec<Place> = blueprint.comments.values().map(|c| c.at.clone()).collect();
    assert_eq!(
        places,
        [
            Place::default(),
            Place::Record(Key::Lane("l".into())),
            Place::Record(Key::Phase("p".into())),
            Place::Record(Key::Moment("m".into())),
            Place::Record(Key::Role("r".into())),
            Place::Record(Key::AiSystem("a".into())),
            Place::Record(Key::Variant("v".into())),
            Place::Record(Key::Step("v".into(), "s".into())),
            Place::Record(Key::Connector("v".into(), "c".into())),
            Place::Cell("v".into(), "l".into(), "m".into()),
        ]
    );
    let written = write(&blueprint);
    assert!(written.contains("at: Step(\"v\", \"s\"),"), "{written}");
    assert_eq!(check_opens(&written).blueprint, blueprint);

    // A path that leads nowhere is kept and listed.
    let reading = read(br#"(comments: {"k": (at: Record("else/where"))})"#).unwrap();
    assert_eq!(
        reading.problems[0].to_string(),
        "line 1, column 19, in comments/k/at: there is no record “else/where”: choose another, or clear the field"
    );
    assert!(write(&reading.blueprint).contains("at: Record(\"else/where\")"));
}

#[test]
fn reading_is_kind() {
    let plain = r#"Blueprint(format: 2, title: "x", variants: [(id: "v", build_cost: 1.5)])"#;
    for text in [
        "\u{feff}Blueprint(format: 2, title: \"x\", variants: [(id: \"v\", build_cost: 1.5)])",
        "(title: \"x\", variants: [(id: \"v\", build_cost: Some(1.5))])",
        "Blueprint(\r\n  title: \"x\",\r\n  variants: [\r\n Variant(id: \"v\", build_cost: 1.50,),],\r\n)\r\n",
        "#![enable(implicit_some)]\n(title: r#\"x\"#, variants: [(build_cost: 1_5e-1, id: \"v\")])",
        "\n\n  (format: 2, persona: \"\", title: \"\\u{78}\", lanes: [], variants: [(id: \"v\", build_cost: +1.5)])",
    ] {
        check_same(text, plain);
    }
}

#[test]
fn line_ends_of_windows_become_plain_ones() {
    let text = "(title: \"a\r\nb\", ext: {\"k\": [1,\r\n2]})";
    let reading = check_opens(text);
    assert_eq!(reading.blueprint.title, "a\nb");
    assert_eq!(reading.blueprint.ext["k"].get_ron(), "[1,\n2]");
}

#[test]
fn what_is_unknown_stays_unknown_and_no_is_written() {
    let text = "(variants: [(id: \"v\", steps: {\"s\": (start: false, cost: 0)})])";
    let written = write(&check_opens(text).blueprint);
    assert!(written.contains("start: false"), "{written}");
    assert!(written.contains("cost: 0,"), "{written}");
    assert!(!written.contains("happens"), "{written}");
}

#[test]
fn comments_are_noticed_unless_they_are_kept() {
    for (text, comments) in [
        ("(title: \"// no\")", false),
        ("// yes\n()", true),
        ("(/* yes */)", true),
        ("() // yes", true),
        ("(ext: {\"k\": (a: 1 /* kept */)})", false),
        ("(ext: {\"k\": /* kept */ 1})", false),
        ("(ext: {/* yes */ \"k\": 1})", true),
        ("(ext: {\"k\": 1, // yes\n})", true),
    ] {
        let reading = check_opens(text);
        assert_eq!(reading.comments, comments, "{text}");
        let kept = write(&reading.blueprint).contains("kept");
        assert_eq!(kept, text.contains("kept"), "{text}");
    }
}

#[test]
fn fragments_name_their_record_and_read_back() {
    let lane = Lane {
        id: "a".into(),
        name: "A".to_owned(),
        ..Lane::default()
    };
    assert_eq!(
        write_value(&lane),
        "Lane(id: \"a\", name: \"A\", kind: Custom)"
    );
    assert_eq!(read_value::<Lane>(&write_value(&lane)).unwrap(), lane);

    let step = Step::new("a".into(), "m".into(), "Does");
    let text = "Step(\n    lane: \"a\",\n    moment: \"m\",\n    title: \"Does\",\n)";
    assert_eq!(write_value(&step), text);
    assert_eq!(
        read_value::<Step>(&text.replace('\n', "\r\n")).unwrap(),
        step
    );

    assert_eq!(write_value(&Role::default()), "Role(id: \"\")");
    assert_eq!(write_value(&Vec::<Lane>::new()), "[]");
    assert_eq!(write_value(&Some(Money(2.50))), "2.5");
    let time: Written<Time> = read_value("\"90s\"").unwrap();
    assert_eq!(write_value(&time), "\"1m 30s\"");
    assert!(read_value::<Step>("plain words").is_err());
}

#[test]
fn ids_of_steps_and_of_what_they_hold_are_mended() {
    let text = r#"(variants: [(
        id: "v",
        steps: {"a/b": (controls: [(id: "c/1"), (id: "c/1"), ()]), "t": (replaces: ["a/b"])},
        connectors: {"k/1": (from: "a/b", to: "t")},
    )])"#;
    let blueprint = read(text.as_bytes()).unwrap().blueprint;
    let part: &Variant = &blueprint.variants[0];
    let step = &part.steps[&"a-b".into()];
    let controls: Vec<&str> = step.controls.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(controls, ["c-1", "c-1-2", "control-3"]);
    assert_eq!(part.steps[&"t".into()].replaces, ["a-b".into()]);
    assert_eq!(part.connectors[&"k-1".into()].from, "a-b".into());
}

/// What RON takes for white space parts names here too, or the ids behind them would be passed over.
#[test]
fn marks_of_direction_behind_a_name_are_white_space() {
    let text =
        "Blueprint(format: 2, phases: [(id: \"p\", moments\u{200e}: [(id: \"\"), (id: \"b\")])])";
    let reading = read(text.as_bytes()).unwrap();
    let moments = &reading.blueprint.phases[0].moments;
    assert_eq!(moments[0].id.as_str(), "moment-1");
    let again = read(write(&reading.blueprint).as_bytes()).unwrap();
    assert!(again.blueprint == reading.blueprint);
}

#[test]
fn numbers_have_one_spelling() {
    for (number, spelling) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-12.5, "-12.5"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (1e16, "1e16"),
        (1.5e-7, "1.5e-7"),
        (f64::MAX, "1.7976931348623157e308"),
        (f64::NAN, "None"),
    ] {
        assert_eq!(write_value(&Money(number)), spelling);
    }
}

fn check_round_trip(blueprint: &Blueprint) -> Result<Reading, TestCaseError> {
    let text = write(blueprint);
    let reading =
        read(text.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
    prop_assert_eq!(&reading.blueprint, blueprint);
    prop_assert_eq!(write(&reading.blueprint), text);
    prop_assert!(!reading.unsaved && !reading.comments);
    prop_assert_eq!(&reading.read_only, &None);
    Ok(reading)
}

/// Proves that no list holds an id twice, that no record is without, and that none has a `/`.
fn check_ids(blueprint: &Blueprint) -> Result<(), TestCaseError> {
    fn check<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), TestCaseError> {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            prop_assert!(
                !id.is_empty() && !id.contains('/') && seen.insert(id),
                "{id:?}"
            );
        }
        Ok(())
    }
    check(blueprint.lanes.iter().map(|lane| lane.id.as_str()))?;
    check(blueprint.phases.iter().map(|phase| phase.id.as_str()))?;
    check(blueprint.moments().map(|(_, moment)| moment.id.as_str()))?;
    check(blueprint.roles.iter().map(|role| role.id.as_str()))?;
    check(blueprint.ai_systems.keys().map(Id::as_str))?;
    check(blueprint.variants.iter().map(|variant| variant.id.as_str()))?;
    for step in blueprint.variants.iter().flat_map(|v| v.steps.values()) {
        check(step.controls.iter().map(|control| control.id.as_str()))?;
        check(step.pains.iter().map(|pain| pain.id.as_str()))?;
    }
    Ok(())
}

fn without_ids(mut blueprint: Blueprint) -> Blueprint {
    fn each<T: Clone>(list: &mut [Arc<T>], change: impl Fn(&mut T)) {
        list.iter_mut()
            .for_each(|record| change(Arc::make_mut(record)));
    }
    each(&mut blueprint.lanes, |lane| lane.id = "".into());
    each(&mut blueprint.phases, |phase| {
        phase.id = "".into();
        phase
            .moments
            .iter_mut()
            .for_each(|moment| moment.id = "".into());
    });
    each(&mut blueprint.roles, |role| role.id = "".into());
    each(&mut blueprint.variants, |variant| {
        variant.id = "".into();
        for step in variant.steps.values_mut() {
            let step = Arc::make_mut(step);
            step.controls
                .iter_mut()
                .for_each(|control| control.id = "".into());
            step.pains.iter_mut().for_each(|pain| pain.id = "".into());
        }
    });
    blueprint
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_was_written_reads_back(blueprint in common::blueprints()) {
        let reading = check_round_trip(&blueprint)?;
        prop_assert_eq!(reading.problems, vec![]);
    }

    #[test]
    fn each_record_that_was_read_has_an_id_of_its_own(blueprint in common::muddled_blueprints()) {
        let reading = read(write(&blueprint).as_bytes()).unwrap();
        let mut mended = reading.blueprint.clone();
        check_ids(&mended)?;
        let told = reading.problems.iter().filter(|located| {
            matches!(
                located.problem.trouble,
                Trouble::Renamed(_) | Trouble::Unnamed | Trouble::Parted(_)
            )
        });
        prop_assert_eq!(told.count() > 0, reading.unsaved);
        prop_assert_eq!(reading.unsaved, mended != blueprint);
        check_round_trip(&mended)?;
        // Nothing but ids was changed.
        mended = without_ids(mended);
        prop_assert_eq!(write(&mended), write(&without_ids(blueprint)));
    }

    #[test]
    fn what_has_problems_reads_back_too(blueprint in common::odd_blueprints()) {
        let reading = check_round_trip(&blueprint)?;
        let listed: Vec<_> = reading.problems.iter().map(|located| located.problem.clone()).collect();
        prop_assert_eq!(listed, blueprint.problems());
        for located in &reading.problems {
            prop_assert!(located.at.is_some(), "{} has no place", located);
        }
    }
}

#[test]
fn a_text_that_no_file_could_hold_is_refused_where_it_is_typed() {
    let blueprint = read(GOLDEN.as_bytes()).unwrap().blueprint;
    let variant = &blueprint.variants[0];
    let (step, _) = variant.steps.iter().next().unwrap();
    let lane = &blueprint.lanes[0].id;
    let moment = blueprint.moments().next().unwrap().1.id.clone();
    let keys = [
        (Key::Step(variant.id.clone(), step.clone()), "note"),
        (Key::Lane(lane.clone()), "description"),
        (Key::Moment(moment), "name"),
        (Key::Variant(variant.id.clone()), "name"),
        (Key::Blueprint, "title"),
    ];
    for (key, field) in keys {
        let typed = |bytes: usize| Edit::Set {
            keys: vec![key.clone()],
            field: vec![PathPart::Name(field)],
            typed: "x".repeat(bytes),
        };
        let most = frontstage::model::MAX_TEXT_BYTES;
        let mut fits = blueprint.clone();
        assert_eq!(typed(most).apply(&mut fits), Ok(()), "{key:?}");
        assert!(read(write(&fits).as_bytes()).is_ok(), "{key:?}");
        let refused = typed(most + 1).apply(&mut blueprint.clone());
        let refused = refused.expect_err("it cannot be saved").to_string();
        assert!(refused.contains("100001 bytes are too many"), "{refused}");
    }
}
