//! What the checks find: each rule in a blueprint that it is about, and not in the same blueprint once it is mended.

mod answers;

use frontstage::{
    checks::{Answerer, Check, Finding, FindingSeverity, Policy, findings},
    format::read,
    measure::Numbers,
    model::{Date, Kind},
};

fn today() -> Date {
    "2026-11-27".parse().expect("a day")
}

fn found_on(text: &str, day: Date) -> Vec<Finding> {
    let reading = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(reading.read_only, None, "{text}");
    let blueprint = &reading.blueprint;
    findings(blueprint, &Numbers::of(blueprint), day, &Policy::default())
}

fn found(text: &str) -> Vec<Finding> {
    found_on(text, today())
}

/// A blueprint with the usual lanes, a moment and a role, whose variants are `variants`; `more` stands beside them.
fn blueprint(variants: &str, more: &str) -> String {
    format!(
        r#"Blueprint(
            scenario: "s",
            persona: "p",
            lanes: [
                (id: "customer", name: "Customer", kind: Customer),
                (id: "front", name: "Front", kind: Frontstage),
                (id: "back", name: "Back", kind: Backstage),
            ],
            phases: [(id: "ask", name: "Ask", moments: [(id: "m")])],
            roles: [(id: "agent", name: "Agent", people: 3, hours_per_week: 38, cost_per_hour: 30, shrinkage: 0.3)],
            {more}
            variants: [{variants}],
        )"#
    )
}

/// A variant with steps and connectors.
fn variant(id: &str, steps: &str, connectors: &str, more: &str) -> String {
    format!(
        r#"(id: "{id}", name: "{id}", state: Proposed, steps: {{{steps}}}, connectors: {{{connectors}}}, {more}),"#
    )
}

/// A step in a lane.
fn step(id: &str, lane: &str, more: &str) -> String {
    format!(r#""{id}": (lane: "{lane}", moment: "m", title: "{id}", {more}),"#)
}

fn flow(from: &str, to: &str, more: &str) -> String {
    format!(r#""{from}-{to}": (from: "{from}", to: "{to}", {more}),"#)
}

/// Customer asks, an agent answers: nothing is wrong with it.
fn sound(more: &str) -> String {
    let steps = step("asks", "customer", r#"work: "1m", channel: "Phone""#)
        + &step(
            "answers",
            "front",
            r#"workers: [(role: "agent", work: "5m")]"#,
        );
    blueprint(
        &variant("before", &steps, &flow("asks", "answers", ""), ""),
        more,
    )
}

/// The places at which a rule finds something.
fn places(text: &str, rule: &str) -> Vec<String> {
    let found = found(text).into_iter();
    let found = found.filter(|finding| finding.rule == rule);
    found.map(|finding| finding.place).collect()
}

fn check_rule(rule: &str, firing: &str, place: &str, clean: &str) {
    assert_eq!(places(firing, rule), [place], "{rule}\n{firing}");
    assert_eq!(places(clean, rule), [""; 0], "{rule}\n{clean}");
}

#[test]
fn a_sound_blueprint_has_nothing_to_say() {
    let found = found(&sound(""));
    assert_eq!(found, [], "{found:?}");
}

#[test]
fn every_rule_says_why_it_matters_and_what_to_do() {
    let mut ids: Vec<&str> = Check::all().iter().map(|check| check.id).collect();
    assert!(ids.is_sorted());
    ids.dedup();
    assert_eq!(ids.len(), Check::all().len());
    for check in Check::all() {
        for words in [check.title, check.why, check.remedy] {
            assert!(words.len() > 10, "{}", check.id);
        }
        assert!(
            check.why.ends_with('.') && check.remedy.ends_with('.'),
            "{}",
            check.id
        );
        assert!(Answerer::ALL.contains(&check.answered_by));
    }
}

#[test]
fn rules_of_the_board() {
    let one = |steps: &str, connectors: &str| blueprint(&variant("v", steps, connectors, ""), "");
    let clean = sound("");
    let answers = step(
        "answers",
        "front",
        r#"workers: [(role: "agent", work: "5m")]"#,
    );
    let asks = step("asks", "customer", r#"work: "1m", channel: "Phone""#);
    check_rule("B01", &one(&answers, ""), "variants/v", &clean);
    check_rule(
        "B02",
        &one(&(asks.clone() + &answers), &flow("asks", "gone", "")),
        "variants/v/connectors/asks-gone/to",
        &clean,
    );
    let untitled = r#""x": (lane: "customer", moment: "m", work: "1m"),"#;
    check_rule("B03", &one(untitled, ""), "variants/v/steps/x", &clean);
    check_rule(
        "B04",
        &one(&(asks.clone() + &answers), ""),
        "variants/v",
        &clean,
    );
    let lanes = |text: &str| {
        text.replace(
            r#""Customer", kind: Customer"#,
            r#""Customer", kind: Support"#,
        )
    };
    check_rule("B05", &lanes(&clean), "lanes/front", &clean);
    let works = answers.clone() + &step("files", "back", r#"work: "1m""#) + &asks;
    let nobody = one(&works, &flow("answers", "files", ""));
    let begun = one(
        &works,
        &(flow("answers", "files", "") + &flow("asks", "answers", "")),
    );
    check_rule("B07", &nobody, "variants/v", &begun);
    let silent = clean.replace(r#", channel: "Phone""#, "");
    check_rule("B08", &silent, "variants/before", &clean);
    let three = asks.clone()
        + &answers
        + &step("files", "back", r#"workers: [(role: "agent", work: "1m")]"#);
    let ways = |split: &str, label: &str| {
        let asks = asks.replace("work:", &format!("{split} work:"));
        let steps = three.replace(
            &step("asks", "customer", r#"work: "1m", channel: "Phone""#),
            &asks,
        );
        let says = |label: &str, share: &str| format!(r#"label: "{label}", share: {share}"#);
        one(
            &steps,
            &(flow("asks", "answers", &says(label, "0.6"))
                + &flow("asks", "files", &says(label, "0.4"))),
        )
    };
    check_rule(
        "B09",
        &ways("", "if"),
        "variants/v/steps/asks",
        &ways("split: Either,", "if"),
    );
    check_rule(
        "B09",
        &ways("split: Either,", ""),
        "variants/v/steps/asks",
        &ways("split: Both,", ""),
    );
    check_rule(
        "B10",
        &clean.replace(r#", work: "5m""#, ""),
        "variants/before",
        &clean,
    );
    let empty = clean.replace(
        r#"moments: [(id: "m")]"#,
        r#"moments: [(id: "m"), (id: "n")]"#,
    );
    check_rule("B13", &empty, "phases/moments/n", &clean);
    check_rule("B14", &clean.replace(r#"persona: "p","#, ""), "", &clean);
    let looped = one(
        &(asks + &answers),
        &(flow("asks", "answers", "") + &flow("answers", "asks", "")),
    );
    check_rule("B15", &looped, "variants/v/steps/answers", &clean);
}

#[test]
fn what_after_leaves_of_before() {
    let before = |more: &str| {
        let steps = step("asks", "customer", r#"work: "1m", channel: "Phone""#)
            + &step(
                "answers",
                "front",
                &format!(r#"workers: [(role: "agent", work: "5m")], {more}"#),
            );
        variant("before", &steps, &flow("asks", "answers", ""), "")
    };
    let after = |more: &str| {
        let steps = step("asks", "customer", r#"work: "1m", channel: "Phone""#)
            + &step(
                "helps",
                "front",
                r#"workers: [(role: "agent", work: "1m")]"#,
            );
        variant("after", &steps, &flow("asks", "helps", ""), more)
    };
    let both =
        |of_before: &str, of_after: &str| blueprint(&(before(of_before) + &after(of_after)), "");
    let pain = r#"pains: [(id: "slow", text: "Slow")]"#;
    let gone = r#"removed: {"answers": (why: "x", exceptions_go_to: "helps")}"#;
    check_rule(
        "B11",
        &both(pain, gone),
        "variants/after/left_pains/slow",
        &both(
            pain,
            &format!(r#"left_pains: {{"slow": (why: "dear")}}, {gone}"#),
        ),
    );
    check_rule(
        "A09",
        &both("", ""),
        "variants/after/removed/answers",
        &both("", gone),
    );
    let control = r#"controls: [(id: "eyes", name: "Four eyes")]"#;
    let dropped = |said: &str| format!(r#"dropped_controls: {{"eyes": ({said})}}, {gone}"#);
    let agreed = both(control, &dropped(r#"why: "small sums", agreed_by: "Risk""#));
    let place = "variants/after/dropped_controls/eyes";
    check_rule("A12", &both(control, gone), place, &agreed);
    check_rule(
        "A12",
        &both(control, &dropped(r#"why: "small sums""#)),
        place,
        &agreed,
    );
    let queue = r#"queue_of: "agent", kind: Wait, wait: "5m""#;
    let waits =
        |text: &str| text.replacen(r#"work: "1m", channel"#, &format!("{queue}, channel"), 1);
    check_rule(
        "N07",
        &waits(&both("", gone)),
        "variants/after/queues/agent",
        &both("", gone),
    );
}

/// Before without AI, After in which a touchpoint answers; what is said of it and of its use.
fn with_ai(ai: &str, of_use: &str, more: &str) -> String {
    let steps = step("asks", "customer", r#"work: "1m", channel: "Chat""#)
        + &step("bot", "front", &format!(r#"work: "3s", ai: ({ai})"#))
        + &step(
            "agent",
            "front",
            r#"workers: [(role: "agent", work: "5m")]"#,
        );
    let registers = format!(
        r#"ai_systems: {{"llm": (name: "LLM", technique: AgentWithTools)}},
        ai_uses: {{"bot": (name: "bot", {of_use})}}, {more}"#
    );
    blueprint(
        &variant("v", &steps, &flow("asks", "bot", ""), ""),
        &registers,
    )
}

#[test]
fn rules_of_ai() {
    let handed = r#"hand_over: (to: "agent", triggers: [AsksForPerson])"#;
    let bot = "variants/v/steps/bot";
    let of = "ai_uses/bot";
    let pilot = r#"status: Pilot, owner: "Head""#;
    check_rule(
        "A01",
        &with_ai(handed, "status: Pilot", ""),
        of,
        &with_ai(handed, pilot, ""),
    );
    check_rule(
        "A02",
        &with_ai("", pilot, ""),
        bot,
        &with_ai(handed, pilot, ""),
    );
    let watched = |can: bool| {
        format!(
            r#"{handed}, autonomy: ActsAlone, oversight: (can_stop: {can}, can_override: false)"#
        )
    };
    let affects = format!("{pilot}, affects: true, appeal: \"by mail\"");
    check_rule(
        "A03",
        &with_ai(&watched(false), &affects, ""),
        bot,
        &with_ai(&watched(true), &affects, ""),
    );
    check_rule(
        "A04",
        &with_ai("hand_over: (confidence: 0.8)", pilot, ""),
        bot,
        &with_ai(r#"hand_over: (to: "agent", confidence: 0.8)"#, pilot, ""),
    );
    let review = |day: &str| with_ai(handed, &format!(r#"{pilot}, next_review: "{day}""#), "");
    check_rule("A06", &review("2026-11-26"), of, &review("2026-11-27"));
    let credit = format!("{pilot}, decides: [Credit], appeal: \"by mail\"");
    let rule = r#"rules: {"act": (name: "Act", uses: ["bot"])},"#;
    check_rule(
        "A07",
        &with_ai(handed, &credit, ""),
        of,
        &with_ai(handed, &credit, rule),
    );
    let told = |told: &str| with_ai(&format!("{handed}, told: {told}"), pilot, "");
    check_rule("A08", &told("No"), bot, &told("At(None)"));
    check_rule(
        "A14",
        &with_ai(r#"hand_over: (to: "agent")"#, pilot, ""),
        bot,
        &with_ai(handed, pilot, ""),
    );
    let tested = |day: &str| {
        with_ai(
            &format!(r#"{handed}, fallback: (to: "agent", last_tested: "{day}")"#),
            pilot,
            "",
        )
    };
    check_rule("A18", &tested("2025-11-26"), bot, &tested("2025-11-27"));
    let decides = format!("{pilot}, decides: [Price]");
    check_rule(
        "A20",
        &with_ai(handed, &decides, ""),
        of,
        &with_ai(handed, &format!("{decides}, appeal: \"by mail\""), ""),
    );
    let agent = |tools: &str| {
        with_ai(
            &format!(r#"{handed}, system: "llm", tools: [{tools}]"#),
            pilot,
            "",
        )
    };
    check_rule(
        "A22",
        &agent(r#"(name: "Mail")"#),
        bot,
        &agent(r#"(name: "Mail", limit: "ten a day")"#),
    );
}

/// A use that two variants hold is one finding, as grave as it is where it is decided.
#[test]
fn a_use_of_two_variants_is_found_once() {
    let ai = r#"ai: (task: "t", autonomy: ActsAlone)"#;
    let bot = |id: &str, state: &str| {
        let text = variant(id, &step("bot", "front", ai), "", "");
        text.replace("state: Proposed", &format!("state: {state}"))
    };
    let variants = format!("{}{}", bot("one", "Option"), bot("two", "Approved"));
    let uses = r#"ai_uses: {"bot": (name: "Bot", status: Live, decides: [Credit])},"#;
    let found = found(&blueprint(&variants, uses));
    for rule in ["A01", "A07", "A20"] {
        let of_it: Vec<_> = found.iter().filter(|one| one.rule == rule).collect();
        assert_eq!(of_it.len(), 1, "{rule}: {of_it:?}");
        assert_eq!(of_it[0].severity, FindingSeverity::Error, "{rule}");
    }
}

#[test]
fn severity_grows_with_the_status_and_sleeps_in_an_option() {
    let severity = |status: &str, state: &str| {
        let of_use = format!("status: {status}, owner: \"Head\"");
        let text = with_ai("", &of_use, "").replace("state: Proposed", state);
        let found = found(&text)
            .into_iter()
            .find(|finding| finding.rule == "A02");
        found.map(|finding| finding.severity)
    };
    assert_eq!(
        severity("Idea", "state: Proposed"),
        Some(FindingSeverity::Advice)
    );
    assert_eq!(
        severity("Pilot", "state: Proposed"),
        Some(FindingSeverity::Error)
    );
    assert_eq!(
        severity("Live", "state: Option"),
        Some(FindingSeverity::Advice)
    );
    assert_eq!(severity("Live", "state: Retired"), None);
}

#[test]
fn rules_of_figures() {
    let clean = sound("");
    let demand = |cases: u32| {
        clean.replace(
            r#"state: Proposed"#,
            &format!("state: Proposed, demand: (cases_per_month: {cases})"),
        )
    };
    check_rule(
        "N03",
        &demand(20_000),
        "variants/before/roles/agent",
        &demand(1_000),
    );
    let shares = |one: &str, other: &str| {
        let steps = step(
            "asks",
            "customer",
            r#"work: "1m", channel: "Phone", split: Either"#,
        ) + &step(
            "answers",
            "front",
            r#"workers: [(role: "agent", work: "5m")]"#,
        ) + &step("files", "back", r#"workers: [(role: "agent", work: "1m")]"#);
        let ways = flow("asks", "answers", &format!(r#"label: "a", share: {one}"#))
            + &flow("asks", "files", &format!(r#"label: "b", share: {other}"#));
        blueprint(&variant("v", &steps, &ways, ""), "")
    };
    check_rule(
        "N01",
        &shares("0.7", "0.6"),
        "variants/v/steps/asks",
        &shares("0.7", "0.3"),
    );
    check_rule(
        "N01",
        &shares("0.2", "0.6"),
        "variants/v/steps/asks",
        &shares("0.4", "0.6"),
    );
    let open = |text: &str| {
        let open = r#"shrinkage: 0.3, open: "Mo-Fr 08-18", busiest_hour: 0.15"#;
        text.replacen("shrinkage: 0.3", open, 1)
    };
    let queued = |typed: &str, between: &str| {
        let hold = format!(r#"kind: Wait, queue_of: "agent", wait: "{typed}""#);
        let steps = step("asks", "customer", r#"work: "1m", channel: "Phone""#)
            + &step("hold", "front", &hold)
            + between
            + &step(
                "answers",
                "front",
                r#"workers: [(role: "agent", work: "5m")]"#,
            );
        let ways = flow("asks", "hold", "")
            + &match between {
                "" => flow("hold", "answers", ""),
                _ => flow("hold", "more", "") + &flow("more", "answers", ""),
            };
        let demand = "demand: (cases_per_month: 500),";
        open(&blueprint(&variant("v", &steps, &ways, demand), ""))
    };
    // Erlang C: 3.45 an hour of 5 minutes for one person wait 2 minutes.
    check_rule(
        "N06",
        &queued("20m", ""),
        "variants/v/steps/hold",
        &queued("2m", ""),
    );
    let more = step("more", "front", r#"kind: Wait, wait: "2m""#);
    check_rule(
        "N06",
        &queued("2m", &more),
        "variants/v/steps/more",
        &queued("2m", ""),
    );
    let talk = |channel: &str| {
        let works = |id: &str, channel: &str| {
            let who = r#"workers: [(role: "agent", work: "5m")]"#;
            step(id, "front", &format!(r#"{who}, channel: "{channel}""#))
        };
        let steps = step("asks", "customer", r#"work: "1m", channel: "Phone""#)
            + &works("greets", "Phone")
            + &works("answers", channel)
            + &step("looks", "customer", r#"work: "2m""#);
        let ways = flow("asks", "greets", "")
            + &flow("greets", "looks", "")
            + &flow("looks", "answers", "");
        blueprint(&variant("v", &steps, &ways, ""), "")
    };
    check_rule(
        "N08",
        &talk("Phone"),
        "variants/v/steps/looks",
        &talk("Mail"),
    );
    let handed = r#"system: "llm", hand_over: (to: "agent")"#;
    let late = open(&with_ai(handed, "", ""));
    let by_day = late.replace(r#"name: "LLM","#, r#"name: "LLM", open: "Mo-Fr 09-17","#);
    check_rule("N09", &late, "variants/v/steps/bot", &by_day);
    let sum = |gives_up: &str| with_ai(&format!(r#"resolves: 0.7, gives_up: {gives_up}"#), "", "");
    check_rule("N01", &sum("0.4"), "variants/v/steps/bot", &sum("0.3"));
}

#[test]
fn a_rule_of_the_board_is_silenced_and_no_other() {
    let text = sound("").replace(r#"persona: "p","#, "");
    assert_eq!(places(&text, "B14"), [""]);
    let silenced = text.replace(
        "scenario: \"s\",",
        r#"scenario: "s", silenced: ["B14", "A02"],"#,
    );
    assert_eq!(places(&silenced, "B14"), [""; 0]);
    let ai = with_ai(
        "",
        r#"status: Pilot, owner: "Head""#,
        r#"silenced: ["A02"],"#,
    );
    assert_eq!(places(&ai, "A02"), ["variants/v/steps/bot"]);
}

#[test]
fn what_somebody_accepted_comes_back_after_its_day() {
    let accepted = r#"accepted: {"a": (
        rule: "A02", at: "variants/v/steps/bot", by: (name: "Ada", function: "Risk"), why: "a trial", until: "2026-12-31",
    )},"#;
    let text = with_ai("", r#"status: Pilot, owner: "Head""#, accepted);
    let until = |day: &str| {
        let found = found_on(&text, day.parse().expect("a day")).into_iter();
        let mut found = found.filter(|finding| finding.rule == "A02");
        found.next().expect("it stays to be seen").accepted_until
    };
    assert_eq!(
        until("2026-12-31").map(|day| day.to_string()).as_deref(),
        Some("2026-12-31")
    );
    assert_eq!(until("2027-01-01"), None);
    assert!(Kind::Acceptance.noun().contains("acceptance"));
}
