//! Files that are broken, hostile or from elsewhere: never a panic, never a hang, and a message that
//! says where, what was expected and what to do.

use frontstage::{
    edit::Edit,
    format::{self, Fault, Position, ReadError, Reading, read, write},
    model::{Phase, StepId, Trouble},
};
use proptest::prelude::*;

const GOLDEN: &str = include_str!("../golden/every-field.blueprint.ron");

/// The golden file without its indentation, whose bytes are all alike.
fn compact() -> String {
    GOLDEN
        .lines()
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Proves that `text` does not open, and that the message begins and ends as expected.
fn check_refused(text: &str, message: &str) -> ReadError {
    let Err(error) = read(text.as_bytes()) else {
        panic!("opens: {}", text.chars().take(300).collect::<String>());
    };
    let said = error.to_string();
    assert!(said.contains(message), "{said:?} does not say {message:?}");
    assert!(said.len() < 2_000, "{} bytes of message", said.len());
    error
}

/// Proves that `text` opens and that its problems are these, each with its place.
fn check_problems(text: &str, expected: &[(usize, usize, &str)]) -> Reading {
    let reading = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let listed: Vec<(usize, usize, &str)> = reading
        .problems
        .iter()
        .map(|located| {
            let at = located.at.unwrap_or(Position { line: 0, column: 0 });
            (at.line, at.column, located.problem.path.as_str())
        })
        .collect();
    assert_eq!(listed, expected, "{text}");
    reading
}

/// Whatever the bytes are, reading ends; what opens can be written and read again.
fn check_survives(bytes: &[u8]) {
    if let Ok(reading) = read(bytes) {
        let text = write(&reading.blueprint);
        assert_eq!(read(text.as_bytes()).unwrap().blueprint, reading.blueprint);
    }
}

#[test]
fn a_file_cut_off_at_any_byte() {
    let text = compact();
    for end in 0..text.len() {
        let error = read(&text.as_bytes()[..end]).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
    check_refused(
        "Blueprint(\n    title: \"x\",\n",
        "line 3, column 1: the file ends before the bracket of line 1, column 10 is closed",
    );
    check_refused(
        "(title: \"x",
        "line 1, column 9, in title: this text has no closing quote",
    );
}

#[test]
fn any_byte_flipped_taken_out_or_replaced() {
    let odd = b"\x01\x80\xff(){}[]\",:/\\r#<";
    let text = compact();
    for at in 0..text.len() {
        let mut bytes = text.as_bytes().to_vec();
        match at % 3 {
            0 => bytes[at] ^= odd[at / 3 % 3],
            1 => bytes[at] = odd[at / 3 % odd.len()],
            _ => {
                bytes.remove(at);
            }
        }
        check_survives(&bytes);
    }
}

#[test]
fn what_is_empty_or_something_else() {
    for empty in ["", " \n", "\u{feff}"] {
        check_refused(empty, "the file is empty");
    }
    for other in [
        "{\"title\": \"x\"}",
        "plain words",
        "[1]",
        "\"text\"",
        "Lane",
        "42",
    ] {
        check_refused(other, "no blueprint");
    }
    check_refused(
        "Lane(id: \"x\")",
        "“Lane(” cannot stand here: write `(` or `Blueprint(`",
    );
    check_refused("// only a comment", "the file is empty");
    check_refused("() ()", "ends before this");
    let error = read(b"(title: \"\xff\")").unwrap_err();
    assert_eq!(error.fault, Fault::NotText);
    assert_eq!(
        error.at,
        Some(Position {
            line: 1,
            column: 10
        })
    );
}

#[test]
fn a_million_levels_of_nesting() {
    let deep = 1_000_000;
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("Some(", ")"),
        ("{\"k\":", "}"),
    ] {
        for field in ["lanes", "no_such_field", "title"] {
            let text = format!("({field}: {}{})", open.repeat(deep), close.repeat(deep));
            check_refused(&text, "nested too deep");
        }
    }
    check_refused(&"(".repeat(deep), "nested too deep");
    let comments = format!("({}{})", "/*".repeat(deep), "*/".repeat(deep));
    assert!(read(comments.as_bytes()).unwrap().comments);
}

#[test]
fn ext_may_go_48_levels_deep() {
    let nested = |depth: usize| {
        let value = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let ai = "ai: (hand_over: (to: \"s\"))";
        format!("(variants: [(id: \"v\", steps: {{\"s\": ({ai}, ext: {{\"k\": {value}}})}})])")
    };
    for depth in [1, 47, 48] {
        let reading = read(nested(depth).as_bytes()).unwrap();
        check_survives(nested(depth).as_bytes());
        assert_eq!(reading.problems, []);
    }
    for depth in [49, 60] {
        check_refused(&nested(depth), "`ext` may go 48 levels deep");
    }
    for (open, close) in [
        ("(a: ", ")"),
        ("{\"k\": ", "}"),
        ("Some(", ")"),
        ("A(", ")"),
    ] {
        let value = format!("{}1{}", open.repeat(48), close.repeat(48));
        check_survives(nested(1).replace("[]", &value).as_bytes());
        read(nested(1).replace("[]", &value).as_bytes()).unwrap();
    }
}

#[test]
fn doubled_keys_get_names_of_their_own() {
    let text = r#"(variants: [(id: "v", steps: {
    "a": (title: "1"),
    "a-2": (title: "2"),
    "a": (title: "3", lane: "gone"),
    "\u{61}": (title: "4"),
})])"#;
    let reading = check_problems(
        text,
        &[
            (4, 5, "variants/v/steps/a-3"),
            (5, 5, "variants/v/steps/a-4"),
            (4, 23, "variants/v/steps/a-3/lane"),
        ],
    );
    assert!(reading.unsaved);
    let steps = &reading.blueprint.variants[0].steps;
    let titles: Vec<(&str, &str)> = steps
        .iter()
        .map(|(id, step)| (id.as_str(), step.title.as_str()))
        .collect();
    assert_eq!(
        titles,
        [("a", "1"), ("a-2", "2"), ("a-3", "3"), ("a-4", "4")]
    );

    check_problems(
        r#"(ext: {"k": 1, "k": {"in": 1, "in": 2}})"#,
        &[(1, 16, "ext/k-2")],
    );
    check_problems(
        r#"(comments: {"k": (), "k": ()})"#,
        &[(1, 22, "comments/k-2")],
    );

    let many = format!("(ext: {{{}}})", "\"k\": 1,".repeat(100_000));
    assert_eq!(read(many.as_bytes()).unwrap().blueprint.ext.len(), 100_000);
}

#[test]
fn doubled_ids_of_lists_get_names_of_their_own() {
    let text = r#"(
    lanes: [(id: "a", name: "1"), Lane(name: "2", id: "a"), (id: "a-2")],
    phases: [(moments: [(id: "m")], id: "p"), (moments: [(id: "m"), (id: "n")], id: "p")],
    roles: [(id: "r"), (id: "r"), (id: "\u{72}")],
    ai_systems: [(id: "s"), (id: "s")],
    variants: [
        (id: "v", steps: {
            "s": (lane: "a", moment: "m", pains: [(id: "x"), (id: "x")], answers: ["x"]),
            "t": (pains: [(id: "x-2")], controls: [(id: "c"), (id: "c"), (id: "c")]),
        }),
        (id: "v", steps: {"s": (pains: [(id: "x"), (id: "x")])}, build_cost: -1),
    ],
    comments: {"k": (at: Cell("v", "a", "m"))},
)"#;
    let reading = check_problems(
        text,
        &[
            (2, 35, "lanes/a-3"),
            (3, 47, "phases/p-2"),
            (3, 58, "phases/p-2/moments/m-2"),
            (4, 24, "roles/r-2"),
            (4, 35, "roles/r-3"),
            (5, 29, "ai_systems/s-2"),
            (8, 62, "variants/v/steps/s/pains/1"),
            (9, 63, "variants/v/steps/t/controls/1"),
            (9, 74, "variants/v/steps/t/controls/2"),
            (11, 9, "variants/v-2"),
            (11, 52, "variants/v-2/steps/s/pains/1"),
            (11, 66, "variants/v-2/build_cost"),
        ],
    );
    assert!(reading.unsaved);
    assert_eq!(
        reading.problems[0].problem.trouble,
        Trouble::Renamed("a".to_owned())
    );
    let [before, after] = reading.blueprint.variants.as_slice() else {
        panic!("two variants");
    };
    // A step that both variants hold keeps its pains in common.
    let pains: Vec<&str> = [before, after]
        .iter()
        .flat_map(|variant| &variant.steps[&StepId::new("s")].pains)
        .map(|pain| pain.id.as_str())
        .collect();
    assert_eq!(pains, ["x", "x-3", "x", "x-3"]);
    check_survives(text.as_bytes());
}

#[test]
fn a_bare_word_where_an_id_belongs_is_refused() {
    for key in ["a", "é", "\u{e0001}", "5", "'a'"] {
        let step = "(pains: [(text: \"slow\")], controls: [(), ()])";
        let text = format!("(variants: [(id: \"v\", steps: {{{key}: {step}, {key}: {step}}})])");
        check_refused(&text, "line 1, column ");
    }
}

#[test]
fn a_bare_word_that_is_no_name_is_quoted_in_part() {
    let long = "q".repeat(200);
    for word in ["a.b", "a-b", &format!("{long}.{long}")] {
        for text in [format!("({word}: 1)"), format!("(lanes: [({word}: 1)])")] {
            let said = check_refused(&text, "is no name here").to_string();
            assert!(!said.contains(&"q".repeat(81)), "{said}");
        }
    }
}

#[test]
fn records_without_id_get_one_from_their_place() {
    let text = r#"(
    lanes: [(), (name: "2"), (id: "lane-3"), (id: ""), Lane( /* none */ ), (id: NaN)],
    phases: [(id: "p", moments: [(), ()]), (moments: [(name: "x")])],
    variants: [(id: "v", steps: {
        "s": (pains: [(text: "slow")], controls: [(), (name: "x")]),
        "t": (pains: [(text: "slow")]),
    })],
)"#;
    let reading = check_problems(
        text,
        &[
            (2, 13, "lanes/lane-1"),
            (2, 17, "lanes/lane-2"),
            (2, 46, "lanes/lane-4"),
            (2, 56, "lanes/lane-5"),
            (2, 76, "lanes/lane-6"),
            (2, 77, "lanes/lane-6/id"),
            (3, 34, "phases/p/moments/moment-1"),
            (3, 38, "phases/p/moments/moment-2"),
            (3, 44, "phases/phase-2"),
            (3, 55, "phases/phase-2/moments/moment-3"),
            (5, 23, "variants/v/steps/s/pains/0"),
            (5, 51, "variants/v/steps/s/controls/0"),
            (5, 55, "variants/v/steps/s/controls/1"),
            (6, 23, "variants/v/steps/t/pains/0"),
        ],
    );
    assert!(reading.unsaved);
    assert_eq!(
        reading.problems[0].to_string(),
        "line 2, column 13, in lanes/lane-1: had no id: it got one"
    );
    let pains: Vec<&str> = reading.blueprint.pains().map(|p| p.id.as_str()).collect();
    assert_eq!(pains, ["pain-1", "pain-1-2"], "they are two pains");
    check_survives(text.as_bytes());
}

#[test]
fn steps_stay_with_the_first_of_two_phases_of_the_same_id() {
    let text = r#"(
    lanes: [(id: "l")],
    phases: [
        (id: "sign", name: "One", moments: [(id: "a", name: "A")]),
        (id: "sign", name: "Two", moments: [(id: "i1", name: "Old")]),
    ],
    variants: [(id: "before", steps: {"s": (lane: "l", moment: "i1", title: "S")})],
)"#;
    let reading = check_problems(text, &[(5, 9, "phases/sign-2")]);
    let blueprint = reading.blueprint;
    let phases: Vec<(&str, &str)> = blueprint
        .phases
        .iter()
        .map(|phase| (phase.id.as_str(), phase.name.as_str()))
        .collect();
    assert_eq!(phases, [("sign", "One"), ("sign-2", "Two")]);
    let mut renamed = blueprint.clone();
    let phase = Phase {
        name: "Signed".to_owned(),
        ..(*blueprint.phases[1]).clone()
    };
    Edit::put_listed(phase, None).apply(&mut renamed).unwrap();
    assert_eq!(renamed.phases[0], blueprint.phases[0]);
    assert_eq!(renamed.phases[1].name, "Signed");
}

#[test]
fn ids_lose_their_slashes_and_references_follow() {
    let text = r#"(
    lanes: [(id: "a/b"), (id: "a-b"), (id: "\u{61}/b")],
    phases: [(id: "p/q", moments: [(id: "m/1")])],
    roles: [(id: "r/1")],
    ai_systems: [(id: "x/y")],
    variants: [
        (id: "v/1", steps: {
            "s/1": (lane: "a/b", moment: Some("m/1"), title: "s/1", pains: [(id: "p/1")]),
            "s/2": (
                replaces: ["s/1", "gone/1"],
                answers: ["p/1"],
                workers: [(role: "r/1")],
                controls: [(id: "c/1", name: "c/1")],
                ai: Some((
                    system: "x/y",
                    oversight: (role: "r/1"),
                    hand_over: Some((to: "s/1")),
                    fallback: (to: "s/1"),
                )),
            ),
        }, connectors: {"k/1": (from: "s/1", to: "s/2", label: "s/1")}),
        (
            id: "w",
            steps: {"s/1": (), "s-1": ()},
            dropped_controls: {"c/1": (why: "c/1")},
            removed: {"s/2": (exceptions_go_to: "s/1")},
        ),
    ],
    comments: {"k/1": (at: Cell("v/1", "a/b", "m/1"), text: "v/1")},
    ext: {"a/b": "s/1"},
)"#;
    let reading = read(text.as_bytes()).unwrap();
    assert!(reading.unsaved);
    let listed: Vec<&str> = reading
        .problems
        .iter()
        .map(|located| located.problem.path.as_str())
        .collect();
    assert_eq!(
        listed,
        [
            "lanes/a-b-2",
            "lanes/a-b-2-2",
            "phases/p-q",
            "phases/p-q/moments/m-1",
            "roles/r-1",
            "ai_systems/x-y",
            "variants/v-1",
            "variants/v-1/steps/s-1-2",
            "variants/v-1/steps/s-1-2/pains/0",
            "variants/v-1/steps/s-2",
            "variants/v-1/steps/s-2/controls/0",
            "variants/v-1/connectors/k-1",
            "variants/w/steps/s-1-2",
            "variants/w/dropped_controls/c-1",
            "variants/w/removed/s-2",
            "comments/k-1",
            "variants/v-1/steps/s-2/replaces/1",
        ]
    );
    assert_eq!(
        reading.problems[3].to_string(),
        "line 3, column 36, in phases/p-q/moments/m-1: the id “m/1” had a “/”, which parts the names \
         of a place: this record got a new one, references follow"
    );
    let expected = text
        .replace("(id: \"\\u{61}/b\")", "(id: \"a-b-2-2\")")
        .replace("\"a/b\"", "\"a-b-2\"")
        .replace("p/q", "p-q")
        .replace("\"s/1\"", "\"s-1-2\"")
        .replace("title: \"s-1-2\"", "title: \"s/1\"")
        .replace("label: \"s-1-2\"", "label: \"s/1\"")
        .replace("\"s/2\"", "\"s-2\"")
        .replace("{\"c/1\"", "{\"c-1\"")
        .replace("(id: \"c/1\"", "(id: \"c-1\"")
        .replace("m/1", "m-1")
        .replace("r/1", "r-1")
        .replace("x/y", "x-y")
        .replace("p/1", "p-1")
        .replace("k/1", "k-1")
        .replace("v/1", "v-1")
        .replace("text: \"v-1\"", "text: \"v/1\"")
        .replace("{\"a-b-2\": \"s-1-2\"}", "{\"a/b\": \"s/1\"}");
    let expected = read(expected.as_bytes()).unwrap();
    assert_eq!(write(&reading.blueprint), write(&expected.blueprint));
    assert!(!expected.unsaved);
}

#[test]
fn many_doubled_ids_are_mended_in_good_time() {
    let lanes: String = (2..50_000).map(|n| format!("(id: \"a-{n}\"),")).collect();
    let text = format!("(lanes: [{lanes}{}])", "(id: \"a\"),".repeat(50_000));
    assert_eq!(read(text.as_bytes()).unwrap().problems.len(), 49_999);
}

#[test]
fn a_field_given_twice_stops() {
    check_refused(
        "(title: \"a\",\n title: \"b\")",
        "line 2, column 2, in title: `title` is given twice",
    );
}

#[test]
fn numbers_that_are_not_finite_read_as_unknown() {
    let text = r#"(variants: [(id: "v", build_cost: NaN, run_cost_per_month: 1e308, steps: {
    "a": (cost: 1e400, happens: Some(-inf), span: NaN, title: "t"),
    "b": (happens: inf),
    "c": (ai: (unit_cost: 1e39f32, resolves: NaNf64, value: 3)),
    "d": (systems: [NaN, "x"], ext: {"k": NaN}),
})])"#;
    let reading = check_problems(
        text,
        &[
            (1, 23, "variants/v/build_cost"),
            (2, 11, "variants/v/steps/a/cost"),
            (2, 24, "variants/v/steps/a/happens"),
            (2, 45, "variants/v/steps/a/span"),
            (3, 11, "variants/v/steps/b/happens"),
            (4, 16, "variants/v/steps/c/ai/unit_cost"),
            (4, 36, "variants/v/steps/c/ai/resolves"),
            (5, 21, "variants/v/steps/d/systems/0"),
        ],
    );
    assert!(reading.unsaved);
    let variant = &reading.blueprint.variants[0];
    assert_eq!(variant.build_cost, None);
    assert_eq!(variant.run_cost_per_month.unwrap().0, 1e308);
    let step = &variant.steps[&StepId::new("a")];
    assert_eq!((step.cost, step.happens, step.span), (None, None, 1));
    assert_eq!(step.title, "t");
    let spelled: Vec<String> = reading
        .problems
        .iter()
        .map(|located| match &located.problem.trouble {
            Trouble::NotFinite(number) => number.clone(),
            other => other.to_string(),
        })
        .collect();
    assert_eq!(
        spelled,
        [
            "NaN",
            "1e400",
            "Some(-inf)",
            "NaN",
            "inf",
            "1e39f32",
            "NaNf64",
            "NaN"
        ]
    );
    let digits = format!("(variants: [(id: \"v\", build_cost: {})])", "9".repeat(400));
    check_problems(&digits, &[(1, 23, "variants/v/build_cost")]);
}

#[test]
fn places_after_a_mend_are_those_of_the_file() {
    let text = r#"(ext: {"k": 1, "k": 2}, title: 42)"#;
    check_refused(
        text,
        "line 1, column 32, in title: expected a text in double quotes, found the number 42",
    );
    let text = r#"(variants: [(build_cost: NaN, id: 42)])"#;
    check_refused(text, "line 1, column 35, in variants/0/id: expected a text");
}

#[test]
fn references_to_nothing_are_kept_and_listed() {
    let text = r#"(
    lanes: [(id: "l")],
    phases: [(id: "p", moments: [(id: "m")])],
    variants: [
        (id: "before", steps: {"one": ()}),
        (
            id: "after",
            steps: {
                "s": (
                    lane: "x",
                    moment: "x",
                    workers: [(role: "x"), ()],
                    answers: ["x"],
                    replaces: ["one", "x"],
                    ai: (
                        system: "x",
                        hand_over: (to: "one"),
                        oversight: (role: "x"),
                        fallback: (to: "x"),
                        told: At("x"),
                    ),
                ),
            },
            connectors: {"c": (from: "s", to: "one"), "d": ()},
            removed: {"one": (exceptions_go_to: "x"), "x": ()},
        ),
    ],
    comments: {"k": (at: Cell("after", "l", "x"))},
)"#;
    let reading = check_problems(
        text,
        &[
            (10, 21, "variants/after/steps/s/lane"),
            (11, 21, "variants/after/steps/s/moment"),
            (12, 32, "variants/after/steps/s/workers/0/role"),
            (0, 0, "variants/after/steps/s/workers/1/role"),
            (13, 31, "variants/after/steps/s/answers/0"),
            (14, 39, "variants/after/steps/s/replaces/1"),
            (16, 25, "variants/after/steps/s/ai/system"),
            (17, 37, "variants/after/steps/s/ai/hand_over/to"),
            (18, 37, "variants/after/steps/s/ai/oversight/role"),
            (19, 36, "variants/after/steps/s/ai/fallback/to"),
            (20, 25, "variants/after/steps/s/ai/told"),
            (24, 43, "variants/after/connectors/c/to"),
            (0, 0, "variants/after/connectors/d/from"),
            (0, 0, "variants/after/connectors/d/to"),
            (25, 31, "variants/after/removed/one/exceptions_go_to"),
            (25, 55, "variants/after/removed/x"),
            (28, 22, "comments/k/at"),
        ],
    );
    assert!(!reading.unsaved);
    check_survives(text.as_bytes());
    let said = reading.problems[0].to_string();
    assert_eq!(
        said,
        "line 10, column 21, in variants/after/steps/s/lane: \
         there is no lane “x”: choose another, or clear the field"
    );
}

#[test]
fn a_time_of_day_is_not_dropped_from_a_date() {
    let text = "(sources: [(date: \"2026-01-31T10:00\"), (date: \"20260131\")])";
    let reading = check_problems(
        text,
        &[
            (1, 13, "sources/source-1/date"),
            (1, 41, "sources/source-2/date"),
        ],
    );
    assert!(write(&reading.blueprint).contains("\"2026-01-31T10:00\""));
}

#[test]
fn values_that_make_no_sense_are_kept_and_listed() {
    let text = r#"(
    roles: [(id: "r", people: -1)],
    variants: [(id: "v", demand: (cases_per_month: -1, repeat_share: 1.5), build_cost: -1, steps: {"s": (
        span: 0, work: "soon", wait: "-5m", cost: -0.5, happens: 66, feeling: 3,
        ai: (stop: (takes: "2026-02-30"), resolves: -0.1),
    )})],
    ai_uses: {"s": (next_review: "2026-02-30")},
    measures: {"m": (better: Within(5, 2))},
)"#;
    let reading = check_problems(
        text,
        &[
            (2, 23, "roles/r/people"),
            (7, 21, "ai_uses/s/next_review"),
            (8, 22, "measures/m/better"),
            (3, 35, "variants/v/demand/cases_per_month"),
            (3, 56, "variants/v/demand/repeat_share"),
            (3, 76, "variants/v/build_cost"),
            (4, 9, "variants/v/steps/s/span"),
            (4, 18, "variants/v/steps/s/work"),
            (4, 32, "variants/v/steps/s/wait"),
            (4, 45, "variants/v/steps/s/cost"),
            (4, 57, "variants/v/steps/s/happens"),
            (4, 70, "variants/v/steps/s/feeling"),
            (5, 43, "variants/v/steps/s/ai/resolves"),
            (5, 21, "variants/v/steps/s/ai/stop/takes"),
        ],
    );
    let written = write(&reading.blueprint);
    for kept in [
        "\"soon\"",
        "\"-5m\"",
        "\"2026-02-30\"",
        "happens: 66",
        "feeling: 3",
    ] {
        assert!(written.contains(kept), "{kept}");
    }
}

#[test]
fn steps_in_a_circle_open() {
    let text = r#"(variants: [(id: "v", steps: {"a": (replaces: ["a"]), "b": ()}, connectors: {
        "1": (from: "a", to: "b"), "2": (from: "b", to: "a"), "3": (from: "a", to: "a"),
    })])"#;
    check_problems(text, &[]);
    check_survives(text.as_bytes());
}

#[test]
fn limits_are_said() {
    let long = "x".repeat(50_000_000);
    check_refused(
        &format!("(title: \"{long}\")"),
        "in title: this text is too long: 50000000 bytes, the limit is 100000",
    );
    check_refused(&format!("(title: r#\"{long}\"#)"), "too long");
    drop(long);
    let fits = format!("(title: \"{}\")", "\\u{41}".repeat(format::MAX_TEXT_BYTES));
    assert_eq!(
        read(fits.as_bytes()).unwrap().blueprint.title.len(),
        format::MAX_TEXT_BYTES
    );

    let records = format!("(lanes: [{}])", "(),".repeat(300_000));
    check_refused(&records, "more than 200000 records");
    let entries = format!(
        "(variants: [(steps: {{\"s\": (systems: [{}])}})])",
        "\"\",".repeat(3_000_000)
    );
    check_refused(&entries, "more than 200000 records");

    let large = vec![b' '; format::MAX_FILE_BYTES + 1];
    let error = read(&large).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the file is too large: 65 MB, the limit is 64 MB"),
        "{error}"
    );
}

#[test]
fn a_hundred_thousand_problems_are_listed_in_good_time() {
    let connectors: String = (0..100_000)
        .map(|n| format!("\"{n:06}\": (from: \"x\", to: \"y\"),"))
        .collect();
    let text = format!("(variants: [(id: \"v\", connectors: {{{connectors}}})])");
    assert_eq!(read(text.as_bytes()).unwrap().problems.len(), 200_000);
    let unknown = format!("({})", "a: 1,".repeat(100_000));
    assert_eq!(
        read(unknown.as_bytes())
            .unwrap()
            .read_only
            .unwrap()
            .unknown_fields
            .len(),
        1_000
    );
}

#[test]
fn conflict_markers_of_git() {
    let text = "Blueprint(\n    title: \"x\",\n<<<<<<< ours\n    persona: \"a\",\n=======\n    persona: \"b\",\n>>>>>>> theirs\n)";
    let error = check_refused(text, "line 3, column 1: git left a merge conflict here");
    assert_eq!(error.fault, Fault::ConflictMarkers);
    check_refused(
        "<<<<<<< ours\n(\n=======\n(\n>>>>>>> theirs\n)",
        "merge conflict",
    );
    let in_text = read(b"(title: \"\n<<<<<<< x\")").unwrap();
    assert_eq!(in_text.blueprint.title, "\n<<<<<<< x");
    check_refused(
        "(title: < 5)",
        "line 1, column 9, in title: “<” cannot stand here",
    );
}

#[test]
fn unknown_choices_name_the_nearest() {
    for (text, message) in [
        (
            "(lanes: [(kind: Custmer)])",
            "line 1, column 17, in lanes/0/kind: “Custmer” is none of the choices here, did you mean Customer? There are: PhysicalEvidence, Customer,",
        ),
        (
            "(rows: [Feeling,\n  feelings])",
            "line 2, column 3, in rows/1: “feelings” is none of the choices here, did you mean Feeling?",
        ),
        (
            "(variants: [(id: \"v\", steps: {\"s\": (ai: (autonomy: ActAlone))})])",
            "in variants/v/steps/s/ai/autonomy: “ActAlone” is none of the choices here, did you mean ActsAlone?",
        ),
        ("(ai_systems: [(technique: Xyz)])", "“Xyz” is none"),
    ] {
        check_refused(text, message);
    }
}

#[test]
fn values_of_a_wrong_type_say_what_belongs_there() {
    for (text, message) in [
        (
            "(title: 42)",
            "line 1, column 9, in title: expected a text in double quotes, found the number 42",
        ),
        (
            "(title: Hello)",
            "expected a text in double quotes, found `Hello`",
        ),
        (
            "(lanes: (id: \"x\"))",
            "in lanes: expected a list in square brackets",
        ),
        (
            "(lanes: [\"x\"])",
            "in lanes/0: expected a record in round brackets",
        ),
        (
            "(variants: [(steps: [])])",
            "in variants/0/steps: expected entries in curly brackets",
        ),
        (
            "(variants: [(steps: {\"s\": (rank: \"x\")})])",
            "in variants/0/steps/s/rank: expected a whole number, found the text \"x\"",
        ),
        (
            "(variants: [(steps: {\"s\": (span: -1)})])",
            "in variants/0/steps/s/span: expected a whole number within the range of this field, found the number -1",
        ),
        (
            "(variants: [(steps: {\"s\": (feeling: 300)})])",
            "whole number",
        ),
        (
            "(variants: [(steps: {\"s\": (rank: 1.5)})])",
            "in variants/0/steps/s/rank: expected",
        ),
        (
            "(variants: [(steps: {\"s\": (cost: \"free\")})])",
            "in variants/0/steps/s/cost: expected a number, such as 12.5, found the text \"free\"",
        ),
        (
            "(variants: [(steps: {\"s\": (start: yes)})])",
            "expected true or false, found `yes`",
        ),
        (
            "(lanes: [(kind: \"Customer\")])",
            "expected a name without quotes, found the text \"Customer\"",
        ),
        (
            "(title: \"a\" persona: \"b\")",
            "expected a comma or the closing bracket, found `persona`",
        ),
        ("(title \"a\")", "expected a `:` and a value"),
        ("(title: \"\\q\")", "write `\\\\` for a backslash"),
        (
            "(lanes: [(id: \"a\"])",
            "`]` does not close the `(` of line 1, column 10",
        ),
        ("(title: 'a')", "expected a text in double quotes"),
        (
            "(lanes: [Lame(id: \"a\")])",
            "in lanes/a: “Lame(” cannot stand here: write `(` or `Lane(`",
        ),
        ("(comments: {\"k\": (at: Cell(\"a\"))})", "expected"),
        ("(conflicts: {\"k\": (1, 2)})", "expected"),
        ("(format: \"1\")", "in format: expected a whole number"),
        ("(format: 0)", "format 0 does not exist"),
    ] {
        check_refused(text, message);
    }
}

#[test]
fn a_newer_format_opens_read_only_if_it_parses() {
    let reading = read(b"(format: 7, title: \"x\")").unwrap();
    let read_only = reading.read_only.unwrap();
    assert_eq!(read_only.newer_format, Some(7));
    assert_eq!(
        read_only.to_string(),
        "the file has format 7, this version of Frontstage writes format 2: \
         open it with a newer version to change it"
    );
    assert_eq!(reading.blueprint.title, "x");
    for text in [
        "(format: 7, title: (text: \"x\"))",
        "(title: [], format: 7)",
        "(format: 7, lanes: [(kind: Elsewhere)])",
    ] {
        check_refused(
            text,
            "the file has format 7, this version of Frontstage reads up to format 2",
        );
    }
}

#[test]
fn one_parser_decides_what_the_format_is() {
    let none = "format 0 does not exist";
    for zero in ["0", "-0", "+0", "0x0", "0b0", "0o0", "0_0"] {
        check_refused(&format!("(format: {zero}, title: \"x\")"), none);
        check_refused(&format!("(title: \"x\", r#format: {zero})"), none);
    }
    for (spelled, format) in [
        ("3", 3),
        ("0x3", 3),
        ("0b11", 3),
        ("1_000", 1_000),
        ("+7", 7),
        ("/* : */ 7 // new\n", 7),
        ("4294967296", 4_294_967_296),
    ] {
        for name in ["format", "r#format", "format /* : */"] {
            let text = format!("(title: \"x\", {name}: {spelled})");
            let reading = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let newer = reading.read_only.and_then(|why| why.newer_format);
            assert_eq!(newer, Some(format), "{text}");
            assert_eq!(reading.blueprint.title, "x");
        }
    }
    for two in ["2", "+2", "0x2", "0_2", "2_", " /* 1 */ 2 "] {
        let reading = read(format!("(format: {two})").as_bytes());
        let reading = reading.unwrap_or_else(|error| panic!("{error}\n{two}"));
        assert_eq!(reading.read_only, None, "{two}");
        assert_eq!(reading.migrated_from, None, "{two}");
        assert!(write(&reading.blueprint).contains("format: 2,"), "{two}");
    }
    for other in [
        "",
        "-1",
        "1.0",
        "1e0",
        "\"1\"",
        "'1'",
        "Some(1)",
        "(1)",
        "[1]",
        "None",
        "true",
        "0u8",
        "7u8",
        "300u8",
        "b'\\x07'",
        "1 2",
        "99999999999999999999",
    ] {
        let error = check_refused(&format!("(format: {other})"), "");
        assert_eq!(error.path, "format", "{other}: {error}");
    }
    check_refused("(format: 1, format: 7)", "`format` is given twice");
    check_refused("(format: 7, format: 1)", "`format` is given twice");
}

#[test]
fn names_mean_the_same_with_the_mark_of_raw_ones() {
    check_problems(
        r#"(r#lanes: [(r#id: "a"), (id: "a")], variants: [(id: "v", r#steps: {"s": (), "s": ()})])"#,
        &[(1, 25, "lanes/a-2"), (1, 77, "variants/v/steps/s-2")],
    );
}

#[test]
fn a_message_quotes_a_little_of_the_file() {
    let long = "z".repeat(50_000);
    let said = |text: &str| match read(text.as_bytes()) {
        Err(error) => error.to_string(),
        Ok(reading) => match reading.read_only {
            Some(why) => why.to_string(),
            None => reading.problems[0].to_string(),
        },
    };
    for text in [
        format!("(variants: [(id: \"v\", steps: {{\"s\": (lane: \"{long}\")}})])"),
        format!("(variants: [(id: \"v\", steps: {{\"{long}\": (lane: \"{long}\")}})])"),
        format!("(variants: [(id: \"v\", steps: {{\"s\": (work: \"{long}\")}})])"),
        format!("(lanes: [(id: \"{long}\"), (id: \"{long}\")])"),
        format!("(lanes: [(id: \"{long}/\")])"),
        format!("(lanes: [(id: \"a\", kind: {long})])"),
        format!("(lanes: {long}(id: \"a\"))"),
        format!("(title: {long})"),
        format!("(title: [\"{long}\"])"),
        format!("({long}: 1)"),
        format!("(title: \"\\q{long}\")"),
        format!("{long}(title: \"x\")"),
        format!("(title: 1{long})"),
        format!("(rows: [{long}])"),
    ] {
        let said = said(&text);
        let quoted = said.matches('z').count();
        let kind = text.replace(&long, "…");
        assert!(quoted <= 80, "{quoted} characters of {kind}: {said}");
        assert!(said.len() < 2_000, "{} bytes of {kind}", said.len());
    }
}

#[test]
fn line_ends_do_not_change_a_second_time() {
    let text = "(title: \"a\r\r\nb\", ext: {\"a.b\": \"x\r\r\n\r\r\r\ny\rz\"})";
    let reading = read(text.as_bytes()).unwrap();
    assert_eq!(reading.blueprint.title, "a\nb");
    let once = write(&reading.blueprint);
    assert!(once.contains("\"a.b\": \"x\n\ny\rz\""), "{once:?}");
    assert_eq!(write(&read(once.as_bytes()).unwrap().blueprint), once);
}

proptest! {
    /// Whatever stands around and in a value that is kept as it is, a file that was written stays as it is.
    #[test]
    fn a_written_file_stays_as_it_is(value in kept_value()) {
        let text = format!("(title: \"x\", ext: {{\"a.b\":{value}}})");
        if let Ok(reading) = read(text.as_bytes()) {
            let once = write(&reading.blueprint);
            let again = read(once.as_bytes()).unwrap();
            prop_assert_eq!(&again.blueprint, &reading.blueprint, "{:?}", text);
            prop_assert_eq!(write(&again.blueprint), once, "{:?}", text);
        }
    }
}

/// A value of `ext` with odd spaces, comments and line ends around and in it.
fn kept_value() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\r",
        "\n",
        "\r\n",
        " ",
        "\t",
        "\u{b}",
        "\u{c}",
        "\u{85}",
        "\u{200e}",
        "\u{2028}",
        "/* c\r\n */",
        "// c\r\n",
        "// c\n",
    ]);
    let odd = prop::collection::vec(odd, 0..4).prop_map(|parts| parts.concat());
    let value = prop::sample::select(vec!["1", "\"s", "r#\"s", "'c'", "(a: 1,", "[1,", "{\"k\":"]);
    (odd.clone(), value, odd.clone(), odd).prop_map(|(before, value, within, after)| {
        let end = match value {
            "\"s" => "\"",
            "r#\"s" => "\"#",
            "(a: 1," => ")",
            "[1," => "]",
            "{\"k\":" => "2}",
            _ => "",
        };
        format!("{before}{value}{within}{end}{after}")
    })
}

#[test]
fn unknown_fields_open_read_only_and_are_listed() {
    let text = r#"(
    title: "x",
    mood: (a: [1, "two"], b: {"k": 'c'}),
    lanes: [(id: "l", ext: {"known": (a: 1)}, colour: 5)],
    phases: [(id: "p", moments: [(id: "m", width: 5)])],
    variants: [(id: "v", steps: {"s": (ai: (hand_over: (soon: true)))})],
    comments: {"k": (replies: [(stars: 5)])},
)"#;
    let reading = read(text.as_bytes()).unwrap();
    assert_eq!(reading.blueprint.title, "x");
    let read_only = reading.read_only.unwrap();
    assert_eq!(read_only.newer_format, None);
    let listed: Vec<(usize, &str)> = read_only
        .unknown_fields
        .iter()
        .map(|field| (field.at.unwrap().line, field.path.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            (3, "mood"),
            (4, "lanes/l/colour"),
            (5, "phases/p/moments/m/width"),
            (6, "variants/v/steps/s/ai/hand_over/soon"),
            (7, "comments/k/replies/0/stars"),
        ]
    );
    let said = read_only.to_string();
    assert!(
        said.contains("lanes/l/colour (line 4, column 47)"),
        "{said}"
    );
}

/// Words that a file may hold, sound or not.
fn words() -> impl Strategy<Value = String> {
    let words = "( ) [ ] { } , : ( ) , : Blueprint Some None NaN inf 1 -2.5 1e999 0x1F true Cell Other \
        format title lanes phases moments id kind variants steps connectors ext conflicts ai work \
        Customer \"a\" \"b\" \"\\u{61}\" \"\\\" r#\"c\"# b\"d\" 'e' // /* */ # ! < \u{200e} é";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    proptest::collection::vec(proptest::sample::select(words), 0..60)
        .prop_map(|words| format!("({})", words.join(" ")))
}

proptest! {
    #[test]
    fn any_words_in_any_order(text in words()) {
        check_survives(text.as_bytes());
    }

    #[test]
    fn any_words_in_ext(text in words()) {
        check_survives(format!("(ext: {{\"k\": {text}}})").as_bytes());
        check_survives(format!("(variants: [(steps: {{\"s\": {text}}})])").as_bytes());
    }
}
