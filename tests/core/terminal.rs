//! The command line on files that are broken: what it says where, and how it ends.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

/// A service in two lanes and two moments, as `write` spells it.
const SOUND: &str = r#"Blueprint(
    format: 2,
    title: "Returns",
    lanes: [
        (id: "buyer", name: "Buyer", kind: Customer),
        (id: "depot", name: "Depot", kind: Backstage),
    ],
    phases: [
        (
            id: "send",
            name: "Send",
            moments: [
                (id: "m1"),
                (id: "m2"),
            ],
        ),
    ],
    variants: [
        (
            id: "now",
            name: "Now",
            state: Today,
            steps: {
                "packs": (
                    lane: "buyer",
                    moment: "m1",
                    title: "Packs the parcel",
                ),
                "weighs": (
                    lane: "depot",
                    moment: "m2",
                    title: "Weighs the parcel",
                ),
            },
            connectors: {
                "c-1": (from: "packs", to: "weighs"),
            },
        ),
    ],
)
"#;

/// A file in a folder of its own, on which the program is run.
struct Desk {
    folder: tempfile::TempDir,
    file: PathBuf,
}

impl Desk {
    fn with(bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.blueprint.ron");
        fs::write(&file, bytes).unwrap();
        Self { folder, file }
    }

    fn run(&self, words: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_frontstage");
        Command::new(program)
            .args(words)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Runs `words` and gives what is said on standard error, line by line; each line is about the file.
    fn complaints(&self, words: &[&str], exit: i32) -> Vec<String> {
        let output = self.run(words);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(exit), "{words:?}: {said}");
        let lines = said.lines().map(|line| {
            let words = line.strip_prefix("a.blueprint.ron: ");
            let words = words.unwrap_or_else(|| panic!("{line}"));
            assert!(line.len() < 2_000, "{} bytes: {line}", line.len());
            words.to_owned()
        });
        lines.collect()
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.file).unwrap()
    }
}

const FMT: &[&str] = &["fmt", "a.blueprint.ron"];
const CHECK: &[&str] = &["fmt", "--check", "a.blueprint.ron"];
const RENDER: &[&str] = &["render", "a.blueprint.ron", "-o", "a.svg"];

/// Proves that `fmt --check`, `fmt` and `render` name these problems of the sound file with `old` replaced by
/// `new`; gives the picture.
fn check_named(old: &str, new: &str, problems: &[&str]) -> String {
    let text = SOUND.replace(old, new);
    assert_ne!(text, SOUND, "{old}");
    let desk = Desk::with(&text);
    assert_eq!(desk.complaints(CHECK, 1), problems, "{new}");
    assert_eq!(desk.text(), text, "--check changes nothing");
    let drawn = desk.complaints(RENDER, 0);
    assert_eq!(drawn[..problems.len()], *problems, "{new}");
    assert_eq!(desk.complaints(FMT, 0), problems, "{new}");
    fs::read_to_string(desk.folder.path().join("a.svg")).unwrap()
}

#[test]
fn a_sound_file_has_nothing_to_say() {
    let desk = Desk::with(SOUND);
    for words in [CHECK, FMT, RENDER] {
        assert_eq!(desk.complaints(words, 0), [""; 0]);
    }
    assert_eq!(desk.text(), SOUND);
}

#[test]
fn problems_are_named_with_line_and_column() {
    check_named(
        "lane: \"depot\"",
        "lane: \"desk\"",
        &[
            "line 30, column 21, in variants/now/steps/weighs/lane: there is no lane “desk”: choose another, or clear the field",
        ],
    );
    check_named(
        "moment: \"m2\"",
        "moment: \"m3\"",
        &[
            "line 31, column 21, in variants/now/steps/weighs/moment: there is no moment “m3”: choose another, or clear the field",
        ],
    );
    check_named(
        "title: \"Weighs the parcel\",",
        "title: \"Weighs the parcel\",\n                    work: \"soon\",",
        &[
            "line 33, column 21, in variants/now/steps/weighs/work: “soon” is no time: write 40s, 4m 30s, 2h, 3d, 1wd or 6w",
        ],
    );
    check_named(
        "to: \"weighs\"",
        "to: \"opens\"",
        &[
            "line 36, column 40, in variants/now/connectors/c-1/to: there is no step in this variant “opens”: choose another, or clear the field",
        ],
    );
    check_named(
        "title: \"Weighs the parcel\",",
        "title: \"Weighs the parcel\",\n                    workers: [\n                        (\n                            role: \"clerk\",\n                        ),\n                    ],",
        &[
            "line 35, column 29, in variants/now/steps/weighs/workers/0/role: there is no role “clerk”: choose another, or clear the field",
        ],
    );
}

#[test]
fn a_doubled_id_is_named_and_written_anew() {
    let text = SOUND.replace("(id: \"depot\", name", "(id: \"buyer\", name");
    let desk = Desk::with(&text);
    let doubled = "line 6, column 9, in lanes/buyer-2: the id “buyer” was there already: this record got a new one, references still mean the first";
    let lane = "line 30, column 21, in variants/now/steps/weighs/lane: there is no lane “depot”: choose another, or clear the field";
    assert_eq!(desk.complaints(CHECK, 1), [doubled, lane]);
    assert_eq!(desk.complaints(FMT, 0), [doubled, lane]);
    assert!(desk.text().contains("(id: \"buyer-2\", name: \"Depot\""));
    assert_eq!(desk.complaints(CHECK, 1), [lane], "the id is mended now");
}

#[test]
fn a_picture_says_which_steps_it_leaves_out() {
    let said = |text: &str| Desk::with(text).complaints(RENDER, 0);
    let lane = SOUND.replace("lane: \"depot\"", "lane: \"desk\"");
    let left_out = "Now: 1 step waits in the tray and is not drawn: “Weighs the parcel”";
    assert_eq!(said(&lane)[1..], [left_out]);
    // One that waits on purpose is no problem.
    let waits = SOUND.replace("                    lane: \"depot\",\n", "");
    assert_eq!(said(&waits), [left_out]);
    assert_eq!(Desk::with(&waits).complaints(CHECK, 0), [""; 0]);
    let both = waits.replace("                    lane: \"buyer\",\n", "");
    assert_eq!(
        said(&both),
        [
            "Now: 2 steps wait in the tray and are not drawn: “Packs the parcel”, “Weighs the parcel”"
        ]
    );
}

#[test]
fn a_hundred_problems_are_named_then_they_are_counted() {
    let wires: String = (0..150)
        .map(|n| format!("\"w-{n:03}\": (from: \"packs\", to: \"gone\"),"))
        .collect();
    let desk = Desk::with(SOUND.replace("connectors: {", &format!("connectors: {{{wires}")));
    for (words, exit) in [(CHECK, 1), (RENDER, 0), (FMT, 0)] {
        let said = desk.complaints(words, exit);
        assert_eq!(said.len(), 101, "{words:?}");
        assert!(
            said[99].contains("connectors/w-099/to: there is no step in this variant “gone”"),
            "{}",
            said[99]
        );
        assert_eq!(said[100], "50 more problems");
    }
}

#[test]
fn a_line_is_short_whatever_the_file_holds() {
    let long = "\u{202e}".repeat(20_000);
    for text in [
        SOUND.replace("lane: \"depot\"", &format!("lane: \"{long}\"")),
        SOUND
            .replace("weighs", &long)
            .replace("moment: \"m2\"", "moment: \"m3\""),
        SOUND.replace("title: \"Weighs the parcel\"", &format!("work: \"{long}\"")),
    ] {
        let desk = Desk::with(&text);
        for (words, exit) in [(CHECK, 1), (RENDER, 0)] {
            let said = desk.complaints(words, exit);
            assert!(!said.is_empty());
            for line in said {
                assert!(!line.contains('\u{202e}'));
                assert!(line.matches("\\u{202e}").count() <= 80, "{line}");
            }
        }
    }
}

/// Proves what `fmt --check` says of the line ends of `text`, and that `fmt` writes plain ones.
fn check_line_ends(text: &str, said: &str) {
    let desk = Desk::with(text);
    assert_eq!(desk.complaints(CHECK, 1), [said]);
    assert_eq!(desk.text(), text);
    assert_eq!(desk.complaints(FMT, 0), [""; 0]);
    assert_eq!(desk.text(), SOUND);
}

#[test]
fn line_ends_of_windows_are_named() {
    check_line_ends(
        &SOUND.replace('\n', "\r\n"),
        "line ends are CRLF, in every line",
    );
    let lines = SOUND
        .lines()
        .enumerate()
        .map(|(number, line)| match number {
            4 | 17 => format!("{line}\r\n"),
            _ => format!("{line}\n"),
        });
    check_line_ends(
        &lines.collect::<String>(),
        "line ends are CRLF, in lines 5, 18",
    );
}

#[test]
fn what_spells_a_format_is_read_or_refused() {
    let with = |format: &str| SOUND.replace("format: 2,", &format!("format: {format},"));
    for none in ["0", "-0", "0x0", "0_0", "-1", "1.5", "\"1\""] {
        let text = with(none);
        let desk = Desk::with(&text);
        for words in [FMT, CHECK, RENDER] {
            assert_eq!(desk.complaints(words, 2).len(), 1, "{none}: {words:?}");
        }
        assert_eq!(desk.text(), text);
    }
    for (spelled, number) in [("0x10", "16"), ("1_000", "1000"), ("+70", "70")] {
        let text = with(spelled);
        let desk = Desk::with(&text);
        let newer =
            format!("the file has format {number}, this version of Frontstage writes format");
        for words in [FMT, CHECK] {
            let said = desk.complaints(words, 2);
            assert!(
                said[0].starts_with(&format!("not written: {newer}")),
                "{said:?}"
            );
        }
        assert_eq!(desk.text(), text);
        let said = desk.complaints(RENDER, 0);
        assert!(said[0].contains(&newer), "{said:?}");
        assert!(desk.folder.path().join("a.svg").exists());
    }
    for two in ["0x2", "+2", "0_2"] {
        let desk = Desk::with(with(two));
        assert_eq!(desk.complaints(FMT, 0), [""; 0]);
        assert_eq!(desk.text(), SOUND);
    }
}

#[test]
fn pixels_that_are_too_many_are_said_in_the_units_of_the_option() {
    let desk = Desk::with(SOUND);
    for option in ["--dpi", "--width"] {
        let words = |value| ["render", "a.blueprint.ron", "-o", "a.png", option, value];
        let said = desk.complaints(&words("1000000"), 2);
        let remedy = format!("write at most {option} ");
        let (asked, most) = said[0]
            .split_once(&remedy)
            .unwrap_or_else(|| panic!("{said:?}"));
        assert!(
            asked.starts_with(&format!("{option} 1000000 would make")),
            "{asked}"
        );
        let most = most.split(',').next().unwrap();
        desk.complaints(&words(most), 0);
    }
}

#[test]
fn two_files_for_one_window_are_answered_in_words() {
    let output = Desk::with(SOUND).run(&["a.blueprint.ron", "b.blueprint.ron"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("one blueprint at a time"), "{said}");
}

#[test]
fn what_was_written_stays_as_it_is() {
    let desk = Desk::with("(title: \"Returns\", ext: {\"a.b\": \"x\r\r\n\r\ry\"})");
    desk.complaints(FMT, 0);
    assert_eq!(desk.complaints(CHECK, 0), [""; 0]);
}
