//! The real program in a real window, worked as a person would: it starts, draws, opens, saves and ends.
//!
//! `cargo test --features inspection --test window`, under `xvfb-run` where there is no screen. Without any
//! display the tests say so and pass: `cargo test` needs none.
#![cfg(feature = "inspection")]

mod client;
mod clipboard;

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

use client::Program;
use egui::accesskit::Role;
use frontstage::format;
use tempfile::TempDir;

const EXAMPLE: &str = include_str!("../../blueprints/refund-status.blueprint.ron");

/// A folder for a test, and the turn to open a window: one at a time has the keyboard.
struct Desk {
    folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Desk {
    /// `None`, with the reason on the terminal, when no window can open here.
    fn new(test: &str) -> Option<Self> {
        static TURN: Mutex<()> = Mutex::new(());
        let display = ["WAYLAND_DISPLAY", "DISPLAY"];
        if cfg!(target_os = "linux") && display.iter().all(|name| env::var_os(name).is_none()) {
            println!("{test} skipped: there is no display (try xvfb-run)");
            return None;
        }
        Some(Self {
            folder: TempDir::new().expect("a folder"),
            _turn: TURN.lock().unwrap_or_else(PoisonError::into_inner),
        })
    }

    fn start(&self, file: Option<&PathBuf>) -> Program {
        let files: Vec<&PathBuf> = file.into_iter().collect();
        Program::start(&self.folder.path().join("data"), &files)
    }

    fn example(&self) -> PathBuf {
        let file = self.folder.path().join("refund.blueprint.ron");
        fs::write(&file, EXAMPLE).expect("a file");
        file
    }
}

/// Waits until the file holds something else than `old`.
fn wait_for_save(file: &PathBuf, old: &str) -> String {
    for _ in 0..200 {
        let text = fs::read_to_string(file).expect("the file is there at any moment");
        if text != old {
            return text;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{} was not saved", file.display());
}

#[test]
fn a_file_is_opened_changed_and_saved() {
    let Some(desk) = Desk::new("a_file_is_opened_changed_and_saved") else {
        return;
    };
    let file = desk.example();
    let old = format::read(EXAMPLE.as_bytes()).expect("the example opens");
    let before = &old.blueprint.variants[0];

    let mut program = desk.start(Some(&file));
    for name in ["Before", "Compare", "After"] {
        program.wait_for(Role::Button, name);
    }
    let cards = program.nodes();
    let cards: Vec<_> = cards.iter().filter(|n| n.role == Role::ListItem).collect();
    assert!(!cards.is_empty(), "the cards have names");
    let title = cards[0].name.clone();
    let (id, _) = before
        .steps
        .iter()
        .find(|(_, step)| step.title == title)
        .expect("the first card is a step of Before");

    // An empty window packs to a few kilobytes.
    let (size, png) = program.picture();
    assert!(size[0] >= 640 && size[1] >= 420, "{size:?}");
    assert!(png.len() > 40_000, "{} bytes of picture", png.len());

    program.click(Role::ListItem, &title);
    program.press("F2");
    program.press("Ctrl+A");
    program.write("Asks where the money is");
    program.press("Enter");
    program.wait_for(Role::ListItem, "Asks where the money is");
    program.press("Ctrl+S");
    let text = wait_for_save(&file, EXAMPLE);
    let new = format::read(text.as_bytes()).expect("what was saved opens");
    assert_eq!(format::write(&new.blueprint), text, "it is canonical");
    let step = &new.blueprint.variants[0].steps[id];
    assert_eq!(step.title, "Asks where the money is");

    program.press("Ctrl+Z");
    program.wait_for(Role::ListItem, &title);
    program.press("Ctrl+S");
    assert_eq!(wait_for_save(&file, &text), EXAMPLE, "undone to the byte");
    assert!(program.quit("Ctrl+Q").success());
}

#[test]
fn the_start_screen_opens_an_example() {
    let Some(desk) = Desk::new("the_start_screen_opens_an_example") else {
        return;
    };
    let mut program = desk.start(None);
    for template in frontstage::templates::TEMPLATES {
        program.wait_for(Role::Button, template.title);
    }
    program.click(Role::Button, "Where is my refund?");
    program.wait_for(Role::Button, "Compare");
    // In a window as it opens both would be too small above each other: they stand in one grid first.
    program.press("Ctrl+2");
    program.wait_for(Role::Group, "Before and After");
    program.press("Ctrl+Shift+2");
    for pane in ["Before", "After"] {
        program.wait_for(Role::Group, pane);
    }
    // Nothing was changed, so nothing is asked.
    assert!(program.quit("Ctrl+Q").success());
}

#[test]
fn a_blueprint_is_drawn_and_compared_by_keyboard() {
    let Some(desk) = Desk::new("a_blueprint_is_drawn_and_compared_by_keyboard") else {
        return;
    };
    let mut program = desk.start(None);
    program.press("Ctrl+N");
    program.wait_for(Role::Cell, "Customer, Phase 1, 1");

    // Before: two steps along the customer's lane, one below, each connected to the last.
    program.press("Right");
    program.write("Opens chat");
    program.press("Tab");
    program.write("Reads the answer");
    program.press("Enter");
    program.press("Ctrl+Down");
    program.write("Agent looks it up");
    program.press("Enter");
    for title in ["Opens chat", "Reads the answer", "Agent looks it up"] {
        program.wait_for(Role::ListItem, title);
    }

    // After: all of it, and AI at the step selected last.
    program.press("Ctrl+K");
    program.write("Start After from Before");
    program.press("Enter");
    program.press("A");
    program.press("Ctrl+2");
    for pane in ["Before", "After"] {
        program.wait_for(Role::Group, pane);
    }

    let file = desk.folder.path().join("drawn");
    program.press("Ctrl+S");
    // The field suggests a place.
    program.press("Ctrl+A");
    program.write(&file.display().to_string());
    program.press("Enter");
    let file = file.with_extension("blueprint.ron");
    for _ in 0..200 {
        if file.exists() {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    let text = fs::read_to_string(&file).expect("the blueprint was saved");
    let blueprint = format::read(text.as_bytes()).expect("it opens").blueprint;
    let [before, after] = &blueprint.variants[..] else {
        panic!("{text}");
    };
    assert_eq!(
        (before.steps.len(), before.connectors.len()),
        (3, 2),
        "{text}"
    );
    assert_eq!(
        before.connectors, after.connectors,
        "carried over with their ids"
    );
    let with_ai: Vec<&str> = after
        .steps
        .iter()
        .filter(|(id, step)| step.ai.is_some() && before.steps.contains_key(*id))
        .map(|(_, step)| step.title.as_str())
        .collect();
    assert_eq!(with_ai, ["Agent looks it up"]);
    assert!(program.quit("Ctrl+Q").success());
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let Some(desk) = Desk::new("nothing_is_drawn_while_nothing_happens") else {
        return;
    };
    let mut program = Command::new(env!("CARGO_BIN_EXE_frontstage"))
        .arg(desk.example())
        .env("FRONTSTAGE_DATA", desk.folder.path().join("data"))
        .env("FRONTSTAGE_FRAMES", "1")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let output = program.stdout.take().expect("its output is piped");
    let (told, frames) = mpsc::channel();
    thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        lines.for_each(|line| _ = told.send(line));
    });
    let opened = frames.recv_timeout(Duration::from_secs(60));
    thread::sleep(Duration::from_secs(4));
    let settling = frames.try_iter().count();
    thread::sleep(Duration::from_secs(5));
    let idle = frames.try_iter().count();
    _ = program.kill();
    _ = program.wait();
    assert!(opened.is_ok(), "no frame was drawn");
    assert_eq!(
        idle, 0,
        "frames in five seconds, after {settling} while it settled"
    );
}

#[test]
fn a_display_that_is_not_there_is_named_by_its_variable() {
    let output = Command::new(env!("CARGO_BIN_EXE_frontstage"))
        .env("DISPLAY", ":7777")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .expect("the program starts");
    if cfg!(target_os = "linux") {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("DISPLAY names (\":7777\")"), "{said}");
        assert!(!said.contains(".rs:"), "{said}");
    }
}

#[test]
fn without_a_display_it_says_what_needs_none() {
    let output = Command::new(env!("CARGO_BIN_EXE_frontstage"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .expect("the program starts");
    if cfg!(target_os = "linux") {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        for command in ["fmt", "new", "render"] {
            assert!(said.contains(command), "{said}");
        }
    }
}
