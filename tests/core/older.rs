//! Files of older formats: they open as files of today, and nothing of what they say is lost.

use frontstage::{
    format::{self, Reading, read, write},
    model::{Blueprint, Decides, MeasureKind, MeasureUnit, Status, Told},
};

/// The examples as format 1 had them.
const FORMAT_1: &[&str] = &[
    include_str!("fixtures/format-1/app-chat-pilot.blueprint.ron"),
    include_str!("fixtures/format-1/call-centre-voice-bot.blueprint.ron"),
    include_str!("fixtures/format-1/loan-agreement-review.blueprint.ron"),
    include_str!("fixtures/format-1/refund-status.blueprint.ron"),
    include_str!("fixtures/format-1/every-field.blueprint.ron"),
];

fn opened(text: &str) -> Reading {
    read(text.as_bytes()).expect("it opens")
}

/// Every text in quotes in a file, without its quotes.
fn texts(file: &str) -> Vec<&str> {
    // A quote is no end of a text where a backslash stands before it.
    let mut parts = Vec::new();
    let mut rest = file;
    while let Some(start) = rest.find('"') {
        let text = &rest[start + 1..];
        let mut end = 0;
        while !text[end..].starts_with('"') {
            end += if text[end..].starts_with('\\') { 2 } else { 1 };
            while !text.is_char_boundary(end) {
                end += 1;
            }
        }
        parts.push(&text[..end]);
        rest = &text[end + 1..];
    }
    parts
}

#[test]
fn examples_of_format_1_open_without_a_problem() {
    for text in FORMAT_1 {
        let reading = opened(text);
        assert_eq!(reading.migrated_from, Some(1));
        assert_eq!(reading.problems, [], "{}", reading.blueprint.title);
        assert_eq!(reading.read_only, None);
        assert!(!reading.unsaved);
        // What is written is a file of today.
        let written = write(&reading.blueprint);
        assert_eq!(opened(&written).blueprint, reading.blueprint);
        assert_eq!(opened(&written).migrated_from, None);
    }
}

#[test]
fn no_text_of_an_older_file_is_lost() {
    for text in FORMAT_1 {
        let written = write(&opened(text).blueprint);
        for said in texts(text) {
            assert!(written.contains(said), "“{said}” is gone");
        }
    }
}

#[test]
fn what_is_true_of_ai_in_the_world_stands_once() {
    let blueprint = opened(FORMAT_1[3]).blueprint;
    let of = blueprint
        .ai_use(&"assistant-answers".into())
        .expect("there");
    assert_eq!(of.name, "Answers the refund question");
    assert_eq!(of.owner, "Head of Support");
    assert_eq!((of.status, of.affects), (Status::Pilot, Some(true)));
    assert_eq!(of.data.len(), 2);
    assert_eq!(of.rules.len(), 2);
    let ai = blueprint.variants[1].steps[&"assistant-answers".into()]
        .ai
        .as_deref()
        .expect("it is AI");
    assert_eq!(ai.told, Some(Told::At(None)));
    let system = &blueprint.ai_systems[&"answer-assistant".into()];
    assert_eq!(system.inventory, "AI-014");
    assert!(system.data.is_some() && system.exit_plan.is_some() && system.validated.is_some());
    let measure = &blueprint.measures[&"repeat-inquiries-within".into()];
    assert_eq!(measure.unit, Some(MeasureUnit::Share));
    assert_eq!(measure.kind, Some(MeasureKind::Quality));
    assert_eq!(measure.baseline.map(|number| number.0), Some(0.18));
    let monitor = &blueprint.monitors[&"repeat-inquiries-within".into()];
    assert_eq!(monitor.alert_at.map(|number| number.0), Some(0.17));
    // A rule that two touchpoints name is one rule.
    assert_eq!(blueprint.rules[&"gdpr-articles-5".into()].uses.len(), 2);
    assert_eq!(of.decides, Vec::<Decides>::new());
}

/// A file of format 1 with two variants, in each a touchpoint at the same step, and what else is in the second.
fn with_touchpoints(first: &str, second: &str, more: &str) -> String {
    format!(
        "Blueprint(format: 1, variants: [\n(id: \"before\", steps: {{\"s\": (title: \"Asks\", ai: ({first}))}}),\n\
         (id: \"after\", steps: {{\"s\": (title: \"Asks\", ai: ({second}))}}, {more}),\n])"
    )
}

fn use_of(blueprint: &Blueprint) -> &frontstage::model::AiUse {
    blueprint.ai_use(&"s".into()).expect("there is one")
}

#[test]
fn what_a_later_variant_says_differently_is_kept_and_told() {
    let text = with_touchpoints(
        "owner: \"Anna\", status: Live, logs: \"a year\"",
        "owner: \"Ben\", status: Live, appeal: \"by mail\",",
        "",
    );
    let reading = opened(&text);
    let of = use_of(&reading.blueprint);
    assert_eq!(
        (&*of.owner, &*of.logs, &*of.appeal),
        ("Anna", "a year", "by mail")
    );
    assert_eq!(of.ext["frontstage.v1.after"].get_ron(), "(owner: \"Ben\")");
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("ext/frontstage.v1.after"), "{told:?}");
    assert!(told[0].contains("settle it there"), "{told:?}");
    // It is told until somebody deletes it.
    let mut blueprint = opened(&write(&reading.blueprint)).blueprint;
    assert_eq!(blueprint.problems().len(), 1);
    let of = blueprint.ai_uses.get_mut(&"s".into()).expect("there");
    std::sync::Arc::make_mut(of).ext.clear();
    assert_eq!(blueprint.problems(), []);
}

#[test]
fn a_control_that_went_with_a_step_is_dropped_by_the_variant() {
    let text = with_touchpoints(
        "",
        "",
        "removed: {\"gone\": (why: \"Not needed\", controls_dropped: {\"four\": \"Low sums\"})}",
    );
    let reading = opened(&text);
    let after = &reading.blueprint.variants[1];
    assert_eq!(after.dropped_controls[&"four".into()].why, "Low sums");
    assert_eq!(after.removed[&"gone".into()].why, "Not needed");
}

#[test]
fn places_are_those_of_the_file_as_it_was() {
    // The status is no status: the message leads to it.
    let text = with_touchpoints("", "owner: \"Ben\",\n status: Lively", "");
    let error = read(text.as_bytes()).expect_err("no such status");
    let at = error.at.expect("a place");
    let line = text.lines().nth(at.line - 1).unwrap_or_default();
    assert!(error.to_string().contains("Lively"), "{error}");
    // What moved to a register is told where the registers were put in: at the start.
    assert!(line.starts_with("Blueprint("), "{error}");
    // What stayed is told where it stands.
    let text = with_touchpoints("owner: \"Anna\"", "owner: \"Ben\",\n resolves: 7", "");
    let reading = opened(&text);
    let located = &reading.problems[1];
    assert_eq!(located.at.map(|at| at.line), Some(4), "{located}");
    // A field that nobody knows keeps the file from being changed, and is told where it stands.
    let text = with_touchpoints("", "owner: \"Ben\",\n colour: \"red\"", "");
    let read_only = opened(&text).read_only.expect("it may not be saved");
    assert_eq!(read_only.unknown_fields.len(), 1);
    assert_eq!(read_only.unknown_fields[0].at.map(|at| at.line), Some(4));
}

#[test]
fn a_value_of_a_wrong_type_is_said_and_no_harm_done() {
    for text in [
        "Blueprint(format: 1, variants: 7)",
        "Blueprint(format: 1, variants: [(id: \"a\", steps: {\"s\": (ai: 3)})])",
        "Blueprint(format: 1, variants: [(id: \"a\", steps: {\"s\": (ai: (rules: 3))})])",
        "Blueprint(format: 1, variants: [(id: \"a\", steps: {\"s\": (ai: (customer_told: 3))})])",
        "Blueprint(format: 1, ai_systems: {\"a\": (data: 3)})",
        "(format: 1, variants: [(id: \"a\", removed: {\"s\": (controls_dropped: 3)})])",
    ] {
        // It opens or says what is wrong; it does not panic.
        let _ = read(text.as_bytes());
    }
    assert!(matches!(
        read(b"Blueprint(format: 1, variants: 7)"),
        Err(format::ReadError { .. })
    ));
}

#[test]
fn nothing_said_stays_nothing_said() {
    let text = with_touchpoints(
        "",
        "customer_told: None, technique: Some(Llm), effort: 2",
        "",
    );
    let reading = opened(&text);
    assert_eq!(reading.problems, []);
    let step = &reading.blueprint.variants[1].steps[&"s".into()];
    assert_eq!(step.ai.as_deref().and_then(|ai| ai.told.clone()), None);
    assert_eq!(step.ext["frontstage.v1.technique"].get_ron(), "Some(Llm)");
    assert_eq!(step.ext["frontstage.v1.effort"].get_ron(), "2");
    assert_eq!(use_of(&reading.blueprint).name, "Asks");
}
