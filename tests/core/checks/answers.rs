//! What findings lead to: fields that are missing, edits that mend them, and what cannot be accepted.

use frontstage::{
    checks::{FindingSeverity, Policy, findings},
    format::read,
    measure::Numbers,
};

use super::{blueprint, check_rule, flow, found, places, sound, step, today, variant, with_ai};

/// Before an agent answers all, After a touchpoint most; `note` is that of who answers the others.
fn taken_over(note: &str) -> String {
    let asks = step("asks", "customer", r#"work: "1m", channel: "Chat""#);
    let answers = |note: &str| {
        let who = r#"workers: [(role: "agent", work: "5m")]"#;
        step("answers", "front", &format!(r#"{who}, note: "{note}""#))
    };
    let before = variant(
        "before",
        &(asks.clone() + &answers("")),
        &flow("asks", "answers", ""),
        "",
    );
    let bot = step(
        "bot",
        "front",
        r#"work: "3s", ai: (resolves: 0.7, hand_over: (to: "answers"))"#,
    );
    let after = variant(
        "after",
        &(asks + &bot + &answers(note)),
        &flow("asks", "bot", ""),
        "",
    );
    blueprint(&(before + &after), "")
}

#[test]
fn who_gets_fewer_cases_says_so() {
    let place = "variants/after/steps/answers";
    check_rule("N05", &taken_over(""), place, &taken_over("the hard ones"));
    let replaced = taken_over("").replacen(r#""bot": ("#, r#""bot": (replaces: ["answers"],"#, 1);
    // What the touchpoint does in its place is told by "replaces": it is run for all, so that nothing is missing.
    assert_eq!(
        places(&replaced, "N05"),
        [place],
        "it runs more than the difference"
    );
}

#[test]
fn what_two_people_changed_is_open_and_cannot_be_accepted() {
    let conflict =
        r#"conflicts: {"variants/before/steps/asks/title": (Some("a"), Some("b"), Some("c"))},"#;
    let place = "variants/before/steps/asks/title";
    check_rule("M01", &sound(conflict), place, &sound(""));
    let accepted = format!(
        r#"{conflict} accepted: {{"a": (rule: "M01", at: "{place}", by: (name: "Ada"), why: "x", until: "2030-01-01")}},"#
    );
    let found = found(&sound(&accepted));
    let found: Vec<_> = found.iter().filter(|one| one.rule == "M01").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accepted_until, None);
    assert_eq!(found[0].key.path(), "variants/before/steps/asks");
}

#[test]
fn what_the_next_gate_asks_for_is_one_finding() {
    let asked = |ai: &str, of_use: &str| {
        let found = found(&with_ai(ai, of_use, "")).into_iter();
        let found: Vec<_> = found.filter(|finding| finding.rule == "Q01").collect();
        assert!(found.len() < 2, "{found:?}");
        found.into_iter().next().map(|finding| {
            let fields = finding.gaps.iter().map(|gap| gap.field.unwrap_or("-"));
            let fields: Vec<&str> = fields.collect();
            (finding.severity, finding.message.clone(), fields.join(" "))
        })
    };
    let (severity, message, fields) =
        asked(r#"task: "Answers", autonomy: ActsAlone"#, "").expect("a finding");
    assert_eq!(severity, FindingSeverity::Advice);
    // The last two are asked for by rules of their own.
    let asked_for = "ai/never owner decides affects ai/hand_over/to ai/hand_over/triggers";
    assert_eq!(fields, asked_for);
    assert!(
        message.contains("4 things that Assessed asks for"),
        "{message}"
    );
    let assessed = r#"owner: "Head", decides: [Nothing], affects: false"#;
    let does = r#"task: "Answers", never: "pay", autonomy: ActsAlone"#;
    assert_eq!(asked(does, assessed), None);
    // What has its own rule is in the form, and no reason for this one.
    let piloted = r#"status: Pilot, decides: [Nothing], affects: false, data: [(name: "Chats")],
        next_review: "2027-01-01", logs: "a year""#;
    let (severity, message, fields) = asked(does, piloted).expect("a finding");
    assert_eq!(severity, FindingSeverity::Warning);
    assert!(fields.contains("owner"), "{fields}");
    assert!(!message.contains("owner"), "{message}");
    assert!(
        message.contains("a monitor of harm") || message.contains("monitor of harm"),
        "{message}"
    );
    assert!(fields.contains("ai/stop/who"), "{fields}");
}

/// The place at which `rule` finds something in `text`, and that each of its fixes mends it there.
fn each_fix_mends(text: &str, rule: &str, count: usize) {
    let found = found(text);
    let finding = found.iter().find(|finding| finding.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("{rule} finds nothing in\n{text}"));
    assert_eq!(finding.fixes.len(), count, "{:?}", finding.fixes);
    for fix in &finding.fixes {
        let mut blueprint = read(text.as_bytes()).expect("it reads").blueprint;
        fix.edit.apply(&mut blueprint).expect("it can be done");
        let again = findings(
            &blueprint,
            &Numbers::of(&blueprint),
            today(),
            &Policy::default(),
        );
        let is_left = again
            .iter()
            .any(|one| one.rule == rule && one.place == finding.place);
        assert!(!is_left, "{rule}, {}", fix.words);
    }
}

#[test]
fn a_fix_mends_what_it_is_offered_for() {
    each_fix_mends(&taken_over(""), "N05", 1);
    let looped = sound("")
        .replace(r#"title: "asks","#, r#"title: "asks", start: true,"#)
        .replace(
            r#"workers: [(role: "agent", work: "5m")]"#,
            r#"workers: [(role: "agent", work: "5m")], split: Either"#,
        )
        .replace(
            r#""asks-answers": "#,
            r#""again": (from: "answers", to: "asks", share: 0.1),
               "on": (from: "answers", to: "ends", share: 0.9), "asks-answers": "#,
        )
        .replace(
            r#"steps: {"#,
            r#"demand: (cases_per_month: 10, repeat_share: 0.2), steps: {"ends": (lane: "customer", moment: "m", title: "Ends"),"#,
        );
    each_fix_mends(&looped, "N02", 2);
    let given = sound("")
        .replace(r#"workers: [(role: "agent", work: "5m")]"#, r#"work: "5m""#)
        .replace(
            r#"name: "Front", kind: Frontstage"#,
            r#"name: "Front", kind: Frontstage, role: "agent""#,
        );
    each_fix_mends(&given, "B10", 1);
    let asks = step("asks", "customer", r#"work: "1m", channel: "Phone""#);
    let pained = step(
        "answers",
        "front",
        r#"workers: [(role: "agent", work: "5m")], pains: [(id: "slow", text: "Slow")]"#,
    );
    let before = variant(
        "before",
        &(asks.clone() + &pained),
        &flow("asks", "answers", ""),
        "",
    );
    let after = variant(
        "after",
        &asks,
        "",
        r#"removed: {"answers": (why: "no more")}"#,
    );
    each_fix_mends(&blueprint(&(before + &after), ""), "B11", 1);
}
