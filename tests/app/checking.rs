//! The view Checks: findings are seen, walked, silenced and accepted.

use super::*;
use egui_kittest::kittest::NodeT as _;

impl Person {
    fn found(&self) -> Vec<String> {
        let items = self.harness.query_all_by_role(Role::ListItem);
        let names =
            items.filter_map(|node| node.accesskit_node().data().label().map(str::to_owned));
        names
            .filter(|name| name.chars().nth(3) == Some(' '))
            .collect()
    }

    fn value_of(&self, name: &str) -> Option<String> {
        let mut labels = self.harness.query_all_by_role(Role::Label);
        let node = labels.find(|node| node.accesskit_node().data().label() == Some(name))?;
        node.accesskit_node().value()
    }
}

#[test]
fn findings_are_walked_silenced_and_accepted() {
    let mut person = Person::new();
    person.keys(&["Ctrl+N", "N"]);
    person.write("Front: Answers");
    person.keys(&["Enter", "Escape"]);
    let hints = person.value_of("Findings").expect("it tells of findings");
    assert!(hints.contains("hint"), "{hints}");
    // From the board, a key leads to the first of them and says what it is.
    person.key("F4");
    let notice = person.session().notice().expect("it is said").text.clone();
    assert!(notice.contains(": "), "{notice}");
    person.key("Ctrl+Shift+K");
    let found = person.found();
    assert!(
        found.iter().any(|name| name.starts_with("B14 ")),
        "{found:?}"
    );
    let name = found
        .iter()
        .find(|name| name.starts_with("B14 "))
        .expect("there")
        .clone();
    person.click(person.place(Role::ListItem, &name));
    // Silenced it is not asked any more, and one undo brings it back.
    person.click(person.place(Role::Button, "Silence"));
    assert_eq!(person.blueprint().silenced, ["B14"]);
    assert!(!person.found().contains(&name));
    person.key("Ctrl+Z");
    assert!(person.found().contains(&name));
    // Accepted it stays to be seen: who, why and until when is said in its record.
    person.click(person.place(Role::Button, "Accept"));
    let accepted = &person.blueprint().accepted;
    let (_, one) = accepted.iter().next().expect("it is noted");
    assert_eq!((&*one.rule, &*one.at), ("B14", ""));
    assert!(person.harness.query_by_label("Reason").is_some());
    // It counts once it has an end date, and a second look leads to the same record.
    let said = "accepted once it is said until when";
    assert!(person.harness.query_by_label_contains(said).is_some());
    person.click(person.place(Role::TextInput, "Until"));
    person.write("2099-12-31");
    person.key("Enter");
    assert!(
        person
            .harness
            .query_by_label_contains("accepted until 2099-12-31")
            .is_some()
    );
    person.click(person.place(Role::Button, "Show the acceptance"));
    assert_eq!(person.blueprint().accepted.len(), 1);
}

#[test]
fn a_finding_leads_to_its_fields_and_is_mended_by_its_button() {
    let mut person = Person::new();
    person.open_refund("0.3");
    person.key("Ctrl+Shift+K");
    let found = person.found();
    let of = |rule: &str| {
        let name = found.iter().find(|name| name.starts_with(rule));
        name.unwrap_or_else(|| panic!("no {rule} in {found:?}"))
            .clone()
    };
    // What is missing is a form of exactly these fields, and goes as they are filled in.
    let questions = of("Q01 ai_uses/assistant-answers");
    let item = person.place(Role::ListItem, &questions);
    person.click(item);
    assert!(person.harness.query_by_label("Not said yet").is_some());
    assert_eq!(
        person.found(),
        found,
        "the view stays, whatever variant it was"
    );
    person.click(person.place(Role::CheckBox, "Nothing of these"));
    let of_use = person
        .blueprint()
        .ai_use(&"assistant-answers".into())
        .expect("it is noted")
        .clone();
    assert_eq!(of_use.decides, [frontstage::model::Decides::Nothing]);
    assert!(person.harness.query_by_label("Title").is_none());
    person.click(person.place(Role::Button, "All fields"));
    assert!(person.harness.query_by_label("Title").is_some());
    // A fix is one step of the history.
    let before = person.blueprint().clone();
    for _ in 0..30 {
        if person.harness.query_by_label("Fix").is_none() {
            person.key("F4");
        }
    }
    let many = person.found().len();
    person.click(person.place(Role::Button, "Fix"));
    assert!(person.found().len() < many);
    person.key("Ctrl+Z");
    assert_eq!(*person.blueprint(), before);
    // On the board a card says how many there are, and leads to them.
    person.click(person.place(Role::Button, "Blueprint"));
    person.click(person.place(Role::Button, "After"));
    person.click(person.place(Role::Button, "Zoom to fit"));
    let badges = person.harness.query_all_by_role(Role::Button);
    let badges = badges.filter_map(|node| node.accesskit_node().data().label().map(str::to_owned));
    let badge = badges
        .filter(|name| name.contains(" of “"))
        .find(|name| name.starts_with("1 finding"))
        .expect("a badge");
    person.click(person.place(Role::Button, &badge));
    assert!(!person.found().is_empty(), "the view Checks is there again");
}

/// The command line and the window say the same of every example.
#[test]
fn the_command_line_finds_what_the_window_shows() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/blueprints");
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_frontstage"))
        .args(["check", "--format", "json", folder])
        .output()
        .expect("it runs");
    let told: serde_json::Value = serde_json::from_slice(&program.stdout).expect("it is JSON");
    let files = told["files"].as_array().expect("files");
    assert!(files.len() > 4, "{told}");
    for file in files {
        let path = file["file"].as_str().expect("a name");
        let mut person = Person::new();
        person.open_text(std::fs::read_to_string(path).expect("it is there"), "0.3");
        let figures = person.app().figures().expect("they are worked out");
        let shown = figures.findings.iter();
        let shown = shown.map(|one| {
            let severity = one.severity.words();
            format!("{} {severity} {}: {}", one.rule, one.place, one.message)
        });
        let told = file["findings"].as_array().expect("findings").iter();
        let told = told.map(|one| {
            let text = |field: &str| one[field].as_str().expect("text").to_owned();
            let (rule, severity) = (text("rule"), text("severity"));
            format!("{rule} {severity} {}: {}", text("place"), text("message"))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            shown.collect::<Vec<_>>(),
            "{path}"
        );
    }
}

/// A policy beside the file, or above it, raises what the window says of it.
#[test]
fn a_policy_raises_severities() {
    let mut person = Person::new();
    let policy = Path::new(FILE).with_file_name("frontstage.policy.ron");
    let text = r#"(severity: {"B14": Error, "B99": Error})"#;
    person.memory.put(&policy, text.as_bytes());
    let blueprint = include_str!("../../blueprints/five-lane.blueprint.ron");
    person.open_text(blueprint.to_owned(), "0.3");
    let figures = person.app().figures().expect("they are worked out");
    let found = figures.findings.iter().find(|one| one.rule == "B14");
    let severity = found.expect("it has no scenario").severity;
    assert_eq!(severity, frontstage::checks::FindingSeverity::Error);
    let notice = person.session().notice().expect("it is said").text.clone();
    assert!(notice.contains("“B99” is not known"), "{notice}");
}
