//! `frontstage numbers` on files of all kinds: what it says, and how it ends.

use std::process::{Command, Output};

fn numbers(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontstage"));
    command.arg("numbers").args(arguments);
    command.output().expect("the program runs")
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const REFUND: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/blueprints/refund-status.blueprint.ron"
);

#[test]
fn every_format_says_the_same() {
    let text = words(&numbers(&[REFUND]));
    let json = words(&numbers(&[REFUND, "--format", "json"]));
    let csv = words(&numbers(&[REFUND, "--format", "csv"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert!(
        csv.starts_with("variant,figure,"),
        "no mark before the first heading"
    );
    let before = &json["variants"][0];
    assert_eq!(before["id"], "before");
    let time = &before["per_case"]["customer_time"];
    let said = time["text"].as_str().expect("a text");
    assert!(said.starts_with("≥ "), "{said}");
    assert!(time["high"].is_null() && time["missing"] == 3, "{time}");
    for page in [&text, &csv] {
        assert!(page.contains(said), "{said} in\n{page}");
    }
    let saved = &json["differences"][0]["per_case"]["work"];
    let saved = saved["text"].as_str().expect("a text");
    assert!(text.contains(saved), "{saved} in\n{text}");
    let steps = before["steps"].as_array().expect("a list");
    assert!(
        steps
            .iter()
            .any(|step| step["id"] == "reads-case" && step["runs"]["low"].is_number())
    );
    let unknown = before["unknown"].as_array().expect("a list");
    let place = "variants/before/steps/reads-answer";
    assert!(
        unknown
            .iter()
            .any(|one| one["place"] == place && one["field"] == "work"),
        "{unknown:?}"
    );
}

#[test]
fn one_variant_is_found_by_id_or_name() {
    for name in ["after", "After"] {
        let text = words(&numbers(&[REFUND, "--variant", name]));
        assert!(
            text.starts_with("After\n") && !text.contains("\nHybrid\n"),
            "{text}"
        );
    }
    let none = numbers(&[REFUND, "--variant", "later"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(none.stdout.is_empty());
    let said = String::from_utf8_lossy(&none.stderr);
    assert!(
        said.contains("“later”; write one of: before, after, hybrid"),
        "{said}"
    );
}

#[test]
fn who_stops_reading_gets_no_complaint() {
    use std::process::Stdio;

    let mut command = Command::new(env!("CARGO_BIN_EXE_frontstage"));
    command.args(["numbers", REFUND, "--format", "json"]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_newer_file_is_counted_with_a_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("newer.ron");
    std::fs::write(&file, "(format: 99, variants: [(id: \"v\")])").expect("a file");
    let output = numbers(&[file.to_str().expect("a path")]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("counted as far as this version understands it"),
        "{said}"
    );
}

#[test]
fn steps_in_the_tray_count_and_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tray.ron");
    let text = r#"(lanes: [(id: "c", kind: Customer)], phases: [(id: "p", moments: [(id: "m")])], variants: [(id: "v", steps: {
        "a": (lane: "c", moment: "m", title: "Asks", work: "1m"), "b": (title: "Waits", work: "2m"),
    }, connectors: {"1": (from: "a", to: "b")})])"#;
    std::fs::write(&file, text).expect("a file");
    let text = words(&numbers(&[file.to_str().expect("a path")]));
    assert!(
        text.contains("1 step in the tray counts too: “Waits”."),
        "{text}"
    );
    assert!(text.contains("3m"), "{text}");
}

#[test]
fn what_makes_no_sense_has_a_sentence_and_no_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |steps: &str, connectors: &str, more: &str| {
        let file = folder.path().join("odd.ron");
        let text = format!(
            r#"(lanes: [(id: "c", name: "C", kind: Customer)], phases: [(id: "p", name: "P", moments: [(id: "m")])],
            roles: [(id: "r", name: "R", people: 0, hours_per_week: 38, cost_per_hour: 1e308, shrinkage: 0)],
            variants: [(id: "v", name: "V\u{{1b}}[31m", {more} steps: {{{steps}}}, connectors: {{{connectors}}})])"#
        );
        std::fs::write(&file, text).expect("a file");
        let output = numbers(&[file.to_str().expect("a path")]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        words(&output)
    };
    let round = r#""a": (lane: "c", moment: "m", title: "Asks", work: "1m", start: true)"#;
    let endless = of(round, r#""1": (from: "a", to: "a")"#, "");
    assert!(
        endless.contains("never end") && endless.contains("not known"),
        "{endless}"
    );
    let lost = of(round, r#""1": (from: "a", to: "a", share: 3)"#, "");
    assert!(!lost.contains("NaN") && !lost.contains("inf"), "{lost}");
    let empty = of("", "", "demand: (cases_per_month: 0),");
    assert!(empty.contains("Where does a case begin?"), "{empty}");
    let rich = of(
        r#""a": (lane: "c", moment: "m", start: true, workers: [(role: "r", work: "9999999w")])"#,
        "",
        "demand: (cases_per_month: 1e308),",
    );
    assert!(!rich.contains("NaN") && !rich.contains("inf"), "{rich}");
    assert!(
        rich.contains("Load of R") && rich.contains("not known"),
        "{rich}"
    );
    assert!(!rich.contains('\u{1b}'), "no label moves the cursor");
    let when = of(
        r#""a": (lane: "c", moment: "m", start: true, work: "soon")"#,
        "",
        "",
    );
    assert!(when.contains("work time"), "{when}");
}

#[test]
fn a_picture_of_compare_says_what_the_variants_come_to_if_wanted() {
    let draw = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontstage"));
        command.args(["render", REFUND, "--variant", "compare", "-o", "-"]);
        words(&command.args(more).output().expect("the program runs"))
    };
    let text = words(&numbers(&[REFUND, "--variant", "after"]));
    let time = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Customer's time"))
        .expect("it is said")
        .trim();
    assert!(!draw(&[]).contains(time), "nobody asked");
    let svg = draw(&["--figures"]);
    assert!(svg.contains(time) && svg.contains("saves at least 43m 56s"));
}
