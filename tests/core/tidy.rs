//! The rules of the house that the compiler does not check: who may use whom, what stands where, and
//! that the pages say what the program does. `UPDATE_GOLDEN=1 cargo test --test core tidy::` writes
//! the made parts of the pages anew.

mod pages;
mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use source::{functions, in_repository, paths, sources};

/// The rooms of `src/`, from the ground up, each with the rooms that it may use. `main` is the program.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("format", &["model"]),
    ("edit", &["model"]),
    ("patch", &["model"]),
    ("history", &["model", "patch"]),
    ("measure", &["model"]),
    ("checks", &["model", "measure", "edit"]),
    ("scene", &["model", "patch"]),
    ("paint", &["scene"]),
    ("store", &[]),
    (
        "session",
        &["model", "format", "edit", "patch", "history", "scene"],
    ),
    ("gesture", &["model", "edit", "scene", "session"]),
    ("templates", &[]),
    (
        "cli",
        &[
            "model",
            "format",
            "measure",
            "checks",
            "scene",
            "paint",
            "store",
            "templates",
        ],
    ),
    (
        "app",
        &[
            "model",
            "format",
            "edit",
            "patch",
            "history",
            "measure",
            "checks",
            "scene",
            "paint",
            "store",
            "session",
            "gesture",
            "templates",
        ],
    ),
    ("main", &["cli", "app"]),
];

/// Crates that only some rooms may name.
const CRATES: &[(&[&str], &[&str])] = &[
    (
        &["egui", "eframe", "rfd", "pollster", "accesskit"],
        &["app"],
    ),
    (
        &["epaint", "harfrust", "skrifa", "lucide_icons"],
        &["scene", "paint"],
    ),
    (&["tiny_skia", "png", "krilla"], &["paint"]),
    (&["clap"], &["cli"]),
    (
        &["directories", "fontique", "unicode_script", "sys_locale"],
        &["store"],
    ),
    (&["mimalloc"], &["main"]),
];

/// Rooms that may touch files, processes, clocks and chance.
const OUTSIDE: &[&str] = &["store", "cli", "app", "main"];

/// What may stand at the top of the repository, beside hidden files and what building makes.
const TOP: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "blueprints",
    "clippy.toml",
    "deny.toml",
    "src",
    "target",
    "tests",
];

/// How long a file may be, in lines.
const LONG: usize = 600;

/// Files that are longer, and why.
const LONGER: &[(&str, &str)] = &[
    ("tests/core/bad_input.rs", "a case a kind of broken file"),
    ("tests/core/common.rs", "a strategy for every record"),
    ("tests/core/laws/edits.rs", "a random edit of every kind"),
    (
        "tests/app/files.rs",
        "a test for each way a document meets its file",
    ),
];

/// Public functions that take a bool, and why.
const FLAGS: &[(&str, &str)] = &[(
    "src/app/canvas.rs: set_asleep",
    "whether a question lies over the canvas is a state of the window",
)];

/// Names that two public types of the library have, and why.
const SHARED: &[(&str, &str)] = &[];

fn check(failures: &[String], rule: &str) {
    assert!(failures.is_empty(), "{rule}:\n  {}", failures.join("\n  "));
}

fn allowed(room: &str) -> Option<&'static [&'static str]> {
    let row = ROOMS.iter().find(|(name, _)| *name == room);
    row.map(|(_, uses)| *uses)
}

#[test]
fn rooms_use_only_what_stands_below_them() {
    let mut wrong = Vec::new();
    for source in sources("src").iter().filter(|source| !source.is_test()) {
        let room = source.room();
        if room == "lib" {
            continue;
        }
        let Some(allowed) = allowed(room) else {
            wrong.push(format!("{}: the room {room} is not in ROOMS", source.path));
            continue;
        };
        let own = paths(&source.code, "crate");
        let used: BTreeSet<String> = own
            .into_iter()
            .chain(paths(&source.code, "frontstage"))
            .filter_map(|path| path.into_iter().next())
            .collect();
        for used in used {
            if used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", source.path));
            }
        }
    }
    check(&wrong, "rooms use only what the table ROOMS allows");
}

#[test]
fn the_table_has_no_room_and_no_way_too_many() {
    let sources = sources("src");
    let mut idle = Vec::new();
    let mut below: BTreeSet<&str> = BTreeSet::new();
    for (room, allowed) in ROOMS {
        let code = sources.iter().filter(|source| source.room() == *room);
        let used: BTreeSet<String> = code
            .flat_map(|source| {
                let own = paths(&source.code, "crate");
                own.into_iter().chain(paths(&source.code, "frontstage"))
            })
            .filter_map(|path| path.into_iter().next())
            .collect();
        for other in *allowed {
            if !below.contains(other) {
                idle.push(format!("{room} may use {other}, which stands above it"));
            }
            // The window stands over everything, used yet or not.
            if !used.contains(*other) && *room != "app" {
                idle.push(format!("{room} may use {other} and does not"));
            }
        }
        below.insert(room);
    }
    check(
        &idle,
        "the table ROOMS goes from the ground up and is as narrow as the code",
    );
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for source in &sources("src") {
        for (names, rooms) in CRATES {
            let room = source.room();
            let found = names.iter().find(|name| {
                let begins = |at: usize| at == 0 || source.code[at - 1] != "::";
                let named = |at: usize| source.code[at] == **name && begins(at);
                (0..source.code.len()).any(|at| {
                    let next = source.code.get(at + 1).map(String::as_str);
                    named(at) && (next == Some("::") || source.code[at.max(1) - 1] == "use")
                })
            });
            if let Some(name) = found.filter(|_| !rooms.contains(&room)) {
                wrong.push(format!("{} names {name}", source.path));
            }
        }
    }
    check(&wrong, "these crates stay in the rooms of CRATES");
}

#[test]
fn only_the_outer_rooms_touch_files_clocks_and_chance() {
    const OUTER: &[&str] = &[
        "fs",
        "net",
        "process",
        "env",
        "os",
        "thread",
        "SystemTime",
        "Instant",
        "UNIX_EPOCH",
        "RandomState",
        "Stdin",
        "Stdout",
        "stdin",
        "stdout",
        "stderr",
    ];
    let mut wrong = Vec::new();
    for source in sources("src").iter().filter(|source| !source.is_test()) {
        if OUTSIDE.contains(&source.room()) {
            continue;
        }
        for path in paths(&source.code, "std") {
            if let Some(name) = path.iter().find(|name| OUTER.contains(&name.as_str())) {
                wrong.push(format!("{} uses std {name}", source.path));
            }
        }
        let clock = ["Zoned", "Timestamp", "println", "eprintln"];
        if let Some(name) = source
            .code
            .iter()
            .find(|word| clock.contains(&word.as_str()))
        {
            wrong.push(format!("{} uses {name}", source.path));
        }
    }
    check(
        &wrong,
        "the core touches no file, process, clock, chance or terminal",
    );
}

#[test]
fn files_say_what_they_own() {
    let mut wrong = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        if !source.text.starts_with("//! ") {
            wrong.push(source.path.clone());
        }
    }
    check(
        &wrong,
        "a file opens with //!, what it owns and what it must not know",
    );
}

#[test]
fn files_are_one_room_long() {
    let mut wrong = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        let lines = source.text.lines().count();
        let known = LONGER.iter().any(|(path, _)| *path == source.path);
        match (lines > LONG, known) {
            (true, false) => wrong.push(format!(
                "{} has {lines} lines; make it two, or give a reason in LONGER",
                source.path
            )),
            (false, true) => wrong.push(format!(
                "{} has {lines} lines; take it out of LONGER",
                source.path
            )),
            _ => {}
        }
    }
    for (path, _) in LONGER {
        if !in_repository(path).exists() {
            wrong.push(format!("{path} is gone; take it out of LONGER"));
        }
    }
    check(
        &wrong,
        &format!("no file is longer than {LONG} lines without a reason"),
    );
}

#[test]
fn functions_that_draw_are_called_so() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        for function in functions(&source.code) {
            let (name, parameters) = (function.name, function.parameters);
            let is_ui = |word: &&str| *word == "Ui";
            let draws = parameters.iter().any(|words| {
                // Not a closure that takes one: `impl FnOnce(&mut Ui)`.
                let place = words.iter().position(is_ui).unwrap_or_default();
                let before = &words[..place];
                let inner = before.iter().skip(1).any(|word| *word == "(");
                place > 0 && before.contains(&"mut") && !inner
            });
            // What eframe asks of an app has its own name.
            let of_eframe = name == "ui"
                && ["src/app.rs", "src/app/start_up.rs"].contains(&source.path.as_str());
            if draws && !name.ends_with("_ui") && !of_eframe {
                wrong.push(format!("{}: {name}", source.path));
            }
        }
    }
    check(&wrong, "only functions that end in _ui take &mut Ui");
}

#[test]
fn no_flag_is_a_parameter() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        for function in functions(&source.code) {
            let flag = |words: &Vec<&str>| words.ends_with(&[":", "bool"]);
            let place = format!("{}: {}", source.path, function.name);
            let known = FLAGS.iter().any(|(known, _)| *known == place);
            // Whether a widget is enabled or open is data, as egui has it.
            let is_widget = function.name.ends_with("_ui");
            if function.is_public && !is_widget && !known && function.parameters.iter().any(flag) {
                wrong.push(place);
            }
        }
    }
    check(
        &wrong,
        "no public function takes a bool: an enum says what is meant",
    );
}

#[test]
fn no_two_types_that_others_see_share_a_name() {
    const TYPES: &[&str] = &["struct", "enum", "trait", "type", "union"];
    let sources = sources("src");
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        for words in source.code.windows(3) {
            // What a macro is given for a name is counted where it is given.
            let is_given = words[2] == "$";
            // `pub`, `pub(super)` and the like: what only its own file sees may have a short name.
            let is_seen = words[0] == "pub" || words[0] == ")";
            if is_seen && TYPES.contains(&words[1].as_str()) && !is_given {
                places.entry(&words[2]).or_default().insert(&source.path);
            }
        }
    }
    let shared = |name: &str| places.get(name).is_some_and(|paths| paths.len() > 1);
    let known = |name: &str| SHARED.iter().any(|(known, _)| *known == name);
    let mut wrong = Vec::new();
    for (name, paths) in &places {
        if shared(name) && !known(name) {
            let paths: Vec<&str> = paths.iter().copied().collect();
            wrong.push(format!("{name}: {}", paths.join(", ")));
        }
    }
    for (name, _) in SHARED.iter().filter(|(name, _)| !shared(name)) {
        wrong.push(format!("{name} is unique; take it out of SHARED"));
    }
    check(
        &wrong,
        "one name, one meaning: the type that the field has a word for keeps it, or give a reason in SHARED",
    );
}

#[test]
fn the_top_of_the_repository_is_short() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(in_repository(".")).expect("the repository can be listed") {
        let name = entry.expect("the repository can be listed").file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') && !TOP.contains(&&*name) {
            wrong.push(name.into_owned());
        }
    }
    check(&wrong, "nothing else stands at the top of the repository");
}

#[test]
fn reasons_are_given_for_silenced_lints() {
    let mut wrong = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        let words = &source.code;
        for at in 2..words.len() {
            let silences = matches!(words[at].as_str(), "allow" | "expect")
                && words[at - 1] == "["
                && words.get(at + 1).is_some_and(|next| next == "(");
            if silences {
                let end = words[at..].iter().position(|word| word == "]").unwrap_or(0);
                if !words[at..at + end].iter().any(|word| word == "reason") {
                    wrong.push(format!("{}: {}", source.path, words[at..at + end].concat()));
                }
            }
        }
    }
    check(&wrong, "a lint is silenced with a reason");
}
