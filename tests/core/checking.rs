//! `frontstage check` on files and folders: what it says, and how it ends.

use std::{
    fs,
    process::{Command, Output},
};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/blueprints");

fn check(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontstage"));
    let day = ["check", "--today", "2026-11-27"];
    command.args(day).args(arguments);
    command.output().expect("the program runs")
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&words(&check(arguments))).expect("it is JSON")
}

#[test]
fn the_voice_bot_would_have_warned_the_bank() {
    let file = format!("{EXAMPLES}/call-centre-voice-bot.blueprint.ron");
    let output = check(&[&file]);
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output);
    for rule in [
        "error A01",
        "error A02",
        "error A12",
        "error A14",
        "warning N03",
    ] {
        assert!(said.contains(rule), "{rule} in\n{said}");
    }
}

#[test]
fn an_example_without_errors_ends_well_in_every_format() {
    let file = format!("{EXAMPLES}/app-chat-pilot.blueprint.ron");
    for format in ["text", "json", "sarif", "github"] {
        let output = check(&["--format", format, &file]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(words(&output).contains("N04"), "{format}");
    }
    let report = json(&["--format", "json", &file]);
    let finding = report["files"][0]["findings"]
        .as_array()
        .and_then(|findings| findings.iter().find(|finding| finding["rule"] == "A14"))
        .expect("it is found");
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["place"], "variants/after/steps/guardrail");
    assert_eq!(finding["answered_by"], "risk");
    for field in ["message", "why", "remedy"] {
        assert!(finding[field].as_str().is_some_and(|text| !text.is_empty()));
    }
    for field in ["since", "accepted_until"] {
        assert!(finding[field].is_null());
    }
    // The line is that of the step.
    let line = finding["line"]
        .as_u64()
        .and_then(|line| usize::try_from(line).ok());
    let text = fs::read_to_string(&file).expect("the example");
    let line = text
        .lines()
        .nth(line.expect("a line") - 1)
        .expect("it is there");
    assert!(line.contains("guardrail"), "{line}");
}

#[test]
fn sarif_knows_a_finding_again_whatever_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a b.blueprint.ron");
    let text = "Blueprint(format: 2, variants: [(id: \"v\", steps: {\"s\": ()})])";
    let run = |text: &str| {
        fs::write(&file, text).expect("a file");
        let path = file.to_string_lossy().into_owned();
        json(&["--format", "sarif", &path])
    };
    let (before, after) = (run(text), run(&text.replace("steps", "\n\n\n steps")));
    assert_eq!(before["version"], "2.1.0");
    let driver = &before["runs"][0]["tool"]["driver"];
    let rules = driver["rules"].as_array().expect("rules");
    let result = |run: &serde_json::Value| {
        let results = run["runs"][0]["results"]
            .as_array()
            .expect("results")
            .clone();
        let found = results.into_iter().find(|result| result["ruleId"] == "B03");
        found.expect("the step has no title")
    };
    let (before, after) = (result(&before), result(&after));
    assert!(
        rules
            .iter()
            .any(|rule| rule["id"] == before["ruleId"] && rule["help"]["text"].is_string())
    );
    assert_eq!(before["partialFingerprints"], after["partialFingerprints"]);
    let line = |result: &serde_json::Value| {
        let location = &result["locations"][0]["physicalLocation"];
        assert!(
            location["artifactLocation"]["uri"]
                .as_str()
                .is_some_and(|uri| uri.ends_with("a%20b.blueprint.ron"))
        );
        location["region"]["startLine"].clone()
    };
    assert_eq!((line(&before), line(&after)), (1.into(), 4.into()));
}

#[test]
fn sarif_is_what_its_schema_says() {
    let schema = include_str!("fixtures/sarif-2.1.0.schema.json");
    // As it is published, the pattern of languages closes a bracket that it never opens.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/blueprints");
    let report = json(&["--format", "sarif", folder]);
    let errors = schema.iter_errors(&report).map(|error| error.to_string());
    assert_eq!(errors.collect::<Vec<_>>(), [""; 0]);
    let results = report["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() > 20, "{}", results.len());
    // A check that cannot fail is none.
    let mut broken = report.clone();
    broken["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!schema.is_valid(&broken));
}

#[test]
fn folders_are_looked_through_and_what_is_broken_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("team");
    fs::create_dir(&inner).expect("a folder");
    let path = folder.path().to_string_lossy().into_owned();
    // A folder without blueprints is a mistake of who asks.
    assert_eq!(check(&[&path]).status.code(), Some(2));
    fs::write(inner.join("good.ron"), "(scenario: \"s\", persona: \"p\")").expect("a file");
    fs::write(folder.path().join("notes.txt"), "no blueprint").expect("a file");
    assert_eq!(check(&[&path]).status.code(), Some(0));
    fs::write(inner.join("broken.ron"), "(title: ").expect("a file");
    let output = check(&["--format", "json", &path]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains("broken.ron"), "{complaint}");
    // What could be read is checked all the same.
    let report: serde_json::Value = serde_json::from_str(&words(&output)).expect("JSON");
    assert_eq!(report["files"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_job_for_a_server_does_what_the_readme_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontstage"));
        command.current_dir(folder.path()).args(arguments);
        command.output().expect("the program runs").status.code()
    };
    fs::create_dir(folder.path().join("blueprints")).expect("a folder");
    for (number, text) in [
        "(title: \"One\", scenario: \"s\", persona: \"p\")",
        "(title: \"Two\", scenario: \"s\", persona: \"p\")",
        "(variants: [(id: \"v\", steps: {\"s\": (lane: \"gone\", moment: \"m\")})])",
    ]
    .iter()
    .enumerate()
    {
        let name = format!("blueprints/{number}.blueprint.ron");
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let [one, two, three] = [0, 1, 2].map(|number| format!("blueprints/{number}.blueprint.ron"));
    assert_eq!(here(&["fmt", &one, &two, &three]), Some(0));
    assert_eq!(here(&["fmt", "--check", &one, &two]), Some(0));
    assert_eq!(here(&["check", "--format", "sarif", &one, &two]), Some(0));
    assert_eq!(here(&["check", "--format", "sarif", "blueprints"]), Some(1));
    assert_eq!(here(&["numbers", &one, "--format", "csv"]), Some(0));
}

#[test]
fn a_policy_above_a_file_raises_severities_and_a_broken_one_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let team = folder.path().join("team");
    fs::create_dir(&team).expect("a folder");
    let file = team.join("a.blueprint.ron");
    // The team asks for a scenario and a persona; a blueprint that silences that is asked all the same.
    fs::write(&file, r#"(silenced: ["B14"])"#).expect("a file");
    let path = file.to_string_lossy().into_owned();
    assert_eq!(check(&[&path]).status.code(), Some(0));
    let policy = folder.path().join("frontstage.policy.ron");
    fs::write(&policy, r#"(severity: {"B14": Error}, sverity: {})"#).expect("a file");
    let output = check(&[&path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("error B14"), "{}", words(&output));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains("did you mean severity?"), "{complaint}");
    // The nearer one holds.
    fs::write(team.join("frontstage.policy.ron"), "()").expect("a file");
    assert_eq!(check(&[&path]).status.code(), Some(0));
    fs::write(team.join("frontstage.policy.ron"), "(severity: ").expect("a file");
    let output = check(&[&path]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        complaint.contains("frontstage.policy.ron: line 1"),
        "{complaint}"
    );
}
